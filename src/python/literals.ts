/** What literals mean (Python reference, "Literals"). Whatever cannot be said for certain is undefined. */
import type { Token } from './tokens.ts';

/** The lower-case prefix letters of a string token. */
export const prefixOf = (token: Token): string => {
  const first = token.text.charCodeAt(0);
  return first === 39 || first === 34 ? '' : token.text.slice(0, token.text.search(/['"]/)).toLowerCase();
};

/** How many quotes open a string token that has `prefix`: 1 or 3. */
export const quotesOf = (token: Token, prefix: string): number => {
  const { text } = token;
  const quote = text.charCodeAt(prefix.length);
  const triple = text.charCodeAt(prefix.length + 1) === quote && text.charCodeAt(prefix.length + 2) === quote;
  return triple && text.length - prefix.length >= 6 ? 3 : 1;
};

/** The text between a string token's quotes, line ends as LF. */
export const bodyOf = (token: Token, prefix: string): string => {
  const quotes = quotesOf(token, prefix);
  const body = token.text.slice(prefix.length + quotes, token.text.length - quotes);
  return body.includes('\r') ? body.replaceAll(/\r\n?/g, '\n') : body;
};

/** Whether a string token is a t-string or an f-string with holes, so no constant. */
export const isHole = (token: Token, prefix: string): boolean => {
  if (prefix.includes('t')) return true;
  if (!prefix.includes('f') || !token.text.includes('{')) return false;
  const known = prefix.includes('r') ? /\{\{/g : /\\N\{[^}]*\}?|\\[^N{}]|\{\{/gs;
  return bodyOf(token, prefix).replaceAll(known, '').includes('{');
};

const SIMPLE: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})?|([uUN])|([^]))/g;

/** The character of code point `code`; none for surrogates, which Python keeps apart and UTF-16 does not. */
const character = (code: number, bytes: boolean): string | undefined => {
  if (bytes ? code > 0xff : code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
};

const unicodeEscape = (body: string, letter: string, at: number): string | undefined => {
  const digits = letter === 'u' ? 4 : 8;
  const hex = body.slice(at, at + digits);
  return /^[\da-fA-F]+$/.test(hex) && hex.length === digits ? hex : undefined;
};

/** `body` with its escape sequences replaced; undefined for `\N{…}`, malformed and surrogate escapes. */
export const unescape = (body: string, bytes: boolean): string | undefined => {
  if (!body.includes('\\')) return body;
  const pieces: string[] = [];
  let from = 0;
  ESCAPE.lastIndex = 0;
  for (let match = ESCAPE.exec(body); match !== null; match = ESCAPE.exec(body)) {
    pieces.push(body.slice(from, match.index));
    const [whole, octal, hex, letter, other] = match;
    let end = match.index + whole.length;
    let piece: string | undefined;
    if (octal !== undefined) piece = character(Number.parseInt(octal, 8), bytes);
    else if (hex !== undefined) piece = character(Number.parseInt(hex, 16), bytes);
    else if (letter !== undefined && !bytes) {
      const digits = unicodeEscape(body, letter, end);
      if (letter === 'N' || digits === undefined) return undefined;
      piece = character(Number.parseInt(digits, 16), bytes);
      end += digits.length;
    } else if (other !== undefined || letter !== undefined) piece = SIMPLE[other ?? ''] ?? whole;
    if (piece === undefined) return undefined;
    pieces.push(piece);
    from = end;
    ESCAPE.lastIndex = end;
  }
  pieces.push(body.slice(from));
  return pieces.join('');
};

/** What one string token without holes evaluates to; for bytes, one UTF-16 unit (0 to 255) stands for each byte. */
export const stringValue = (token: Token): string | undefined => {
  const prefix = prefixOf(token);
  const bytes = prefix.includes('b');
  let body = bodyOf(token, prefix);
  if (bytes && /[^\u0000-\u007f]/.test(body)) return undefined;
  if (prefix.includes('f')) body = body.replaceAll('{{', '{').replaceAll('}}', '}');
  if (!prefix.includes('r')) return unescape(body, bytes);
  // Python 2 reads \u escapes in ur'' literals.
  return prefix === 'ur' && body.includes('\\') ? undefined : body;
};

/** A number's type, its nearest JavaScript number (for complex: the imaginary part), and its exact canonical text. */
export interface NumberValue {
  readonly type: 'int' | 'float' | 'complex';
  readonly value: number;
  readonly text: string;
}

const floatText = (value: number): string => {
  if (value === Infinity) return '1e999';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
};

/** Long hexadecimal numbers stay hexadecimal: making them decimal takes quadratic time. */
const LONGEST_CONVERTED = 5000;

const integerText = (digits: string): string => {
  if (!/^0[xob]/.test(digits)) return digits.replace(/^0+(?=\d)/, '');
  return digits.length > LONGEST_CONVERTED ? digits : BigInt(digits).toString();
};

const DIGITS = /^(?:0x_?[\da-f]+|0o_?[0-7]+|0b_?[01]+|[1-9]\d*|0+)$/;

/** What a number token evaluates to. Python 2 octals like 0777 and misplaced underscores are undefined, 1L is 1. */
export const numberValue = (token: Token): NumberValue | undefined => {
  const lower = token.text.toLowerCase();
  if ((lower.startsWith('0x') ? /__|_$/ : /__|_$|_\D|[.ej+-]_/).test(lower)) return undefined;
  const plain = lower.replaceAll('_', '');
  const digits = plain.endsWith('l') ? plain.slice(0, -1) : plain;
  if (DIGITS.test(digits)) return { type: 'int', value: Number(digits), text: integerText(digits) };
  if (plain.endsWith('j')) {
    const value = Number(plain.slice(0, -1));
    return Number.isNaN(value) ? undefined : { type: 'complex', value, text: `${floatText(value)}j` };
  }
  if (/^\d+l?$/.test(plain) || !/[.e]/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isNaN(value) ? undefined : { type: 'float', value, text: floatText(value) };
};
