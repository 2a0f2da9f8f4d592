import { expect, test } from 'vitest';
import { site } from '../helpers/django.ts';
import { addField, cloned, LONG_AGO, SHOP, type Repository } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

const config = (name: string, label: string): string =>
  `\n\nclass ${name}(AppConfig):\n    name = "shop"\n    label = "${label}"\n`;

const CONFIGS = `from django.apps import AppConfig\n${config('ShopConfig', 'plain')}${config('StoreConfig', 'store')}`;

/** The files of SHOP with their migrations in another folder. */
const kept = (folder: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(SHOP).map(([path, source]) => [path.replace(/^shop\/migrations/, folder), source]),
  );

function published(...files: readonly Readonly<Record<string, string>>[]): Repository {
  return cloned(LONG_AGO, Object.assign({}, ...files) as Record<string, string>);
}

/** Commits a rename, with hooks. */
function renamed(shop: Repository, from = COST, to = PRICE): { status: number | null; output: string } {
  shop.git('mv', from, to);
  return shop.tryGit('commit', '-m', 'renamed');
}

test.for([
  ['the one that INSTALLED_APPS names of two', 'store', ['shop.apps.StoreConfig']],
  ['the other one', 'plain', ['shop.apps.ShopConfig']],
  ['neither, by the package', 'shop', ['shop']],
] as const)('the label is that of Django: %s', ([, label, installed]) => {
  const shop = published(SHOP, site('', `INSTALLED_APPS = ${JSON.stringify(installed)}\n`), {
    'shop/apps.py': CONFIGS,
  });
  const { status, output } = renamed(shop);
  expect(output).toContain(`error: migration ${label}.0002_cost is published on origin/main`);
  expect(output).toContain(`replaces = [("${label}", "0002_cost")]`);
  expect(output).toContain(`subject: "${label}.0002_cost"`);
  expect(output).toContain('1 error, 0 warnings');
  expect(status).toBe(1);
});

test('what replaces it is told by that label, too', () => {
  const files = [SHOP, site('', 'INSTALLED_APPS = ["shop.apps.StoreConfig"]\n'), { 'shop/apps.py': CONFIGS }];
  for (const [label, status] of [
    ['store', 0],
    ['shop', 1],
  ] as const) {
    const shop = published(...files);
    shop.git('mv', COST, PRICE);
    shop.write({ [PRICE]: `${addField('cost')}\n    replaces = [("${label}", "0002_cost")]\n` });
    shop.git('add', '--all');
    expect(shop.tryGit('commit', '-m', 'x').status).toBe(status);
  }
});

test.for([
  ['beside the app', 'shop/moves', 'shop.moves'],
  ['in a package of the project', 'conf/shop_migrations', 'conf.shop_migrations'],
] as const)('migrations are where MIGRATION_MODULES says: %s', ([, folder, module]) => {
  const settings = `INSTALLED_APPS = ["shop"]\nMIGRATION_MODULES = {"shop": "${module}"}\n`;
  const shop = published(kept(folder), site('', settings));
  const { status, output } = renamed(shop, `${folder}/0002_cost.py`, `${folder}/0002_price.py`);
  expect(output).toContain('error: migration shop.0002_cost');
  expect(status).toBe(1);
});

test('migrations of somebody else’s app, kept here', () => {
  const settings =
    'INSTALLED_APPS = ["oscar.apps.shop"]\nMIGRATION_MODULES = {"shop": "conf.shop_migrations"}\n';
  const folder = 'conf/shop_migrations';
  const shop = published(kept(folder), site('', settings));
  const { status, output } = renamed(shop, `${folder}/0002_cost.py`, `${folder}/0002_price.py`);
  expect(output).toContain('error: migration shop.0002_cost');
  expect(status).toBe(1);
});

test.for([
  ['not in INSTALLED_APPS', 'INSTALLED_APPS = ["conf"]\n'],
  ['INSTALLED_APPS is computed', 'INSTALLED_APPS = apps()\n'],
  ['no INSTALLED_APPS', 'DEBUG = True\n'],
  ['broken settings', 'INSTALLED_APPS = ["shop"\n'],
] as const)('an app is found by its folder: %s', ([, settings]) => {
  const { status, output } = renamed(published(SHOP, site('', settings)));
  expect(output).toContain('error: migration shop.0002_cost');
  expect(status).toBe(1);
});

const APP = 'INSTALLED_APPS = ["shop"]\n';

test.for([
  ['MIGRATION_MODULES says None', [SHOP, site('', `${APP}MIGRATION_MODULES = {"shop": None}\n`)]],
  [
    'MIGRATION_MODULES says elsewhere',
    [SHOP, site('', `${APP}MIGRATION_MODULES = {"shop": "conf.moves"}\n`), { 'conf/moves/__init__.py': '' }],
  ],
  ['without __init__.py Django sees no migrations', [withoutInit(), site('', APP)]],
  ['without __init__.py, and no project', [withoutInit()]],
] as const)('silent: %s', ([, files]) => {
  const shop = published(...files);
  const { status, output } = renamed(shop);
  expect(output).not.toContain('pyreset');
  expect(output).not.toContain('error');
  expect(status).toBe(0);
});

test('silent: a module that Django passes over', () => {
  const shop = published(SHOP, { 'shop/migrations/_0002_cost.py': addField('cost') });
  expect(renamed(shop, 'shop/migrations/_0002_cost.py', 'shop/migrations/_0002_price.py').status).toBe(0);
});

function withoutInit(): Record<string, string> {
  const { 'shop/migrations/__init__.py': _, ...rest } = SHOP;
  return rest;
}

test.for([
  ['the AppConfig hides behind a star', 'shop/apps.py', 'from .hidden import *\n'],
  [
    'the label is computed',
    'shop/apps.py',
    'from django.apps import AppConfig\n\n\nclass S(AppConfig):\n    name = "shop"\n    label = make()\n',
  ],
] as const)('silent where the label is unknown: %s', ([, path, source]) => {
  expect(renamed(published(SHOP, { [path]: source })).status).toBe(0);
  expect(renamed(published(SHOP, site('', APP), { [path]: source })).status).toBe(0);
});

test('moving an app with its label is no rename of its migrations', () => {
  const shop = published(SHOP, site('', 'INSTALLED_APPS = ["shop"]\n'));
  shop.git('mv', 'shop', 'store');
  shop.write({
    'conf/settings.py': 'INSTALLED_APPS = ["store.apps.StoreConfig"]\n',
    'store/apps.py': CONFIGS.replaceAll('"shop"', '"store"').replace('label = "store"', 'label = "shop"'),
  });
  shop.git('add', '--all');
  const ran = shop.tryGit('commit', '-m', 'moved');
  expect(ran.output).not.toContain('error');
  expect(ran.status).toBe(0);
});

const inside = (folder: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, source]) => [`${folder}/${path}`, source]));

test('two projects: a rename is named by the label of the project that it is in', () => {
  const shop = published(
    inside('one', {
      ...SHOP,
      ...site('', 'INSTALLED_APPS = ["shop.apps.StoreConfig"]\n'),
      'shop/apps.py': CONFIGS,
    }),
    inside('two', { ...SHOP, ...site('', 'INSTALLED_APPS = ["shop"]\n') }),
  );
  const one = renamed(shop, `one/${COST}`, `one/${PRICE}`);
  expect(one.output).toContain('error: migration store.0002_cost');
  expect(one.output).not.toContain('shop.0002_cost');
  shop.git('reset', '--quiet', '--hard');
  expect(renamed(shop, `two/${COST}`, `two/${PRICE}`).output).toContain('error: migration shop.0002_cost');
});
