import { evaluate } from '../python/evaluate.ts';
import { resolveName } from '../python/imports.ts';
import { parseModule } from '../python/parse.ts';
import { classScope, moduleScope, type Scope } from '../python/scope.ts';
import type { ClassStatement, Expression, Module, Statement } from '../python/syntax.ts';
import type { Value } from '../python/values.ts';
import { attribute } from './migration.ts';

/** An app label and what it was derived from; undefined when it cannot be told without running Python. */
export type Label =
  | { readonly label: string; readonly from: 'AppConfig.label' | 'AppConfig.name' | 'directory' }
  | undefined;

/**
 * The label of the app in folder `name` (the folder's last part), as Django derives it from `apps.py`: the only
 * AppConfig whose `default` is not False, else the one marked `default = True`; with none of these, the folder's name
 * (https://docs.djangoproject.com/en/5.2/ref/applications/#for-application-authors, django/apps/config.py).
 */
export function appLabel(name: string, apps: string | undefined): Label {
  const directory: Label = name === '' ? undefined : { label: name, from: 'directory' };
  if (apps === undefined) return directory;
  const module = parseModule(apps);
  const configs = appConfigs(module, moduleScope(module));
  if (!configs) return undefined;
  const eligible = configs.filter((config) => config.get('default') !== false);
  const marked = configs.filter((config) => config.get('default') === true);
  if (marked.length > 1 && eligible.length > 1) return undefined; // Django refuses to start
  const chosen = eligible.length === 1 ? eligible[0] : marked[0];
  return chosen ? labelOf(chosen) : directory;
}

/** What an AppConfig says of itself, its bases in this module included; undefined is what cannot be told. */
type AppConfig = ReadonlyMap<'default' | 'label' | 'name', string | boolean | undefined>;

const APP_CONFIG = /^django\.apps\.(?:config\.)?AppConfig$/;

/**
 * The AppConfigs that Django would find in a module, or undefined when some may be hidden from us: imported ones count
 * as well, and so do classes that another module's class or a condition makes AppConfigs.
 */
function appConfigs(module: Module, scope: Scope): AppConfig[] | undefined {
  const configs = new Map<string, AppConfig>();
  for (const statement of module.body) {
    if (mayHideConfigs(statement)) return undefined;
    if (statement.kind !== 'class') continue;
    const bases = statement.bases.map((base) => resolveName(scope, base)).filter((base) => base !== 'object');
    const inherited = bases.map((base) => (base === undefined ? undefined : configs.get(base)));
    const isConfig = bases.some((base, index) => inherited[index] ?? APP_CONFIG.test(base ?? ''));
    if (!isConfig && bases.length > 0) return undefined;
    if (isConfig) configs.set(statement.name, attributesOf(statement, inherited, scope));
  }
  return [...configs.values()];
}

function mayHideConfigs(statement: Statement): boolean {
  switch (statement.kind) {
    case 'from':
      return statement.names.some(({ name }) => mayBeConfig(statement.module, statement.level, name));
    case 'block':
      return statement.suites.some(({ body }) =>
        body.some((inner) => inner.kind === 'class' || mayHideConfigs(inner)),
      );
    case 'assign': // `ShopConfig.label = 'store'`
      return statement.targets.some(({ kind }) => kind === 'attribute');
    default:
      return false;
  }
}

/** By name and place: AppConfigs are called `…Config` and stand in modules called `apps`. */
function mayBeConfig(module: string, level: number, name: string): boolean {
  if (level === 0 && /^django\.apps(?:\.config)?$/.test(module)) return name === '*';
  return name === '*' || name.endsWith('Config') || (/(?:^|\.)apps$/.test(module) && /^[A-Z]/.test(name));
}

function attributesOf(
  config: ClassStatement,
  bases: readonly (AppConfig | undefined)[],
  scope: Scope,
): AppConfig {
  const value = (name: 'default' | 'label' | 'name'): string | boolean | undefined => {
    const own = attribute(config, name);
    if (own) return constant(own, classScope(config, scope));
    return bases.find((base) => base?.has(name))?.get(name);
  };
  const names = (['default', 'label', 'name'] as const).filter(
    (name) => attribute(config, name) ?? bases.some((base) => base?.has(name)),
  );
  return new Map(names.map((name) => [name, value(name)]));
}

function labelOf(config: AppConfig): Label {
  if (config.has('label')) return named(config.get('label'), 'AppConfig.label');
  const name = config.get('name');
  return named(typeof name === 'string' ? name.split('.').at(-1) : undefined, 'AppConfig.name');
}

function named(label: string | boolean | undefined, from: 'AppConfig.label' | 'AppConfig.name'): Label {
  return typeof label === 'string' && label !== '' ? { label, from } : undefined;
}

function constant(expression: Expression, scope: Scope): string | boolean | undefined {
  const value: Value = evaluate(expression, scope);
  return value.kind === 'string' || value.kind === 'boolean' ? value.value : undefined;
}
