import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldersToList, staleCaches, type FolderEntry, type Listing } from '../../src/caches/stale.ts';
import { folderOf, joinPath, nameOf, pathFromText, type GitPath } from '../../src/path.ts';
import { isBytecodeName } from '../../src/python/bytecode.ts';

const TAG = 'cpython-312.pyc';

/** A listing of these paths and all their folders; `@` after a path makes it a symlink. A folder ends in a slash. */
function disk(...paths: string[]): Listing {
  const listing = new Map<GitPath, FolderEntry[]>([[pathFromText(''), []]]);
  const add = (path: GitPath, kind: FolderEntry['kind']): void => {
    const folder = folderOf(path);
    if (folder !== '' && !listing.has(folder)) add(folder, 'folder');
    if (kind === 'folder') listing.set(path, listing.get(path) ?? []);
    const beside = listing.get(folder)!;
    if (!beside.some(({ name }) => name === nameOf(path))) beside.push({ name: nameOf(path), kind });
  };
  for (const path of paths) {
    if (path.endsWith('/')) add(pathFromText(path.slice(0, -1)), 'folder');
    else if (path.endsWith('@')) add(pathFromText(path.slice(0, -1)), 'link');
    else add(pathFromText(path), 'file');
  }
  return listing;
}

/** `~changed.py` or `-deleted.py`. */
const touch = (text: string) => ({ path: pathFromText(text.slice(1)), deleted: text.startsWith('-') });

interface Options {
  readonly tracked?: readonly string[];
  readonly keep?: string;
  readonly overtaken?: readonly string[];
}

/** What is planned, files first; folders end in a slash. */
function plan(
  touched: readonly string[],
  listing: Listing,
  { tracked = [], keep, overtaken = [] }: Options = {},
): string[] {
  const stands = keep === undefined ? undefined : pathFromText(keep);
  const { files, folders } = staleCaches(touched.map(touch), overtaken.map(pathFromText), listing, {
    tracked: new Set(tracked.map(pathFromText)),
    standsIn: stands,
  });
  return [...files, ...folders.map((folder) => `${folder}/`)];
}

const NOTHING: readonly (readonly [string, readonly string[], readonly string[], Options?])[] = [
  ['no source was touched', [], [`p/__pycache__/m.${TAG}`]],
  ['there is no cache', ['~p/m.py'], ['p/m.py']],
  ['the folder is gone already', ['-p/m.py'], ['q/m.py']],
  ['the caches are of other modules', ['~p/m.py'], ['p/m.py', `p/__pycache__/n.${TAG}`]],
  [
    'the name only begins alike',
    ['~p/m.py'],
    ['p/m.py', `p/__pycache__/m2.${TAG}`, `p/__pycache__/m.x.${TAG}`],
  ],
  ['the cache is of a module below', ['~p.py'], ['p.py', `p/__pycache__/p.${TAG}`]],
  [
    'the file is no bytecode',
    ['~p/m.py'],
    ['p/m.py', 'p/__pycache__/m.cpython-312.so', 'p/m.pyd', 'p/m.pyi'],
  ],
  [
    'the cache is tracked',
    ['~p/m.py'],
    ['p/m.py', `p/__pycache__/m.${TAG}`],
    { tracked: [`p/__pycache__/m.${TAG}`] },
  ],
  ['the cache beside is tracked', ['-p/m.py'], ['p/m.pyc'], { tracked: ['p/m.pyc'] }],
  [
    'the overtaken cache is tracked',
    [],
    ['p/m.py', `p/__pycache__/m.${TAG}`],
    { tracked: [`p/__pycache__/m.${TAG}`], overtaken: [`p/__pycache__/m.${TAG}`] },
  ],
  ['a folder has the name of a cache', ['~p/m.py'], ['p/m.py', 'p/m.pyc/x']],
  ['__pycache__ is a symlink', ['-p/m.py'], ['p/__pycache__@']],
  ['__pycache__ is a file', ['-p/m.py'], ['p/__pycache__']],
  ['the deletion leaves a source', ['-p/m.py'], ['p/n.py', `p/__pycache__/n.${TAG}`]],
  ['the deletion leaves a sourceless module', ['-p/m.py'], ['p/n.pyc']],
  ['the deletion leaves notes in __pycache__', ['-p/m.py'], ['p/__pycache__/notes.txt']],
  ['the deletion leaves an empty folder below', ['-p/m.py'], ['p/data/']],
  ['the user stands in the empty folder', ['-p/m.py'], ['p/'], { keep: 'p' }],
  ['the user stands below it', ['-p/m.py'], ['p/q/'], { keep: 'p/q' }],
];

test.for(NOTHING)('nothing is planned when %s', ([, touched, paths, options]) => {
  expect(plan(touched, disk(...paths), options)).toEqual([]);
});

test.for<readonly [name: string, touched: string[], paths: string[], planned: string[], options?: Options]>([
  [
    'a cache of every tag',
    ['~p/m.py'],
    ['p/m.py', `p/__pycache__/m.${TAG}`, 'p/__pycache__/m.pypy310.opt-1.pyc', 'p/__pycache__/n.x'],
    [`p/__pycache__/m.${TAG}`, 'p/__pycache__/m.pypy310.opt-1.pyc'],
  ],
  [
    'caches beside the source',
    ['~m.py'],
    ['m.py', 'm.pyc', 'm.pyo', 'm$py.class', 'n.pyc'],
    ['m.pyc', 'm.pyo', 'm$py.class'],
  ],
  ['a symlink with the name of a cache', ['~m.py'], ['m.py', 'm.pyc@'], ['m.pyc']],
  [
    'a cache that is known to be overtaken',
    [],
    ['p/m.py', `p/__pycache__/m.${TAG}`, `p/__pycache__/n.${TAG}`],
    [`p/__pycache__/m.${TAG}`],
    { overtaken: [`p/__pycache__/m.${TAG}`] },
  ],
  [
    'what an interrupted write leaves, and what lies beside the source with a tag',
    ['~p/m.py'],
    ['p/m.py', `p/__pycache__/m.${TAG}.1401`, 'p/__pycache__/m.cpython-311-pytest-7.2.1.pyc', `p/m.${TAG}`],
    [`p/__pycache__/m.${TAG}.1401`, 'p/__pycache__/m.cpython-311-pytest-7.2.1.pyc', `p/m.${TAG}`],
  ],
  [
    'a __pycache__ that is emptied',
    ['~p/m.py', '-p/n.py'],
    ['p/m.py', `p/__pycache__/n.${TAG}`],
    [`p/__pycache__/n.${TAG}`, 'p/__pycache__/'],
  ],
  ['an empty __pycache__', ['-p/m.py'], ['p/n.py', 'p/__pycache__/'], ['p/__pycache__/']],
  [
    'a __pycache__ at the top, but never the top',
    ['-m.py'],
    [`__pycache__/m.${TAG}`],
    [`__pycache__/m.${TAG}`, '__pycache__/'],
  ],
  [
    'a ghost package with orphans',
    ['-p/m.py'],
    [`p/__pycache__/m.${TAG}`, `p/__pycache__/old.${TAG}`],
    [`p/__pycache__/m.${TAG}`, `p/__pycache__/old.${TAG}`, 'p/__pycache__/', 'p/'],
  ],
  ['a ghost package with a cache beside', ['-p/m.py'], ['p/m.pyc'], ['p/m.pyc', 'p/']],
  [
    'ghosts upward, as far as nothing is left',
    ['-a/b/c/m.py'],
    ['a/x.py', `a/b/c/__pycache__/m.${TAG}`, `a/b/__pycache__/b.${TAG}`],
    [
      `a/b/c/__pycache__/m.${TAG}`,
      `a/b/__pycache__/b.${TAG}`,
      'a/b/c/__pycache__/',
      'a/b/c/',
      'a/b/__pycache__/',
      'a/b/',
    ],
  ],
  [
    'ghosts, but not from where the user stands',
    ['-a/b/m.py'],
    [`a/b/__pycache__/m.${TAG}`],
    [`a/b/__pycache__/m.${TAG}`, 'a/b/__pycache__/'],
    { keep: 'a/b' },
  ],
  [
    'what is not tracked in a __pycache__',
    ['-p/m.py'],
    [`p/__pycache__/m.${TAG}`, 'p/__pycache__/m.pypy310.pyc'],
    [`p/__pycache__/m.${TAG}`],
    { tracked: ['p/__pycache__/m.pypy310.pyc'] },
  ],
])('planned: %s', ([, touched, paths, planned, options]) => {
  expect(plan(touched, disk(...paths), options)).toEqual(planned);
});

const folders = (text: string): string[] => [...foldersToList([touch(text)])];

test('a change looks at its own folder only, a deletion at all those above as well', () => {
  expect(folders('~m.py')).toEqual(['', '__pycache__']);
  expect(folders('~a/b/m.py')).toEqual(['a/b', 'a/b/__pycache__']);
  expect(folders('-a/b/m.py')).toEqual(['a/b', 'a/b/__pycache__', 'a', 'a/__pycache__', '', '__pycache__']);
  expect([...foldersToList([])]).toEqual([]);
});

const FOLDERS = ['', 'a', 'a/b', 'a/b/c', 'ab', 'd'];
const NAMES = ['m.py', 'n.py', 'm.pyc', 'x.pyc', 'm$py.class', 'notes.txt', 'native.pyd'];
const CACHES = [`m.${TAG}`, `n.${TAG}`, 'x.cpython-312.opt-1.pyc', `m.${TAG}.1401`, 'notes.txt', 'm.so'];

const inside = ([folder, name]: readonly [string, string]): string => joinPath(pathFromText(folder), name);
const inCaches = FOLDERS.map((folder) => inside([folder, '__pycache__']));
const anywhere = fc.tuple(fc.constantFrom(...FOLDERS), fc.constantFrom(...NAMES)).map(inside);
const cached = fc.tuple(fc.constantFrom(...inCaches), fc.constantFrom(...CACHES)).map(inside);
const files = fc.array(fc.oneof(anywhere, cached), { maxLength: 10 });
const touches = fc.array(
  fc.tuple(fc.constantFrom('~', '-'), fc.constantFrom(...FOLDERS), fc.constantFrom('m.py', 'n.py')),
  { maxLength: 3 },
);
const scene = fc.record({
  paths: files,
  touched: touches.map((all) => all.map(([how, folder, name]) => `${how}${inside([folder, name])}`)),
  tracked: fc.subarray([...CACHES.map((name) => `a/__pycache__/${name}`), 'a/m.pyc']),
  keep: fc.constantFrom(undefined, ...FOLDERS.slice(1)),
});

test('whatever lies about: only untracked bytecode in folders that were looked at, only emptied folders, deepest first', () => {
  fc.assert(
    fc.property(scene, ({ paths, touched, tracked, keep }) => {
      const listing = disk(...paths);
      const looked = foldersToList(touched.map(touch));
      const removal = staleCaches(
        touched.map(touch),
        [],
        new Map([...listing].filter(([folder]) => looked.has(folder))),
        {
          tracked: new Set(tracked.map(pathFromText)),
          standsIn: keep === undefined ? undefined : pathFromText(keep),
        },
      );
      const planned = new Set<string>([...removal.files, ...removal.folders]);
      expect(planned.size).toBe(removal.files.length + removal.folders.length);
      for (const file of removal.files) {
        expect(isBytecodeName(nameOf(file)) && looked.has(folderOf(file))).toBe(true);
        expect(tracked).not.toContain(file);
        expect(paths).toContain(file);
      }
      for (const [index, folder] of removal.folders.entries()) {
        expect(folder !== '' && looked.has(folder)).toBe(true);
        expect(`${keep ?? ''}/`.startsWith(`${folder}/`)).toBe(false);
        for (const { name } of listing.get(folder)!) expect(planned).toContain(joinPath(folder, name));
        const later = removal.folders.slice(index + 1);
        expect(later.filter((other) => other.startsWith(`${folder}/`))).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});
