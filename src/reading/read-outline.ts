import type { Repository } from '../django/project.ts';
import { leavesApps, readRepository, repositoryOf } from '../django/read-repository.ts';
import type { CommitReader } from './read-change.ts';

/** With more changes than these since the outline was kept, it is time to keep another. */
const MANY = 1_000;

/** The apps of a commit: those of the commit that was read last, where nothing that changed since has to do with them. */
export async function repositoryAt(reader: CommitReader, commit: string): Promise<Repository> {
  const [tree, sources] = await Promise.all([reader.tree(commit), reader.sources(commit)]);
  const outlines = await reader.outlines();
  const kept = outlines.load();
  const changes = kept && (await changesSince(reader, kept.commit, commit));
  if (kept && changes && changes.length < MANY && leavesApps(kept.outline, changes, tree)) {
    return repositoryOf(kept.outline, tree, sources);
  }
  const repository = await readRepository(tree, sources);
  const { projects, loose, reads } = repository;
  outlines.save({ commit, outline: { projects, loose, reads } });
  return repository;
}

/** Undefined when the old commit is gone. */
async function changesSince(reader: CommitReader, from: string, to: string) {
  if (from === to) return [];
  try {
    return await reader.diff(from, to);
  } catch {
    return undefined;
  }
}
