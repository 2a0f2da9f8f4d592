import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/stale-app-config.ts';
import { found, told } from '../helpers/said.ts';
import { app, project, relabelled, SHOP, verdict } from '../helpers/verdict.ts';

const FROM = app('shop', SHOP);
const STALE = app('store', SHOP, { name: 'shop' });
const INSTALLED = project(['shop'], FROM);

/** Everything below another folder. */
const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

type Row = readonly [name: string, before: Files, after: Files];

const SILENT: readonly Row[] = [
  ['the folder moves, and the name with it', FROM, app('store', SHOP)],
  ['and the label is pinned', FROM, app('store', SHOP, { label: 'shop' })],
  ['it moves below src/, where names begin', FROM, below('src', FROM)],
  ['it moves out of it', below('src', FROM), FROM],
  ['everything moves below a folder', INSTALLED, below('backend', INSTALLED)],
  ['it moves into a package, and the name says so', FROM, app('apps/shop', SHOP)],
  [
    'it moves to where its name may begin (apps/ on the path)',
    FROM,
    app('apps/shop', SHOP, { name: 'shop' }),
  ],
  ['a copy comes, the old one stays', FROM, { ...FROM, ...STALE }],
  [
    'another package takes the old place',
    FROM,
    { ...STALE, 'shop/views.py': '', 'shop/__init__.py': '', 'store/__init__.py': '' },
  ],
  [
    'it was stale before',
    STALE,
    { ...STALE, 'store/apps.py': STALE['store/apps.py']!.replaceAll('Shop', 'Store') },
  ],
  [
    'the name is computed',
    FROM,
    {
      ...STALE,
      'store/apps.py':
        'from django.apps import AppConfig\n\n\nclass ShopConfig(AppConfig):\n    name = NAME\n',
    },
  ],
  [
    'a config of an app that is somewhere else (shop is gone, too)',
    FROM,
    {
      'admin/apps.py':
        app('admin', {}, { name: 'django.contrib.admin' })['apps.py'] ??
        'from django.apps import AppConfig\n\n\nclass Admin(AppConfig):\n    name = "django.contrib.admin"\n',
    },
  ],
  ['38: an app of tests', below('tests', FROM), below('tests', STALE)],
  ['the app goes', FROM, {}],
  [
    'the folder is renamed, and has no apps.py',
    { ...FROM, 'shop/apps.py': '' },
    { ...STALE, 'store/apps.py': '' },
  ],
];

test.for(SILENT)('stays silent: %s', async ([, before, after]) => {
  expect(after).not.toEqual(before);
  expect(await found(rule, { before, after })).toEqual([]);
});

const FOUND: readonly (readonly [
  name: string,
  before: Files,
  after: Files,
  at?: string | undefined,
  subject?: string,
])[] = [
  ['the folder is renamed, nothing else', FROM, STALE],
  ['INSTALLED_APPS follows', INSTALLED, project(['store'], STALE)],
  ['INSTALLED_APPS names the config', INSTALLED, project(['store.apps.ShopConfig'], STALE)],
  ['INSTALLED_APPS stays', INSTALLED, project(['shop'], STALE)],
  [
    'D13: the label is pinned',
    app('shop', SHOP, { label: 'boutique' }),
    app('store', SHOP, { name: 'shop', label: 'boutique' }),
    undefined,
    'boutique',
  ],
  ['out of one', app('apps/shop', SHOP), app('shop', SHOP, { name: 'apps.shop' }), 'shop/apps.py'],
  [
    'the package around it is renamed',
    app('apps/shop', SHOP),
    app('domain/shop', SHOP, { name: 'apps.shop' }),
    'domain/shop/apps.py',
  ],
  ['below src/', below('src', FROM), below('src', STALE), 'src/store/apps.py'],
  ['it has no migrations', app('shop', {}), app('store', {}, { name: 'shop' })],
];

test.for(FOUND)('finds it: %s', async ([, before, after, at = 'store/apps.py', subject = 'shop']) => {
  expect(await found(rule, { before, after })).toEqual([`error ${at}:4:1 ${subject}`]);
});

test('it is an error however young, and unpublished', async () => {
  const error = ['error store/apps.py:4:1 shop'];
  expect(await found(rule, { before: FROM, after: STALE, days: 0 })).toEqual(error);
  expect(await found(rule, { before: FROM, after: STALE, published: null })).toEqual(error);
});

test('of that app no other rule speaks, whether Django finds it or not', async () => {
  for (const entry of ['shop', 'store', 'store.apps.ShopConfig']) {
    expect(await verdict(INSTALLED, project([entry], STALE))).toEqual(['error stale-app-config shop']);
  }
});

test('what it says', async () => {
  expect(await told({ before: INSTALLED, after: project(['store'], STALE) })).toMatchInlineSnapshot(`
    "store/apps.py:4:1: error: ShopConfig names shop, which moved from shop to store: Django starts only where the old folder is left over  [stale-app-config]
      name the package as it is called now, in store/apps.py:
          name = "store"
          label = "shop"
      and "store" instead of "shop" in INSTALLED_APPS and in imports
    "
  `);
  const moved = below('src', app('apps/shop', relabelled('boutique'), { label: 'boutique' }));
  const stale = below(
    'src',
    app('domain/store', relabelled('boutique'), { label: 'boutique', name: 'apps.shop' }),
  );
  expect(await told({ before: moved, after: stale })).toMatchInlineSnapshot(`
    "src/domain/store/apps.py:4:1: error: ShopConfig names apps.shop, which moved from src/apps/shop to src/domain/store: Django starts only where the old folder is left over  [stale-app-config]
      name the package as it is called now, in src/domain/store/apps.py:
          name = "domain.store"
      and "domain.store" instead of "apps.shop" in INSTALLED_APPS and in imports
    "
  `);
});
