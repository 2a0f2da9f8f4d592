import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import { expect, test } from 'vitest';
import { pathFromText } from '../../src/path.ts';
import { execute } from '../../src/python/execute.ts';

const sourceOf = (name: string, text: string, isPackage = false) => ({
  name,
  path: pathFromText(`${name}.py`),
  text,
  isPackage,
});

/** Follows `m`; `m.d0` imports `m.d1`, and so on without end, and `m.e0`, `m.e1`, … hold next to nothing. */
const follow = (source: string) => {
  const main = sourceOf('m', source, true);
  const find = (name: string) => {
    const [, kind, number] = /^m\.([de])(\d+)$/.exec(name) ?? [];
    if (kind === 'd') return sourceOf(name, `from m.d${Number(number) + 1} import *\nA = 1\n`);
    if (kind === 'e') return sourceOf(name, 'A = 1\n');
    return name === 'm' ? main : name.startsWith('m.') ? 'missing' : 'outside';
  };
  return execute(main, (name) => Promise.resolve(find(name)));
};

const many = (text: string, count = 20_000): string => text.repeat(count);
const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');
const nested = (count: number, line: string): string =>
  `${lines(count, (at) => ' '.repeat(at) + line)}\n${' '.repeat(count)}A += ["x"]\n`;

test.for([
  ['appends', `A = []\n${many('A.append("x")\n')}`],
  ['conditions', `A = []\n${many('if x: A.append("x")\n')}`],
  ['elif', `if x: pass\n${many('elif y: A = 1\n')}`],
  ['conditions in conditions', nested(1000, 'if x:')],
  ['loops in loops', nested(90, 'for x in y:')],
  ['loops', many('while x: A.append(1)\n')],
  ['suites that may raise', many('try:\n  f()\n  A = 1\nexcept KeyError: A = 2\n')],
  ['a long suite that may raise', `A = []\ntry:\n${many('  A.append(f())\n')}except KeyError: pass\n`],
  ['context managers', many('with a as A: A = 1\n')],
  ['cases', `match x:\n${many('  case A.b(c): A = 1\n')}`],
  ['names of names', lines(20_000, (at) => `A${at + 1} = f(A${at})`)],
  ['lists in lists', `A0 = []\n${lines(20_000, (at) => `A${at + 1} = [A${at}]`)}\nA0.append(1)`],
  ['lists that double', `A0 = [1]\n${lines(5000, (at) => `A${at + 1} = A${at} + A${at}`)}`],
  ['nested lists that double', `A0 = [1]\n${lines(5000, (at) => `A${at + 1} = [A${at}, A${at}]`)}`],
  ['strings that double', `A0 = "abc"\n${lines(5000, (at) => `A${at + 1} = A${at} + A${at}`)}`],
  ['a list that doubles', `A = ["x"]\n${many('A += A\n')}`],
  ['a large dict', `A = {${many('"k": 1, ', 100_000)}}`],
  ['many items', `A = {}\n${lines(20_000, (at) => `A["k${at}"] = 1`)}`],
  ['a sum', `A = []${many(' + [1]')}`],
  ['or', `A = []${many(' or B')}`],
  ['conditional expressions', `A = ${many('1 if a else ')}2`],
  ['not', `A = ${many('not ')}x`],
  ['attributes', `A = a${many('.a')}`],
  ['calls', `A = f${many('()')}`],
  ['groups', `A = []\nx = ${many('(', 190)}A${many(').a', 190)}()`],
  ['items of items', `A = []\nA${many('[0]')} = 1`],
  [
    'functions that call each other',
    `${lines(5000, (at) => `def f${at}(): f${at + 1}()`)}\n${many('f0()\n', 2000)}`,
  ],
  ['one function, often', `A = []\ndef f():\n${many('  A.append(g(A))\n')}${many('f()\n', 2000)}`],
  ['namespaces', `${lines(2000, (at) => `A${at} = []`)}\n${many('f(globals())\n')}`],
  ['star imports', `${lines(2000, (at) => `A${at} = []`)}\n${many('from x import *\n')}`],
  ['imports of itself', many('from m import *\nimport m.m\n')],
  ['imports without end', 'from m.d0 import *\n'],
  ['many modules', lines(5000, (at) => `from m.e${at} import *`)],
  [
    'files that include themselves',
    `from split_settings.tools import include\n${many('include("m.py", "__init__.py")\n')}`,
  ],
  ['unpacking', `${many('a,')} = ${many('1,')}`],
  ['f-strings', `A = []\n${many('x = f"{A.append(1)}"\n')}`],
] as const)('%s: comes to an end', async ([, source]) => {
  const { names } = await follow(`B = "b"\n${source}`);
  expect(['b', undefined]).toContain((names.get('B')?.value as { value?: string } | undefined)?.value);
});

const WORDS =
  'A B C x ( ) [ ] { } = += . , : * ** if else or and not in is for try except finally with while match case def class import from as del raise pass break lambda global "a" f"{A}" 1 None append include globals ImportError'.split(
    ' ',
  );

test('no text makes it throw', async () => {
  const word = constantFrom(...WORDS, '\n', '\n  ', '\n    ', ':\n  ', '\0', '\\');
  await assert(
    asyncProperty(array(word, { maxLength: 60 }), async (words) => {
      const { names } = await follow(`A = ["a"]\nB = {"b": A}\n${words.join(' ')}\n`);
      expect(names).toBeInstanceOf(Map);
    }),
    { numRuns: 1000 },
  );
});

const STATEMENTS = [
  'A += ["a"]',
  'B = A',
  'A = B + ["b"]',
  'f(A)',
  'C = {"a": A}',
  'C["a"].append(1)',
  'from m import *',
  'import m.e1',
  'm.e1.A = A',
  'del A',
  'break',
  'raise x',
  'A, B = B, A',
  'A[0:0] = B',
  'def g(): A.append(1)',
  'g()',
];
const HEADERS = ['if x:', 'if A:', 'for x in A:', 'while B:', 'try:', 'with x as A:', 'class K:'];

test('no nesting of statements makes it throw', async () => {
  await assert(
    asyncProperty(array(constantFrom(...STATEMENTS, ...HEADERS, '<'), { maxLength: 40 }), async (picked) => {
      let depth = 0;
      let source = '';
      for (const each of picked) {
        if (each === '<') depth = Math.max(0, depth - 1);
        else source += `${' '.repeat(depth)}${each}\n`;
        if (each.endsWith(':')) depth++;
      }
      await follow(`A = []\nB = []\n${source}`);
    }),
    { numRuns: 1000 },
  );
});
