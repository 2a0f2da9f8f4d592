import { expect, test } from 'vitest';
import type { FolderKind, Found, FoundCache, Observed } from '../../../src/caches/clean/found.ts';
import { planCleaning, sourcesInQuestion, type Policy } from '../../../src/caches/clean/plan.ts';
import {
  folderOf,
  isInside,
  joinPath,
  nameOf,
  pathFromText,
  withParents,
  type GitPath,
} from '../../../src/path.ts';

interface Scene {
  /** `p/m.pyc=unread` is a cache, `p/m.pyc!legacy-orphan` one without its source, `p/m.py` a file, `p/data/` a folder. */
  readonly disk: readonly string[];
  readonly all?: boolean;
  readonly library?: string;
  readonly tool?: string;
  readonly tracked?: readonly string[];
  readonly meant?: string;
  readonly known?: readonly string[];
  readonly stay?: readonly string[];
}

interface Folder {
  readonly path: GitPath;
  readonly caches: FoundCache[];
  readonly folders: GitPath[];
  holdsMore: boolean;
  readonly kind: FolderKind;
}

function observed({ disk, library, tool }: Scene): Observed {
  const folders = new Map<GitPath, Folder>();
  const folder = (path: GitPath): Folder => {
    const known = folders.get(path);
    if (known) return known;
    if (path !== '') folder(folderOf(path)).folders.push(path);
    const kind = isBelow(path, library) ? 'library' : isBelow(path, tool) ? 'tool' : 'project';
    const made: Folder = { path, caches: [], folders: [], holdsMore: false, kind };
    folders.set(path, made);
    return made;
  };
  for (const text of disk) {
    const [, name = '', mark, found] = /^(.*?)(?:([=!])(.*))?$/s.exec(text) ?? [];
    const path = pathFromText(name.replace(/\/$/, ''));
    const source = `${nameOf(path).replace(/\.pyc$|\$py\.class$/, '')}.py`;
    const lost = mark === '!' ? joinPath(folderOf(path), source) : undefined;
    if (name.endsWith('/')) folder(path);
    else if (!mark) folder(folderOf(path)).holdsMore = true;
    else
      folder(folderOf(path)).caches.push({ path, found: found as Found, lost, python: '3.12', bytes: 100 });
  }
  const depth = ({ path }: Folder): number => withParents(path).length;
  const downwards = [...folders.values()].sort((one, other) => depth(one) - depth(other));
  return { root: '/top', folders: downwards, pruned: new Set(), unreadable: [] };
}

const isBelow = (path: GitPath, name?: string) => name !== undefined && isInside(path, pathFromText(name));
const paths = (names: readonly string[] = []) => new Set(names.map(pathFromText));

/** What goes, folders with a slash at their ends, and what is kept with the reason. */
function plan(scene: Scene): string[] {
  const policy: Policy = {
    all: scene.all ?? false,
    tracked: paths(scene.tracked),
    isMeant: scene.meant === undefined ? undefined : (path) => path === scene.meant,
    known: paths(scene.known),
    stay: paths(['', ...(scene.stay ?? [])]),
  };
  const { files, folders, kept } = planCleaning(observed(scene), policy);
  const shownKept = kept.map(({ cache, why }) => `${cache.path} kept: ${why}`);
  return [...files.map(({ path }) => path), ...folders.map((path) => `${path}/`), ...shownKept].sort();
}

const STALE = 'p/__pycache__/m.cpython-312.pyc=stale';

const NOTHING: readonly (readonly [string, Scene])[] = [
  ['there is nothing', { disk: [] }],
  ['a cache is fresh', { disk: ['p/m.py', 'p/__pycache__/m.cpython-312.pyc=fresh'] }],
  ['it is of a Python that is not known', { disk: ['p/__pycache__/m.foo-1.pyc=foreign'] }],
  ['it lies where another PYTHONPYCACHEPREFIX may have put it', { disk: ['p/m.cpython-312.pyc=misplaced'] }],
  ['it is tracked', { disk: [STALE], tracked: ['p/__pycache__/m.cpython-312.pyc'] }],
  ['it is meant to be there', { disk: ['p/m.pyc!legacy-orphan'], meant: 'p/m.pyc' }],
  ['it is a module of a library', { disk: ['v/m.pyc!legacy-orphan'], library: 'v', known: ['v/m.py'] }],
  ['it is a module of a library, all or not', { disk: ['v/m.pyc!unseen'], library: 'v', all: true }],
  ['a folder of the user is empty', { disk: ['data/', 'p/data/'] }],
  [
    'a cache of a tool is tracked',
    { disk: ['.mypy_cache/x=tool'], tool: '.mypy_cache', tracked: ['.mypy_cache/x'] },
  ],
];

test.for(NOTHING)('nothing goes when %s', ([, scene]) => {
  expect(plan(scene)).toEqual([]);
});

test.for<Found>(['certainly-stale', 'unchecked', 'stale', 'suspect', 'corrupt', 'orphan', 'leftover'])(
  'what is %s goes, and the folder that it was alone in',
  (found) => {
    expect(plan({ disk: ['p/m.py', `p/__pycache__/m.x.pyc=${found}`] })).toEqual([
      'p/__pycache__/',
      'p/__pycache__/m.x.pyc',
    ]);
  },
);

test('beside its source Python 3 does not read it, and would once the source is gone', () => {
  expect(plan({ disk: ['p/m.py', 'p/m.pyc=unread'] })).toEqual(['p/m.pyc']);
});

test.for<Found>(['legacy-orphan', 'shadowing', 'corrupt'])(
  'a module without a source that is %s goes only when git knew its source',
  (found) => {
    const disk = ['p/keep', `p/m.pyc!${found}`];
    expect(plan({ disk, known: ['p/m.py'] })).toEqual(['p/m.pyc']);
    expect(plan({ disk, known: ['m.py', 'q/m.py', 'p/m.pyi'] })).toEqual(['p/m.pyc kept: module']);
  },
);

test('git is asked only for sources on which something depends', () => {
  const scene = {
    disk: ['p/m.pyc!legacy-orphan', 'p/n.pyc=unread', 'v/o.pyc!legacy-orphan', STALE],
    library: 'v',
  };
  expect(sourcesInQuestion(observed(scene), false)).toEqual(['p/m.py']);
  expect(sourcesInQuestion(observed(scene), true)).toEqual([]);
});

test('bytecode that git tracks is named where it does harm, and where all was to go', () => {
  const disk = ['p/m.pyc!legacy-orphan', 'p/n.pyc=stale'];
  const tracked = ['p/m.pyc', 'p/n.pyc'];
  expect(plan({ disk, tracked, known: ['p/m.py'] })).toEqual(['p/m.pyc kept: tracked']);
  expect(plan({ disk, tracked, all: true })).toEqual(['p/m.pyc kept: tracked', 'p/n.pyc kept: tracked']);
});

test('all: every compiled file, modules without a source as well', () => {
  const disk = ['p/m.py', 'p/__pycache__/m.x.pyc=unseen', 'p/gone.pyc!unseen', 'p/m.cpython-312.pyc=unseen'];
  expect(plan({ disk, all: true })).toEqual([
    'p/__pycache__/',
    'p/__pycache__/m.x.pyc',
    'p/gone.pyc',
    'p/m.cpython-312.pyc',
  ]);
});

test.for<readonly [string, Scene, string[]]>([
  [
    'upwards while empty',
    { disk: ['a/b/c/__pycache__/m.x.pyc=orphan'] },
    ['a/', 'a/b/', 'a/b/c/', 'a/b/c/__pycache__/'],
  ],
  ['with __pycache__ that was empty before', { disk: ['a/__pycache__/'] }, ['a/', 'a/__pycache__/']],
  [
    'but for one with a file',
    { disk: ['a/.hidden', 'a/b/__pycache__/m.x.pyc=orphan'] },
    ['a/b/', 'a/b/__pycache__/'],
  ],
  [
    'but for one with an empty folder',
    { disk: ['a/data/', 'a/__pycache__/m.x.pyc=orphan'] },
    ['a/__pycache__/'],
  ],
  [
    'but for one with a fresh cache',
    { disk: ['a/__pycache__/m.x.pyc=orphan', 'a/__pycache__/n.x.pyc=fresh'] },
    [],
  ],
  [
    'but for one that a kept module needs',
    { disk: ['a/__pycache__/m.x.pyc=orphan', 'a/n.pyc!legacy-orphan'] },
    ['a/__pycache__/'],
  ],
  [
    'but for where cleaning starts',
    { disk: ['a/b/__pycache__/m.x.pyc=orphan'], stay: ['a'] },
    ['a/b/', 'a/b/__pycache__/'],
  ],
  [
    'but for where the user stands',
    { disk: ['a/b/__pycache__/m.x.pyc=orphan'], stay: ['a', 'a/b'] },
    ['a/b/__pycache__/'],
  ],
  [
    'but for the place of a submodule',
    { disk: ['a/__pycache__/m.x.pyc=orphan'], tracked: ['a'] },
    ['a/__pycache__/'],
  ],
  [
    'of the cache of a tool, empty ones as well',
    { disk: ['.mypy_cache/3.12/', '.mypy_cache/x=tool', 'm.py'], tool: '.mypy_cache' },
    ['.mypy_cache/', '.mypy_cache/3.12/'],
  ],
])('folders go %s', ([, scene, folders]) => {
  expect(plan(scene).filter((path) => path.endsWith('/'))).toEqual(folders);
});

test('what is below goes before what holds it', () => {
  const scene = { disk: ['a/b/__pycache__/m.x.pyc=orphan', 'a/c/__pycache__/m.x.pyc=orphan'] };
  const { folders } = planCleaning(observed(scene), {
    all: false,
    tracked: new Set(),
    isMeant: undefined,
    known: new Set(),
    stay: new Set(),
  });
  const early = folders.filter((folder, index) =>
    folders.slice(0, index).some((other) => isInside(folder, other)),
  );
  expect(early).toEqual([]);
});
