import { folderOf, nameOf, pythonPath, withParents, type GitPath } from '../path.ts';
import { configFinder } from './find-modules.ts';
import { importer, type Importer, type ImportTree } from './import-path.ts';
import { resolveModule } from './apps/installed-app.ts';
import type { LooseApp, Project } from './project.ts';
import type { Sources } from './sources.ts';

/**
 * The apps that have a package `migrations` and that no project is known to install: of projects whose settings
 * cannot be read, of reusable packages, of tests. Their label is what `INSTALLED_APPS = ["their.package"]` would give.
 */
export function looseApps(
  projects: readonly Project[],
  files: ImportTree,
  sources: Sources,
): Promise<LooseApp[]> {
  const apps = projects.flatMap((project) => project.apps);
  const known = new Set(apps.flatMap(({ folder, migrationsFolder }) => [folder, migrationsFolder]));
  const packages = files.tree.named('__init__.py');
  const folders = [...packages.keys()].filter(
    (folder) =>
      nameOf(folder) === 'migrations' &&
      !known.has(folder) &&
      !known.has(folderOf(folder)) &&
      !INSTALLED.test(folder),
  );
  const importers = new Map<GitPath, Importer>();
  const importerAt = (root: GitPath): Importer => {
    const known = importers.get(root) ?? importer(files, root, []);
    importers.set(root, known);
    return known;
  };
  return Promise.all(folders.map((folder) => looseApp(folderOf(folder), folder, files, sources, importerAt)));
}

/** Packages of a virtual environment that was committed are not the project's. */
const INSTALLED = /(?:^|\/)(?:site|dist)-packages\//;

async function looseApp(
  folder: GitPath,
  migrationsFolder: GitPath,
  files: ImportTree,
  sources: Sources,
  importerAt: (root: GitPath) => Importer,
): Promise<LooseApp> {
  const root = importRoot(folder, files);
  const name = pythonPath(folder.slice(root === '' ? 0 : root.length + 1) as GitPath).replaceAll('/', '.');
  const app = { name, folder, installed: false, migrated: true, migrationsFolder } as const;
  if (name === '') {
    const what = 'the label of an app at the top of the repository';
    const unknown = [{ path: migrationsFolder, line: 1, what }];
    return { app: { ...app, label: undefined, labelFrom: undefined }, unknown };
  }
  const locate = importerAt(root);
  const found = await resolveModule(name, true, locate, configFinder(files.tree, locate, sources));
  if (found.kind === 'app') {
    return { app: { ...app, label: found.label, labelFrom: found.labelFrom }, unknown: [] };
  }
  const unknown = 'line' in found ? { path: found.path, line: found.line, what: found.what } : undefined;
  return { app: { ...app, label: undefined, labelFrom: undefined }, unknown: unknown ? [unknown] : [] };
}

/** The folder above the topmost package that a folder belongs to: what has to be on the path to import from it. */
export function importRoot(folder: GitPath, { tree }: ImportTree): GitPath {
  const packages = tree.named('__init__.py');
  return withParents(folderOf(folder)).find((parent) => !packages.has(parent)) ?? folderOf(folder);
}
