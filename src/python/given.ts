import { evaluate } from './evaluate.ts';
import type { Lines, Position } from './positions.ts';
import type { Scope } from './scope.ts';
import type { Expression } from './syntax.ts';

/** A value, and where the expression it comes from stands (1-based, columns in code points). */
export interface Placed<T> extends Position {
  readonly value: T;
}

/** What a text says of something: `'unknown'` when that cannot be told without running it, undefined when nothing. */
export type Given<T> = Placed<T> | 'unknown' | undefined;

/** The string that `expression` is; everything else, None included, is unknown. */
export function givenText(expression: Expression, scope: Scope, lines: Lines): Placed<string> | 'unknown' {
  const value = evaluate(expression, scope);
  return value.kind === 'string' ? { value: value.value, ...lines.at(expression.offset) } : 'unknown';
}

/** The boolean that `expression` is; everything else, 0 and 1 included, is unknown. */
export function givenBoolean(
  expression: Expression,
  scope: Scope,
  lines: Lines,
): Placed<boolean> | 'unknown' {
  const value = evaluate(expression, scope);
  return value.kind === 'boolean' ? { value: value.value, ...lines.at(expression.offset) } : 'unknown';
}
