import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import { CREATE, SHOP, add, lying, migration, replacing, steps, told, without } from '../helpers/said.ts';

const ALL = lying(SHOP);
const NOTE = SHOP['0003_note']!;
const on = (...parents: readonly string[]): string => migration(parents, add('x'));
const next = (text: string, label = 'shop'): Files => lying({ '0004_x': text }, label);
const FIRST = { '0001_initial': migration([], CREATE) };
const BLOG = lying(FIRST, 'blog');
const SQUASH = migration([], CREATE, replacing('0001_initial', '0002_cost'));

const said = async (after: Files, before: Files = ALL): Promise<string> => {
  const text = await told({ before, after });
  return text.slice(
    text.lastIndexOf('\n', text.search(/ (?:NodeNotFound|ValueError|\(NodeNotFound|\(ValueError)/)) + 1,
  );
};

test('a name that was never there: the one with its number, else the newest of its app', async () => {
  expect(await said({ ...ALL, ...next(on('shop.0003_nope')) })).toMatchInlineSnapshot(`
    "shop/migrations/0004_x.py:5:1: error: migration shop.0004_x depends on shop.0003_nope, which does not exist: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      name one that exists, in the dependencies of shop/migrations/0004_x.py:
          ("shop", "0003_note") instead of ("shop", "0003_nope")
    "
  `);
  const other = await said({ ...ALL, ...BLOG, ...next(on('shop.0003_note', 'blog.0002_nope')) });
  expect(other.split('\n').slice(1)).toMatchInlineSnapshot(`
    [
      "  name one that exists, in the dependencies of shop/migrations/0004_x.py:",
      "      ("blog", "0001_initial") instead of ("blog", "0002_nope")",
      "",
    ]
  `);
  const two = lying({ '0001_b': migration([], '') }, 'blog');
  const unclear = await said({ ...ALL, ...BLOG, ...two, ...next(on('shop.0003_note', 'blog.0001_nope')) });
  expect(unclear.split('\n').slice(1)).toMatchInlineSnapshot(`
    [
      "  name one that exists, in the dependencies of shop/migrations/0004_x.py",
      "",
    ]
  `);
});

test('one that was deleted, and never one that waits for it', async () => {
  expect(await said(lying(without(SHOP, '0001_initial')))).toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:5:1: error: migration shop.0002_cost depends on shop.0001_initial, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      bring it back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0001_initial.py
      or name one that exists, in the dependencies of shop/migrations/0002_cost.py
    "
  `);
});

test('one that was renamed', async () => {
  const after = lying({ ...without(SHOP, '0002_cost'), '0002_price': SHOP['0002_cost']! });
  expect(await told({ before: ALL, after })).toMatchInlineSnapshot(`
    "shop/migrations/0002_price.py:4:1: error: migration shop.0002_cost is published on origin/main (bbbbbbb) and is now called 0002_price: every database that has applied it will run it again  [renamed-migration]
      give it its published name back:
          git mv -- shop/migrations/0002_price.py shop/migrations/0002_cost.py
      or let the new name stand for the old one, in class Migration of shop/migrations/0002_price.py:
          replaces = [("shop", "0002_cost")]
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: renamed-migration, subject: "shop.0002_cost", reason: "…"}]

    shop/migrations/0003_note.py:5:1: error: migration shop.0003_note depends on shop.0002_cost, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      give shop.0002_price its published name back, or let it replace that one: that ends this as well; else
      name it as it is called now, in the dependencies of shop/migrations/0003_note.py:
          ("shop", "0002_price") instead of ("shop", "0002_cost")
    "
  `);
});

test('one that was renamed on the branch', async () => {
  const after = lying({ ...without(SHOP, '0002_cost'), '0002_price': SHOP['0002_cost']! });
  expect(await told({ before: ALL, after, published: lying(FIRST) })).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:5:1: error: migration shop.0003_note depends on shop.0002_cost, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      name it as it is called now, in the dependencies of shop/migrations/0003_note.py:
          ("shop", "0002_price") instead of ("shop", "0002_cost")
    "
  `);
});

test('one whose squash does not replace it any more', async () => {
  const before = { ...ALL, ...lying({ '0001_squashed': SQUASH }) };
  const after = lying({ '0001_squashed': migration([], CREATE), '0003_note': NOTE });
  expect(await told({ before, after })).toMatchInlineSnapshot(`
    "shop/migrations/0001_squashed.py:4:1: warning: migration shop.0001_squashed is published on origin/main (bbbbbbb) and no longer replaces shop.0001_initial, shop.0002_cost, gone in the same change: a database that was not migrated with it yet runs it over its tables  [dropped-replaces]
      keep the list until every database was migrated with the squash, in class Migration of shop/migrations/0001_squashed.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]
      if every database was, record that once in .pyresetrc:
          allow: [{rule: dropped-replaces, subject: "shop.0001_squashed", reason: "…"}]

    shop/migrations/0003_note.py:5:1: error: migration shop.0003_note depends on shop.0002_cost, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      let shop.0001_squashed replace it as before: that ends this as well; else
      name the squash that replaced it, in the dependencies of shop/migrations/0003_note.py:
          ("shop", "0001_squashed") instead of ("shop", "0002_cost")
    "
  `);
});

test('an app that goes, and one whose label changes', async () => {
  const blog = lying({ ...FIRST, '0002_x': on('shop.0001_initial', 'blog.0001_initial') }, 'blog');
  expect(await said(blog, { ...ALL, ...blog })).toMatchInlineSnapshot(`
    "blog/migrations/0002_x.py:5:1: error: migration blog.0002_x depends on shop.0001_initial, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      bring the app shop back; or, when nothing needs it any more,
      take what names it out of the dependencies of blog/migrations/0002_x.py

    shop/migrations/0001_initial.py:1:1: warning: app shop is removed, with its 3 migrations, published on origin/main (bbbbbbb): its tables stay in every database  [removed-app]
      to have them dropped, remove only the models first, and the app a release later:
          python manage.py makemigrations shop
      then nothing is left but its content types and permissions:
          python manage.py remove_stale_contenttypes --include-stale-apps
      if its tables may stay, record that once in .pyresetrc:
          allow: [{rule: removed-app, subject: "shop", reason: "…"}]
    "
  `);
  const store = Object.fromEntries(
    Object.entries(lying(SHOP, 'store')).map(([path, text]) => [path, text.replaceAll('"shop"', '"store"')]),
  );
  expect(await said({ ...blog, ...store }, { ...ALL, ...blog })).toMatchInlineSnapshot(`
    "blog/migrations/0002_x.py:5:1: error: migration blog.0002_x depends on shop.0001_initial, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      keep the app label: that ends this as well; else
      name it as it is called now, in the dependencies of blog/migrations/0002_x.py:
          ("store", "0001_initial") instead of ("shop", "0001_initial")

    store/migrations/0001_initial.py:4:1: error: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store: every database runs them again, into new tables, and the data stays behind  [changed-app-label]
      keep the label: no database then notices that the app moved; in store/apps.py:
          class StoreConfig(AppConfig):
              name = "store"
              label = "shop"
      and name that class in INSTALLED_APPS, unless it is the only AppConfig there:
          "store.apps.StoreConfig"
      and "shop" instead of "store" in the dependencies of all migrations
      or give it up, in every database before its next migrate, with a .sql file in this change:
          UPDATE django_migrations SET app = 'store' WHERE app = 'shop';
          UPDATE django_content_type SET app_label = 'store' WHERE app_label = 'shop';
          ALTER TABLE shop_… RENAME TO store_…;
      the last line for every table, or db_table = "shop_…" in every model and in its CreateModel
      step by step, with the names of your models, and how to go back:
          npx pyreset-hooks rules changed-app-label shop store
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: changed-app-label, subject: "shop", reason: "…"}]
    "
  `);
});

test('many that name one: fewer than twenty lines, one remedy', async () => {
  const all = {
    ...steps(2),
    ...Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`01${index}_x`, on('shop.0002_step')])),
  };
  const text = await said(lying(without(all, '0002_step')), lying(all));
  expect(text.split('\n').length).toBeLessThan(20);
  expect(text.split('\n').slice(5)).toMatchInlineSnapshot(`
    [
      "… and 3 more like these  [dangling-dependency]",
      "  bring it back:",
      "      git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0002_step.py",
      "  or name one that exists, in the dependencies of each:",
      "      ("shop", "0001_step") instead of ("shop", "0002_step")",
      "",
    ]
  `);
});
