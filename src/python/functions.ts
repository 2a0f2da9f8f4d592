/** Normal forms of statements that have suites: functions, classes, blocks. */
import { canonicalTokens, localNames } from './canonical.ts';
import { headerEnd } from './headers.ts';
import { openReader, readLine } from './lines.ts';
import { isHole, prefixOf } from './literals.ts';
import { normalForm } from './normal.ts';
import { NO_NAMES, type Scope } from './scope.ts';
import type { Expression, FunctionStatement, Span } from './syntax.ts';
import type { Token } from './tokens.ts';

/** First words of lines that may have a suite. */
const HEADS: ReadonlySet<string> = new Set(
  'def class async if elif else try except finally for while with match case'.split(' '),
);

/** One statement, or the header of one, and how many suites it stands in. */
interface Piece {
  readonly depth: number;
  readonly tokens: readonly Token[];
}

const simplePieces = (tokens: readonly Token[], depth: number): Piece[] => {
  const pieces: Piece[] = [];
  let start = 0;
  let brackets = 0;
  for (let index = 0; index <= tokens.length; index++) {
    const text = tokens[index]?.text;
    if (text === '(' || text === '[' || text === '{') brackets++;
    else if (text === ')' || text === ']' || text === '}') brackets--;
    else if (text === undefined || (text === ';' && brackets <= 0)) {
      if (index > start) pieces.push({ depth, tokens: tokens.slice(start, index) });
      start = index + 1;
    }
  }
  return pieces;
};

/** A logical line as the statements on it; those after a header's colon stand one suite deeper. */
const piecesOf = (tokens: readonly Token[], depth: number): Piece[] => {
  const [first] = tokens;
  const colon = first?.kind === 'name' && HEADS.has(first.text) ? headerEnd(tokens, 1) : -1;
  if (colon === -1) return simplePieces(tokens, depth);
  return [{ depth, tokens: tokens.slice(0, colon) }, ...simplePieces(tokens.slice(colon + 1), depth + 1)];
};

const isDocstring = (tokens: readonly Token[]): boolean =>
  tokens.every((token) => {
    if (token.kind !== 'string') return false;
    const prefix = prefixOf(token);
    return !prefix.includes('b') && !prefix.includes('f') && !isHole(token, prefix);
  });

const isDefinition = (tokens: readonly Token[]): boolean => {
  const first = tokens[0]?.text;
  return first === 'def' || first === 'class' || (first === 'async' && tokens[1]?.text === 'def');
};

const readPieces = (source: string, { offset, end }: Span): Piece[] => {
  const reader = openReader(source.slice(0, end), offset);
  const indents: number[] = [];
  const pieces: Piece[] = [];
  while (reader.position < reader.source.length) {
    const { indent } = reader;
    while (indents.length > 1 && (indents.at(-1) ?? 0) > indent) indents.pop();
    // The first line's own indentation is unknown here, and every other line is deeper.
    if (indents.length === 0) indents.push(-1);
    else if (indent > (indents.at(-1) ?? 0)) indents.push(indent);
    for (const piece of piecesOf(readLine(reader), indents.length - 1)) pieces.push(piece);
  }
  return pieces;
};

/**
 * The normal form of a function: decorators, parameters and body. Gone are comments, blank lines, docstrings, quotes,
 * trailing commas, the width of indentation, import aliases; every line begins with the number of suites it stands in.
 */
export const normalTokens = (statement: FunctionStatement, scope: Scope = NO_NAMES): string =>
  normalDefinition(statement.source, statement, scope);

/** The same for any statement of `source`, a class or a block as well. */
export const normalDefinition = (
  source: string,
  statement: Span & { readonly decorators?: readonly Expression[] },
  scope: Scope = NO_NAMES,
): string => {
  const lines = (statement.decorators ?? []).map((decorator) => `@ ${normalForm(decorator, scope)}`);
  const pieces = readPieces(source, statement);
  const locals = localNames(pieces.flatMap((piece) => piece.tokens));
  let afterHeader = -1;
  for (const { depth, tokens } of pieces) {
    const docstring = afterHeader === depth - 1 && isDocstring(tokens);
    afterHeader = isDefinition(tokens) ? depth : -1;
    if (!docstring) lines.push(`${depth} ${canonicalTokens(tokens, scope, 0, locals).join(' ')}`);
  }
  return lines.join('\n');
};
