import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  addField,
  COST,
  createModel,
  INITIAL,
  migration,
  NOTE,
  shop,
  SHOP,
  SILENT,
  verdict,
  type Row,
} from '../helpers/verdict.ts';

const BORN = migration(['shop.0003_note'], [addField('weight')]);
const ON_TOPIC = { published: shop(SHOP) };
const TOPIC = shop({ ...SHOP, '0004_weight': BORN });
const HEAVIER = migration(['shop.0003_note'], [addField('weight', 'models.BigIntegerField()')]);
const THEIRS = migration(['shop.0003_note'], [addField('colour', 'models.CharField(max_length=20)')]);
const REBASED = BORN.replace('0003_note', '0004_colour');

const ROWS: readonly Row[] = [
  [
    '1: a migration born on the branch is edited',
    SILENT,
    TOPIC,
    shop({ ...SHOP, '0004_weight': HEAVIER }),
    ON_TOPIC,
  ],
  ['1: it is renamed', SILENT, TOPIC, shop({ ...SHOP, '0004_mass': BORN }), ON_TOPIC],
  ['1: it is renumbered', SILENT, TOPIC, shop({ ...SHOP, '0005_weight': BORN }), ON_TOPIC],
  ['1: it is deleted', SILENT, TOPIC, shop(SHOP), ON_TOPIC],
  [
    '1: it is regenerated under another name',
    SILENT,
    TOPIC,
    shop({ ...SHOP, '0004_item_weight': HEAVIER }),
    ON_TOPIC,
  ],
  [
    '1: all migrations of an app born on the branch go',
    SILENT,
    { ...TOPIC, 'cart/models.py': '', 'cart/migrations/0001_initial.py': INITIAL },
    { ...TOPIC, 'cart/models.py': '' },
    ON_TOPIC,
  ],
  [
    '3: renumbered after a rebase, as rebase_migration does',
    SILENT,
    {
      ...shop({ ...SHOP, '0004_colour': THEIRS, '0004_weight': BORN }),
      'shop/migrations/max_migration.txt': '0004_weight\n',
    },
    {
      ...shop({ ...SHOP, '0004_colour': THEIRS, '0005_weight': REBASED }),
      'shop/migrations/max_migration.txt': '0005_weight\n',
    },
    { published: shop({ ...SHOP, '0004_colour': THEIRS }) },
  ],
  [
    '3: follows the newest of the base, its number stays',
    SILENT,
    shop({ ...SHOP, '0004_colour': THEIRS, '0004_weight': BORN }),
    shop({ ...SHOP, '0004_colour': THEIRS, '0004_weight': REBASED }),
    { published: shop({ ...SHOP, '0004_colour': THEIRS }) },
  ],
];

const MINE = migration(['shop.0001_initial'], [addField('mine')]);
const MERGE = migration(['shop.0002_cost', 'shop.0002_mine'], []);
const TWO = { '0001_initial': INITIAL, '0002_cost': COST, '0002_mine': MINE };

const CONFLICTS: readonly Row[] = [
  [
    '21: one of two is put behind the other',
    ['info edited-migration shop.0002_mine'],
    shop(TWO),
    shop({ ...TWO, '0002_mine': MINE.replace('0001_initial', '0002_cost') }),
  ],
  [
    '21: it follows a third one',
    ['info edited-migration shop.0003_note'],
    shop({ ...TWO, '0003_note': NOTE }),
    shop({
      ...TWO,
      '0003_note': NOTE.replace('("shop", "0002_cost")', '("shop", "0002_cost"), ("shop", "0002_mine")'),
    }),
  ],
  ['22: a merge', SILENT, shop(TWO), shop({ ...TWO, '0003_merge_0002_cost_0002_mine': MERGE })],
  [
    '22: a merge of one that is published with one that is not',
    SILENT,
    shop({ '0001_initial': INITIAL, '0002_cost': COST }),
    shop({ ...TWO, '0003_merge_20240501_0900': MERGE }),
  ],
];
const OPTIMIZED = migration(['shop.0001_initial'], [createModel('Price', { cost: 'models.IntegerField()' })]);
const LENGTHY = migration(
  ['shop.0001_initial'],
  [createModel('Price'), addField('cost', 'models.IntegerField()').replace('item', 'price')],
);

const OPTIMIZE: Row = [
  'optimizemigration rewrites a migration',
  ['info edited-migration shop.0002_cost'],
  shop({ ...SHOP, '0002_cost': LENGTHY }),
  shop({ ...SHOP, '0002_cost': OPTIMIZED }),
];

test.for([...ROWS, ...CONFLICTS, OPTIMIZE])('%s', async ([, expected, before, after, circumstances]) => {
  expect(await verdict(before, after, circumstances)).toEqual(expected);
});

test.for(ROWS)('published, it is told: %s', async ([, , before, after]) => {
  expect(await verdict(before, after)).not.toEqual(SILENT);
});

test('every look-alike has a row that bears its number', () => {
  const folders = ['rules', 'git'].map((ring) => join(import.meta.dirname, '..', ring));
  const files = folders.flatMap((folder) =>
    readdirSync(folder).flatMap((file) => (file.startsWith('look-alikes') ? join(folder, file) : [])),
  );
  const texts = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const numbers = new Set([...texts.matchAll(/['`](\d+b?): /g)].map((match) => match[1]!));
  const all = [...Array.from({ length: 51 }, (_, index) => `${index + 1}`), '16b'];
  expect(all.filter((number) => !numbers.has(number))).toEqual([]);
});
