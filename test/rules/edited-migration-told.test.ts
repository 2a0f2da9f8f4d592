import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import { CREATE, SHOP, add, lying, migration, told } from '../helpers/said.ts';

const BLOG = lying(
  { '0001_initial': migration([], CREATE), '0002_x': migration(['blog.0001_initial'], add('x')) },
  'blog',
);
const ALL = { ...lying(SHOP), ...BLOG };
const cost = (text: string): Files => ({ ...ALL, ...lying({ '0002_cost': text }) });
const COST = SHOP['0002_cost']!;
const BIG = COST.replace('IntegerField', 'BigIntegerField');
const note = (...parents: readonly string[]): Files =>
  lying({ '0003_note': migration(parents, add('note')) });
const run = (body: string, more = ''): string =>
  `${migration(['shop.0001_initial'], `migrations.RunPython(forwards${more})`)}\n\ndef forwards(apps, schema_editor):\n    ${body}\n`;
const moved = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`a b/${path}`, text]));

test('tables and columns', async () => {
  expect(await told({ before: ALL, after: cost(BIG) })).toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:6:1: error: migration shop.0002_cost is published on origin/main (bbbbbbb) and was edited (AddField item.cost: IntegerField is BigIntegerField now): databases that have applied it never get the change  [edited-migration]
      put the published text back, and let Django write a migration for the change in the models:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0002_cost.py
          python manage.py makemigrations shop
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: edited-migration, subject: "shop.0002_cost", reason: "…"}]
    "
  `);
});

test('several edits are counted', async () => {
  const fields = ['a', 'b', 'c', 'd'].map((name) => add(name)).join(', ');
  const after = cost(migration(['shop.0001_initial'], fields));
  expect((await told({ before: ALL, after })).split('\n')[0]).toMatchInlineSnapshot(
    `"shop/migrations/0002_cost.py:6:1: error: migration shop.0002_cost is published on origin/main (bbbbbbb) and was edited (AddField item.a is new, AddField item.b is new, AddField item.c is new and 2 more): databases that have applied it never get the change  [edited-migration]"`,
  );
});

test('data steps', async () => {
  expect(await told({ before: cost(run('one()')), after: cost(run('two()')) })).toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:9:1: warning: migration shop.0002_cost is published on origin/main (bbbbbbb) and was edited (helper forwards): databases that have applied it do not run it again  [edited-migration]
      right, where it only helps databases that have not applied it yet; else put the published text back,
      and do what is missing in a migration of its own:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0002_cost.py
          python manage.py makemigrations --empty shop
      if it is right, record that once in .pyresetrc:
          allow: [{rule: edited-migration, subject: "shop.0002_cost", reason: "…"}]
    "
  `);
});

test('what no database sees', async () => {
  const after = cost(COST.replace('default=0', 'default=0, help_text="x"'));
  expect(await told({ before: ALL, after })).toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:6:1: info: migration shop.0002_cost is published on origin/main (bbbbbbb) and was edited (AddField item.cost: help_text): no database sees the difference  [edited-migration]
      nothing needs to be done
    "
  `);
});

test('another order', async () => {
  expect(await told({ before: ALL, after: { ...ALL, ...note('shop.0002_cost', 'blog.0001_initial') } }))
    .toMatchInlineSnapshot(`
      "shop/migrations/0003_note.py:4:1: warning: migration shop.0003_note is published on origin/main (bbbbbbb) and was edited (it waits for blog.0001_initial): databases that have applied only one of the two may refuse to migrate (InconsistentMigrationHistory)  [edited-migration]
        put the published text back, and let a new migration wait for what it needs:
            git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0003_note.py
            python manage.py makemigrations --empty shop
        if every database has applied both, or neither, record that once in .pyresetrc:
            allow: [{rule: edited-migration, subject: "shop.0003_note", reason: "…"}]
      "
    `);
  const early = migration(['shop.0002_cost'], add('note'), 'run_before = [("blog", "0002_x")]');
  const text = await told({ before: ALL, after: { ...ALL, ...lying({ '0003_note': early }) } });
  expect(text.split('  [')[0]).toMatchInlineSnapshot(
    `"shop/migrations/0003_note.py:4:1: warning: migration shop.0003_note is published on origin/main (bbbbbbb) and was edited (it is to run before blog.0002_x): databases that have applied only one of the two may refuse to migrate (InconsistentMigrationHistory)"`,
  );
});

test('less order', async () => {
  const before = { ...ALL, ...note('shop.0002_cost', 'blog.0001_initial') };
  const text = await told({ before, after: { ...ALL, ...note('shop.0002_cost') } });
  expect(text.split('  [')[0]).toMatchInlineSnapshot(
    `"shop/migrations/0003_note.py:4:1: warning: migration shop.0003_note is published on origin/main (bbbbbbb) and was edited (it no longer waits for blog.0001_initial): new databases may run it before what it needs"`,
  );
});

test('the published text of an app that has moved', async () => {
  const text = await told({ before: moved(ALL), after: moved(cost(BIG)), published: ALL });
  expect(text.split('\n').slice(1, 3)).toMatchInlineSnapshot(`
    [
      "  put the published text back, and let Django write a migration for the change in the models:",
      "      git show bbbbbbbbbbbb:shop/migrations/0002_cost.py > 'a b/shop/migrations/0002_cost.py' && git add -- 'a b/shop/migrations/0002_cost.py'",
    ]
  `);
});
