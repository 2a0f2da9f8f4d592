import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs';
import { systemErrorCode } from '../errors.ts';
import { folderOf, joinPath, nameOf, placeOf, type GitPath } from '../path.ts';
import type { FolderEntry, Listing } from './stale.ts';

/** What a folder holds, as names in bytes, one character each. */
export interface FolderContent {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly links: readonly string[];
  /** How many sockets, FIFOs and their like. */
  readonly others: number;
}

/**
 * Lists a folder.
 * @throws the system's error when it cannot be read.
 */
export function contentOf(root: string, folder: GitPath): FolderContent {
  const content = { folders: [] as string[], files: [] as string[], links: [] as string[], others: 0 };
  for (const entry of entriesIn(placeOf(root, folder))) {
    if (entry.isFile()) content.files.push(entry.name);
    else if (entry.isDirectory()) content.folders.push(entry.name);
    else if (entry.isSymbolicLink()) content.links.push(entry.name);
    else content.others++;
  }
  return content;
}

/** Reads the folders that are there, none through a symlink, and none of another repository below `top`. */
export function listFolders(top: string, folders: Iterable<GitPath>): Listing {
  const isOurs = ownFolders(top);
  const listing = new Map<GitPath, readonly FolderEntry[]>();
  for (const folder of folders) {
    const entries = isOurs(folder) ? attempt(() => entriesIn(placeOf(top, folder))) : undefined;
    if (entries) listing.set(folder, entries.map(folderEntry));
  }
  return listing;
}

/** A test for folders that are there and not reached through a symlink, nor of another repository. */
function ownFolders(top: string): (folder: GitPath) => boolean {
  const isForeign = foreignFolders(top);
  const isPlain = remembered((folder, isParentPlain) => {
    return isParentPlain && (look(top, folder)?.isDirectory() ?? false);
  }, true);
  return (folder) => isPlain(folder) && !isForeign(folder);
}

/** A test for folders of another repository below `top`. Nobody keeps one in a `__pycache__`. */
export function foreignFolders(top: string): (folder: GitPath) => boolean {
  return remembered((folder, isParentForeign) => {
    if (isParentForeign || nameOf(folder) === '__pycache__') return isParentForeign;
    return look(top, joinPath(folder, '.git')) !== undefined;
  }, false);
}

/** Judges each folder once, by the verdict on the one that it lies in; `top` is that on the topmost. */
function remembered(
  judge: (folder: GitPath, parent: boolean) => boolean,
  top: boolean,
): (folder: GitPath) => boolean {
  const verdicts = new Map<GitPath, boolean>([['' as GitPath, top]]);
  const verdictOn = (folder: GitPath): boolean => {
    const known = verdicts.get(folder);
    if (known !== undefined) return known;
    const verdict = judge(folder, verdictOn(folderOf(folder)));
    verdicts.set(folder, verdict);
    return verdict;
  };
  return verdictOn;
}

function look(top: string, path: GitPath): Stats | undefined {
  return attempt(() => lstatSync(placeOf(top, path), { throwIfNoEntry: false }));
}

type NamedEntry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

function entriesIn(place: string | Buffer): readonly NamedEntry[] {
  try {
    return readdirSync(place, { withFileTypes: true, encoding: 'latin1' });
  } catch {
    // file systems that do not tell the kinds of entries make Node.js ask for each by its name, which must be bytes then
    const entries = readdirSync(place, { withFileTypes: true, encoding: 'buffer' });
    return entries.map((entry) => ({
      name: entry.name.toString('latin1'),
      isFile: () => entry.isFile(),
      isDirectory: () => entry.isDirectory(),
      isSymbolicLink: () => entry.isSymbolicLink(),
    }));
  }
}

function folderEntry(entry: NamedEntry): FolderEntry {
  const { name } = entry;
  if (entry.isFile()) return { name, kind: 'file' };
  if (entry.isDirectory()) return { name, kind: 'folder' };
  return { name, kind: entry.isSymbolicLink() ? 'link' : 'other' };
}

/** Runs a file operation; undefined when the system refuses it, because clearing caches must never fail a checkout. */
export function attempt<Result>(operation: () => Result): Result | undefined {
  try {
    return operation();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
