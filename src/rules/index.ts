import type { Rule } from '../rule.ts';
import circularDependency from './circular-dependency.ts';
import conflictingMigrations from './conflicting-migrations.ts';
import danglingDependency from './dangling-dependency.ts';
import deletedMigration from './deleted-migration.ts';
import droppedReplaces from './dropped-replaces.ts';
import editedMigration from './edited-migration.ts';
import ignoredMigration from './ignored-migration.ts';
import insertedMigration from './inserted-migration.ts';
import missingMigrationsPackage from './missing-migrations-package.ts';
import renamedMigration from './renamed-migration.ts';
import stagedBytecode from './staged-bytecode.ts';
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
] as const satisfies readonly Rule[];

/** The names of the rules. */
export const RULE_NAMES: readonly string[] = RULES.map(({ name }) => name);
