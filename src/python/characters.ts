/** Characters and physical lines (Python reference, "Line structure"). Offsets are UTF-16 code units. */

/** The offset after the line end (CR, LF or CRLF) at `at`. */
export const afterNewline = (source: string, at: number): number =>
  source.charCodeAt(at) === 13 && source.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;

/** The offset of the first line end at or after `at`, or the source's length. */
export const endOfLine = (source: string, at: number): number => {
  let end = at;
  while (end < source.length) {
    const code = source.charCodeAt(end);
    if (code === 10 || code === 13) break;
    end++;
  }
  return end;
};

/** Words that begin a statement and can never begin a line inside brackets. */
const STATEMENT =
  /[ \t\f]*(?:(?:class|def|import|with|while|try|except|finally|elif|return|raise|del|global|nonlocal|assert|pass|break|continue|async[ \t]+(?:def|with))(?![\w\u0080-\uffff])|from[ \t.]+[\w.\u0080-\uffff]*[ \t]*import(?![\w\u0080-\uffff]))/y;

/**
 * Whether the line at `start`, which stands inside open brackets, begins with a word that cannot stand there.
 * Then the brackets were never closed: a new statement begins.
 */
export const closesBrackets = (source: string, start: number): boolean => {
  STATEMENT.lastIndex = start;
  return STATEMENT.test(source);
};

/** Whether `code` may begin an identifier; every non-ASCII character may, which is more than Python allows. */
export const isNameStart = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;

/** Whether `code` may continue an identifier. */
export const isNamePart = (code: number): boolean => isNameStart(code) || (code >= 48 && code <= 57);
