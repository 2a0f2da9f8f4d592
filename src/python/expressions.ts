/** Expressions (Python reference, "Expressions"): what can be a fact is read, the rest becomes opaque. */
import {
  abandon,
  accept,
  built,
  type Cursor,
  endHere,
  missing,
  offsetHere,
  opaque,
  peek,
  peekToken,
  skipExpression,
} from './cursor.ts';
import { readArguments, readBraces, readBrackets, readParentheses, readSubscript } from './displays.ts';
import { goesOn, precedence } from './operators.ts';
import { MAX_NESTING } from './limits.ts';
import { isHole, prefixOf } from './literals.ts';
import { isKeyword, nameOf } from './names.ts';
import type { ConstantType, Expression } from './syntax.ts';
import type { Token } from './tokens.ts';

const constant = (cursor: Cursor, start: number, type: ConstantType): Expression => {
  cursor.height = 0;
  const tokens = cursor.tokens.slice(start, cursor.index);
  return { kind: 'constant', type, tokens, offset: tokens[0]?.offset ?? 0, end: endHere(cursor) };
};

const readStrings = (cursor: Cursor): Expression => {
  const start = cursor.index;
  let bytes = 0;
  let holes = false;
  for (let token = peekToken(cursor); token?.kind === 'string'; token = peekToken(cursor)) {
    const prefix = prefixOf(token);
    if (prefix.includes('b')) bytes++;
    holes ||= isHole(token, prefix);
    cursor.index++;
  }
  if (bytes > 0 && (holes || bytes < cursor.index - start)) return opaque(cursor, start);
  if (!holes) return constant(cursor, start, bytes > 0 ? 'bytes' : 'string');
  cursor.height = 0;
  const tokens = cursor.tokens.slice(start, cursor.index);
  return { kind: 'formatted', tokens, offset: tokens[0]?.offset ?? 0, end: endHere(cursor) };
};

const readWord = (cursor: Cursor, token: Token): Expression => {
  const start = cursor.index;
  const { text } = token;
  if (text === 'None' || text === 'True' || text === 'False') {
    cursor.index++;
    return constant(cursor, start, text === 'None' ? 'none' : 'boolean');
  }
  if (text === 'lambda' || text === 'not' || text === 'await' || text === 'yield') {
    skipExpression(cursor);
    return opaque(cursor, start);
  }
  if (isKeyword(text)) return missing(cursor);
  cursor.index++;
  cursor.height = 0;
  return { kind: 'name', name: nameOf(token), offset: token.offset, end: endHere(cursor) };
};

/** Python 2's backquotes are a call of `repr`. */
const readBackquotes = (cursor: Cursor): Expression => {
  const start = cursor.index++;
  while (cursor.index < cursor.limit && peek(cursor) !== '`') cursor.index++;
  accept(cursor, '`');
  return opaque(cursor, start);
};

const readAtom = (cursor: Cursor): Expression => {
  const token = peekToken(cursor);
  if (token === undefined) return missing(cursor);
  if (token.kind === 'name') return readWord(cursor, token);
  if (token.kind === 'string') return readStrings(cursor);
  const start = cursor.index;
  if (token.kind === 'number') {
    cursor.index++;
    return constant(cursor, start, 'number');
  }
  switch (token.text) {
    case '(':
      return readParentheses(cursor, readExpression);
    case '[':
      return readBrackets(cursor, readExpression);
    case '{':
      return readBraces(cursor, readExpression);
    case '...':
      cursor.index++;
      return constant(cursor, start, 'ellipsis');
    case '`':
      return readBackquotes(cursor);
    default:
      return missing(cursor);
  }
};

/**
 * What `value`, read from index `start` on, becomes with the attribute, arguments or index after it: undefined if none
 * follows, null if it is broken or the tree would get too high.
 */
const readTrailer = (cursor: Cursor, value: Expression, start: number): Expression | null | undefined => {
  const { height, errors } = cursor;
  const { offset } = cursor.tokens[start] ?? value;
  const text = peek(cursor);
  if (text !== '.' && text !== '(' && text !== '[') return undefined;
  cursor.index++;
  if (text === '.') {
    const token = peekToken(cursor);
    if (token?.kind !== 'name') cursor.errors++;
    else cursor.index++;
    if (token === undefined || cursor.errors > errors || height >= MAX_NESTING) return null;
    const name = nameOf(token);
    return built(cursor, start, height, { kind: 'attribute', value, name, offset, end: endHere(cursor) });
  }
  const list = text === '(' ? readArguments(cursor, readExpression) : undefined;
  const index = list === undefined ? readSubscript(cursor, readExpression) : undefined;
  const high = Math.max(height, cursor.height);
  if (cursor.errors > errors || high >= MAX_NESTING) return null;
  const end = endHere(cursor);
  if (list !== undefined)
    return built(cursor, start, high, { kind: 'call', callee: value, ...list, offset, end });
  return index && built(cursor, start, high, { kind: 'subscript', value, index, offset, end });
};

const readTrailers = (cursor: Cursor): Expression => {
  const start = cursor.index;
  let value = readAtom(cursor);
  let lost = false;
  for (;;) {
    const longer = readTrailer(cursor, value, start);
    // Made opaque once at the end of the chain, not link by link: that would take quadratic time.
    if (longer === undefined) return lost ? opaque(cursor, start) : value;
    if (longer === null) lost = true;
    else value = longer;
  }
};

const readUnary = (cursor: Cursor): Expression => {
  const start = cursor.index;
  if (cursor.depth >= MAX_NESTING) return abandon(cursor, start);
  cursor.depth++;
  const operator = peek(cursor);
  const offset = offsetHere(cursor);
  let value: Expression;
  if (operator === '-' || operator === '+' || operator === '~') {
    cursor.index++;
    const operand = readUnary(cursor);
    value = built(cursor, start, cursor.height, {
      kind: 'unary',
      operator,
      operand,
      offset,
      end: endHere(cursor),
    });
  } else {
    value = readTrailers(cursor);
    if (peek(cursor) === '**') {
      const { height } = cursor;
      cursor.index++;
      const right = readUnary(cursor);
      const high = Math.max(height, cursor.height);
      const end = endHere(cursor);
      value = built(cursor, start, high, { kind: 'binary', operator: '**', left: value, right, offset, end });
    }
  }
  cursor.depth--;
  return value;
};

const readBinary = (cursor: Cursor, least: number): Expression => {
  const start = cursor.index;
  const offset = offsetHere(cursor);
  let left = readUnary(cursor);
  let lost = false;
  for (;;) {
    const operator = peek(cursor);
    const binding = precedence(operator);
    if (binding < least || binding === 0) return lost ? opaque(cursor, start) : left;
    const { height } = cursor;
    cursor.index++;
    const right = readBinary(cursor, binding + 1);
    const high = Math.max(height, cursor.height);
    lost ||= high >= MAX_NESTING;
    if (!lost)
      left = built(cursor, start, high, {
        kind: 'binary',
        operator,
        left,
        right,
        offset,
        end: endHere(cursor),
      });
  }
};

/** One expression without commas; `*value` is allowed everywhere. */
export const readExpression = (cursor: Cursor): Expression => {
  const start = cursor.index;
  const offset = offsetHere(cursor);
  if (accept(cursor, '*')) {
    const value = readBinary(cursor, 1);
    return built(cursor, start, cursor.height, { kind: 'starred', value, offset, end: endHere(cursor) });
  }
  const value = readBinary(cursor, 1);
  if (!goesOn(peekToken(cursor))) return value;
  skipExpression(cursor);
  return opaque(cursor, start);
};

/** Expressions separated by commas: a tuple, or the expression alone if there is no comma. */
export const readExpressions = (cursor: Cursor): Expression => {
  const start = cursor.index;
  const offset = offsetHere(cursor);
  const first = readExpression(cursor);
  if (peek(cursor) !== ',') return first;
  const elements = [first];
  let { height } = cursor;
  while (accept(cursor, ',')) {
    const next = peek(cursor);
    if (next === '' || next === '=' || next === ':' || next === ';' || next === ')') break;
    elements.push(readExpression(cursor));
    height = Math.max(height, cursor.height);
  }
  return built(cursor, start, height, { kind: 'tuple', elements, offset, end: endHere(cursor) });
};
