import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Place } from '../git/plumbing/run.ts';
import { attempt } from './folder.ts';

/**
 * The folders that there are in which Python 3.8 and newer keep the caches of this work tree when PYTHONPYCACHEPREFIX
 * is set: below it, the absolute path of each source's folder, without `__pycache__`. Python does not resolve symlinks
 * on that way, so a work tree that the user came to through one has two. A relative prefix is taken from the top.
 * See https://docs.python.org/3/using/cmdline.html#envvar-PYTHONPYCACHEPREFIX
 */
export function mirrorsOf(env: Place['env'], top: string): string[] {
  const prefix = env['PYTHONPYCACHEPREFIX'];
  if (!prefix) return [];
  const place = resolve(top, prefix);
  const folders = new Set([top, ...cameThrough(env, top)]);
  return [...folders].map((folder) => join(place, folder)).filter((folder) => existsSync(folder));
}

/** The top as the shell names it, where it is not the real one. */
function cameThrough(env: Place['env'], top: string): string[] {
  let folder = env['PWD'] ?? '';
  const real = realFolder(top);
  for (; isAbsolute(folder) && folder !== dirname(folder); folder = dirname(folder)) {
    if (realFolder(folder) === real) return [folder];
  }
  return [];
}

function realFolder(path: string): string | undefined {
  return attempt(() => realpathSync.native(path));
}
