import type { DiffEntry } from '../change.ts';
import type { ReadFile } from '../config/read.ts';
import type { ObjectReader } from '../git/plumbing/objects.ts';

/**
 * Reads files of the side after the change as those of the commit `before` with the entries on top: git then need not
 * read the whole index for a few files.
 */
export function filesAfter(objects: ObjectReader, before: string, entries: readonly DiffEntry[]): ReadFile {
  const changed = new Map<string, DiffEntry>(entries.map((entry) => [entry.path, entry]));
  return (path) => {
    const entry = changed.get(path);
    if (!entry) return objects.read(`${before}:${path}`);
    return entry.after ? objects.read(entry.after.oid) : Promise.resolve(undefined);
  };
}
