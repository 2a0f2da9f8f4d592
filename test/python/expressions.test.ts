import { expect, test } from 'vitest';
import { normalForm } from '../../src/python/normal.ts';
import { NO_NAMES } from '../../src/python/scope.ts';
import { lastValue } from './read.ts';

/** The kind of the one expression a source is, and its structure as text. */
const sketch = (source: string): string => {
  const { expression, module } = lastValue(source);
  return `${module.errors > 0 ? 'ERROR ' : ''}${expression.kind} ${normalForm(expression, NO_NAMES)}`;
};

test.for([
  ['a', 'name a'],
  ['a.b.c', 'attribute a.b.c'],
  ['ﬁ.ﬂ', 'attribute fi.fl'],
  ['f()', 'call f()'],
  ['f(a, *b, c=1, **d)', 'call f(a, *b, c=1, **d)'],
  ['f(a,)(b)[c].d', 'attribute f(a)(b)[c].d'],
  ['f(x for x in y)', 'call f($(x for x in y$))'],
  ['f((k, v) for k, v in x)', 'call f($(( k , v ) for k , v in x$))'],
  ['f(a := 1)', 'call f($(a := 1$))'],
  ['f(print=1)', 'call f(print=1)'],
  ['"a" \'b\' """c"""', 'constant "abc"'],
  ['b"a" rb"\\x"', 'constant b"a\\\\x"'],
  ['f"a{{b}}"', 'constant "a{b}"'],
  ['rf"\\{{"', 'constant "\\\\{"'],
  ['f"{x}"', 'formatted $f({x}$)'],
  ['"a" f"{x}"', 'formatted $f("a" {x}$)'],
  ['t"a"', 'formatted $f($rt"a"$)'],
  ['1', 'constant 1'],
  ['None', 'constant None'],
  ['True', 'constant True'],
  ['...', 'constant ...'],
  ['()', 'tuple ()'],
  ['(a,)', 'tuple (a,)'],
  ['a, b', 'tuple (a, b,)'],
  ['a,', 'tuple (a,)'],
  ['*a, b', 'tuple (*a, b,)'],
  ['(((a)))', 'name a'],
  ['[]', 'list []'],
  ['[a, *b,]', 'list [a, *b]'],
  ['{a, b}', 'set {a, b}'],
  ['{}', 'dict {}'],
  ['{a: b, **c}', 'dict {a: b, **c}'],
  ['{(lambda x: x): lambda: 1, 2: 3}', 'dict {$(lambda x : x$): $(lambda : 1$), 2: 3}'],
  ['{a if b else c: d}', 'dict {$(a if b else c$): d}'],
  ['a + b * c ** -d', 'binary (a + (b * (c ** (- d))))'],
  ['a - b - c', 'binary ((a - b) - c)'],
  ['a ** b ** c', 'binary (a ** (b ** c))'],
  ['-a ** b', 'unary (- (a ** b))'],
  ['a | b ^ c & d << e // f @ g % h', 'binary (a | (b ^ (c & (d << (((e // f) @ g) % h)))))'],
  ['~+-a', 'unary (~ (+ (- a)))'],
  ['a[b]', 'subscript a[b]'],
  ['a[b, c]', 'subscript a[(b, c,)]'],
  ['a[b,]', 'subscript a[(b,)]'],
  ['a[:]', 'subscript a[::]'],
  ['a[1:2, ::3]', 'subscript a[(1:2:, ::3,)]'],
  ['a[*b]', 'subscript a[(*b,)]'],
  ['a[lambda: 1]', 'subscript a[$(lambda : 1$)]'],
  ['(a or b).c', 'attribute ($(a or b$)).c'],
  ['"a".join(b)', 'call ("a").join(b)'],
  ['1 .real', 'attribute (1).real'],
] as const)('%s is %s', ([source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test.for([
  'lambda: 1',
  'lambda a, *b, c=1, **d: a',
  'lambda x=lambda: 1: x',
  'a if b else c',
  'a < b',
  'a == b',
  'a != b',
  'a <> b',
  'a in b',
  'a not in b',
  'a is not b',
  'a and b',
  'a or b',
  'not a',
  '(a := b)',
  '[a for b in c]',
  '[a if b else c for d in e]',
  '{a for b in c}',
  '{a: b for c in d}',
  '{a: b async for c in d}',
  '(a for b in c)',
  '[x async for x in y]',
  'await a',
  '`a`',
  '[lambda: 1 for a in b]',
  '[x for x in 1, 2]',
  '"a" b"b"',
  '(yield)',
  '(a < b)',
] as const)('%s is opaque, without an error', (source) => {
  const { expression, module } = lastValue(`x = ${source}`);
  expect(expression.kind).toBe('opaque');
  expect(module.errors).toBe(0);
});

test.for([
  '[1, 2',
  '[1 2]',
  '(1, 2]',
  '[1, $]',
  '{1: 2, 3}',
  '{1: }',
  'f(1 2)',
  'f(a b=1)',
  '[f(a b)]',
  '[(1 2), 3]',
  'a[]',
  '[a.]',
  '[1, ,2]',
  '[if]',
] as const)('%s is broken, so as a whole opaque', (source) => {
  const { expression, module } = lastValue(`x = ${source}`);
  expect(expression.kind).toBe('opaque');
  expect(module.errors).toBeGreaterThan(0);
});

test('spans cover exactly the text of a node', () => {
  const source = 'x = f( a.b , [1,\n 2] , c = -d )  # e';
  const { expression } = lastValue(source);
  const text = ({ offset, end }: { offset: number; end: number }): string => source.slice(offset, end);
  expect(text(expression)).toBe('f( a.b , [1,\n 2] , c = -d )');
  const call = expression.kind === 'call' ? expression : undefined;
  expect(call?.arguments.map(text)).toEqual(['a.b', '[1,\n 2]']);
  expect(call?.keywords.map((keyword) => [source[keyword.offset], text(keyword.value)])).toEqual([
    ['c', '-d'],
  ]);
});

test.for([
  ['additions', (n: number) => `a${'+a'.repeat(n)}`],
  ['attributes', (n: number) => `a${'.a'.repeat(n)}`],
  ['calls', (n: number) => `a${'()'.repeat(n)}`],
  ['subscripts', (n: number) => `a${'[0]'.repeat(n)}`],
] as const)('a chain of many %s is opaque, one of few is read', ([, chain]) => {
  expect(lastValue(`x = ${chain(150)}`).expression.kind).not.toBe('opaque');
  const long = lastValue(`x = ${chain(100_000)}`);
  expect(normalForm(long.expression, long.scope).length).toBeGreaterThan(100_000);
  expect(long.module.errors).toBe(0);
});
