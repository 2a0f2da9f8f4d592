/** The first lines of compound statements, down to their colon. */
import { type Cursor, peek } from './cursor.ts';
import type { BlockKeyword, Suite } from './syntax.ts';
import type { Token } from './tokens.ts';

/** Index of the colon that ends the header of a clause, or -1: the first in no bracket and no lambda. */
export const headerEnd = (tokens: readonly Token[], start: number): number => {
  let depth = 0;
  let lambdas = 0;
  for (let index = start; index < tokens.length; index++) {
    const text = tokens[index]?.text;
    if (text === '(' || text === '[' || text === '{') depth++;
    else if (text === ')' || text === ']' || text === '}') depth--;
    else if (depth === 0 && text === 'lambda') lambdas++;
    else if (depth === 0 && text === ':' && lambdas-- === 0) return index;
  }
  return -1;
};

/** Passes over `[T: Bound = Default]` (PEP 695, 696). */
export const skipTypeParameters = (cursor: Cursor): void => {
  let depth = 0;
  do {
    const text = peek(cursor);
    if (text === '[') depth++;
    else if (text === ']') depth--;
    cursor.index++;
  } while (depth > 0 && cursor.index < cursor.limit);
};

/** The keyword a clause begins with, and the statement it belongs to. */
export interface Clause {
  readonly block: BlockKeyword;
  readonly keyword: Suite['keyword'];
}

/** The clause that the word `text` begins, or undefined; `match` and `case` are ordinary names here. */
export const clauseOf = (text: string | undefined): Clause | undefined => {
  switch (text) {
    case 'if':
    case 'try':
    case 'with':
    case 'for':
    case 'while':
      return { block: text, keyword: text };
    case 'elif':
    case 'else':
      return { block: 'if', keyword: text };
    case 'except':
    case 'finally':
      return { block: 'try', keyword: text };
    case undefined:
    default:
      return undefined;
  }
};

const CONTINUATION = /(?:elif|else|except|finally)(?![\w\u0080-\uffff])/y;

/** The word at `offset` if a statement begun with `block` can go on with it. */
export const continuationAt = (
  source: string,
  offset: number,
  block: BlockKeyword,
): Suite['keyword'] | undefined => {
  CONTINUATION.lastIndex = offset;
  const word = CONTINUATION.exec(source)?.[0];
  switch (word) {
    case 'elif':
      return block === 'if' ? word : undefined;
    case 'else':
      return block === 'with' || block === 'match' ? undefined : word;
    case 'except':
    case 'finally':
      return block === 'try' ? word : undefined;
    case undefined:
    default:
      return undefined;
  }
};
