import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/conflicting-migrations.ts';
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

const ALL = lying(SHOP);
const on = (...parents: readonly string[]): string => migration(parents, add('x'));
const next = (...names: readonly string[]): Files =>
  lying(Object.fromEntries(names.map((name) => [name, on('shop.0003_note')])));
const FORKED = { ...ALL, ...next('0004_a', '0004_b') };
const MERGED = { ...FORKED, ...lying({ '0005_merge': migration(['shop.0004_a', 'shop.0004_b'], '') }) };
const SQUASH = migration([], CREATE, replacing(...Object.keys(SHOP)));
const BESIDE = { ...ALL, ...lying({ '0001_squashed': SQUASH }) };

const SILENT: readonly (readonly [name: string, after: Files, before?: Files])[] = [
  ['nothing changes', ALL],
  ['one follows another', { ...ALL, ...next('0004_a') }],
  ['two with one number, in line', { ...ALL, ...lying({ '0003_other': on('shop.0003_note') }) }],
  ['22: a merge is added', MERGED, FORKED],
  ['22: two and their merge at once', MERGED],
  [
    '22: a merge by another name',
    { ...FORKED, ...lying({ join: migration(['shop.0004_a', 'shop.0004_b'], '') }) },
  ],
  ['15: a squash beside its originals', BESIDE],
  ['16: the originals go', lying({ '0001_squashed': SQUASH }), BESIDE],
  ['a squash, and what follows an original', { ...BESIDE, ...next('0004_a') }],
  [
    'a squash that is squashed again',
    { ...BESIDE, ...lying({ '0001_again': migration([], CREATE, replacing('0001_squashed')) }) },
    BESIDE,
  ],
  ['one newest in each of two apps', { ...ALL, ...lying({ '0001_initial': migration([], CREATE) }, 'blog') }],
  [
    'another app follows an older one',
    { ...ALL, ...lying({ '0001_initial': migration(['shop.0001_initial'], CREATE) }, 'blog') },
  ],
  ['it was so before', { ...FORKED, 'shop/migrations/0004_a.py': `# why\n${on('shop.0003_note')}` }, FORKED],
  ['it was worse before', FORKED, { ...FORKED, ...next('0004_c') }],
  ['a merge that leaves one out: Django refused already', { ...MERGED, ...next('0004_c') }, FORKED],
  ['46: dependencies are computed', { ...FORKED, ...lying({ '0005_x': on().replace('[]', '[*leaves()]') }) }],
  [
    '46: `replaces` is computed',
    { ...FORKED, ...lying({ '0005_x': migration(['shop.0004_a'], '', 'replaces = names()') }) },
  ],
  ['what it depends on is not there', { ...ALL, ...lying({ '0004_a': on('shop.0003_nope') }) }],
  [
    'nor in another app',
    {
      ...ALL,
      ...lying({ '0004_a': on('store.0003_note') }),
      ...lying({ '0001_initial': migration([], CREATE) }, 'store'),
    },
  ],
  [
    'two projects with one label',
    {
      ...lying(SHOP, 'a/shop'),
      ...lying(SHOP, 'b/shop'),
      ...lying({ '0004_x': on('shop.0003_note') }, 'b/shop'),
    },
    { ...lying(SHOP, 'a/shop'), ...lying(SHOP, 'b/shop') },
  ],
  [
    '35: jobs',
    {
      ...ALL,
      'jobs/migrations/0001_a.py': 'class Migration:\n    pass\n',
      'jobs/migrations/0001_b.py': 'class Migration:\n    pass\n',
    },
  ],
  ['37: a helper', { ...ALL, 'shop/migrations/_x.py': on('shop.0001_initial') }],
];

test.for(SILENT)('stays silent: %s', async ([, after, before = ALL]) => {
  expect(await found(rule, { before, after })).toEqual([]);
});

const at = (name: string): string => `error shop/migrations/${name}.py:4:1 shop`;

const FOUND: readonly (readonly [name: string, expected: string, after: Files, more?: Partial<Scene>])[] = [
  ['two after one', at('0004_b'), FORKED],
  ['on a branch of today', at('0004_b'), FORKED, { published: null, days: 0 }],
  [
    'the one that comes beside what is there',
    at('0002_x'),
    { ...ALL, ...lying({ '0002_x': on('shop.0001_initial') }) },
  ],
  ['two first ones', at('0001_other'), { ...ALL, ...lying({ '0001_other': on() }) }],
  ['a third one', at('0004_c'), { ...FORKED, ...next('0004_c') }, { before: FORKED }],
  ['a merge that goes', at('0004_b'), FORKED, { before: MERGED }],
  ['one that is re-pointed', at('0003_note'), lying({ ...SHOP, '0003_note': on('shop.0001_initial') })],
  [
    'a squash that replaces nothing any more',
    at('0003_note'),
    { ...ALL, ...lying({ '0001_squashed': migration([], CREATE) }) },
    { before: BESIDE },
  ],
  [
    'an example app: Django stops there as well',
    'error tests/shop/migrations/0004_b.py:4:1 shop',
    {
      ...lying(SHOP, 'tests/shop'),
      ...lying({ '0004_a': on('shop.0003_note'), '0004_b': on('shop.0003_note') }, 'tests/shop'),
    },
    { before: lying(SHOP, 'tests/shop') },
  ],
  [
    'in a merge that git makes by itself',
    at('0004_b').replace('error', 'warning'),
    FORKED,
    { change: { mergesCleanly: true } },
  ],
];

test.for(FOUND)('finds %s', async ([, expected, after, more]) => {
  expect(await found(rule, { before: ALL, after, ...more })).toEqual([expected]);
});

const said = async (after: Files, before: Files = ALL): Promise<string> => {
  const text = await told({ before, after });
  return text.split(/\n(?=\S)/).find((part) => part.includes('[conflicting-migrations]'))!;
};

test('beside what is there: follow it, or merge', async () => {
  expect(await said({ ...ALL, ...lying({ '0003_x': on('shop.0002_cost') }) })).toMatchInlineSnapshot(`
    "shop/migrations/0003_x.py:4:1: error: app shop has 2 newest migrations (0003_note, 0003_x), and none follows the other: migrate and makemigrations stop for everybody (Conflicting migrations detected)  [conflicting-migrations]
      let shop.0003_x follow the other, in the dependencies of shop/migrations/0003_x.py:
          ("shop", "0003_note") instead of ("shop", "0002_cost")
      or, if it was applied anywhere already, have Django write a migration that follows both:
          python manage.py makemigrations --merge shop
    "
  `);
});

test('a branch of several: its first one is to follow', async () => {
  const branch = lying({ '0003_x': on('shop.0002_cost'), '0004_y': on('shop.0003_x') });
  expect((await said({ ...ALL, ...branch })).split('\n').slice(1, 3)).toMatchInlineSnapshot(`
    [
      "  let shop.0003_x follow the other, in the dependencies of shop/migrations/0003_x.py:",
      "      ("shop", "0003_note") instead of ("shop", "0002_cost")",
    ]
  `);
  const root = lying({ '0001_other': on(), '0002_y': on('shop.0001_other') });
  expect((await said({ ...ALL, ...root })).split('\n').slice(1, 3)).toMatchInlineSnapshot(`
    [
      "  let shop.0001_other follow the other, in the dependencies of shop/migrations/0001_other.py:",
      "      ("shop", "0003_note")",
    ]
  `);
});

test('neither is new: only a merge is right', async () => {
  expect(await said(lying({ ...SHOP, '0003_note': on('shop.0001_initial') }))).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:4:1: error: app shop has 2 newest migrations (0002_cost, 0003_note), and none follows the other: migrate and makemigrations stop for everybody (Conflicting migrations detected)  [conflicting-migrations]
      let shop.0003_note follow 0002_cost again, in the dependencies of shop/migrations/0003_note.py:
          ("shop", "0002_cost") instead of ("shop", "0001_initial")
    "
  `);
});

test('many', async () => {
  const names = Array.from({ length: 8 }, (_, index) => `000${index}_x`);
  expect(await said({ ...ALL, ...next(...names) })).toMatchInlineSnapshot(`
    "shop/migrations/0007_x.py:4:1: error: app shop has 8 newest migrations (0000_x, 0001_x, 0002_x and 5 more), and none follows the other: migrate and makemigrations stop for everybody (Conflicting migrations detected)  [conflicting-migrations]
      have Django write a migration that follows them all:
          python manage.py makemigrations --merge shop
    "
  `);
});

test('a merge that goes is to come back', async () => {
  expect(await said(FORKED, MERGED)).toMatchInlineSnapshot(`
    "shop/migrations/0004_b.py:4:1: error: app shop has 2 newest migrations (0004_a, 0004_b), and none follows the other: migrate and makemigrations stop for everybody (Conflicting migrations detected)  [conflicting-migrations]
      bring back what followed them:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0005_merge.py
      or merge them again:
          python manage.py makemigrations --merge shop
    "
  `);
});

test('what a squash does not replace any more: one finding, and the list is to come back', async () => {
  const after = { ...ALL, ...lying({ '0001_squashed': migration([], CREATE) }) };
  expect(await told({ before: BESIDE, after })).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:4:1: error: app shop has 2 newest migrations (0001_squashed, 0003_note), and none follows the other: migrate and makemigrations stop for everybody (Conflicting migrations detected)  [conflicting-migrations]
      what 0001_squashed replaced is still there: let it replace that, in class Migration of shop/migrations/0001_squashed.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost"), ("shop", "0003_note")]
    "
  `);
});

test('a long history is no trouble', async () => {
  const all = steps(400);
  const after = { ...lying(all), ...lying({ '0002_x': on('shop.0001_step') }) };
  expect((await said(after, lying(all))).split('\n')[2]).toBe(
    '      ("shop", "0400_step") instead of ("shop", "0001_step")',
  );
});
