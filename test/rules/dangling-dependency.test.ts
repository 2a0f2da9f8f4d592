import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/dangling-dependency.ts';
import {
  CREATE,
  SHOP,
  add,
  found,
  lying,
  migration,
  replacing,
  without,
  type Scene,
} from '../helpers/said.ts';
import { project } from '../helpers/verdict.ts';

const ALL = lying(SHOP);
const NOTE = SHOP['0003_note']!;
const on = (...parents: readonly string[]): string => migration(parents, add('x'));
const next = (text: string, label = 'shop'): Files => lying({ '0004_x': text }, label);
const FIRST = { '0001_initial': migration([], CREATE) };
const BLOG = lying(FIRST, 'blog');
const USER = 'migrations.swappable_dependency(settings.AUTH_USER_MODEL)';
const swappable = `from django.conf import settings\n${on().replace('[]', `[${USER}]`)}`;
const SQUASH = migration([], CREATE, replacing('0001_initial', '0002_cost'));

const SILENT: readonly (readonly [name: string, after: Files, before?: Files])[] = [
  ['nothing changes', ALL],
  ['what it depends on is there', { ...ALL, ...next(on('shop.0003_note')) }],
  ['in another app', { ...ALL, ...BLOG, ...next(on('shop.0003_note', 'blog.0001_initial')) }],
  ['a label of somebody else', { ...ALL, ...next(on('shop.0003_note', 'auth.0012_alter')) }],
  [
    'an app that is not in the repository',
    { ...project(['shop', 'lib.cart'], ALL), ...next(on('shop.0003_note', 'cart.0001_initial')) },
    project(['shop', 'lib.cart'], ALL),
  ],
  ['the user of a setting', { ...ALL, ...next(swappable) }],
  ['the first of another app', { ...ALL, ...BLOG, ...next(on('shop.0003_note', 'blog.__first__')) }],
  [
    'the last of an app without migrations',
    { ...project(['shop', 'cart'], ALL), 'cart/apps.py': '', ...next(on('cart.__latest__')) },
    { ...project(['shop', 'cart'], ALL), 'cart/apps.py': '' },
  ],
  ['dependencies are computed', { ...ALL, ...next(on().replace('[]', '[*parents()]')) }],
  ['46: a name is computed', { ...ALL, ...next(on().replace('[]', '[("shop", NAME)]')) }],
  [
    'it did so before',
    { ...ALL, ...next(`# why\n${on('shop.0009_gone')}`) },
    { ...ALL, ...next(on('shop.0009_gone')) },
  ],
  [
    'another one did so before',
    { ...ALL, ...next(on('shop.0009_gone')), ...lying({ '0005_y': on('shop.0009_gone') }) },
    { ...ALL, ...next(on('shop.0009_gone')) },
  ],
  [
    '15: a squash stands for what it names',
    { ...lying({ ...FIRST, '0001_squashed': SQUASH }), ...lying({ '0003_note': NOTE }) },
    { ...ALL, ...lying({ '0001_squashed': SQUASH }) },
  ],
  [
    '20: re-pointed to the squash',
    lying({ '0001_squashed': SQUASH, '0003_note': on('shop.0001_squashed') }),
    { ...ALL, ...lying({ '0001_squashed': SQUASH }) },
  ],
  [
    '46: what replaces it may be in a computed list',
    {
      ...lying(without(SHOP, '0002_cost')),
      ...next(migration(['shop.0003_note'], add('x'), 'replaces = names()')),
    },
  ],
  [
    'a rename, and what follows is updated',
    lying({ ...FIRST, '0002_price': SHOP['0002_cost']!, '0003_note': on('shop.0002_price') }),
  ],
  [
    'a rename that stands for the old name',
    lying({
      ...FIRST,
      '0002_price': migration(['shop.0001_initial'], add('cost'), replacing('0002_cost')),
      '0003_note': NOTE,
    }),
  ],
  [
    'two projects with one label',
    { ...lying(SHOP, 'a/shop'), ...lying({ ...FIRST, '0002_x': on('shop.0001_initial') }, 'b/shop') },
    { ...lying(SHOP, 'a/shop'), ...lying(FIRST, 'b/shop') },
  ],
  ['a helper', { ...ALL, 'shop/migrations/_x.py': on('shop.0009_gone') }],
];

test.for(SILENT)('stays silent: %s', async ([, after, before = ALL]) => {
  expect(await found(rule, { before, after })).toEqual([]);
});

const X = 'error shop/migrations/0004_x.py:5:1 shop.0004_x';
const N = 'error shop/migrations/0003_note.py:5:1 shop.0003_note';

const FOUND: readonly (readonly [
  name: string,
  expected: readonly string[],
  after: Files,
  more?: Partial<Scene>,
])[] = [
  ['a name that was never there', [X], { ...ALL, ...next(on('shop.0003_nope')) }],
  [
    'nothing published, on a branch of one day',
    [X],
    { ...ALL, ...next(on('shop.0003_nope')) },
    { published: null, days: 0 },
  ],
  ['another app, which is there', [X], { ...ALL, ...BLOG, ...next(on('blog.0002_nope')) }],
  ['the one that was deleted', [N], lying(without(SHOP, '0002_cost'))],
  [
    'the one that was renamed',
    [N],
    lying({ ...without(SHOP, '0002_cost'), '0002_price': SHOP['0002_cost']! }),
  ],
  [
    'a change of one that was right',
    [N],
    lying({ ...SHOP, '0003_note': NOTE.replace('0002_cost', '0002_price') }),
  ],
  [
    '`run_before`',
    ['error shop/migrations/0004_x.py:7:1 shop.0004_x'],
    { ...ALL, ...next(migration(['shop.0003_note'], add('x'), 'run_before = [("shop", "0005_y")]')) },
  ],
  [
    'an example app: Django loads nothing there either',
    ['error example/shop/migrations/0004_x.py:5:1 shop.0004_x'],
    { ...lying(SHOP, 'example/shop'), ...lying({ '0004_x': on('shop.0003_nope') }, 'example/shop') },
    { before: lying(SHOP, 'example/shop') },
  ],
  [
    'an app that goes',
    ['error blog/migrations/0002_x.py:5:1 blog.0002_x'],
    { ...lying({ ...FIRST, '0002_x': on('shop.0001_initial') }, 'blog') },
    { before: { ...ALL, ...lying({ ...FIRST, '0002_x': on('shop.0001_initial') }, 'blog') } },
  ],
  [
    'the first of an app that goes',
    ['error blog/migrations/0002_x.py:5:1 blog.0002_x'],
    lying({ ...FIRST, '0002_x': on('shop.__first__') }, 'blog'),
    { before: { ...ALL, ...lying({ ...FIRST, '0002_x': on('shop.__first__') }, 'blog') } },
  ],
  [
    'each that names it, once',
    [N, X],
    {
      ...lying(without(SHOP, '0002_cost')),
      ...next(migration(['shop.0002_cost', 'shop.0003_note'], add('x'))),
    },
  ],
];

test.for(FOUND)('finds %s', async ([, expected, after, more]) => {
  expect(await found(rule, { before: ALL, after, ...more })).toEqual(expected);
});
