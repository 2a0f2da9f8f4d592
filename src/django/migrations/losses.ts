/** What a change leaves of apps that lose migrations. */
import type { Change, Published, PublishedMigration } from '../../change.ts';
import { grouped } from '../../grouped.ts';
import { isExample } from '../example-apps.ts';
import { folderOf, isInside, joinPath } from '../../path.ts';
import { byKey, namesake, type Fate } from './fates.ts';
import { migrationKey } from './graph-nodes.ts';
import type { HistoryApp } from './history.ts';
import type { Migration } from './read-migrations.ts';
import { isEmpty, named } from './references.ts';

/** A published migration that is gone, of an app that is none of tests or examples. */
export interface Loss {
  readonly old: Migration;
  readonly fate: Fate;
  readonly published: PublishedMigration;
}

/** The losses of each app; two projects of one repository may have an app of one label each. */
export function lossesByApp({ published, gone }: Change): Loss[][] {
  if (!published) return [];
  const standing = byKey(published.history.migrations);
  const { base } = published;
  const lost = gone.flatMap(({ old, fate }): Loss[] => {
    const atBase = isExample(old.path) ? undefined : namesake(standing, old);
    if (!atBase) return [];
    return [{ old, fate: fateAtBase(old, fate, published), published: { base, path: atBase.path } }];
  });
  return [...grouped(lost, ({ old }) => `${old.label} ${folderOf(old.path)}`).values()];
}

/**
 * True when these are all migrations of an app that is gone itself: from the disk, or from INSTALLED_APPS. An app
 * whose AppConfig does not follow its folder is meant to stay.
 */
export function isRemoved(losses: readonly Loss[], change: Change): boolean {
  const { old } = losses[0]!;
  const { label, path } = old;
  if (change.after.unlabelled.length > 0) return false; // it may be one of those
  const isLost = losses.every(({ fate }) => fate.kind === 'gone' || fate.kind === 'hidden');
  const those = losses.map((loss) => loss.old);
  if (!isLost || !isAll(those, change) || freshOf(old, change).length > 0 || keepsModels(old, change)) {
    return false;
  }
  const isMeant = change.misnamed.some(({ formerFolder }) => isInside(path, formerFolder));
  const isThere = change.after.apps.some((app) => app.label === label);
  return !isMeant && (losses.every(({ fate }) => fate.kind === 'gone') || !isThere);
}

/** True when an app loses all migrations that it had. */
export function isAll(gone: readonly Migration[], { before }: Pick<Change, 'before'>): boolean {
  const [{ label, path }, lost] = [gone[0]!, new Set(gone)];
  const isHere = (each: Migration): boolean => each.label === label && folderOf(each.path) === folderOf(path);
  return before.migrations.every((each) => !isHere(each) || lost.has(each));
}

/** True for a squash that is gone, while all that it replaced is there. */
export function isTakenBack(old: Migration, { after }: Pick<Change, 'after'>): boolean {
  if (!old.replaces.complete || isEmpty(old.replaces)) return false;
  const standing = byKey(after.migrations);
  return named(old.replaces).every((each) => standing.has(migrationKey(each)));
}

/** The new migrations of an app that lost its old ones: not those of another project's app of that label. */
export function freshOf(old: Migration, { before, after }: Change): Migration[] {
  const isThis = ({ label }: Migration): boolean => label === old.label;
  const others = new Set(before.migrations.filter(isThis).map(({ path }) => folderOf(path)));
  others.delete(folderOf(old.path));
  const known = new Set(before.migrations.map(({ path }) => path));
  return after.migrations.filter(
    (each) => isThis(each) && !known.has(each.path) && !others.has(folderOf(each.path)),
  );
}

/** Of an app that no project is known to install, nothing is left without migrations: then its files tell. */
export function keepsModels(old: Migration, { before, after, entries }: Change): boolean {
  const isThis = ({ label }: HistoryApp): boolean => label === old.label;
  const home = folderOf(folderOf(old.path));
  const was = before.apps.filter(isThis).find((app) => (app.folder ?? home) === home);
  const others = new Set(before.apps.filter((app) => app !== was).map(({ folder }) => folder));
  const now = after.apps.filter(isThis).find(({ folder }) => !others.has(folder));
  if (now || !was || was.installed) return now?.models ?? false;
  const places = [joinPath(home, 'models.py'), joinPath(home, 'models')];
  const isModel = (path: (typeof places)[number]): boolean => places.some((place) => isInside(path, place));
  return was.models && !entries.some((entry) => !entry.after && isModel(entry.path));
}

/** A squash that was never published has not replaced anything. */
function fateAtBase(old: Migration, fate: Fate, { history }: Published): Fate {
  if (fate.kind !== 'unreplaced') return fate;
  const atBase = byKey(history.migrations).get(migrationKey(fate.by)) ?? [];
  const replaced = atBase.flatMap(({ replaces }) => named(replaces).map(migrationKey));
  return replaced.includes(migrationKey(old)) ? fate : { kind: 'gone' };
}
