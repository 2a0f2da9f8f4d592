import { folderOf, joinPath, nameOf, pathText, withParents, type GitPath } from '../../path.ts';
import { isRegular, type Tree } from '../../tree.ts';
import { isExample, isVendored } from '../example-apps.ts';
import { isPassedOver } from '../migrations/migrations-package.ts';
import { isModelFile } from '../models/model-files.ts';
import { appsOf, type App, type Repository } from '../project.ts';

/** A file that may name tables, and the app that it belongs to. */
export interface AppFile {
  readonly path: GitPath;
  readonly oid: string;
  readonly kind: 'models' | 'migration';
  /** Undefined for one that belongs to no app whose label is known. */
  readonly label: string | undefined;
}

/** Tells of paths whether they are files with models or migrations, and of which app. */
export function appFiles(repository: Repository): (path: GitPath, oid: string) => AppFile | undefined {
  const ours = appsOf(repository).filter(({ labelFrom }) => labelFrom !== 'MIGRATION_MODULES');
  const homes = labelsBy(ours, ({ folder }) => folder);
  const migrations = labelsBy(ours, ({ migrationsFolder }) => migrationsFolder);
  return (path, oid) => {
    if (isExample(path) || isVendored(path)) return undefined;
    if (isModelFile(path)) {
      const home = placesOfApp(path).find((folder) => homes.has(folder));
      return { path, oid, kind: 'models', label: home === undefined ? undefined : homes.get(home) };
    }
    const label = isPassedOver(path) ? undefined : migrations.get(folderOf(path));
    return label === undefined ? undefined : { path, oid, kind: 'migration', label };
  };
}

/** The labels of apps by a folder of theirs; undefined where two projects do not agree. */
function labelsBy(
  apps: readonly App[],
  folderIn: (app: App) => GitPath | undefined,
): ReadonlyMap<GitPath, string | undefined> {
  const labels = new Map<GitPath, string | undefined>();
  for (const app of apps) {
    const folder = folderIn(app);
    if (folder === undefined) continue;
    labels.set(folder, !labels.has(folder) || labels.get(folder) === app.label ? app.label : undefined);
  }
  return labels;
}

/** Where the app of a file with models may lie, the innermost first. */
function placesOfApp(path: GitPath): GitPath[] {
  const folder = folderOf(path);
  const around = withParents(folder).filter((each) => nameOf(each) === 'models');
  return [...(nameOf(path) === 'models.py' ? [folder] : []), ...around.map(folderOf)];
}

/** The files with models of the app in a folder. */
export function modelFiles(folder: GitPath, tree: Tree): { readonly path: GitPath; readonly oid: string }[] {
  const module = joinPath(folder, 'models.py');
  const entry = tree.entry(module);
  const inside = [...tree.under(joinPath(folder, 'models'))].filter(([path]) => path.endsWith('.py'));
  const all = [...(entry ? [[module, entry] as const] : []), ...inside];
  return all.flatMap(([path, found]) => (isRegular(found) ? { path, oid: found.oid } : []));
}

/** The names of all folders that look like apps, known or not. */
export function foldersLikeApps(tree: Tree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of ['models.py', 'apps.py'])
    for (const folder of tree.named(file).keys()) names.add(pathText(nameOf(folder)));
  const packages = [...tree.named('__init__.py').keys()].filter((folder) => nameOf(folder) === 'models');
  for (const folder of packages) names.add(pathText(nameOf(folderOf(folder))));
  return names;
}
