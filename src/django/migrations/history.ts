import { folderOf, type GitPath } from '../../path.ts';
import { migrationKey } from './graph-nodes.ts';
import { migrationFiles, type MigrationFile } from './migrations-package.ts';
import { appsOf, type App, type Repository } from '../project.ts';
import { readMigrations, type Migration } from './read-migrations.ts';
import type { Sources } from '../sources.ts';

/** The migrations that were read from one side of a change. */
export interface History {
  /** Two projects in one repository may well have two apps of one label. */
  readonly migrations: readonly Migration[];
  /** Migrations whose app label cannot be told; rules are silent on them. */
  readonly unlabelled: readonly GitPath[];
}

/** Reads the migrations at `wanted` paths, as the apps that they belong to have them. */
export async function readHistory(
  repository: Repository,
  wanted: ReadonlySet<GitPath>,
  sources: Sources,
): Promise<History> {
  const folders = new Set([...wanted].map(folderOf));
  const touched = appsOf(repository).filter(
    ({ migrationsFolder }) => migrationsFolder !== undefined && folders.has(migrationsFolder),
  );
  const read = await Promise.all(
    touched.map((app) => {
      const files = migrationFiles(app.migrationsFolder!, repository.files);
      const here = files.filter(({ path }) => wanted.has(path));
      return readApp(app, here, sources);
    }),
  );
  const byPlace = new Map(read.flatMap(({ migrations }) => migrations).map((each) => [placeOf(each), each]));
  const migrations = [...byPlace.values()];
  return { migrations, unlabelled: [...new Set(read.flatMap(({ unlabelled }) => unlabelled))] };
}

async function readApp({ label }: App, files: readonly MigrationFile[], sources: Sources): Promise<History> {
  const { migrations } = await readMigrations(label ?? '', files, sources);
  return label === undefined
    ? { migrations: [], unlabelled: migrations.map(({ path }) => path) }
    : { migrations, unlabelled: [] };
}

function placeOf({ label, path }: Migration): string {
  return `${label} ${path}`;
}

/** The migrations by `migrationKey`. */
export function byKey(migrations: readonly Migration[]): ReadonlyMap<string, readonly Migration[]> {
  const groups = new Map<string, Migration[]>();
  for (const migration of migrations) {
    const key = migrationKey(migration);
    groups.set(key, [...(groups.get(key) ?? []), migration]);
  }
  return groups;
}

/**
 * The migrations of `before` that `after` has no more: neither at their path nor, under the same label and name, at a
 * path that is new. A namesake that lies where it always lay belongs to another project.
 */
export function goneMigrations(before: History, after: History): Migration[] {
  const known = new Set(before.migrations.map(({ path }) => path));
  const standing = byKey(after.migrations);
  return before.migrations.filter((old) => {
    const namesakes = standing.get(migrationKey(old)) ?? [];
    return !namesakes.some(({ path }) => path === old.path || !known.has(path));
  });
}
