import { expect, test } from 'vitest';
import { parseModule } from '../../src/python/parse.ts';
import { positionAt } from '../../src/python/positions.ts';

test.for([
  ['the start', '|x = 1', 1, 1],
  ['the end of an empty text', '|', 1, 1],
  ['after LF', 'a\n|b', 2, 1],
  ['after CRLF', 'a\r\n|b', 2, 1],
  ['after a lone CR', 'a\r|b', 2, 1],
  ['between CR and LF', 'a\r|\nb', 1, 3],
  ['at the line end itself', 'ab|\nc', 1, 3],
  ['after the last line end', 'a\n|', 2, 1],
  ['CR, LF and CRLF mixed', 'a\r\r\n\n|b', 4, 1],
  ['an astral character is one column', '😀 = |1', 1, 5],
  ['a tab is one column', '\t|x', 1, 2],
  ['a form feed ends no line', 'a\n\f|b', 2, 2],
  ['a line separator ends no line', 'a\u2028|b', 1, 3],
  ['a next-line character ends no line', 'a\u0085|b', 1, 3],
] as const)('%s', ([, marked, line, column]) => {
  expect(positionAt(marked.replace('|', ''), marked.indexOf('|'))).toEqual({ line, column });
});

test('offsets outside the text are taken for its ends', () => {
  expect(positionAt('ab', 99)).toEqual({ line: 1, column: 3 });
  expect(positionAt('ab', -1)).toEqual({ line: 1, column: 1 });
});

test('a class is where its keyword is, below its decorators', () => {
  const source = '"😀"\r\n\f\r\n@a\r@b\n  # comment\nclass A: pass';
  const [, statement] = parseModule(source).body;
  expect(positionAt(source, statement?.offset ?? 0)).toEqual({ line: 6, column: 1 });
});

test('an argument after an astral string keeps its place', () => {
  const source = 'é = f("😀", x)';
  const [statement] = parseModule(source).body;
  const call = statement?.kind === 'assign' && statement.value?.kind === 'call' ? statement.value : undefined;
  const offset = call?.arguments[1]?.offset ?? 0;
  expect(source.slice(offset, call?.arguments[1]?.end)).toBe('x');
  expect(positionAt(source, offset)).toEqual({ line: 1, column: 12 });
});
