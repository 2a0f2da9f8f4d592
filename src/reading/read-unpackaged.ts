import type { Unpackaged } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import { MIGRATION } from '../django/migrations/migration.ts';
import { migrationHomes } from '../django/migrations/migration-homes.ts';
import { isPassedOver } from '../django/migrations/migrations-package.ts';
import { appsOf, type Repository } from '../django/project.ts';
import { folderOf, joinPath, nameOf, type GitPath } from '../path.ts';
import type { Tree } from '../tree.ts';
import type { Sides } from './sides.ts';

/** Folders called `migrations` that hold migrations, and are no package, though they were one or are new. */
export async function readUnpackaged(
  touched: readonly GitPath[],
  { old, fresh, sources }: Sides,
): Promise<Unpackaged[]> {
  const folders = new Set(touched.map(folderOf));
  const [before, after] = [old.files.tree, fresh.files.tree];
  const candidates = [...folders].filter((folder) => {
    const isNew = isPackage(folder, before) || !holdsModules(folder, before);
    return isNew && !isPackage(folder, after) && isMeantForDjango(folder, fresh);
  });
  const found = candidates.map(async (folder) => {
    for (const [name, { oid }] of after.files(folder)) {
      const path = joinPath(folder, name);
      const facts = isPassedOver(path) ? undefined : await sources.facts(MIGRATION, oid);
      if (facts?.kind === 'migration') return [{ folder, migration: path }];
    }
    return [];
  });
  return (await Promise.all(found)).flat();
}

function isPackage(folder: GitPath, tree: Tree): boolean {
  return ['__init__.py', '__init__.pyc'].some((name) => tree.entry(joinPath(folder, name)) !== undefined);
}

function holdsModules(folder: GitPath, tree: Tree): boolean {
  return [...tree.files(folder).keys()].some((name) => !isPassedOver(name as GitPath));
}

/** Whether Django would look for migrations of an app here: not in templates of projects, tests and examples. */
function isMeantForDjango(folder: GitPath, repository: Repository): boolean {
  const app = folderOf(folder);
  const isNamed = nameOf(folder) === 'migrations' && /^[a-z_\x80-\xff][\w\x80-\xff]*$/i.test(nameOf(app));
  if (!isNamed || folder.includes('{{') || isExample(`${folder}/` as GitPath)) return false;
  const isKnown = appsOf(repository).some((each) => each.folder === app);
  const isHome =
    !isKnown ||
    migrationHomes(repository, (each) => each.folder === app).some((home) => home.folder === folder);
  return isHome && isPackage(app, repository.files.tree);
}
