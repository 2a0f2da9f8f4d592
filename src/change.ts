import type { Build } from './builds/build.ts';
import type { DuplicateLabel } from './django/labels/duplicate-labels.ts';
import type { LabelChange } from './django/labels/label-changes.ts';
import type { MisnamedConfig } from './django/labels/misnamed-configs.ts';
import type { StaleReferences } from './django/labels/stale-references.ts';
import type { Edit } from './django/migrations/edits/edits.ts';
import type { History } from './django/migrations/history.ts';
import type { Gone } from './django/migrations/fates.ts';
import type { MigrationHome } from './django/migrations/migration-homes.ts';
import type { Migration } from './django/migrations/read-migrations.ts';
import type { StaleTable } from './django/tables/stale-tables.ts';
import type { DuplicateNamespace } from './django/urls/namespaces.ts';
import type { IgnoreLine } from './reading/ignore-rules.ts';
import type { GitPath } from './path.ts';

/** A file as a tree or the index holds it. Modes as in git: 100644, 100755, 120000 symlink, 160000 submodule. */
export interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
}

/** One entry that differs between two trees. Renames are never paired: an old and a new path are two entries. */
export interface DiffEntry {
  readonly path: GitPath;
  /** Undefined when the path is new. */
  readonly before: TreeEntry | undefined;
  /** Undefined when the path is gone. */
  readonly after: TreeEntry | undefined;
}

/** The point up to which history counts as published: the merge base with a protected ref. */
export interface Base {
  /** Object id of the base commit. */
  readonly oid: string;
  /** The protected ref as people call it: `origin/main`, `main`. */
  readonly ref: string;
  /** False when the repository has no remote and is none: then there is nobody to ask how long a migration is out. */
  readonly shared: boolean;
}

/** The base and what is published there. */
export interface Published {
  readonly base: Base;
  readonly history: History;
  /** The labels whose migrations were read there; of others it is not known what is published. */
  readonly labels: ReadonlySet<string>;
}

/** A published migration whose text is another one now. */
export interface EditedMigration {
  readonly old: Migration;
  readonly now: Migration;
  /** As it is at the base. */
  readonly published: Migration;
  /** What it does otherwise than before, and than at the base: an edit that is taken back is none. */
  readonly edits: readonly Edit[];
}

/** A squash that listed a migration in its `replaces`, and does not do so any more. */
export interface FormerSquash {
  /** `label.name` of the migration that it replaced. */
  readonly replaced: string;
  /** Object id of the commit that took it out of the list. */
  readonly commit: string;
}

/** A folder with migrations that Django does not see, for it has no `__init__.py`. */
export interface Unpackaged {
  readonly folder: GitPath;
  /** One of the migrations in it. */
  readonly migration: GitPath;
}

/** A line of a `.gitignore` that keeps migrations out of git. */
export interface IgnoredMigrations {
  readonly line: IgnoreLine;
  /** Of the apps whose next migration it ignores, or one that they have. */
  readonly homes: readonly MigrationHome[];
}

/** Migrations that lie in an app and were not given to git. */
export interface UntrackedMigrations {
  readonly label: string;
  /** The file with models of that app that the change touches. */
  readonly model: GitPath;
  readonly migrations: readonly GitPath[];
  /** All that is to be added: the migrations, and what makes their folder a package. */
  readonly files: readonly GitPath[];
}

/**
 * What a rule judges: the entries that differ from one parent, and the migrations on both sides of the apps that the
 * change touches. `published` is undefined when nothing is published, or nothing published can be touched.
 */
export interface Change {
  readonly entries: readonly DiffEntry[];
  readonly before: History;
  readonly after: History;
  readonly published: Published | undefined;
  /** The migrations of `before` that are gone, published or not. */
  readonly gone: readonly Gone[];
  readonly edited: readonly EditedMigration[];
  readonly labels: readonly LabelChange[];
  readonly duplicates: readonly DuplicateLabel[];
  readonly misnamed: readonly MisnamedConfig[];
  readonly tables: readonly StaleTable[];
  readonly references: readonly StaleReferences[];
  readonly namespaces: readonly DuplicateNamespace[];
  readonly builds: readonly Build[];
  readonly formerSquashes: readonly FormerSquash[];
  readonly unpackaged: readonly Unpackaged[];
  readonly ignored: readonly IgnoredMigrations[];
  readonly untracked: readonly UntrackedMigrations[];
  /** The labels of apps that are installed after the change, and come from outside the repository. */
  readonly outside: ReadonlySet<string>;
  /** True when the change takes a commit back (`git revert`). */
  readonly reverts: boolean;
  /** True while git makes a merge commit by itself: a migration that merges usually follows. */
  readonly mergesCleanly: boolean;
}

/** A published migration on whose age the weight of a problem depends (design: error when aged, else warning). */
export interface PublishedMigration {
  readonly base: Base;
  /** Where it lies at the base. */
  readonly path: GitPath;
  /** The new path of one that was renamed; when the base's history knows that one too, the old name only came back. */
  readonly newPath?: GitPath;
}

/** What identifies a published migration while ages are looked up: a merge has a base for each parent. */
export function ageKey({ base, path }: PublishedMigration): string {
  return `${base.oid}:${path}`;
}

/** What git's history says of a published migration. */
export interface PublishedAge {
  /** Days since it was published, by author time; undefined when history does not tell. */
  readonly days: number | undefined;
  /** True when a version tag contains it. */
  readonly released: boolean;
  /** True when its new name was published before: the file got its old name back. */
  readonly renamedBack: boolean;
}
