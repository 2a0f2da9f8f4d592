/** Where an offset stands for a human reader. */
import { afterNewline, endOfLine } from './characters.ts';

/** A place in a text: line and column count from 1, columns in Unicode code points (a tab is one). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const codePoints = (source: string, start: number, end: number): number => {
  let count = 0;
  for (let at = start; at < end; count++) at += (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return count;
};

/**
 * The position of the UTF-16 offset `offset`, which may be the source's length. Lines end with CR, LF or CRLF as for
 * Python; form feeds and the Unicode line separators end none.
 */
export const positionAt = (source: string, offset: number): Position => {
  const target = Math.max(0, Math.min(offset, source.length));
  let line = 1;
  let start = 0;
  for (;;) {
    const end = endOfLine(source, start);
    const next = afterNewline(source, end);
    if (end >= source.length || next > target) break;
    start = next;
    line++;
  }
  return { line, column: codePoints(source, start, target) + 1 };
};
