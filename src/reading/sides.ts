import type { DiffEntry } from '../change.ts';
import type { Repository } from '../django/project.ts';
import type { Sources } from '../django/sources.ts';

/** The repository before and after a change, and what its blobs hold. */
export interface Sides {
  readonly old: Repository;
  readonly fresh: Repository;
  readonly entries: readonly DiffEntry[];
  readonly sources: Sources;
}
