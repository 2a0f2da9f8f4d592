import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { systemErrorCode } from '../errors.ts';
import { folderOf, joinPath, placeOf, type GitPath } from '../path.ts';
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
  for (const { name, kind } of entriesIn(placeOf(root, folder))) {
    if (kind === 'file') content.files.push(name);
    else if (kind === 'folder') content.folders.push(name);
    else if (kind === 'link') content.links.push(name);
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
    if (entries) listing.set(folder, entries);
  }
  return listing;
}

/** A test for folders that lie below `top`, not behind a symlink, and in no other repository. Each is looked at once. */
export function ownFolders(top: string): (folder: GitPath) => boolean {
  const verdicts = new Map<GitPath, boolean>([['' as GitPath, true]]);
  const isOurs = (folder: GitPath): boolean => {
    const known = verdicts.get(folder);
    if (known !== undefined) return known;
    const verdict = isOurs(folderOf(folder)) && isPlainFolder(top, folder);
    verdicts.set(folder, verdict);
    return verdict;
  };
  return isOurs;
}

function isPlainFolder(top: string, folder: GitPath): boolean {
  const look = (path: GitPath) => attempt(() => lstatSync(placeOf(top, path), { throwIfNoEntry: false }));
  return (look(folder)?.isDirectory() ?? false) && look(joinPath(folder, '.git')) === undefined;
}

function entriesIn(place: string | Buffer): FolderEntry[] {
  try {
    return readdirSync(place, { withFileTypes: true, encoding: 'latin1' }).map((entry) => {
      return { name: entry.name, kind: kindOf(entry) };
    });
  } catch {
    // file systems that do not tell the kinds of entries make Node.js ask for each by its name, which must be bytes then
    const entries = readdirSync(place, { withFileTypes: true, encoding: 'buffer' });
    return entries.map((entry) => ({ name: entry.name.toString('latin1'), kind: kindOf(entry) }));
  }
}

function kindOf(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): FolderEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
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
