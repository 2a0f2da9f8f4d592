import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TreeEntry } from '../src/change.ts';
import { folderOf, nameOf, pathBytes, type GitPath } from '../src/path.ts';
import { changedTree, hasFolder, isRegular, isSubmodule, listedTree, type Tree } from '../src/tree.ts';

type Files = ReadonlyMap<GitPath, TreeEntry>;

/** What `git ls-tree -r -z` prints. */
function listing(files: Files): string {
  return [...files]
    .toSorted(([one], [other]) => Buffer.compare(pathBytes(one), pathBytes(other)))
    .map(([path, { mode, oid }]) => `${mode} ${mode === '160000' ? 'commit' : 'blob'} ${oid}\t${path}\0`)
    .join('');
}

/** The same answers as a tree's, each from all its files. */
function model(files: Files): Tree {
  const mapOf = <Key>(keep: (path: GitPath, entry: TreeEntry) => Key | undefined): Map<Key, TreeEntry> =>
    new Map(
      [...files].flatMap(([path, entry]) => {
        const key = keep(path, entry);
        return key === undefined ? [] : [[key, entry] as const];
      }),
    );
  return {
    entry: (path) => files.get(path),
    files: (folder) =>
      mapOf((path): string | undefined => (folderOf(path) === folder ? nameOf(path) : undefined)),
    named: (name) => mapOf((path) => (nameOf(path) === name ? folderOf(path) : undefined)),
    links: () => mapOf((path, entry) => (entry.mode === '120000' ? path : undefined)),
    under: (folder) => [...files].filter(([path]) => folder === '' || path.startsWith(`${folder}/`)),
  };
}

/** The names that stand closest to `/` in git's order, those that look like a record, and bytes that are no UTF-8. */
const NAMES =
  'a|a.b|a-b|a0|a b|b|.| |\t|a\t|\ta|\n|a\n|0|\x80|\xff|120000 blob |__init__.py|x__init__.py'.split('|');
const byte = fc.integer({ min: 1, max: 255 }).filter((value) => value !== 0x2f);
const anyName = fc.array(byte, { minLength: 1, maxLength: 4 }).map((bytes) => String.fromCharCode(...bytes));
const name = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: anyName });
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/') as GitPath);
const entry = fc.record({
  mode: fc.constantFrom('100644', '100644', '100755', '120000', '160000'),
  oid: fc.oneof(
    fc.constantFrom('1', '9').map((digit) => digit.repeat(40)),
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'.split('')), minLength: 40, maxLength: 40 }),
    fc.constant('b'.repeat(64)),
  ),
});
const put = fc.tuple(path, entry);

/** With a file put in place, a folder of its name and the files on the way to it are gone. */
function withFile(files: Files, path: GitPath, entry: TreeEntry | undefined): Files {
  const result = new Map(
    [...files].filter(
      ([other]) =>
        other !== path &&
        !other.startsWith(`${path}/`) &&
        (entry === undefined || !path.startsWith(`${other}/`)),
    ),
  );
  return entry ? result.set(path, entry) : result;
}

const filesOf = (
  puts: readonly (readonly [GitPath, TreeEntry | undefined])[],
  base: Files = new Map(),
): Files => puts.reduce((files, [path, entry]) => withFile(files, path, entry), base);

const sorted = <Item>(items: Iterable<readonly [string, Item]>): (readonly [string, Item])[] =>
  [...items].toSorted(([one], [other]) => (one < other ? -1 : 1));

/** Every question that may be asked about the paths. */
function answers(tree: Tree, paths: Iterable<GitPath>): unknown {
  const folders = new Set<GitPath>(['' as GitPath]);
  const names = new Set<string>([]);
  for (const path of paths) {
    names.add(nameOf(path));
    for (let folder = path; folder !== ''; folder = folderOf(folder)) folders.add(folder);
  }
  return {
    links: sorted(tree.links()),
    named: [...names].map((name) => [name, sorted(tree.named(name))]),
    folders: [...folders].map((folder) => ({
      folder,
      entry: tree.entry(folder),
      files: sorted(tree.files(folder)),
      under: sorted(tree.under(folder)),
      exists: hasFolder(tree, folder),
    })),
  };
}

test('a listed tree answers as its files do', () => {
  fc.assert(
    fc.property(fc.array(put, { maxLength: 30 }), fc.array(path, { maxLength: 10 }), (puts, absent) => {
      const files = filesOf(puts);
      const asked = [...files.keys(), ...absent];
      expect(answers(listedTree(listing(files)), asked)).toEqual(answers(model(files), asked));
    }),
    { numRuns: 500 },
  );
});

test('a changed tree answers as the changed files do, and so does one that is changed again', () => {
  const change = fc.tuple(path, fc.option(entry, { nil: undefined }));
  const changes = fc.array(change, { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(put, { maxLength: 20 }), changes, changes, (puts, first, second) => {
      const before = filesOf(puts);
      const between = filesOf(first, before);
      const after = filesOf(second, between);
      const asked = [
        ...before.keys(),
        ...between.keys(),
        ...after.keys(),
        ...[...first, ...second].map(([path]) => path),
      ];
      const changed = changedTree(listedTree(listing(before)), diff(before, between));
      expect(answers(changed, asked)).toEqual(answers(model(between), asked));
      expect(answers(changedTree(changed, diff(between, after)), asked)).toEqual(
        answers(model(after), asked),
      );
    }),
    { numRuns: 500 },
  );
});

function diff(before: Files, after: Files): { path: GitPath; after: TreeEntry | undefined }[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, after: after.get(path) }));
}

test('what is asked often, in any order, has always the same answer', () => {
  fc.assert(
    fc.property(
      fc.array(put, { minLength: 1, maxLength: 20 }),
      fc.array(fc.nat(999), { minLength: 1, maxLength: 60 }),
      fc.array(path, { maxLength: 5 }),
      (puts, order, absent) => {
        const files = filesOf(puts);
        const asked = [...files.keys(), ...absent, '' as GitPath];
        const [listed, changed] = [
          listedTree(listing(files)),
          changedTree(
            listedTree(''),
            [...files].map(([path, after]) => ({ path, after })),
          ),
        ];
        for (const pick of order) {
          const path = asked[pick % asked.length]!;
          expect(listed.entry(path)).toEqual(files.get(path));
          expect(changed.entry(path)).toEqual(files.get(path));
        }
      },
    ),
    { numRuns: 200 },
  );
});

const OID = 'c'.repeat(40);
const treeOf = (...paths: string[]): Tree =>
  listedTree(listing(new Map(paths.map((path) => [path as GitPath, { mode: '100644', oid: OID }]))));
const at = (path: string): GitPath => path as GitPath;

test('asked for a hundred files of one name, it finds each, and no other', () => {
  const tree = treeOf(...Array.from({ length: 100 }, (_, index) => `${index % 10}/${index}/a.py`));
  for (let index = 0; index < 100; index++) {
    expect(tree.entry(at(`${index % 10}/${index}/a.py`))).toEqual({ mode: '100644', oid: OID });
    expect(tree.entry(at(`${(index + 1) % 10}/${index}/a.py`))).toBeUndefined();
  }
});

test.for<readonly [name: string, tree: Tree]>([
  ['an empty tree', listedTree('')],
  ['an empty tree, with nothing changed', changedTree(listedTree(''), [])],
  ['a tree whose only file is gone', changedTree(treeOf('a/b'), [{ path: at('a/b'), after: undefined }])],
  ['what was never there and is gone', changedTree(treeOf(), [{ path: at('a/b'), after: undefined }])],
])('nothing is in %s', ([, tree]) => {
  for (const path of ['', 'a', 'a/b', '/', '//'].map(at)) {
    expect(tree.entry(path)).toBeUndefined();
    expect([tree.files(path).size, [...tree.under(path)].length, hasFolder(tree, path)]).toEqual([
      0,
      0,
      false,
    ]);
  }
  expect([tree.named('').size, tree.named('b').size, tree.links().size]).toEqual([0, 0, 0]);
});

test.for<readonly [question: string, path: string]>([
  ['the beginning of a name', 'sho'],
  ['a longer name', 'shopping'],
  ['a path that ends in a slash', 'shop/'],
  ['a folder where a file is', 'shop/a.py/b'],
  ['the end of a path', 'a.py'],
  ['another case', 'Shop'],
  ['a tab before', '\tshop'],
  ['a NUL in it', 'shop\0'],
])('no folder and no file: %s', ([, path]) => {
  const tree = treeOf('shop/a.py', 'shop-x/a.py', 'shop0');
  expect(tree.entry(at(path))).toBeUndefined();
  expect([tree.files(at(path)).size, hasFolder(tree, at(path)), tree.named(path).size]).toEqual([
    0,
    false,
    path === 'a.py' ? 2 : 0,
  ]);
});

test('a file becomes a folder, and a folder a file', () => {
  const put = (path: string, gone = false) => ({
    path: at(path),
    after: gone ? undefined : { mode: '100644', oid: OID },
  });
  const folder = changedTree(treeOf('a', 'b'), [put('a', true), put('a/x')]);
  expect([folder.entry(at('a')), hasFolder(folder, at('a')), [...folder.files(at('')).keys()]]).toEqual([
    undefined,
    true,
    ['b'],
  ]);
  const file = changedTree(folder, [put('a'), put('a/x', true)]);
  expect([file.entry(at('a'))?.oid, hasFolder(file, at('a')), file.named('x').size]).toEqual([OID, false, 0]);
});

test.for([
  ['100644', true, false],
  ['100755', true, false],
  ['100664', true, false],
  ['120000', false, false],
  ['160000', false, true],
  [undefined, false, false],
] as const)('mode %s: regular %s, submodule %s', ([mode, ...expected]) => {
  const entry = mode && { mode, oid: OID };
  expect([isRegular(entry), isSubmodule(entry)]).toEqual(expected);
});
