import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/deleted-migration.ts';
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
const LAST = '0003_note';
const LEAST = lying(without(SHOP, LAST));
const SQUASH = migration([], CREATE, replacing(...Object.keys(SHOP)));
const SQUASHED = { ...SHOP, '0001_squashed': SQUASH };
const COMPUTED = migration(['shop.0002_cost'], add('x'), 'replaces = names()');
const CONFIG = `from django.apps import AppConfig\n\n\nclass ShopConfig(AppConfig):\n    name = "store"\n    label = "shop"\n`;
const UNKNOWN = { 'shop/apps.py': CONFIG.replace('"shop"', 'label()').replace('"store"', '"shop"') };
const MODELS = { 'shop/models.py': 'ITEM = 1\n' };

/** The project with these apps installed. */
const INSTALLED = project(['shop'], { ...ALL, ...MODELS });
const outside = (files: Files, prefix: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(prefix)));

const STORE = Object.fromEntries(
  Object.entries(lying(SHOP, 'store')).map(([path, text]) => [path, text.replaceAll('"shop"', '"store"')]),
);

type Row = readonly [name: string, after: Files, before?: Files, more?: Partial<Scene>];

const SILENT: readonly Row[] = [
  ['nothing changes', ALL],
  ['one is added', { ...ALL, ...lying({ '0004_x': migration(['shop.0003_note'], add('x')) }) }],
  ['one is renamed', { ...LEAST, ...lying({ '0003_remark': SHOP[LAST]! }) }],
  [
    'the new name stands for the old one',
    { ...LEAST, ...lying({ '0003_remark': migration(['shop.0002_cost'], add('note'), replacing(LAST)) }) },
  ],
  ['1: born on the branch', LEAST, ALL, { published: LEAST }],
  ['nothing is published', LEAST, ALL, { published: null }],
  ['it was deleted before', { ...LEAST, ...MODELS }, LEAST, { published: ALL }],
  ['15: a squash is added', lying(SQUASHED)],
  ['24: the folder moves, the label is kept', { ...lying(SHOP, 'store'), 'store/apps.py': CONFIG }],
  ['25: everything moves below src/', lying(SHOP, 'src/shop')],
  ['33: not where Django looks', { ...ALL }, { ...ALL, 'shop/old/0001_a.py': SHOP[LAST]! }],
  [
    '35: a job of something else',
    ALL,
    { ...ALL, 'jobs/migrations/0001_a.py': 'class Migration:\n    pass\n' },
  ],
  ['37: a helper', ALL, { ...ALL, 'shop/migrations/_helper.py': SHOP[LAST]! }],
  ['38: in a test app', {}, lying(SHOP, 'tests/shop')],
  ['38: in an example', lying(without(SHOP, LAST), 'example/shop'), lying(SHOP, 'example/shop')],
  ['46: the label is unknown', { ...LEAST, ...UNKNOWN }, { ...ALL, ...UNKNOWN }],
  ['46: a `replaces` is computed', { ...LEAST, ...lying({ '0003_x': COMPUTED }) }],
  [
    'another project keeps the same, and nothing goes',
    { ...lying(SHOP, 'a/shop'), ...lying(SHOP, 'b/shop') },
    { ...lying(SHOP, 'a/shop'), ...lying(SHOP, 'b/shop') },
  ],
  ['the whole app (removed-app)', {}, { ...ALL, ...MODELS }],
  ['another label (changed-app-label)', STORE],
  [
    'its folder is no package any more',
    { ...ALL, 'shop/__init__.py': '' },
    { ...ALL, 'shop/__init__.py': '', 'shop/migrations/__init__.py': '' },
  ],
];

test.for(SILENT)('stays silent: %s', async ([, after, before = ALL, more = {}]) => {
  expect(await found(rule, { before, after, ...more })).toEqual([]);
});

const at = (name: string, folder = 'shop'): string => `${folder}/migrations/${name}.py:1:1 shop.${name}`;
const APP = 'shop/migrations/0001_initial.py:1:1 shop';
const SHARED = { ...lying(SHOP, 'a/shop'), ...lying(SHOP, 'b/shop') };
const START = { '0001_start': migration([], `${CREATE}, ${add('cost')}`) };
const FOUND: readonly (readonly [
  name: string,
  expected: readonly string[],
  after: Files,
  before?: Files,
  more?: Partial<Scene>,
])[] = [
  ['the newest', [`error ${at(LAST)}`], LEAST],
  ['one that is younger than the grace', [`warning ${at(LAST)}`], LEAST, ALL, { days: 3 }],
  ['one that a revert takes back', [`warning ${at(LAST)}`], LEAST, ALL, { change: { reverts: true } }],
  ['several', [`error ${at('0002_cost')}`, `error ${at(LAST)}`], lying(without(SHOP, '0002_cost', LAST))],
  [
    'one in the middle, with what follows re-pointed',
    [`error ${at('0002_cost')}`],
    lying({ ...without(SHOP, '0002_cost'), [LAST]: migration(['shop.0001_initial'], add('note')) }),
  ],
  [
    '44: another one takes its place',
    [`error ${at(LAST)}`],
    { ...LEAST, ...lying({ '0003_other': migration(['shop.0002_cost'], add('other')) }) },
  ],
  [
    'one of an app that has moved on the branch',
    [`error ${at(LAST, 'src/shop')}`],
    lying(without(SHOP, LAST), 'src/shop'),
    lying(SHOP, 'src/shop'),
    { published: ALL },
  ],
  [
    'one in one of two projects with one label',
    [`error ${at(LAST, 'b/shop')}`],
    outside(SHARED, 'b/shop/migrations/0003'),
    SHARED,
  ],
  [
    'originals of a squash that was never published',
    [`error ${at('0001_initial')}`, `error ${at('0002_cost')}`, `error ${at(LAST)}`],
    lying({ '0001_squashed': migration([], CREATE) }),
    lying(SQUASHED),
    { published: ALL },
  ],
  [
    '16: originals, after the squash',
    [`info ${at('0001_initial')}`, `info ${at('0002_cost')}`, `info ${at(LAST)}`],
    lying({ '0001_squashed': SQUASH }),
    lying(SQUASHED),
  ],
  [
    '16b: some originals, with the squash',
    [`warning ${at('0001_initial')}`, `warning ${at('0002_cost')}`],
    lying({
      '0001_squashed': migration([], CREATE, replacing('0001_initial', '0002_cost')),
      [LAST]: SHOP[LAST]!,
    }),
  ],
  [
    '23: all, for one that replaces them',
    [`info ${at('0001_initial')}`, `info ${at('0002_cost')}`, `info ${at(LAST)}`],
    lying({ '0001_squashed': SQUASH }),
  ],
  [
    '18: originals, after `replaces` was dropped',
    [`warning ${at(LAST)}`],
    LEAST,
    ALL,
    { change: { formerSquashes: [{ replaced: 'shop.0003_note', commit: 'c'.repeat(40) }] } },
  ],
  ['a squash, while its originals stay', [`info ${at('0001_squashed')}`], ALL, lying(SQUASHED)],
  [
    'a squash, while its originals come back',
    [`warning ${at('0001_squashed')}`],
    ALL,
    lying({ '0001_squashed': SQUASH }),
  ],
  ['all, and the models stay', [`error ${APP}`], MODELS, { ...ALL, ...MODELS }],
  [
    'all, and the models stay, however young',
    [`error ${APP}`],
    project(['shop'], MODELS),
    INSTALLED,
    { days: 1 },
  ],
  ['all, and another start', [`error ${APP}`], lying(START)],
  ['all, and another start, younger than the grace', [`warning ${APP}`], lying(START), ALL, { days: 1 }],
];

test.for(FOUND)('finds %s', async ([, expected, after, before = ALL, more = {}]) => {
  expect(await found(rule, { before, after, ...more })).toEqual(expected);
});
