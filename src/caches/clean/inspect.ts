import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { folderOf, joinPath, nameOf, placeOf, type GitPath } from '../../path.ts';
import { cacheName } from '../../python/bytecode.ts';
import { attempt } from '../folder.ts';
import type { Found, FoundCache } from './found.ts';
import { HEADER_BYTES, readHeader, type PycHeader } from '../pyc/header.ts';
import { classify, type CachePlace, type FileTimes } from '../pyc/state.ts';

/** A compiled file, and where its source would be. */
export interface Candidate {
  readonly root: string;
  readonly path: GitPath;
  readonly place: CachePlace;
  /** Absolute, or below `root`; undefined when no source belongs to such a name. */
  readonly source: SourcePlace | undefined;
}

/** Where a source is looked for. */
export interface SourcePlace {
  readonly root: string;
  readonly path: GitPath;
  /** False when it is known not to be there. */
  readonly exists: boolean;
}

/** What the name of a compiled file says. */
export type Reading =
  | { readonly kind: 'compiled'; readonly stem: string }
  | { readonly kind: 'leftover' | 'misplaced' | 'unread' };

/** Reads the name of a compiled file, one of those that `isBytecodeName` knows. */
export function readName(name: string, place: CachePlace): Reading {
  if (/\.\d+$/.test(name)) return { kind: 'leftover' };
  const tagged = cacheName(name);
  if (place === 'cache') return tagged ? { kind: 'compiled', stem: tagged.stem } : { kind: 'unread' };
  return tagged
    ? { kind: 'misplaced' }
    : { kind: 'compiled', stem: name.replace(/(?:\.py[co]|\$py\.class)$/, '') };
}

/** The size of a file and nothing else; undefined when it has vanished. */
export function weigh(root: string, path: GitPath, found: Found, lost?: GitPath): FoundCache | undefined {
  const stats = attempt(() => lstatSync(placeOf(root, path), { throwIfNoEntry: false }));
  return stats && { path, found, lost, python: undefined, bytes: stats.size };
}

/**
 * Compares a cache with its source. Undefined when the cache is no regular file that can be read: symlinks are not
 * followed, and a FIFO is not waited for.
 */
export function compare(cache: Candidate): FoundCache | undefined {
  const { root, path, place, source } = cache;
  const opened = attempt(() => readStart(placeOf(root, path)));
  if (!opened) return undefined;
  const times = source?.exists ? sourceTimes(source) : undefined;
  const header = readHeader(opened.start);
  const found = classify({
    path,
    place,
    header,
    times: opened.times,
    source: times,
    sourceContent: () => source && attempt(() => readFileSync(placeOf(source.root, source.path))),
    hidesModule: place === 'legacy' && !times && hidesModule(root, path),
  });
  const lost = place === 'legacy' && !times ? source?.path : undefined;
  return { path, found, lost, python: pythonOf(header), bytes: opened.times.size };
}

const OPEN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const start = Buffer.alloc(HEADER_BYTES);

function readStart(place: string | Buffer): { start: Uint8Array; times: FileTimes } | undefined {
  const file = openSync(place, OPEN);
  try {
    const stats = fstatSync(file, { bigint: true });
    if (!stats.isFile()) return undefined;
    const length = readSync(file, start, 0, start.length, 0);
    return { start: Uint8Array.from(start.subarray(0, length)), times: timesOf(stats) };
  } finally {
    closeSync(file);
  }
}

/** As Python sees it: through a symlink. */
function sourceTimes({ root, path }: SourcePlace): FileTimes | undefined {
  const stats = attempt(() => statSync(placeOf(root, path), { bigint: true, throwIfNoEntry: false }));
  return stats?.isFile() ? timesOf(stats) : undefined;
}

function timesOf(stats: { size: bigint; mtimeNs: bigint; ctimeNs: bigint }): FileTimes {
  return { size: Number(stats.size), modified: stats.mtimeNs, changed: stats.ctimeNs };
}

/** `shop/__init__.pyc` hides `shop.py`: a package comes before a module. */
function hidesModule(root: string, path: GitPath): boolean {
  const folder = folderOf(path);
  if (folder === '' || !/^__init__\.py[co]$/.test(nameOf(path))) return false;
  const module = joinPath(folderOf(folder), `${nameOf(folder)}.py`);
  return attempt(() => statSync(placeOf(root, module), { throwIfNoEntry: false }))?.isFile() ?? false;
}

function pythonOf(header: PycHeader): string | undefined {
  if (header.kind === 'foreign' || header.kind === 'cut') return undefined;
  const { implementation, version } = header.by;
  return implementation === 'cpython' ? version : [implementation, version].filter(Boolean).join(' ');
}
