import type { GitPath } from '../path.ts';
import type { PycHeader } from './header.ts';

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

/** What a compiled file is, see `classify`. */
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
