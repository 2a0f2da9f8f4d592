import type { TouchedSource } from '../git/moves.ts';
import { folderOf, joinPath, nameOf, withParents, type GitPath } from '../path.ts';
import { isBytecodeName, sourceName } from '../python/bytecode.ts';

/** One name in a folder, as `lstat` sees it. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** The folders that were looked at, relative to the work tree. A folder that is not there has no entry. */
export type Listing = ReadonlyMap<GitPath, readonly FolderEntry[]>;

/** What is to go, in the order in which it can go: files first, then folders from the deepest up. */
export interface Removal {
  readonly files: readonly GitPath[];
  readonly folders: readonly GitPath[];
}

/** The folders that must be listed before `staleCaches` can decide. */
export function foldersToList(touched: readonly TouchedSource[]): Set<GitPath> {
  const folders = new Set<GitPath>();
  for (const { path, deleted } of touched) {
    for (const folder of deleted ? withParents(folderOf(path)) : [folderOf(path)]) {
      folders.add(folder);
      folders.add(joinPath(folder, '__pycache__'));
    }
  }
  return folders;
}

/** What stays, whatever became of it: files that git tracks, and as git itself has it the folder the user stands in. */
export interface Kept {
  readonly tracked: ReadonlySet<GitPath>;
  readonly standsIn: GitPath | undefined;
}

/**
 * The caches that a move of git made stale: those of each source that it changed or deleted, in `__pycache__` and
 * beside it, and those known to be `overtaken`; and the ghost packages that a deletion leaves, folders which hold
 * nothing but caches and still import as namespace packages (PEP 420).
 */
export function staleCaches(
  touched: readonly TouchedSource[],
  overtaken: readonly GitPath[],
  listing: Listing,
  { tracked, standsIn }: Kept,
): Removal {
  const caches = [...touched.flatMap(({ path }) => cachesOf(path, listing)), ...overtaken];
  const plan: Plan = { files: new Set(caches.filter((path) => !tracked.has(path))), folders: new Set() };
  const deletions = touched.filter(({ deleted }) => deleted).map(({ path }) => folderOf(path));
  const candidates = new Set(deletions.flatMap((folder) => withParents(folder)));
  const inUse = standsIn === undefined ? [] : withParents(standsIn);
  for (const folder of [...candidates].sort((one, other) => other.length - one.length)) {
    planFolder(plan, folder, listing, tracked, inUse);
  }
  return { files: [...plan.files], folders: [...plan.folders] };
}

function cachesOf(source: GitPath, listing: Listing): GitPath[] {
  const [folder, name] = [folderOf(source), nameOf(source)];
  const stem = name.slice(0, -'.py'.length);
  return [joinPath(folder, '__pycache__'), folder].flatMap((place) =>
    removable(listing, place)
      .filter((cache) => cache.startsWith(stem) && sourceName(cache) === name)
      .map((cache) => joinPath(place, cache)),
  );
}

interface Plan {
  readonly files: Set<GitPath>;
  readonly folders: Set<GitPath>;
}

/** Plans the removal of a folder that nothing but caches is left in, or of its `__pycache__` when that is emptied. */
function planFolder(
  plan: Plan,
  folder: GitPath,
  listing: Listing,
  tracked: ReadonlySet<GitPath>,
  inUse: readonly GitPath[],
): void {
  const entries = listing.get(folder);
  if (!entries) return;
  const cacheFolder = joinPath(folder, '__pycache__');
  const caches = listing.get(cacheFolder);
  const isPlanned = (path: GitPath): boolean => plan.files.has(path) || plan.folders.has(path);
  const others = entries.map(({ name }) => joinPath(folder, name));
  const holdsMore = others.some((path) => !isPlanned(path) && !(caches && path === cacheFolder));
  const isRemovable = ({ name, kind }: FolderEntry): boolean => {
    const path = joinPath(cacheFolder, name);
    return (
      plan.files.has(path) || (!holdsMore && kind !== 'folder' && isBytecodeName(name) && !tracked.has(path))
    );
  };

  const spent = caches?.every(isRemovable) ?? true;
  if (caches && spent) {
    for (const { name } of caches) plan.files.add(joinPath(cacheFolder, name));
    if (!inUse.includes(cacheFolder)) plan.folders.add(cacheFolder);
  }
  // a folder that git tracks is the place of a submodule
  const isKept = folder === '' || inUse.includes(folder) || tracked.has(folder);
  if (!holdsMore && spent && !isKept) plan.folders.add(folder);
}

function removable(listing: Listing, folder: GitPath): string[] {
  return (listing.get(folder) ?? []).flatMap(({ name, kind }) => (kind === 'folder' ? [] : [name]));
}
