import { joinPath, pathFromPython, type GitPath } from '../../path.ts';
import { configFinder, moduleFinder } from '../find-modules.ts';
import type { Importer } from '../import-path.ts';
import { resolveEntry, type Resolved } from './installed-app.ts';
import { migrationsPackage } from '../migrations/migrations-package.ts';
import type { Unknown } from '../modules.ts';
import type { App, Fault, Project } from '../project.ts';
import { readSettings, type Settings } from '../settings.ts';
import type { Sources } from '../sources.ts';
import type { Start } from '../start.ts';
import type { Tree } from '../../tree.ts';

/** Reads the project that starts there: its settings, and the apps they install. */
export async function readProject(
  start: Start,
  tree: Tree,
  locate: Importer,
  sources: Sources,
): Promise<Project> {
  const find = moduleFinder(tree, locate, sources);
  const module = start.settings === undefined ? 'outside' : await find(start.settings);
  if (typeof module === 'string') return withoutSettings(start, module);
  const settings = await readSettings(module, find);
  const configs = configFinder(tree, locate, sources);
  const resolved = await Promise.all(
    settings.installedApps.entries.map((entry) => resolveEntry(entry, locate, configs)),
  );
  const apps = resolved.flatMap((app) => appOf(app, settings, locate));
  const labels = new Set(apps.map(({ label }) => label));
  const outside = settings.installedApps.entries.filter((_, index) => resolved[index]!.kind === 'outside');
  const contrib = new Set(outside.flatMap((entry) => contribLabel(entry) ?? []));
  const closed =
    settings.installedApps.complete &&
    outside.every((entry) => contribLabel(entry) !== undefined) &&
    apps.every(({ label }) => label !== undefined);
  const noUser = closed && contrib.has('auth') ? missingUser(settings, new Set([...labels, ...contrib])) : [];
  return {
    root: start.root,
    settings,
    apps: [...apps, ...borrowedApps(settings, labels, locate)],
    contrib,
    closed,
    faults: [...faultsOf(resolved, settings, locate), ...noUser],
    unknown: [
      ...settings.unknown,
      ...outside.flatMap((entry) => hiddenApp(entry, start.root, tree)),
      ...resolved.flatMap((app) =>
        app.kind === 'unknown' ? [{ path: app.path, line: app.line, what: app.what }] : [],
      ),
    ],
  };
}

/** An app of the repository's whose files are in a submodule, or behind a link that leads out of it. */
function hiddenApp(entry: string, root: GitPath, tree: Tree): Unknown[] {
  const parts = entry.split('.');
  const paths = parts.map((_, index) => joinPath(root, pathFromPython(parts.slice(0, index + 1).join('/'))));
  const gate = paths.find((path) => tree.entry(path) !== undefined);
  return gate === undefined ? [] : [{ path: gate, line: 1, what: `the app ${entry}, which lies elsewhere` }];
}

/** Django's own users look for the model that stands in for theirs (django/contrib/auth, `get_user_model`). */
function missingUser(settings: Settings, labels: ReadonlySet<string | undefined>): Fault[] {
  const model = settings.strings.get('AUTH_USER_MODEL');
  if (model === undefined || labels.has(model.split('.', 1)[0])) return [];
  const what = `AUTH_USER_MODEL refers to model '${model}' that has not been installed`;
  return [{ error: 'ImproperlyConfigured', what, phase: 'setup', path: settings.path }];
}

function withoutSettings({ root, path, settings }: Start, why: 'missing' | 'outside'): Project {
  const what = settings === undefined ? 'which settings module is used' : `the settings module ${settings}`;
  return {
    root,
    settings: undefined,
    apps: [],
    contrib: new Set(),
    closed: false,
    faults:
      why === 'missing'
        ? [{ error: 'ModuleNotFoundError', what: `No module named '${settings}'`, phase: 'setup', path }]
        : [],
    unknown: [{ path, line: 1, what }],
  };
}

function appOf(resolved: Resolved, settings: Settings, locate: Importer): App[] {
  const app = resolved.kind === 'refused' ? resolved.meant : resolved;
  if (!app || (app.kind !== 'app' && app.kind !== 'unknown')) return [];
  const label = app.kind === 'app' ? app.label : undefined;
  const { folder, migrated } = migrationsPackage({ label, name: app.name }, settings, locate);
  const place = locate(app.name);
  if (typeof place === 'string' && folder === undefined) return [];
  return [
    {
      label,
      labelFrom: app.kind === 'app' ? app.labelFrom : undefined,
      name: app.name,
      folder: typeof place === 'string' ? undefined : place.path,
      installed: true,
      migrated,
      migrationsFolder: folder,
    },
  ];
}

/** Apps of somebody else whose migrations MIGRATION_MODULES keeps in this repository. */
function borrowedApps(settings: Settings, own: ReadonlySet<string | undefined>, locate: Importer): App[] {
  return [...settings.migrationModules.entries].flatMap(([label, name]): App[] => {
    if (own.has(label) || typeof name !== 'string') return [];
    const { folder, migrated } = migrationsPackage({ label, name }, settings, locate);
    if (folder === undefined) return [];
    return [
      {
        label,
        labelFrom: 'MIGRATION_MODULES',
        name,
        folder: undefined,
        installed: true,
        migrated,
        migrationsFolder: folder,
      },
    ];
  });
}

function faultsOf(resolved: readonly Resolved[], settings: Settings, locate: Importer): Fault[] {
  const path: GitPath = settings.path;
  const labels = new Set<string>();
  const starting: Fault[] = [];
  const loading: Fault[] = [];
  for (const [index, app] of resolved.entries()) {
    if (app.kind === 'refused') starting.push({ error: app.error, what: app.what, phase: 'setup', path });
    const label = app.kind === 'app' ? app.label : contribLabel(settings.installedApps.entries[index]!);
    if (label === undefined) continue;
    if (labels.has(label)) {
      const what = `Application labels aren't unique, duplicates: ${label}`;
      starting.push({ error: 'ImproperlyConfigured', what, phase: 'setup', path });
    }
    labels.add(label);
    const { missing } = migrationsPackage({ label, name: '' }, settings, locate);
    if (missing === undefined) continue;
    const what = `No module named '${missing}'`;
    loading.push({ error: 'ModuleNotFoundError', what, phase: 'load', path });
  }
  return [...starting, ...loading];
}

/** Django's own apps are called after their packages (django/contrib). */
function contribLabel(entry: string): string | undefined {
  return /^django\.contrib\.(?:[a-z]+\.)*?([a-z]+)(?:\.apps\.[A-Z]\w+)?$/.exec(entry)?.[1];
}
