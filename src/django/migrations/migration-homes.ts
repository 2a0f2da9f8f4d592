import { joinPath, pathFromPython, type GitPath } from '../../path.ts';
import type { App, Project, Repository } from '../project.ts';
import { migrationFiles } from './migrations-package.ts';

/** Where the migrations of an app lie, or will lie as soon as it has some. */
export interface MigrationHome {
  readonly label: string;
  /** The folder of the app; undefined when only its migrations are in the repository. */
  readonly app: GitPath | undefined;
  readonly folder: GitPath;
  /** Those that are in the tree. */
  readonly paths: readonly GitPath[];
}

/** The homes of the wanted apps whose label is known, and for which makemigrations writes migrations. */
export function migrationHomes(
  repository: Repository,
  isWanted: (app: App) => boolean,
): readonly MigrationHome[] {
  const { projects, loose, files } = repository;
  const found = [
    ...projects.flatMap((project) =>
      project.apps.filter(isWanted).map((app) => ({ app, folder: folderIn(app, project, repository) })),
    ),
    ...loose.flatMap(({ app }) => (isWanted(app) ? [{ app, folder: app.migrationsFolder }] : [])),
  ];
  const homes = found.flatMap(({ app, folder }): MigrationHome[] => {
    const { label } = app;
    if (label === undefined || folder === undefined) return [];
    return [{ label, app: app.folder, folder, paths: migrationFiles(folder, files).map(({ path }) => path) }];
  });
  return [...new Map(homes.map((home) => [home.folder, home])).values()];
}

/** What MIGRATION_MODULES says, else `migrations` in the app; undefined when there are to be none, or it is not known. */
function folderIn(
  { label = '', folder, migrated, migrationsFolder }: App,
  { root, settings }: Project,
  { files }: Repository,
): GitPath | undefined {
  if (migrationsFolder !== undefined) return migrated ? migrationsFolder : undefined;
  const modules = settings?.migrationModules;
  const named = modules?.entries.get(label);
  if (named === null || migrated === undefined) return undefined;
  if (named !== undefined) return joinPath(root, pathFromPython(named.replaceAll('.', '/')));
  const isKnown = modules === undefined || modules.complete;
  const isPackage = folder !== undefined && files.tree.entry(folder) === undefined;
  return isKnown && isPackage ? joinPath(folder, 'migrations') : undefined;
}
