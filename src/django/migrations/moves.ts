import { grouped } from '../../grouped.ts';
import { folderOf } from '../../path.ts';
import type { History } from './history.ts';
import type { Migration } from './read-migrations.ts';

/** As many apps with a migration of one name are compared with one that is gone; more are never relabelled at once. */
const MANY = 100;

/**
 * Finds the same migrations under another label, for apps that lost all of theirs. Each label takes in one app: of
 * several, the one whose migrations are most alike.
 */
export function movesToLabels(
  before: History,
  gone: readonly Migration[],
  fresh: readonly Migration[],
): (old: Migration) => Migration | undefined {
  const lost = new Set(gone);
  const called = grouped(fresh, ({ name }) => name);
  const heirs = new Map<string, string>();
  const taken = new Set<string>();
  for (const { home, label } of matches(before, lost, called)) {
    if (heirs.has(home) || taken.has(label)) continue;
    heirs.set(home, label);
    taken.add(label);
  }
  return (old) => {
    const heir = heirs.get(homeOf(old));
    return heir === undefined ? undefined : called.get(old.name)?.find(({ label }) => label === heir);
  };
}

interface Match {
  readonly home: string;
  readonly label: string;
  readonly likeness: number;
}

/** Each app that lost all of its migrations, with each label that got some of their names; the best come first. */
function matches(
  before: History,
  lost: ReadonlySet<Migration>,
  called: ReadonlyMap<string, readonly Migration[]>,
): Match[] {
  const found: Match[] = [];
  for (const [home, those] of grouped(before.migrations, homeOf)) {
    if (!those.every((each) => lost.has(each))) continue;
    const likeness = new Map<string, number>();
    for (const old of those) {
      for (const to of (called.get(old.name) ?? []).slice(0, MANY)) {
        if (to.label !== old.label)
          likeness.set(to.label, (likeness.get(to.label) ?? 0) + likenessOf(to, old));
      }
    }
    for (const [label, sum] of likeness) if (sum > 0) found.push({ home, label, likeness: sum });
  }
  return found.sort((one, other) => other.likeness - one.likeness);
}

/** A file that stays where it is counts most, then one that does the same. Every app has a `0001_initial`. */
function likenessOf(to: Migration, old: Migration): number {
  if (to.path === old.path) return 100;
  if (to.likeness === old.likeness) return 10;
  return to.name === '0001_initial' ? 0 : 1;
}

function homeOf({ label, path }: Migration): string {
  return `${label} ${folderOf(path)}`;
}
