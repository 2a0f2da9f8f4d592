import { pathText, type GitPath } from './path.ts';

// Controls; what reorders, joins or hides text (Unicode TR36 §3, "trojan source"); line ends; blank letters.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Text that cannot move the cursor, colour the terminal or reorder a line: controls are escaped as `\xHH` or `\u{…}`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escaped);
}

/** The same for text that may span lines. */
export function visibleLines(text: string): string {
  return text.replace(INVISIBLE, (character) => (character === '\n' ? character : escaped(character)));
}

/** JSON in which the same characters are escaped as JSON escapes them: it reads back as what went in. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(INVISIBLE, (character) =>
    character === '\n' ? character : Array.from(character.split(''), jsonEscaped).join(''),
  );
}

function jsonEscaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** A path as messages print it. */
export function showPath(path: GitPath): string {
  return visible(pathText(path));
}

/** True when a path can be typed as it is shown: nothing in it was escaped. */
export function isTypeable(path: GitPath): boolean {
  return showPath(path) === Buffer.from(path, 'latin1').toString('utf8');
}

/** A word that a POSIX shell reads back as `text`: quoted only where it must be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** "1 file", "2 files". */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
