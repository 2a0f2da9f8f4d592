import type { GitPath } from '../path.ts';
import { type Bound, type Defined, execute, type Execution, type Trouble } from '../python/execute.ts';
import { isKnown, type Value } from '../python/values.ts';
import type { FindModule, ModuleSource, Unknown } from './modules.ts';

/** The settings that say which apps there are, as far as they can be told without running Python. */
export interface Settings {
  /** Of the module that was asked for. */
  readonly path: GitPath;
  /** In order; unless complete, there may be others anywhere among them. */
  readonly installedApps: { readonly entries: readonly string[]; readonly complete: boolean };
  /** By label; null: the app has no migrations; undefined: it cannot be told which module has them. */
  readonly migrationModules: {
    readonly entries: ReadonlyMap<string, string | null | undefined>;
    readonly complete: boolean;
  };
  /** By alias, the ENGINE of each of the DATABASES in which nothing unknown may override it. */
  readonly engines: ReadonlyMap<string, string>;
  /** The other settings whose value is known to be a string. */
  readonly strings: ReadonlyMap<string, string>;
  /** Names that are bound, or may be, and whose value is not known. */
  readonly unsure: ReadonlySet<string>;
  /** Where and why the ones that matter are not known. */
  readonly unknown: readonly Unknown[];
}

const THAT_MATTER = ['INSTALLED_APPS', 'MIGRATION_MODULES', 'AUTH_USER_MODEL'] as const;

const WANTED = {
  INSTALLED_APPS: 'list or tuple of strings',
  MIGRATION_MODULES: 'dict of strings',
  AUTH_USER_MODEL: 'string',
};

/** One setting: unbound ones have Django's default unless `troubles` say that they may be bound. */
interface Setting {
  readonly value: Value | undefined;
  readonly troubles: readonly Trouble[];
}

/**
 * Reads a settings module and all that it imports, statement by statement: what Django's `Settings` would take from it
 * (https://docs.djangoproject.com/en/stable/topics/settings/, django/conf/__init__.py).
 */
export async function readSettings(module: ModuleSource, find: FindModule): Promise<Settings> {
  const execution = await execute(module, find);
  const upper = [...execution.names].filter(([name]) => isUpper(name));
  const [apps, modules, user] = THAT_MATTER.map((name) => settingOf(execution, name)) as [
    Setting,
    Setting,
    Setting,
  ];
  const strings = upper.flatMap(([name, { value }]) =>
    value.kind === 'string' ? [[name, value.value] as const] : [],
  );
  const unsure = upper.flatMap(([name, { value }]) => (isKnown(value) ? [] : [name]));
  const lost = [apps, modules, user].flatMap((each, index) =>
    each.troubles.length > 0 ? [THAT_MATTER[index]!] : [],
  );
  const hidden = new Set(lost.filter((name) => name !== 'INSTALLED_APPS' && name !== 'MIGRATION_MODULES'));
  return {
    path: module.path,
    installedApps: installedApps(apps, execution.stopped),
    migrationModules: migrationModules(modules, execution.stopped),
    engines: engines(execution),
    strings: new Map(strings.filter(([name]) => !hidden.has(name as 'AUTH_USER_MODEL'))),
    unsure: new Set([...unsure, ...lost]),
    unknown: unknownOf([apps, modules, user], execution.stopped),
  };
}

/** Python's `str.isupper`, which is how Django tells settings from other names. */
function isUpper(name: string): boolean {
  return name === name.toUpperCase() && name !== name.toLowerCase();
}

function settingOf({ names, open, classes }: Execution, name: (typeof THAT_MATTER)[number]): Setting {
  const bound = names.get(name);
  const set = classes.find((each) => mayBeSettings(each, name, bound));
  const hidden = set
    ? [{ path: set.path, line: set.line, why: `is chosen among classes when Django starts` }]
    : [];
  if (!bound) return { value: undefined, troubles: [...open, ...hidden] };
  const odd = hasShape(name, bound.value) ? [] : [{ ...bound.at, why: `is no ${WANTED[name]}` }];
  const troubles = bound.troubles.length > 0 || hidden.length > 0 ? [...bound.troubles, ...hidden] : odd;
  return { value: bound.value, troubles };
}

/** Whether a value is of the kind that Django takes. */
function hasShape(name: (typeof THAT_MATTER)[number], value: Value): boolean {
  if (name === 'AUTH_USER_MODEL') return value.kind === 'string';
  if (name === 'MIGRATION_MODULES')
    return value.kind === 'dict' && value.entries.every(({ key }) => key.kind === 'string');
  return (
    (value.kind === 'list' || value.kind === 'tuple') && value.elements.every(({ kind }) => kind === 'string')
  );
}

/** Whether a class holds settings that are set when Django starts, as those of django-configurations do. */
function mayBeSettings({ statement }: Defined, name: string, bound: Bound | undefined): boolean {
  const names = statement.body.flatMap((each) => {
    if (each.kind === 'augmented') return each.target.kind === 'name' ? [each.target.name] : [];
    if (each.kind === 'function') return [each.name];
    return each.kind === 'assign'
      ? each.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []))
      : [];
  });
  if (names.includes(name)) return true;
  const isEnum = statement.bases.some((base) => /Enum$|Choices$/.test('name' in base ? base.name : ''));
  return !bound && !isEnum && statement.bases.length > 0 && names.some(isUpper);
}

function installedApps(
  { value, troubles }: Setting,
  stopped: Trouble | undefined,
): Settings['installedApps'] {
  const isList = value?.kind === 'list' || value?.kind === 'tuple';
  const elements = isList ? value.elements : [];
  const entries = elements.flatMap((each) => (each.kind === 'string' ? [each.value] : []));
  const whole = value === undefined || (isList && value.complete && entries.length === elements.length);
  return { entries, complete: whole && troubles.length === 0 && stopped === undefined };
}

function migrationModules(
  { value, troubles }: Setting,
  stopped: Trouble | undefined,
): Settings['migrationModules'] {
  const entries = value?.kind === 'dict' ? value.entries : [];
  const found = entries.flatMap(({ key, value: name }) =>
    key.kind === 'string' ? [[key.value, moduleName(name)] as const] : [],
  );
  const whole =
    value === undefined || (value.kind === 'dict' && value.complete && found.length === entries.length);
  const hidden = troubles.length > 0 && (value === undefined || isKnown(value));
  return { entries: new Map(hidden ? [] : found), complete: whole && !hidden && stopped === undefined };
}

/** Engines as DATABASES names them (https://docs.djangoproject.com/en/stable/ref/settings/#engine). */
function engines({ names, classes, stopped }: Execution): Settings['engines'] {
  const bound = names.get('DATABASES');
  const hidden = stopped || classes.some((each) => mayBeSettings(each, 'DATABASES', bound));
  const databases = [...membersOf(hidden ? undefined : bound?.value)].flatMap(([alias, database]) => {
    const engine = membersOf(database).get('ENGINE');
    return engine?.kind === 'string' ? [[alias, engine.value] as const] : [];
  });
  return new Map(databases);
}

/** What a dict holds under strings, of two the last; nothing, where others that are not known may override them. */
function membersOf(value: Value | undefined): ReadonlyMap<string, Value> {
  if (value?.kind !== 'dict' || !value.complete) return new Map();
  return new Map(
    value.entries.flatMap(({ key, value: member }) =>
      key.kind === 'string' ? [[key.value, member] as const] : [],
    ),
  );
}

function moduleName(value: Value): string | null | undefined {
  if (value.kind === 'string') return value.value;
  return value.kind === 'none' ? null : undefined;
}

function unknownOf(settings: readonly Setting[], stopped: Trouble | undefined): Unknown[] {
  const said = settings.flatMap(({ troubles }, index) =>
    troubles.map(({ path, line, why }) => ({ path, line, what: `${THAT_MATTER[index]!} ${why}` })),
  );
  return stopped
    ? [
        { path: stopped.path, line: stopped.line, what: `the settings cannot be imported: ${stopped.why}` },
        ...said,
      ]
    : said;
}
