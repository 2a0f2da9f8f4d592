import type { DiffEntry } from '../../change.ts';
import { grouped } from '../../grouped.ts';
import { folderOf, type GitPath } from '../../path.ts';
import { migrationKey } from './graph-nodes.ts';
import { movesToLabels } from './moves.ts';
import type { History } from './history.ts';
import type { Migration } from './read-migrations.ts';
import { named } from './references.ts';

/**
 * What became of a migration that is gone under its label and name. `renamed`: another of its label, which is new,
 * does the same. `replaced`: `replaces` of one that is there names it, in one step or several; that one is new or was
 * there before. `unreplaced`: what replaced it is still there, but does not list it any more. `moved`: its app has none
 * left, and another label got one of that name, and more than `0001_initial` elsewhere to tell that it is the same app. `hidden`:
 * the file is there, but Django does not look for migrations there any more. `unclear`: it could not be read, or some
 * `replaces` of its label, or which label its app has now.
 */
export type Fate =
  | { readonly kind: 'renamed'; readonly to: Migration }
  | { readonly kind: 'replaced'; readonly by: Migration; readonly isNew: boolean }
  | { readonly kind: 'unreplaced'; readonly by: Migration }
  | { readonly kind: 'moved'; readonly to: Migration }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'unclear' }
  | { readonly kind: 'gone' };

/** A migration that is gone, and what became of it. */
export interface Gone {
  readonly old: Migration;
  readonly fate: Fate;
}

/** The migrations by `migrationKey`. */
export function byKey(migrations: readonly Migration[]): ReadonlyMap<string, readonly Migration[]> {
  return grouped(migrations, migrationKey);
}

/** The migration of that label and name: where two projects have one each, the one at the same path. */
export function namesake(
  migrations: ReadonlyMap<string, readonly Migration[]>,
  migration: Migration,
): Migration | undefined {
  const found = migrations.get(migrationKey(migration)) ?? [];
  return found.find(({ path }) => path === migration.path) ?? found[0];
}

/**
 * The migrations of `before` that `after` has no more: neither at their path nor, under the same label and name, at a
 * path that is new. A namesake that lies where it always lay belongs to another project.
 */
export function goneMigrations(before: History, after: History): Migration[] {
  const known = new Set(before.migrations.map(({ path }) => path));
  const standing = byKey(after.migrations);
  return before.migrations.filter((old) => {
    const namesakes = standing.get(migrationKey(old)) ?? [];
    return !namesakes.some(({ path }) => path === old.path || !known.has(path));
  });
}

/**
 * Tells what became of each migration that is gone. `unlabelled` are the folders with migrations of apps whose label is
 * not known after the change.
 */
export function fatesOf(
  before: History,
  after: History,
  entries: readonly DiffEntry[],
  unlabelled: ReadonlySet<GitPath>,
): Gone[] {
  const known = byKey(before.migrations);
  const fresh = after.migrations.filter((migration) => !known.has(migrationKey(migration)));
  const gone = goneMigrations(before, after);
  const partnerOf = pairing(fresh);
  const moves = movesToLabels(before, gone, fresh);
  const replacing = replacements(before, after);
  const deleted = new Set(entries.flatMap((entry) => (entry.after ? [] : entry.path)));
  const unclear = new Set(
    after.migrations.filter(({ replaces }) => !replaces.complete).map(({ label }) => label),
  );
  const fateOf = (old: Migration): Fate => {
    const partner = partnerOf(old);
    const replaced = replacing(old);
    if (replaced) return replaced;
    if (unclear.has(old.label) || !old.isRead || unlabelled.has(folderOf(old.path)))
      return { kind: 'unclear' };
    if (partner && !isReplaced(partner, old)) return { kind: 'renamed', to: partner };
    const to = moves(old);
    if (to) return { kind: 'moved', to };
    return { kind: deleted.has(old.path) ? 'gone' : 'hidden' };
  };
  return gone.map((old) => ({ old, fate: fateOf(old) }));
}

function isReplaced(migration: Migration, by: Migration): boolean {
  return named(by.replaces).some((each) => migrationKey(each) === migrationKey(migration));
}

/** Gives each migration that is gone a new one of its label that does the same; each is given once. */
function pairing(fresh: readonly Migration[]): (old: Migration) => Migration | undefined {
  const free = grouped(fresh, doing);
  return (old) => free.get(doing(old))?.shift();
}

function doing({ label, meaning }: Migration): string {
  return `${label}\n${meaning}`;
}

/** Squashes that were squashed again, and again; nobody does it more often. */
const MAX_STEPS = 20;

/** Follows `replaces` as it was before and as it is now, for what replaced a migration may be replaced itself. */
function replacements(before: History, after: History): (old: Migration) => Fate | undefined {
  const [then, now] = [replacersIn(before), replacersIn(after)];
  const [known, standing] = [byKey(before.migrations), byKey(after.migrations)];
  const follow = (key: string, seen: ReadonlySet<string>): Fate | undefined => {
    if (seen.has(key) || seen.size > MAX_STEPS) return undefined;
    const [by] = now.get(key) ?? [];
    if (by) return { kind: 'replaced', by, isNew: !known.has(migrationKey(by)) };
    const former = then.get(key) ?? [];
    const further = former
      .filter((each) => !standing.has(migrationKey(each)))
      .map((each) => follow(migrationKey(each), new Set([...seen, key])));
    const found = further.find((fate) => fate !== undefined);
    if (found) return found;
    const kept = former.flatMap((each) => standing.get(migrationKey(each)) ?? []);
    return kept[0] && { kind: 'unreplaced', by: kept[0] };
  };
  return (old) => follow(migrationKey(old), new Set());
}

/** By key, the migrations that replace it. */
export function replacersIn({ migrations }: History): ReadonlyMap<string, Migration[]> {
  const replacers = new Map<string, Migration[]>();
  for (const migration of migrations) {
    for (const key of new Set(named(migration.replaces).map(migrationKey))) {
      const others = replacers.get(key);
      if (others) others.push(migration);
      else replacers.set(key, [migration]);
    }
  }
  return replacers;
}
