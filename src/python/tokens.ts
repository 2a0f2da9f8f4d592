/** Tokens of Python 2.7 to 3.14 (Python reference, "Lexical analysis"). */
import { endOfLine, isNamePart, isNameStart } from './characters.ts';
import { endOfFormatted, endOfString, isTriple, stringPrefix } from './strings.ts';

/** `'name'` includes keywords; `'newline'` ends a logical line; `'error'` is an unterminated string or a stray character. */
export type TokenKind = 'name' | 'number' | 'string' | 'operator' | 'newline' | 'error';

/** One token: its exact source text (string prefixes and quotes included) and the UTF-16 offset of its first character. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
}

/** What scanning a source keeps: how many characters broken f-strings have cost, which bounds the total work. */
export interface Scanner {
  readonly source: string;
  wasted: number;
}

/** The UTF-16 offset after the token's last character. */
export const endOf = (token: Token): number => token.offset + token.text.length;

/**
 * The offset after the string literal whose first quote is at `open`, or -1 if it is not terminated.
 * A broken f-string is read as a plain one.
 */
export const endOfLiteral = (scanner: Scanner, open: number, prefix: string): number => {
  const { source } = scanner;
  const formatted = prefix !== '' && (prefix.includes('f') || prefix.includes('t'));
  if (formatted && scanner.wasted <= 2 * source.length) {
    const end = endOfFormatted(source, open, prefix.includes('r'));
    if (end > 0) return end;
    scanner.wasted += -end - open;
  }
  return endOfString(source, open);
};

/** Where scanning goes on after an unterminated literal: the end of its line, or of the source for triple quotes. */
export const endOfUnterminated = (source: string, open: number): number =>
  isTriple(source, open) ? source.length : endOfLine(source, open);

const stringAt = (scanner: Scanner, start: number, open: number, prefix: string): Token => {
  const { source } = scanner;
  const end = endOfLiteral(scanner, open, prefix);
  if (end !== -1) return { kind: 'string', text: source.slice(start, end), offset: start };
  return { kind: 'error', text: source.slice(start, endOfUnterminated(source, open)), offset: start };
};

const nameAt = (scanner: Scanner, start: number): Token => {
  const { source } = scanner;
  let end = start + 1;
  while (end < source.length && isNamePart(source.charCodeAt(end))) end++;
  const next = source.charCodeAt(end);
  if (next === 34 || next === 39) {
    const prefix = stringPrefix(source, start, end);
    if (prefix !== undefined) return stringAt(scanner, start, end, prefix);
  }
  return { kind: 'name', text: source.slice(start, end), offset: start };
};

const NUMBER =
  /0[xX][\da-fA-F_]+[lL]?|0[oO][0-7_]+[lL]?|0[bB][01_]+[lL]?|(?:\d[\d_]*(?:\.(?:\d[\d_]*)?)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJlL]?/y;

const numberAt = (source: string, start: number): Token => {
  NUMBER.lastIndex = start;
  const text = NUMBER.exec(source)?.[0] ?? source.charAt(start);
  return { kind: 'number', text, offset: start };
};

const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|<=|>=|==|!=|<>|->|:=|[-+*/%@&|^]=|[-+*/%@&|^~<>()[\]{},:.;=`]/y;

const operatorAt = (source: string, start: number, code: number): Token => {
  // Brackets and commas, the bulk of all operators, need no pattern.
  if ((code >= 40 && code <= 41) || code === 44 || code === 91 || code === 93) {
    return { kind: 'operator', text: source.charAt(start), offset: start };
  }
  OPERATOR.lastIndex = start;
  const text = OPERATOR.exec(source)?.[0];
  if (text === undefined) return { kind: 'error', text: source.charAt(start), offset: start };
  return { kind: 'operator', text, offset: start };
};

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** The token that begins at `start`, which must be no white space, comment or line end. Never empty. */
export const tokenAt = (scanner: Scanner, start: number): Token => {
  const { source } = scanner;
  const code = source.charCodeAt(start);
  if (isNameStart(code)) return nameAt(scanner, start);
  if (code === 34 || code === 39) return stringAt(scanner, start, start, '');
  if (isDigit(code) || (code === 46 && isDigit(source.charCodeAt(start + 1)))) return numberAt(source, start);
  return operatorAt(source, start, code);
};
