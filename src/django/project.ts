import { folderOf, joinPath, nameOf, pathText, type GitPath } from '../path.ts';
import { appLabel } from './label.ts';
import { readMigration, type MigrationFacts } from './migration.ts';

/** A Python source as git stores it. */
export interface SourceFile {
  readonly oid: string;
  readonly text: string;
}

/** The sources of one side of a change that were read, by path. */
export type Sources = ReadonlyMap<GitPath, SourceFile>;

/** A migration as Django knows it: by label and name, wherever its file lies. */
export interface Migration extends MigrationFacts {
  readonly label: string;
  /** The module's name: the file name without `.py`. */
  readonly name: string;
  readonly path: GitPath;
  readonly oid: string;
}

/** The part of a Django project that was read from one side of a change. */
export interface Project {
  /** In the order of the sources. Two projects in one repository may well have two apps of one label. */
  readonly migrations: readonly Migration[];
  /** Migrations whose app label cannot be told; rules are silent on them. */
  readonly unlabelled: readonly GitPath[];
}

/** What identifies a migration in messages and allowances: `label.name`. */
export function migrationKey({ label, name }: Pick<Migration, 'label' | 'name'>): string {
  return `${label}.${name}`;
}

/** The `apps.py` that may name the label of the app to which the module at `path` belongs. */
export function appsModuleOf(path: GitPath): GitPath {
  return joinPath(folderOf(folderOf(path)), 'apps.py');
}

/** True for names that Django's loader passes over (`_x.py`, `~x.py`), and those no module can have. */
export function isPassedOver(path: GitPath): boolean {
  return !/^[^_~.][^.]*\.py$/.test(nameOf(path));
}

/** Reads the migrations among the sources. A source is read once per project, and only when it may be a migration. */
export function readProject(sources: Sources): Project {
  const migrations: Migration[] = [];
  const unlabelled: GitPath[] = [];
  for (const [path, { oid, text }] of sources) {
    const facts = isPassedOver(path) ? undefined : readMigration(text);
    if (!facts) continue;
    const folder = folderOf(folderOf(path));
    const label = appLabel(pathText(nameOf(folder)), sources.get(appsModuleOf(path))?.text)?.label;
    if (label === undefined) {
      unlabelled.push(path);
    } else {
      migrations.push({ ...facts, label, name: pathText(nameOf(path).slice(0, -3) as GitPath), path, oid });
    }
  }
  return { migrations, unlabelled };
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
export function goneMigrations(before: Project, after: Project): Migration[] {
  const known = new Set(before.migrations.map(({ path }) => path));
  const standing = byKey(after.migrations);
  return before.migrations.filter((old) => {
    const namesakes = standing.get(migrationKey(old)) ?? [];
    return !namesakes.some(({ path }) => path === old.path || !known.has(path));
  });
}
