/** Identifiers and keywords (Python reference, "Identifiers and keywords"). */
import type { Token } from './tokens.ts';

/** Keywords of Python 3 that can be no operand; `None`, `True`, `False`, `async`, `print` and the soft ones are not here. */
const KEYWORDS: ReadonlySet<string> = new Set(
  'and as assert break class continue def del elif else except finally for from global if import in is nonlocal or pass raise return try while with'.split(
    ' ',
  ),
);

/** Whether `text` is a keyword that can never stand for a value. */
export const isKeyword = (text: string): boolean => KEYWORDS.has(text);

/** The identifier `text` in normal form NFKC, as Python compares them (PEP 3131). */
export const nfkc = (text: string): string => (/[^\u0000-\u007f]/.test(text) ? text.normalize('NFKC') : text);

/** The identifier a name token stands for. */
export const nameOf = (token: Token): string => nfkc(token.text);
