import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/changed-app-label.ts';
import { found, type Scene } from '../helpers/said.ts';
import {
  app,
  createModel,
  INITIAL,
  migration,
  project,
  relabelled,
  replaces,
  SHOP,
} from '../helpers/verdict.ts';

const FROM = project(['shop'], app('shop', SHOP));
const STORE = relabelled('store');
const TO = project(['store'], app('store', STORE));
const PINNED = project(['store'], app('store', SHOP, { label: 'shop' }));
const ONE = { '0001_initial': INITIAL };

/** Two classes, of which neither is the default one. */
const configs = (first: string, second: string): string => `from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "store"
    label = "shop"
${first}

class OtherConfig(AppConfig):
    name = "store"
    label = "other"
${second}`;

const carried = (migrations: Files, ...without: string[]): Files =>
  Object.fromEntries(
    Object.entries(migrations).map(([name, text]) => [
      name,
      without.includes(name)
        ? text
        : text.replace('Migration):\n', `Migration):\n\n    ${replaces(`shop.${name}`)}\n`),
    ]),
  );

const MODULES = (label: string): string => `MIGRATION_MODULES = {"${label}": "db.shop"}\n`;
const elsewhere = (label: string, migrations: Files, entry = label): Files =>
  project(
    [entry],
    {
      [`${entry}/models.py`]: '',
      ...Object.fromEntries(Object.entries(migrations).map(([name, text]) => [`db/shop/${name}.py`, text])),
    },
    MODULES(label),
  );

type Row = readonly [name: string, before: Files, after: Files, more?: Partial<Scene>];

const SILENT: readonly Row[] = [
  ['24: the folder moves, its last part stays', FROM, project(['apps.shop'], app('apps/shop', SHOP))],
  ['26: the folder is renamed and the label pinned at once', FROM, PINNED],
  [
    'the folder is renamed, and INSTALLED_APPS names the config',
    FROM,
    { ...PINNED, ...settings('store.apps.ShopConfig') },
  ],
  ['the label was pinned before', project(['shop'], app('shop', SHOP, { label: 'shop' })), PINNED],
  [
    'another config comes, and one is the default',
    PINNED,
    { ...PINNED, 'store/apps.py': configs('    default = True\n', '') },
  ],
  [
    'another config comes that says it is no default',
    PINNED,
    { ...PINNED, 'store/apps.py': configs('', '    default = False\n') },
  ],
  [
    '`verbose_name` changes',
    FROM,
    { ...FROM, 'shop/apps.py': FROM['shop/apps.py']!.replace('default_auto_field', 'verbose_name') },
  ],
  ['MIGRATION_MODULES comes, the migrations move', FROM, elsewhere('shop', SHOP)],
  [
    'the folder is renamed, MIGRATION_MODULES keeps the key, the label is pinned',
    elsewhere('shop', SHOP),
    { ...elsewhere('shop', SHOP, 'store'), 'store/apps.py': PINNED['store/apps.py']! },
  ],
  [
    '`default_app_config` goes, which no Django since 4.1 heeds',
    { ...PINNED, 'store/__init__.py': 'default_app_config = "store.apps.StoreConfig"\n' },
    { ...PINNED, 'store/__init__.py': '' },
  ],
  ['1: born on the branch', FROM, TO, { published: project([], {}) }],
  ['nothing is published', FROM, TO, { published: null }],
  ['an app of tests', app('tests/shop', SHOP), app('tests/store', STORE)],
  ['an app without migrations', project(['shop'], app('shop', {})), project(['store'], app('store', {}))],
  [
    'the label is not known after it',
    FROM,
    project(['store'], { ...app('store', STORE), 'store/apps.py': 'from lib import *\n' }),
  ],
  [
    'another app of that shape comes',
    FROM,
    project(['shop', 'store'], { ...app('shop', SHOP), ...app('store', STORE) }),
  ],
  [
    'the app goes, and another one comes',
    FROM,
    project(['cart'], app('cart', { '0001_initial': migration([], [createModel('Cart')]) })),
  ],
  ['30: the app goes', FROM, project([], {})],
];

function settings(...apps: string[]): Files {
  return { 'mysite/settings.py': project(apps, {})['mysite/settings.py']! };
}

test.for(SILENT)('stays silent: %s', async ([, before, after, more]) => {
  expect(after).not.toEqual(before);
  expect(await found(rule, { before, after, ...more })).toEqual([]);
});

const AT = 'store/migrations/0001_initial.py:6:1 shop';
const OTHERWISE = {
  ...STORE,
  '0001_initial': migration([], [createModel('Article')], { attributes: 'initial = True' }),
};

const FOUND: readonly (readonly [
  name: string,
  expected: string,
  before: Files,
  after: Files,
  more?: Partial<Scene>,
])[] = [
  ['the folder is renamed', `error ${AT}`, FROM, TO],
  ['younger than the grace', `warning ${AT}`, FROM, TO, { days: 3 }],
  [
    'the folder is renamed, nothing in it changes',
    `error ${AT}`,
    FROM,
    project(['store'], app('store', SHOP)),
  ],
  ['no project is known', `error ${AT}`, app('shop', SHOP), app('store', STORE)],
  [
    'one migration, and no apps.py',
    `error ${AT}`,
    project(['shop'], { ...app('shop', ONE), 'shop/apps.py': '' }),
    project(['store'], { ...app('store', ONE), 'store/apps.py': '' }),
  ],
  ['more than the label changes', `error ${AT}`, FROM, project(['store'], app('store', OTHERWISE))],
  [
    '`label` comes',
    `error shop/migrations/0001_initial.py:6:1 shop`,
    FROM,
    project(['shop'], app('shop', STORE, { label: 'store' })),
  ],
  ['`label` goes', `error ${AT}`, PINNED, project(['store'], app('store', STORE))],
  [
    'only `label` goes, in apps.py',
    `error ${AT}`,
    PINNED,
    { ...PINNED, 'store/apps.py': TO['store/apps.py']! },
  ],
  [
    '`label` changes, and what its only migration does',
    `error ${AT}`,
    project(['store'], app('store', ONE, { label: 'shop' })),
    project(['store'], app('store', { '0001_initial': OTHERWISE['0001_initial'] })),
  ],
  [
    '5c: the pin is not heeded, for there are two configs',
    `error ${AT}`,
    PINNED,
    { ...PINNED, 'store/apps.py': configs('', '') },
  ],
  [
    '5c: another config is the default',
    `error ${AT}`,
    PINNED,
    { ...PINNED, 'store/apps.py': configs('', '    default = True\n') },
  ],
  [
    'INSTALLED_APPS names another config',
    `error ${AT}`,
    { ...PINNED, 'store/apps.py': configs('    default = True\n', '') },
    {
      ...PINNED,
      ...settings('store.apps.OtherConfig'),
      'store/apps.py': configs('    default = True\n', ''),
    },
  ],
  [
    'INSTALLED_APPS names the package instead of the config',
    `error ${AT}`,
    { ...PINNED, ...settings('store.apps.StoreConfig'), 'store/apps.py': configs('', '') },
    { ...PINNED, 'store/apps.py': configs('', '') },
  ],
  [
    'an app that was in mid-rename is given the wrong label',
    `error ${AT}`,
    project(['store'], app('store', SHOP, { name: 'shop' })),
    TO,
    { published: FROM },
  ],
  [
    'only `label` comes, and the migrations name each other by the old one',
    `error shop/migrations/0001_initial.py:6:1 shop`,
    FROM,
    { ...FROM, 'shop/apps.py': app('shop', {}, { label: 'catalog' })['shop/apps.py']! },
  ],
  ['the config goes', `error ${AT}`, PINNED, { ...PINNED, 'store/apps.py': '' }],
  [
    'the folder is renamed, and the key of MIGRATION_MODULES',
    'error db/shop/0001_initial.py:6:1 shop',
    elsewhere('shop', SHOP),
    elsewhere('store', STORE),
  ],
  ['27: each replaces the old one', `warning ${AT}`, FROM, project(['store'], app('store', carried(STORE)))],
  [
    'some replace the old ones',
    `error ${AT}`,
    FROM,
    project(['store'], app('store', carried(STORE, '0003_note'))),
  ],
];

test.for(FOUND)('finds it: %s', async ([, expected, before, after, more]) => {
  expect(await found(rule, { before, after, ...more })).toEqual([expected]);
});
