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
  SILENT,
  verdict,
  type Row,
} from '../helpers/verdict.ts';

const edited = (before: string, after: string): [Files, Files] => [
  shop({ ...SHOP, '0002_cost': before }),
  shop({ ...SHOP, '0002_cost': after }),
];
const operation = (text: string): string => migration(['shop.0001_initial'], [text]);
const alone = (...operations: string[]): string =>
  operation(`migrations.SeparateDatabaseAndState(\n    state_operations=[${operations.join(', ')}],\n)`);
const INFO = ['info edited-migration shop.0002_cost'];

const SPELLINGS: readonly Row[] = [
  [
    'positional arguments become keywords',
    SILENT,
    ...edited(operation('migrations.AddField("item", "cost", models.IntegerField(default=0))'), COST),
  ],
  [
    'keywords become positional',
    SILENT,
    ...edited(COST, operation('migrations.AddField("item", "cost", models.IntegerField(default=0))')),
  ],
  [
    'positional arguments of a field',
    SILENT,
    ...edited(
      operation(addField('cost', 'models.ForeignKey("shop.item", models.CASCADE)')),
      operation(addField('cost', 'models.ForeignKey(on_delete=models.CASCADE, to="shop.item")')),
    ),
  ],
  ['case of a model name', SILENT, ...edited(COST, COST.replace('"item"', '"Item"'))],
  [
    'case in a relation',
    SILENT,
    ...edited(
      operation(addField('cost', 'models.ForeignKey("shop.Item", models.CASCADE)')),
      operation(addField('cost', 'models.ForeignKey("shop.item", models.CASCADE)')),
    ),
  ],
  [
    'an operation only of the state changes',
    INFO,
    ...edited(alone(addField('cost')), alone(addField('cost', 'models.TextField()'))),
  ],
  [
    'one more, only of the state',
    INFO,
    ...edited(alone(addField('cost')), alone(addField('cost'), addField('size'))),
  ],
  [
    'an operation is taken to the state',
    ['error edited-migration shop.0002_cost'],
    ...edited(operation(addField('cost')), alone(addField('cost'))),
  ],
  [
    'two numbers that are the same, one behind the other',
    SILENT,
    shop(SHOP),
    shop({ ...SHOP, '0003_other': migration(['shop.0003_note'], [addField('other')]) }),
  ],
  [
    'db_table has the prefix of another app by coincidence',
    SILENT,
    project(['shop', 'blog'], { ...app('shop', SHOP), ...app('blog', { '0001_initial': INITIAL }) }),
    project(['shop', 'blog'], {
      ...app('shop', SHOP),
      ...app('blog', {
        '0001_initial': INITIAL,
        '0002_page': migration(
          ['blog.0001_initial'],
          [createModel('Page', {}, '"db_table": "shop_front_page"')],
        ),
      }),
    }),
  ],
];

const renamedTo = (name: string, text: string): Files => {
  const { '0003_note': _, ...two } = SHOP;
  return { ...two, [name]: text };
};

const RENAMES: readonly Row[] = [
  [
    'renamed, and its content changed',
    ['error deleted-migration shop.0003_note'],
    shop(SHOP),
    shop(renamedTo('0003_remark', NOTE.replace('"note"', '"remark"'))),
  ],
  [
    'renamed, the new one stands for the old one',
    SILENT,
    shop(SHOP),
    shop(
      renamedTo(
        '0003_remark',
        NOTE.replace('    dependencies', '    replaces = [("shop", "0003_note")]\n\n    dependencies'),
      ),
    ),
  ],
  [
    'renamed, the new one stands for the old one under a wrong label',
    ['error renamed-migration shop.0003_note'],
    shop(SHOP),
    shop(
      renamedTo(
        '0003_remark',
        NOTE.replace('    dependencies', '    replaces = [("store", "0003_note")]\n\n    dependencies'),
      ),
    ),
  ],
  [
    '48: only the case of a name',
    ['warning renamed-migration shop.0003_note'],
    shop(SHOP),
    shop(renamedTo('0003_Note', NOTE)),
  ],
  [
    '48: of two',
    ['warning renamed-migration shop.0002_cost', 'warning renamed-migration shop.0003_note'],
    shop(SHOP),
    shop({ '0001_initial': INITIAL, '0002_COST': COST, '0003_NOTE': NOTE.replace('0002_cost', '0002_COST') }),
  ],
];

const STALE = project(['store'], app('store', SHOP, { name: 'shop' }));
/** A label that Django before 3.2 does not use. */
const boutique = (migrations: Files): Files =>
  project(['store'], app('store', relabelled('store', migrations), { label: 'boutique' }));
const OLD_DJANGO = boutique(SHOP);
const site = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`venv/lib/python3.12/site-packages/${path}`, text]),
  );
const AUTH = app('django/contrib/auth', relabelled('auth'), { label: 'auth' });
const VENV = site({ ...AUTH, ...app('taggit', relabelled('taggit')), 'django/__init__.py': '' });
const UPGRADED = {
  ...VENV,
  ...site({
    'django/contrib/auth/migrations/0002_cost.py': operation(addField('cost', 'models.TextField()')),
  }),
};
const OTHER = Object.fromEntries(Object.entries(shop(SHOP)).map(([path, text]) => [`other/${path}`, text]));

const PLACES: readonly Row[] = [
  [
    'the folder is renamed, apps.py still names the old package',
    ['error stale-app-config shop'],
    shop(SHOP),
    STALE,
  ],
  [
    'and is put right with the old label',
    SILENT,
    STALE,
    project(['store'], app('store', SHOP, { label: 'shop' })),
  ],
  [
    'the label of apps.py is not in use (before Django 3.2), as siblings tell: one more',
    SILENT,
    OLD_DJANGO,
    boutique({ ...SHOP, '0004_more': migration(['shop.0003_note'], [addField('more')]) }),
  ],
  [
    'and one that is renamed',
    ['error renamed-migration store.0003_note'],
    OLD_DJANGO,
    boutique(renamedTo('0003_remark', NOTE)),
  ],
  ['a virtual environment was committed, and goes', SILENT, { ...shop(SHOP), ...VENV }, shop(SHOP)],
  ['a virtual environment is upgraded', SILENT, { ...shop(SHOP), ...VENV }, { ...shop(SHOP), ...UPGRADED }],
  [
    'a virtual environment is committed: nothing but its bytecode is said',
    SILENT,
    shop(SHOP),
    { ...shop(SHOP), ...VENV },
  ],
  [
    'another project has an app of that label: one of it goes',
    ['error deleted-migration shop.0003_note'],
    { ...shop(SHOP), ...OTHER },
    {
      ...shop(SHOP),
      ...Object.fromEntries(Object.entries(OTHER).filter(([path]) => !path.includes('0003'))),
    },
  ],
  ['a copy of the whole project comes', SILENT, shop(SHOP), { ...shop(SHOP), ...OTHER }],
  ['a copy of the whole project goes', ['warning removed-app shop'], { ...shop(SHOP), ...OTHER }, shop(SHOP)],
];

test.for<Row>([...SPELLINGS, ...RENAMES, ...PLACES])(
  '%s',
  async ([, expected, before, after, circumstances]) => {
    expect(after).not.toEqual(before);
    expect(await verdict(before, after, circumstances)).toEqual(expected);
  },
);
