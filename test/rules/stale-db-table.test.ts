import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/stale-db-table.ts';
import { found, type Scene } from '../helpers/said.ts';
import { addField, app, createModel, migration, project } from '../helpers/verdict.ts';

/** A file with models; each has a Meta of these lines. */
const models = (all: Files): string =>
  `from django.db import models\n${Object.entries(all)
    .map(
      ([name, meta]) =>
        `\n\nclass ${name}(models.Model):\n    class Meta:\n        ${meta.replaceAll('\n', '\n        ')}\n`,
    )
    .join('')}`;

const table = (name: string): string => `db_table = "${name}"`;
const item = (meta: string): string => models({ Item: meta });

const INITIAL = migration([], [createModel('Item')], { attributes: 'initial = True' });

/** The app `store`, whose label was `shop` once, and `cart` beside it. */
const store = (text: string): Files =>
  project(['store', 'cart'], {
    ...app('store', { '0001_initial': INITIAL }, { models: text }),
    ...app('cart', { '0001_initial': INITIAL }),
  });
const PLAIN = store(item('ordering = ["id"]'));
const STALE = store(item(table('shop_item')));

const only = (before: Files, after: Files, scene: Omit<Scene, 'before' | 'after'> = {}) =>
  found(rule, { before, after, formerLabels: ['shop', 'shop_core'], ...scene });

/** A many-to-many field with a table of its own. */
const tags = (name: string, meta = 'ordering = ["id"]'): string =>
  `from django.db import models\n\n\nclass Item(models.Model):\n    tags = models.ManyToManyField("Tag", db_table="${name}")\n\n    class Meta:\n        ${meta}\n`;

const later = (operation: string): Files => ({
  'store/migrations/0002_table.py': migration(['store.0001_initial'], [operation]),
});
const ALTER = 'migrations.AlterModelTable(\n    name="item",\n    table="shop_item",\n)';

test.for<readonly [name: string, before: Files, after: Files]>([
  ['a prefix that was never a label (plane)', PLAIN, store(item(table('plane_item')))],
  ['the name that Django would give', PLAIN, store(item(table('store_item')))],
  ['the table of another app that is there', PLAIN, store(item(table('cart_item')))],
  ['a prefix that only begins as the former label', PLAIN, store(item(table('shops_item')))],
  ['nothing after the former label', PLAIN, store(item(table('shop_')))],
  ['the case is another one', PLAIN, store(item(table('SHOP_ITEM')))],
  ['managed = False', PLAIN, store(item(`managed = False\n${table('shop_item')}`))],
  ['nobody knows whether it is managed', PLAIN, store(item(`managed = MANAGED\n${table('shop_item')}`))],
  ['a proxy', PLAIN, store(item(`proxy = True\n${table('shop_item')}`))],
  ['abstract, and nobody inherits it', PLAIN, store(item(`abstract = True\n${table('shop_item')}`))],
  ['a computed name', PLAIN, store(item('db_table = f"{PREFIX}_item"'))],
  ['a name with a schema', PLAIN, store(item(String.raw`db_table = "\"shop_x\".\"shop_item\""`))],
  ['half of the quotes', PLAIN, store(item(String.raw`db_table = 'shop_x"."shop_item'`))],
  ['it said so before', STALE, store(`${item(table('shop_item'))}\n\n# more\n`)],
  [
    'the models move into a package',
    STALE,
    {
      ...without(STALE, 'store/models.py'),
      'store/models/item.py': item(table('shop_item')),
      'store/models/__init__.py': '',
    },
  ],
  [
    'the folder moves and the label stays',
    STALE,
    project(['kiosk', 'cart'], {
      ...app('kiosk', { '0001_initial': INITIAL }, { models: item(table('shop_item')), label: 'store' }),
      ...app('cart', { '0001_initial': INITIAL }),
    }),
  ],
  ['a migration repeats what the model has said', STALE, { ...STALE, ...later(ALTER) }],
  ['the name is dropped', STALE, PLAIN],
  [
    'a migration gives the name and takes it back',
    PLAIN,
    { ...PLAIN, ...later(`${ALTER},\nmigrations.AlterModelTable("item", None)`) },
  ],
  [
    'only the database is told',
    PLAIN,
    { ...PLAIN, ...later(`migrations.SeparateDatabaseAndState(database_operations=[${ALTER}])`) },
  ],
  [
    'a migration of South',
    PLAIN,
    {
      ...PLAIN,
      'store/south_migrations/0002_x.py':
        'from south.v2 import SchemaMigration\n\n\nclass Migration(SchemaMigration):\n    x = {"db_table": "shop_item"}\n',
    },
  ],
  [
    'an app of tests',
    PLAIN,
    {
      ...PLAIN,
      'tests/shop/models.py': item(table('shop_item')),
      'tests/shop/migrations/0001_initial.py': INITIAL,
    },
  ],
  [
    'an example',
    PLAIN,
    {
      ...PLAIN,
      'example/kiosk/models.py': item(table('shop_item')),
      'example/kiosk/migrations/0001_initial.py': INITIAL,
    },
  ],
  [
    'a folder of that name is there',
    { ...PLAIN, 'lib/shop/models.py': '' },
    { ...STALE, 'lib/shop/models.py': '' },
  ],
  ['no app', PLAIN, { ...PLAIN, 'lib/models.py': item(table('shop_item')) }],
  [
    'an app whose label is not known',
    { ...PLAIN, 'store/apps.py': unknownLabel('store') },
    { ...STALE, 'store/apps.py': unknownLabel('store') },
  ],
  ['`app_label` of nobody', PLAIN, store(item(`app_label = "legacy"\n${table('shop_item')}`))],
  ['`app_label` is computed', PLAIN, store(item(`app_label = APP\n${table('shop_item')}`))],
  ['a text that is no models file', PLAIN, { ...PLAIN, 'store/views.py': item(table('shop_item')) }],
  [
    'a column',
    PLAIN,
    store(
      `from django.db import models\n\n\nclass Item(models.Model):\n    x = models.TextField(db_column="shop_item")  # db_table\n`,
    ),
  ],
  ["the table of a many-to-many field that is Django's own", PLAIN, store(tags('store_item_tags'))],
  ['of a many-to-many field of another prefix', PLAIN, store(tags('plane_item_tags'))],
  ['of a model that is not managed', PLAIN, store(tags('shop_item_tags', 'managed = False'))],
])('stays silent: %s', async ([, before, after]) => {
  expect(after).not.toEqual(before);
  expect(await only(before, after)).toEqual([]);
});

function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
}

function unknownLabel(name: string): string {
  return `import os\nfrom django.apps import AppConfig\n\n\nclass C(AppConfig):\n    name = "${name}"\n    label = os.environ["LABEL"]\n`;
}

test.for<readonly [name: string, labels: readonly string[], table: string]>([
  ['it is a label of a longer app', ['shop_admin'], 'shop_admin_item'],
  ['it is the label', ['shop'], 'shop_item'],
  ["it is Django's", ['auth'], 'auth_user'],
])('stays silent while a label is there, whatever it was before: %s', async ([, labels, name]) => {
  const apps = Object.assign({}, ...labels.map((label) => app(label, { '0001_initial': INITIAL }))) as Files;
  const site = (text: string): Files =>
    project(['store', ...labels], {
      ...app('store', { '0001_initial': INITIAL }, { models: text }),
      ...apps,
    });
  const scene = { formerLabels: ['shop', 'auth', ...labels] };
  expect(await only(site(item('ordering = ["id"]')), site(item(table(name))), scene)).toEqual([]);
});

const vendored = (text: string): Files =>
  project(['store', 'vendor.shop'], app('store', { '0001_initial': INITIAL }, { models: text }));

test('an app from outside has its tables, too', async () => {
  expect(await only(vendored(item('ordering = ["id"]')), vendored(item(table('shop_item'))))).toEqual([]);
});

test.for<readonly [name: string, after: Files, expected: string]>([
  ['db_table in Meta', STALE, 'warning store/models.py:6:20 store.Item'],
  ['of a part of the label', store(item(table('shop_core_item'))), 'warning store/models.py:6:20 store.Item'],
  [
    'through a constant',
    store(`TABLE = "shop_item"\n${item('db_table = TABLE')}`),
    'warning store/models.py:7:20 store.Item',
  ],
  [
    'of a parent in the module',
    store(`${models({ Base: `abstract = True\n${table('shop_item')}` })}\n\nclass Item(Base):\n    pass\n`),
    'warning store/models.py:7:20 store.Item',
  ],
  [
    'a model with bases from elsewhere',
    store(item(table('shop_item')).replace('models.Model', 'Timed')),
    'warning store/models.py:6:20 store.Item',
  ],
  [
    '`app_label` names the app',
    { ...PLAIN, 'lib/models.py': item(`app_label = "store"\n${table('shop_item')}`) },
    'warning lib/models.py:7:20 store.Item',
  ],
  ['a many-to-many field', store(tags('shop_item_tags')), 'warning store/models.py:5:51 store.Item.tags'],
  [
    'CreateModel',
    { ...PLAIN, ...later(createModel('Note', {}, '"db_table": "shop_note"')) },
    'warning store/migrations/0002_table.py:18:34 store.Note',
  ],
  [
    'a many-to-many field in CreateModel',
    {
      ...PLAIN,
      ...later(
        createModel('Note', { tags: 'models.ManyToManyField("store.item", db_table="shop_note_tags")' }),
      ),
    },
    'warning store/migrations/0002_table.py:17:72 store.Note.tags',
  ],
  [
    'a many-to-many field that is added',
    {
      ...PLAIN,
      ...later(addField('tags', 'models.ManyToManyField("store.item", db_table="shop_item_tags")')),
    },
    'warning store/migrations/0002_table.py:16:65 store.Item.tags',
  ],
  [
    'a model and the migration that creates it: one finding',
    {
      ...store(models({ Item: 'ordering = ["id"]', Note: table('shop_note') })),
      ...later(createModel('Note', {}, '"db_table": "shop_note"')),
    },
    'warning store/models.py:11:20 store.Note',
  ],
  [
    'a package of models',
    { ...without(PLAIN, 'store/models.py'), 'store/models/deep/item.py': item(table('shop_item')) },
    'warning store/models/deep/item.py:6:20 store.Item',
  ],
  [
    'AlterModelTable: that is on purpose',
    { ...PLAIN, ...later(ALTER) },
    'info store/migrations/0002_table.py:15:19 store.Item',
  ],
  ['AlterModelTable beside the model', { ...STALE, ...later(ALTER) }, 'info store/models.py:6:20 store.Item'],
  [
    'only the state of a new model: that moves a model here (P3)',
    {
      ...store(models({ Item: 'ordering = ["id"]', Note: table('shop_note') })),
      ...later(
        `migrations.SeparateDatabaseAndState(state_operations=[${createModel('Note', {}, '"db_table": "shop_note"')}])`,
      ),
    },
    'info store/models.py:11:20 store.Note',
  ],
])('git knows the label: %s', async ([, after, expected]) => {
  expect(await only(PLAIN, after)).toEqual([expected]);
});
