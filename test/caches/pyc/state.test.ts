import { expect, test } from 'vitest';
import type { CacheState } from '../../../src/caches/pyc/state.ts';
import {
  CUT,
  FOREIGN,
  hashed,
  hollow,
  NEW,
  PYPY_27,
  PYPY_39,
  REFUSED,
  SECOND,
  SIZE,
  stateOf,
  timestamp,
  WRITTEN,
  type Asked,
} from './observed.ts';

const LATE = 3600n * SECOND;

test.for<readonly [what: string, state: CacheState, asked: Asked]>([
  ['a cache written after its source', 'fresh', {}],
  ['of another second', 'stale', { header: timestamp('3.11', 1_600_000_001) }],
  ['of an earlier second', 'stale', { header: timestamp('3.11', 1_599_999_999) }],
  ['of another size', 'stale', { header: timestamp('3.11', 1_600_000_000, SIZE + 1) }],
  ['of a size that differs by 4 GiB', 'fresh', { source: { size: SIZE + 2 ** 32 } }],
  ['older than its source, within the second', 'certainly-stale', { after: -1n }],
  ['written when its source was', 'suspect', { after: 0n }],
  ['of a source that changed since', 'suspect', { source: { changed: WRITTEN + LATE } }],
  ['of a source that changed when it was written', 'suspect', { source: { changed: WRITTEN + SECOND } }],
  ['of a source that is dated ahead', 'suspect', { after: -1n, source: { changed: WRITTEN - LATE } }],
  [
    'of a source that counts as of the next second',
    'fresh',
    {
      header: timestamp('3.11', 1_600_000_001),
      source: { modified: 1_600_000_001n * SECOND - 1n },
    },
  ],
  ['without its body', 'corrupt', { header: hollow(timestamp('3.11')) }],
  ['stale, without its body', 'stale', { header: hollow(timestamp('3.11', 1)) }],
  ['empty', 'stale', { size: 0, header: CUT }],
  ['with flags that no Python knows', 'stale', { header: REFUSED }],
  ['of no Python that is known', 'foreign', { header: FOREIGN }],
  ['whose name says another release', 'stale', { header: timestamp('3.12') }],
  ['whose name says CPython, of PyPy', 'stale', { header: timestamp(PYPY_39) }],
  ['whose name says PyPy, of CPython', 'stale', { path: '__pycache__/m.pypy39.pyc' }],
  ['of Python 2.7, which has no such folder', 'unread', { header: timestamp('2.7') }],
  ['of PyPy', 'fresh', { path: '__pycache__/m.pypy39.pyc', header: timestamp(PYPY_39) }],
  ['of Python 3.6', 'fresh', { path: '__pycache__/m.cpython-36.pyc', header: timestamp('3.6') }],
  ['of pytest', 'fresh', { path: '__pycache__/m.cpython-311-pytest-7.2.1.pyc' }],
  ['of -O', 'certainly-stale', { path: '__pycache__/m.cpython-311.opt-1.pyc', after: -1n }],
  ['of a free-threaded Python', 'fresh', { path: '__pycache__/m.cpython-311t.pyc' }],
  ['of a name that is not read', 'unread', { path: '__pycache__/m.pyc' }],
  ['left by an interrupted write', 'unread', { path: '__pycache__/m.cpython-311.pyc.140123' }],
  ['below PYTHONPYCACHEPREFIX', 'stale', { path: 'caches/m.cpython-311.pyc', source: { size: 1 } }],
])('a cache: %s is %s', ([, state, asked]) => {
  expect(stateOf(asked)).toBe(state);
});

test.for<readonly [what: string, state: CacheState, asked: Asked]>([
  ['compared, equal', 'fresh', { header: hashed(3), content: NEW }],
  ['compared, equal, however old', 'fresh', { header: hashed(3), content: NEW, after: -LATE }],
  ['compared, differs', 'stale', { header: hashed(3), content: 'V = 1' }],
  ['never compared, equal', 'fresh', { header: hashed(1), content: NEW }],
  ['never compared, differs', 'unchecked', { header: hashed(1), content: 'V = 1' }],
  ['compared with what cannot be read', 'fresh', { header: hashed(3) }],
  ['never compared, of what cannot be read', 'fresh', { header: hashed(1) }],
  ['compared, equal, without a body', 'corrupt', { header: hollow(hashed(3)), content: NEW }],
  ['compared, differs, without a body', 'stale', { header: hollow(hashed(3)), content: 'V = 1' }],
  ['never compared, without a body', 'corrupt', { header: hollow(hashed(1)), content: 'V = 1' }],
])('a cache with a hash: %s is %s', ([, state, asked]) => {
  expect(stateOf(asked)).toBe(state);
});

test.for<readonly [what: string, state: CacheState, asked: Asked]>([
  ['of Python 3', 'unread', {}],
  ['of Python 3, of another second', 'unread', { header: timestamp('3.11', 1) }],
  ['of Python 3, with a hash', 'unread', { header: hashed(1), content: '' }],
  ['empty', 'unread', { header: CUT }],
  ['of no Python that is known', 'foreign', { header: FOREIGN }],
  ['of Python 2.7', 'fresh', { header: timestamp('2.7') }],
  ['of Python 2.7, of another size', 'fresh', { header: timestamp('2.7'), source: { size: 1 } }],
  ['of Python 2.7, of another second', 'stale', { header: timestamp('2.7', 1) }],
  ['of Python 2.7, older than its source', 'certainly-stale', { header: timestamp('2.7'), after: -1n }],
  [
    'of Python 2.7, of a source that changed',
    'suspect',
    {
      header: timestamp('2.7'),
      source: { changed: WRITTEN + LATE },
    },
  ],
  ['of Python 2.7, without a body', 'corrupt', { header: hollow(timestamp('2.7')) }],
  [
    'of Python 2.7, which rounds nothing',
    'fresh',
    {
      header: timestamp('2.7'),
      source: { modified: 1_600_000_001n * SECOND - 1n },
    },
  ],
  ['of Python 2.7 -O', 'fresh', { header: timestamp('2.7'), path: 'm.pyo' }],
  ['of Python 3.1', 'fresh', { header: timestamp('3.1') }],
  ['of PyPy for 2.7', 'stale', { header: timestamp(PYPY_27, 1) }],
  ['of Jython', 'foreign', { header: FOREIGN, path: 'm$py.class' }],
])('beside its source: %s is %s', ([, state, asked]) => {
  expect(stateOf({ ...asked, place: 'legacy' })).toBe(state);
});

test.for<readonly [what: string, state: CacheState, asked: Asked]>([
  ['a cache', 'orphan', { place: 'cache' }],
  ['a cache that is cut', 'orphan', { place: 'cache', header: CUT }],
  ['a cache of no Python that is known', 'orphan', { place: 'cache', header: FOREIGN }],
  ['a cache with a hash', 'orphan', { place: 'cache', header: hashed(1) }],
  ['m.pyc', 'legacy-orphan', {}],
  ['m.pyc of Python 2.7', 'legacy-orphan', { header: timestamp('2.7') }],
  ['m.pyc with a hash', 'legacy-orphan', { header: hashed(3) }],
  ['a module with a hyphen', 'legacy-orphan', { path: 'shop/migrations/0002-hyphen.pyc' }],
  ['m.pyc without a body', 'corrupt', { header: hollow(timestamp('3.11')) }],
  ['an empty m.pyc', 'corrupt', { header: CUT, size: 0 }],
  ['m.pyc with flags that no Python knows', 'corrupt', { header: REFUSED }],
  ['m.pyc of no Python that is known', 'corrupt', { header: FOREIGN }],
  ['m.pyc of PyPy for 2.7', 'orphan', { header: timestamp(PYPY_27) }],
  ['m.pyo of Python 3.11', 'orphan', { path: 'm.pyo' }],
  ['m.pyo of Python 2.7', 'legacy-orphan', { path: 'm.pyo', header: timestamp('2.7') }],
  ['m.pyo of Python 3.3', 'legacy-orphan', { path: 'm.pyo', header: timestamp('3.3') }],
  ['m.pyc.140123', 'orphan', { path: 'm.pyc.140123' }],
  ['m.cpython-311.pyc outside of __pycache__', 'orphan', { path: 'm.cpython-311.pyc' }],
  ['m$py.class', 'legacy-orphan', { path: 'm$py.class', header: FOREIGN }],
  ['__init__.pyc', 'legacy-orphan', { path: 'm/__init__.pyc' }],
  ['__init__.pyc in front of m.py', 'shadowing', { path: 'm/__init__.pyc', hidesModule: true }],
  [
    'an empty __init__.pyc in front of m.py',
    'corrupt',
    {
      path: 'm/__init__.pyc',
      hidesModule: true,
      header: CUT,
    },
  ],
])('without a source: %s is %s', ([, state, asked]) => {
  expect(stateOf({ place: 'legacy', ...asked, source: false })).toBe(state);
});
