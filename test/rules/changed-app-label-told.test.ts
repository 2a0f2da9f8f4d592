import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import { told } from '../helpers/said.ts';
import { app, createModel, migration, project, replaces, SHOP } from '../helpers/verdict.ts';

const FROM = project(['shop'], app('shop', SHOP));
const store = (migrations: Files, more: Files = {}): Files =>
  project(['store'], { ...app('store', migrations), ...more });

/** The migrations of `shop` under the label `store`, changed in some way. */
const relabelled = (change: (text: string, name: string) => string = (text) => text): Files =>
  Object.fromEntries(
    Object.entries(SHOP).map(([name, text]) => [name, change(text.replaceAll('"shop"', '"store"'), name)]),
  );
const carried = (text: string, name: string): string =>
  text.replace('Migration):\n', `Migration):\n\n    ${replaces(`shop.${name}`)}\n`);
const pinned = (text: string): string =>
  text.replace(/^( *)name="Item",/m, '$1name="Item",\n$1options={"db_table": "shop_item"},');

const HISTORY = "UPDATE django_migrations SET app = 'store' WHERE app = 'shop';\n";
const TABLE = 'ALTER TABLE shop_item RENAME TO store_item;\n';

/** The first line of what is said, without where that is, and the lines of the hint about tables. */
const gist = async (after: Files): Promise<string[]> => {
  const [first = '', ...hint] = (await told({ before: FROM, after })).split('\n');
  return [
    first.replace(/^.*bbbbbbb\), /, ''),
    ...hint.filter((line) => line.startsWith('      tables:')).map((line) => line.trim()),
  ];
};

test('nothing carries the history over', async () => {
  expect(await told({ before: FROM, after: store(relabelled()) })).toMatchInlineSnapshot(`
    "store/migrations/0001_initial.py:6:1: error: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store: every database runs them again, into new tables, and the data stays behind  [changed-app-label]
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

test('every migration replaces the old one', async () => {
  expect(await told({ before: FROM, after: store(relabelled(carried)) })).toMatchInlineSnapshot(`
    "store/migrations/0001_initial.py:6:1: warning: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store, which replaces them: the tables are called shop_… in every database; unless they are kept or renamed, it is "no such table"  [changed-app-label]
      what must be right before the next migrate:
          tables: db_table = "shop_…" in every model and in its CreateModel, or ALTER TABLE shop_… RENAME TO store_…;
          content types, and with them permissions: UPDATE django_content_type SET app_label = 'store' WHERE app_label = 'shop';
          what else names shop: foreign keys and dependencies of other apps, AUTH_USER_MODEL, fixtures,
          MIGRATION_MODULES, database routers, permissions in code and templates, names of Celery tasks
      step by step, with the names of your models, and how to go back:
          npx pyreset-hooks rules changed-app-label shop store
      when that is done, record that once in .pyresetrc:
          allow: [{rule: changed-app-label, subject: "shop", reason: "…"}]
    "
  `);
});

test('SQL rewrites the history', async () => {
  const after = store(relabelled(), { 'store/rename.sql': HISTORY });
  expect(await told({ before: FROM, after })).toMatchInlineSnapshot(`
    "store/migrations/0001_initial.py:6:1: warning: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store, and the change touches django_migrations: the tables are called shop_… in every database; unless they are kept or renamed, it is "no such table"  [changed-app-label]
      what must be right before the next migrate:
          tables: db_table = "shop_…" in every model and in its CreateModel, or ALTER TABLE shop_… RENAME TO store_…;
          django_migrations: what the change brings has run, with the application stopped
          content types, and with them permissions: UPDATE django_content_type SET app_label = 'store' WHERE app_label = 'shop';
          what else names shop: foreign keys and dependencies of other apps, AUTH_USER_MODEL, fixtures,
          MIGRATION_MODULES, database routers, permissions in code and templates, names of Celery tasks
      step by step, with the names of your models, and how to go back:
          npx pyreset-hooks rules changed-app-label shop store
      when that is done, record that once in .pyresetrc:
          allow: [{rule: changed-app-label, subject: "shop", reason: "…"}]
    "
  `);
});

test('where it can be told that the tables are cared for, no word on them', async () => {
  const kept = [
    'is now store, which replaces them and keeps the tables: content types and permissions must follow before the next migrate  [changed-app-label]',
  ];
  expect(await gist(store(relabelled((text, name) => carried(pinned(text), name))))).toEqual(kept);
  const renamed = [
    'is now store, and the change touches django_migrations and renames the tables: all of it must run before the next migrate  [changed-app-label]',
  ];
  expect(await gist(store(relabelled(), { 'store/rename.sql': HISTORY + TABLE }))).toEqual(renamed);
  expect(await gist(store(relabelled(), { 'store/rename.sql': HISTORY + TABLE.toLowerCase() }))).toEqual(
    renamed,
  );
});

test('where that cannot be told, or is not enough, it is said', async () => {
  const said = 'the tables are called shop_… in every database; unless they are kept or renamed';
  const table = migration(['store.0003_note'], ['migrations.AlterModelTable("item", "shop_item")']);
  const state = migration(
    ['store.0003_note'],
    ['migrations.SeparateDatabaseAndState([], [migrations.AlterModelTable("item", "shop_item")])'],
  );
  const unknown = relabelled((text, name) =>
    carried(text, name).replace('operations = [', 'operations = [*MORE, '),
  );
  for (const after of [
    store({ ...relabelled(carried), '0004_table': table }),
    store({ ...relabelled(carried), '0004_table': state }),
    store(relabelled(carried), {
      'store/models.py': 'class Item:\n    class Meta: db_table = "shop_item"\n',
    }),
    store(unknown),
    store(relabelled(), { 'store/rename.sql': HISTORY + TABLE.replace('shop_item', 'shop_price') }),
    store(relabelled(), { 'store/rename.txt': TABLE, 'store/rename.sql': HISTORY }),
  ]) {
    const [first, ...tables] = await gist(after);
    expect(first).toContain(said);
    expect(tables).toHaveLength(1);
  }
});

test('a second model, and one table that is forgotten', async () => {
  const price = migration(['shop.0003_note'], [createModel('Price')]);
  const before = project(['shop'], app('shop', { ...SHOP, '0004_price': price }));
  const migrations = { ...relabelled(), '0004_price': price.replaceAll('"shop"', '"store"') };
  const said = async (sql: string): Promise<string> =>
    told({ before, after: store(migrations, { 'store/rename.sql': HISTORY + sql }) });
  expect(await said(TABLE)).toContain('unless they are kept or renamed');
  expect(await said(TABLE + TABLE.replaceAll('_item', '_price'))).toContain('and renames the tables');
});

test('the class is named where there are several, and the folder where the migrations lie elsewhere', async () => {
  const settings = 'MIGRATION_MODULES = {"store": "db.store"}\n';
  const files = Object.entries(relabelled()).map(([name, text]) => [`db/store/${name}.py`, text]);
  const after = project(
    ['apps.store'],
    { 'apps/store/models.py': '', ...(Object.fromEntries(files) as Files) },
    settings,
  );
  const output = await told({ before: FROM, after });
  expect(output).toContain('in apps/store/apps.py:');
  expect(output).toContain('"apps.store.apps.StoreConfig"');
});
