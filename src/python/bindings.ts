import { resolveName } from './imports.ts';
import { lookUp, type Scope } from './scope.ts';
import type { CallExpression, ClassStatement, Expression } from './syntax.ts';

/** An expression, and the scope in which its names are looked up. */
export interface Scoped {
  readonly expression: Expression;
  readonly scope: Scope;
}

/** How many `a = b` are followed; more is taken for a cycle. */
const MAX_ALIASES = 20;

/** Longest dotted name worth a look, in UTF-16 units: a name may be as long as a file and used on every line of it. */
const MAX_DOTTED = 500;

/**
 * What a name is bound to, when that is one expression, unconditionally, and nothing changes what it holds; followed
 * through further names. Whatever else is asked for comes back as it is. With `touched`, those names are changed, and
 * not those that the scope, which errs on the side of change, takes for changed.
 */
export function boundTo(asked: Scoped, touched?: ReadonlySet<string>): Scoped {
  let found = asked;
  for (let aliases = 0; aliases < MAX_ALIASES && found.expression.kind === 'name'; aliases++) {
    const { name } = found.expression;
    const home = found.scope.bindings.has(name) ? found.scope : found.scope.enclosing;
    const binding = home?.bindings.get(name);
    if (home === undefined || binding?.kind !== 'value') return found;
    if (touched ? touched.has(name) : binding.changed) return found;
    found = { expression: binding.expression, scope: home };
  }
  return found;
}

/** The dotted name that an expression stands for (`resolveName`), unless it is absurdly long. */
export function dottedName(expression: Expression, scope: Scope): string | undefined {
  const name = resolveName(scope, expression);
  return name === undefined || name.length > MAX_DOTTED ? undefined : name;
}

/** The last part of a dotted name. */
export function lastPart(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** The class of the same module that a name stands for. */
export function classNamed(expression: Expression, scope: Scope): ClassStatement | undefined {
  const bound = boundTo({ expression, scope });
  if (bound.expression.kind !== 'name') return undefined;
  const binding = lookUp(bound.scope, bound.expression.name);
  return binding?.kind === 'definition' && binding.statement.kind === 'class' ? binding.statement : undefined;
}

/**
 * The argument a call gives to the parameter `name`, the `index`th positional one from 0 (-1: keyword only).
 * `'unknown'` when `*` or `**` may give it, undefined when nothing does.
 */
export function argumentOf(
  call: CallExpression,
  name: string,
  index: number,
): Expression | 'unknown' | undefined {
  const keyword = call.keywords.find((each) => each.name === name);
  if (keyword) return keyword.value;
  const starred = call.arguments.findIndex(({ kind }) => kind === 'starred');
  const positional = index >= 0 && (starred === -1 || index < starred) ? call.arguments[index] : undefined;
  if (positional) return positional;
  const hidden = (starred !== -1 && index >= 0) || call.keywords.some((each) => each.name === undefined);
  return hidden ? 'unknown' : undefined;
}
