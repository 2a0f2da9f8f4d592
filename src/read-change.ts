import type { Base, Change, DiffEntry } from './change.ts';
import { goneMigrations, readHistory, type History } from './django/migrations/history.ts';
import { isPassedOver } from './django/migrations/migrations-package.ts';
import type { Repository } from './django/project.ts';
import type { Sources } from './django/sources.ts';
import { joinPath, nameOf, type GitPath } from './path.ts';
import type { Tree } from './tree.ts';

/** How commits are read. */
export interface CommitReader {
  /** The tree of a commit. */
  readonly tree: (commit: string) => Promise<Tree>;
  /** What differs from one commit to another. */
  readonly diff: (from: string, to: string) => Promise<readonly DiffEntry[]>;
  /** What the blobs of a commit hold. */
  readonly sources: (commit: string) => Promise<Sources>;
}

const NOTHING: History = { migrations: [], unlabelled: [] };

/**
 * Reads what the rules need to know of the change from the commit `before`: the migrations it touches, as the apps
 * they belong to have them. `findBase` is asked only when a migration is gone, for only then does it matter what is
 * published.
 */
export async function readChange(
  reader: CommitReader,
  entries: readonly DiffEntry[],
  before: string,
  findBase: () => Promise<Base | undefined>,
): Promise<Change> {
  const touched = entries.filter(({ path }) => !isPassedOver(path));
  // until there is a rule about other changes, nothing can be wrong with history while every file is still there
  if (touched.every(({ after }) => after)) {
    return { entries, before: NOTHING, after: NOTHING, published: undefined };
  }
  // what reads projects is loaded only by the commits that need it
  const [{ changedRepository, readRepository }, tree, sources] = await Promise.all([
    import('./django/read-repository.ts'),
    reader.tree(before),
    reader.sources(before),
  ]);
  const wanted = new Set(touched.map(({ path }) => path));
  const old = await readRepository(tree, sources);
  const fresh = await changedRepository(old, entries, sources);
  const sides = {
    before: await readHistory(old, wanted, sources),
    after: await readHistory(fresh, wanted, sources),
  };
  const gone = goneMigrations(sides.before, sides.after).map(({ path }) => path);
  const base = gone.length > 0 ? await findBase() : undefined;
  if (!base) return { entries, ...sides, published: undefined };
  const published =
    base.oid === before
      ? sides.before
      : await readPublished(reader, before, base, gone, (changes, blobs) =>
          changedRepository(old, changes, blobs),
        );
  return { entries, ...sides, published: { base, history: published } };
}

/**
 * What is published at the base of the migrations that are gone: at the paths they had, and where one is not there, at
 * any path, for its folder may have moved since.
 */
async function readPublished(
  reader: CommitReader,
  before: string,
  base: Base,
  gone: readonly GitPath[],
  repositoryWith: (changes: readonly DiffEntry[], sources: Sources) => Promise<Repository>,
): Promise<History> {
  const [changes, sources] = await Promise.all([reader.diff(before, base.oid), reader.sources(base.oid)]);
  const published = await repositoryWith(changes, sources);
  const { tree } = published.files;
  const wanted = gone.flatMap((path) => {
    const name = nameOf(path);
    return tree.entry(path) ? [path] : [...tree.named(name).keys()].map((folder) => joinPath(folder, name));
  });
  return readHistory(published, new Set(wanted), sources);
}
