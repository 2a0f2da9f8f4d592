import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/circular-dependency.ts';
import {
  CREATE,
  SHOP,
  add,
  found,
  lying,
  migration,
  replacing,
  steps,
  told,
  type Scene,
} from '../helpers/said.ts';

const BLOG = { '0001_initial': migration([], CREATE) };
const ALL = { ...lying(SHOP), ...lying(BLOG, 'blog') };
const on = (...parents: readonly string[]): string => migration(parents, add('x'));
const runBefore = (key: string, ...parents: readonly string[]): string =>
  migration(parents, add('x'), `run_before = [("${key.replace('.', '", "')}")]`);
const both = (shop: string, blog: string): Files => ({
  ...ALL,
  ...lying({ '0004_x': shop }),
  ...lying({ '0002_x': blog }, 'blog'),
});
const CIRCLE = both(on('shop.0003_note', 'blog.0002_x'), on('blog.0001_initial', 'shop.0004_x'));

const SILENT: readonly (readonly [name: string, after: Files, before?: Files])[] = [
  ['nothing changes', ALL],
  ['one waits for the other', both(on('shop.0003_note'), on('blog.0001_initial', 'shop.0004_x'))],
  [
    'two apps wait for each other, but not in a circle',
    both(on('shop.0003_note', 'blog.0001_initial'), on('blog.0001_initial', 'shop.0003_note')),
  ],
  [
    '`run_before` in the same order',
    both(runBefore('blog.0002_x', 'shop.0003_note'), on('blog.0001_initial', 'shop.0004_x')),
  ],
  ['it was so before', { ...CIRCLE, ...lying({ '0005_y': on('shop.0004_x') }) }, CIRCLE],
  [
    '46: the list is computed',
    both(on('shop.0003_note').replace('[(', '[*others(), ('), on('blog.0001_initial', 'shop.0004_x')),
  ],
  [
    'two projects with one label',
    {
      ...lying({ '0001_a': on('shop.0001_b'), '0001_c': on() }, 'a/shop'),
      ...lying({ '0001_b': on('shop.0001_a') }, 'b/shop'),
    },
    lying({ '0001_c': on() }, 'a/shop'),
  ],
  ['an app of somebody else', both(on('shop.0003_note', 'auth.0001_initial'), on('blog.0001_initial'))],
  [
    'a squash stands between',
    {
      ...lying({
        '0001_squashed': migration([], CREATE, replacing('0001_initial', '0002_cost')),
        '0003_note': SHOP['0003_note']!,
      }),
      ...lying({ '0001_initial': on('shop.0002_cost') }, 'blog'),
    },
    lying(SHOP),
  ],
];

test.for(SILENT)('stays silent: %s', async ([, after, before = ALL]) => {
  expect(await found(rule, { before, after })).toEqual([]);
});

const FOUND: readonly (readonly [name: string, expected: string, after: Files, more?: Partial<Scene>])[] = [
  ['two new ones', 'error blog/migrations/0002_x.py:5:1 blog.0002_x', CIRCLE],
  [
    'on a branch of today',
    'error blog/migrations/0002_x.py:5:1 blog.0002_x',
    CIRCLE,
    { published: null, days: 0 },
  ],
  [
    'one that waits for itself',
    'error shop/migrations/0004_x.py:5:1 shop.0004_x',
    { ...ALL, ...lying({ '0004_x': on('shop.0004_x') }) },
  ],
  [
    'an old one that waits for a new one',
    'error shop/migrations/0001_initial.py:5:1 shop.0001_initial',
    { ...ALL, ...lying({ '0001_initial': migration(['shop.0003_note'], CREATE) }) },
  ],
  [
    '`run_before`',
    'error shop/migrations/0004_x.py:7:1 shop.0004_x',
    { ...ALL, ...lying({ '0004_x': runBefore('shop.0003_note', 'shop.0003_note') }) },
  ],
  [
    'in an example app',
    'error example/shop/migrations/0001_a.py:5:1 shop.0001_a',
    lying({ '0001_a': on('shop.0001_a') }, 'example/shop'),
  ],
];

test.for(FOUND)('finds %s', async ([, expected, after, more]) => {
  expect(await found(rule, { before: ALL, after, ...more })).toEqual([expected]);
});

test('two new ones: what the message and the hint say', async () => {
  expect(await told({ before: ALL, after: CIRCLE })).toMatchInlineSnapshot(`
    "blog/migrations/0002_x.py:5:1: error: migrations wait for each other, each for the one before it: blog.0002_x → shop.0004_x → blog.0002_x: Django loads none (CircularDependencyError)  [circular-dependency]
      take this out of the dependencies of blog/migrations/0002_x.py:
          ("shop", "0004_x")
      and put what needs both into a migration of its own, which follows both
    "
  `);
});

test('an old one that now waits for a new one: only the circle is told', async () => {
  const after = both(on('shop.0003_note'), on('blog.0001_initial', 'shop.0004_x'));
  const old = migration(['shop.0002_cost', 'blog.0002_x'], add('note'));
  expect(await told({ before: ALL, after: { ...after, ...lying({ '0003_note': old }) } }))
    .toMatchInlineSnapshot(`
      "shop/migrations/0003_note.py:5:1: error: migrations wait for each other, each for the one before it: blog.0002_x → shop.0003_note → shop.0004_x → blog.0002_x: Django loads none (CircularDependencyError)  [circular-dependency]
        take this out of the dependencies of shop/migrations/0003_note.py:
            ("blog", "0002_x")
        and put what needs both into a migration of its own, which follows both
      "
    `);
});

test('`run_before`, and a long circle', async () => {
  const after = { ...ALL, ...lying({ '0004_x': runBefore('shop.0002_cost', 'shop.0003_note') }) };
  expect(await told({ before: ALL, after })).toMatchInlineSnapshot(`
    "shop/migrations/0004_x.py:7:1: error: migrations wait for each other, each for the one before it: shop.0002_cost → shop.0003_note → shop.0004_x → shop.0002_cost: Django loads none (CircularDependencyError)  [circular-dependency]
      take this out of the run_before of shop/migrations/0004_x.py:
          ("shop", "0002_cost")
      and put what needs both into a migration of its own, which follows both
    "
  `);
  const long = { ...steps(30), '0001_step': migration(['shop.0030_step'], CREATE) };
  expect((await told({ before: lying(steps(30)), after: lying(long) })).split('\n')[0]).toMatchInlineSnapshot(
    `"shop/migrations/0001_step.py:5:1: error: migrations wait for each other, each for the one before it: shop.0001_step → shop.0002_step → shop.0003_step → … → shop.0030_step → shop.0001_step: Django loads none (CircularDependencyError)  [circular-dependency]"`,
  );
});
