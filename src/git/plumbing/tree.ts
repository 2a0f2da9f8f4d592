import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { listedTree, type Tree } from '../../tree.ts';
import { git, lines, type Place } from './run.ts';

/** The tree of a commit, or a tree, by its object id. Only trees are read, so that a partial clone fetches nothing. */
export async function listTree(place: Place, oid: string): Promise<Tree> {
  const listing = await git(place, ['ls-tree', '-r', '-z', '--full-tree', oid]);
  return listedTree(listing.toString('latin1'));
}

// rev-list(1): what `--missing=print` does not find is named after a question mark, and not fetched
const ABSENT = ['rev-list', '--objects', '--no-object-names', '--missing=print', '--no-walk'];
const STAGED = ['--single-worktree', '--indexed-objects'];

/**
 * The blobs that a partial clone has not fetched, of a tree (which must have been listed, for its folders may be absent
 * as well) and of the index. Reading one of them would fetch it, and a hook that reads many would fetch them one by one.
 */
export async function absentBlobs(place: Place, oid: string): Promise<ReadonlySet<string>> {
  const printed = lines(await git(place, [...ABSENT, ...STAGED, `${oid}^{tree}`]));
  return new Set(printed.filter((line) => line.startsWith('?')).map((line) => line.slice(1)));
}

/** True where blobs may be absent: git marks the packs that it fetched with a filter (gitformat-pack, partial-clone). */
export function isPartialClone(commonFolder: string): boolean {
  try {
    return readdirSync(join(commonFolder, 'objects', 'pack')).some((name) => name.endsWith('.promisor'));
  } catch {
    return false;
  }
}
