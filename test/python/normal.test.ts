import { expect, test } from 'vitest';
import { normalForm } from '../../src/python/normal.ts';
import { lastValue } from './read.ts';

const normal = (source: string): string => {
  const { expression, scope } = lastValue(source);
  return normalForm(expression, scope);
};

test.for([
  ['white space and comments', 'f(a,b)', 'f( a , # c\n\n   b )'],
  ['quotes', '"a\'b"', "'a\\'b'"],
  ['triple quotes', '"a\\nb"', '"""a\nb"""'],
  ['prefixes u and r', '"a\\\\b"', 'r"a\\b"'],
  ['prefix u', '"a"', 'U"a"'],
  ['an f-string without holes', '"a"', 'f"a"'],
  ['implicit concatenation', '"abc"', '("a"\n  \'b\' "c")'],
  ['explicit concatenation', '"ab"', '"a" + "b"'],
  ['prefix b', 'b"a"', "B'\\x61'"],
  ['escapes', '"é"', '"\\xe9"'],
  ['trailing commas', 'f([1, 2], {3: 4}, {5}, (6, 7))', 'f([1, 2,], {3: 4,}, {5,}, (6, 7,),)'],
  ['parentheses', 'f(a, b=1)', '(f)((a), b=(((1))))'],
  ['parentheses of a tuple', 'x = 1, 2', 'x = (1, 2)'],
  ['the order of keywords', 'f(1, a=2, b=3)', 'f(1, b=3, a=2)'],
  ['keywords before arguments', 'f(*x, a=2)', 'f(a=2, *x)'],
  ['the order of a set', '{1, "a", (2, 3)}', '{(2, 3), 1, "a"}'],
  ['integers', '255', '0x_ff'],
  ['signs', '-1', '- (1)'],
  ['floats', '1.0', '1.'],
  ['a module and what is in it', 'from a.b import c\nc.d', 'from a.b.c import d\nd'],
  ['import and from', 'import a.b\na.b.c', 'from a import b\nb.c'],
  ['aliases', 'from a import b\nf(b)', 'import a.b as x\nf(x)'],
  ['a name for a value', 'X = [1, 2]\ny = f(X)', 'f([1, 2])'],
  ['a name for a call', 'x = g(1)\ny = f(x)', 'f(g(1))'],
  ['a name for an import', 'from a import b\nc = b.d\ny = f(c)', 'from a.b import d\nf(d)'],
  ['quotes in a lambda', 'lambda x: x["a"]', "lambda x: x['a']"],
  ['trailing commas in a lambda', 'lambda x: f(x, [1])', 'lambda x: f(x, [1,],)'],
  ['line breaks in a comprehension', '[a for a in b]', '[\n a # c\n for a in b\n]'],
  ['parentheses round a word in a condition', 'a if b else c', '(a) if (b) else (c)'],
  ['imports in a lambda', 'from a import b\nlambda: b.c', 'from a import b as x\nlambda: x.c'],
  ['quotes in a hole', 'f"{x[\'a\']}"', 'f\'{x["a"]}\''],
  ['white space in a hole', 'f"{a+b}"', 'f"{ a + b }"'],
  ['splitting an f-string', 'f"a{b}c"', '"a" f"{b}" \'c\''],
  ['Python 2 inequality', 'a != b', 'a <> b'],
] as const)('%s: vanish', ([, left, right]) => {
  expect(normal(left)).toBe(normal(right));
});

test.for([
  ['bytes and str', '"a"', 'b"a"'],
  ['str and int', '"1"', '1'],
  ['int and float', '1', '1.0'],
  ['float and complex', '1.0', '1.0j'],
  ['int and bool', '1', 'True'],
  ['None and its name', 'None', '"None"'],
  ['a string and a name', '"a"', 'a'],
  ['a string and the same with quotes', '"a"', '"\\"a\\""'],
  ['one string and two', '["a, b"]', '["a", "b"]'],
  ['list and tuple', '[1]', '(1,)'],
  ['a tuple and its element', '(1,)', '(1)'],
  ['set and dict', '{1}', '{1: 1}'],
  ['the empty set and dict', '{*[]}', '{}'],
  ['order of arguments', 'f(1, 2)', 'f(2, 1)'],
  ['order of a list', '[1, 2]', '[2, 1]'],
  ['order of a dict', '{1: 2, 3: 4}', '{3: 4, 1: 2}'],
  ['order of calls in a set', '{a(), b()}', '{b(), a()}'],
  ['keyword and argument', 'f(a=1)', 'f(1)'],
  ['names of keywords', 'f(a=1)', 'f(b=1)'],
  ['a keyword before ** and after', 'f(a=1, **b)', 'f(**b, a=1)'],
  ['a starred argument', 'f(*a)', 'f(a)'],
  ['call and name', 'f()', 'f'],
  ['grouping', 'a - (b - c)', 'a - b - c'],
  ['operators', 'a + b', 'a - b'],
  ['unary and binary', '-a', '+a'],
  ['an index and a tuple index', 'a[1]', 'a[1,]'],
  ['an index and a slice', 'a[1]', 'a[1:]'],
  ['parts of a slice', 'a[1:]', 'a[:1]'],
  ['a step and an end', 'a[:1]', 'a[::1]'],
  ['modules of the same name', 'from a import b\nb.c', 'from d import b\nb.c'],
  ['levels', 'from . import b\nb', 'from .. import b\nb'],
  ['an import and a local name', 'from a import b\nb', 'class b: pass\nb'],
  ['an import and a string', 'from a import b\nb', '"@a.b"'],
  ['values of a name', 'X = 1\nf(X)', 'X = 2\nf(X)'],
  ['values of a name that is a call', 'x = g(1)\ny = f(x)', 'x = g(2)\ny = f(x)'],
  ['a lambda and a string of it', 'lambda: 1', '"lambda: 1"'],
  ['lambdas', 'lambda: 1', 'lambda: "1"'],
  ['a tuple at the end of a lambda', '[(lambda a, b: a,)]', '[(lambda a, b: a)]'],
  ['a tuple in a comprehension', '[(a,) for a in b]', '[(a) for a in b]'],
  ['a tuple index in a lambda', 'lambda: a[1,]', 'lambda: a[1]'],
  ['grouping in a lambda', 'lambda: a * (b + c)', 'lambda: (a * b) + c'],
  ['conditions', 'a if b else c', 'c if b else a'],
  ['an f-string and a string', 'f"{a}"', '"{a}"'],
  ['an f-string and the text of its form', 'f"{a}"', '"$f({a}$)"'],
  ['holes', 'f"{a}"', 'f"{b}"'],
  ['conversions', 'f"{a!r}"', 'f"{a!s}"'],
  ['format specifiers', 'f"{a:>3}"', 'f"{a:<3}"'],
  ['a hole that shows its text', 'f"{a = }"', 'f"{a=}"'],
  ['a hole and text', 'f"a{b}"', 'f"{a}b"'],
  ['f-string and t-string', 'f"{a}"', 't"{a}"'],
  ['named characters', '"\\N{BULLET}"', '"\\N{DIGIT ONE}"'],
  ['a named character and its raw text', '"\\N{BULLET}"', 'r"\\N{BULLET}"'],
  ['surrogates and the character they would be', '"\\ud83d\\ude00"', '"😀"'],
  ['old octals', '0777', '777'],
  ['broken text', 'x = f([1 2])', 'x = f([1 3])'],
  ['which name a lambda binds', 'import a as m\nlambda m, a: m', 'import a as m\nlambda m, a: a'],
  [
    'what a comprehension binds',
    'import a as m\n[m for m in x]',
    'import a as m\nimport b as n\n[m for n in x]',
  ],
] as const)('%s: differ', ([, left, right]) => {
  expect(normal(left)).not.toBe(normal(right));
});

test('a form is one line of text', () => {
  const source = `from django.db import models
models.CharField(verbose_name=u'Größe', max_length=0x10, choices=[('a', -1.5)], default=lambda: {'b': None},)`;
  expect(normal(source)).toMatchInlineSnapshot(
    `"@django.db.models.CharField(choices=[("a", -1.5,)], default=$(lambda : { "b" : None }$), max_length=16, verbose_name="Größe")"`,
  );
});
