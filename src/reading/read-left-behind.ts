import type { DiffEntry } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import { byKey, fatesOf, type Gone } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import {
  changedLabels,
  historyIn,
  labelsAt,
  readHistory,
  surveysOf,
  unlabelledIn,
  type History,
} from '../django/migrations/history.ts';
import { isAll, isTakenBack } from '../django/migrations/losses.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named } from '../django/migrations/references.ts';
import { rollbackOf, type Rollback } from '../django/migrations/rollback.ts';
import { labelsFromOutside, type Repository } from '../django/project.ts';
import { changedRepository } from '../django/read-repository.ts';
import type { Survey } from '../django/survey.ts';
import { grouped } from '../grouped.ts';
import { folderOf, joinPath, type GitPath } from '../path.ts';
import type { CommitReader } from './read-change.ts';
import { repositoryAt } from './read-outline.ts';

/** The migrations of a commit that another one does not have, so that a database may be ahead of that one. */
export interface LeftBehind {
  readonly migrations: readonly Migration[];
  /** The labels of apps of which nothing else was there. */
  readonly whole: ReadonlySet<string>;
  /** Undefined when it cannot be told. */
  readonly rollback: Rollback | undefined;
  /** The `manage.py` that knows them all; undefined when there are several, or none. */
  readonly manage: GitPath | undefined;
}

/**
 * Reads which migrations of the commit `before` stay behind when the work tree moves on by these entries. What a squash
 * stands for, what moved along with its app, and what Django does not see, stays out. A renamed one counts: a database
 * records names, and has run it under the old one.
 */
export async function readLeftBehind(
  reader: CommitReader,
  before: string,
  entries: readonly DiffEntry[],
): Promise<LeftBehind | undefined> {
  const [old, sources] = await Promise.all([repositoryAt(reader, before), reader.sources(before)]);
  const folders = new Set(entries.map(({ path }) => folderOf(path)));
  const here = labelsAt(old, folders).labels;
  if (here.size === 0) return undefined;
  const fresh = await changedRepository(old, entries, sources);
  const labels = new Set([...here, ...labelsAt(fresh, folders).labels, ...changedLabels(old, fresh)]);
  const surveys = await surveysOf(old, labels, new Set(), sources);
  const histories = {
    before: historyIn(surveys, old),
    after: await readHistory(fresh, labels, new Set(), sources),
  };
  const { migrations, whole } = stillMissing({ old, fresh, entries }, histories);
  return migrations.length === 0
    ? undefined
    : { migrations, whole, ...wayBack(surveys, migrations, histories, old) };
}

interface Move {
  readonly old: Repository;
  readonly fresh: Repository;
  readonly entries: readonly DiffEntry[];
}

interface Histories {
  readonly before: History;
  readonly after: History;
}

/** Of the migrations that are gone, those that a database may have applied, and this side knows nothing of. */
function stillMissing(
  { old, fresh, entries }: Move,
  { before, after }: Histories,
): Pick<LeftBehind, 'migrations' | 'whole'> {
  const [then, now] = [unlabelledIn(old), unlabelledIn(fresh)];
  const outside = labelsFromOutside(fresh);
  const becameUnclear = [...now].some((folder) => !then.has(folder));
  const isInstalled = installedIn(old);
  const gone = fatesOf(before, after, entries, now).filter(
    (each) => isMissing(each) && isInstalled(each.old) && !isTakenBack(each.old, { after }),
  );
  const migrations: Migration[] = [];
  const whole = new Set<string>();
  for (const those of grouped(gone, ({ old: { label, path } }) => `${label} ${folderOf(path)}`).values()) {
    const lost = those.map((each) => each.old);
    const { label } = lost[0]!;
    const isWhole = isAll(lost, { before });
    if (isWhole && (becameUnclear || outside.has(label))) continue; // it may go on elsewhere
    if (isWhole) whole.add(label);
    migrations.push(...lost);
  }
  return { migrations, whole };
}

function isMissing({ old, fate }: Gone): boolean {
  return (fate.kind === 'gone' || fate.kind === 'renamed') && !isExample(old.path);
}

/** Whether Django knows an app. Where all settings can be read, it does not know what none of them installs. */
function installedIn({ projects, loose }: Repository): (migration: Migration) => boolean {
  const isClosed = projects.length > 0 && projects.every(({ settings }) => settings?.installedApps.complete);
  const outside = labelsFromOutside({ projects });
  const unknown = new Set(loose.map(({ app }) => app.migrationsFolder));
  return ({ label, path }) => !isClosed || !unknown.has(folderOf(path)) || outside.has(label);
}

/** How to unapply them in the projects that have them. */
function wayBack(
  surveys: readonly Survey[],
  gone: readonly Migration[],
  { after }: Histories,
  { files }: Repository,
): Pick<LeftBehind, 'rollback' | 'manage'> {
  const paths = new Set(gone.map(({ path }) => path));
  const standing = byKey(after.migrations);
  const isStanding = (key: Parameters<typeof migrationKey>[0]): boolean => standing.has(migrationKey(key));
  const owners = surveys.flatMap((survey) => {
    const migrations = survey.apps.flatMap((app) => app.migrations);
    const those = migrations.filter(({ path }) => paths.has(path));
    if (those.length === 0) return [];
    const mixed = those.filter(({ replaces }) => named(replaces).some(isStanding));
    return { survey, rollback: rollbackOf(migrations, survey.graph, keysOf(those), keysOf(mixed)) };
  });
  const [only, ...others] = owners;
  const root = others.length > 0 ? undefined : only?.survey.project?.root;
  const manage = root === undefined ? undefined : joinPath(root, 'manage.py');
  return {
    rollback: together(owners.map(({ rollback }) => rollback)),
    manage: manage !== undefined && files.tree.entry(manage) ? manage : undefined,
  };
}

function keysOf(migrations: readonly Migration[]): ReadonlySet<string> {
  return new Set(migrations.map(migrationKey));
}

/** Projects that share apps need the same steps. */
function together(rollbacks: readonly (Rollback | undefined)[]): Rollback | undefined {
  const known = rollbacks.filter((rollback) => rollback !== undefined);
  if (known.length < rollbacks.length) return undefined;
  const steps = known.flatMap((rollback) => rollback.steps);
  const stuck = known.flatMap((rollback) => rollback.stuck);
  return {
    steps: [...new Map(steps.map((step) => [`${step.label} ${step.target}`, step])).values()],
    stuck: [...new Map(stuck.map((key) => [migrationKey(key), key])).values()],
  };
}
