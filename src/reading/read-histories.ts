import type { Change } from '../change.ts';
import { byKey, fatesOf, goneMigrations, namesake } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import {
  changedLabels,
  labelsAt,
  readHistory,
  unlabelledIn,
  type History,
} from '../django/migrations/history.ts';
import { MIGRATION } from '../django/migrations/migration.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { isEmpty, named, sameReferences } from '../django/migrations/references.ts';
import { appsOf, labelsFromOutside, type Repository } from '../django/project.ts';
import type { Sources } from '../django/sources.ts';
import { folderOf, type GitPath } from '../path.ts';
import type { CommitReader, HistoryReader } from './read-change.ts';
import { circumstances, readEdits, readPublished, type Changed } from './read-published.ts';
import type { Sides } from './sides.ts';

/** The part of a change that is read here. */
type Histories = Pick<
  Change,
  'before' | 'after' | 'published' | 'gone' | 'edited' | 'formerSquashes' | 'reverts' | 'outside'
>;

/**
 * Reads the migrations on both sides of a change, as the apps they belong to have them: of the apps whose migrations
 * are touched, of those that these depend on, and of labels that came or went. All are read when others may depend on
 * what was changed.
 */
export async function readHistories(
  reader: CommitReader,
  history: HistoryReader,
  touched: readonly GitPath[],
  before: string,
  { old, fresh, entries, sources }: Sides,
): Promise<Histories> {
  const folders = new Set(touched.map(folderOf));
  const [then, now] = [labelsAt(old, folders), labelsAt(fresh, folders)];
  const relabelled = changedLabels(old, fresh);
  const labels = new Set([...then.labels, ...now.labels, ...relabelled]);
  const both = await readBoth(old, fresh, labels, touched, sources);
  const unlabelled = ({ files }: Repository, where: ReadonlySet<GitPath>): GitPath[] =>
    touched.filter((path) => where.has(folderOf(path)) && files.tree.entry(path) !== undefined);
  const gone = fatesOf(both.before, both.after, entries, unlabelledIn(fresh));
  const changed = changedMigrations(both.before, both.after, touched);
  const isOld =
    gone.length + changed.length + relabelled.length > 0 || bringsChildren(both.before, both.after);
  const base = isOld ? await history.base() : undefined;
  const published = base && (await readPublished(reader, old, before, base, both));
  const edited = published ? await readEdits(changed, gone, published.history, sources) : [];
  return {
    before: { ...both.before, unlabelled: unlabelled(old, then.unlabelled) },
    after: { ...both.after, unlabelled: unlabelled(fresh, now.unlabelled) },
    published,
    gone,
    edited,
    ...(await circumstances(history, gone, edited, published, sources)),
    outside: labelsFromOutside(fresh),
  };
}

async function readBoth(
  old: Repository,
  fresh: Repository,
  touchedLabels: ReadonlySet<string>,
  touched: readonly GitPath[],
  sources: Sources,
): Promise<Both> {
  const removed = removedLabels(old, fresh);
  const labels = new Set([...touchedLabels, ...(await labelsNamed(touched, fresh, sources))]);
  const before = await readHistory(old, labels, new Set(), sources);
  const after = await readHistory(fresh, labels, removed, sources);
  if (!isFelt(before, after, touched)) return { before, after, labels };
  const all = await readHistory(fresh, 'all', removed, sources);
  const isBroken = all.shapes.some(({ dangling, cycle }) => dangling.length > 0 || cycle);
  const { shapes } = isBroken ? await readHistory(old, 'all', new Set(), sources) : before;
  return { before: { ...before, shapes }, after: around(all, labels), labels };
}

/** The labels that the touched migrations refer to. */
async function labelsNamed(
  touched: readonly GitPath[],
  { files }: Repository,
  sources: Sources,
): Promise<string[]> {
  const read = touched.map(async (path) => {
    const entry = files.tree.entry(path);
    const facts = entry && (await sources.facts(MIGRATION, entry.oid));
    if (facts?.kind !== 'migration') return [];
    return named(facts.dependencies).concat(named(facts.runBefore));
  });
  return (await Promise.all(read)).flat().map(({ label }) => label);
}

interface Both {
  readonly before: History;
  readonly after: History;
  /** Of the apps that the change touches, and of those that the touched migrations depend on. */
  readonly labels: ReadonlySet<string>;
}

/** Of the whole graph, what has to do with some labels: their migrations, those that depend on them, their newest. */
function around({ migrations, shapes, ...rest }: History, labels: ReadonlySet<string>): History {
  const isHere = ({ label }: { readonly label: string }): boolean => labels.has(label);
  return {
    ...rest,
    migrations: migrations.filter((each) => isHere(each) || named(each.dependencies).some(isHere)),
    shapes: shapes.map(({ leaves, dangling, cycle }) => ({
      leaves: new Map([...leaves].filter(([label]) => labels.has(label))),
      dangling,
      cycle,
    })),
  };
}

/** The labels that apps have no more, unless they come from outside now. */
function removedLabels(old: Repository, fresh: Repository): ReadonlySet<string> {
  const standing = new Set(appsOf(fresh).map(({ label }) => label));
  if (standing.has(undefined)) return new Set(); // it may be the label of that one
  const outside = labelsFromOutside(fresh);
  const gone = appsOf(old).flatMap(({ label }) => label ?? []);
  return new Set(gone.filter((label) => !standing.has(label) && !outside.has(label)));
}

/** True when migrations that are not touched may depend on what is. */
function isFelt(before: History, after: History, touched: readonly GitPath[]): boolean {
  return (
    goneMigrations(before, after).length > 0 ||
    changedMigrations(before, after, touched).some(({ old, now }) => !sameReferences(old, now)) ||
    bringsChildren(before, after) ||
    freshMigrations(before, after).some(({ replaces }) => !isEmpty(replaces))
  );
}

/** True when a new migration is to run before another one. */
function bringsChildren(before: History, after: History): boolean {
  return freshMigrations(before, after).some(({ runBefore }) => !isEmpty(runBefore));
}

function freshMigrations(before: History, after: History): Migration[] {
  const known = byKey(before.migrations);
  return after.migrations.filter((migration) => !known.has(migrationKey(migration)));
}

/** The migrations of which more than the formatting changed. */
function changedMigrations(before: History, after: History, touched: readonly GitPath[]): Changed[] {
  const paths = new Set(touched);
  const standing = byKey(after.migrations);
  return before.migrations.flatMap((old) => {
    const now = namesake(standing, old);
    const isChanged = now && paths.has(now.path) && now.oid !== old.oid;
    return isChanged && !isSame(old, now) ? [{ old, now }] : [];
  });
}

function isSame(one: Migration, other: Migration): boolean {
  return one.meaning === other.meaning && one.atomic === other.atomic && sameReferences(one, other);
}
