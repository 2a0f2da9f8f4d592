import { lstatSync, readdirSync, realpathSync, rmdirSync, unlinkSync, type Dirent } from 'node:fs';
import { systemErrorCode } from '../errors.ts';
import { folderOf, joinPath, pathBytes, withParents, type GitPath } from '../path.ts';
import type { FolderEntry, Listing, Removal } from './stale.ts';

/** How much was really removed; less than planned when another process was faster or a folder is read-only. */
export interface Removed {
  readonly files: readonly GitPath[];
  readonly folders: readonly GitPath[];
}

/** Reads the folders that are there, never through a symlink. `top` is the absolute path of the work tree. */
export function listFolders(top: string, folders: Iterable<GitPath>): Listing {
  const real = realTop(top);
  const listing = new Map<GitPath, readonly FolderEntry[]>();
  for (const folder of folders) {
    if (!isInside(real, folder)) continue;
    const entries = attempt(() =>
      readdirSync(absolute(real, folder), { withFileTypes: true, encoding: 'buffer' }),
    );
    if (entries) listing.set(folder, entries.map(folderEntry));
  }
  return listing;
}

/**
 * Removes what was planned. Each folder is looked at again at the moment of removal: nothing is removed outside the
 * work tree or through a symlink, only folders that are empty go, and what vanished in the meantime is no error.
 */
export function removeCaches(top: string, removal: Removal): Removed {
  const real = realTop(top);
  const removable = (path: GitPath): boolean => isInside(real, folderOf(path));
  const files = removal.files.filter((path) => {
    return removable(path) && attempt(() => removeFile(absolute(real, path))) !== undefined;
  });
  const folders = removal.folders.filter((path) => {
    return (
      removable(path) &&
      isInside(real, path) &&
      attempt(() => (rmdirSync(absolute(real, path)), true)) !== undefined
    );
  });
  return { files, folders };
}

function removeFile(path: Buffer): true {
  if (lstatSync(path).isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  unlinkSync(path);
  return true;
}

function folderEntry(entry: Dirent<Buffer>): FolderEntry {
  const kind = entry.isDirectory()
    ? 'folder'
    : entry.isSymbolicLink()
      ? 'link'
      : entry.isFile()
        ? 'file'
        : 'other';
  return { name: entry.name.toString('latin1'), kind };
}

/** The work tree itself may be reached through a symlink; below it none is followed. */
function realTop(top: string): Buffer {
  return realpathSync.native(Buffer.from(top), 'buffer');
}

/** True for a folder of this work tree: not reached through a symlink, and in no other repository below it. */
function isInside(real: Buffer, folder: GitPath): boolean {
  const path = absolute(real, folder);
  if (!attempt(() => realpathSync.native(path, 'buffer'))?.equals(path)) return false;
  return !withParents(folder).some(
    (parent) => parent !== '' && exists(absolute(real, joinPath(parent, '.git'))),
  );
}

function exists(path: Buffer): boolean {
  return attempt(() => lstatSync(path)) !== undefined;
}

function absolute(real: Buffer, path: GitPath): Buffer {
  return path === '' ? real : Buffer.concat([real, Buffer.from('/'), pathBytes(path)]);
}

/** Runs a file operation; undefined when the system refuses it, because clearing caches must never fail a checkout. */
function attempt<Result>(operation: () => Result): Result | undefined {
  try {
    return operation();
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
