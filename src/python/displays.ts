/** What stands in brackets: displays, arguments, subscripts (Python reference, "Displays for lists, sets and dictionaries"). */
import {
  accept,
  built,
  type Cursor,
  endHere,
  missing,
  offsetHere,
  opaque,
  peek,
  skipToClosing,
  skipExpression,
} from './cursor.ts';
import { nameOf } from './names.ts';
import type { DictEntry, Expression, Keyword } from './syntax.ts';

/** Reads one expression; handed in because expressions and displays contain each other. */
export type ReadExpression = (cursor: Cursor) => Expression;

const isComprehension = (cursor: Cursor): boolean => {
  const text = peek(cursor);
  return text === 'for' || (text === 'async' && cursor.tokens[cursor.index + 1]?.text === 'for');
};

/** Passes over the rest of a display that is none of the known ones, from its opening bracket at `start`. */
const unknownDisplay = (cursor: Cursor, start: number): Expression => {
  skipToClosing(cursor);
  if (cursor.index < cursor.limit) cursor.index++;
  else cursor.errors++;
  return opaque(cursor, start);
};

/** After an element: moves past a comma; on anything unexpected, counts an error and skips it. */
const separate = (cursor: Cursor, close: string): void => {
  if (accept(cursor, ',') || peek(cursor) === close) return;
  cursor.errors++;
  const { index } = cursor;
  skipExpression(cursor, true);
  if (accept(cursor, ',') || peek(cursor) === close) return;
  if (cursor.index === index && index < cursor.limit) cursor.index++;
};

const finish = (cursor: Cursor, close: string): void => {
  if (!accept(cursor, close)) cursor.errors++;
};

/** `( … )`: a group, a tuple or a generator. */
export const readParentheses = (cursor: Cursor, read: ReadExpression): Expression => {
  const start = cursor.index++;
  const offset = cursor.tokens[start]?.offset ?? 0;
  const elements: Expression[] = [];
  let height = 0;
  let tuple = peek(cursor) === ')';
  const { errors } = cursor;
  while (cursor.index < cursor.limit && peek(cursor) !== ')') {
    elements.push(read(cursor));
    height = Math.max(height, cursor.height);
    if (isComprehension(cursor)) return unknownDisplay(cursor, start);
    tuple ||= peek(cursor) === ',';
    separate(cursor, ')');
  }
  finish(cursor, ')');
  if (cursor.errors > errors) return opaque(cursor, start);
  const [only] = elements;
  cursor.height = height;
  if (!tuple && only !== undefined && only.kind !== 'starred') return only;
  return built(cursor, start, height, { kind: 'tuple', elements, offset, end: endHere(cursor) });
};

/** `[ … ]`: a list or a list comprehension. */
export const readBrackets = (cursor: Cursor, read: ReadExpression): Expression => {
  const start = cursor.index++;
  const offset = cursor.tokens[start]?.offset ?? 0;
  const elements: Expression[] = [];
  let height = 0;
  const { errors } = cursor;
  while (cursor.index < cursor.limit && peek(cursor) !== ']') {
    elements.push(read(cursor));
    height = Math.max(height, cursor.height);
    if (isComprehension(cursor)) return unknownDisplay(cursor, start);
    separate(cursor, ']');
  }
  finish(cursor, ']');
  if (cursor.errors > errors) return opaque(cursor, start);
  return built(cursor, start, height, { kind: 'list', elements, offset, end: endHere(cursor) });
};

const readEntry = (cursor: Cursor, read: ReadExpression): DictEntry | Expression => {
  if (accept(cursor, '**')) return { key: undefined, value: read(cursor) };
  const key = read(cursor);
  const { height } = cursor;
  if (!accept(cursor, ':')) return key;
  const value = read(cursor);
  cursor.height = Math.max(height, cursor.height);
  return { key, value };
};

/** `{ … }`: a dict, a set or a comprehension of either. */
export const readBraces = (cursor: Cursor, read: ReadExpression): Expression => {
  const start = cursor.index++;
  const offset = cursor.tokens[start]?.offset ?? 0;
  const entries: DictEntry[] = [];
  const elements: Expression[] = [];
  let height = 0;
  const { errors } = cursor;
  while (cursor.index < cursor.limit && peek(cursor) !== '}') {
    const entry = readEntry(cursor, read);
    if ('kind' in entry) elements.push(entry);
    else entries.push(entry);
    height = Math.max(height, cursor.height);
    if (isComprehension(cursor)) return unknownDisplay(cursor, start);
    separate(cursor, '}');
  }
  finish(cursor, '}');
  const mixed = entries.length > 0 && elements.length > 0;
  if (mixed) cursor.errors++;
  if (cursor.errors > errors) return opaque(cursor, start);
  const end = endHere(cursor);
  if (elements.length > 0) return built(cursor, start, height, { kind: 'set', elements, offset, end });
  return built(cursor, start, height, { kind: 'dict', entries, offset, end });
};

/** The arguments of a call or a class header. */
export interface ArgumentList {
  readonly arguments: readonly Expression[];
  readonly keywords: readonly Keyword[];
}

const readKeyword = (cursor: Cursor, read: ReadExpression): Keyword | undefined => {
  const offset = offsetHere(cursor);
  if (accept(cursor, '**')) return { name: undefined, value: read(cursor), offset };
  const token = cursor.tokens[cursor.index];
  if (token?.kind !== 'name' || cursor.tokens[cursor.index + 1]?.text !== '=') return undefined;
  cursor.index += 2;
  return { name: nameOf(token), value: read(cursor), offset };
};

/** Arguments up to and over the closing parenthesis; the opening one has been passed. */
export const readArguments = (cursor: Cursor, read: ReadExpression): ArgumentList => {
  const list: Expression[] = [];
  const keywords: Keyword[] = [];
  let high = 0;
  while (cursor.index < cursor.limit && peek(cursor) !== ')') {
    const start = cursor.index;
    const keyword = readKeyword(cursor, read);
    if (keyword === undefined) {
      const argument = read(cursor);
      if (isComprehension(cursor)) {
        skipToClosing(cursor);
        list.push(opaque(cursor, start));
      } else list.push(argument);
    } else keywords.push(keyword);
    high = Math.max(high, cursor.height);
    separate(cursor, ')');
  }
  finish(cursor, ')');
  cursor.height = high;
  return { arguments: list, keywords };
};

const readSlice = (cursor: Cursor, read: ReadExpression): Expression => {
  const start = cursor.index;
  const offset = offsetHere(cursor);
  const parts: (Expression | undefined)[] = [];
  let height = 0;
  for (;;) {
    const text = peek(cursor);
    if (text === ':' || text === ',' || text === ']' || text === '') parts.push(undefined);
    else {
      parts.push(read(cursor));
      height = Math.max(height, cursor.height);
    }
    if (parts.length === 3 || !accept(cursor, ':')) break;
  }
  const [lower, upper, step] = parts;
  cursor.height = height;
  if (parts.length === 1) return lower ?? missing(cursor);
  return built(cursor, start, height, { kind: 'slice', lower, upper, step, offset, end: endHere(cursor) });
};

/** The index of a subscript up to and over the closing bracket; the opening one has been passed. */
export const readSubscript = (cursor: Cursor, read: ReadExpression): Expression => {
  const start = cursor.index;
  const offset = offsetHere(cursor);
  const elements: Expression[] = [];
  let height = 0;
  let tuple = false;
  while (cursor.index < cursor.limit && peek(cursor) !== ']') {
    elements.push(readSlice(cursor, read));
    height = Math.max(height, cursor.height);
    tuple ||= peek(cursor) === ',';
    separate(cursor, ']');
  }
  const end = endHere(cursor);
  finish(cursor, ']');
  const [only] = elements;
  cursor.height = height;
  if (only === undefined) return missing(cursor);
  if (!tuple && only.kind !== 'starred') return only;
  return built(cursor, start, height, { kind: 'tuple', elements, offset, end });
};
