import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import {
  addField,
  app,
  COST,
  createModel,
  INITIAL,
  migration,
  NOTE,
  project,
  relabelled,
  shop,
  SHOP,
  verdict,
} from '../helpers/verdict.ts';

/** What is said of a change whose migrations are aged, young, and only on the branch. */
type Column = readonly [aged: string, young: string, topic: string];
const BY_AGE: Column = ['error', 'warning', ''];
const PUBLISHED: Column = ['error', 'error', ''];
const ALWAYS: Column = ['error', 'error', 'error'];

const { '0003_note': _, ...TWO } = SHOP;
const PREPARE = migration(['shop.0002_cost'], ['migrations.RunSQL("UPDATE shop_item SET cost = 1")']);
const OTHER = migration(['shop.0002_cost'], [addField('other')]);
const MODEL = createModel('Item', { cost: 'models.IntegerField()', name: 'models.CharField(max_length=20)' });
const OWNED = migration(
  [],
  [createModel('Item', { parent: 'models.ForeignKey(models.CASCADE, to="shop.item")' })],
);
const STORE = relabelled('store');

/** An operation of 0002_cost, and what it is edited to. */
const EDITS: readonly (readonly [name: string, before: string, after: string])[] = [
  ['a column of another type', addField('cost'), addField('cost', 'models.TextField()')],
  [
    'a column of another length',
    addField('cost', 'models.CharField(max_length=20)'),
    addField('cost', 'models.CharField(max_length=30)'),
  ],
  ['a column may be null', addField('cost'), addField('cost', 'models.IntegerField(default=0, null=True)')],
  ['8: db_column', addField('cost'), addField('cost', 'models.IntegerField(db_column="price", default=0)')],
  ['an index', addField('cost'), addField('cost', 'models.IntegerField(db_index=True, default=0)')],
  ['a column of another name', addField('cost'), addField('price')],
  ['another model', addField('cost'), addField('cost').replace('"item"', '"price"')],
  ['an operation comes', addField('cost'), `${addField('cost')},\n${addField('size')}`],
  ['an operation goes', `${addField('cost')},\n${addField('size')}`, addField('cost')],
  ['a table comes', addField('cost'), `${addField('cost')},\n${createModel('Price')}`],
  [
    'a column of a new table',
    createModel('Price', { cost: 'models.IntegerField()' }),
    createModel('Price', { cost: 'models.IntegerField()', size: 'models.IntegerField()' }),
  ],
  [
    'a column of a new table goes',
    createModel('Price', { cost: 'models.IntegerField()' }),
    createModel('Price'),
  ],
  ['a new table gets another name', createModel('Price'), createModel('Cost')],
  ['a table gets db_table', createModel('Price'), createModel('Price', {}, '"db_table": "price"')],
  ['unique_together', createModel('Price'), createModel('Price', {}, '"unique_together": {("id", "cost")}')],
  [
    'a column goes otherwise',
    'migrations.RemoveField(\n    model_name="item",\n    name="cost",\n)',
    'migrations.RemoveField(\n    model_name="item",\n    name="size",\n)',
  ],
];

test.for(EDITS)('an edit of a schema operation is refused: %s', async ([, before, after]) => {
  const [old, now] = [before, after].map((operation) =>
    shop({ ...SHOP, '0002_cost': migration(['shop.0001_initial'], [operation]) }),
  );
  const said = async (days: number, published = old!): Promise<string[]> =>
    verdict(old!, now!, { days, published });
  expect(await said(7)).toEqual(['error edited-migration shop.0002_cost']);
  expect(await said(6.9)).toEqual(['warning edited-migration shop.0002_cost']);
  expect(await said(365, project([], {}))).toEqual([]);
});

/** `$` stands for the severity of the row's column. */
const ROWS: readonly (readonly [
  name: string,
  column: Column,
  said: readonly string[],
  before: Files,
  after: Files,
])[] = [
  [
    'the newest is renamed',
    BY_AGE,
    ['renamed-migration shop.0003_note'],
    shop(SHOP),
    shop({ ...TWO, '0003_remark': NOTE }),
  ],
  [
    'one in the middle is renamed, all dependencies updated',
    BY_AGE,
    ['renamed-migration shop.0002_cost'],
    shop(SHOP),
    shop({
      '0001_initial': INITIAL,
      '0002_price': COST,
      '0003_note': NOTE.replace('0002_cost', '0002_price'),
    }),
  ],
  [
    'two swap their numbers',
    BY_AGE,
    ['renamed-migration shop.0002_cost', 'renamed-migration shop.0003_note'],
    shop(SHOP),
    shop({
      '0001_initial': INITIAL,
      '0002_note': NOTE.replace('0002_cost', '0001_initial'),
      '0003_cost': COST.replace('0001_initial', '0002_note'),
    }),
  ],
  ['the newest is deleted', BY_AGE, ['deleted-migration shop.0003_note'], shop(SHOP), shop(TWO)],
  [
    'one in the middle is deleted, all dependencies updated',
    BY_AGE,
    ['deleted-migration shop.0002_cost'],
    shop(SHOP),
    shop({ '0001_initial': INITIAL, '0003_note': NOTE.replace('0002_cost', '0001_initial') }),
  ],
  ['models without their migrations', PUBLISHED, ['deleted-migration shop'], shop(SHOP), shop({})],
  [
    'models without their migrations, and without the package',
    PUBLISHED,
    ['deleted-migration shop'],
    shop(SHOP),
    project(['shop'], { 'shop/models.py': app('shop', {})['shop/models.py']! }),
  ],
  [
    'reset to a 0001 of another name',
    BY_AGE,
    ['deleted-migration shop'],
    shop(SHOP),
    shop({ '0001_start': migration([], [MODEL]) }),
  ],
  [
    'a new one is put before',
    BY_AGE,
    ['inserted-migration shop.0003_note'],
    shop(SHOP),
    shop({ ...SHOP, '0002_prepare': PREPARE, '0003_note': NOTE.replace('0002_cost', '0002_prepare') }),
  ],
  [
    'a new one is put before, of another app',
    BY_AGE,
    ['inserted-migration shop.0003_note'],
    project(['shop', 'blog'], app('shop', SHOP)),
    project(['shop', 'blog'], {
      ...app('shop', {
        ...SHOP,
        '0003_note': NOTE.replace('("shop", "0002_cost")', '("shop", "0002_cost"), ("blog", "0001_initial")'),
      }),
      ...app('blog', { '0001_initial': INITIAL }),
    }),
  ],
  [
    'the label changes with the folder',
    BY_AGE,
    ['changed-app-label shop'],
    shop(SHOP),
    project(['store'], app('store', STORE)),
  ],
  [
    'the label changes, one migration, its references follow',
    BY_AGE,
    ['changed-app-label shop'],
    shop({ '0001_initial': OWNED }),
    project(['store'], app('store', { '0001_initial': OWNED.replaceAll('shop.', 'store.') })),
  ],
  [
    '`label` is taken out',
    BY_AGE,
    ['changed-app-label shop'],
    project(['store'], app('store', SHOP, { label: 'shop' })),
    project(['store'], app('store', STORE)),
  ],
  [
    'a dependency leads nowhere',
    ALWAYS,
    ['dangling-dependency shop.0003_note'],
    shop(SHOP),
    shop({ ...SHOP, '0003_note': NOTE.replace('0002_cost', '0002_price') }),
  ],
  [
    'two are the newest',
    ALWAYS,
    ['conflicting-migrations shop'],
    shop(SHOP),
    shop({ ...SHOP, '0003_other': OTHER }),
  ],
  [
    'a circle',
    ALWAYS,
    ['circular-dependency shop.0004_a'],
    shop(SHOP),
    shop({
      ...SHOP,
      '0004_a': migration(['shop.0003_note', 'shop.0005_b'], []),
      '0005_b': migration(['shop.0004_a'], []),
    }),
  ],
  [
    'bytecode',
    ALWAYS,
    ['staged-bytecode shop/__pycache__/models.cpython-312.pyc'],
    shop(SHOP),
    { ...shop(SHOP), 'shop/__pycache__/models.cpython-312.pyc': 'x' },
  ],
  [
    'what an atomic write left',
    ALWAYS,
    ['staged-bytecode shop/models.pyc.140123456789'],
    shop(SHOP),
    { ...shop(SHOP), 'shop/models.pyc.140123456789': 'x' },
  ],
];

test.for(ROWS)('is refused: %s', async ([, column, said, before, after]) => {
  const named = (severity: string): string[] =>
    severity ? said.map((line) => `${severity} ${line}`).sort() : [];
  const [aged, young, topic] = column;
  const aged30 = (await verdict(before, after, { days: 30 })).filter((line) => !line.startsWith('info'));
  expect(aged30).toEqual(named(aged));
  const young1 = (await verdict(before, after, { days: 1 })).filter((line) => !line.startsWith('info'));
  expect(young1).toEqual(named(young));
  expect(await verdict(before, after, { published: project([], {}) })).toEqual(named(topic));
});
