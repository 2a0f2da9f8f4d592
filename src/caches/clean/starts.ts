import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { isInside, pathFromBytes, pathFromText, placeOf, type GitPath } from '../../path.ts';
import { attempt, foreignFolders } from '../folder.ts';
import type { Mirror } from './observe-mirror.ts';

/**
 * The folders that a user names, from the top of the work tree; `cwd` is where he stands, `top` is a real path.
 * @throws {UserError} for one that is not there, no folder, outside the work tree, or in another repository.
 */
export function namedStarts(top: string, cwd: string, named: readonly string[]): GitPath[] {
  const isForeign = foreignFolders(top);
  const starts = named.map((name) => {
    const shown = JSON.stringify(name);
    const folder = realFolder(resolve(cwd, name));
    if (!folder) {
      throw new UserError(
        `clean: there is no folder ${shown}`,
        'name folders of this work tree, or none for all',
      );
    }
    const path = within(top, folder);
    if (path === undefined) {
      throw new UserError(
        `clean: ${shown} is outside the work tree`,
        'name folders of this work tree, or run this in the repository that it belongs to',
      );
    }
    if (isForeign(path)) {
      throw new UserError(`clean: ${shown} is in another repository`, 'cd to it, and run this there');
    }
    return path;
  });
  return outermost(starts);
}

/** The folders that the settings name; those that are not there, or behind a symlink, are passed over. */
export function configuredStarts(top: string, roots: readonly string[]): GitPath[] {
  const isForeign = foreignFolders(top);
  const starts = roots.map(pathFromText).filter((path) => {
    const folder = realFolder(placeOf(top, path));
    return folder && within(top, folder) === path && !isForeign(path);
  });
  return outermost(starts);
}

/** The mirrors that are there. One in the work tree is removed from as any other of its folders. */
export function realMirrors(top: string, mirrors: readonly string[]): Mirror[] {
  const isForeign = foreignFolders(top);
  const found = new Map<string, Mirror>();
  for (const mirror of mirrors) {
    const folder = realFolder(mirror);
    if (!folder) continue;
    const base = within(top, folder);
    const isOurs = base !== undefined && !isForeign(base);
    const place = isOurs ? { root: top, base } : { root: folder.toString('utf8'), base: '' as GitPath };
    found.set(folder.toString('latin1'), place);
  }
  return [...found.values()];
}

/** Where a folder is in the work tree; undefined outside. Both are real paths. */
export function within(top: string, folder: Buffer): GitPath | undefined {
  const path = pathFromBytes(folder);
  const start = pathFromText(top);
  if (!isInside(path, start)) return undefined;
  return path.slice(start.length + 1) as GitPath;
}

/** The real path of a folder; undefined when there is none, or none that we may enter. */
export function realFolder(path: string | Buffer): Buffer | undefined {
  return attempt(() => {
    const real = realpathSync.native(path, 'buffer');
    return statSync(real).isDirectory() ? real : undefined;
  });
}

function outermost(folders: readonly GitPath[]): GitPath[] {
  return [...new Set(folders)].filter(
    (folder) => !folders.some((other) => other !== folder && isInside(folder, other)),
  );
}
