import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/removed-app.ts';
import { CREATE, SHOP, add, found, lying, migration, told, without, type Scene } from '../helpers/said.ts';
import { app, project } from '../helpers/verdict.ts';

const ALL = lying(SHOP);
const MODELS = { 'shop/models.py': 'ITEM = 1\n' };
const INSTALLED = project(['shop'], { ...ALL, ...MODELS });
const SHARED = { ...lying(SHOP, 'a/shop'), ...lying(SHOP, 'b/shop') };
const outside = (files: Files, prefix: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(prefix)));
const CONFIG = app('store', {}, { name: 'shop' });

/** Files below a folder, and others beside it. */
const below = (folder: string, files: Files, beside: Files): Files => ({
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text])),
  ...beside,
});

type Row = readonly [name: string, after: Files, before?: Files, more?: Partial<Scene>];

const SILENT: readonly Row[] = [
  ['nothing changes', ALL],
  ['one of its migrations goes', lying(without(SHOP, '0003_note'))],
  ['1: it was born on the branch', {}, ALL, { published: {} }],
  ['nothing is published', {}, ALL, { published: null }],
  ['24: its folder moves', lying(SHOP, 'apps/shop')],
  ['it gets another label', lying(SHOP, 'store')],
  [
    'it is installed under another spelling',
    project(['shop.apps.ShopConfig'], app('shop', SHOP)),
    project(['shop'], app('shop', SHOP)),
  ],
  ['its models stay, its migrations go', MODELS, { ...ALL, ...MODELS }],
  ['its migrations start again', lying({ '0001_start': migration([], CREATE) })],
  [
    'it goes from one of two projects that install it',
    {
      ...INSTALLED,
      'b/manage.py': INSTALLED['manage.py']!.replace('mysite', 'other'),
      'b/other/settings.py': 'INSTALLED_APPS = []\n',
    },
    {
      ...INSTALLED,
      'b/manage.py': INSTALLED['manage.py']!.replace('mysite', 'other'),
      'b/other/settings.py': 'INSTALLED_APPS = ["shop"]\n',
    },
  ],
  [
    'INSTALLED_APPS is changed under a condition, of a project beside it (openwisp-monitoring)',
    below(
      'tests',
      project([], {}, 'INSTALLED_APPS += ["shop"]\nif SAMPLE:\n    INSTALLED_APPS.remove("shop")\n'),
      ALL,
    ),
    below('tests', project(['shop'], {}), ALL),
  ],
  [
    'INSTALLED_APPS is not known any more',
    project([], { ...ALL, ...MODELS }, 'INSTALLED_APPS = apps()\n'),
    INSTALLED,
  ],
  ['38: an app of tests', {}, lying(SHOP, 'tests/shop')],
  ['38: an example', {}, lying(SHOP, 'examples/shop')],
  [
    'its AppConfig did not follow its folder (stale-app-config)',
    { ...lying(SHOP, 'store'), ...CONFIG },
    { ...ALL, ...app('shop', {}) },
  ],
  [
    'the same, installed',
    project(['store'], { ...lying(SHOP, 'store'), ...CONFIG }),
    project(['shop'], { ...ALL, ...app('shop', {}) }),
  ],
  ['it has no migrations', {}, MODELS],
  [
    'its label is not known any more (saleor)',
    project(['shop'], { ...ALL, ...MODELS, 'shop/apps.py': 'from lib import *\n' }),
    INSTALLED,
  ],
  [
    'the label of another app is not known',
    { ...lying(SHOP, 'store'), 'store/apps.py': 'from lib import *\n' },
  ],
];

test.for(SILENT)('stays silent: %s', async ([, after, before = ALL, more = {}]) => {
  expect(await found(rule, { before, after, ...more })).toEqual([]);
});

const APP = 'shop/migrations/0001_initial.py:1:1 shop';

const FOUND: readonly (readonly [
  name: string,
  expected: readonly string[],
  after: Files,
  before?: Files,
  more?: Partial<Scene>,
])[] = [
  ['30: the whole app', [`warning ${APP}`], {}, { ...ALL, ...MODELS }],
  ['30: the whole app, and its entry', [`warning ${APP}`], project([], {}), INSTALLED],
  ['30: however young', [`warning ${APP}`], project([], {}), INSTALLED, { days: 1 }],
  [
    '30: the app is not installed any more, its folder stays without migrations',
    [`warning ${APP}`],
    project([], MODELS),
    INSTALLED,
  ],
  ['30: nothing goes but its entry', [`warning ${APP}`], project([], { ...ALL, ...MODELS }), INSTALLED],
  ['31: it comes from a package now', [`info ${APP}`], project(['lib.shop'], {}), INSTALLED],
  [
    '31: a vendored app',
    ['info vendor/shop/migrations/0001_initial.py:1:1 shop'],
    {},
    lying(SHOP, 'vendor/shop'),
  ],
  [
    'all of one of two projects with one label',
    ['warning b/shop/migrations/0001_initial.py:1:1 shop'],
    outside(SHARED, 'b/'),
    SHARED,
  ],
  [
    'the same, while the other one gets more',
    ['warning b/shop/migrations/0001_initial.py:1:1 shop'],
    lying({ ...SHOP, '0004_x': migration(['shop.0003_note'], add('x')) }, 'a/shop'),
    SHARED,
  ],
  [
    'another app comes with a first migration',
    [`warning ${APP}`],
    lying({ '0001_initial': migration([], CREATE.replace('item', 'other')) }, 'cart'),
  ],
];

test.for(FOUND)('finds %s', async ([, expected, after, before = ALL, more = {}]) => {
  expect(await found(rule, { before, after, ...more })).toEqual(expected);
});

test('the whole app', async () => {
  expect(await told({ before: INSTALLED, after: project([], {}) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: warning: app shop is removed, with its 3 migrations, published on origin/main (bbbbbbb): its tables stay in every database  [removed-app]
      to have them dropped, remove only the models first, and the app a release later:
          python manage.py makemigrations shop
      then nothing is left but its content types and permissions:
          python manage.py remove_stale_contenttypes --include-stale-apps
      if its tables may stay, record that once in .pyresetrc:
          allow: [{rule: removed-app, subject: "shop", reason: "…"}]
    "
  `);
});

test('an app that comes from a package', async () => {
  expect(await told({ before: INSTALLED, after: project(['lib.shop'], {}) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: info: app shop is removed, with its 3 migrations, published on origin/main (bbbbbbb): it is installed from elsewhere now  [removed-app]
      its package must have the same migrations under the same names; on a copy of a real database:
          python manage.py migrate --plan shop
    "
  `);
});

test('an app that is only taken out of INSTALLED_APPS', async () => {
  const after = project([], { ...ALL, ...MODELS });
  expect((await told({ before: INSTALLED, after })).split('\n')[0]).toMatchInlineSnapshot(
    `"shop/migrations/0001_initial.py:1:1: warning: app shop is no longer installed, with its 3 migrations, published on origin/main (bbbbbbb): its tables stay in every database  [removed-app]"`,
  );
});
