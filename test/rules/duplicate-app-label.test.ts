import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/duplicate-app-label.ts';
import { found, told } from '../helpers/said.ts';
import { app, project, relabelled, SHOP } from '../helpers/verdict.ts';

const SHOPS = app('shop', SHOP);
const PARTNERS = app('partners/shop', relabelled('shop'));
const ONE = project(['shop'], { ...SHOPS, ...PARTNERS });
const BOTH = project(['shop', 'partners.shop'], { ...SHOPS, ...PARTNERS });
const OTHER = app('partners/shop', relabelled('partner_shop'), { label: 'partner_shop' });

type Row = readonly [name: string, before: Files, after: Files];

const SILENT: readonly Row[] = [
  ['the other one is not installed', project(['shop'], SHOPS), ONE],
  ['the other one has a label of its own', ONE, project(['shop', 'partners.shop'], { ...SHOPS, ...OTHER })],
  ['one is replaced by the other', ONE, project(['partners.shop'], PARTNERS)],
  [
    'they were two before',
    BOTH,
    {
      ...BOTH,
      'partners/shop/views.py': 'ITEM = 1\n',
      ...settings(['shop', 'partners.shop', 'blog']),
      'blog/models.py': '',
    },
  ],
  ['one of them goes', BOTH, ONE],
  [
    'INSTALLED_APPS is not fully known',
    ONE,
    { ...BOTH, 'mysite/settings.py': 'INSTALLED_APPS = ["shop", *more()]\n' },
  ],
  ['the label of one is not known', ONE, { ...BOTH, 'partners/shop/apps.py': 'from lib import *\n' }],
  ['two projects have one each', ONE, { ...ONE, ...below('other', project(['shop'], SHOPS)) }],
  ['no project installs them', SHOPS, { ...SHOPS, ...PARTNERS }],
  [
    'packages of a virtual environment',
    ONE,
    { ...ONE, ...below('venv/lib/python3.12/site-packages', SHOPS) },
  ],
  ['one of somebody else may have it', ONE, project(['shop', 'lib.shop'], SHOPS)],
  [
    'MIGRATION_MODULES keeps the migrations of one elsewhere',
    ONE,
    {
      ...project(['shop'], SHOPS, 'MIGRATION_MODULES = {"shop": "partners.shop.migrations"}\n'),
      ...PARTNERS,
    },
  ],
];

function settings(apps: readonly string[]): Files {
  return { 'mysite/settings.py': project(apps, {})['mysite/settings.py']! };
}

function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

test.for(SILENT)('stays silent: %s', async ([, before, after]) => {
  expect(after).not.toEqual(before);
  expect(await found(rule, { before, after })).toEqual([]);
});

const FOUND: readonly (readonly [name: string, before: Files, after: Files, subject?: string])[] = [
  ['another one is installed', ONE, BOTH],
  ['`label` makes them alike', project(['shop', 'partners.shop'], { ...SHOPS, ...OTHER }), BOTH],
  [
    '`name` does',
    project(['shop', 'store'], { ...SHOPS, ...app('store', {}) }),
    project(['shop', 'store'], { ...SHOPS, ...app('store', {}, { label: 'shop' }) }),
  ],
  ['one is listed twice', ONE, project(['shop', 'shop.apps.ShopConfig'], { ...SHOPS, ...PARTNERS })],
  [
    'one of Django has it',
    ONE,
    project(['shop', 'users.auth'], { ...SHOPS, ...app('users/auth', {}) }),
    'auth',
  ],
  [
    'the rest of INSTALLED_APPS is not known',
    ONE,
    {
      ...BOTH,
      'mysite/settings.py': 'INSTALLED_APPS = ["shop", "partners.shop"]\nINSTALLED_APPS += more()\n',
    },
  ],
];

test.for(FOUND)('finds it: %s', async ([, before, after, subject = 'shop']) => {
  expect(await found(rule, { before, after })).toEqual([`error mysite/settings.py:1:1 ${subject}`]);
});

test('what it says', async () => {
  expect(await told({ before: ONE, after: BOTH })).toMatchInlineSnapshot(`
    "mysite/settings.py:1:1: error: shop and partners.shop both have the label shop: Django does not start  [duplicate-app-label]
      give the newer of them a label of its own; if that is partners.shop, in partners/shop/apps.py:
          label = "partners_shop"
    "
  `);
  const twice = project(['shop', 'shop'], { ...SHOPS, ...PARTNERS });
  expect(await told({ before: ONE, after: twice })).toMatchInlineSnapshot(`
    "mysite/settings.py:1:1: error: INSTALLED_APPS has shop twice: Django does not start  [duplicate-app-label]
      take one of the two out of mysite/settings.py
    "
  `);
  const users = project(['shop', 'users.auth'], { ...SHOPS, ...PARTNERS, ...app('users/auth', {}) });
  expect(await told({ before: ONE, after: users })).toMatchInlineSnapshot(`
    "mysite/settings.py:1:1: error: django.contrib.auth and users.auth both have the label auth: Django does not start  [duplicate-app-label]
      give the newer of them a label of its own; if that is users.auth, in users/auth/apps.py:
          label = "users_auth"
    "
  `);
});
