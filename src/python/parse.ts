/** Modules, classes, functions and compound statements (Python reference, "Compound statements"). */
import { accept, cursorOf, peek } from './cursor.ts';
import { readArguments } from './displays.ts';
import { readExpression } from './expressions.ts';
import { type Clause, clauseOf, continuationAt, headerEnd, skipTypeParameters } from './headers.ts';
import { MAX_NESTING, MAX_SOURCE } from './limits.ts';
import { openReader, type Reader, readLine, skipLine } from './lines.ts';
import { nameOf, nfkc } from './names.ts';
import { readSimple } from './statements.ts';
import type { Expression, Module, Statement, Suite } from './syntax.ts';
import { endOf, type Token } from './tokens.ts';

/** A logical line that has been read, and where it stands: its indentation and the number of suites around it. */
interface Line {
  readonly tokens: readonly Token[];
  readonly indent: number;
  readonly depth: number;
}

const atEnd = (reader: Reader): boolean => reader.position >= reader.source.length;

const nextLine = (reader: Reader, depth: number): Line => {
  const { indent } = reader;
  return { tokens: readLine(reader), indent, depth };
};

/** Passes over every line indented deeper than `indent`. */
const skipSuite = (reader: Reader, indent: number): void => {
  while (!atEnd(reader) && reader.indent > indent) skipLine(reader);
};

/** The statements in the lines indented deeper than `line`. */
const readSuite = (reader: Reader, line: Line): Statement[] => {
  const body: Statement[] = [];
  if (line.depth >= MAX_NESTING) {
    reader.errors++;
    skipSuite(reader, line.indent);
    return body;
  }
  while (!atEnd(reader) && reader.indent > line.indent)
    readStatement(reader, nextLine(reader, line.depth + 1), body);
  return body;
};

const readInline = (reader: Reader, tokens: readonly Token[], start: number, body: Statement[]): void => {
  const cursor = cursorOf(tokens, start);
  readSimple(cursor, body, reader.rebound);
  reader.errors += cursor.errors;
};

/** What follows the header that ends at index `colon`: statements on the same line, then those indented deeper. */
const readBody = (reader: Reader, line: Line, colon: number): Statement[] => {
  const inline: Statement[] = [];
  if (colon === -1) reader.errors++;
  else readInline(reader, line.tokens, colon + 1, inline);
  const body = readSuite(reader, line);
  return inline.length === 0 ? body : [...inline, ...body];
};

const endOfBody = (line: Line, body: readonly Statement[]): number => {
  const last = line.tokens.at(-1);
  return Math.max(body.at(-1)?.end ?? 0, last === undefined ? 0 : endOf(last));
};

const readClass = (reader: Reader, line: Line, decorators: readonly Expression[]): Statement | undefined => {
  const [first, name] = line.tokens;
  if (first === undefined || name?.kind !== 'name') return undefined;
  const cursor = cursorOf(line.tokens, 2);
  if (peek(cursor) === '[') skipTypeParameters(cursor);
  const list = accept(cursor, '(') ? readArguments(cursor, readExpression) : { arguments: [], keywords: [] };
  reader.errors += cursor.errors;
  const body = readBody(
    reader,
    line,
    peek(cursor) === ':' ? cursor.index : headerEnd(line.tokens, cursor.index),
  );
  const { arguments: bases, keywords } = list;
  const end = endOfBody(line, body);
  return { kind: 'class', name: nameOf(name), bases, keywords, decorators, body, offset: first.offset, end };
};

const readFunction = (
  reader: Reader,
  line: Line,
  decorators: readonly Expression[],
): Statement | undefined => {
  const [first] = line.tokens;
  const name = line.tokens[first?.text === 'async' ? 2 : 1];
  if (first === undefined || name?.kind !== 'name') return undefined;
  skipSuite(reader, line.indent);
  const { source, lineEnd } = reader;
  return { kind: 'function', name: nameOf(name), decorators, source, offset: first.offset, end: lineEnd };
};

const readClause = (reader: Reader, line: Line, keyword: Suite['keyword']): Suite => {
  const { tokens } = line;
  const start = tokens[0]?.text === 'async' ? 2 : 1;
  const colon = headerEnd(tokens, start);
  const header = tokens.slice(start, colon === -1 ? tokens.length : colon);
  const body = readBody(reader, line, colon);
  return { keyword, header, body, offset: tokens[0]?.offset ?? 0, end: endOfBody(line, body) };
};

const readBlock = (reader: Reader, line: Line, clause: Clause): Statement => {
  const { block } = clause;
  // An else without its if: what it holds is conditional all the same.
  if (clause.keyword !== block) reader.errors++;
  const first = readClause(reader, line, clause.keyword);
  const suites = [first];
  while (!atEnd(reader) && reader.indent === line.indent) {
    const keyword = continuationAt(reader.source, reader.position, block);
    if (keyword === undefined) break;
    suites.push(readClause(reader, nextLine(reader, line.depth), keyword));
  }
  return {
    kind: 'block',
    keyword: block,
    suites,
    offset: first.offset,
    end: suites.at(-1)?.end ?? first.end,
  };
};

const CASE = /case(?![\w\u0080-\uffff])/y;

const isCase = (reader: Reader): boolean => {
  CASE.lastIndex = reader.position;
  return CASE.test(reader.source);
};

/** `match` is a keyword only before a colon that ends the line and an indented `case` (PEP 634). */
const isMatch = (reader: Reader, line: Line): boolean => {
  const { tokens, indent } = line;
  return (
    tokens.length > 2 &&
    tokens.at(-1)?.text === ':' &&
    !atEnd(reader) &&
    reader.indent > indent &&
    isCase(reader)
  );
};

const readMatch = (reader: Reader, line: Line): Statement => {
  const suites: Suite[] = [];
  const offset = line.tokens[0]?.offset ?? 0;
  while (!atEnd(reader) && reader.indent > line.indent && line.depth < MAX_NESTING) {
    const found = isCase(reader);
    const next = nextLine(reader, line.depth + 1);
    if (found) suites.push(readClause(reader, next, 'case'));
    else {
      reader.errors++;
      const body: Statement[] = [];
      readStatement(reader, next, body);
      suites.push({
        keyword: 'case',
        header: [],
        body,
        offset: next.tokens[0]?.offset ?? 0,
        end: endOfBody(next, body),
      });
    }
  }
  skipSuite(reader, line.indent);
  return { kind: 'block', keyword: 'match', suites, offset, end: suites.at(-1)?.end ?? endOfBody(line, []) };
};

const readDecorator = (reader: Reader, tokens: readonly Token[]): Expression => {
  const cursor = cursorOf(tokens, 1);
  const decorator = readExpression(cursor);
  reader.errors += cursor.errors;
  if (cursor.index < tokens.length) reader.errors++;
  return decorator;
};

/** Reads decorator lines, of which `line` is the first, and what they decorate. */
const readDecorated = (reader: Reader, line: Line, body: Statement[]): void => {
  const decorators = [readDecorator(reader, line.tokens)];
  while (!atEnd(reader) && reader.indent >= line.indent) {
    const next = nextLine(reader, line.depth);
    if (next.tokens[0]?.text !== '@') {
      readStatement(reader, next, body, decorators);
      return;
    }
    decorators.push(readDecorator(reader, next.tokens));
  }
  reader.errors++;
};

const readDefinition = (
  reader: Reader,
  line: Line,
  decorators: readonly Expression[],
): Statement | undefined => {
  const [first, second] = line.tokens;
  if (first?.text === 'class') return readClass(reader, line, decorators);
  if (first?.text === 'def' || (first?.text === 'async' && second?.text === 'def'))
    return readFunction(reader, line, decorators);
  if (decorators.length > 0) reader.errors++;
  return undefined;
};

const readCompound = (reader: Reader, line: Line): Statement | undefined => {
  const [first, second] = line.tokens;
  if (first?.text === 'match' && isMatch(reader, line)) return readMatch(reader, line);
  const isAsync = first?.text === 'async' && (second?.text === 'for' || second?.text === 'with');
  const clause = clauseOf(isAsync ? second?.text : first?.text);
  return clause === undefined ? undefined : readBlock(reader, line, clause);
};

/** The statements that begin in `line`, which has just been read. */
const readStatement = (
  reader: Reader,
  line: Line,
  body: Statement[],
  decorators: readonly Expression[] = [],
): void => {
  const [first] = line.tokens;
  if (first?.text === '@') {
    readDecorated(reader, line, body);
    return;
  }
  const isWord = first?.kind === 'name';
  const definition = isWord ? readDefinition(reader, line, decorators) : undefined;
  const statement = definition ?? (isWord ? readCompound(reader, line) : undefined);
  if (statement === undefined) readInline(reader, line.tokens, 0, body);
  else body.push(statement);
};

/**
 * Reads Python source text of any version from 2.7 to 3.14. Never throws; what it cannot read it leaves out or makes
 * opaque, and counts. Takes time linear in the length of the source.
 */
export const parseModule = (source: string): Module => {
  if (source.length > MAX_SOURCE) return { source, body: [], rebound: [], errors: 1 };
  const reader = openReader(source);
  const body: Statement[] = [];
  while (!atEnd(reader)) readStatement(reader, nextLine(reader, 0), body);
  return { source, body, rebound: [...new Set(reader.rebound.map(nfkc))], errors: reader.errors };
};
