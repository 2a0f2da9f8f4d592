import { nameOf, type GitPath } from '../../path.ts';
import { cacheName } from '../../python/bytecode.ts';
import type { PycHeader } from './header.ts';
import { keepsCachesBeside, type CompiledBy } from './magic.ts';
import { hashMatches } from './source-hash.ts';
import { exactSourceSeconds, sourceSeconds } from './source-time.ts';

/** What `lstat` (or, through a symlink, `stat`) says of a file. Times are nanoseconds since 1970 UTC. */
export interface FileTimes {
  /** Bytes. */
  readonly size: number;
  readonly modified: bigint;
  /** When the inode last changed. */
  readonly changed: bigint;
}

/** Where a compiled file lies: in `__pycache__` (PEP 3147), below PYTHONPYCACHEPREFIX, or beside its source. */
export type CachePlace = 'cache' | 'legacy';

/** A compiled file as it was found, and the source that it is compiled from. */
export interface ObservedCache {
  readonly path: GitPath;
  readonly place: CachePlace;
  readonly header: PycHeader;
  readonly times: FileTimes;
  /** The source's times as Python sees them, through a symlink; undefined when there is no source. */
  readonly source: FileTimes | undefined;
  /** The content of the source; asked only for caches that carry its hash. Undefined when it cannot be read. */
  readonly sourceContent: () => Uint8Array | undefined;
  /** Of an `__init__.pyc` without its source: true when a module of the folder's name lies beside the folder. */
  readonly hidesModule: boolean;
}

/** What a compiled file is, see `classify`; what becomes of each, see `RUNS`. */
export type CacheState =
  | 'fresh'
  | 'stale'
  | 'certainly-stale'
  | 'suspect'
  | 'unchecked'
  | 'corrupt'
  | 'foreign'
  | 'orphan'
  | 'legacy-orphan'
  | 'shadowing'
  | 'unread';

/**
 * The code that `import` runs where a compiled file lies, in the Python that wrote it, run without options: that of the
 * source as it is now, or that of the day it was compiled; `nothing`: there is no such module. What a `suspect` holds
 * nobody can say: the worst is told.
 */
export const RUNS: Readonly<Record<CacheState, 'new' | 'old' | 'fails' | 'nothing'>> = {
  fresh: 'new',
  stale: 'new',
  'certainly-stale': 'old',
  suspect: 'old',
  unchecked: 'old',
  corrupt: 'fails',
  foreign: 'new',
  orphan: 'nothing',
  'legacy-orphan': 'old',
  shadowing: 'old',
  unread: 'new',
};

/**
 * What a compiled file is to the Python that wrote it. Nothing but its name, its header and its times are known: a body
 * that begins as one and is cut counts as whole, and a hash whose source cannot be read as matching, for nothing can
 * be said against it.
 */
export function classify(cache: ObservedCache): CacheState {
  if (!cache.source) return cache.place === 'cache' ? 'orphan' : withoutSource(cache);
  const { header, place } = cache;
  if (header.kind === 'foreign') return 'foreign';
  if (!isReadWhere(cache)) return 'unread';
  if (header.kind === 'cut' || header.kind === 'refused') return 'stale';
  if (place === 'cache' && !isOfTag(header.by, tagOf(cache))) return 'stale';
  return header.kind === 'hash' ? byHash(cache, header) : byTimestamp(cache, header, cache.source);
}

/** Beside where its source was, a compiled file is a module of its own: there, only its number is compared. */
function withoutSource({ path, header, hidesModule }: ObservedCache): CacheState {
  const name = nameOf(path);
  if (/^[^.]+\$py\.class$/.test(name)) return 'legacy-orphan'; // to Jython
  const suffix = /^[^.]+(\.py[co])$/.exec(name)?.[1];
  if (suffix === undefined) return 'orphan';
  if (header.kind === 'foreign' || header.kind === 'cut' || header.kind === 'refused') return 'corrupt';
  if (!loadsAlone(header.by, suffix)) return 'orphan';
  if (!header.holdsCode) return 'corrupt';
  return hidesModule && name.startsWith('__init__.') ? 'shadowing' : 'legacy-orphan';
}

/** PyPy for Python 2.7 loads nothing without its source; since 3.5 (PEP 488) no Python reads a `.pyo`. */
function loadsAlone(by: CompiledBy, suffix: string): boolean {
  if (by.implementation === 'pypy' && by.version === '2.7') return false;
  return suffix === '.pyc' || keepsCachesBeside(by) || ['3.2', '3.3', '3.4'].includes(by.version ?? '');
}

/** True when a Python looks for a file of that name there, beside its source or in the folder of caches. */
function isReadWhere({ path, place, header }: ObservedCache): boolean {
  const by = 'by' in header ? header.by : undefined;
  if (place === 'legacy') return by !== undefined && keepsCachesBeside(by) && /\.py[co]$/.test(path);
  return cacheName(nameOf(path))?.leftover === false && !(by && keepsCachesBeside(by));
}

function tagOf({ path }: ObservedCache): string {
  return cacheName(nameOf(path))?.tag ?? '';
}

/**
 * False when the name says another Python than the header: that of the name will overwrite the file. PyPy's numbers
 * are not known well enough to tell its releases.
 */
function isOfTag({ implementation, version }: CompiledBy, tag: string): boolean {
  const [, major, minor] = /^cpython-(\d)(\d+)/.exec(tag) ?? [];
  if (minor !== undefined) return implementation === 'cpython' && version === `${major}.${minor}`;
  return !tag.startsWith('pypy') || implementation === 'pypy';
}

type Timestamped = Extract<PycHeader, { kind: 'timestamp' }>;
type Hashed = Extract<PycHeader, { kind: 'hash' }>;

function byHash({ sourceContent }: ObservedCache, header: Hashed): CacheState {
  const content = sourceContent();
  const matches = content === undefined || hashMatches(header, content);
  if (!matches && header.checked) return 'stale';
  if (!header.holdsCode) return 'corrupt';
  return matches ? 'fresh' : 'unchecked';
}

/**
 * A header that matches may still be of other content: it holds no more than a second and a size, see
 * https://github.com/python/cpython/issues/75953. Python writes a cache after it read the source, so a source that was
 * written after the cache is another. Where only its inode changed after that, its time may have been put back, or it
 * was moved or copied; and where it is newer than its inode, its time was set by hand.
 */
function byTimestamp({ times }: ObservedCache, header: Timestamped, source: FileTimes): CacheState {
  const { seconds, size, holdsCode } = header;
  const compared = size === undefined ? exactSourceSeconds : sourceSeconds;
  if (seconds !== compared(source.modified)) return 'stale';
  if (size !== undefined && size !== source.size >>> 0) return 'stale';
  if (!holdsCode) return 'corrupt';
  if (times.modified < source.modified && times.modified < source.changed) return 'certainly-stale';
  return times.modified <= source.modified || times.modified <= source.changed ? 'suspect' : 'fresh';
}
