import type { Rule } from '../rule.ts';
import changedAppLabel from './changed-app-label.ts';
import circularDependency from './circular-dependency.ts';
import conflictingMigrations from './conflicting-migrations.ts';
import danglingDependency from './dangling-dependency.ts';
import deletedMigration from './deleted-migration.ts';
import droppedReplaces from './dropped-replaces.ts';
import duplicateAppLabel from './duplicate-app-label.ts';
import duplicateUrlNamespace from './duplicate-url-namespace.ts';
import editedMigration from './edited-migration.ts';
import ignoredMigration from './ignored-migration.ts';
import insertedMigration from './inserted-migration.ts';
import missingMigrationsPackage from './missing-migrations-package.ts';
import removedApp from './removed-app.ts';
import renamedMigration from './renamed-migration.ts';
import stagedBytecode from './staged-bytecode.ts';
import staleAppConfig from './stale-app-config.ts';
import staleAppReference from './stale-app-reference.ts';
import staleBuildCache from './stale-build-cache.ts';
import staleDbTable from './stale-db-table.ts';
import uncachedBuild from './uncached-build.ts';
import untrackedMigration from './untracked-migration.ts';

/** Every rule, in the order in which they are listed. */
export const RULES = [
  stagedBytecode,
  renamedMigration,
  deletedMigration,
  insertedMigration,
  editedMigration,
  droppedReplaces,
  danglingDependency,
  circularDependency,
  conflictingMigrations,
  missingMigrationsPackage,
  ignoredMigration,
  untrackedMigration,
  changedAppLabel,
  duplicateAppLabel,
  staleAppConfig,
  removedApp,
  staleAppReference,
  staleDbTable,
  duplicateUrlNamespace,
  uncachedBuild,
  staleBuildCache,
] as const satisfies readonly Rule[];

/** The names of the rules. */
export const RULE_NAMES: readonly string[] = RULES.map(({ name }) => name);
