import { evaluate } from '../../python/evaluate.ts';
import { resolveName } from '../../python/imports.ts';
import { parseModule } from '../../python/parse.ts';
import { linesOf, type Lines } from '../../python/positions.ts';
import { classScope, isBuiltin, moduleScope, type Scope } from '../../python/scope.ts';
import type { ClassStatement, Module, Statement } from '../../python/syntax.ts';
import type { Token } from '../../python/tokens.ts';

/** The attributes of an AppConfig that make a label. */
export type ConfigAttribute = 'default' | 'label' | 'name';

/** A class of a module, as far as it may be an AppConfig. Plain data: it is remembered as JSON. */
export interface ConfigClass {
  /** 1-based. */
  readonly line: number;
  /**
   * The classes it stands on, in order: dotted names of imports, with their dots when relative, or bare names of this
   * module's; null for what cannot be told.
   */
  readonly bases: readonly (string | null)[];
  /** What it says of itself; null for a value that cannot be told, absent when it says nothing. */
  readonly attributes: { readonly [Name in ConfigAttribute]?: string | boolean | null };
}

/** What a module, usually `apps.py`, has that Django's search for AppConfigs would look at. */
export interface ConfigFacts {
  /** By name: the classes it defines, without those that are certainly no AppConfigs. */
  readonly classes: Readonly<Record<string, ConfigClass>>;
  /** By name here: what it imports that may be an AppConfig, as a dotted name. Imported ones count, too. */
  readonly imports: Readonly<Record<string, string>>;
  /** Where something may bring AppConfigs, or change them, in a way that is not read; 1-based. */
  readonly hidden: number | null;
}

const NAMES = ['default', 'label', 'name'] as const satisfies readonly ConfigAttribute[];

/** Reads a module for its AppConfigs (django/apps/config.py, `AppConfig.create`). */
export function readConfigs(source: string): ConfigFacts {
  const module = parseModule(source);
  const scope = moduleScope(module);
  const lines = linesOf(source);
  const hidden = module.body.find((statement) => mayHide(statement, module, scope));
  return {
    classes: Object.fromEntries(
      module.body
        .filter((statement) => statement.kind === 'class')
        .map((statement) => [statement.name, configClass(statement, scope, lines)]),
    ),
    imports: importsOf(module),
    hidden: hidden ? lines.lineAt(hidden.offset) : null,
  };
}

function configClass(statement: ClassStatement, scope: Scope, lines: Lines): ConfigClass {
  const inside = classScope(statement, scope);
  const attributes = NAMES.filter((name) => inside.bindings.has(name)).map((name) => {
    const binding = inside.bindings.get(name);
    return [name, binding?.kind === 'value' ? constant(evaluate(binding.expression, inside)) : null] as const;
  });
  return {
    line: lines.lineAt(statement.offset),
    bases: statement.bases
      .filter((base) => !isBuiltin(base, scope))
      .map((base) => resolveName(scope, base) ?? null),
    attributes: Object.fromEntries(attributes),
  };
}

function constant(value: ReturnType<typeof evaluate>): string | boolean | null {
  if (value.kind === 'none') return false; // for `default`, all that counts is whether it is true
  return value.kind === 'string' || value.kind === 'boolean' ? value.value : null;
}

/** Modules whose names never are AppConfigs. */
const HARMLESS =
  /^(?:__future__|typing|typing_extensions|os|sys|logging|pathlib|importlib|functools|warnings)$/;
const DJANGO = /^django\.(?!contrib\.)/;

function importsOf(module: Module): Record<string, string> {
  const found: Record<string, string> = {};
  for (const statement of module.body) {
    if (statement.kind !== 'from' || statement.names.some(({ name }) => name === '*')) continue;
    if (statement.level === 0 && (HARMLESS.test(statement.module) || DJANGO.test(statement.module))) continue;
    const from = '.'.repeat(statement.level) + statement.module;
    for (const { name, alias } of statement.names) {
      if (isClassName(alias ?? name))
        found[alias ?? name] = from.endsWith('.') ? from + name : `${from}.${name}`;
    }
  }
  return found;
}

/** By name: classes are written in CapWords (PEP 8), functions, modules and constants are not. */
function isClassName(name: string): boolean {
  return /^_*\p{Lu}/u.test(name) && /\p{Ll}/u.test(name);
}

/** Whether a statement may bring AppConfigs, or change one, other than by a plain class or import. */
function mayHide(statement: Statement, module: Module, scope: Scope): boolean {
  switch (statement.kind) {
    case 'from':
      return (
        statement.names.some(({ name }) => name === '*') &&
        !(statement.level === 0 && HARMLESS.test(statement.module))
      );
    case 'class':
      return statement.keywords.length > 0 || statement.decorators.length > 0;
    case 'block':
      return statement.suites.some(
        ({ header, body }) =>
          !isTypeChecking(header) && body.some((inner) => bringsConfig(inner, module, scope)),
      );
    case 'delete':
      return true;
    case 'assign': // `ShopConfig.label = "store"`, `Config = make()`
      return statement.targets.some(
        ({ kind, offset, end }) =>
          kind === 'attribute' || (kind === 'name' && isClassName(module.source.slice(offset, end))),
      );
    default:
      return false;
  }
}

/** `if TYPE_CHECKING:` never runs (Python documentation, typing). */
function isTypeChecking(header: readonly Token[]): boolean {
  return /^(?:typing\.)?TYPE_CHECKING(?:(?:is|==)True)?$/.test(header.map(({ text }) => text).join(''));
}

/** The same for a statement that may never run. */
function bringsConfig(statement: Statement, module: Module, scope: Scope): boolean {
  if (statement.kind === 'class') return true;
  if (statement.kind !== 'from') return mayHide(statement, module, scope);
  return (
    mayHide(statement, module, scope) || Object.keys(importsOf({ ...module, body: [statement] })).length > 0
  );
}
