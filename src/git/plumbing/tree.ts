import type { TreeEntry } from '../../change.ts';
import { nameOf, type GitPath } from '../../path.ts';
import { splitNul } from './diff.ts';
import { git, type Place } from './run.ts';

/** The files of a commit whose name is one of `names`, wherever they lie. */
export async function filesNamed(
  place: Place,
  commit: string,
  names: ReadonlySet<string>,
): Promise<(readonly [path: GitPath, entry: TreeEntry])[]> {
  // 100644 blob <object id>␉<path>␀
  const records = splitNul(await git(place, ['ls-tree', '-r', '-z', '--full-tree', commit]));
  return records.flatMap((record) => {
    const text = record.toString('latin1');
    const tab = text.indexOf('\t');
    const path = text.slice(tab + 1) as GitPath;
    const [mode = '', , oid = ''] = text.slice(0, tab).split(' ');
    return names.has(nameOf(path)) ? [[path, { mode, oid }] as const] : [];
  });
}
