import { expect, test } from 'vitest';
import { normalForm } from '../../src/python/normal.ts';
import { parseModule } from '../../src/python/parse.ts';
import { NO_NAMES } from '../../src/python/scope.ts';
import type { Expression, Keyword, Statement } from '../../src/python/syntax.ts';

const show = (expression: Expression | undefined): string =>
  expression === undefined ? '-' : normalForm(expression, NO_NAMES);

const showKeyword = ({ name, value }: Keyword): string => `${name ?? '**'}=${show(value)}`;

/** A statement on one line; suites in braces. */
const line = (statement: Statement): string => {
  switch (statement.kind) {
    case 'import':
      return `import ${statement.names.map(({ name, alias }) => `${name}/${alias ?? ''}`).join(' ')}`;
    case 'from': {
      const names = statement.names.map(({ name, alias }) => `${name}/${alias ?? ''}`);
      return `from ${statement.level}:${statement.module} ${names.join(' ')}`;
    }
    case 'class': {
      const decorators = statement.decorators.map((each) => `@${show(each)} `).join('');
      const header = [...statement.bases.map(show), ...statement.keywords.map(showKeyword)].join(' ');
      return `${decorators}class ${statement.name}(${header}) {${lines(statement.body)}}`;
    }
    case 'function':
      return `${statement.decorators.map((each) => `@${show(each)} `).join('')}def ${statement.name}`;
    case 'assign':
      return `${statement.targets.map(show).join(' = ')}: ${show(statement.annotation)} = ${show(statement.value)}`;
    case 'augmented':
      return `${show(statement.target)} ${statement.operator} ${show(statement.value)}`;
    case 'expression':
      return `do ${show(statement.value)}`;
    case 'delete':
      return `del ${statement.targets.map(show).join(' ')}`;
    case 'block':
      return `${statement.keyword}: ${statement.suites.map((suite) => `${suite.keyword} {${lines(suite.body)}}`).join(' ')}`;
    case 'other':
    default:
      return `other ${statement.keyword}`;
  }
};

const lines = (body: readonly Statement[]): string => body.map(line).join('; ');

const sketch = (source: string): string => {
  const { body, errors } = parseModule(source);
  return `${errors > 0 ? 'ERROR ' : ''}${lines(body)}`;
};

test.for([
  ['import a, b.c as d', 'import a/ b.c/d'],
  ['from a.b import c as d, e', 'from 0:a.b c/d e/'],
  ['from . import a', 'from 1: a/'],
  ['from ...a import (b,\n c,)', 'from 3:a b/ c/'],
  ['from .... import *', 'from 4: */'],
  ['class A: pass', 'class A() {other pass}'],
  ['class A(): x = 1', 'class A() {x: - = 1}'],
  [
    'class A[T: (int, str) = int](B[T], *C, metaclass=M, **k):\n x = 1',
    'class A(B[T] *C metaclass=M **=k) {x: - = 1}',
  ],
  ['@a\n# c\n\n@b.c(1)\nclass A:\n pass', '@a @b.c(1) class A() {other pass}'],
  ['@(yield_ := a)\ndef f(): 1\nx', '@$(yield_ := a$) def f; do x'],
  ['def f(a, b=1, *c) -> int: return 1\nx', 'def f; do x'],
  ['async def f[T](a):\n  x = 1\n\n  y\nz', 'def f; do z'],
  ['def f(\n  a):\n    """\nclass A: pass\n"""\n    x\nz', 'def f; do z'],
  ['a = b = c', 'a = b: - = c'],
  ['a, *b = c', '(a, *b,): - = c'],
  ['a.b[c] = d', 'a.b[c]: - = d'],
  ['a: int', 'a: int = -'],
  ['a: List[int] = []', 'a: List[int] = []'],
  ['(a): int = 1', 'a: int = 1'],
  ['x = yield a', 'x: - = $(yield a$)'],
  ['a += b', 'a += b'],
  ['a.b >>= c, d', 'a.b >>= (c, d,)'],
  ['a **= 1; b //= 2; c @= 3', 'a **= 1; b //= 2; c @= 3'],
  ['f(1); "doc"', 'do f(1); do "doc"'],
  ['del a, b[c]', 'del a b[c]'],
  ['del (a, b)', 'del a b'],
  ['pass; raise X from y; assert a, b; global c', 'other pass; other raise; other assert; other global'],
  ['if a: b\nelif c: d\nelif e:\n f\nelse:\n g', 'if: if {do b} elif {do d} elif {do f} else {do g}'],
  ['if a:\n b\n\n# c\nelse:\n  d', 'if: if {do b} else {do d}'],
  [
    'try:\n a\nexcept (B, C) as d:\n e\nexcept* F: g\nelse: h\nfinally: i',
    'try: try {do a} except {do e} except {do g} else {do h} finally {do i}',
  ],
  ['with a as b, c: d', 'with: with {do d}'],
  ['with (a as b,\n c):\n d', 'with: with {do d}'],
  ['for a in b: c\nelse: d', 'for: for {do c} else {do d}'],
  ['async for a in b: c', 'for: for {do c}'],
  ['async with a: b', 'with: with {do b}'],
  ['while lambda: 1: a', 'while: while {do a}'],
  ['match a:\n case 1: b\n case {"x": y}:\n  c\nd', 'match: case {do b} case {do c}; do d'],
  ['if a:\n  if b: c\n  d\ne', 'if: if {if: if {do c}; do d}; do e'],
  ['if a: b; c\nd', 'if: if {do b; do c}; do d'],
  ['type X[T] = int', 'other type'],
  ['class A:\n  def f(self): pass\n\n  x = 1', 'class A() {def f; x: - = 1}'],
  ['if a:\n\tb\n        c\nd', 'if: if {do b; do c}; do d'],
  ['\fx\nclass A:\n    x\n\f\n    y', 'do x; class A() {do x; do y}'],
] as const)('%j', ([source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test.for([
  ['print "a", b', 'other print'],
  ['print >>f, "a"', 'do ((print >> f), "a",)'],
  ['print', 'do print'],
  ['exec "a" in b', 'other exec'],
  ['raise A, "b"', 'other raise'],
  ['try: a\nexcept B, c: d', 'try: try {do a} except {do d}'],
  ['x = 0777L', 'x: - = $n"0777L"'],
] as const)('Python 2: %j', ([source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test.for([
  ['match = 1', 'match: - = 1'],
  ['match[x]: int', 'match[x]: int = -'],
  ['match(x)', 'do match(x)'],
  ['match.case(a)', 'do match.case(a)'],
  ['case = match', 'case: - = match'],
  ['type = 1', 'type: - = 1'],
  ['type(x)', 'do type(x)'],
  ['type: int = 1', 'type: int = 1'],
  ['print(a)', 'do print(a)'],
  ['print = a', 'print: - = a'],
  ['async = 1', 'async: - = 1'],
  ['exec(a, b)', 'do exec(a, b)'],
  ['classify = defer = 1', 'classify = defer: - = 1'],
  ['importlib.x', 'do importlib.x'],
] as const)('no keyword: %j', ([source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test.for([
  ['x = 1 2\ny', 'ERROR other x; do y'],
  ['a b c\ny', 'ERROR other a; do y'],
  ['import\ny', 'ERROR other import; do y'],
  ['from a import\ny', 'ERROR other from; do y'],
  ['from import a\ny', 'ERROR other from; do y'],
  ['from a import (b\ny = 1\nclass C: x', 'ERROR other from; class C() {do x}'],
  ['class :\n x\ny', 'ERROR other class; do x; do y'],
  ['class A(\n x = 1\nclass B: y', 'ERROR class A(x=1) {}; class B() {do y}'],
  ['class A\n x\ny', 'ERROR class A() {do x}; do y'],
  ['def\ny', 'ERROR other def; do y'],
  ['@a\nx', 'ERROR do x'],
  ['@a', 'ERROR '],
  ['else: x\ny', 'ERROR if: else {do x}; do y'],
  ['except A:\n x\ny', 'ERROR try: except {do x}; do y'],
  ['if a\n x\ny', 'ERROR if: if {do x}; do y'],
  ['"a": 1,\ny', 'ERROR other ; do y'],
  ['x = ', 'ERROR x: - = $($)'],
  ['f(a b)\nx', 'ERROR other f; do x'],
  ['<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b', 'ERROR other ; x: - = 1; other ; x: - = 2; other '],
  ['match a:\n x\n case 1: y', 'ERROR other match; do x; other case'],
  ['match a:\n case 1: y\n x', 'ERROR match: case {do y} case {do x}'],
  [')\nx', 'ERROR other ; do x'],
] as const)('broken: %j', ([source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test('names bound out of sight are listed', () => {
  const source =
    'def f():\n  global a, b\n  "global c"\n  # global d\n  e = "x"; global g\n\nif (h := 1): pass\nclass C:\n  global i\nglobals()\nxglobal = 1';
  expect(parseModule(source).rebound).toEqual(['a', 'b', 'g', 'h', 'i']);
});

test('a walrus inside a function binds nothing outside', () => {
  expect(parseModule('def f():\n  if (a := 1): pass\n').rebound).toEqual([]);
});

test('a function keeps its text', () => {
  const source = 'class A:\n  @x\n  def f(self):\n    a # b\n\n    # c\n    d\n\n  # e\n  g = 1\n';
  const [statement] = parseModule(source).body;
  const f = statement?.kind === 'class' ? statement.body[0] : undefined;
  expect(f?.kind === 'function' && source.slice(f.offset, f.end)).toBe(
    'def f(self):\n    a # b\n\n    # c\n    d',
  );
});
