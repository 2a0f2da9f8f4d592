import { expect, test } from 'vitest';
import { pathFromText } from '../../src/path.ts';
import { execute, type Execution } from '../../src/python/execute.ts';
import type { Value } from '../../src/python/values.ts';

/** Follows the import of `m` among modules; others are missing when they begin with `m`, and outside else. */
const follow = (source: string, others: Readonly<Record<string, string>> = {}): Promise<Execution> => {
  const texts: Readonly<Record<string, string>> = { m: source, ...others };
  const sourceOf = (name: string) => ({
    name,
    path: pathFromText(`${name.replaceAll('.', '/')}.py`),
    text: texts[name] ?? '',
    isPackage: Object.keys(texts).some((each) => each.startsWith(`${name}.`)),
  });
  return execute(sourceOf('m'), (name) =>
    Promise.resolve(name in texts ? sourceOf(name) : name.startsWith('m') ? 'missing' : 'outside'),
  );
};

/** A value as Python would write it; `?` is unknown, `…` says that there may be more. */
const text = (value: Value | undefined): string => {
  if (value === undefined) return 'unbound';
  if (value.kind === 'list' || value.kind === 'tuple') {
    const parts = [...value.elements.map(text), ...(value.complete ? [] : ['…'])].join(' ');
    return value.kind === 'list' ? `[${parts}]` : `(${parts})`;
  }
  if (value.kind === 'dict') {
    const entries = value.entries.map((entry) => `${text(entry.key)}:${text(entry.value)}`);
    return `{${[...entries, ...(value.complete ? [] : ['…'])].join(' ')}}`;
  }
  if (value.kind === 'number') return value.text;
  if (value.kind === 'none') return 'None';
  return 'value' in value ? String(value.value) : '?';
};

const valueOf = async (source: string, others?: Readonly<Record<string, string>>): Promise<string> =>
  text((await follow(source, others)).names.get('A')?.value);

test.for([
  ['[a b]', 'A = B = ["a"]\nB.append("b")'],
  ['[a]', 'A, B = ["a"], ["b"]\nB += ["c"]'],
  ['b', 'A = "a"\nB = A\nA = "b"'],
  ['a', 'A = "a"\nB = A\nB += "b"'],
  ['[a b]', 'A: list = ["a"]\nA += "b"'],
  ['[a b c]', 'A = ["a"]\nA += "bc"'],
  ['(a b)', 'A = ("a",)\nA += ("b",)'],
  ['[b a]', 'A = ["a"]\nA[0:0] = ["b"]'],
  ['[b]', 'A = ["a"]\nA[0] = "b"'],
  ['[a c]', 'A = ["a", "b", "c"]\nA.remove("b")'],
  ['[a]', 'A = ["a", "b"]\nA.pop()'],
  ['[b a]', 'A = ["a", "b"]\nA.reverse()'],
  ['[a b]', 'A = ["b", "a"]\nA.sort()'],
  ['[a b]', 'A = list(("a", "b"))'],
  ['[a b]', 'A = sorted(["b", "a"])'],
  ['[a]', 'A = ["a", "b"][:1]'],
  ['{a:1 b:2}', 'A = {**{"a": 1}, "b": 2}'],
  ['{a:2}', 'A = {"a": 1}\nA |= {"a": 2}'],
  ['{a:1}', 'A = {"a": 1}\nA.setdefault("a", 2)'],
  ['{}', 'A = {"a": 1}\nA.pop("a", None)'],
  ['unbound', 'A = 1\ndel A'],
  ['false', 'A = not ["a"]'],
  ['true', 'A = "a" in ("a", "b") and not None'],
  ['[b]', 'A = [] or ["b"]'],
  ['a', 'A = "a" if 1 == 1 else "b"'],
  ['b', 'if [] is None:\n    A = "a"\nelif "x" != "x":\n    A = "c"\nelse:\n    A = "b"'],
  ['b', 'try:\n    import m1\n    A = "a"\nexcept ImportError:\n    A = "b"'],
  ['b', 'try:\n    import m1\nexcept (KeyError, ModuleNotFoundError) as error:\n    A = "b"'],
  ['ab', 'try:\n    A = "a"\nexcept ValueError:\n    A = "x"\nelse:\n    A += "b"'],
  ['c', 'try:\n    raise ImportError\nexcept Exception:\n    A = "a"\nfinally:\n    A = "c"'],
  ['a', 'A = "a"\nif x:\n    raise ValueError\n'],
  ['b', 'A = "a"\nif x:\n    A = "b"\nelse:\n    raise ValueError'],
  ['[a]', 'with open("f") as f:\n    A = ["a"]'],
  ['[a b]', 'globals()["A"] = ["a"]\nA.append("b")'],
  ['m', 'A = __name__'],
  ['a', 'from typing import TYPE_CHECKING\nA = "a"\nif TYPE_CHECKING:\n    A = "b"'],
] as const)('%s: %s', async ([expected, source]) => {
  expect(await valueOf(source)).toBe(expected);
});

test.for([
  ['?', 'A = f()'],
  ['[a ?]', 'A = ["a", f()]'],
  ['[a …]', 'A = f() + ["a"]'],
  ['[a …]', 'A = ["a"]\nif x:\n    A.append("b")'],
  ['[…]', 'A = ["a", "b"] if x else ["c"]'],
  ['?', 'A = ["a"] if x else ("a",)'],
  ['?', 'A = "a"\nif x:\n    A = "b"'],
  ['?', 'if x:\n    A = "a"'],
  ['?', 'while x:\n    A = "a"'],
  ['[a …]', 'A = ["a"]\nfor x in y:\n    A.append(x)'],
  ['[…]', 'A = ["a"]\nfor x in y:\n    A = []\n    break'],
  ['[…]', 'A = ["a"]\nf(A)'],
  ['[…]', 'A = ["a"]\nB = A\nB.unknown()'],
  ['[…]', 'A = ["a"]\nB = [A]\nB[0].append("b")'],
  ['[…]', 'A = ["a"]\nB = x or A\nB.append("b")'],
  ['[…]', 'A = ["a"]\nx = [A.append(y) for y in z]'],
  ['[…]', 'A = ["a"]\nx = f"{A.append(1)}"'],
  ['[…]', 'A = ["a"]\nclass C:\n    A.append("b")'],
  ['[…]', 'A = ["a"]\ndef f(x=1):\n    A.append("b")\ng(f)'],
  ['[…]', 'A = ["a"]\ndef f():\n    B = A\n    B.append("b")\nf()'],
  ['[…]', 'A = ["a"]\nA.remove("b")'],
  ['?', 'A = 1\nif (A := x):\n    pass'],
  ['?', 'A = 1\nlocals().update(x)'],
  ['?', 'A = 1\nimport sys\nsetattr(sys.modules[__name__], "A", 2)'],
  ['?', 'A = 1\nmatch x:\n    case [A]:\n        pass'],
  ['?', 'A = 1\ntry:\n    f()\n    A = 2\nexcept KeyError:\n    pass'],
  ['?', 'A = 1\nwith suppress(Exception):\n    f()\n    A = 2'],
  ['?', 'A = 1\nA b c'],
  ['{a:? …}', 'A = {"a": 1}\nA[x] = 2'],
  ['{…}', 'A = {"a": 1}\ndel A[x]'],
] as const)('not all is known: %s: %s', async ([expected, source]) => {
  expect(await valueOf(source)).toBe(expected);
});

test.for([
  ['[a b]', 'from m.b import A\nA += ["b"]', { 'm.b': 'A = ["a"]' }],
  ['[a b]', 'import m.b\nm.b.A.append("b")\nA = m.b.A', { 'm.b': 'A = ["a"]' }],
  ['[c]', 'import m.b as x\nx.A = ["c"]\nfrom m.b import *', { 'm.b': 'A = ["a"]' }],
  ['[a c]', 'from m import b\nb.add()\nfrom .b import A', { 'm.b': 'A = ["a", "c"]\ndef add():\n    pass' }],
  ['[…]', 'from m import b\nb.add()\nfrom .b import A', { 'm.b': 'A = ["a"]\ndef add():\n    A.append(1)' }],
  [
    'a',
    'if x:\n    from m.b import *\nelse:\n    from m.c import *',
    { 'm.b': 'from m.c import *', 'm.c': 'A = "a"' },
  ],
  ['unbound', 'from m.b import *', { 'm.b': '_A = 1\n__all__ = ["B"]\nA = 2\nB = 3' }],
  ['?', 'A = 1\nfrom m.b import *', { 'm.b': '__all__ = f()\nA = 2' }],
  ['?', 'A = 1\nfrom m.b import *', { 'm.b': 'from outside import *' }],
  ['2', 'A = 1\nfrom m.b import *', { 'm.b': 'from outside import *\nA = 2' }],
  ['1', 'A = 1\nfrom m.b import *', { 'm.b': 'from m.c import *', 'm.c': 'from m.b import *' }],
  ['b', 'try:\n    from m.b import x\n    A = "a"\nexcept ImportError:\n    A = "b"', { 'm.b': 'y = 1' }],
  [
    'b',
    'try:\n    from m.b import *\nexcept ImportError:\n    A = "b"',
    { 'm.b': 'A = "a"\nfrom m.c import *' },
  ],
] as const)('modules: %s: %s', async ([expected, source, others]) => {
  expect(await valueOf(source, others)).toBe(expected);
});

test('says where each doubt began', async () => {
  const { names } = await follow('A = []\nfrom m.b import *\nC = A + B\n', { 'm.b': 'x = 1\n\nB = f()' });
  expect(names.get('C')).toMatchObject({
    value: { kind: 'list', elements: [], complete: false },
    troubles: [{ path: 'm/b.py', line: 3, why: 'is computed' }],
    at: { path: 'm.py', line: 3 },
  });
});

test('keeps what was known where an import fails, and says so', async () => {
  const { names, stopped } = await follow('A = 1\nfrom m.none import *\nA = 2\n');
  expect(text(names.get('A')?.value)).toBe('1');
  expect(stopped).toEqual({ path: 'm.py', line: 2, why: 'm.none cannot be imported' });
});
