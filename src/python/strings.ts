/** Where string literals end (Python reference, "String and Bytes literals"; PEP 701, 750 for f- and t-strings). */
import { afterNewline, closesBrackets, endOfLine, isNamePart } from './characters.ts';

const isEscaped = (source: string, quote: number, floor: number): boolean => {
  let first = quote;
  while (first > floor && source.charCodeAt(first - 1) === 92) first--;
  return (quote - first) % 2 === 1;
};

/** Whether the quote at `open` begins a triple-quoted literal. */
export const isTriple = (source: string, open: number): boolean => {
  const quote = source.charCodeAt(open);
  return source.charCodeAt(open + 1) === quote && source.charCodeAt(open + 2) === quote;
};

const endOfTriple = (source: string, open: number): number => {
  const quotes = source.slice(open, open + 3);
  let found = source.indexOf(quotes, open + 3);
  while (found !== -1 && isEscaped(source, found, open + 3)) found = source.indexOf(quotes, found + 1);
  return found === -1 ? -1 : found + 3;
};

/** The offset after the plain literal whose first quote is at `open`, or -1 if it is not terminated. */
export const endOfString = (source: string, open: number): number => {
  if (isTriple(source, open)) return endOfTriple(source, open);
  const quote = source.charCodeAt(open);
  for (let at = open + 1; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 92) {
      at++;
      if (source.charCodeAt(at) === 13 && source.charCodeAt(at + 1) === 10) at++;
    } else if (code === 10 || code === 13) return -1;
  }
  return -1;
};

/** The lower-case letters of the string prefix that stands in `source` from `start` to `end`, or undefined. */
export const stringPrefix = (source: string, start: number, end: number): string | undefined => {
  if (end - start > 2) return undefined;
  const prefix = source.slice(start, end).toLowerCase();
  switch (prefix) {
    case '':
    case 'r':
    case 'u':
    case 'b':
    case 'f':
    case 't':
    case 'br':
    case 'rb':
    case 'ur':
    case 'fr':
    case 'rf':
    case 'tr':
    case 'rt':
      return prefix;
    default:
      return undefined;
  }
};

/** The prefix of the literal whose first quote is at `open`, looking back no further than `floor`. */
export const prefixBefore = (source: string, open: number, floor: number): string => {
  let start = open;
  while (start > floor && open - start < 3 && isNamePart(source.charCodeAt(start - 1))) start--;
  return stringPrefix(source, start, open) ?? '';
};

/** A literal part (or format specifier) of an f-string, or one of its holes, being scanned. */
type Frame =
  | {
      readonly kind: 'text';
      readonly quote: number;
      readonly triple: boolean;
      readonly raw: boolean;
      readonly spec: boolean;
    }
  | { readonly kind: 'hole'; readonly start: number; colon: number; depth: number };

/** A hole of an f-string: offsets of its `{`, of the `:` before its format specifier (-1 if none), and of its `}`. */
export interface Hole {
  readonly open: number;
  readonly colon: number;
  readonly close: number;
}

/** One scan of one f-string; a stack instead of recursion keeps it linear and safe from deep nesting. */
interface Scan {
  readonly source: string;
  readonly frames: Frame[];
  readonly holes: Hole[] | undefined;
  at: number;
}

const textFrame = (source: string, open: number, raw: boolean): Frame => ({
  kind: 'text',
  quote: source.charCodeAt(open),
  triple: isTriple(source, open),
  raw,
  spec: false,
});

const closeHole = (scan: Scan): void => {
  const hole = scan.frames.pop();
  if (scan.frames.length === 1 && hole?.kind === 'hole') {
    scan.holes?.push({ open: hole.start, colon: hole.colon, close: scan.at });
  }
};

const skipEscape = (scan: Scan, raw: boolean): void => {
  const { source, at } = scan;
  const next = source.charCodeAt(at + 1);
  if (next === 123 || next === 125) scan.at += 1;
  else if (!raw && next === 78 && source.charCodeAt(at + 2) === 123) scan.at += 3;
  else if (next === 13 || next === 10) scan.at = afterNewline(source, at + 1);
  else scan.at += 2;
};

const scanText = (scan: Scan, frame: Frame & { kind: 'text' }): boolean => {
  const { source, frames } = scan;
  while (scan.at < source.length) {
    const code = source.charCodeAt(scan.at);
    if (code === 92) skipEscape(scan, frame.raw);
    else if (code === 123) {
      if (frame.spec || source.charCodeAt(scan.at + 1) !== 123) {
        frames.push({ kind: 'hole', start: scan.at, colon: -1, depth: 0 });
        scan.at += 1;
        return true;
      }
      scan.at += 2;
    } else if (code === 125 && frame.spec) {
      frames.pop();
      closeHole(scan);
      scan.at += 1;
      return true;
    } else if (code === frame.quote && (!frame.triple || isTriple(source, scan.at))) {
      if (frame.spec) return false;
      frames.pop();
      scan.at += frame.triple ? 3 : 1;
      return true;
    } else if (!frame.triple && (code === 10 || code === 13)) return false;
    else scan.at += 1;
  }
  return false;
};

const scanNested = (scan: Scan, floor: number): boolean => {
  const { source, at } = scan;
  const prefix = prefixBefore(source, at, floor);
  if (prefix.includes('f') || prefix.includes('t')) {
    scan.frames.push(textFrame(source, at, prefix.includes('r')));
    scan.at += isTriple(source, at) ? 3 : 1;
    return true;
  }
  const end = endOfString(source, at);
  if (end === -1) return false;
  scan.at = end;
  return true;
};

const specFrame = (frames: readonly Frame[]): Frame => {
  const text = frames.findLast((frame) => frame.kind === 'text');
  if (text === undefined) throw new RangeError('a hole is always inside a text');
  return { ...text, spec: true };
};

const scanHole = (scan: Scan, hole: Frame & { kind: 'hole' }): boolean => {
  const { source } = scan;
  while (scan.at < source.length) {
    const code = source.charCodeAt(scan.at);
    if (code === 34 || code === 39) {
      const count = scan.frames.length;
      if (!scanNested(scan, hole.start + 1)) return false;
      if (scan.frames.length !== count) return true;
      continue;
    }
    if (code === 125 && hole.depth === 0) {
      closeHole(scan);
      scan.at += 1;
      return true;
    }
    if (code === 58 && hole.depth === 0) {
      hole.colon = scan.at;
      scan.frames.push(specFrame(scan.frames));
      scan.at += 1;
      return true;
    }
    if (code === 40 || code === 91 || code === 123) hole.depth++;
    else if ((code === 41 || code === 93 || code === 125) && --hole.depth < 0) return false;
    else if (code === 35) scan.at = endOfLine(source, scan.at) - 1;
    else if ((code === 10 || code === 13) && closesBrackets(source, afterNewline(source, scan.at)))
      return false;
    scan.at += 1;
  }
  return false;
};

/**
 * The offset after the f- or t-string whose first quote is at `open`, or -(offset reached) if it is broken.
 * Its own holes are pushed on `holes`.
 */
export const endOfFormatted = (source: string, open: number, raw: boolean, holes?: Hole[]): number => {
  const first = textFrame(source, open, raw);
  const scan: Scan = { source, frames: [first], holes, at: open + (isTriple(source, open) ? 3 : 1) };
  let frame: Frame | undefined = first;
  while (frame !== undefined) {
    const start = scan.at;
    const went: boolean = frame.kind === 'text' ? scanText(scan, frame) : scanHole(scan, frame);
    if (!went) return -Math.max(scan.at, start, 1);
    frame = scan.frames.at(-1);
  }
  return scan.at;
};
