/** Simple statements (Python reference, "Simple statements"): those of one logical line. */
import { accept, type Cursor, endHere, offsetHere, peek, peekToken } from './cursor.ts';
import { readExpressions } from './expressions.ts';
import { isKeyword, nameOf } from './names.ts';
import type { Alias, Expression, OtherStatement, Statement } from './syntax.ts';
import type { Token } from './tokens.ts';

/** Moves to the end of the simple statement that goes on here. */
const skipStatement = (cursor: Cursor): void => {
  let depth = 0;
  for (; cursor.index < cursor.limit; cursor.index++) {
    const text = peek(cursor);
    if (text === ';' && depth <= 0) return;
    if (text === '(' || text === '[' || text === '{') depth++;
    else if (text === ')' || text === ']' || text === '}') depth--;
  }
};

const other = (cursor: Cursor, start: number): OtherStatement => {
  skipStatement(cursor);
  const tokens = cursor.tokens.slice(start, cursor.index);
  const first = tokens[0];
  const keyword = first?.kind === 'name' ? first.text : '';
  return {
    kind: 'other',
    keyword,
    tokens,
    offset: first?.offset ?? offsetHere(cursor),
    end: endHere(cursor),
  };
};

const readDotted = (cursor: Cursor): string => {
  const parts: string[] = [];
  for (let token = peekToken(cursor); token?.kind === 'name'; token = peekToken(cursor)) {
    if (token.text === 'import') break;
    parts.push(nameOf(token));
    cursor.index++;
    if (!accept(cursor, '.')) break;
  }
  return parts.join('.');
};

const readAlias = (cursor: Cursor): Alias | undefined => {
  const offset = offsetHere(cursor);
  const name = accept(cursor, '*') ? '*' : readDotted(cursor);
  if (name === '') return undefined;
  if (!accept(cursor, 'as')) return { name, alias: undefined, offset };
  const token = peekToken(cursor);
  if (token?.kind !== 'name') return undefined;
  cursor.index++;
  return { name, alias: nameOf(token), offset };
};

const readAliases = (cursor: Cursor): Alias[] | undefined => {
  const names: Alias[] = [];
  do {
    if (peek(cursor) === ')') break;
    const alias = readAlias(cursor);
    if (alias === undefined) return undefined;
    names.push(alias);
  } while (accept(cursor, ','));
  return names.length === 0 ? undefined : names;
};

const atEnd = (cursor: Cursor): boolean => peek(cursor) === '' || peek(cursor) === ';';

const readImport = (cursor: Cursor): Statement | undefined => {
  const offset = offsetHere(cursor);
  cursor.index++;
  const names = readAliases(cursor);
  return names && atEnd(cursor) ? { kind: 'import', names, offset, end: endHere(cursor) } : undefined;
};

const readFrom = (cursor: Cursor): Statement | undefined => {
  const offset = offsetHere(cursor);
  cursor.index++;
  let level = 0;
  for (;;) {
    if (accept(cursor, '.')) level += 1;
    else if (accept(cursor, '...')) level += 3;
    else break;
  }
  const module = readDotted(cursor);
  if (!accept(cursor, 'import') || (module === '' && level === 0)) return undefined;
  const grouped = accept(cursor, '(');
  const names = readAliases(cursor);
  if (grouped && !accept(cursor, ')')) return undefined;
  if (names === undefined || !atEnd(cursor)) return undefined;
  return { kind: 'from', module, level, names, offset, end: endHere(cursor) };
};

const elementsOf = (expression: Expression): readonly Expression[] =>
  expression.kind === 'tuple' || expression.kind === 'list' ? expression.elements : [expression];

const readDelete = (cursor: Cursor): Statement => {
  const offset = offsetHere(cursor);
  cursor.index++;
  const targets = elementsOf(readExpressions(cursor));
  return { kind: 'delete', targets, offset, end: endHere(cursor) };
};

const AUGMENTED = /^(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)=$/;

const readAnnotated = (cursor: Cursor, target: Expression): Statement => {
  const annotation = readExpressions(cursor);
  const value = accept(cursor, '=') ? readExpressions(cursor) : undefined;
  return {
    kind: 'assign',
    targets: [target],
    annotation,
    value,
    offset: target.offset,
    end: endHere(cursor),
  };
};

const readExpressionStatement = (cursor: Cursor): Statement | undefined => {
  const offset = offsetHere(cursor);
  const { errors } = cursor;
  let value = readExpressions(cursor);
  if (cursor.errors > errors) return undefined;
  const operator = peek(cursor);
  if (operator === '=') {
    const targets: Expression[] = [];
    while (accept(cursor, '=')) {
      targets.push(value);
      value = readExpressions(cursor);
    }
    return { kind: 'assign', targets, annotation: undefined, value, offset, end: endHere(cursor) };
  }
  if (
    operator === ':' &&
    (value.kind === 'name' || value.kind === 'attribute' || value.kind === 'subscript')
  ) {
    cursor.index++;
    return readAnnotated(cursor, value);
  }
  if (operator.length > 1 && AUGMENTED.test(operator)) {
    cursor.index++;
    const right = readExpressions(cursor);
    return { kind: 'augmented', target: value, operator, value: right, offset, end: endHere(cursor) };
  }
  return { kind: 'expression', value, offset, end: endHere(cursor) };
};

const readStatement = (cursor: Cursor): Statement | undefined => {
  switch (peek(cursor)) {
    case 'import':
      return readImport(cursor);
    case 'from':
      return readFrom(cursor);
    case 'del':
      return readDelete(cursor);
    default:
      return readExpressionStatement(cursor);
  }
};

/** First words of simple statements that are not read. */
const UNREAD: ReadonlySet<string> = new Set(
  'pass raise return break continue global nonlocal assert yield'.split(' '),
);

/** Whether a statement is none of those that are read: one of the above, `type X = …` or a Python 2 `print x`, `exec x`. */
const isUnread = (first: Token, next: Token | undefined): boolean => {
  const { kind, text } = first;
  if (kind !== 'name') return false;
  if (text !== 'print' && text !== 'exec' && text !== 'type') return UNREAD.has(text);
  // These three are ordinary names too, unless an operand follows.
  if (next === undefined || next.kind === 'operator') return false;
  return next.kind !== 'name' || !isKeyword(next.text);
};

const noteRebound = (statement: OtherStatement, rebound: string[]): void => {
  const { keyword, tokens } = statement;
  if (keyword !== 'global' && keyword !== 'type') return;
  const names = keyword === 'type' ? tokens.slice(1, 2) : tokens.slice(1);
  for (const token of names) if (token.kind === 'name') rebound.push(nameOf(token));
};

/** The simple statements, separated by semicolons, that the cursor's tokens hold up to its limit. */
export const readSimple = (cursor: Cursor, body: Statement[], rebound: string[]): void => {
  while (cursor.index < cursor.limit) {
    if (accept(cursor, ';')) continue;
    const start = cursor.index;
    const first = cursor.tokens[start];
    if (first === undefined) return;
    const { errors } = cursor;
    const unread = isUnread(first, cursor.tokens[start + 1]);
    const statement = unread ? undefined : readStatement(cursor);
    if (statement !== undefined && cursor.index > start && atEnd(cursor)) body.push(statement);
    else {
      if (!unread && cursor.errors === errors) cursor.errors++;
      cursor.index = start;
      const unknown = other(cursor, start);
      noteRebound(unknown, rebound);
      body.push(unknown);
      if (cursor.index === start) cursor.index++;
    }
  }
};
