import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/dropped-replaces.ts';
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
  without,
  type Scene,
} from '../helpers/said.ts';

const ALL = lying(SHOP);
const squash = (rest = ''): string => migration([], `${CREATE}, ${add('cost')}`, rest);
const some = (rest = '', text = SHOP['0003_note']!): Files =>
  lying({ '0001_squashed': squash(rest), '0003_note': text });
const LIST = replacing('0001_initial', '0002_cost');
const BOTH = { ...ALL, ...some(LIST) };
const NEXT = migration(['shop.0001_squashed'], add('note'));
const ONLY = some(LIST, NEXT);
const COMPUTED = some('replaces = names()', NEXT);

type Row = readonly [name: string, after: Files, before?: Files, more?: Partial<Scene>];

const SILENT: readonly Row[] = [
  ['nothing changes', BOTH],
  ['15: a squash is added', BOTH, ALL],
  ['16: the originals go', some(LIST), BOTH],
  ['the list is written otherwise', some(`${LIST}  # all`.replaceAll('"', "'")), BOTH],
  ['its order changes', some(replacing('0002_cost', '0001_initial')), BOTH],
  ['it gets more', some(replacing('0001_initial', '0002_cost', '0003_note')), some(LIST)],
  ['1: the squash was born on the branch', some('', NEXT), ONLY, { published: ALL }],
  ['its list was', some('', NEXT), ONLY, { published: some('', NEXT) }],
  ['nothing is published', some('', NEXT), ONLY, { published: null }],
  [
    'the list was dropped before',
    { ...some('', NEXT), ...lying({ '0004_x': migration(['shop.0003_note'], add('x')) }) },
    some('', NEXT),
  ],
  ['46: the list is computed now', COMPUTED, ONLY],
  ['46: it was', some('', NEXT), COMPUTED],
  [
    '38: in a test app',
    lying({ '0001_squashed': squash() }, 'tests/shop'),
    lying({ '0001_squashed': squash(LIST) }, 'tests/shop'),
  ],
  ['the squash goes', ALL, BOTH],
  [
    '24: the folder moves, the label is kept',
    lying({ '0001_squashed': squash(LIST), '0003_note': NEXT }, 'src/shop'),
    ONLY,
  ],
  ['two newest ones: another rule says so', { ...ALL, ...some('', NEXT) }, { ...ALL, ...some(LIST, NEXT) }],
];

test.for(SILENT)('stays silent: %s', async ([, after, before = BOTH, more = {}]) => {
  expect(await found(rule, { before, after, ...more })).toEqual([]);
});

const S = 'shop/migrations/0001_squashed.py:4:1 shop.0001_squashed';

const FOUND: readonly (readonly [
  name: string,
  expected: string,
  ...rest: [after: Files, before: Files, more?: Partial<Scene>],
])[] = [
  ['17: with the originals', `warning ${S}`, some('', NEXT), { ...ALL, ...ONLY }],
  ['however old', `warning ${S}`, some('', NEXT), { ...ALL, ...ONLY }, { days: 1000 }],
  ['a part of the list', `warning ${S}`, some(replacing('0001_initial'), NEXT), { ...ALL, ...ONLY }],
  ['19: long after the originals', `info ${S}`, some('', NEXT), ONLY],
  ['an empty list', `info ${S}`, some('replaces = []', NEXT), ONLY],
  [
    'originals that stay, in line',
    `warning ${S}`,
    {
      ...lying(without(SHOP, '0003_note')),
      ...lying({ '0001_squashed': migration(['shop.0002_cost'], add('x')) }),
    },
    {
      ...lying(without(SHOP, '0003_note')),
      ...lying({ '0001_squashed': migration(['shop.0002_cost'], add('x'), replacing('0002_cost')) }),
    },
  ],
  [
    'a list under another label',
    `info ${S}`,
    some('', NEXT),
    some('replaces = [("old", "0001_initial")]', NEXT),
  ],
];

test.for(FOUND)('finds %s', async ([, expected, after, before, more = {}]) => {
  expect(await found(rule, { before, after, ...more })).toEqual([expected]);
});

test('with the originals', async () => {
  expect(await told({ before: { ...ALL, ...ONLY }, after: some('', NEXT) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_squashed.py:4:1: warning: migration shop.0001_squashed is published on origin/main (bbbbbbb) and no longer replaces shop.0001_initial, shop.0002_cost, gone in the same change: a database that was not migrated with it yet runs it over its tables  [dropped-replaces]
      keep the list until every database was migrated with the squash, in class Migration of shop/migrations/0001_squashed.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]
      if every database was, record that once in .pyresetrc:
          allow: [{rule: dropped-replaces, subject: "shop.0001_squashed", reason: "…"}]
    "
  `);
});

test('long after them', async () => {
  expect(await told({ before: ONLY, after: some('', NEXT) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_squashed.py:4:1: info: migration shop.0001_squashed is published on origin/main (bbbbbbb) and no longer replaces shop.0001_initial, shop.0002_cost, long gone: right, once every database was migrated with it  [dropped-replaces]
      keep the list until every database was migrated with the squash, in class Migration of shop/migrations/0001_squashed.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]
      if every database was, record that once in .pyresetrc:
          allow: [{rule: dropped-replaces, subject: "shop.0001_squashed", reason: "…"}]
    "
  `);
});

test('and something still names an original: both are told', async () => {
  expect(await told({ before: BOTH, after: some('') })).toMatchInlineSnapshot(`
    "shop/migrations/0001_squashed.py:4:1: warning: migration shop.0001_squashed is published on origin/main (bbbbbbb) and no longer replaces shop.0001_initial, shop.0002_cost, gone in the same change: a database that was not migrated with it yet runs it over its tables  [dropped-replaces]
      keep the list until every database was migrated with the squash, in class Migration of shop/migrations/0001_squashed.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]
      if every database was, record that once in .pyresetrc:
          allow: [{rule: dropped-replaces, subject: "shop.0001_squashed", reason: "…"}]

    shop/migrations/0003_note.py:5:1: error: migration shop.0003_note depends on shop.0002_cost, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      let shop.0001_squashed replace it as before: that ends this as well; else
      name the squash that replaced it, in the dependencies of shop/migrations/0003_note.py:
          ("shop", "0001_squashed") instead of ("shop", "0002_cost")
    "
  `);
});

test('originals that stay', async () => {
  const least = lying(without(SHOP, '0003_note'));
  const before = {
    ...least,
    ...lying({ '0003_x': migration(['shop.0002_cost'], add('x'), replacing('0002_cost')) }),
  };
  const after = { ...least, ...lying({ '0003_x': migration(['shop.0002_cost'], add('x')) }) };
  expect((await told({ before, after })).split('\n')[0]).toMatchInlineSnapshot(
    `"shop/migrations/0003_x.py:4:1: warning: migration shop.0003_x is published on origin/main (bbbbbbb) and no longer replaces shop.0002_cost, still there: new databases apply both, one over the other  [dropped-replaces]"`,
  );
});

test('many', async () => {
  const all = steps(9);
  const before = lying({ ...all, '0001_squashed': squash(replacing(...Object.keys(all))) });
  const text = await told({ before, after: lying({ '0001_squashed': squash() }) });
  expect(text.split('\n').slice(0, 3)).toMatchInlineSnapshot(`
    [
      "shop/migrations/0001_squashed.py:4:1: warning: migration shop.0001_squashed is published on origin/main (bbbbbbb) and no longer replaces shop.0001_step, shop.0002_step, shop.0003_step and 6 more, gone in the same change: a database that was not migrated with it yet runs it over its tables  [dropped-replaces]",
      "  keep the list until every database was migrated with the squash, in class Migration of shop/migrations/0001_squashed.py:",
      "      replaces = [("shop", "0001_step"), ("shop", "0002_step"), ("shop", "0003_step"), ("shop", "0004_step"), ("shop", "0005_step"), …]  # all 9",
    ]
  `);
});
