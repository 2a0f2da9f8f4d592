import { expect, test } from 'vitest';
import { normalTokens } from '../../src/python/functions.ts';
import { firstFunction } from './read.ts';

const normal = (source: string): string => {
  const { statement, scope } = firstFunction(source);
  return normalTokens(statement, scope);
};

test.for([
  ['comments and blank lines', 'def f():\n  a\n  b', 'def f(): # c\n\n  # d\n  a # e\n\n\n  b\n\n# g\n'],
  ['the width of indentation', 'def f():\n  if a:\n    b', 'def f():\n\tif a:\n\t\t\tb'],
  ['where the function stands', 'def f():\n  a', 'class C:\n      def f():\n          a'],
  ['quotes', 'def f():\n  return "a"', "def f():\n  return 'a'"],
  ['trailing commas', 'def f(a, b):\n  g(a, [b])', 'def f(\n  a,\n  b,\n):\n  g(a, [b,],)'],
  ['docstrings', 'def f():\n  return 1', 'def f():\n  """Doc."""\n  return 1'],
  ['docstrings in one line', 'def f(): return 1', 'def f(): "Doc."; return 1'],
  ['docstrings inside', 'def f():\n  class C:\n    x', 'def f():\n  class C:\n    "d" "oc"\n    x'],
  ['line breaks in brackets', 'def f():\n  g(1, 2)', 'def f():\n  g(1,\n2)'],
  ['joined lines', 'def f():\n  a = 1 + 2', 'def f():\n  a = 1 \\\n    + 2'],
  [
    'suites on the same line',
    'def f():\n  if a: b; c\n  else: d',
    'def f():\n  if a:\n    b\n    c\n  else:\n    d',
  ],
  ['the one-line form', 'def f(): return 1', 'def f():\n  return 1'],
  ['decorators', '@a.b("c")\ndef f(): x', "@a . b ( 'c', )\n\ndef f(): x"],
  ['import aliases', 'from a import b\ndef f(): b.c()', 'import a.b as d\ndef f(): d.c()'],
  ['implicit concatenation', 'def f(): g("ab")', 'def f(): g("a" "b")'],
  ['what follows the function', 'def f():\n  a', 'def f():\n  a\nb'],
] as const)('%s: vanish', ([, left, right]) => {
  expect(normal(left)).toBe(normal(right));
});

test.for([
  ['leaving an if', 'def f():\n  if a:\n    b\n    c', 'def f():\n  if a:\n    b\n  c'],
  [
    'leaving two ifs',
    'def f():\n  if a:\n    if b:\n      c\n  d',
    'def f():\n  if a:\n    if b:\n      c\n    d',
  ],
  ['order of statements', 'def f():\n  a\n  b', 'def f():\n  b\n  a'],
  ['names', 'def f(): a', 'def g(): a'],
  ['async', 'def f(): a', 'async def f(): a'],
  ['parameters', 'def f(a): x', 'def f(b): x'],
  ['defaults', 'def f(a=1): x', 'def f(a=2): x'],
  ['annotations', 'def f(a: int): x', 'def f(a: str): x'],
  ['decorators', '@a\ndef f(): x', '@b\ndef f(): x'],
  ['no decorator', '@a\ndef f(): x', 'def f(): x'],
  ['order of decorators', '@a\n@b\ndef f(): x', '@b\n@a\ndef f(): x'],
  ['a string after other statements', 'def f():\n  a\n  "b"', 'def f():\n  a'],
  ['a string in an if', 'def f():\n  if a:\n    "b"\n    c', 'def f():\n  if a:\n    c'],
  ['bytes in the place of a docstring', 'def f():\n  b"a"\n  c', 'def f():\n  c'],
  ['an f-string in the place of a docstring', 'def f():\n  f"{a}"\n  c', 'def f():\n  c'],
  ['a returned tuple', 'def f(): return a,', 'def f(): return a'],
  ['a tuple of one', 'def f(): return (a,)', 'def f(): return (a)'],
  [
    'else of another if',
    'def f():\n  if a:\n    if b: c\n    else: d',
    'def f():\n  if a:\n    if b: c\n  else: d',
  ],
  ['kinds of strings', 'def f(): return "a"', 'def f(): return b"a"'],
  ['modules of the same name', 'from a import b\ndef f(): b.c()', 'from d import b\ndef f(): b.c()'],
  ['a parameter and an import', 'import m\ndef f(m=1): return m.x', 'import m\ndef f(n=1): return m.x'],
  ['a parameter called like an import', 'import m\ndef f(m=None): m.x', 'import m as n\ndef f(m=None): n.x'],
  ['a print statement', 'def f(): print (a,)', 'def f(): print (a)'],
] as const)('%s: differ', ([, left, right]) => {
  expect(normal(left)).not.toBe(normal(right));
});

test('a line for every statement, with the number of suites around it', () => {
  const source = `
class Migration(migrations.Migration):
    @staticmethod
    def forwards(apps, schema_editor):
        """Fill it."""
        Shop = apps.get_model('shop', 'Shop')
        for shop in Shop.objects.all():  # all
            shop.slug = slugify(shop.name); shop.save()
        else: pass
`;
  expect(normal(source)).toMatchInlineSnapshot(`
    "@ staticmethod
    0 def forwards ( apps , schema_editor )
    1 Shop = apps . get_model ( "shop" , "Shop" )
    1 for shop in Shop . objects . all ( )
    2 shop . slug = slugify ( shop . name )
    2 shop . save ( )
    1 else
    2 pass"
  `);
});
