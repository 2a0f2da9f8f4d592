/** Logical lines (Python reference, "Line structure"): brackets and backslashes join, comments and blank lines vanish. */
import { afterNewline, closesBrackets, endOfLine, isNamePart } from './characters.ts';
import { prefixBefore } from './strings.ts';
import { endOfLiteral, endOfUnterminated, type Scanner, type Token, tokenAt } from './tokens.ts';

/** A place between two logical lines of a source; reading a line moves it on. */
export interface Reader extends Scanner {
  /** Offset of the next line's first token; the source's length at the end. */
  position: number;
  /** Column of that token: a tab goes to the next multiple of 8, a form feed back to 0. */
  indent: number;
  /** Offset of the end of the line read last, where its line break is. */
  lineEnd: number;
  errors: number;
  /** Names bound by `:=` or named by `global` in the lines read or skipped so far. */
  readonly rebound: string[];
}

/** Offset after a backslash and the line end behind it, or -1 if the backslash at `at` joins no lines. */
const afterJoin = (source: string, at: number): number => {
  const next = source.charCodeAt(at + 1);
  return next === 10 || next === 13 ? afterNewline(source, at + 1) : -1;
};

/** From the start of a physical line, moves to the first token of the next logical line. */
const seek = (reader: Reader, start: number): void => {
  const { source } = reader;
  let at = start;
  let column = 0;
  let joined = 0;
  for (; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === 32) column++;
    else if (code === 9) column += 8 - (column % 8);
    else if (code === 12) column = 0;
    else if (code === 92 && afterJoin(source, at) !== -1) {
      // The first piece of a joined indentation counts.
      joined ||= column;
      at = afterJoin(source, at) - 1;
    } else if (code === 10 || code === 13 || code === 35) {
      at = afterNewline(source, endOfLine(source, at)) - 1;
      column = 0;
      joined = 0;
    } else break;
  }
  reader.position = Math.min(at, source.length);
  reader.indent = joined || column;
};

/** A reader at the first logical line of `source` after the offset `start`, which must begin a physical line. */
export const openReader = (source: string, start = 0): Reader => {
  const reader: Reader = { source, wasted: 0, position: 0, indent: 0, lineEnd: 0, errors: 0, rebound: [] };
  seek(reader, start === 0 && source.charCodeAt(0) === 0xfeff ? 1 : start);
  return reader;
};

const isOpening = (code: number): boolean => code === 40 || code === 91 || code === 123;
const isClosing = (code: number): boolean => code === 41 || code === 93 || code === 125;

const noteToken = (reader: Reader, tokens: readonly Token[], token: Token): void => {
  if (token.kind === 'error') reader.errors++;
  else if (token.text === ':=') {
    const target = tokens.at(-1);
    if (target?.kind === 'name') reader.rebound.push(target.text);
  }
};

/** The tokens of the next logical line, without any newline token. */
export const readLine = (reader: Reader): Token[] => {
  const { source } = reader;
  const tokens: Token[] = [];
  let at = reader.position;
  let depth = 0;
  let lineEnd = source.length;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === 32 || code === 9 || code === 12) at++;
    else if (code === 10 || code === 13) {
      const next = afterNewline(source, at);
      if (depth === 0 || closesBrackets(source, next)) {
        if (depth > 0) reader.errors++;
        lineEnd = at;
        at = next;
        break;
      }
      at = next;
    } else if (code === 35) at = endOfLine(source, at);
    else if (code === 92 && afterJoin(source, at) !== -1) at = afterJoin(source, at);
    else {
      const token = tokenAt(reader, at);
      at += token.text.length;
      if (token.kind === 'operator') {
        if (isOpening(code)) depth++;
        else if (isClosing(code) && depth > 0) depth--;
      }
      if (token.kind === 'error' || code === 58) noteToken(reader, tokens, token);
      tokens.push(token);
    }
  }
  reader.lineEnd = lineEnd;
  seek(reader, at);
  return tokens;
};

const GLOBAL =
  /global(?:[ \t\f]|\\\r?\n|\\\r)+([\w\u0080-\uffff]+(?:(?:[ \t\f]|\\\r?\n|\\\r)*,(?:[ \t\f]|\\\r?\n|\\\r)*[\w\u0080-\uffff]+)*)/y;

const noteGlobal = (reader: Reader, at: number): void => {
  if (at > 0 && isNamePart(reader.source.charCodeAt(at - 1))) return;
  GLOBAL.lastIndex = at;
  const names = GLOBAL.exec(reader.source)?.[1];
  for (const name of names?.match(/[\w\u0080-\uffff]+/g) ?? []) reader.rebound.push(name);
};

const skipString = (reader: Reader, open: number): number => {
  const end = endOfLiteral(reader, open, prefixBefore(reader.source, open, reader.position));
  if (end !== -1) return end;
  reader.errors++;
  return endOfUnterminated(reader.source, open);
};

/** Passes over the next logical line as {@link readLine} would, making no tokens; notes its `global` names. */
export const skipLine = (reader: Reader): void => {
  const { source } = reader;
  let at = reader.position;
  let depth = 0;
  let lineEnd = source.length;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === 103 && source.charCodeAt(at + 1) === 108) noteGlobal(reader, at);
    if (code > 35 && code !== 39 && code !== 92) {
      if (isOpening(code)) depth++;
      else if (isClosing(code) && depth > 0) depth--;
      at++;
    } else if (code === 10 || code === 13) {
      const next = afterNewline(source, at);
      if (depth === 0 || closesBrackets(source, next)) {
        if (depth > 0) reader.errors++;
        lineEnd = at;
        at = next;
        break;
      }
      at = next;
    } else if (code === 35) at = endOfLine(source, at);
    else if (code === 34 || code === 39) at = skipString(reader, at);
    else if (code === 92 && afterJoin(source, at) !== -1) at = afterJoin(source, at);
    else at++;
  }
  reader.lineEnd = lineEnd;
  seek(reader, at);
};

/** All tokens of `source`, each logical line ended by an empty newline token. Never throws. */
export const tokenize = (source: string): readonly Token[] => {
  const reader = openReader(source);
  const tokens: Token[] = [];
  while (reader.position < source.length) {
    for (const token of readLine(reader)) tokens.push(token);
    tokens.push({ kind: 'newline', text: '', offset: reader.position });
  }
  return tokens;
};
