import { statSync } from 'node:fs';
import { joinPath, placeOf, type GitPath } from '../path.ts';
import { sourceName } from '../python/bytecode.ts';
import { attempt } from './folder.ts';
import type { Listing } from './stale.ts';

/** Seconds that git may have taken to write files. */
const WRITING = 600;

/** Sources, or caches: a folder on the disk, and what lies in some folders below it. */
export interface ListedTree {
  readonly top: string;
  readonly listing: Listing;
}

/**
 * Of some folders below `top`, those in which a file came or went lately: git replaces the files that it writes. `now`
 * is in seconds since 1970 UTC.
 */
export function writtenFolders(top: string, folders: Iterable<GitPath>, now: number): GitPath[] {
  const since = (now - WRITING) * 1000;
  return [...folders].filter((folder) => (modifiedAt(top, folder) ?? 0) >= since);
}

/**
 * The caches of these folders that are no newer than their source. Python believes a cache whose header has the second
 * and the size of the source: one that was compiled in the second in which git wrote the next version is believed for
 * good, see https://github.com/python/cpython/issues/75953
 */
export function overtakenCaches(
  folders: readonly GitPath[],
  sources: ListedTree,
  caches: ListedTree,
): GitPath[] {
  return folders.flatMap((folder) => {
    const here = new Set(sources.listing.get(folder)?.map(({ name }) => name));
    return [folder, joinPath(folder, '__pycache__')].flatMap((place) =>
      (caches.listing.get(place) ?? []).flatMap(({ name, kind }) => {
        const source = kind === 'folder' ? undefined : sourceName(name);
        if (source === undefined || !here.has(source)) return [];
        const compiled = modifiedAt(caches.top, joinPath(place, name)) ?? Infinity;
        const written = modifiedAt(sources.top, joinPath(folder, source)) ?? -Infinity;
        return compiled <= written ? [joinPath(place, name)] : [];
      }),
    );
  });
}

/** Milliseconds since 1970 UTC, through a symlink, as Python looks at sources; undefined for what is not there. */
function modifiedAt(top: string, path: GitPath): number | undefined {
  return attempt(() => statSync(placeOf(top, path), { throwIfNoEntry: false }))?.mtimeMs;
}
