import { folderOf, joinPath, type GitPath } from '../path.ts';
import { isRegular, type Tree } from '../tree.ts';
import { settingsName } from './settings-name.ts';
import type { Sources } from './sources.ts';

/** Where a project starts, and with which settings. */
export interface Start {
  /** The program that starts it. */
  readonly path: GitPath;
  /** The folder that Python searches first for its modules. */
  readonly root: GitPath;
  /** The dotted name of the settings; undefined when it cannot be told. */
  readonly settings: string | undefined;
}

/** Each `manage.py` that starts Django; in a repository without one, each `wsgi.py`, else each `asgi.py`. */
export async function findStarts(tree: Tree, sources: Sources): Promise<Start[]> {
  const managed = await startsNamed('manage.py', (folder) => folder, tree, sources);
  if (managed.length > 0) return managed;
  const served = await startsNamed('wsgi.py', folderOf, tree, sources);
  return served.length > 0 ? served : startsNamed('asgi.py', folderOf, tree, sources);
}

async function startsNamed(
  name: string,
  rootOf: (folder: GitPath) => GitPath,
  tree: Tree,
  sources: Sources,
): Promise<Start[]> {
  const found = await Promise.all(
    [...tree.named(name)].map(async ([folder, entry]): Promise<Start[]> => {
      if (!isRegular(entry)) return [];
      const source = await sources.text(entry.oid);
      const said = source === undefined ? 'unknown' : settingsName(source); // it may not have been fetched
      if (said === undefined) return [];
      const settings = said === 'unknown' ? undefined : said.name;
      return [{ path: joinPath(folder, name), root: rootOf(folder), settings }];
    }),
  );
  return found.flat();
}
