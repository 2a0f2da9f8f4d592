import { evaluate } from '../../python/evaluate.ts';
import { resolveName } from '../../python/imports.ts';
import type { Lines } from '../../python/positions.ts';
import { classScope, lookUp, type Scope } from '../../python/scope.ts';
import type { CallExpression, ClassStatement, Expression } from '../../python/syntax.ts';
import type { Value } from '../../python/values.ts';

/** A migration as others refer to it: `(app label, name)`. The name may be `__first__` or `__latest__`. */
export interface Reference {
  readonly label: string;
  readonly name: string;
  /** 1-based line in the file that refers to it. */
  readonly line: number;
}

/** A dependency on the first migration of the app whose model a setting names (`swappable_dependency`). */
export interface Swappable {
  /** `AUTH_USER_MODEL`. */
  readonly setting: string;
  readonly line: number;
}

/** A list of references as far as it is known; unless `complete`, there may be others. */
export interface References {
  readonly known: readonly (Reference | Swappable)[];
  readonly complete: boolean;
}

/** How many references of one list are read; no migration has as many. */
const MAX_REFERENCES = 10_000;

/** How deep names and sums are followed. */
const MAX_DEPTH = 20;

interface Reading {
  readonly scope: Scope;
  readonly lines: Lines;
  readonly known: (Reference | Swappable)[];
  complete: boolean;
}

/**
 * What the class attribute `name` (`dependencies`, `replaces`, `run_before`) lists; nothing when the class does not
 * have it. `scope` is the module's.
 */
export function readReferences(
  migration: ClassStatement,
  name: string,
  scope: Scope,
  lines: Lines,
): References {
  const inside = classScope(migration, scope);
  const binding = inside.bindings.get(name);
  if (!binding) return { known: [], complete: true };
  if (binding.kind !== 'value' || binding.changed) return { known: [], complete: false };
  const reading: Reading = { scope: inside, lines, known: [], complete: true };
  readList(binding.expression, reading, 0);
  return { known: reading.known, complete: reading.complete };
}

function readList(expression: Expression, reading: Reading, depth: number): void {
  if (depth > MAX_DEPTH || reading.known.length > MAX_REFERENCES) {
    reading.complete = false;
  } else if (expression.kind === 'list' || expression.kind === 'tuple') {
    for (const element of expression.elements) {
      if (element.kind === 'starred') readList(element.value, reading, depth + 1);
      else readReference(element, reading);
    }
  } else if (expression.kind === 'binary' && expression.operator === '+') {
    readList(expression.left, reading, depth + 1);
    readList(expression.right, reading, depth + 1);
  } else {
    readNamedList(expression, reading, depth);
  }
}

function readNamedList(expression: Expression, reading: Reading, depth: number): void {
  const binding = expression.kind === 'name' ? lookUp(reading.scope, expression.name) : undefined;
  if (binding?.kind === 'value' && !binding.changed) readList(binding.expression, reading, depth + 1);
  else reading.complete = false;
}

function readReference(element: Expression, reading: Reading): void {
  const line = reading.lines.lineAt(element.offset);
  const swappable = element.kind === 'call' ? swappableModel(element, reading.scope) : undefined;
  const found = swappable ?? pair(evaluate(element, reading.scope));
  if (found) reading.known.push({ ...found, line });
  else reading.complete = false;
}

/**
 * `swappable_dependency("accounts.User")` stands for `("accounts", "__first__")`
 * (https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies).
 */
function swappableModel(
  { callee, arguments: [model] }: CallExpression,
  scope: Scope,
): { label: string; name: string } | { setting: string } | undefined {
  const name = resolveName(scope, callee);
  if (!model || !/^django\.db\.migrations\.(?:migration\.)?swappable_dependency$/.test(name ?? '')) {
    return undefined;
  }
  const value = evaluate(model, scope);
  if (value.kind === 'string') return { label: value.value.split('.', 1)[0]!, name: '__first__' };
  const setting = /^django\.conf\.settings\.(\w+)$/.exec(resolveName(scope, model) ?? '');
  return setting ? { setting: setting[1]! } : undefined;
}

function pair(value: Value): { label: string; name: string } | undefined {
  if (value.kind !== 'tuple' && value.kind !== 'list') return undefined;
  const [label, name] = value.elements;
  const isPair = value.complete && value.elements.length === 2;
  return isPair && label?.kind === 'string' && name?.kind === 'string'
    ? { label: label.value, name: name.value }
    : undefined;
}

/** The references that name a migration, without those to what a setting names. */
export function named({ known }: References): readonly Reference[] {
  return known.filter((reference) => 'label' in reference);
}

/** The references to what a setting names. */
export function settingsIn({ known }: References): readonly Swappable[] {
  return known.filter((reference) => 'setting' in reference);
}
