import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseModule } from '../../src/python/parse.ts';
import { linesOf, positionAt, type Position } from '../../src/python/positions.ts';

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

/** The position at an offset, counted from the start of the text. */
function counted(source: string, offset: number): Position {
  let [line, column] = [1, 1];
  for (let at = 0; at < offset; at++) {
    const [before, unit] = [source[at - 1] ?? '', source[at] ?? ''];
    const [isEnd, isHalf] = [
      unit === '\n' || (unit === '\r' && source[at + 1] !== '\n'),
      /^[\ud800-\udbff][\udc00-\udfff]$/.test(before + unit),
    ];
    if (isEnd) [line, column] = [line + 1, 1];
    else if (!isHalf) column++;
  }
  return { line, column };
}

const piece = fc.oneof(
  fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '\f',
    '\u2028',
    '\t',
    'a',
    'é',
    '😀',
    '\ud83d',
    '\ude00',
    '\ud83d\ud83d',
    '\0',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const shortText = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
/** A long line, so that characters lie across every boundary at which something could be remembered. */
const longText = fc
  .tuple(
    shortText,
    fc.constantFrom('a', '😀', 'a😀', '\ud83d', '\ude00', '\ude00\ud83d'),
    fc.integer({ min: 200, max: 1500 }),
    shortText,
  )
  .map(([before, unit, count, after]) => before + unit.repeat(count) + after);
const source = fc.oneof({ weight: 3, arbitrary: shortText }, { weight: 1, arbitrary: longText });

test('every position is what counting from the start comes to, whatever was asked before', () => {
  fc.assert(
    fc.property(source, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (source, picks) => {
      const lines = linesOf(source);
      for (const pick of picks) {
        const offset = pick % (source.length + 1);
        const expected = counted(source, offset);
        expect(lines.at(offset)).toEqual(expected);
        expect(lines.lineAt(offset)).toBe(expected.line);
        expect(positionAt(source, offset)).toEqual(expected);
      }
    }),
    { numRuns: 500 },
  );
});

test('around every 512th unit of one long line, too', () => {
  for (const unit of ['a', '😀', 'a😀', '\ude00\ud83d']) {
    const source = `x\r\n${unit.repeat(1200)}\r`;
    const lines = linesOf(source);
    for (
      let offset = source.length;
      offset >= 0;
      offset -= 1 + (offset % 512 > 8 && offset % 512 < 504 ? 60 : 0)
    ) {
      expect(lines.at(offset)).toEqual(counted(source, offset));
    }
  }
});
