import { isUtf8 } from 'node:buffer';
import { realpathSync, rmdirSync, unlinkSync } from 'node:fs';
// The current folder is the one handle on a folder that Node.js removes files by: it stays the same folder whatever
// takes its place in the tree. It is never another one while other code runs.
import { chdir, cwd } from 'node:process';
import { systemErrorCode } from '../errors.ts';
import { folderOf, nameOf, pathBytes, placeOf, type GitPath } from '../path.ts';
import { attempt, foreignFolders } from './folder.ts';
import { pauses } from './pauses.ts';
import type { Removal } from './stale.ts';

/** What was really removed; less than planned when another process was faster, or where the system refused. */
export interface Removed {
  readonly files: readonly GitPath[];
  readonly folders: readonly GitPath[];
  readonly failed: readonly Failure[];
}

/** What the system refused to remove; what had vanished or was replaced in the meantime is no failure. */
export interface Failure {
  readonly path: GitPath;
  /** The code of the system's error: `EACCES`, `EROFS`, … */
  readonly code: string;
}

/**
 * Removes what was planned, below `top`. Each folder is looked at again at the moment of removal: nothing is removed
 * outside the top, through a symlink or in another repository, and only folders that are empty go. Every 50 ms
 * `progress` is told how much is gone, and signals are heard.
 */
export async function removeCaches(
  top: string,
  removal: Removal,
  progress: (removed: number) => void = () => undefined,
): Promise<Removed> {
  const door = openDoor(top);
  const removed: Record<'files' | 'folders', GitPath[]> & { failed: Failure[] } = {
    files: [],
    folders: [],
    failed: [],
  };
  const pause = pauses(() => {
    door.leave();
    progress(removed.files.length + removed.folders.length);
  });
  try {
    for (const [kind, act] of [['files', unlinkSync] as const, ['folders', rmdirSync] as const]) {
      for (const path of removal[kind]) {
        const outcome = removeOne(door, path, act);
        if (outcome === true) removed[kind].push(path);
        else if (!WITHOUT_HARM.has(outcome)) removed.failed.push({ path, code: outcome });
        const turn = pause();
        if (turn) await turn;
      }
    }
  } finally {
    door.leave();
  }
  return removed;
}

/** It is gone, is in use again, or something else stands in its place. */
const WITHOUT_HARM: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENOTEMPTY',
  'EEXIST',
  'EISDIR',
  'ELOOP',
]);

/** True, or the code of the system's error. unlink(2) takes no folders, rmdir(2) no symlinks. */
function removeOne(door: Door, path: GitPath, act: (name: Buffer | string) => void): true | string {
  try {
    const prefix = door.enter(folderOf(path));
    if (prefix === undefined) return 'ENOENT';
    const name = nameOf(path);
    act(
      prefix === '' && isAscii(name) ? name : Buffer.concat([Buffer.from(prefix, 'latin1'), pathBytes(name)]),
    );
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    return code;
  }
}

/** The way into the folders that something is removed from. */
interface Door {
  /**
   * Enters a folder, and hands back what is to be put before the names in it: nothing, or the folder's path (bytes as
   * latin1) where the system cannot be told to enter it. Undefined when it is not that folder of this work tree.
   * @throws the system's error when it may not be entered.
   */
  enter(folder: GitPath): string | undefined;
  /** Goes back to where the process was before. */
  leave(): void;
}

function openDoor(top: string): Door {
  const real = realTop(top);
  const isForeign = foreignFolders(real);
  const former = attempt(cwd);
  let inside: GitPath | undefined;
  const leave = (): void => {
    inside = undefined;
    if (former !== undefined) attempt(() => chdir(former)); // it may be gone, by another hand
  };
  const enter = (folder: GitPath): string | undefined => {
    if (folder === inside) return '';
    if (isForeign(folder)) return undefined;
    const path = placeOf(real, folder);
    if (typeof path !== 'string' && !isUtf8(path)) {
      return isReal(real, folder) ? `${path.toString('latin1')}/` : undefined;
    }
    inside = undefined;
    const text = path.toString();
    chdir(text);
    if (cwd() !== text) return undefined;
    inside = folder;
    return '';
  };
  return { enter, leave };
}

/** The work tree itself may be reached through a symlink; below it none is followed. */
function realTop(top: string): string {
  return realpathSync.native(top);
}

/** True for a folder that is not reached through a symlink. */
function isReal(real: string, folder: GitPath): boolean {
  const path = Buffer.from(placeOf(real, folder));
  return attempt(() => realpathSync.native(path, 'buffer'))?.equals(path) ?? false;
}

function isAscii(text: string): boolean {
  return !/[\x80-\xff]/.test(text);
}
