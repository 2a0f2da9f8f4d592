import type { GitPath } from '../../path.ts';
import { absoluteName } from '../../python/imports.ts';
import type { ConfigAttribute, ConfigClass, ConfigFacts } from './app-config.ts';

/** A module and the AppConfigs in it. */
export interface ConfigModule {
  /** Its dotted name. */
  readonly name: string;
  readonly path: GitPath;
  readonly isPackage: boolean;
  readonly facts: ConfigFacts;
}

/** Finds a module by its dotted name; `missing` and `outside` as for `FindModule`. */
export type FindConfigs = (name: string) => Promise<ConfigModule | 'missing' | 'outside'>;

/** An AppConfig with what it inherits; undefined is what cannot be told, null what nobody says. */
export interface Config {
  readonly path: GitPath;
  /** 1-based. */
  readonly line: number;
  /** Its class name. */
  readonly className: string;
  /** Whether it is one at all; undefined when it stands on a class that cannot be read and may be one. */
  readonly isConfig: boolean | undefined;
  readonly attributes: Readonly<Record<ConfigAttribute, string | boolean | null | undefined>>;
}

/** What is known of a class: `missing` when the module certainly has none, `outside` when that cannot be read. */
type Found = Config | 'missing' | 'outside';

/** One search: what it has found already, and what it is looking for right now. */
interface Search {
  readonly find: FindConfigs;
  readonly known: Map<string, Found>;
  readonly open: Set<string>;
}

/** How far imports and base classes are followed. */
const MAX_DEPTH = 20;

const NOTHING = { default: null, label: null, name: null } as const;
const ANYTHING = { default: undefined, label: undefined, name: undefined } as const;

/** The AppConfigs of a module that Django's search for a default one would look at. */
export async function configsIn(module: ConfigModule, find: FindConfigs): Promise<readonly Config[]> {
  const search: Search = { find, known: new Map(), open: new Set() };
  const names = [...Object.keys(module.facts.classes), ...Object.keys(module.facts.imports)];
  const configs: Config[] = [];
  for (const name of new Set(names)) {
    const found = await lookUp(search, module, name);
    if (typeof found === 'object' && found.isConfig !== false) configs.push(found);
  }
  return configs;
}

/** The class called `name` in a module. */
export function findConfig(module: ConfigModule, name: string, find: FindConfigs): Promise<Found> {
  return lookUp({ find, known: new Map(), open: new Set() }, module, name);
}

/** One after the other, so that a class that stands on itself is seen to be open, and nothing is looked up twice. */
async function lookUp(search: Search, module: ConfigModule, name: string): Promise<Found> {
  const key = `${module.path}\0${name}`;
  if (search.open.has(key) || search.open.size > MAX_DEPTH) return 'outside';
  const known = search.known.get(key);
  if (known !== undefined) return known;
  search.open.add(key);
  const found = await read(search, module, name);
  search.open.delete(key);
  search.known.set(key, found);
  return found;
}

async function read(search: Search, module: ConfigModule, name: string): Promise<Found> {
  const own = ownEntry(module.facts.classes, name);
  if (own) return withInherited(search, module, name, own);
  const imported = ownEntry(module.facts.imports, name);
  if (imported === undefined) return module.facts.hidden === null ? 'missing' : 'outside';
  const found = await followed(search, module, imported);
  if (typeof found === 'object') return found;
  const ofDjango = contribConfig(imported);
  const isConfig = isConfigLike(imported) ? undefined : false;
  return { path: module.path, line: 1, className: name, ...(ofDjango ?? { isConfig, attributes: ANYTHING }) };
}

async function withInherited(
  search: Search,
  module: ConfigModule,
  className: string,
  { line, bases, attributes }: ConfigClass,
): Promise<Config> {
  const parents: Parent[] = [];
  for (const base of bases) parents.push(await findBase(search, module, className, base));
  const attribute = (name: ConfigAttribute): string | boolean | null | undefined => {
    const own = attributes[name];
    if (own !== undefined) return own ?? undefined;
    const sayings = parents.map((parent) => parent.attributes[name]).filter((value) => value !== null);
    return sayings.length > 0 ? sayings[0] : null;
  };
  const isConfig =
    parents.some((parent) => parent.isConfig) ||
    (parents.some((parent) => parent.isConfig === undefined) ? undefined : false);
  return {
    path: module.path,
    line,
    className,
    isConfig,
    attributes: { default: attribute('default'), label: attribute('label'), name: attribute('name') },
  };
}

type Parent = Pick<Config, 'isConfig' | 'attributes'>;

/** The AppConfigs of Django's own apps: they have a name and no label, and only the admin has two of them. */
function contribConfig(dotted: string): Parent | undefined {
  const [, name] = /^(django\.contrib\.[\w.]+)\.apps\.\w+Config$/.exec(dotted) ?? [];
  if (name === undefined) return undefined;
  const isDefault = dotted === 'django.contrib.admin.apps.AdminConfig' ? true : null;
  return { isConfig: true, attributes: { default: isDefault, label: null, name } };
}

async function findBase(
  search: Search,
  module: ConfigModule,
  className: string,
  base: string | null,
): Promise<Parent> {
  if (base === null) return { isConfig: undefined, attributes: ANYTHING };
  if (/^django\.apps\.(?:config\.)?AppConfig$/.test(base)) return { isConfig: true, attributes: NOTHING };
  const ofDjango = contribConfig(base);
  if (ofDjango) return ofDjango;
  const found = base.includes('.')
    ? await followed(search, module, base)
    : await lookUp(search, module, base);
  if (typeof found === 'object') return found;
  const maybe = isConfigLike(base) || isConfigLike(className);
  return maybe ? { isConfig: undefined, attributes: ANYTHING } : { isConfig: false, attributes: NOTHING };
}

/** By name and place: AppConfigs are called `…Config` and stand in modules called `apps`. */
function isConfigLike(name: string): boolean {
  return /Config$|(?:^|\.)apps\.[^.]+$/.test(name);
}

/** The class that a dotted name, perhaps a relative one, stands for. */
async function followed(search: Search, module: ConfigModule, dotted: string): Promise<Found> {
  const level = /^\.*/.exec(dotted)![0].length;
  const home = module.isPackage
    ? module.name
    : module.name.slice(0, Math.max(module.name.lastIndexOf('.'), 0));
  const absolute = absoluteName(home, level, dotted.slice(level));
  const end = absolute?.lastIndexOf('.') ?? -1;
  if (absolute === undefined || end < 1) return 'outside';
  const found = await search.find(absolute.slice(0, end));
  return typeof found === 'string' ? 'outside' : lookUp(search, found, absolute.slice(end + 1));
}

function ownEntry<Entry>(entries: Readonly<Record<string, Entry>>, name: string): Entry | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
