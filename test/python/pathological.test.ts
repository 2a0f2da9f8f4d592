import { expect, test } from 'vitest';
import { evaluate } from '../../src/python/evaluate.ts';
import { normalTokens } from '../../src/python/functions.ts';
import { resolveName } from '../../src/python/imports.ts';
import { tokenize } from '../../src/python/lines.ts';
import { normalForm } from '../../src/python/normal.ts';
import { MAX_SOURCE } from '../../src/python/limits.ts';
import { parseModule } from '../../src/python/parse.ts';
import { moduleScope } from '../../src/python/scope.ts';
import { allStatements, findClass } from './read.ts';

const MIGRATION = '\nclass Migration(migrations.Migration):\n    dependencies = [("shop", "0001_initial")]\n';

/** Everything this room does, done to one source; what it says of the class Migration. */
const readAll = (source: string): string | undefined => {
  tokenize(source);
  const module = parseModule(source);
  const scope = moduleScope(module);
  for (const statement of allStatements(module.body)) {
    if (statement.kind === 'function') normalTokens(statement, scope);
    if (statement.kind !== 'assign' && statement.kind !== 'expression') continue;
    if (statement.value === undefined) continue;
    evaluate(statement.value, scope);
    resolveName(scope, statement.value);
    normalForm(statement.value, scope);
  }
  const [dependencies] = findClass(module, 'Migration')?.body ?? [];
  return dependencies?.kind === 'assign' && dependencies.value
    ? normalForm(dependencies.value, scope)
    : undefined;
};

const many = (text: string, count = 100_000): string => text.repeat(count);

test.for([
  ['open parentheses', `x = ${many('(')}`],
  ['nested parentheses', `x = ${many('(')}1${many(')')}`],
  ['nested lists', `x = ${many('[')}${many(']')}`],
  ['nested dicts', `x = ${many('{1:')}1${many('}')}`],
  ['nested calls', `x = ${many('f(')}${many(')')}`],
  ['nested subscripts', `x = ${many('a[')}1${many(']')}`],
  ['closing brackets', `x = ${many(')')}`],
  ['minus signs', `x = ${many('-')}1`],
  ['not', `x = ${many('not ')}1`],
  ['powers', `x = 1${many('**1')}`],
  ['additions', `x = a${many('+a')}`],
  ['additions of strings', `x = ""${many('+"a"')}`],
  ['attributes', `x = a${many('.a')}`],
  ['calls of calls', `x = f${many('()')}`],
  ['broken calls of calls', `x = f${many('(a b)')}`],
  ['conditionals', `x = ${many('1 if a else ', 20_000)}2`],
  ['nested conditionals', `x = ${many('(', 150)}1${many(' if a else 2)', 150)}`],
  ['lambdas', `x = ${many('lambda: ')}1`],
  ['lambda defaults', `x = ${many('lambda a=', 20_000)}1${many(':1', 20_000)}`],
  ['comparisons', `x = a${many(' < a')}`],
  ['adjacent strings', `x = ${many('"a" ')}`],
  ['targets', `${many('a = ')}1`],
  ['commas', `x = ${many('1,')}`],
  ['stray commas', `x = [${many(',')}]`],
  ['colons', `x = [${many('1:')}]`],
  ['semicolons', many(';')],
  ['nested blocks', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}if a:`).join('\n')],
  ['nested classes', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}class A:`).join('\n')],
  [
    'nested matches',
    Array.from(
      { length: 500 },
      (_, at) => `${' '.repeat(2 * at)}match a:\n${' '.repeat(2 * at + 1)}case 1:`,
    ).join('\n'),
  ],
  ['elif', `if a: b${many('\nelif a: b')}`],
  ['decorators', `${many('@a\n')}def f(): pass`],
  ['decorators of nothing', many('@a\n')],
  ['broken nested f-strings', `x = ${many('f"{f\'{')}`],
  ['f-strings broken line by line', many('f"{\n')],
  ['f-strings with stray brackets', many('x = f"{)}"\n')],
  ['nested f-strings', `x = ${many('f"{')}1${many('}"')}`],
  ['nested format specifiers', `x = f"${many('{x:')}${many('}')}"`],
  ['escapes of names without end', `x = "${many('\\N{')}"`],
  ['f-string escapes of names without end', `x = f"${many('\\N{')}"`],
  ['backslashes', `x = "${many('\\\\')}"`],
  ['joined lines', `x = 1 ${many('\\\n')}`],
  ['joined empty lines', many('\\\n')],
  ['NULs', many('\0')],
  ['question marks', `x = ${many('?')}`],
  ['quotes', `x = ${many("'\n")}`],
  ['line ends', many('\r\n\f\t ')],
  ['digits', `x = ${many('9')}`],
  ['hexadecimal digits', `x = 0x${many('f')}`],
  ['a long name', `${many('a')} = 1`],
  ['deep attribute of names', many('a = b.a\nb = a.b\n', 1000)],
  ['type parameters', `class A${many('[')}: pass`],
  ['globals', `def f():\n  global ${many('a, ')}b\n`],
  ['1.9 MB on one line', `x = [${many('1, ', 640_000)}]`],
  ['1.9 MB of additions', `x = a${many('+a', 950_000)}`],
  ['1.9 MB in nested comparisons', `x = ${many('(', 190)}[${many('1,', 940_000)}]${many('<1)', 190)}`],
  ['1.9 MB of names that are handed on', `f(${many('a, ', 600_000)})`],
  ['1.9 MB of method calls', `x = [${many('a.b(c), ', 230_000)}]`],
  ['many keywords before **', `x = f(${many('a=1, ', 300_000)}**b)`],
  ['many names for one list', `${many('a = ', 300_000)}[1]\na.b()`],
  [
    'many names for many lists',
    `${Array.from({ length: 100_000 }, (_, n) => `a${n} = `).join('')}[1]\na1.b()`,
  ],
  ['many bindings of one name', `${many('a = [a]\n', 200_000)}a.b()`],
  ['many loops', `${many('for a in a: a()\n')}a.b()`],
  ['1.9 MB of one string', `x = "${many('a', 1_900_000)}"`],
] as const)('%s: finishes, and the class after it is found', ([, text]) => {
  expect(readAll(text + MIGRATION)).toBe('[("shop", "0001_initial",)]');
});

test.for([
  ['an unterminated triple quote', 'x = """'],
  ['an unterminated triple f-string', 'x = f"""{'],
  ['quotes', many('"')],
  ['a text of more than 2 MB', many('x = 1\n', 400_000)],
  ['one line of 5 MB', `x = "${many('a', 5_000_000)}"`],
] as const)('%s: finishes, and hides the class after it', ([, text]) => {
  expect(readAll(text + MIGRATION)).toBeUndefined();
});

test('a text over the limit is an error, one at the limit is read', () => {
  const long = `x = 1\n${' '.repeat(MAX_SOURCE - 6)}`;
  expect(parseModule(long)).toMatchObject({ errors: 0, body: [{ kind: 'assign' }] });
  expect(parseModule(`${long} `)).toMatchObject({ errors: 1, body: [] });
});

test('what nests too deep loses its statement only', () => {
  const { body, errors } = parseModule(`a = 1\nb = ${many('(')}1${many(')')}; c = 2\nd = 3\n`);
  expect(errors).toBeGreaterThan(0);
  expect(body.map((each) => (each.kind === 'assign' ? each.targets[0] : undefined))).toMatchObject([
    { name: 'a' },
    { name: 'b' },
    { name: 'd' },
  ]);
});

test.for([
  ['lists of lists', (n: number) => `a${n + 1} = [a${n}, a${n}]`, 'a0 = [1]'],
  ['sums of lists', (n: number) => `a${n + 1} = a${n} + a${n}`, 'a0 = [1]'],
  ['unpacked lists', (n: number) => `a${n + 1} = [*a${n}, *a${n}]`, 'a0 = [1]'],
  ['sums of strings', (n: number) => `a${n + 1} = a${n} + a${n}`, 'a0 = "a"'],
  ['calls', (n: number) => `a${n + 1} = f(a${n}, a${n})`, 'a0 = f()'],
  ['merged dicts', (n: number) => `a${n + 1} = {1: a${n}, **a${n}}`, 'a0 = {1: 2}'],
  ['deep lists', (n: number) => `a${n + 1} = ${many('[', 100)}a${n}${many(']', 100)}`, 'a0 = 1'],
] as const)('names that double each other: %s', ([, line, first]) => {
  const source = [first, ...Array.from({ length: 1000 }, (_, n) => line(n))].join('\n');
  expect(readAll(source + MIGRATION)).toBe('[("shop", "0001_initial",)]');
  const module = parseModule(source);
  const scope = moduleScope(module);
  const last = module.body.at(-1);
  if (last?.kind !== 'assign' || last.value === undefined) throw new Error('no value');
  expect(normalForm(last.value, scope).length).toBeLessThan(1_000_000);
});
