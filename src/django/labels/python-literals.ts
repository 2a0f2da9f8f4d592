import { endOfString, isTriple, prefixBefore } from '../../python/strings.ts';

/** A string literal in a line of Python. Offsets are UTF-16, in the line. */
export interface LineLiteral {
  /** Of its prefix or first quote. */
  readonly start: number;
  /** Of its first quote. */
  readonly open: number;
  /** After its last quote. */
  readonly end: number;
  /** Between the quotes, as written. */
  readonly content: string;
}

/**
 * The texts in a line, without bytes, and what comments hold. None in a line that a text goes on behind, or into, as
 * far as quotes that do not match show that; nor in an example of a docstring.
 */
export function literalsIn(line: string): LineLiteral[] {
  const found: LineLiteral[] = [];
  if (/^\s*(?:>>>|\.\.\.)\s/.test(line)) return found;
  const next = /["'#]/g;
  for (let end = 0; ;) {
    next.lastIndex = end;
    const open = next.exec(line)?.index;
    if (open === undefined || line[open] === '#') return found;
    const prefix = prefixBefore(line, open, end);
    end = endOfString(line, open);
    if (end < 0) return [];
    const width = isTriple(line, open) ? 3 : 1;
    const content = line.slice(open + width, end - width);
    if (!prefix.includes('b')) found.push({ start: open - prefix.length, open, end, content });
  }
}

/** Up to 200 characters before a literal. */
export function textBefore(line: string, { start }: LineLiteral): string {
  return line.slice(Math.max(0, start - 200), start);
}

/** Up to 20 characters after a literal. */
export function textAfter(line: string, { end }: LineLiteral): string {
  return line.slice(end, end + 20);
}

/** False for a text in quotes amid the words of another text. */
export function isOperand(before: string, after: string): boolean {
  return LEFT.test(before.slice(-20).trimEnd()) && RIGHT.test(after);
}

const LEFT =
  /(?:^|[([{,=:<>!+|&%-]|\b(?:return|yield|in|not|is|or|and|if|elif|else|assert|case|raise|lambda))$/;
const RIGHT = /^\s*(?:$|[)\]},:;.%+=!<>|&#\\-]|(?:for|if|else|in|not|is|or|and|as)\b)/;
