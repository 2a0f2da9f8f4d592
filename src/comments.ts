import { nameOf, type GitPath } from './path.ts';
import { afterNewline, endOfLine } from './python/characters.ts';
import { MAX_SOURCE } from './python/limits.ts';
import { tokenize } from './python/lines.ts';
import { isTriple } from './python/strings.ts';
import { endOf } from './python/tokens.ts';

/** A comment that speaks to this program: `# pyreset: …`, in templates `{# pyreset: … #}` or `<!-- pyreset: … -->`. */
export interface Comment {
  /** 1-based. */
  readonly line: number;
  /** What follows `pyreset:`, without white space around it. */
  readonly text: string;
  /** True when no code stands in its line. */
  readonly alone: boolean;
}

/** Where a text holds something else than code and comments: UTF-16 offsets, `end` behind the last character. */
interface Literal {
  readonly start: number;
  readonly end: number;
}

interface Language {
  readonly literals: (text: string) => readonly Literal[];
  /** The comments of one line, whatever they say. */
  readonly comments: (line: string) => readonly Omit<Comment, 'line'>[];
}

const PYTHON: Language = { literals: pythonStrings, comments: hashComments(/#[ \t]*(pyreset:[^]*)/) };
const TOML: Language = { literals: tomlStrings, comments: PYTHON.comments };
const YAML: Language = { literals: yamlScalars, comments: hashComments(/(?<!\S)#[ \t]*(pyreset:[^]*)/) };
const JSON_FILE: Language = { literals: () => [], comments: () => [] };
const TEMPLATE: Language = { literals: () => [], comments: templateComments };

function languageOf(path: GitPath): Language {
  switch (/\.\w+$/.exec(nameOf(path))?.[0]) {
    case '.py':
    case '.pyi':
      return PYTHON;
    case '.toml':
      return TOML;
    case '.yaml':
    case '.yml':
      return YAML;
    case '.json':
      return JSON_FILE;
    default:
      return TEMPLATE; // Django's templates have any name
  }
}

/** The comments of a file that speak to this program, in their order; in very long files none. Never throws. */
export function commentsIn(path: GitPath, text: string): Comment[] {
  if (text.length > MAX_SOURCE || !text.includes('pyreset:')) return [];
  const { literals, comments } = languageOf(path);
  const lines = blanked(text, literals(text)).split(/\r\n?|\n/);
  return lines.flatMap((line, index) => {
    if (!line.includes('pyreset:')) return [];
    const spoken = comments(line).filter((comment) => comment.text.startsWith('pyreset:'));
    return spoken.map(({ text, alone }) => ({ line: index + 1, text: text.slice(8).trim(), alone }));
  });
}

/** The text with a `"` in place of each line of its literals; line numbers stay what they are. */
function blanked(text: string, literals: readonly Literal[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of literals) {
    pieces.push(text.slice(at, start), text.slice(start, end).replaceAll(/[^\r\n]+/g, '"'));
    at = end;
  }
  return pieces.join('') + text.slice(at);
}

/** A comment to the end of the line; behind another one (`# noqa  # pyreset: …`) it counts as well. */
function hashComments(pattern: RegExp): Language['comments'] {
  return (line) => {
    const text = pattern.exec(line)?.[1];
    return text === undefined ? [] : [{ text, alone: line.trimStart().startsWith('#') }];
  };
}

const CLOSINGS: Readonly<Record<string, string>> = { '{%': '%}', '{{': '}}', '{#': '#}', '<!--': '-->' };

/** What closes in its own line: `{# … #}` does by definition (Django, "The Django template language: Comments"). */
function templateComments(line: string): Omit<Comment, 'line'>[] {
  const found: Omit<Comment, 'line'>[] = [];
  const unclosed = new Set<string>(); // looking again for what is not there would take quadratic time
  const openings = /\{[%{#]|<!--/g;
  const filled = line.trim().length;
  for (let match = openings.exec(line); match; match = openings.exec(line)) {
    const opening = match[0];
    const start = match.index + opening.length;
    const closing = CLOSINGS[opening]!;
    const end = unclosed.has(opening) ? -1 : line.indexOf(closing, start);
    if (end < 0) {
      unclosed.add(opening);
      continue;
    }
    openings.lastIndex = end + closing.length;
    if (opening === '{#' || opening === '<!--') {
      const alone = openings.lastIndex - match.index === filled;
      found.push({ text: line.slice(start, end).trim(), alone });
    }
  }
  return found;
}

function pythonStrings(text: string): Literal[] {
  return tokenize(text)
    .filter(({ kind }) => kind === 'string' || kind === 'error')
    .map((token) => ({ start: token.offset, end: endOf(token) }));
}

/** Strings (TOML 1.0, "String"): those in `"` have escapes as in Python, those in `'` have none. */
function tomlStrings(text: string): Literal[] {
  const strings: Literal[] = [];
  const marks = /["'#]/g;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const start = mark.index;
    const isComment = mark[0] === '#';
    const end = isComment ? endOfLine(text, start) : endOfTomlString(text, start, mark[0]);
    if (!isComment) strings.push({ start, end });
    marks.lastIndex = end;
  }
  return strings;
}

function endOfTomlString(text: string, open: number, quote: string): number {
  const quotes = isTriple(text, open) ? quote.repeat(3) : quote;
  return endOfQuoted(text, open, quotes, TOML_MARKS[quotes]!);
}

/** What matters in a string, by its quotes: escapes, its end, and the end of the line where it cannot go on. */
const TOML_MARKS: Readonly<Record<string, RegExp>> = {
  '"': /\\[^\r\n]|["\r\n]/g,
  "'": /['\r\n]/g,
  '"""': /\\[^]|"""/g,
  "'''": /'''/g,
};

/** The offset behind a string that begins at `open`; one that is not closed ends where it cannot go on. */
function endOfQuoted(text: string, open: number, quotes: string, marks: RegExp): number {
  marks.lastIndex = open + quotes.length;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === quotes) return marks.lastIndex;
    if (mark[0] === '\n' || mark[0] === '\r') return mark.index;
  }
  return text.length;
}

/**
 * Quoted and block scalars (YAML 1.2.2, 7.3 and 8.1). A quote opens one where a node may begin; one that is not closed
 * takes the rest, so that what is doubtful is no comment.
 */
function yamlScalars(text: string): Literal[] {
  const scalars: Literal[] = [];
  for (let start = 0; start < text.length;) {
    const end = endOfYamlLine(text, start, scalars);
    const next = afterNewline(text, endOfLine(text, end));
    const header = /(?:^|[\s:-])[|>][-+]?([1-9])?[-+]?\s*$/.exec(text.slice(start, end));
    const stop = header ? endOfBlock(text, next, indentAt(text, start), header[1]) : next;
    if (stop > next) scalars.push({ start: next, end: stop });
    start = stop;
  }
  return scalars;
}

/** The end of the content that begins a line, without its comment; quoted scalars, which may span lines, are noted. */
function endOfYamlLine(text: string, start: number, scalars: Literal[]): number {
  const marks = /["'#\r\n]/g;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const at = mark.index;
    if (mark[0] === '\n' || mark[0] === '\r') return at;
    if (mark[0] === '#') {
      if (at === 0 || /\s/.test(text.charAt(at - 1))) return at;
    } else if (beginsNode(text, at)) {
      const end = endOfQuoted(text, at, mark[0], mark[0] === '"' ? /\\[^]|"/g : /''|'/g);
      scalars.push({ start: at, end });
      marks.lastIndex = end;
    }
  }
  return text.length;
}

function beginsNode(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charAt(before) === ' ' || text.charAt(before) === '\t') before--;
  return before < 0 || '\r\n:-?,[{'.includes(text.charAt(before));
}

/** Where a block scalar ends: at the first line with less indentation than its first one has, or its header asks for. */
function endOfBlock(text: string, start: number, parent: number, asked: string | undefined): number {
  let indent = asked === undefined ? undefined : parent + Number(asked);
  for (let at = start; at < text.length; at = afterNewline(text, endOfLine(text, at))) {
    const own = indentAt(text, at);
    if (text.slice(at, endOfLine(text, at)).trim() === '') continue;
    indent ??= Math.max(own, parent + 1);
    if (own < indent) return at;
  }
  return text.length;
}

/** How many spaces begin the line at `start`. */
function indentAt(text: string, start: number): number {
  let at = start;
  while (text.charAt(at) === ' ') at++;
  return at - start;
}
