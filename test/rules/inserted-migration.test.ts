import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/inserted-migration.ts';
import {
  CREATE,
  SHOP,
  add,
  found,
  lying,
  migration,
  replacing,
  told,
  without,
  type Scene,
} from '../helpers/said.ts';

const BLOG = { '0001_initial': migration([], CREATE) };
const ALL = { ...lying(SHOP), ...lying(BLOG, 'blog') };
const on = (...parents: readonly string[]): string => migration(parents, add('x'));
const note = (...parents: readonly string[]): Files =>
  lying({ '0003_note': migration(parents, add('note')) });
const NEW = lying({ '0002_x': on('shop.0001_initial') });
const UNDER = { ...ALL, ...NEW, ...note('shop.0002_x') };
const RENAMED = {
  ...lying({ ...without(SHOP, '0002_cost'), '0002_price': SHOP['0002_cost']! }),
  ...lying(BLOG, 'blog'),
};
const SQUASHED = lying({ '0001_squashed': migration([], CREATE, replacing('0001_initial', '0002_cost')) });

/** `shop.0002_cost` waits for an app that waits for `shop` itself. */
const CROSSED = {
  ...lying({ ...SHOP, '0002_cost': migration(['shop.0001_initial', 'blog.0001_initial'], add('cost')) }),
  ...lying({ '0001_initial': migration(['shop.0001_initial'], CREATE) }, 'blog'),
};

const below = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`src/${path}`, text]));

type Row = readonly [name: string, after: Files, more?: Partial<Scene>];

const SILENT: readonly Row[] = [
  ['nothing changes', ALL],
  ['what is new follows', { ...ALL, ...lying({ '0004_x': on('shop.0003_note') }) }],
  [
    '22: a merge of two',
    { ...ALL, ...NEW, ...lying({ '0004_merge': migration(['shop.0002_x', 'shop.0003_note'], '') }) },
  ],
  ['1: what depends on it was born on the branch', UNDER, { published: lying(without(SHOP, '0003_note')) }],
  ['nothing is published', UNDER, { published: null }],
  [
    '3: renumbered after a rebase',
    { ...ALL, ...lying({ '0005_x': on('shop.0003_note') }) },
    { before: { ...ALL, ...lying({ '0003_x': on('shop.0002_cost') }) }, published: ALL },
  ],
  [
    'it did so before',
    { ...UNDER, ...lying({ '0004_y': on('shop.0003_note') }) },
    { before: UNDER, published: ALL },
  ],
  [
    'another one changes, and what it depends on depends on an app that is not touched',
    { ...CROSSED, ...note('shop.0001_initial') },
    { before: CROSSED },
  ],
  ['it depends on what is published', { ...ALL, ...note('shop.0002_cost', 'blog.0001_initial') }],
  ['a rename, and what follows is updated', { ...RENAMED, ...note('shop.0002_price') }],
  ['20: re-pointed to the squash', { ...ALL, ...SQUASHED, ...note('shop.0001_squashed') }],
  [
    're-pointed from the squash, whose originals come back',
    ALL,
    { before: { ...SQUASHED, ...note('shop.0001_squashed'), ...lying(BLOG, 'blog') } },
  ],
  [
    '46: `replaces` of the new one is computed',
    {
      ...ALL,
      ...lying({ '0002_x': migration(['shop.0001_initial'], add('x'), 'replaces = names()') }),
      ...note('shop.0002_x'),
    },
  ],
  [
    '46: its dependencies are computed',
    { ...ALL, ...NEW, ...lying({ '0003_note': on().replace('[]', '[*names()]') }) },
  ],
  [
    '38: in a test app',
    {
      ...lying(SHOP, 'tests/shop'),
      ...lying({ '0002_x': on('shop.0001_initial'), '0003_note': on('shop.0002_x') }, 'tests/shop'),
    },
    { before: lying(SHOP, 'tests/shop') },
  ],
  ['a foreign label', { ...ALL, ...note('shop.0002_cost', 'auth.0012_alter') }],
  ['what is not there: another rule says so', { ...ALL, ...note('shop.0002_nope') }],
  [
    'a circle: another rule says so',
    { ...ALL, ...lying({ '0002_x': on('shop.0003_note') }), ...note('shop.0002_x') },
  ],
  ['24: the folder moves, the label is kept', below(ALL)],
];

test.for(SILENT)('stays silent: %s', async ([, after, more]) => {
  expect(await found(rule, { before: ALL, after, ...more })).toEqual([]);
});

const N = 'shop/migrations/0003_note.py:4:1 shop.0003_note';

const FOUND: readonly (readonly [
  name: string,
  expected: readonly string[],
  after: Files,
  more?: Partial<Scene>,
])[] = [
  ['a new one below a published one', [`error ${N}`], UNDER],
  ['one that is younger than the grace', [`warning ${N}`], UNDER, { days: 3 }],
  [
    'a new one of the branch, in an earlier commit',
    [`error ${N}`],
    UNDER,
    { before: { ...ALL, ...NEW }, published: ALL },
  ],
  [
    'a new one in another app',
    [`error ${N}`],
    {
      ...ALL,
      ...lying({ '0002_x': on('blog.0001_initial') }, 'blog'),
      ...note('shop.0002_cost', 'blog.0002_x'),
    },
  ],
  [
    'a whole new app',
    [`error ${N}`],
    { ...ALL, ...lying(BLOG, 'cart'), ...note('shop.0002_cost', 'cart.0001_initial') },
  ],
  [
    '`run_before`',
    ['error shop/migrations/0002_cost.py:4:1 shop.0002_cost'],
    {
      ...ALL,
      ...lying({
        '0002_x': migration(['shop.0001_initial'], add('x'), 'run_before = [("shop", "0002_cost")]'),
      }),
    },
  ],
  [
    'what was split off',
    ['error shop/migrations/0002_cost.py:4:1 shop.0002_cost'],
    { ...ALL, ...NEW, ...lying({ '0002_cost': migration(['shop.0002_x'], '') }) },
  ],
  [
    'two, in each that depends on a new one',
    ['error shop/migrations/0002_cost.py:4:1 shop.0002_cost', `error ${N}`],
    {
      ...ALL,
      ...NEW,
      ...lying({
        '0002_cost': migration(['shop.0002_x'], add('cost')),
        '0003_note': migration(['shop.0002_cost', 'shop.0002_x'], add('note')),
      }),
    },
  ],
  [
    'one that took the place of a deleted one',
    [`error ${N}`],
    { ...ALL, ...NEW, ...lying(without(SHOP, '0002_cost')), ...note('shop.0002_x') },
  ],
];

test.for(FOUND)('finds %s', async ([, expected, after, more]) => {
  expect(await found(rule, { before: ALL, after, ...more })).toEqual(expected);
});

test('in one app: the new one is to follow', async () => {
  expect(await told({ before: ALL, after: UNDER })).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:4:1: error: app shop has 2 newest migrations (0002_cost, 0003_note), and none follows the other: migrate and makemigrations stop for everybody (Conflicting migrations detected)  [conflicting-migrations]
      let shop.0003_note follow 0002_cost again, in the dependencies of shop/migrations/0003_note.py:
          ("shop", "0002_cost") instead of ("shop", "0002_x")
      and shop.0002_x follow that, in shop/migrations/0002_x.py:
          ("shop", "0003_note") instead of ("shop", "0001_initial")

    shop/migrations/0003_note.py:4:1: error: migration shop.0003_note is published on origin/main (bbbbbbb) and now waits for shop.0002_x, which is new: every database that has applied it refuses to migrate (InconsistentMigrationHistory)  [inserted-migration]
      give the published migration its text back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0003_note.py
      and let the new one follow what is published, in shop/migrations/0002_x.py:
          ("shop", "0003_note") instead of ("shop", "0001_initial")
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: inserted-migration, subject: "shop.0003_note", reason: "…"}]
    "
  `);
});

test('in another app: a new one is to depend on it', async () => {
  const after = { ...ALL, ...lying({ '0002_x': on('blog.0001_initial') }, 'blog') };
  const text = await told({ before: ALL, after: { ...after, ...note('shop.0002_cost', 'blog.0002_x') } });
  expect(text).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:4:1: error: migration shop.0003_note is published on origin/main (bbbbbbb) and now waits for blog.0002_x, which is new: every database that has applied it refuses to migrate (InconsistentMigrationHistory)  [inserted-migration]
      give the published migration its text back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0003_note.py
      and depend on blog.0002_x in a new migration of shop
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: inserted-migration, subject: "shop.0003_note", reason: "…"}]
    "
  `);
});

test('`run_before`', async () => {
  const early = migration(['shop.0001_initial'], add('x'), 'run_before = [("shop", "0002_cost")]');
  expect(await told({ before: ALL, after: { ...ALL, ...lying({ '0002_x': early }) } }))
    .toMatchInlineSnapshot(`
      "shop/migrations/0002_cost.py:4:1: error: migration shop.0002_cost is published on origin/main (bbbbbbb) and now waits for shop.0002_x, which is new: every database that has applied it refuses to migrate (InconsistentMigrationHistory)  [inserted-migration]
        take this out of run_before in shop/migrations/0002_x.py:
            ("shop", "0002_cost")
        and let the new one follow what is published, in shop/migrations/0002_x.py:
            ("shop", "0003_note") instead of ("shop", "0001_initial")
        if no other database has ever applied it, record that once in .pyresetrc:
            allow: [{rule: inserted-migration, subject: "shop.0002_cost", reason: "…"}]
      "
    `);
});

test('where the base has two newest ones, and lies elsewhere', async () => {
  const forked = { ...ALL, ...lying({ '0004_a': on('shop.0003_note'), '0004_b': on('shop.0003_note') }) };
  const scene = { before: below(forked), after: below({ ...forked, ...UNDER }), published: forked };
  expect((await told(scene)).split('\n').slice(1, 4)).toMatchInlineSnapshot(`
    [
      "  give the published migration its text back:",
      "      git show bbbbbbbbbbbb:shop/migrations/0003_note.py > src/shop/migrations/0003_note.py && git add -- src/shop/migrations/0003_note.py",
      "  and let the new one follow what is published, in src/shop/migrations/0002_x.py",
    ]
  `);
});
