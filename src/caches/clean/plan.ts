import type { Failure } from '../remove.ts';
import { nameOf, type GitPath } from '../../path.ts';
import type { Found, FoundCache, Observed, ObservedFolder } from './found.ts';
import { RUNS, type CacheState } from '../pyc/state.ts';

/** What decides over what was found. */
export interface Policy {
  /** Whether every compiled file goes, and not only those that can do harm or are of no use any more. */
  readonly all: boolean;
  /** Files that git tracks, and the places of its submodules. */
  readonly tracked: ReadonlySet<GitPath>;
  /** Compiled files that are meant to be there. */
  readonly isMeant: ((path: GitPath) => boolean) | undefined;
  /** The sources that git's history knows. */
  readonly known: ReadonlySet<GitPath>;
  /** Folders that stay, empty or not: where cleaning starts, and where the user stands. */
  readonly stay: ReadonlySet<GitPath>;
}

/** Why a file stays that Python would load, or that was to go. */
export type KeptWhy = 'tracked' | 'module';

/** A file that stays. */
export interface KeptFile {
  readonly cache: FoundCache;
  readonly why: KeptWhy;
}

/** What is to go, in an order in which it can go, and what stays though it does harm. */
export interface CleaningPlan {
  readonly files: readonly FoundCache[];
  readonly folders: readonly GitPath[];
  readonly kept: readonly KeptFile[];
}

/** What went, or in a dry run would go. Paths are from the top, or absolute in mirrors outside the work tree. */
export interface Cleaned {
  readonly removed: readonly FoundCache[];
  readonly folders: readonly GitPath[];
  readonly kept: readonly KeptFile[];
  readonly failed: readonly Failure[];
  /** Folders that the system does not let us read. */
  readonly unreadable: readonly GitPath[];
  /** Folders that the user named, and that are left out. */
  readonly leftOut: readonly GitPath[];
  /** The folder in which the user stands, from the top. */
  readonly standsIn: GitPath;
}

/** What goes by default. Caches that other interpreters may use stay, and so does what only looks like a cache. */
const OF_NO_USE: ReadonlySet<Found> = new Set<Found>([
  'certainly-stale',
  'unchecked',
  'stale',
  'suspect',
  'corrupt',
  'orphan',
  'legacy-orphan',
  'shadowing',
  'unread', // it is loaded as soon as its source is gone
  'leftover',
  'tool',
]);

/** True for a cache that makes Python run other code than that of the sources, or fail. */
export function doesHarm(found: Found): boolean {
  const runs = Object.hasOwn(RUNS, found) ? RUNS[found as CacheState] : undefined;
  return runs === 'old' || runs === 'fails';
}

/** The sources that git's history is to be asked for before planning: without them a compiled file is the module. */
export function sourcesInQuestion(observed: Observed, all: boolean): GitPath[] {
  if (all) return [];
  return observed.folders.flatMap(({ caches, kind }) =>
    kind === 'library' ? [] : caches.flatMap(({ lost }) => (lost === undefined ? [] : [lost])),
  );
}

/**
 * Decides what goes: files, the `__pycache__` folders that are emptied, and the ghost packages, folders that held
 * nothing but caches and still import as namespace packages (PEP 420), upwards. `stay` and submodules do not.
 */
export function planCleaning(observed: Observed, policy: Policy): CleaningPlan {
  const files: FoundCache[] = [];
  const kept: KeptFile[] = [];
  const folders = new Set<GitPath>();
  for (const folder of observed.folders.toReversed()) {
    let left = 0;
    for (const cache of folder.caches) {
      const fate = fateOf(cache, folder, policy);
      if (fate === 'goes') files.push(cache);
      else left++;
      if (fate === 'tracked' || fate === 'module') kept.push({ cache, why: fate });
    }
    const isEmptied = left === 0 && isSpent(folder, folders);
    if (isEmptied && !policy.stay.has(folder.path) && !policy.tracked.has(folder.path)) {
      folders.add(folder.path);
    }
  }
  return { files, folders: [...folders], kept };
}

function fateOf(
  { path, found, lost }: FoundCache,
  { kind }: ObservedFolder,
  { all, tracked, isMeant, known }: Policy,
): 'goes' | 'stays' | KeptWhy {
  if (tracked.has(path)) return found !== 'tool' && (all || doesHarm(found)) ? 'tracked' : 'stays';
  if (isMeant?.(path)) return 'stays';
  if (lost !== undefined && kind === 'library') return 'stays';
  if (all) return 'goes';
  if (lost !== undefined) return known.has(lost) ? 'goes' : 'module';
  return OF_NO_USE.has(found) ? 'goes' : 'stays';
}

/** A folder that nothing is left in. One that was empty before is the user's, unless it has the name of a cache. */
function isSpent(folder: ObservedFolder, gone: ReadonlySet<GitPath>): boolean {
  const { path, caches, folders, holdsMore, kind } = folder;
  if (holdsMore || !folders.every((below) => gone.has(below))) return false;
  return caches.length + folders.length > 0 || kind === 'tool' || nameOf(path) === '__pycache__';
}
