import type { DiffEntry } from '../change.ts';
import { UserError } from '../errors.ts';
import { diff } from './plumbing/diff.ts';
import type { ObjectReader } from './plumbing/objects.ts';
import {
  emptyTree,
  findRepository,
  headCommit,
  resolveCommit,
  type Repository,
} from './plumbing/repository.ts';
import type { Place } from './plumbing/run.ts';

/** A state of the repository's files: a commit, and for the index what is staged on top of it. */
export interface Snapshot {
  readonly repository: Repository;
  /** Object id; that of the empty tree before the first commit. */
  readonly commit: string;
  readonly changes: readonly DiffEntry[];
}

/**
 * Finds the revision that a user names, or HEAD; with `staged`, or before the first commit, the index.
 * @throws {UserError} outside a repository, for an unknown revision, and for `staged` in a bare repository.
 */
export async function findSnapshot(
  place: Place,
  objects: ObjectReader,
  revision: string | undefined,
  staged: boolean,
): Promise<Snapshot> {
  const repository = await findRepository(place);
  if (staged && repository.bare) {
    throw new UserError(
      'this repository is bare: nothing can be staged',
      'name a commit instead: pyreset-hooks apps --rev REV',
    );
  }
  const head = revision === undefined ? await headCommit(objects) : await resolveCommit(objects, revision);
  const commit = head ?? (await emptyTree(place));
  const isIndex = staged || (head === undefined && !repository.bare);
  const changes = isIndex ? await diff(place, { kind: 'index', before: commit }) : [];
  return { repository, commit, changes };
}
