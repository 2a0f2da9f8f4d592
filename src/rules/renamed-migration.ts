import type { Change } from '../change.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import { byKey, goneMigrations } from '../django/migrations/history.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named } from '../django/migrations/references.ts';
import { pathText, type GitPath } from '../path.ts';
import { defineRule } from '../rule.ts';
import { isTypeable, shellWord, showPath, visible } from '../show.ts';

const COST = `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.AddField("item", "cost", models.IntegerField(default=0))]
`;

export default defineRule({
  name: 'renamed-migration',
  summary: 'a migration that other databases may have applied got another name',
  why:
    'Django knows a migration by its app label and name. On every database that has applied it, the renamed file is ' +
    'a new migration: it runs again and fails (the column "already exists"), or worse does not fail: SQLite may ' +
    'rebuild the table with the column reset, and RunPython runs twice. Migrations that exist only on your branch ' +
    'may be renamed freely.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/howto/writing-migrations/',
  bad: { before: { 'shop/migrations/0002_cost.py': COST }, after: { 'shop/migrations/0002_price.py': COST } },
  good: {
    before: { 'shop/migrations/0002_cost.py': COST },
    after: { 'shop/migrations/0002_price.py': `${COST}    replaces = [("shop", "0002_cost")]\n` },
  },

  *check(change) {
    const { published } = change;
    if (!published) return;
    const standing = byKey(published.history.migrations);
    for (const [old, renamed] of renames(change)) {
      const namesakes = standing.get(migrationKey(old)) ?? [];
      const atBase = namesakes.find(({ path }) => path === old.path) ?? namesakes[0];
      if (!atBase || isExample(old.path)) continue;
      const { ref, oid } = published.base;
      yield {
        path: renamed.path,
        line: renamed.line,
        column: renamed.column,
        subject: migrationKey(old),
        message:
          `migration ${visible(migrationKey(old))} is published on ${visible(ref)} (${oid.slice(0, 7)}) and is now called ` +
          `${visible(renamed.name)}: every database that has applied it will run it again`,
        hint: howToKeep(old, renamed),
        ...(old.name.toLowerCase() === renamed.name.toLowerCase() ? { atMost: 'warning' as const } : {}),
        data: { label: old.label, oldName: old.name, newName: renamed.name, oldPath: pathText(old.path) },
        published: { base: published.base, path: atBase.path, newPath: renamed.path },
      };
    }
  },
});

/** Apps of tests and examples: no database that matters has applied their migrations. */
function isExample(path: GitPath): boolean {
  return /(?:^|\/)(?:tests?|test_?apps?|examples?)\//.test(path);
}

/** Pairs each migration that is gone with a new one of its label that does the same. */
function renames({ before, after }: Change): [old: Migration, renamed: Migration][] {
  const known = byKey(before.migrations);
  const free = new Map<string, Migration[]>();
  for (const migration of after.migrations) {
    if (!known.has(migrationKey(migration)))
      free.set(doing(migration), [...(free.get(doing(migration)) ?? []), migration]);
  }
  const isReplaced = replacedBy(after.migrations);
  return goneMigrations(before, after).flatMap((old): [Migration, Migration][] => {
    const same = free.get(doing(old))?.shift();
    return same && !isReplaced(old) ? [[old, same]] : [];
  });
}

function doing({ label, meaning }: Migration): string {
  return `${label}\n${meaning}`;
}

/** `replaces` makes Django take the new name for the old one; where it cannot be read, nothing is known. */
function replacedBy(migrations: readonly Migration[]): (old: Migration) => boolean {
  const unknown = new Set(migrations.filter(({ replaces }) => !replaces.complete).map(({ label }) => label));
  const replaced = new Set(migrations.flatMap(({ replaces }) => named(replaces).map(migrationKey)));
  return (old) => unknown.has(old.label) || replaced.has(migrationKey(old));
}

function howToKeep(old: Migration, renamed: Migration): string {
  const paths = [renamed.path, old.path];
  const words = paths.map((path) => shellWord(showPath(path)));
  const back = paths.every(isTypeable) ? [`    git mv -- ${words.join(' ')}`] : [`    ${showPath(old.path)}`];
  return [
    'keep the published name (and in the dependencies of others):',
    ...back,
    `or keep the new name, and let it stand for the old one, in class Migration of ${showPath(renamed.path)}:`,
    `    replaces = [(${JSON.stringify(old.label)}, ${JSON.stringify(old.name)})]`,
    'if no other database has ever applied it, record that once in .pyresetrc:',
    `    allow: [{rule: renamed-migration, subject: ${JSON.stringify(migrationKey(old))}, reason: "…"}]`,
  ].join('\n');
}
