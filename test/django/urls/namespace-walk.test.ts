import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { namespacesBelow, type Namespaces } from '../../../src/django/urls/namespace-walk.ts';
import { newDuplicates } from '../../../src/django/urls/namespaces.ts';
import { urlconfFinder, type Urlconf } from '../../../src/django/urls/urlconfs.ts';
import { importer, importTree } from '../../../src/django/import-path.ts';
import type { GitPath } from '../../../src/path.ts';
import { app, at, urls } from '../../helpers/urlconfs.ts';
import { sourcesOf, treeOf } from '../../helpers/tree.ts';

const NO_APP = (): boolean => false;

type Modules = Readonly<Record<string, string>>;

/** The URLconf `root` of some modules. */
async function rootOf(files: Modules): Promise<Urlconf> {
  const tree = treeOf(files);
  const locate = importer(importTree(tree, new Map()), '' as GitPath, []);
  return (await urlconfFinder(locate, tree, sourcesOf(files))('root'))!;
}

/** What is below it; undefined when that takes too long. */
async function below(files: Modules, left = 10_000): Promise<Namespaces | undefined> {
  return namespacesBelow(await rootOf(files), NO_APP, { left });
}

/** That many modules, and what is in them. */
const many = (count: number, text: (index: number) => string): Modules =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${module(index)}.py`, text(index)]));

const module = (index: number): string => `m${index}`;
const including = (name: string): string => at(`include("${name}")`);

test('each way to a namespace counts', async () => {
  const found = await below({
    'root.py': urls(including('a'), including('b')),
    'a.py': urls(including('c'), including('c')),
    'b.py': app('b', including('c')),
    'c.py': app('c'),
  });
  expect([...found!.certain].map(([name, steps]) => `${name} ${steps.length}`)).toEqual([
    'c 2',
    'b 1',
    'b:c 1',
  ]);
});

test('what is beyond the limit is not told in part', async () => {
  const twice = (index: number): string => urls(including(module(index + 1)), including(module(index + 1)));
  const files = { ...many(20, twice), 'root.py': urls(including('m0')), 'm20.py': app('x') };
  expect(await below(files)).toBeUndefined();
});

test('a long chain ends, and so do long names', async () => {
  const chain = many(500, (index) => app('x', including(module(index + 1))));
  const found = await below({ ...chain, 'root.py': urls(including('m0')) });
  expect(found!.certain.size).toBeGreaterThan(20);
  expect(found!.certain.size).toBeLessThan(100);
  const long = { 'root.py': urls(including('a'), including('a')), 'a.py': app('x'.repeat(10_000)) };
  expect((await below(long))!.certain.size).toBe(0);
});

test('thousands of includes', async () => {
  const includes = Array.from({ length: 5_000 }, (_, index) => including(module(index % 100)));
  const found = await below({ 'root.py': urls(...includes), ...many(100, (index) => app(module(index))) });
  expect([...found!.certain.values()].map(({ length }) => length)).toEqual(
    Array.from({ length: 100 }, () => 50),
  );
});

/** Four modules, the first of which is the root, with includes of each other in all ways. */
const modules = fc.array(
  fc.record({
    name: fc.option(fc.constantFrom('a', 'b', '')),
    includes: fc.array(
      fc.record({
        of: fc.constantFrom('root', 'm1', 'm2', 'm3'),
        namespace: fc.constantFrom('', ', "a"', ', NAME'),
      }),
      { maxLength: 4 },
    ),
  }),
  { minLength: 4, maxLength: 4 },
);

test('whatever includes what, the walk ends in time, and nothing is new to itself', async () => {
  await fc.assert(
    fc.asyncProperty(modules, fc.integer({ min: 1, max: 2_000 }), async (all, left) => {
      const texts = all.map(({ name, includes }) => {
        const patterns = includes.map(({ of, namespace }) => at(`include("${of}"${namespace})`));
        return name === null ? urls(...patterns) : app(name, ...patterns);
      });
      const work = { left };
      const root = await rootOf({ ...many(4, (index) => texts[index]!), 'root.py': texts[0]! });
      const namespaces = namespacesBelow(root, NO_APP, work);
      expect(work.left).toBeGreaterThan(-200);
      expect(namespaces === undefined).toBe(work.left < 0);
      const roots = namespaces ? [{ key: '', namespaces }] : [];
      expect(newDuplicates(roots, roots, new Set([root.path]))).toEqual([]);
    }),
  );
});
