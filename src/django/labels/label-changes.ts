import type { Gone } from '../migrations/fates.ts';
import type { History } from '../migrations/history.ts';
import type { Migration } from '../migrations/read-migrations.ts';
import { grouped } from '../../grouped.ts';
import { folderOf, joinPath, type GitPath } from '../../path.ts';
import { isExample } from '../example-apps.ts';
import type { App, Outline } from '../project.ts';

/** A migration that was one of the old label, and is one of the new label now. */
export interface Move {
  readonly old: Migration;
  readonly to: Migration;
  /** True when `replaces` of the new one names the old one. */
  readonly isReplaced: boolean;
}

/** A label that became another one: the app under it is the same. */
export interface LabelChange {
  readonly old: string;
  readonly now: string;
  /** None for an app without migrations, and where they do not tell. */
  readonly moves: readonly Move[];
  /**
   * What carries the history over to the new label: `replaces` in every migration that moved, or something in the
   * change that rewrites the table in which Django records migrations; undefined when nothing does.
   */
  readonly carried: 'replaced' | 'rewritten' | undefined;
  /**
   * What becomes of the tables when the history is carried over: the moved migrations name them as before, or something
   * in the change renames each of them; undefined when neither can be told.
   */
  readonly tables?: 'kept' | 'renamed';
}

/** The labels that changed, as the migrations that are gone tell, and the apps that stayed where they were. */
export function labelChanges(gone: readonly Gone[], old: Side, fresh: Side): LabelChange[] {
  const moved = movedLabels(gone);
  const known = new Set(moved.map(keyOf));
  return [...moved, ...relabelledInPlace(old, fresh).filter((change) => !known.has(keyOf(change)))];
}

/** The apps of one side of a change, and the migrations that the change has to do with. */
export interface Side {
  readonly apps: Outline;
  readonly history: History;
}

function keyOf({ old, now }: Pick<LabelChange, 'old' | 'now'>): string {
  return `${old} ${now}`;
}

function movedLabels(gone: readonly Gone[]): LabelChange[] {
  const moves = gone.flatMap(({ old, fate }): Move[] => {
    const isReplaced = fate.kind === 'replaced';
    const to = isReplaced ? fate.by : fate.kind === 'moved' ? fate.to : undefined;
    return to && to.label !== old.label ? [{ old, to, isReplaced }] : [];
  });
  return [...grouped(moves, ({ old, to }) => `${old.label} ${to.label}`).values()].map((those) => {
    const { old, to } = those[0]!;
    const isReplaced = those.every((move) => move.isReplaced);
    return { old: old.label, now: to.label, moves: those, carried: isReplaced ? 'replaced' : undefined };
  });
}

/** The labels of apps of one name and one folder, before and after. */
function relabelledInPlace(old: Side, fresh: Side): LabelChange[] {
  const former = new Map(
    groupsIn(old.apps).flatMap(({ root, apps }) => apps.map((app) => [placeOf(root, app), app])),
  );
  const changes = groupsIn(fresh.apps).flatMap(({ root, apps }) =>
    apps.flatMap((app): LabelChange[] => {
      const [was, { label }] = [former.get(placeOf(root, app)), app];
      if (was?.label === undefined || label === undefined || was.label === label) return [];
      const moves = movesInPlace(was, label, old.history, fresh.history);
      return [{ old: was.label, now: label, moves, carried: undefined }];
    }),
  );
  return [...new Map(changes.map((change) => [keyOf(change), change])).values()];
}

/** The apps of each project, and those that none is known to install. */
function groupsIn({
  projects,
  loose,
}: Outline): { readonly root: GitPath | undefined; readonly apps: readonly App[] }[] {
  const apart = { root: undefined, apps: loose.map(({ app }) => app) };
  return [...projects, apart].map(({ root, apps }) => ({ root, apps: apps.filter(isOurs) }));
}

function placeOf(root: GitPath | undefined, { name, folder }: App): string {
  return [root ?? '/', folder, name].join('\0');
}

/** Migrations that did not follow the label still name each other by the old one, and are read under that. */
function movesInPlace(was: App, label: string, before: History, after: History): Move[] {
  const standing = new Map(after.migrations.map((migration) => [migration.path, migration]));
  const those = before.migrations.filter(
    (old) => old.label === was.label && folderOf(old.path) === was.migrationsFolder,
  );
  return those.flatMap((old) => {
    const to = standing.get(old.path);
    return to ? [{ old, to: { ...to, label }, isReplaced: false }] : [];
  });
}

function isOurs({ folder, labelFrom }: App): boolean {
  return folder !== undefined && labelFrom !== 'MIGRATION_MODULES' && !isExample(joinPath(folder, ''));
}
