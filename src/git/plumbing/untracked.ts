import { folderOf, pathFromBytes, type GitPath } from '../../path.ts';
import { splitNul } from './diff.ts';
import { globFor } from './history.ts';
import { git, type Place } from './run.ts';

/** The Python files directly in these folders that are in the work tree, not in the index, and that no rule ignores. */
export async function untrackedPython(place: Place, folders: readonly GitPath[]): Promise<GitPath[]> {
  if (folders.length === 0) return [];
  const globs = folders.map((folder) => `:(top,glob)${globFor(folder)}/*.py`);
  const options = ['--others', '--exclude-standard', '--full-name', '-z'];
  const found = splitNul(await git(place, ['ls-files', ...options, '--', ...globs])).map(pathFromBytes);
  return found.filter((path) => folders.includes(folderOf(path))); // `?` stands for any byte in a glob
}
