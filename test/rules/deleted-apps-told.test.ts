import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import { CREATE, SHOP, add, lying, migration, replacing, steps, told } from '../helpers/said.ts';
import { project } from '../helpers/verdict.ts';

const ALL = lying(SHOP);
const MODELS = { 'shop/models.py': 'ITEM = 1\n' };
const INSTALLED = project(['shop'], { ...ALL, ...MODELS });
const renamedTo = (label: string): Files => {
  const files = Object.entries(lying(SHOP, label));
  return Object.fromEntries(files.map(([path, text]) => [path, text.replaceAll('"shop"', `"${label}"`)]));
};

test('all, while the models stay', async () => {
  expect(await told({ before: INSTALLED, after: project(['shop'], MODELS) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: error: app shop keeps its models and loses its 3 migrations, published on origin/main (bbbbbbb): new databases get no tables for it, and existing ones no changes  [deleted-migration]
      bring them back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0001_initial.py :/shop/migrations/0002_cost.py :/shop/migrations/0003_note.py :/shop/migrations/__init__.py
      and have Django squash them, if one is to stand for all:
          python manage.py squashmigrations shop 0003_note
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
});

test('all, and another start', async () => {
  const start = { '0001_start': migration([], `${CREATE}, ${add('cost')}`) };
  expect(await told({ before: ALL, after: lying(start) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: error: app shop loses its 3 migrations, published on origin/main (bbbbbbb), and starts again with 0001_start: every database runs that over the tables that it has, and fails (table already exists)  [deleted-migration]
      let 0001_start stand for them, in class Migration of shop/migrations/0001_start.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost"), ("shop", "0003_note")]
      or bring them back:
          git rm -f -- shop/migrations/0001_start.py
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0001_initial.py :/shop/migrations/0002_cost.py :/shop/migrations/0003_note.py
      and have Django squash them, if one is to stand for all:
          python manage.py squashmigrations shop 0003_note
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
  const nine = await told({ before: lying(steps(9)), after: lying(start) });
  expect(nine.split('\n').length).toBeLessThan(20);
  expect(nine.split('\n').slice(1, 7)).toMatchInlineSnapshot(`
    [
      "  let 0001_start stand for them, in class Migration of shop/migrations/0001_start.py:",
      "      replaces = [("shop", "0001_step"), ("shop", "0002_step"), ("shop", "0003_step"), ("shop", "0004_step"), ("shop", "0005_step"), …]  # all 9",
      "  or bring them back:",
      "      git rm -f -- shop/migrations/0001_start.py",
      "      git diff --no-renames --name-only --diff-filter=D --line-prefix=:/ bbbbbbbbbbbb -- :/shop/migrations |",
      "          git restore --source=bbbbbbbbbbbb --staged --worktree --pathspec-from-file=-",
    ]
  `);
});

test('the whole app', async () => {
  expect(await told({ before: INSTALLED, after: project([], {}) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: warning: app shop is removed with its 3 migrations, published on origin/main (bbbbbbb): its tables stay in every database  [deleted-migration]
      to have them dropped, remove only the models first, and the app a release later:
          python manage.py makemigrations shop
      then nothing is left but its content types and permissions:
          python manage.py remove_stale_contenttypes --include-stale-apps
      if its tables may stay, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
});

test('an app that comes from a package', async () => {
  expect(await told({ before: INSTALLED, after: project(['lib.shop'], {}) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: info: app shop is removed with its 3 migrations, published on origin/main (bbbbbbb): it is installed from elsewhere now  [deleted-migration]
      its package must have the same migrations under the same names; on a copy of a real database:
          python manage.py migrate --plan shop
    "
  `);
});

test('a label that changes', async () => {
  expect(await told({ before: ALL, after: renamedTo('store') })).toMatchInlineSnapshot(`
    "store/migrations/0001_initial.py:4:1: error: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store: every database runs them again, into new tables, and the data stays behind  [deleted-migration]
      keep the label: no database then notices that the app moved; in store/apps.py:
          class StoreConfig(AppConfig):
              name = "store"
              label = "shop"
      and "shop" instead of "store" in the dependencies of all migrations
      or carry the history over: in each migration of the new label
          replaces = [("shop", "its name")]
      and db_table = "shop_…" in each model of store, or a migration that renames the tables
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
});

test('a label that changes by SQL', async () => {
  const scene = { before: ALL, after: renamedTo('store'), change: { rewritesRecords: true } };
  expect(await told(scene)).toMatchInlineSnapshot(`
    "store/migrations/0001_initial.py:4:1: warning: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store, and this change touches django_migrations: right, if all of it runs before the next migrate  [deleted-migration]
      all of it, in one transaction, before \`manage.py migrate\`:
          UPDATE django_migrations SET app = 'store' WHERE app = 'shop';
          UPDATE django_content_type SET app_label = 'store' WHERE app_label = 'shop';
          ALTER TABLE shop_… RENAME TO store_…;
      the last line for each table, those of many-to-many fields as well
      when that is sure, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
});

test('a label that changes, with `replaces`', async () => {
  const carried = Object.entries(renamedTo('store')).map(([path, text]) => {
    const name = /(\w+)\.py$/.exec(path)![1]!;
    return [path, `${text}    ${replacing(name)}\n`];
  });
  expect(await told({ before: ALL, after: Object.fromEntries(carried) as Files })).toMatchInlineSnapshot(`
    "store/migrations/0001_initial.py:4:1: warning: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store, which replaces them: the tables still have the old names  [deleted-migration]
      the tables of shop must be found under store, too; in each model:
          class Meta: db_table = "shop_…"
      or a migration that renames them; content types and permissions still name the old label
      when that is done, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
});
