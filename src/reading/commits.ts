import { join } from 'node:path';
import type { Sources } from '../django/sources.ts';
import { blobSources } from '../facts/blob-sources.ts';
import type { OutlineStore } from '../facts/outline.ts';
import { openFacts } from '../facts/store.ts';
import { diff } from '../git/plumbing/diff.ts';
import type { ObjectReader } from '../git/plumbing/objects.ts';
import type { Repository } from '../git/plumbing/repository.ts';
import type { Place } from '../git/plumbing/run.ts';
import { absentBlobs, isPartialClone, listTree } from '../git/plumbing/tree.ts';
import type { CommitReader } from './read-change.ts';
import type { Tree } from '../tree.ts';

/** Reads trees and remembers what it read. */
export interface Commits extends CommitReader {
  /** Writes down what was found in blobs, for the next time. */
  remember(): void;
}

/** The trees of a repository, each listed once; what their blobs hold is kept below the common git folder. */
export function openCommits(
  place: Place,
  objects: ObjectReader,
  { commonFolder }: Repository,
  version: string,
): Commits {
  const folder = join(commonFolder, 'pyreset-hooks', 'facts');
  const store = openFacts(folder, version);
  const trees = new Map<string, Promise<Tree>>();
  const sources = new Map<string, Promise<Sources>>();
  const tree = (commit: string): Promise<Tree> => once(trees, commit, () => listTree(place, commit));
  const absent = async (commit: string): Promise<ReadonlySet<string>> => {
    if (!isPartialClone(commonFolder)) return new Set();
    await tree(commit);
    return absentBlobs(place, commit);
  };
  return {
    tree,
    diff: (before, after) => diff(place, { kind: 'trees', before, after }),
    sources: (commit) => once(sources, commit, async () => blobSources(objects, store, await absent(commit))),
    outlines: async () => {
      if (isPartialClone(commonFolder)) return NO_OUTLINES; // what is absent may be there the next time
      const { openOutline } = await import('../facts/outline.ts');
      return openOutline(folder, version);
    },
    remember: () => store.save(),
  };
}

const NO_OUTLINES: OutlineStore = { load: () => undefined, save: () => undefined };

function once<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
