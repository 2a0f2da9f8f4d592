/** A place in the tokens of one logical line, and the moves every part of the parser shares. */
import type { Expression, OpaqueExpression } from './syntax.ts';
import { MAX_NESTING } from './limits.ts';
import { endOf, type Token } from './tokens.ts';

/** Where parsing stands in a line. */
export interface Cursor {
  readonly tokens: readonly Token[];
  /** Index of the next token. */
  index: number;
  /** Index after the last token that may be read. */
  limit: number;
  /** Recursion depth of the parser. */
  depth: number;
  /** Height of the expression read last: 0 for a leaf. */
  height: number;
  errors: number;
}

/** A cursor at the first of `tokens`. */
export const cursorOf = (tokens: readonly Token[], index = 0): Cursor => ({
  tokens,
  index,
  limit: tokens.length,
  depth: 0,
  height: 0,
  errors: 0,
});

/** The next token's text, or `''` at the end; strings and numbers never equal a keyword or an operator. */
export const peek = (cursor: Cursor): string =>
  cursor.index < cursor.limit ? (cursor.tokens[cursor.index]?.text ?? '') : '';

/** The next token, or undefined at the end. */
export const peekToken = (cursor: Cursor): Token | undefined =>
  cursor.index < cursor.limit ? cursor.tokens[cursor.index] : undefined;

/** Passes over the next token if its text is `text`. */
export const accept = (cursor: Cursor, text: string): boolean => {
  if (peek(cursor) !== text) return false;
  cursor.index++;
  return true;
};

/** The source offset of the next token, or of the end of the tokens. */
export const offsetHere = (cursor: Cursor): number => {
  const token = cursor.tokens[cursor.index];
  return token === undefined ? endHere(cursor) : token.offset;
};

/** The source offset after the token passed last. */
export const endHere = (cursor: Cursor): number => {
  const token = cursor.tokens[cursor.index - 1];
  return token === undefined ? 0 : endOf(token);
};

/** The tokens from index `start` to here as an expression that is not understood. */
export const opaque = (cursor: Cursor, start: number): OpaqueExpression => {
  cursor.height = 0;
  const { tokens, index } = cursor;
  const offset = tokens[start]?.offset ?? offsetHere(cursor);
  const end = index > start ? endHere(cursor) : offset;
  return { kind: 'opaque', line: tokens, from: start, to: index, offset, end };
};

/** An error here: nothing is passed over. */
export const missing = (cursor: Cursor): OpaqueExpression => {
  cursor.errors++;
  return opaque(cursor, cursor.index);
};

/** Gives up on the rest of the statement: nested too deep. */
export const abandon = (cursor: Cursor, start: number): OpaqueExpression => {
  cursor.errors++;
  cursor.index = cursor.limit;
  return opaque(cursor, start);
};

/** `expression`, whose parts have been read and are at most `height` high; opaque where the tree would get too high. */
export const built = (cursor: Cursor, start: number, height: number, expression: Expression): Expression => {
  cursor.height = height + 1;
  return cursor.height > MAX_NESTING ? opaque(cursor, start) : expression;
};

/** Passes over tokens to the bracket that closes those opened before. */
export const skipToClosing = (cursor: Cursor): void => {
  let depth = 0;
  for (; cursor.index < cursor.limit; cursor.index++) {
    const text = peek(cursor);
    if (text === '(' || text === '[' || text === '{') depth++;
    else if ((text === ')' || text === ']' || text === '}') && --depth < 0) return;
  }
};

const isAugmented = (text: string): boolean =>
  text.length >= 2 && text.endsWith('=') && /^(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)=$/.test(text);

/**
 * Passes over tokens to where an expression must end: a comma, colon, assignment or closing bracket,
 * or, unless `comprehension` is set, the `for` of a comprehension.
 */
export const skipExpression = (cursor: Cursor, comprehension = false): void => {
  let depth = 0;
  let lambdas = 0;
  for (; cursor.index < cursor.limit; cursor.index++) {
    const token = cursor.tokens[cursor.index];
    if (token === undefined) return;
    const { kind, text } = token;
    if (kind === 'name') {
      if (depth === 0 && text === 'lambda') lambdas++;
      else if (depth === 0 && text === 'for' && !comprehension) {
        if (cursor.tokens[cursor.index - 1]?.text === 'async') cursor.index--;
        return;
      }
    } else if (kind === 'operator') {
      if (text === '(' || text === '[' || text === '{') depth++;
      else if (text === ')' || text === ']' || text === '}') {
        if (--depth < 0) return;
      } else if (depth === 0) {
        if (text === ':' && lambdas > 0) lambdas--;
        else if (text === ';' || text === ':' || isAugmented(text)) return;
        else if ((text === ',' || text === '=') && lambdas === 0) return;
      }
    }
  }
};
