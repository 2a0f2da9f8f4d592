import type { Change, DiffEntry } from '../change.ts';
import { newDuplicates } from '../django/labels/duplicate-labels.ts';
import { labelChanges, type LabelChange } from '../django/labels/label-changes.ts';
import { misnamedConfigs } from '../django/labels/misnamed-configs.ts';
import type { Repository } from '../django/project.ts';
import { changedRepository } from '../django/read-repository.ts';
import { readBuilds } from './read-builds.ts';
import type { CommitReader, HistoryReader, Touched } from './read-change.ts';
import { readHistories } from './read-histories.ts';
import { readLeftOut } from './read-left-out.ts';
import { readMovedTables } from './read-moved-tables.ts';
import { readNamespaces } from './read-namespaces.ts';
import { repositoryAt } from './read-outline.ts';
import { readReferences } from './read-references.ts';
import { readTables } from './read-tables.ts';
import { readUnpackaged } from './read-unpackaged.ts';
import type { Sides } from './sides.ts';

/** Reads both sides of a change, and what came of the one by the other: migrations, labels, tables, URLs, builds. */
export async function readProject(
  reader: CommitReader,
  history: HistoryReader,
  entries: readonly DiffEntry[],
  touched: Touched,
  before: string,
): Promise<Omit<Change, 'entries' | 'mergesCleanly'>> {
  const [old, sources] = await Promise.all([repositoryAt(reader, before), reader.sources(before)]);
  const fresh = withoutUninstalled(await changedRepository(old, entries, sources), old);
  const sides: Sides = { old, fresh, entries, sources };
  const histories = await readHistories(reader, history, touched.migrations, before, sides);
  const labels = await readLabels(histories, sides);
  const [misnamed, tables, references, namespaces, builds, unpackaged, leftOut] = await Promise.all([
    misnamedConfigs(old, fresh, entries, sources),
    readTables(labels, sides, history),
    readReferences(labels, sides, history),
    touched.urls || touched.apps ? readNamespaces(sides) : [],
    touched.builds || touched.apps ? readBuilds(labels, sides) : [],
    readUnpackaged(touched.migrations, sides),
    readLeftOut(history, sides),
  ]);
  const duplicates = newDuplicates(old, fresh);
  const found = { labels, duplicates, misnamed, tables, references, namespaces, builds, unpackaged };
  return { ...histories, ...found, ...leftOut };
}

/** Reads which labels changed, and what the change does for their tables and records. */
async function readLabels(
  { gone, before, after }: Pick<Change, 'gone' | 'before' | 'after'>,
  sides: Sides,
): Promise<LabelChange[]> {
  const then = { apps: sides.old, history: before };
  const now = { apps: sides.fresh, history: after };
  const changes = labelChanges(gone, then, now);
  const isRewritten = changes.length > 0 && (await rewritesRecords(sides));
  return readMovedTables(isRewritten ? changes.map(withRecords) : changes, sides);
}

function withRecords(change: LabelChange): LabelChange {
  return { ...change, carried: change.carried ?? 'rewritten' };
}

/** Without the apps that a project installed before, and installs no more: Django does not see them. */
function withoutUninstalled(fresh: Repository, old: Repository): Repository {
  const standing = new Set(
    fresh.projects.flatMap(({ settings, root }) => (settings?.installedApps.complete ? root : [])),
  );
  const projects = old.projects.filter(({ root }) => standing.has(root));
  const installed = new Set(projects.flatMap(({ apps }) => apps.map(({ label }) => label)));
  for (const { app } of old.loose) installed.delete(app.label);
  return {
    ...fresh,
    loose: fresh.loose.filter(({ app }) => app.label === undefined || !installed.has(app.label)),
  };
}

/** True when a changed source names the table of applied migrations. */
async function rewritesRecords({ entries, sources }: Sides): Promise<boolean> {
  for (const { path, after } of entries) {
    const text = after && /\.(?:py|sql)$/.test(path) ? await sources.text(after.oid) : undefined;
    if (text?.includes('django_migrations')) return true;
  }
  return false;
}
