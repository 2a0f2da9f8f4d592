import { few, instead, replacesLine, restore, word } from '../advice/words.ts';
import type { Change } from '../change.ts';
import { byKey, namesake } from '../django/migrations/fates.ts';
import { migrationKey, type Key } from '../django/migrations/graph-nodes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named, type References } from '../django/migrations/references.ts';
import { folderOf } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const migration = (...parents: readonly string[]) => `from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [${parents.map((name) => `("shop", "${name}")`).join(', ')}]
    operations = [migrations.RunSQL("")]
`;

const NO_REFERENCES: References = { known: [], complete: true };

const BEFORE = {
  'shop/migrations/0001_initial.py': migration(),
  'shop/migrations/0002_cost.py': migration('0001_initial'),
};

export default defineRule({
  name: 'conflicting-migrations',
  summary: 'an app has two newest migrations, neither of which follows the other',
  why:
    'Django does not guess an order: migrate and makemigrations stop for everybody ("Conflicting migrations detected; ' +
    'multiple leaf nodes"). It happens when two branches each add a migration. Two files with one number are no ' +
    'conflict as long as one follows the other.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#version-control',
  bad: { before: BEFORE, after: { ...BEFORE, 'shop/migrations/0002_note.py': migration('0001_initial') } },
  good: { before: BEFORE, after: { ...BEFORE, 'shop/migrations/0002_note.py': migration('0002_cost') } },

  *check(change) {
    const { before, after, mergesCleanly } = change;
    const known = before.shapes.map(({ leaves }) => leaves);
    const unsure = new Set(after.migrations.filter(isUnsure).map(({ label }) => label));
    for (const { leaves, dangling } of after.shapes) {
      for (const { from, to } of dangling) unsure.add(from.label).add(to.label); // that is what is wrong with them
      for (const [label, names] of leaves) {
        if (names.length < 2 || unsure.has(label) || known.some((old) => isOld(names, old.get(label))))
          continue;
        const named = after.migrations.filter((each) => each.label === label && names.includes(each.name));
        const newest = named.findLast((each) => isBrought(each, change)) ?? named.at(-1);
        if (!newest) continue;
        const ends = named.filter((each) => folderOf(each.path) === folderOf(newest.path)); // of one project
        yield {
          path: newest.path,
          line: newest.line,
          column: newest.column,
          subject: label,
          message:
            `app ${visible(label)} has ${names.length} newest migrations (${few(names)}), and none follows the other: ` +
            'migrate and makemigrations stop for everybody (Conflicting migrations detected)',
          hint: howToMend(ends, newest, change),
          ...(mergesCleanly ? { atMost: 'warning' as const } : {}),
          data: { label, leaves: names },
        };
      }
    }
  },
});

/** Something that follows one of the others may be hidden in a list that cannot be read. */
function isUnsure({ dependencies, replaces }: Migration): boolean {
  return !dependencies.complete || !replaces.complete;
}

/** True when there were as many before: Django refused already. */
function isOld(names: readonly string[], old: readonly string[] = []): boolean {
  return old.length > 1 && names.length <= old.length;
}

function isBrought({ path }: Migration, { entries }: Change): boolean {
  return entries.some((entry) => entry.path === path && !entry.before);
}

function howToMend(ends: readonly Migration[], newest: Migration, change: Change): string {
  const { label } = newest;
  const former = formerMerge(ends, change);
  const squash = ends.find((each) => formerReplaces(each, change).length > 0);
  const merge = `    python manage.py makemigrations --merge ${word(label)}`;
  if (former) return ['bring back what followed them:', former, 'or merge them again:', merge].join('\n');
  if (squash) {
    const place = `in class Migration of ${showPath(squash.path)}`;
    const line = replacesLine(formerReplaces(squash, change));
    return [
      `what ${visible(squash.name)} replaced is still there: let it replace that, ${place}:`,
      line,
    ].join('\n');
  }
  const repointed = howToPointBack(ends, change);
  if (repointed) return repointed;
  const other = ends.findLast((each) => each !== newest)!;
  const first = ends.length === 2 ? ownFirst(newest, other, change) : undefined;
  if (!first) return ['have Django write a migration that follows them all:', merge].join('\n');
  const own = named(first.dependencies).find((parent) => parent.label === label);
  return [
    `let ${visible(migrationKey(first))} follow the other, in the dependencies of ${showPath(first.path)}:`,
    instead(other, own),
    'or, if it was applied anywhere already, have Django write a migration that follows both:',
    merge,
  ].join('\n');
}

/** Of a migration that followed one of them, and follows something else now: what is new goes behind it. */
function howToPointBack(ends: readonly Migration[], { before, after }: Change): string | undefined {
  const [known, keys] = [byKey(before.migrations), new Set(ends.map(migrationKey))];
  for (const now of after.migrations.filter(({ label }) => label === ends[0]!.label)) {
    const had = named(namesake(known, now)?.dependencies ?? NO_REFERENCES);
    const has = new Set(named(now.dependencies).map(migrationKey));
    const lost = had.find((each) => keys.has(migrationKey(each)) && !has.has(migrationKey(each)));
    if (!lost) continue;
    const isOwn = ({ label }: Key): boolean => label === now.label;
    const fresh = named(now.dependencies).find(
      (each) => isOwn(each) && !had.some((old) => migrationKey(old) === migrationKey(each)),
    );
    const inserted = after.migrations.find(
      (each) => fresh && migrationKey(each) === migrationKey(fresh) && !known.has(migrationKey(each)),
    );
    return [
      `let ${visible(migrationKey(now))} follow ${visible(lost.name)} again, in the dependencies of ${showPath(now.path)}:`,
      instead(lost, fresh),
      ...(inserted
        ? [
            `and ${visible(migrationKey(inserted))} follow that, in ${showPath(inserted.path)}:`,
            instead(now, named(inserted.dependencies).find(isOwn)),
          ]
        : []),
    ].join('\n');
  }
  return undefined;
}

/** The command that brings back a published migration that followed them. */
function formerMerge(ends: readonly Migration[], { gone, published }: Change): string | undefined {
  const keys = new Set(ends.map(migrationKey));
  const merge = gone.find(
    ({ old }) => named(old.dependencies).filter((parent) => keys.has(migrationKey(parent))).length > 1,
  )?.old;
  const atBase = merge && published && namesake(byKey(published.history.migrations), merge);
  return atBase && restore(published.base, [{ path: merge.path, publishedPath: atBase.path }]);
}

/** What a squash replaced before, and does not any more, though it is there. */
function formerReplaces(squash: Migration, { before, after }: Change): Key[] {
  const standing = byKey(after.migrations);
  const kept = new Set(named(squash.replaces).map(migrationKey));
  const old = namesake(byKey(before.migrations), squash);
  return named(old?.replaces ?? NO_REFERENCES).filter(
    (each) => !kept.has(migrationKey(each)) && standing.has(migrationKey(each)),
  );
}

/** Where the branch that ends in `newest` leaves what the other follows as well: the first of its own, if it is new. */
function ownFirst(newest: Migration, other: Migration, change: Change): Migration | undefined {
  const all = byKey(change.after.migrations);
  const parentsOf = (child: Migration): Migration[] =>
    named(child.dependencies)
      .filter(({ label }) => label === child.label)
      .flatMap((parent) => all.get(migrationKey(parent)) ?? [])
      .filter(({ path }) => folderOf(path) === folderOf(child.path));
  const shared = new Set([other]);
  for (const each of shared) for (const parent of parentsOf(each)) shared.add(parent);
  const seen = new Set<Migration>();
  let first = newest;
  for (;;) {
    const further = parentsOf(first).find((parent) => !shared.has(parent));
    if (!further || seen.has(further)) return isBrought(first, change) ? first : undefined;
    seen.add(further);
    first = further;
  }
}
