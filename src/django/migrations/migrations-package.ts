import { joinPath, nameOf, pathText, type GitPath } from '../../path.ts';
import { isRegular } from '../../tree.ts';
import type { Importer, ImportTree } from '../import-path.ts';
import type { Settings } from '../settings.ts';

/** A module in a migrations package that Django loads as a migration. */
export interface MigrationFile {
  /** The module's name, which is the migration's. */
  readonly name: string;
  readonly path: GitPath;
  readonly oid: string;
  /** False for bytecode, and for a link that leads out of the repository: then only its name is known. */
  readonly readable: boolean;
}

/** Where the migrations of an app are, and whether Django manages its tables by them. */
export interface MigrationsPackage {
  /** Undefined when that cannot be told. */
  readonly migrated: boolean | undefined;
  /** The folder of the package; undefined when there is none in the repository. */
  readonly folder: GitPath | undefined;
  /** The package that MIGRATION_MODULES names and that does not exist: Django does not start without it. */
  readonly missing?: string;
}

const UNMIGRATED: MigrationsPackage = { migrated: false, folder: undefined };

/**
 * The migrations package of an app as Django's loader finds it: what MIGRATION_MODULES says, else `migrations` in the
 * app; a module or a folder without `__init__.py` does not count (django/db/migrations/loader.py, `load_disk`).
 */
export function migrationsPackage(
  app: { readonly label: string | undefined; readonly name: string },
  settings: Pick<Settings, 'migrationModules'> | undefined,
  locate: Importer,
): MigrationsPackage {
  const modules = settings?.migrationModules.entries;
  const { label } = app;
  const explicit = label !== undefined && modules?.has(label) === true;
  const wanted = explicit ? modules.get(label) : `${app.name}.migrations`;
  if (wanted === null) return UNMIGRATED;
  const place = wanted === undefined ? 'outside' : locate(wanted);
  if (place === 'outside' || (typeof place === 'object' && place.kind === 'compiled'))
    return { ...UNMIGRATED, migrated: undefined };
  if (place === 'missing') return explicit ? { ...UNMIGRATED, missing: wanted! } : UNMIGRATED;
  if (place.kind !== 'package') return UNMIGRATED;
  // it is where migrations usually are, but MIGRATION_MODULES may say otherwise
  const sure = explicit || settings === undefined || settings.migrationModules.complete;
  return { migrated: sure ? true : undefined, folder: place.path };
}

/**
 * The modules of a package that count as migrations: what `pkgutil.iter_modules` lists, without packages and without
 * names that begin with `_` or `~`. A compiled module counts when its source is gone.
 */
export function migrationFiles(folder: GitPath, { tree, real }: ImportTree): MigrationFile[] {
  const packages = tree.named('__init__.py');
  const found = new Map<string, MigrationFile>();
  for (const [file, entry] of tree.files(folder)) {
    const name = moduleName(file);
    if (name === undefined || packages.has(joinPath(folder, name))) continue;
    const compiled = file.endsWith('.pyc');
    if (compiled && found.has(name)) continue;
    const target = real(joinPath(folder, file));
    const content = target === undefined ? undefined : tree.entry(target);
    if (target !== undefined && !isRegular(content)) continue;
    found.set(name, {
      name: pathText(name as GitPath),
      path: joinPath(folder, file),
      oid: (content ?? entry).oid,
      readable: content !== undefined && !compiled,
    });
  }
  return [...found.values()];
}

/** The module that a file in a migrations package stands for, in bytes; undefined when Django passes it over. */
function moduleName(file: string): string | undefined {
  return /^([^_~.][^.]*)\.pyc?$/s.exec(file)?.[1];
}

/** True for names that Django's loader passes over (`_x.py`, `~x.py`), and those no module can have. */
export function isPassedOver(path: GitPath): boolean {
  const file = nameOf(path);
  return !file.endsWith('.py') || moduleName(file) === undefined;
}
