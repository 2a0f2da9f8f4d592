import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import {
  addField,
  app,
  createModel,
  INITIAL,
  migration,
  project,
  relabelled,
  replaces,
  SHOP,
  SILENT,
  verdict,
  type Row,
} from '../helpers/verdict.ts';

const FROM = project(['shop'], app('shop', SHOP));
const LABELLED = project(['store'], app('store', SHOP, { label: 'shop' }));

const SKU = migration(
  ['shop.0001_initial'],
  [addField('sku', 'models.CharField(default=shop.models.make_sku, max_length=20)')],
  { imports: 'import shop.models\n' },
);

/** Everything below another folder. */
const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const MOVES: readonly Row[] = [
  [
    '24: the folder moves, `label` stays',
    SILENT,
    project(['shop'], app('shop', SHOP, { label: 'shop' })),
    LABELLED,
  ],
  [
    '24: into a package of apps, the last part stays',
    SILENT,
    FROM,
    project(['apps.shop'], app('apps/shop', SHOP)),
  ],
  ['24: out of it', SILENT, project(['apps.shop.apps.ShopConfig'], app('apps/shop', SHOP)), FROM],
  [
    '24: and is edited on the way by black',
    SILENT,
    FROM,
    project(
      ['apps.shop'],
      app('apps/shop', { ...SHOP, '0002_cost': SHOP['0002_cost']!.replaceAll('"', "'") }),
    ),
  ],
  [
    '24: and gets one more migration',
    SILENT,
    FROM,
    project(
      ['apps.shop'],
      app('apps/shop', { ...SHOP, '0004_more': migration(['shop.0003_note'], [createModel('Price')]) }),
    ),
  ],
  [
    '24: apps.py becomes AppConfig in __init__.py',
    SILENT,
    LABELLED,
    project(['store.StoreConfig'], {
      ...app('store', SHOP),
      'store/apps.py': '',
      'mysite/__init__.py': '',
      'store/migrations/__init__.py': '',
      'store/__init__.py': LABELLED['store/apps.py']!.replace('ShopConfig', 'StoreConfig'),
    }),
  ],
  [
    '25: src/ layout (django-helpdesk)',
    SILENT,
    app('helpdesk', relabelled('helpdesk')),
    below('src', app('helpdesk', relabelled('helpdesk'), { name: 'helpdesk' })),
  ],
  [
    '14: the folder moves, and dotted paths follow it',
    ['info edited-migration shop.0002_cost'],
    project(['shop'], app('shop', { ...SHOP, '0002_cost': SKU })),
    project(
      ['store'],
      app(
        'store',
        { ...SHOP, '0002_cost': SKU.replaceAll('shop.models', 'store.models') },
        { label: 'shop' },
      ),
    ),
  ],
  ['25: the whole repository moves into a folder', SILENT, FROM, below('backend', FROM)],
  ['25: and out of it', SILENT, below('backend', FROM), FROM],
  ['26: the package is renamed and gets the old label at once', SILENT, FROM, LABELLED],
  ['26: it had no apps.py', SILENT, { ...FROM, 'shop/apps.py': '' }, LABELLED],
  ['INSTALLED_APPS names the config', SILENT, FROM, project(['shop.apps.ShopConfig'], app('shop', SHOP))],
];

const carried = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text
        .replaceAll('"shop"', '"store"')
        .replace('Migration):\n', `Migration):\n\n    ${replaces(`shop.${name}`)}\n`),
    ]),
  );
const RELABELLED = carried(SHOP);
const PINNED = `from django.db import models\n\n\nclass Item(models.Model):\n    class Meta:\n        db_table = "shop_item"\n`;
const RENAME = migration(
  ['store.0003_note'],
  ['migrations.AlterModelTable(\n    name="item",\n    table="shop_item",\n)'],
);
const STATE = migration(
  ['store.0003_note'],
  [
    'migrations.SeparateDatabaseAndState(\n    state_operations=[migrations.AlterModelTable(name="item", table="shop_item")],\n)',
  ],
);
const CARRIED = ['warning changed-app-label shop'];
const PINNED_ON_PURPOSE = ['info stale-db-table store.Item', ...CARRIED];

const LABELS: readonly Row[] = [
  ['27: each carries its history (saleor)', CARRIED, FROM, project(['store'], app('store', RELABELLED))],
  [
    '27: SQL moves the rows of django_migrations',
    ['warning changed-app-label shop'],
    project(['core', 'shop'], { ...app('core', { '0001_initial': INITIAL }), ...app('shop', SHOP) }),
    project(['core', 'store'], {
      ...app('core', {
        '0001_initial': INITIAL,
        '0002_rename_shop': migration(
          ['core.0001_initial'],
          [`migrations.RunSQL("UPDATE django_migrations SET app = 'store' WHERE app = 'shop'")`],
        ),
      }),
      ...app('store', relabelled('store')),
    }),
  ],
  [
    '28: db_table is pinned in the model: only a note on the table',
    PINNED_ON_PURPOSE,
    FROM,
    project(['store'], app('store', RELABELLED, { models: PINNED })),
  ],
  [
    '28: db_table is pinned by a migration',
    PINNED_ON_PURPOSE,
    FROM,
    project(['store'], app('store', { ...RELABELLED, '0004_table': RENAME })),
  ],
  [
    '28: only in the state',
    PINNED_ON_PURPOSE,
    FROM,
    project(['store'], app('store', { ...RELABELLED, '0004_table': STATE })),
  ],
  [
    '29: a prefix that was never a label (plane)',
    SILENT,
    FROM,
    project(
      ['shop'],
      app(
        'shop',
        {
          ...SHOP,
          '0004_page': migration(['shop.0003_note'], [createModel('Page', {}, '"db_table": "plane_pages"')]),
        },
        { models: PINNED.replace('shop_item', 'plane_items') },
      ),
    ),
  ],
];

test.for([...MOVES, ...LABELS])('%s', async ([, expected, before, after, circumstances]) => {
  expect(after).not.toEqual(before);
  expect(await verdict(before, after, circumstances)).toEqual(expected);
});

test.for(MOVES)('one that is lost on the way is told: %s', async ([, , before, after]) => {
  const less = Object.fromEntries(Object.entries(after).filter(([path]) => !path.endsWith('/0002_cost.py')));
  const found = await verdict(before, less);
  expect(
    found.filter((line) => /^error deleted-migration (?:shop|helpdesk)\.0002_cost$/.test(line)),
  ).toHaveLength(1);
});
