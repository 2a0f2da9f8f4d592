import { allow, instead, pair, publishedHere, restore } from '../advice/words.ts';
import type { Change, Published } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import { byKey, namesake } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import type { History } from '../django/migrations/history.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named } from '../django/migrations/references.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const initial = `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const addCost = (parent: string) => `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shop", "${parent}")]
    operations = [migrations.AddField("item", "cost", models.IntegerField(default=0))]
`;

const prepare = (parent: string) => `from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("shop", "${parent}")]
    operations = [migrations.RunSQL("UPDATE shop_item SET id = id")]
`;

const PUBLISHED = { 'shop/migrations/0001_initial.py': initial };

export default defineRule({
  name: 'inserted-migration',
  summary: 'a migration that other databases may have applied now depends on a new one',
  why:
    'A database that has applied the old migration has not applied the new one, and Django refuses to migrate it at ' +
    'all (InconsistentMigrationHistory), `--fake` included. On an empty database, in CI for example, everything looks ' +
    'right. What is new follows what is published.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies',
  bad: {
    before: { ...PUBLISHED, 'shop/migrations/0002_cost.py': addCost('0001_initial') },
    after: {
      ...PUBLISHED,
      'shop/migrations/0001_prepare.py': prepare('0001_initial'),
      'shop/migrations/0002_cost.py': addCost('0001_prepare'),
    },
  },
  good: {
    before: { ...PUBLISHED, 'shop/migrations/0002_cost.py': addCost('0001_initial') },
    after: {
      ...PUBLISHED,
      'shop/migrations/0002_cost.py': addCost('0001_initial'),
      'shop/migrations/0003_prepare.py': prepare('0002_cost'),
    },
  },

  *check(change) {
    const { published, after } = change;
    if (!published) return;
    const atBase = byKey(published.history.migrations);
    const isNew = novelty(change, published);
    const parentsOf = waiting(after.migrations);
    const onCycle = new Set(after.shapes.flatMap(({ cycle }) => (cycle ?? []).map(migrationKey)));
    for (const now of after.migrations) {
      const base = namesake(atBase, now);
      if (!base || isExample(now.path) || onCycle.has(migrationKey(now))) continue; // Django stops at the cycle
      for (const parent of parentsOf(now).filter((each) => isNew(each, now))) {
        yield {
          path: now.path,
          line: now.line,
          column: now.column,
          subject: migrationKey(now),
          message:
            `${publishedHere(now, published.base)} and now waits for ${visible(migrationKey(parent))}, which is new: ` +
            'every database that has applied it refuses to migrate (InconsistentMigrationHistory)',
          hint: howToFollow(published, now, base, parent),
          data: { label: now.label, name: now.name, parent: migrationKey(parent) },
          published: { base: published.base, path: base.path },
        };
      }
    }
  },
});

/** Finds what a migration waits for: its dependencies, and those that are to run before it. */
function waiting(all: readonly Migration[]): (migration: Migration) => readonly Migration[] {
  const known = byKey(all);
  const hurried = new Map<string, Migration[]>();
  for (const migration of all) {
    for (const child of named(migration.runBefore).map(migrationKey)) {
      hurried.set(child, [...(hurried.get(child) ?? []), migration]);
    }
  }
  return (migration) => {
    const wanted = named(migration.dependencies).flatMap((each) => known.get(migrationKey(each)) ?? []);
    return [...new Set([...wanted, ...(hurried.get(migrationKey(migration)) ?? [])])];
  };
}

/**
 * Whether a parent is new to databases: neither published nor waited for before, nor another name or a squash of what
 * is published.
 */
function novelty(
  { before, gone }: Change,
  { history, labels }: Published,
): (parent: Migration, child: Migration) => boolean {
  const atBase = byKey(history.migrations);
  const known = byKey(before.migrations);
  const parentsOf = waiting(before.migrations);
  // where a squash is applied, what it replaces is recorded as applied as well
  const recorded = new Set(history.migrations.flatMap(({ replaces }) => named(replaces).map(migrationKey)));
  const otherNames = new Set(gone.flatMap(({ fate }) => ('to' in fate ? [migrationKey(fate.to)] : [])));
  return (parent, child) => {
    const key = migrationKey(parent);
    const replaces = named(parent.replaces);
    if (!labels.has(parent.label)) return false;
    if (atBase.has(key) || recorded.has(key) || otherNames.has(key) || !parent.replaces.complete)
      return false;
    if (replaces.some((replaced) => atBase.has(migrationKey(replaced)))) return false;
    const earlier = (known.get(migrationKey(child)) ?? []).flatMap(parentsOf);
    return !earlier.some((other) => migrationKey(other) === key);
  };
}

function howToFollow(
  { base, history }: Published,
  now: Migration,
  atBase: Migration,
  parent: Migration,
): string {
  const key = migrationKey(now);
  const isNamed = named(now.dependencies).some((each) => migrationKey(each) === migrationKey(parent));
  const back = isNamed
    ? [
        'give the published migration its text back:',
        restore(base, [{ path: now.path, publishedPath: atBase.path }]),
      ]
    : [`take this out of run_before in ${showPath(parent.path)}:`, `    ${pair(now)}`];
  return [
    ...back,
    ...(parent.label === now.label || isNamed ? behind(now, parent, history) : []),
    ...allow('inserted-migration', [key], 'if no other database has ever applied it'),
  ].join('\n');
}

/** Where the new one belongs. */
function behind(now: Migration, parent: Migration, { shapes }: History): string[] {
  const { label } = now;
  if (parent.label !== label) {
    return [`and depend on ${visible(migrationKey(parent))} in a new migration of ${visible(label)}`];
  }
  const [name, ...others] = new Set(shapes.flatMap(({ leaves }) => leaves.get(label) ?? []));
  const line = `and let the new one follow what is published, in ${showPath(parent.path)}`;
  if (name === undefined || others.length > 0) return [line];
  const own = named(parent.dependencies).find((each) => each.label === label);
  return [`${line}:`, instead({ label, name }, own)];
}
