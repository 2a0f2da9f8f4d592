/** Where an offset stands for a human reader. */
import { afterNewline, endOfLine } from './characters.ts';

/** A place in a text: line and column count from 1, columns in Unicode code points (a tab is one). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The lines of one source, for looking up many positions in it. */
export interface Lines {
  /** The position of the UTF-16 offset `offset`, which may be the source's length. */
  at(offset: number): Position;
  /** Its line alone: columns of a long line take long to count. */
  lineAt(offset: number): number;
}

/** Units between two places at which the code points before them are known. */
const STRIDE = 512;

interface Index {
  readonly lineStarts: readonly number[];
  /** Code points before each multiple of STRIDE. */
  readonly counts: readonly number[];
}

/**
 * Lines end with CR, LF or CRLF as for Python; form feeds and the Unicode line separators end none. The first position
 * costs time linear in the text, all others next to nothing, even where the text is one line of a megabyte.
 */
export const linesOf = (source: string): Lines => {
  let index: Index | undefined;
  const known = (): Index => (index ??= indexOf(source));
  const clamped = (offset: number): number => Math.max(0, Math.min(offset, source.length));
  return {
    lineAt: (offset) => lineAt(known().lineStarts, clamped(offset)),
    at: (offset) => {
      const { lineStarts, counts } = known();
      const target = clamped(offset);
      const line = lineAt(lineStarts, target);
      const start = lineStarts[line - 1] ?? 0;
      return {
        line,
        column: codePointsBefore(source, counts, target) - codePointsBefore(source, counts, start) + 1,
      };
    },
  };
};

/** One position, where no other is asked for. */
export const positionAt = (source: string, offset: number): Position => linesOf(source).at(offset);

function indexOf(source: string): Index {
  const lineStarts = [0];
  for (let end = endOfLine(source, 0); end < source.length;) {
    const start = afterNewline(source, end);
    lineStarts.push(start);
    end = endOfLine(source, start);
  }
  const counts = [0];
  for (let at = 0; at + STRIDE <= source.length; at += STRIDE)
    counts.push((counts.at(-1) ?? 0) + codePointsIn(source, at, at + STRIDE));
  return { lineStarts, counts };
}

/** The 1-based line that holds `offset`. */
function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

function codePointsBefore(source: string, counts: readonly number[], offset: number): number {
  const stride = Math.floor(offset / STRIDE);
  return (counts[stride] ?? 0) + codePointsIn(source, stride * STRIDE, offset);
}

function codePointsIn(source: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (!isSecondHalf(source, at)) count++;
  return count;
}

function isSecondHalf(source: string, at: number): boolean {
  return (source.charCodeAt(at) & 0xfc00) === 0xdc00 && (source.charCodeAt(at - 1) & 0xfc00) === 0xd800;
}
