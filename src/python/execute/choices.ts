/** Values of conditions and conditional expressions (Python reference, "Boolean operations", "Comparisons"). */
import { cursorOf } from '../cursor.ts';
import { readExpressions } from '../expressions.ts';
import type { Expression } from '../syntax.ts';
import type { Token } from '../tokens.ts';
import { isKnown, UNKNOWN, type Value } from '../values.ts';
import { common, isSame } from './common.ts';

/** A value, and the number of its object when it is one that has a name. */
export interface Operand {
  readonly value: Value;
  readonly id: number | undefined;
}

type Evaluate = (expression: Expression) => Operand;

/** Deepest nesting of conditional expressions, and longest one in tokens, that is read. */
const MAX_DEPTH = 100;
const MAX_TOKENS = 5000;

const NOTHING: Operand = { value: UNKNOWN, id: undefined };

/** Whether a value is true in a condition; undefined when that cannot be told. */
const truth = (value: Value): boolean | undefined => {
  switch (value.kind) {
    case 'boolean':
      return value.value;
    case 'none':
      return false;
    case 'string':
    case 'bytes':
      return value.value !== '';
    case 'number':
      return value.value !== 0;
    case 'list':
    case 'tuple':
    case 'set':
      return value.elements.length > 0 ? true : value.complete ? false : undefined;
    case 'dict':
      return value.entries.length > 0 ? true : value.complete ? false : undefined;
    case 'unknown':
      return undefined;
  }
};

const booleanOf = (found: boolean | undefined): Value =>
  found === undefined ? UNKNOWN : { kind: 'boolean', value: found };

const not = (value: Value): Value => {
  const found = truth(value);
  return booleanOf(found === undefined ? undefined : !found);
};

const isText = ({ kind }: Value): boolean => kind === 'string' || kind === 'none';

/** Whether two values are equal in Python; undefined when that cannot be told. */
const areEqual = (one: Value, other: Value): boolean | undefined => {
  if (!isKnown(one) || !isKnown(other)) return undefined;
  if (isText(one) || isText(other)) return isSame(one, other);
  if (one.kind !== other.kind || one.kind === 'set') return undefined;
  if (one.kind === 'boolean') return isSame(one, other);
  if ('type' in one && 'type' in other)
    return one.type === 'int' && other.type === 'int' ? one.text === other.text : undefined;
  if ('elements' in one && 'elements' in other && [...one.elements, ...other.elements].every(isText))
    return isSame(one, other);
  return undefined;
};

const isIn = (needle: Value, hay: Value): boolean | undefined => {
  if (needle.kind === 'string' && hay.kind === 'string') return hay.value.includes(needle.value);
  const elements =
    'elements' in hay ? hay.elements : 'entries' in hay ? hay.entries.map(({ key }) => key) : undefined;
  if (elements === undefined || !('complete' in hay)) return undefined;
  const found = elements.map((each) => areEqual(each, needle));
  if (found.includes(true)) return true;
  return hay.complete && found.every((each) => each === false) ? false : undefined;
};

const isSingle = ({ kind }: Value): boolean => kind === 'none' || kind === 'boolean';

const isIdentical = (one: Operand, other: Operand): boolean | undefined => {
  if (one.id !== undefined && one.id === other.id) return true;
  const [left, right] = [one.value, other.value];
  if (left.kind === 'unknown' || right.kind === 'unknown') return undefined;
  return isSingle(left) || isSingle(right) ? isSame(left, right) : undefined;
};

const negate = (found: boolean | undefined): boolean | undefined =>
  found === undefined ? undefined : !found;

const compare = (operator: string, one: Operand, other: Operand): boolean | undefined => {
  switch (operator) {
    case '==':
      return areEqual(one.value, other.value);
    case '!=':
      return negate(areEqual(one.value, other.value));
    case 'in':
      return isIn(one.value, other.value);
    case 'not in':
      return negate(isIn(one.value, other.value));
    case 'is':
      return isIdentical(one, other);
    case 'is not':
      return negate(isIdentical(one, other));
    default:
      return undefined;
  }
};

/** Where some words stand outside all brackets. */
const topLevel = (tokens: readonly Token[], wanted: ReadonlySet<string>): number[] => {
  const found: number[] = [];
  let depth = 0;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'string') continue;
    if (text === '(' || text === '[' || text === '{') depth++;
    else if (text === ')' || text === ']' || text === '}') depth--;
    else if (depth === 0 && wanted.has(text)) found.push(index);
  }
  return found;
};

const UNREAD: ReadonlySet<string> = new Set(['lambda', 'for', ':=', 'await', 'yield']);
const TERNARY: ReadonlySet<string> = new Set(['if', 'else']);
const OR: ReadonlySet<string> = new Set(['or']);
const AND: ReadonlySet<string> = new Set(['and']);
const COMPARISONS: ReadonlySet<string> = new Set('== != < > <= >= <> in is'.split(' '));

interface Reading {
  readonly evaluate: Evaluate;
  readonly depth: number;
}

const either = (one: Operand, other: Operand): Operand => ({
  value: common(one.value, other.value),
  id: one.id === other.id ? one.id : undefined,
});

const ternary = (tokens: readonly Token[], reading: Reading): Operand | undefined => {
  const [start, middle] = topLevel(tokens, TERNARY);
  if (start === undefined) return undefined;
  if (middle === undefined || tokens[start]!.text !== 'if' || tokens[middle]!.text !== 'else') return NOTHING;
  const condition = truth(read(tokens.slice(start + 1, middle), reading).value);
  const then = (): Operand => read(tokens.slice(0, start), reading);
  const other = (): Operand => read(tokens.slice(middle + 1), reading);
  if (condition === undefined) return either(then(), other());
  return condition ? then() : other();
};

/** `a or b`, `a and b`: the first operand that decides, or the last. */
const chain = (
  tokens: readonly Token[],
  reading: Reading,
  word: ReadonlySet<string>,
): Operand | undefined => {
  const places = topLevel(tokens, word);
  if (places.length === 0) return undefined;
  const decisive = word === OR;
  const possible: Operand[] = [];
  for (const [index, end] of [...places, tokens.length].entries()) {
    const operand = read(tokens.slice(index === 0 ? 0 : places[index - 1]! + 1, end), reading);
    const found = truth(operand.value);
    if (found === decisive || index === places.length) {
      possible.push(operand);
      break;
    }
    if (found === undefined) possible.push(operand);
  }
  const [first = NOTHING, ...others] = possible;
  return others.reduce(either, first);
};

const comparison = (tokens: readonly Token[], reading: Reading): Operand | undefined => {
  const [place, ...others] = topLevel(tokens, COMPARISONS);
  if (place === undefined) return undefined;
  if (others.length > 0) return NOTHING;
  const isNegated = tokens[place]!.text === 'in' && tokens[place - 1]?.text === 'not';
  const isNot = tokens[place]!.text === 'is' && tokens[place + 1]?.text === 'not';
  const operator = isNegated ? 'not in' : isNot ? 'is not' : tokens[place]!.text;
  const one = read(tokens.slice(0, isNegated ? place - 1 : place), reading);
  const other = read(tokens.slice(place + (isNot ? 2 : 1)), reading);
  return { value: booleanOf(compare(operator, one, other)), id: undefined };
};

const negation = (tokens: readonly Token[], reading: Reading): Operand | undefined => {
  let start = 0;
  while (tokens[start]?.text === 'not') start++;
  if (start === 0) return undefined;
  const value = not(read(tokens.slice(start), reading).value);
  return { value: start % 2 === 1 ? value : not(value), id: undefined };
};

const plain = (tokens: readonly Token[], { evaluate }: Reading): Operand => {
  const cursor = cursorOf(tokens);
  const expression = readExpressions(cursor);
  if (cursor.errors > 0 || cursor.index < tokens.length) return NOTHING;
  const isWhole = expression.kind === 'opaque' && expression.to - expression.from >= tokens.length;
  return isWhole ? NOTHING : evaluate(expression);
};

const read = (tokens: readonly Token[], outer: Reading): Operand => {
  const reading = { ...outer, depth: outer.depth + 1 };
  if (tokens.length > MAX_TOKENS || reading.depth > MAX_DEPTH) return NOTHING;
  if (topLevel(tokens, UNREAD).length > 0) return NOTHING;
  return (
    ternary(tokens, reading) ??
    chain(tokens, reading, OR) ??
    chain(tokens, reading, AND) ??
    negation(tokens, reading) ??
    comparison(tokens, reading) ??
    plain(tokens, reading)
  );
};

/** What conditional expressions, boolean operations and comparisons evaluate to. */
export const choose = {
  areEqual,
  not,
  truth,
  /** The value of tokens that the tree does not divide further; `evaluate` evaluates the parts that it does. */
  operand: (tokens: readonly Token[], evaluate: Evaluate, depth: number): Operand =>
    read(tokens, { evaluate, depth }),
};
