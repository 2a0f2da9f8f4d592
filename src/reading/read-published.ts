import type { Base, Change, EditedMigration, Published } from '../change.ts';
import { editsOf, heaviest, WEIGHTS, type Edit } from '../django/migrations/edits/edits.ts';
import { byKey, namesake, type Gone } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import { readHistory, type History } from '../django/migrations/history.ts';
import { MIGRATION } from '../django/migrations/migration.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named } from '../django/migrations/references.ts';
import type { Repository } from '../django/project.ts';
import { changedRepository } from '../django/read-repository.ts';
import type { Sources } from '../django/sources.ts';
import { folderOf } from '../path.ts';
import type { CommitReader, HistoryReader } from './read-change.ts';

/** A migration that is there before and after, and of which more than the formatting changed. */
export interface Changed {
  readonly old: Migration;
  readonly now: Migration;
}

/** What is published at the base of the apps that the change has to do with. */
export async function readPublished(
  reader: CommitReader,
  old: Repository,
  before: string,
  base: Base,
  { before: side, labels }: { readonly before: History; readonly labels: ReadonlySet<string> },
): Promise<Published> {
  if (base.oid === before) return { base, history: side, labels };
  const [changes, sources] = await Promise.all([reader.diff(before, base.oid), reader.sources(base.oid)]);
  const published = await changedRepository(old, changes, sources);
  return { base, history: await readHistory(published, labels, new Set(), sources), labels };
}

/** What changed in published migrations. */
export async function readEdits(
  changed: readonly Changed[],
  gone: readonly Gone[],
  history: History,
  sources: Sources,
): Promise<EditedMigration[]> {
  const atBase = byKey(history.migrations);
  const relabelled = relabelling(gone);
  const read = changed.map(async ({ old, now }): Promise<EditedMigration[]> => {
    const published = namesake(atBase, old);
    if (!old.isRead && !now.isRead) return []; // neither is known to be one of Django's
    if (!published) return [];
    const since = await editsBetween(old, now, relabelled, sources);
    const sinceBase =
      published.oid === old.oid ? since : await editsBetween(published, now, relabelled, sources);
    return [{ old, now, published, edits: lighter(sinceBase, since) }];
  });
  return (await Promise.all(read)).flat();
}

function lighter(one: readonly Edit[], other: readonly Edit[]): readonly Edit[] {
  return rankOf(one) > rankOf(other) ? one : other;
}

function rankOf(edits: readonly Edit[]): number {
  const weight = heaviest(edits);
  return weight === undefined ? WEIGHTS.length : WEIGHTS.indexOf(weight);
}

async function editsBetween(
  one: Migration,
  other: Migration,
  relabelled: (text: string) => string,
  sources: Sources,
): Promise<readonly Edit[]> {
  if (one.meaning === other.meaning && one.atomic === other.atomic) return [];
  const [before, after] = await Promise.all([sources.text(one.oid), sources.text(other.oid)]);
  return before === undefined || after === undefined ? [] : editsOf(relabelled(before), after);
}

/** Writes the new label of an app into `"label.Model"`: what follows from a label that changed is said of the label. */
function relabelling(gone: readonly Gone[]): (text: string) => string {
  const labels = new Map(
    gone.flatMap(({ old, fate }) => {
      const heir = fate.kind === 'moved' ? fate.to : fate.kind === 'replaced' ? fate.by : undefined;
      return heir && heir.label !== old.label ? [[old.label, heir.label] as const] : [];
    }),
  );
  if (labels.size === 0) return (text) => text;
  return (text) =>
    text.replace(
      /(["'])(\w+)(?=\.\w+\1)/g,
      (_, quote: string, label: string) => quote + (labels.get(label) ?? label),
    );
}

/** What git's history says of published migrations that are just gone, or whose tables were edited. */
export async function circumstances(
  history: HistoryReader,
  gone: readonly Gone[],
  edited: readonly EditedMigration[],
  published: Published | undefined,
  sources: Sources,
): Promise<Pick<Change, 'reverts' | 'formerSquashes'>> {
  const known = byKey(published?.history.migrations ?? []);
  const lost = gone.filter(({ old, fate }) => fate.kind === 'gone' && known.has(migrationKey(old)));
  const harmed = edited.filter(({ edits }) => heaviest(edits) === 'schema');
  const paths = [...lost.map(({ old }) => old.path), ...harmed.map(({ now }) => now.path)];
  if (paths.length === 0) return { reverts: false, formerSquashes: [] };
  const folders = new Set(lost.map(({ old }) => folderOf(old.path)));
  const former = folders.size > 0 ? await history.formerReplaces([...folders]) : [];
  const read = former.map(async ({ commit, oid }) => {
    const facts = await sources.facts(MIGRATION, oid);
    if (facts?.kind !== 'migration') return [];
    return named(facts.replaces).map((replaced) => ({ replaced: migrationKey(replaced), commit }));
  });
  return {
    reverts: await history.reverts(paths),
    formerSquashes: (await Promise.all(read)).flat(),
  };
}
