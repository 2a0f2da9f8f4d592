import { expect, test } from 'vitest';
import { tokenize } from '../../src/python/lines.ts';

/** Tokens as their texts, each kind but names and operators marked; `;;` ends a logical line. */
const sketch = (source: string): string =>
  tokenize(source)
    .map(({ kind, text }) => {
      if (kind === 'newline') return ';;';
      return kind === 'name' || kind === 'operator' ? text : `${kind[0]}<${text}>`;
    })
    .join(' ');

test.for([
  ['a = 1 # c\n\n  # d\nb', 'a = n<1> ;; b ;;'],
  ['f(a,\n  # c\n\n  b)\nc', 'f ( a , b ) ;; c ;;'],
  ['a = \\\n  b', 'a = b ;;'],
  ['a = \\\r\n  b\rc', 'a = b ;; c ;;'],
  ['a\r\nb\rc\nd', 'a ;; b ;; c ;; d ;;'],
  ['', ''],
  ['\n\n# only\n', ''],
  ['\ufeffx', 'x ;;'],
  ['x = 1if y else 2', 'x = n<1> if y else n<2> ;;'],
  [
    '1_000 0x_fF 0o17 0b1 1e5 1E-5 1. .5 1.5j 1..real',
    'n<1_000> n<0x_fF> n<0o17> n<0b1> n<1e5> n<1E-5> n<1.> n<.5> n<1.5j> n<1.> . real ;;',
  ],
  ['0777 1L 0xFFL', 'n<0777> n<1L> n<0xFFL> ;;'],
  ['a <> b != c', 'a <> b != c ;;'],
  ['`x`', '` x ` ;;'],
  ['a**=b//=c>>=d<<=e', 'a **= b //= c >>= d <<= e ;;'],
  ['x[...] -> y := z', 'x [ ... ] -> y := z ;;'],
  ['été = 変数', 'été = 変数 ;;'],
] as const)('%j', ([source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test.for([
  '""',
  "''",
  '"a\\"b"',
  "'a\\'b'",
  '"a\\\nb"',
  '"a\\\r\nb"',
  '"""a"b""c"""',
  "'''a\n'b\n'''",
  '"""a\\""""',
  '""""a"""',
  'R"a\\"b"',
  'b"x"',
  'BR"x"',
  'rB"x"',
  'u"x"',
  "ur'x'",
  'f"{x}"',
  'f"{{x}}"',
  'rf"{x}\\{y}"',
  't"{x}"',
  'Rt"{x}"',
  'f"{x!r:>{w}}"',
  'f"{d["k"]}"',
  "f'{f'{f'{1}'}'}'",
  'f"{x:{y:{z}}}"',
  'f"{ {1: 2}[1] }"',
  'f"{(lambda: 1)()}"',
  'f"{a:=^5}"',
  'f"""{\n  x  # }"\n}"""',
  'f"{\n x }"',
  'f"\\N{BULLET} {x}"',
  'f"{x:\\n}"',
  'f"{\'}\'}"',
  'f"{\'"\'}"',
  'f"{x}" ',
])('%j is one string', (text) => {
  expect(tokenize(text).map((token) => [token.kind, token.text])).toEqual([
    ['string', text.trim()],
    ['newline', ''],
  ]);
});

test.for([
  ['an unterminated string ends with its line', "x = 'abc\ny", "x = e<'abc> ;; y ;;"],
  ['an unterminated triple string ends with the text', 'x = """abc\ny', 'x = e<"""abc\ny> ;;'],
  ['a broken f-string is read as a plain one', 'f"{" + x', 's<f"{"> + x ;;'],
  ['a hole that never closes', 'f"{x" + y\nz', 's<f"{x"> + y ;; z ;;'],
  ['a stray closing bracket in a hole', 'f"{x)}" + y', 's<f"{x)}"> + y ;;'],
  ['a long name before a quote is no prefix', 'buf"x"', 'buf s<"x"> ;;'],
  ['ub is no prefix', 'ub"x"', 'ub s<"x"> ;;'],
  ['stray characters', 'a ? b $ c', 'a e<?> b e<$> c ;;'],
  ['a backslash that joins nothing', 'a \\ b', 'a e<\\> b ;;'],
  ['NUL', 'a\0b', 'a e<\0> b ;;'],
] as const)('%s', ([, source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test.for([
  ['class', 'x = [1,\nclass A: pass', 'x = [ n<1> , ;; class A : pass ;;'],
  ['def', 'x = f(\ndef g(): pass', 'x = f ( ;; def g ( ) : pass ;;'],
  ['import', 'x = {\n  import a', 'x = { ;; import a ;;'],
  ['from … import', 'x = (\nfrom .a.b import c', 'x = ( ;; from . a . b import c ;;'],
] as const)('%s at the start of a line closes open brackets', ([, source, expected]) => {
  expect(sketch(source)).toBe(expected);
});

test.for([
  ['yield from', 'x = (yield\nfrom y)'],
  ['a name that begins like a keyword', 'x = [a,\nclass_b, classé, define]'],
  ['for, if and else', 'x = [a\nfor a in b\nif c]'],
  ['text of a string', 'x = ["""\nclass A: pass\n"""]'],
  ['a comment', 'x = [\n# class A\n1]'],
  ['from in a name', 'x = [\nfrom_a, import_b]'],
] as const)('%s does not close brackets', ([, source]) => {
  expect(tokenize(source).filter((token) => token.kind === 'newline')).toHaveLength(1);
});

test('offsets are where the texts stand', () => {
  const source = '\ufeffx = "😀" # c\r\n  f(\\\n é)';
  for (const { text, offset } of tokenize(source))
    expect(source.slice(offset, offset + text.length)).toBe(text);
});
