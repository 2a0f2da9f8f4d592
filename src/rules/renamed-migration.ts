import { allow, few, fewLines, instead, pair, publishedHere } from '../advice/words.ts';
import type { Published } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import { byKey, namesake } from '../django/migrations/fates.ts';
import { migrationKey, type Key } from '../django/migrations/graph-nodes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { isEmpty, named } from '../django/migrations/references.ts';
import { grouped } from '../grouped.ts';
import { folderOf, joinPath, nameOf, pathText } from '../path.ts';
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

  *check({ published, gone, after }) {
    if (!published) return;
    const standing = byKey(published.history.migrations);
    const renames = gone.flatMap(({ old, fate }) => {
      const atBase = namesake(standing, old);
      const isOther = fate.kind === 'renamed' && !standsForTheSame(old, fate.to);
      return isOther && atBase && !isExample(old.path) ? [{ old, to: fate.to, atBase }] : [];
    });
    const hints = new Map(
      [...grouped(renames, ({ old }) => old.label)].map(([label, those]) => [
        label,
        howToKeep(those, after.migrations),
      ]),
    );
    const waiting = dependants(after.migrations, published);
    for (const { old, to, atBase } of renames) {
      const harm = waiting.has(migrationKey(to))
        ? 'every database that has applied it and what follows refuses to migrate (InconsistentMigrationHistory)'
        : 'every database that has applied it will run it again';
      yield {
        path: to.path,
        line: to.line,
        column: to.column,
        subject: migrationKey(old),
        message: `${publishedHere(old, published.base)} and is now called ${visible(to.name)}: ${harm}`,
        hint: hints.get(old.label)!,
        ...(old.name.toLowerCase() === to.name.toLowerCase() ? { atMost: 'warning' as const } : {}),
        data: { label: old.label, oldName: old.name, newName: to.name, oldPath: pathText(old.path) },
        published: { base: published.base, path: atBase.path, newPath: to.path },
      };
    }
  },
});

/** True when a migration that was renamed before, with `replaces`, is renamed again and still replaces its first name. */
function standsForTheSame(old: Migration, to: Migration): boolean {
  const keys = new Set(named(to.replaces).map(migrationKey));
  return !isEmpty(old.replaces) && named(old.replaces).every((first) => keys.has(migrationKey(first)));
}

/** What its new name is to stand for: a database knows it by its first name, whatever it was called since. */
function firstName(old: Migration): Key {
  const [first, ...more] = named(old.replaces);
  return first && more.length === 0 ? first : old;
}

/** What published migrations depend on after the change, by key. */
function dependants(after: readonly Migration[], { history }: Published): ReadonlySet<string> {
  const known = byKey(history.migrations);
  const others = after.filter((migration) => known.has(migrationKey(migration)));
  return new Set(others.flatMap(({ dependencies }) => named(dependencies).map(migrationKey)));
}

interface Rename {
  readonly old: Migration;
  readonly to: Migration;
}

function howToKeep(renames: readonly Rename[], after: readonly Migration[]): string {
  const keys = new Set(renames.map(({ to }) => migrationKey(to)));
  const waiting = after.filter(({ dependencies }) =>
    named(dependencies).some((parent) => keys.has(migrationKey(parent))),
  );
  const [one, ...rest] = waiting;
  const where = one && rest.length === 0 ? showPath(one.path) : few(waiting.map(migrationKey));
  const others = one ? `in the dependencies of ${where}` : undefined;
  const [only, ...more] = renames;
  const { back, stand } = only && more.length === 0 ? forOne(only, others) : forSome(renames, others);
  return [
    ...back,
    ...stand,
    ...allow(
      'renamed-migration',
      renames.map(({ old }) => migrationKey(old)),
      `if no other database has ever applied ${renames.length === 1 ? 'it' : 'them'}`,
    ),
  ].join('\n');
}

interface Ways {
  readonly back: readonly string[];
  readonly stand: readonly string[];
}

function forOne({ old, to }: Rename, others: string | undefined): Ways {
  return {
    back: [
      'give it its published name back:',
      moveBack({ old, to }),
      ...(others === undefined ? [] : [`and ${others}:`, instead(old, to)]),
    ],
    stand: [
      `or let the new name stand for the old one, in class Migration of ${showPath(to.path)}:`,
      `    replaces = [${pair(firstName(old))}]`,
    ],
  };
}

function forSome(renames: readonly Rename[], others: string | undefined): Ways {
  return {
    back: [
      `give them their published names back${others === undefined ? '' : `, ${others} as well`}:`,
      ...fewLines(renames.map(moveBack)),
    ],
    stand: [
      'or let each new name stand for the old one, in its class Migration:',
      ...fewLines(
        renames.map(({ old, to }) => `    ${visible(to.name)}: replaces = [${pair(firstName(old))}]`),
      ),
    ],
  };
}

/** Back to its name, in the folder where it lies now. */
function moveBack({ old, to }: Rename): string {
  const paths = [to.path, joinPath(folderOf(to.path), nameOf(old.path))];
  const words = paths.map((path) => shellWord(showPath(path)));
  return paths.every(isTypeable) ? `    git mv -- ${words.join(' ')}` : `    ${showPath(paths[1]!)}`;
}
