/** Which names a module or class binds, and to what (Python reference, "Naming and binding"). */
import { nameOf } from './names.ts';
import { changedNames, newSharing, noteStatement, noteSuite, type Sharing } from './sharing.ts';
import type {
  ClassStatement,
  Expression,
  FromImportStatement,
  FunctionStatement,
  ImportStatement,
  Module,
  Statement,
  Suite,
} from './syntax.ts';
import type { Token } from './tokens.ts';
import type { Evaluated } from './values.ts';

/**
 * What a name is bound to. `'import'`: the dotted name imported; `'value'`: the expression assigned to it, once and
 * unconditionally (`changed` when other statements may have changed a list, set or dict it holds);
 * `'unknown'`: several things, or a thing that is not understood.
 */
export type Binding =
  | { readonly kind: 'import'; readonly name: string }
  | { readonly kind: 'definition'; readonly statement: ClassStatement | FunctionStatement }
  | { readonly kind: 'value'; readonly expression: Expression; readonly changed: boolean }
  | { readonly kind: 'unknown' };

/** Values of names already evaluated, and how many values those hold; filled by `evaluate`. */
export interface ValueCache {
  readonly known: Map<string, Evaluated>;
  size: number;
}

/** The names of a module, or of a class body inside one. */
export interface Scope {
  readonly bindings: ReadonlyMap<string, Binding>;
  /** The module's scope, for a class. */
  readonly enclosing: Scope | undefined;
  /** Whether the module has a star import, which may bind any name. */
  readonly star: boolean;
  readonly rebound: readonly string[];
  readonly values: ValueCache;
}

const newCache = (): ValueCache => ({ known: new Map(), size: 0 });

/** A scope in which nothing is bound. */
export const NO_NAMES: Scope = {
  bindings: new Map(),
  enclosing: undefined,
  star: false,
  rebound: [],
  values: newCache(),
};

const UNKNOWN_BINDING: Binding = { kind: 'unknown' };

/** What reading a body collects. */
interface Collection {
  readonly bindings: Map<string, Binding>;
  readonly sharing: Sharing;
  readonly offsets: Map<string, number>;
  lastStar: number;
}

const emptyCollection = (sharing = newSharing()): Collection => ({
  bindings: new Map(),
  sharing,
  offsets: new Map(),
  lastStar: -1,
});

const bind = (into: Collection, name: string, binding: Binding, offset: number): void => {
  const old = into.bindings.get(name);
  const same = old?.kind === 'import' && binding.kind === 'import' && old.name === binding.name;
  if (!same) into.bindings.set(name, old === undefined ? binding : UNKNOWN_BINDING);
  into.offsets.set(name, offset);
};

const bindImports = (into: Collection, statement: ImportStatement | FromImportStatement): void => {
  const from = statement.kind === 'from' ? '.'.repeat(statement.level) + statement.module : '';
  const prefix = statement.kind === 'from' && statement.module !== '' ? `${from}.` : from;
  for (const { name, alias, offset } of statement.names) {
    if (name === '*') into.lastStar = offset;
    else if (statement.kind === 'from')
      bind(into, alias ?? name, { kind: 'import', name: prefix + name }, offset);
    else {
      const [root = name] = name.split('.', 1);
      bind(into, alias ?? root, { kind: 'import', name: alias === undefined ? root : name }, offset);
    }
  }
};

/** Marks the names a target binds other than as the whole of a plain assignment. */
const loseTarget = (into: Collection, target: Expression): void => {
  if (target.kind === 'name') bind(into, target.name, UNKNOWN_BINDING, target.offset);
  else if (target.kind === 'tuple' || target.kind === 'list')
    for (const each of target.elements) loseTarget(into, each);
  else if (target.kind === 'starred') loseTarget(into, target.value);
};

const loseTokens = (into: Collection, tokens: readonly Token[]): void => {
  for (const token of tokens) {
    if (token.kind === 'name') bind(into, nameOf(token), UNKNOWN_BINDING, token.offset);
  }
};

const bindHeader = (into: Collection, suite: Suite): void => {
  const { header, keyword } = suite;
  const indexOf = (text: string): number => header.findIndex((token) => token.text === text);
  if (keyword === 'case') loseTokens(into, header);
  else if (keyword === 'for') loseTokens(into, header.slice(0, Math.max(indexOf('in'), 0)));
  else if (keyword === 'with' || keyword === 'except') {
    const bound = indexOf('as');
    if (bound !== -1) loseTokens(into, header.slice(bound + 1));
    // Python 2's `except Error, name`; in Python 3.14 the same text binds nothing.
    else if (keyword === 'except' && indexOf(',') !== -1) loseTokens(into, header.slice(-1));
  }
};

const bindAssignment = (
  into: Collection,
  targets: readonly Expression[],
  value: Expression,
  sure: boolean,
): void => {
  for (const target of targets) {
    if (target.kind === 'name' && sure) {
      bind(into, target.name, { kind: 'value', expression: value, changed: false }, target.offset);
    } else loseTarget(into, target);
  }
};

const collectSuite = (into: Collection, suite: Suite): void => {
  bindHeader(into, suite);
  noteSuite(into.sharing, suite);
  collect(into, suite.body, false);
};

const collectStatement = (into: Collection, statement: Statement, sure: boolean): void => {
  switch (statement.kind) {
    case 'import':
    case 'from':
      bindImports(into, statement);
      break;
    case 'class':
      collect(emptyCollection(into.sharing), statement.body, false);
      bind(into, statement.name, { kind: 'definition', statement }, statement.offset);
      break;
    case 'function':
      bind(into, statement.name, { kind: 'definition', statement }, statement.offset);
      break;
    case 'assign':
      if (statement.value !== undefined) bindAssignment(into, statement.targets, statement.value, sure);
      break;
    case 'augmented':
      loseTarget(into, statement.target);
      break;
    case 'delete':
      for (const target of statement.targets) loseTarget(into, target);
      break;
    case 'block':
      for (const suite of statement.suites) collectSuite(into, suite);
      break;
    case 'expression':
    case 'other':
      break;
  }
};

const collect = (into: Collection, body: readonly Statement[], sure: boolean): void => {
  for (const statement of body) {
    noteStatement(into.sharing, statement);
    collectStatement(into, statement, sure);
  }
};

const scopeOf = (into: Collection, rebound: readonly string[], enclosing: Scope | undefined): Scope => {
  const changed = changedNames(into.sharing);
  const { bindings } = into;
  for (const [name, binding] of bindings) {
    if (binding.kind !== 'value') continue;
    if ((into.offsets.get(name) ?? 0) < into.lastStar) bindings.set(name, UNKNOWN_BINDING);
    else if (changed.has(name)) bindings.set(name, { ...binding, changed: true });
  }
  for (const name of rebound) bindings.set(name, UNKNOWN_BINDING);
  return {
    bindings,
    enclosing,
    star: into.lastStar !== -1 || (enclosing?.star ?? false),
    rebound,
    values: newCache(),
  };
};

/**
 * The names `module` binds at its top level. Not seen: changes made to a list, set or dict inside function bodies or
 * by a function it is passed to, `exec`, `globals()`.
 */
export const moduleScope = (module: Module): Scope => {
  const into = emptyCollection();
  collect(into, module.body, true);
  return scopeOf(into, module.rebound, undefined);
};

/** The names a class body binds, over those of `enclosing`; class bodies do not see the names of classes around them. */
export const classScope = (statement: ClassStatement, enclosing: Scope): Scope => {
  const into = emptyCollection();
  collect(into, statement.body, true);
  return scopeOf(into, enclosing.rebound, enclosing.enclosing ?? enclosing);
};

/** What `name` is bound to in `scope` or the module around it; undefined for builtins and names never bound. */
export const lookUp = (scope: Scope, name: string): Binding | undefined =>
  scope.bindings.get(name) ?? scope.enclosing?.bindings.get(name);

/** Whether `expression` is a name that nothing binds: `object`, `Exception`. */
export const isBuiltin = (expression: Expression, scope: Scope): boolean =>
  expression.kind === 'name' && !scope.star && lookUp(scope, expression.name) === undefined;
