import { expect, test } from 'vitest';
import { evaluate } from '../../src/python/evaluate.ts';
import { parseModule } from '../../src/python/parse.ts';
import { classScope, moduleScope } from '../../src/python/scope.ts';
import type { Value } from '../../src/python/values.ts';
import { findClass, lastValue } from './read.ts';

/** A value as text: `?` is unknown, `…` stands in what may have more elements. */
const show = (value: Value): string => {
  if ('elements' in value) {
    const inner = [...value.elements.map(show), ...(value.complete ? [] : ['…'])].join(' ');
    return `${value.kind}(${inner})`;
  }
  if ('entries' in value) {
    const inner = value.entries.map((entry) => `${show(entry.key)}:${show(entry.value)}`);
    return `dict(${[...inner, ...(value.complete ? [] : ['…'])].join(' ')})`;
  }
  if (value.kind === 'unknown') return '?';
  if (value.kind === 'number') return `${value.type} ${value.text}`;
  return 'value' in value ? `${value.kind === 'bytes' ? 'b' : ''}${JSON.stringify(value.value)}` : value.kind;
};

const valueOf = (source: string): string => {
  const { expression, scope } = lastValue(source);
  return show(evaluate(expression, scope));
};

test.for([
  ['"a" \'b\' """c"""', '"abc"'],
  ['u"é"', '"é"'],
  ['ur"é"', '"é"'],
  ['r"\\n"', '"\\\\n"'],
  ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\\'\\""', '"\\u0007\\b\\f\\n\\r\\t\\u000b\\\\\'\\""'],
  ['"\\0\\12\\1234\\777"', JSON.stringify('\0\nS4\u01ff')],
  ['"\\x41\\u00e9\\U0001F600"', '"Aé😀"'],
  ['"a\\\nb\\\r\nc"', '"abc"'],
  ['"""a\r\nb\rc"""', '"a\\nb\\nc"'],
  ['"\\q\\8\\ "', '"\\\\q\\\\8\\\\ "'],
  ['b"a\\xff\\377\\u0041\\N{x}"', 'b"aÿÿ\\\\u0041\\\\N{x}"'],
  ['f"a{{}}"', '"a{}"'],
  ['f""', '""'],
  ['f"\\{{"', '"\\\\{"'],
  ['rb"\\x"', 'b"\\\\x"'],
  ['0', 'int 0'],
  ['00_0', 'int 0'],
  ['1_000', 'int 1000'],
  ['0xFF', 'int 255'],
  ['0xe_1', 'int 225'],
  ['0o17', 'int 15'],
  ['0b1_1', 'int 3'],
  ['10L', 'int 10'],
  ['123456789012345678901234567890', 'int 123456789012345678901234567890'],
  ['1.', 'float 1.0'],
  ['.5e1', 'float 5.0'],
  ['1e22', 'float 1e+22'],
  ['1e999', 'float 1e999'],
  ['01.5', 'float 1.5'],
  ['2j', 'complex 2.0j'],
  ['-1', 'int -1'],
  ['- -1', 'int 1'],
  ['+1.5', 'float 1.5'],
  ['-0', 'int 0'],
  ['-0.0', 'float -0.0'],
  ['None', 'none'],
  ['True, False', 'tuple(true false)'],
  ['(1)', 'int 1'],
  ['(1,)', 'tuple(int 1)'],
  ['[1, x, *(2, 3), *[4]]', 'list(int 1 ? int 2 int 3 int 4)'],
  ['[1, *x, 2]', 'list(int 1 int 2 …)'],
  ['[*[1, *x]]', 'list(int 1 …)'],
  ['[*{1}]', 'list(…)'],
  ['{1, "a"}', 'set(int 1 "a")'],
  ['{}', 'dict()'],
  ['{"a": 1, x: 2, "b": x, **{"c": 3}}', 'dict("a":int 1 ?:int 2 "b":? "c":int 3)'],
  ['{"a": 1, **x}', 'dict("a":int 1 …)'],
  ['"a" + "b" + "c"', '"abc"'],
  ['b"a" + b"b"', 'b"ab"'],
  ['[1] + [x] + [2]', 'list(int 1 ? int 2)'],
  ['(1,) + (2,)', 'tuple(int 1 int 2)'],
] as const)('%s', ([source, expected]) => {
  expect(valueOf(`x_ = ${source}`)).toBe(expected);
});

test.for([
  '"\\N{BULLET}"',
  '"\\N{"',
  '"\\N"',
  '"\\x4"',
  '"\\x"',
  '"\\u12"',
  '"\\U00110000"',
  '"\\ud800"',
  '"\\ud83d\\ude00"',
  'f"\\N{BULLET}"',
  'ur"\\u0041"',
  'b"é"',
  'b"\\777"',
  '"a" b"b"',
  'f"{x}"',
  't"a"',
  '"a" f"{x}"',
  '0777',
  '1__0',
  '1_',
  '0_7',
  '...',
  'x',
  'x.y',
  'f()',
  'x[0]',
  '[1][0]',
  '"%s" % 1',
  '"a" * 2',
  '1 + 2',
  '1 - 1',
  '2 ** 3',
  '~1',
  '-True',
  '-"a"',
  '-2j',
  '+"a"',
  'not True',
  '"a" + b"b"',
  '"a" + x',
  'x + "a"',
  '[1] + (2,)',
  '[1] + x',
  '{1} + {2}',
  '"a" if x else "b"',
  '"a" or "b"',
  '1 < 2',
  'lambda: 1',
  '[1 for x in y]',
  '{1: 2 for x in y}',
  '(1 for x in y)',
  '(y := 1)',
  '[1 2]',
  '[1, $]',
  '[1, ',
  'list()',
  'dict(a=1)',
  'set()',
] as const)('%s is unknown', (source) => {
  expect(valueOf(`x_ = ${source}`)).toBe('?');
});

test.for([
  ['a plain name', 'A = 1\nA', 'int 1'],
  ['through other names', 'A = 1\nB = [A]\nC = B + [2]\nC', 'list(int 1 int 2)'],
  ['a name bound after its use', 'B = [A]\nA = 1\nB', 'list(int 1)'],
  ['several targets', 'A = B = 1\nB', 'int 1'],
  ['an annotated name', 'A: int = 1\nA', 'int 1'],
  ['a declaration beside the binding', 'A: int\nA = 1\nA', 'int 1'],
  ['a star import before', 'from a import *\nA = 1\nA', 'int 1'],
  ['a string that is passed on', 'A = "a"\nf(A)\nA', '"a"'],
  ['an attribute of that name set elsewhere', 'A = 1\nb.A = 2\nA', 'int 1'],
  ['another scope: a class', 'A = 1\nclass B:\n  A = 2\nA', 'int 1'],
  ['another scope: a function', 'A = 1\ndef f():\n  A = 2\nA', 'int 1'],
  ['a list only read elsewhere', 'A = [1]\nB = f(A)\nclass C:\n  d = A\nA', 'list(int 1)'],
] as const)('names: %s', ([, source, expected]) => {
  expect(valueOf(source)).toBe(expected);
});

test.for([
  ['bound nowhere', 'A'],
  ['bound twice', 'A = 1\nA = 2\nA'],
  ['bound twice alike', 'A = 1\nA = 1\nA'],
  ['bound to itself', 'A = A\nA'],
  ['bound in a circle', 'A = B\nB = A\nA'],
  ['bound in a condition', 'if x:\n  A = 1\nA'],
  ['bound again in a condition', 'A = 1\nif x:\n  A = 2\nA'],
  ['bound in a try', 'try:\n  A = 1\nexcept E:\n  pass\nA'],
  ['augmented', 'A = 1\nA += 1\nA'],
  ['deleted', 'A = 1\ndel A\nA'],
  ['deleted in a tuple', 'A = 1\ndel (b, A)\nA'],
  ['a target of a tuple', 'A, B = 1, 2\nA'],
  ['a starred target', '*A, B = 1, 2\nA'],
  ['a target of for', 'A = 1\nfor A in x: pass\nA'],
  ['one target of for', 'A = 1\nfor b, (A, c) in x: pass\nA'],
  ['a target of with', 'A = 1\nwith x as y, z as A: pass\nA'],
  ['a target of except', 'A = 1\ntry: pass\nexcept E as A: pass\nA'],
  ['a target of a Python 2 except', 'A = 1\ntry: pass\nexcept E, A: pass\nA'],
  ['captured by a pattern', 'A = 1\nmatch x:\n  case [A]: pass\nA'],
  ['bound by a walrus', 'A = 1\nif (A := 2): pass\nA'],
  ['bound by a walrus in a list', 'A = 1\nB = [x for x in y if (A := x)]\nA'],
  ['global in a function', 'A = 1\ndef f():\n  global b, A\n  A = 2\nA'],
  ['global in a class', 'A = 1\nclass C:\n  global A\n  A = 2\nA'],
  ['imported too', 'A = 1\nfrom b import A\nA'],
  ['a class too', 'A = 1\nclass A: pass\nA'],
  ['a function too', 'A = 1\ndef A(): pass\nA'],
  ['a type alias too', 'A = 1\ntype A = int\nA'],
  ['before a star import', 'A = 1\nfrom b import *\nA'],
  ['declared only', 'A: int\nA'],
  ['a list that is changed', 'A = [1]\nA.append(2)\nA'],
  ['a list changed in a condition', 'A = [1]\nif x:\n  A.append(2)\nA'],
  ['a list changed in a class', 'A = [1]\nclass C:\n  A.append(2)\nA'],
  ['a list handed to a call', 'A = [1]\nf(A)\nA'],
  ['a list changed in a comprehension', 'A = [1]\n[A.append(x) for x in y]\nA'],
  ['a list with an element set', 'A = [1]\nA[0] = 2\nA'],
  ['a list with an element deleted', 'A = [1]\ndel A[0]\nA'],
  ['a list with an element augmented', 'A = [1]\nA[0] += 2\nA'],
  ['a list changed by its other name', 'A = B = [1]\nB.append(2)\nA'],
  ['a list changed by a later name', 'A = [1]\nB = A\nB.append(2)\nA'],
  ['a list inside a changed one', 'A = [1]\nB = [A]\nB[0].append(2)\nA'],
  ['a list changed by a method whose result is kept', 'A = [1]\nB = A.pop()\nA'],
  ['a list changed inside a condition', 'A = [1]\nB = x and A.append(2)\nA'],
  ['a list changed inside an f-string', 'A = [1]\nB = f"{A.pop()}"\nA'],
  ['a list changed by an argument of a class', 'A = [1]\nclass C(b=A.pop()): pass\nA'],
  ['a list changed by a name that was bound anew', 'A = B = [1]\nB.append(2)\nB = 3\nA'],
  ['a list lengthened by its other name', 'A = B = [1]\nB += [2]\nA'],
  ['a list changed through a loop variable', 'A = [[1]]\nfor x in A:\n  x.append(2)\nA'],
  ['a list changed in the header of a loop', 'A = [1]\nwhile A.pop(): pass\nA'],
  ['a dict that is updated', 'A = {1: 2}\nA.update(x)\nA'],
  ['a list in a print statement', 'A = [1]\nprint A.pop()\nA'],
] as const)('unknown names: %s', ([, source]) => {
  expect(valueOf(source)).toBe('?');
});

const inClass = (source: string): string => {
  const module = parseModule(source);
  const statement = findClass(module, 'C');
  const last = statement?.body.at(-1);
  if (statement === undefined || last?.kind !== 'assign' || last.value === undefined)
    throw new Error('no value');
  return show(evaluate(last.value, classScope(statement, moduleScope(module))));
};

test.for([
  ['a name of the module', 'A = 1\nclass C:\n  x = [A]', 'list(int 1)'],
  ['a name of the class', 'class C:\n  A = 1\n  x = [A]', 'list(int 1)'],
  ['a name of the class before one of the module', 'A = 1\nclass C:\n  A = 2\n  x = [A]', 'list(int 2)'],
  [
    'names of the module never mean those of the class',
    'A = 1\nB = A\nclass C:\n  A = 2\n  x = [B]',
    'list(int 1)',
  ],
  ['a name bound conditionally in the class', 'A = 1\nclass C:\n  if x: A = 2\n  x = [A]', 'list(?)'],
  ['a name bound to its namesake outside', 'A = 1\nclass C:\n  A = A\n  x = [A]', 'list(?)'],
] as const)('in a class: %s', ([, source, expected]) => {
  expect(inClass(source)).toBe(expected);
});

test('class bodies do not see the names of the class around them', () => {
  const module = parseModule('class B:\n  A = 1\n  class C:\n    x = A');
  const scope = moduleScope(module);
  const outer = findClass(module, 'B');
  const inner = findClass(module, 'C');
  if (outer === undefined || inner === undefined) throw new Error('no class');
  expect(classScope(inner, classScope(outer, scope)).enclosing).toBe(scope);
});
