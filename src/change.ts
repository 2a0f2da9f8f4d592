import type { History } from './django/migrations/history.ts';
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
}

/**
 * What a rule judges: the entries that differ from one parent, and the migrations on both sides that the change
 * touches. `published` is undefined when nothing is published, or nothing published is touched.
 */
export interface Change {
  readonly entries: readonly DiffEntry[];
  readonly before: History;
  readonly after: History;
  readonly published: Published | undefined;
}

/** A published migration on whose age the weight of a problem depends (design: error when aged, else warning). */
export interface PublishedMigration {
  readonly base: Base;
  /** Where it lies at the base. */
  readonly path: GitPath;
  /** Its path after the change; when the base's history knows that one too, the old name only came back. */
  readonly newPath: GitPath;
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
