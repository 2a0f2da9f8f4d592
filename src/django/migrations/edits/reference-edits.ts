import { migrationKey } from '../graph-nodes.ts';
import { replacersIn, type Gone } from '../fates.ts';
import type { History } from '../history.ts';
import type { Migration } from '../read-migrations.ts';
import { named, type References } from '../references.ts';
import { edit, type Edit, type EditWeight } from './edit.ts';

/** What stands around an edited migration. */
export interface Surroundings {
  readonly before: History;
  readonly after: History;
  readonly gone: readonly Gone[];
  /** True for keys that are at the base. */
  readonly isPublished: (key: string) => boolean;
}

/**
 * What changed in the dependencies and `run_before` of a migration, and is not the consequence of another change: of a
 * squash, a rename, a deletion, an app that is gone, or a new migration that was put before it. Nothing where Django
 * cannot load it any more. For all of that there are other rules.
 */
export function referenceEdits(old: Migration, now: Migration, around: Surroundings): readonly Edit[] {
  if (isStuck(now, around.after)) return [];
  const [removed, added] = differences(old.dependencies, now.dependencies);
  const isInserted = added.some((key) => !around.isPublished(key) && stands(key, around.after));
  const [lost, won] = isInserted ? [[], []] : withoutSuccessors(removed, added, now, around);
  const isOwn = [...lost, ...won].every((key) => key.startsWith(`${now.label}.`));
  const [less, more] = differences(old.runBefore, now.runBefore);
  const told = (weight: EditWeight, what: string, keys: readonly string[]): Edit[] =>
    keys.map((key) => edit(weight, `${what} ${key}`, now.line));
  const weight = isOwn ? 'state' : 'behaviour';
  return [
    ...told(weight, 'it no longer waits for', lost),
    ...told(weight, 'it waits for', won),
    ...told('behaviour', 'it is no longer to run before', less),
    ...told('behaviour', 'it is to run before', more),
  ];
}

/** True when it depends on what is not there, or on itself. */
function isStuck(now: Migration, { shapes }: History): boolean {
  const key = migrationKey(now);
  return shapes.some(
    ({ dangling, cycle }) =>
      dangling.some(({ from }) => from.path === now.path) ||
      cycle?.some((each) => migrationKey(each) === key),
  );
}

/** Of lists that are not fully known nothing can be told. */
function differences(old: References, now: References): [removed: string[], added: string[]] {
  if (!old.complete || !now.complete) return [[], []];
  const [before, after] = [old, now].map((list) => new Set(named(list).map(migrationKey)));
  return [[...before!].filter((key) => !after!.has(key)), [...after!].filter((key) => !before!.has(key))];
}

function stands(key: string, { migrations }: History): boolean {
  return migrations.some((migration) => migrationKey(migration) === key);
}

/** Leaves out what was re-pointed to the squash, the new name or the new label of what it named, or whose app is gone. */
function withoutSuccessors(
  removed: readonly string[],
  added: readonly string[],
  now: Migration,
  around: Surroundings,
): [removed: string[], added: string[]] {
  const wanted = new Set(named(now.dependencies).map(migrationKey));
  const labels = new Set(around.after.apps.map(({ label }) => label));
  const had = new Set(around.before.apps.map(({ label }) => label));
  const explained = new Set<string>();
  const deleted = new Set(around.gone.map(({ old }) => migrationKey(old)));
  const lost = removed.filter((key) => {
    const label = key.slice(0, key.indexOf('.'));
    const heirs = [...successors(key, around)].filter((heir) => wanted.has(heir));
    for (const heir of heirs) explained.add(heir);
    return heirs.length === 0 && !deleted.has(key) && (labels.has(label) || !had.has(label));
  });
  // what it waits for in place of one that was deleted
  const isRepointed = removed.some((key) => deleted.has(key));
  return [lost, added.filter((key) => !explained.has(key) && !isRepointed)];
}

/** What stands for a migration now: what replaces it, in one step or several, its new name, its name elsewhere. */
function successors(key: string, { before, after, gone }: Surroundings): ReadonlySet<string> {
  const steps = [replacersIn(before), replacersIn(after)];
  const renamed = new Map(
    gone.flatMap(({ old, fate }) =>
      'to' in fate ? [[migrationKey(old), migrationKey(fate.to)] as const] : [],
    ),
  );
  const found = new Set([key]);
  for (const each of found) {
    const name = renamed.get(each);
    if (name !== undefined) found.add(name);
    for (const step of steps) for (const by of step.get(each) ?? []) found.add(migrationKey(by));
  }
  found.delete(key);
  return found;
}
