import { configsIn, findConfig, type Config, type ConfigModule, type FindConfigs } from './find-config.ts';
import { joinPath, type GitPath } from '../../path.ts';
import type { Importer } from '../import-path.ts';
import type { Unknown } from '../modules.ts';

/** What a label was derived from. */
export type LabelFrom = 'AppConfig.label' | 'AppConfig.name' | 'directory';

/** An app as an AppConfig describes it. */
export interface InstalledApp {
  readonly kind: 'app';
  readonly label: string;
  readonly labelFrom: LabelFrom;
  /** The dotted name of its package or module. */
  readonly name: string;
  /** The package in which its AppConfig stands, or itself when it has none. */
  readonly home: string;
}

/** An app with which Django does not start: the exception it raises and what it says. */
export interface Refused {
  readonly kind: 'refused';
  readonly error: 'ImportError' | 'ModuleNotFoundError' | 'ImproperlyConfigured' | 'RuntimeError';
  readonly what: string;
  /** The app that is meant by an AppConfig whose `name` is that of no package: the one that it stands in. */
  readonly meant?: InstalledApp;
}

/** What an entry of INSTALLED_APPS comes to; `outside` is an app of somebody else. */
export type Resolved =
  | InstalledApp
  | Refused
  | { readonly kind: 'outside' }
  | ({ readonly kind: 'unknown'; /** Its package, where that is known. */ readonly name: string } & Unknown);

/**
 * Does what `AppConfig.create` does with an entry of INSTALLED_APPS: a module whose `apps.py` may have a default
 * AppConfig, else the dotted path of an AppConfig (django/apps/config.py).
 */
export async function resolveEntry(entry: string, locate: Importer, find: FindConfigs): Promise<Resolved> {
  const module = locate(entry);
  const app =
    typeof module === 'string'
      ? await resolvePath(entry, module, find)
      : await resolveModule(entry, module.kind !== 'module', locate, find);
  if (app.kind !== 'app') return app;
  const place = locate(app.name);
  // a name from elsewhere, in a package with migrations of its own: the package was moved
  const isMoved = place === 'outside' && typeof locate(`${app.home}.migrations`) !== 'string';
  if (place !== 'missing') return isMoved ? { ...app, name: app.home } : app;
  const what = `Cannot import '${app.name}', the name that '${entry}' gives`;
  return { ...refused('ImproperlyConfigured', what), meant: { ...app, name: app.home } };
}

/** The app of a config named by its dotted path; `module` is what importing the path as a module comes to. */
async function resolvePath(
  entry: string,
  module: 'missing' | 'outside',
  find: FindConfigs,
): Promise<Resolved> {
  const dot = entry.lastIndexOf('.');
  const home = dot < 1 || module === 'outside' ? module : await find(entry.slice(0, dot));
  if (home === 'outside') return { kind: 'outside' };
  if (home === 'missing') return refused('ModuleNotFoundError', `No module named '${entry}'`);
  const config = await findConfig(home, entry.slice(dot + 1), find);
  if (config === 'outside') return unclear(home, home.facts.hidden ?? 1, entry.slice(0, dot));
  if (config === 'missing') return noSuchClass(home, entry.slice(dot + 1), entry);
  if (config.isConfig !== false) return described(config, packageOf(home));
  return refused('ImproperlyConfigured', `'${entry}' isn't a subclass of AppConfig`);
}

/** The app in a package or module: its default AppConfig if it has one, else a plain one. */
export async function resolveModule(
  name: string,
  isPackage: boolean,
  locate: Importer,
  find: FindConfigs,
): Promise<Resolved> {
  const apps = isPackage ? await find(`${name}.apps`) : 'missing';
  if (apps === 'outside') {
    const place = locate(name);
    const path = joinPath(typeof place === 'string' ? ('' as GitPath) : place.path, 'apps.py');
    return {
      kind: 'unknown',
      name,
      path,
      line: 1,
      what: 'what this module is, which is not in the repository',
    };
  }
  const chosen = apps === 'missing' ? undefined : await defaultConfig(apps, name, find);
  if (chosen && 'kind' in chosen) return chosen;
  if (chosen) return described(chosen, name);
  return labelled(name.slice(name.lastIndexOf('.') + 1), 'directory', name, name);
}

async function defaultConfig(
  apps: ConfigModule,
  name: string,
  find: FindConfigs,
): Promise<Config | Resolved | undefined> {
  if (apps.facts.hidden !== null) return unclear(apps, apps.facts.hidden, name);
  const eligible = (await configsIn(apps, find)).filter(({ attributes }) => !isFalse(attributes.default));
  const doubtful = eligible.find(
    ({ isConfig, attributes }) => isConfig === undefined || attributes.default === undefined,
  );
  if (doubtful) return unclear(apps, doubtful.line, name);
  if (eligible.length === 1) return eligible[0];
  const marked = eligible.filter(({ attributes }) => attributes.default !== null);
  if (marked.length > 1) {
    return refused('RuntimeError', `'${apps.name}' declares more than one default AppConfig`);
  }
  return marked[0];
}

function isFalse(value: string | boolean | null | undefined): boolean {
  return value === false || value === '';
}

/** The package that a module belongs to, or is. */
function packageOf({ name, isPackage }: ConfigModule): string {
  return isPackage ? name : name.slice(0, Math.max(name.lastIndexOf('.'), 0));
}

/** What a config says of its app. `home` is the package it stands in. */
function described({ path, line, className, isConfig, attributes }: Config, home: string): Resolved {
  const { label, name } = attributes;
  if (isConfig === undefined || name === undefined || label === undefined) {
    return { kind: 'unknown', name: home, path, line, what: `the label that ${className} gives its app` };
  }
  if (typeof name !== 'string') {
    return refused('ImproperlyConfigured', `'${className}' must supply a name attribute`);
  }
  if (label === null) return labelled(name.slice(name.lastIndexOf('.') + 1), 'AppConfig.name', name, home);
  return labelled(String(label), 'AppConfig.label', name, home);
}

const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

function labelled(label: string, labelFrom: LabelFrom, name: string, home: string): Resolved {
  if (!IDENTIFIER.test(label)) {
    return refused('ImproperlyConfigured', `The app label '${label}' is not a valid Python identifier`);
  }
  return { kind: 'app', label, labelFrom, name, home };
}

function noSuchClass(home: ConfigModule, className: string, entry: string): Refused {
  return /^\p{Lu}/u.test(className)
    ? refused('ImportError', `Module '${home.name}' does not contain a '${className}' class`)
    : refused('ModuleNotFoundError', `No module named '${entry}'`);
}

function unclear({ path }: ConfigModule, line: number, name: string): Resolved {
  return { kind: 'unknown', name, path, line, what: 'which AppConfig Django finds here' };
}

function refused(error: Refused['error'], what: string): Refused {
  return { kind: 'refused', error, what };
}
