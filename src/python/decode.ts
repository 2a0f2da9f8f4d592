/** From the bytes of a source file to its text (PEP 263, PEP 3120). */

/** What Python's cp1252 has at 0x80 to 0x9F; older Node's own decoder has control characters there. */
const CP1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/** Where ISO 8859-15 differs from ISO 8859-1, pairwise: byte, character. */
const LATIN9 = '\u00a4€\u00a6Š\u00a8š\u00b4Ž\u00b8ž\u00bcŒ\u00bdœ\u00beŸ';

const COOKIE = /^[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)/;
const EMPTY = /^[ \t\f]*(?:#[^\r\n]*)?$/;

const ascii = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** The encoding named by a coding cookie on line 1 or 2, without case and punctuation. */
const cookieOf = (bytes: Uint8Array): string | undefined => {
  const [first = '', second = ''] = ascii(bytes.subarray(0, 1000)).split(/\r\n?|\n/, 2);
  const found = COOKIE.exec(first) ?? (EMPTY.test(first) ? COOKIE.exec(second) : null);
  return found?.[1]?.toLowerCase();
};

const latin1 = (bytes: Uint8Array): string => {
  const pieces: string[] = [];
  // fromCharCode takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 4096) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 4096)));
  }
  return pieces.join('');
};

const cp1252 = (bytes: Uint8Array): string =>
  latin1(bytes).replaceAll(/[\u0080-\u009f]/g, (character) => CP1252.charAt(character.charCodeAt(0) - 0x80));

const latin9 = (bytes: Uint8Array): string =>
  latin1(bytes).replaceAll(/[\u00a4\u00a6\u00a8\u00b4\u00b8\u00bc-\u00be]/g, (character) =>
    LATIN9.charAt(LATIN9.indexOf(character) + 1),
  );

const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Through the platform's decoder for `label`, or as Latin-1 where it has none. */
const platform = (bytes: Uint8Array, label: string): string => {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return latin1(bytes);
  }
};

const decodeAs = (bytes: Uint8Array, encoding: string): string => {
  const plain = encoding.replaceAll(/[-_.]/g, '');
  if (/^(?:utf|u8$|cp65001$|ascii$|usascii$|646$)/.test(plain)) return utf8(bytes);
  if (/^(?:latin1|iso88591|isolatin1|l1|cp819|8859|ibm819)$/.test(plain)) return latin1(bytes);
  if (/^(?:latin9|iso885915|l9)$/.test(plain)) return latin9(bytes);
  if (/^(?:cp|windows)?1252$/.test(plain)) return cp1252(bytes);
  return platform(bytes, encoding.replaceAll('_', '-').replace(/^(?:cp|windows-?)(125\d)$/, 'windows-$1'));
};

/**
 * The text of a Python source file: without byte order mark, by the coding cookie on its first two lines, or else
 * UTF-8. Bytes that are not valid become U+FFFD; never throws.
 */
export const decodePython = (bytes: Uint8Array): string => {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const encoding = marked ? undefined : cookieOf(bytes);
  return encoding === undefined ? utf8(bytes) : decodeAs(bytes, encoding);
};
