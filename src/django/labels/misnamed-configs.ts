import { folderOf, nameOf, pathFromPython, type GitPath } from '../../path.ts';
import { hasFolder, type Tree } from '../../tree.ts';
import { isExample } from '../example-apps.ts';
import { CONFIGS } from '../find-modules.ts';
import type { DiffEntry } from '../../change.ts';
import type { Repository } from '../project.ts';
import type { Sources } from '../sources.ts';

/** An AppConfig whose `name` still says the package that it was in before a change. */
export interface MisnamedConfig {
  readonly path: GitPath;
  /** 1-based; where the class stands. */
  readonly line: number;
  readonly className: string;
  /** The dotted name that it gives. */
  readonly name: string;
  /** The label that Django would take: the one it gives, or the last part of its name. */
  readonly label: string;
  /** True when it gives the label itself. */
  readonly isPinned: boolean;
  /** Where the package is now, and where it was. */
  readonly folder: GitPath;
  readonly formerFolder: GitPath;
}

/**
 * The AppConfigs in changed files named `apps.py` whose `name` is that of a package which is gone, and was there before:
 * with the empty folder that Python's caches leave behind, Django still starts, and finds no models
 * (https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.name).
 */
export async function misnamedConfigs(
  old: Repository,
  fresh: Repository,
  entries: readonly DiffEntry[],
  sources: Sources,
): Promise<MisnamedConfig[]> {
  const [before, after] = [old.files.tree, fresh.files.tree];
  const removed = removedPackages(entries, before, after);
  if (removed.length === 0) return [];
  const changed = entries.filter(({ path, after: now }) => now && nameOf(path) === 'apps.py');
  const found = changed.map(async ({ path, after: now }): Promise<MisnamedConfig[]> => {
    const facts = isExample(path) ? undefined : await sources.facts(CONFIGS, now!.oid);
    return Object.entries(facts?.classes ?? {}).flatMap(([className, { line, attributes }]) => {
      const { name, label } = attributes;
      const folder = folderOf(path);
      if (typeof name !== 'string' || isNamed(folder, name)) return [];
      const formerFolder = removed.find((each) => isNamed(each, name));
      if (
        formerFolder === undefined ||
        [...after.named('__init__.py').keys()].some((each) => isNamed(each, name))
      )
        return [];
      const isPinned = typeof label === 'string';
      const own = isPinned ? label : name.slice(name.lastIndexOf('.') + 1);
      return [{ path, line, className, name, label: own, isPinned, folder, formerFolder }];
    });
  });
  return (await Promise.all(found)).flat();
}

/** The packages of which nothing is left. */
function removedPackages(entries: readonly DiffEntry[], before: Tree, after: Tree): GitPath[] {
  const gone = entries.filter(({ path, after: now }) => !now && nameOf(path) === '__init__.py');
  const folders = gone.map(({ path }) => folderOf(path));
  return folders.filter((folder) => hasFolder(before, folder) && !hasFolder(after, folder));
}

/** True when a folder could be the package of that dotted name. */
function isNamed(folder: GitPath, name: string): boolean {
  const path = pathFromPython(name.replaceAll('.', '/'));
  return folder === path || folder.endsWith(`/${path}`);
}
