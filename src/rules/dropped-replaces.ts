import { allow, few, publishedHere, replacesLine } from '../advice/words.ts';
import type { Change } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import { byKey, namesake } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import type { History } from '../django/migrations/history.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named, type Reference } from '../django/migrations/references.ts';
import { defineRule, type Problem } from '../rule.ts';
import { showPath } from '../show.ts';

const ONE = `from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const TWO = `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.AddField("item", "cost", models.IntegerField(default=0))]
`;

const squash = (replaces: string) => `from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    ${replaces}
    operations = [
        migrations.CreateModel(
            "item", [("id", models.AutoField(primary_key=True)), ("cost", models.IntegerField(default=0))]
        ),
    ]
`;

const SQUASH = squash('replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]');
const BOTH = {
  'shop/migrations/0001_initial.py': ONE,
  'shop/migrations/0001_squashed_0002_cost.py': SQUASH,
  'shop/migrations/0002_cost.py': TWO,
};

export default defineRule({
  name: 'dropped-replaces',
  summary: '`replaces` is dropped with, or before, the migrations that it names',
  why:
    'A squash counts as applied where everything that it replaces is. Without `replaces` it counts as new: a database ' +
    'that was not migrated since the squash came runs it again, over its tables. So the originals go first, one ' +
    'release after the squash, and `replaces` goes last, when every database has applied the squash.',
  severity: 'warning',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#squashing-migrations',
  bad: { before: BOTH, after: { 'shop/migrations/0001_squashed_0002_cost.py': squash('') } },
  good: { before: BOTH, after: { 'shop/migrations/0001_squashed_0002_cost.py': SQUASH } },

  *check(change) {
    const { published } = change;
    if (!published) return;
    const atBase = byKey(published.history.migrations);
    const standing = byKey(change.after.migrations);
    for (const old of change.before.migrations) {
      const base = namesake(atBase, old);
      const now = namesake(standing, old);
      if (!base || !now || isExample(now.path)) continue;
      const dropped = droppedFrom(old, now, base);
      if (dropped.length === 0 || conflicts(now, change)) continue;
      yield {
        ...problemOf(old, now, dropped, change),
        message: `${publishedHere(now, published.base)} and ${harmOf(dropped, change)}`,
        published: { base: published.base, path: base.path },
      };
    }
  },
});

/** What the list named before, and at the base, and does not name any more. */
function droppedFrom(old: Migration, now: Migration, base: Migration): Reference[] {
  const kept = new Set(named(now.replaces).map(migrationKey));
  const once = new Set(named(base.replaces).map(migrationKey));
  const isDropped = (each: Reference): boolean =>
    !kept.has(migrationKey(each)) && once.has(migrationKey(each));
  return now.replaces.complete ? named(old.replaces).filter(isDropped) : [];
}

function harmOf(dropped: readonly Reference[], { before, after }: Change): string {
  const [then, still] = [byKey(before.migrations), byKey(after.migrations)];
  const left = dropped.filter((each) => still.has(migrationKey(each)));
  const names = few((left.length > 0 ? left : dropped).map(migrationKey));
  if (left.length > 0) {
    return `no longer replaces ${names}, still there: new databases apply both, one over the other`;
  }
  if (dropped.some((each) => then.has(migrationKey(each)))) {
    return `no longer replaces ${names}, gone in the same change: a database that was not migrated with it yet runs it over its tables`;
  }
  return `no longer replaces ${names}, long gone: right, once every database was migrated with it`;
}

function problemOf(
  old: Migration,
  now: Migration,
  dropped: readonly Reference[],
  { before }: Change,
): Omit<Problem, 'message'> {
  const known = byKey(before.migrations);
  const isLate = dropped.every((each) => !known.has(migrationKey(each)));
  return {
    path: now.path,
    line: now.line,
    column: now.column,
    subject: migrationKey(now),
    hint: [
      `keep the list until every database was migrated with the squash, in class Migration of ${showPath(now.path)}:`,
      replacesLine(named(old.replaces)),
      ...allow('dropped-replaces', [migrationKey(now)], 'if every database was'),
    ].join('\n'),
    ...(isLate ? { atMost: 'info' as const } : {}),
    data: { label: now.label, name: now.name, dropped: dropped.map(migrationKey) },
  };
}

/** True when the squash and what it replaced are both newest now: another rule says so. */
function conflicts({ label }: Migration, { before, after }: Change): boolean {
  const isSplit = ({ shapes }: History): boolean =>
    shapes.some(
      ({ leaves, dangling }) =>
        (leaves.get(label) ?? []).length > 1 &&
        !dangling.some(({ from, to }) => from.label === label || to.label === label),
    );
  return isSplit(after) && !isSplit(before);
}
