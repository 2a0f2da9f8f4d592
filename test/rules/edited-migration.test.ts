import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/edited-migration.ts';
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

const BLOG = lying(
  { '0001_initial': migration([], CREATE), '0002_x': migration(['blog.0001_initial'], add('x')) },
  'blog',
);
const ALL = { ...lying(SHOP), ...BLOG };
const cost = (text: string): Files => ({ ...ALL, ...lying({ '0002_cost': text }) });
const COST = SHOP['0002_cost']!;
const BIG = COST.replace('IntegerField', 'BigIntegerField');
const note = (...parents: readonly string[]): Files =>
  lying({ '0003_note': migration(parents, add('note')) });
const run = (body: string, more = ''): string =>
  `${migration(['shop.0001_initial'], `migrations.RunPython(forwards${more})`)}\n\ndef forwards(apps, schema_editor):\n    ${body}\n`;
const SQUASH = migration([], CREATE, replacing('0001_initial', '0002_cost'));

type Row = readonly [name: string, after: Files, more?: Partial<Scene>];

const SILENT: readonly Row[] = [
  ['nothing changes', ALL],
  ['a new one', { ...ALL, ...lying({ '0004_x': migration(['shop.0003_note'], add('x')) }) }],
  ['4: other quotes and breaks', cost(COST.replaceAll('"', "'").replace('add', '\n  add'))],
  ['5: comments and a docstring', cost(`"""Why."""\n# licence\n${COST}`)],
  ['6: an unused import', cost(`import os\n${COST}`)],
  ['7: CRLF', cost(COST.replaceAll('\n', '\r\n'))],
  [
    'keywords for positions',
    cost(COST.replace('"item", "cost", models', 'model_name="item", name="cost", field=models')),
  ],
  ['1: born on the branch', cost(BIG), { published: { ...lying(without(SHOP, '0002_cost')), ...BLOG } }],
  ['nothing is published', cost(BIG), { published: null }],
  ['it is taken back', ALL, { before: cost(BIG), published: ALL }],
  [
    'it was edited before',
    { ...cost(BIG), ...lying({ '0004_x': migration(['shop.0003_note'], add('x')) }) },
    { before: cost(BIG), published: ALL },
  ],
  [
    '38: in a test app',
    lying({ ...SHOP, '0002_cost': BIG }, 'tests/shop'),
    { before: lying(SHOP, 'tests/shop') },
  ],
  [
    '20: re-pointed to a squash',
    { ...ALL, ...lying({ '0001_squashed': SQUASH }), ...note('shop.0001_squashed') },
  ],
  [
    're-pointed to the new name',
    { ...lying({ ...without(SHOP, '0002_cost'), '0002_price': COST }), ...BLOG, ...note('shop.0002_price') },
  ],
  [
    're-pointed past one that was deleted',
    { ...lying(without(SHOP, '0002_cost')), ...BLOG, ...note('shop.0001_initial') },
  ],
  [
    'it waits for a new one: another rule says so',
    { ...ALL, ...lying({ '0002_x': migration(['shop.0002_cost'], add('x')) }), ...note('shop.0002_x') },
  ],
  [
    'it waits for what is not there: another rule says so',
    { ...ALL, ...note('shop.0002_cost', 'blog.0009_nope') },
  ],
  ['it waits for itself: another rule says so', { ...ALL, ...note('shop.0002_cost', 'shop.0003_note') }],
  [
    'it waited for an app that goes',
    { ...lying(SHOP), ...note('shop.0002_cost') },
    { before: { ...ALL, ...note('shop.0002_cost', 'blog.0001_initial') } },
  ],
  [
    '46: its dependencies are computed now',
    { ...ALL, ...lying({ '0003_note': migration([], add('note')).replace('[]', '[*names()]') }) },
  ],
  [
    '`replaces` changes: another rule says so',
    { ...ALL, ...lying({ '0001_squashed': SQUASH.replace(', ("shop", "0002_cost")', '') }) },
    { before: { ...ALL, ...lying({ '0001_squashed': SQUASH }) } },
  ],
];

test.for(SILENT)('stays silent: %s', async ([, after, more]) => {
  expect(await found(rule, { before: ALL, after, ...more })).toEqual([]);
});

const C = 'shop/migrations/0002_cost.py:6:1 shop.0002_cost';
const N = 'shop/migrations/0003_note.py:4:1 shop.0003_note';

const FOUND: readonly (readonly [name: string, expected: string, after: Files, more?: Partial<Scene>])[] = [
  ['another type', `error ${C}`, cost(BIG)],
  ['another type, younger than the grace', `warning ${C}`, cost(BIG), { days: 3 }],
  ['another type, by a revert', `warning ${C}`, cost(BIG), { change: { reverts: true } }],
  [
    'another type and another helper: the worse one',
    `error ${C}`,
    cost(BIG.replace('))]', ')), migrations.RunPython(f)]')),
    { before: cost(COST.replace('))]', ')), migrations.RunPython(g)]')) },
  ],
  [
    'another type, in an app that has moved on the branch',
    `error src/${C}`,
    { 'src/shop/migrations/0002_cost.py': BIG, 'src/shop/migrations/0001_initial.py': SHOP['0001_initial']! },
    {
      before: {
        'src/shop/migrations/0002_cost.py': COST,
        'src/shop/migrations/0001_initial.py': SHOP['0001_initial']!,
      },
      published: ALL,
    },
  ],
  [
    'a different one under the name of a published one',
    'error shop/migrations/0002_cost.py:6:1 shop.0002_cost',
    cost(migration(['shop.0001_initial'], add('price'))),
  ],
  [
    '11: another helper',
    'warning shop/migrations/0002_cost.py:9:1 shop.0002_cost',
    cost(run('two()')),
    { before: cost(run('one()')) },
  ],
  ['8: a help text', `info ${C}`, cost(COST.replace('default=0', 'default=0, help_text="x"'))],
  [
    '9: reverse code',
    'info shop/migrations/0002_cost.py:6:1 shop.0002_cost',
    cost(run('one()', ', forwards')),
    { before: cost(run('one()')) },
  ],
  [
    '21: another dependency of its own app',
    `info ${N}`,
    { ...ALL, ...note('shop.0001_initial', 'shop.0002_cost') },
  ],
  [
    'a dependency on another app, more',
    `warning ${N}`,
    { ...ALL, ...note('shop.0002_cost', 'blog.0001_initial') },
  ],
  [
    'a dependency on another app, less',
    `warning ${N}`,
    { ...ALL, ...note('shop.0002_cost') },
    { before: { ...ALL, ...note('shop.0002_cost', 'blog.0001_initial') } },
  ],
  [
    '`run_before`',
    `warning ${N}`,
    {
      ...ALL,
      ...lying({
        '0003_note': migration(['shop.0002_cost'], add('note'), 'run_before = [("blog", "0002_x")]'),
      }),
    },
  ],
];

test.for(FOUND)('finds %s', async ([, expected, after, more]) => {
  expect(await found(rule, { before: ALL, after, ...more })).toEqual([expected]);
});
