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
  replaces,
  shop,
  SHOP,
  SILENT,
  verdict,
  type Row,
} from '../helpers/verdict.ts';

const SQUASH = '0001_squashed_0002_cost';
const CREATE = createModel('Item', { cost: 'models.IntegerField(default=0)' });
const NAMED = replaces('shop.0001_initial', 'shop.0002_cost');
const WITH = migration([], [CREATE], { attributes: `${NAMED}\n\n    initial = True` });
const WITHOUT = migration([], [CREATE], { attributes: 'initial = True' });
const FOLLOWS = NOTE.replace('0002_cost', SQUASH);

const KEPT = shop({ ...SHOP, [SQUASH]: WITH });
const CLEANED = shop({ [SQUASH]: WITH, '0003_note': FOLLOWS });
const FORGOTTEN = shop({ [SQUASH]: WITHOUT, '0003_note': FOLLOWS });

/** The shop with another app, whose migration depends on one of the shop's. */
const beside = (migrations: Files, key: string): Files =>
  project(['shop', 'blog'], {
    ...app('shop', migrations),
    ...app('blog', {
      '0001_initial': migration([key], [createModel('Post')], { attributes: 'initial = True' }),
    }),
  });

const deleted = (severity: string, ...names: readonly string[]): string[] =>
  names.map((name) => `${severity} deleted-migration shop.${name}`);

const AGAIN = '0001_squashed_0001_squashed_0002_cost_0003_note';
const TWICE = migration([], [CREATE], {
  attributes: replaces(`shop.${SQUASH}`, 'shop.0003_note'),
});
const TAGS = migration(['shop.0003_note'], [addField('tags')]);
const SECOND = migration([`shop.${SQUASH}`], [addField('note'), addField('tags')], {
  attributes: replaces('shop.0003_note', 'shop.0004_tags'),
});
const LAST = migration(['shop.0004_tags'], [addField('size')]);
const LONG = { ...SHOP, '0004_tags': TAGS, '0005_size': LAST };

const SQUASHES: readonly Row[] = [
  ['15: a squash is added', SILENT, shop(SHOP), KEPT],
  [
    '15: one of all',
    SILENT,
    shop({ '0001_initial': INITIAL, '0002_cost': COST }),
    shop({ '0001_initial': INITIAL, '0002_cost': COST, [SQUASH]: WITH }),
  ],
  [
    '15: one on which another app depends',
    SILENT,
    beside(SHOP, 'shop.0002_cost'),
    beside({ ...SHOP, [SQUASH]: WITH }, 'shop.0002_cost'),
  ],
  ['15: a squash is squashed (Django 6.0)', SILENT, KEPT, shop({ ...SHOP, [SQUASH]: WITH, [AGAIN]: TWICE })],
  ['16: the originals go (kitsune)', deleted('info', '0001_initial', '0002_cost'), KEPT, CLEANED],
  [
    '16: the originals go, what follows still names them',
    deleted('info', '0001_initial', '0002_cost'),
    KEPT,
    shop({ [SQUASH]: WITH, '0003_note': NOTE }),
  ],
  [
    '16: another app still names them',
    deleted('info', '0001_initial', '0002_cost'),
    beside({ ...SHOP, [SQUASH]: WITH }, 'shop.0002_cost'),
    beside({ [SQUASH]: WITH, '0003_note': FOLLOWS }, 'shop.0002_cost'),
  ],
  [
    '16: a squash of a squash stays',
    deleted('info', '0001_initial', SQUASH, '0002_cost', '0003_note'),
    shop({ ...SHOP, [SQUASH]: WITH, [AGAIN]: TWICE }),
    shop({ [AGAIN]: TWICE }),
  ],
  [
    '16: the squash of a squash stays, the originals went before',
    deleted('info', SQUASH, '0003_note'),
    shop({ [SQUASH]: WITH, '0003_note': FOLLOWS, [AGAIN]: TWICE }),
    shop({ [AGAIN]: TWICE }),
  ],
  [
    '16b: squashed and deleted at once (netbox)',
    deleted('warning', '0001_initial', '0002_cost'),
    shop(SHOP),
    CLEANED,
  ],
  [
    '16b: what follows still names them',
    deleted('warning', '0001_initial', '0002_cost'),
    shop(SHOP),
    shop({ [SQUASH]: WITH, '0003_note': NOTE }),
  ],
  [
    '16b: two squashes at once (netbox)',
    deleted('warning', '0001_initial', '0002_cost', '0003_note', '0004_tags'),
    shop(LONG),
    shop({
      [SQUASH]: WITH,
      '0003_squashed_0004_tags': SECOND,
      '0005_size': LAST.replace('0004_tags', '0003_squashed_0004_tags'),
    }),
  ],
  [
    '16b: another app depends on the squash at once',
    deleted('warning', '0001_initial', '0002_cost'),
    beside(SHOP, 'shop.0002_cost'),
    beside({ [SQUASH]: WITH, '0003_note': FOLLOWS }, `shop.${SQUASH}`),
  ],
  [
    '17: the originals go with `replaces` (netbox)',
    [`warning dropped-replaces shop.${SQUASH}`],
    KEPT,
    FORGOTTEN,
  ],
  [
    '17: of everything (kitsune)',
    [`warning dropped-replaces shop.${SQUASH}`],
    shop({ '0001_initial': INITIAL, '0002_cost': COST, [SQUASH]: WITH }),
    shop({ [SQUASH]: WITHOUT }),
  ],
  [
    '17: `replaces` is left empty',
    [`warning dropped-replaces shop.${SQUASH}`],
    KEPT,
    shop({ [SQUASH]: WITH.replace(NAMED, 'replaces = []'), '0003_note': FOLLOWS }),
  ],
  [
    '17: another app is pointed to the squash',
    [`warning dropped-replaces shop.${SQUASH}`],
    beside({ ...SHOP, [SQUASH]: WITH }, 'shop.0002_cost'),
    beside({ [SQUASH]: WITHOUT, '0003_note': FOLLOWS }, `shop.${SQUASH}`),
  ],
  [
    '19: `replaces` goes when nothing is left of the originals',
    [`info dropped-replaces shop.${SQUASH}`],
    CLEANED,
    FORGOTTEN,
  ],
  [
    '20: what follows is pointed to the squash',
    SILENT,
    KEPT,
    shop({ ...SHOP, [SQUASH]: WITH, '0003_note': FOLLOWS }),
  ],
  ['20: to one that is new', SILENT, shop(SHOP), shop({ ...SHOP, [SQUASH]: WITH, '0003_note': FOLLOWS })],
  [
    '20: in another app',
    SILENT,
    beside({ ...SHOP, [SQUASH]: WITH }, 'shop.0002_cost'),
    beside({ ...SHOP, [SQUASH]: WITH }, `shop.${SQUASH}`),
  ],
  ['20: the originals went before', SILENT, shop({ [SQUASH]: WITH, '0003_note': NOTE }), CLEANED],
];

const ALL = replaces('shop.0001_initial', 'shop.0002_cost', 'shop.0003_note');
const ANEW = migration([], [CREATE], { attributes: `${ALL}\n\n    initial = True` });
const THREE = ['0001_initial', '0002_cost', '0003_note'];
const POSTS = {
  '0001_initial': migration(['shop.0003_note'], [createModel('Post')], { attributes: 'initial = True' }),
  '0002_page': migration(['blog.0001_initial'], [createModel('Page')]),
};
const BLOG = migration(['shop.0001_replace_all'], [createModel('Page'), createModel('Post')], {
  attributes: replaces('blog.0001_initial', 'blog.0002_page'),
});

const RESETS: readonly Row[] = [
  [
    '23: a reset (django-replace-migrations)',
    deleted('info', ...THREE),
    shop(SHOP),
    shop({ '0001_replace_all': ANEW }),
  ],
  [
    '23: another app is pointed to it',
    deleted('info', ...THREE),
    beside(SHOP, 'shop.0003_note'),
    beside({ '0001_replace_all': ANEW }, 'shop.0001_replace_all'),
  ],
  [
    '23: another app still names what it replaces',
    deleted('info', ...THREE),
    beside(SHOP, 'shop.0003_note'),
    beside({ '0001_replace_all': ANEW }, 'shop.0003_note'),
  ],
  [
    '23: of two apps at once',
    [
      ...deleted('info', '0001_initial', '0002_page').map((line) => line.replace('shop', 'blog')),
      ...deleted('info', ...THREE),
    ],
    project(['shop', 'blog'], { ...app('shop', SHOP), ...app('blog', POSTS) }),
    project(['shop', 'blog'], {
      ...app('shop', { '0001_replace_all': ANEW }),
      ...app('blog', { '0001_replace_all': BLOG }),
    }),
  ],
  [
    '23: a part of it is forgotten',
    ['error deleted-migration shop.0003_note', ...deleted('warning', '0001_initial', '0002_cost')],
    shop(SHOP),
    shop({ '0001_replace_all': WITH }),
  ],
  ['a squash is withdrawn, its originals come back', deleted('warning', SQUASH), CLEANED, shop(SHOP)],
  ['a squash is withdrawn, its originals are still there', deleted('info', SQUASH), KEPT, shop(SHOP)],
];

test.for([...SQUASHES, ...RESETS])('%s', async ([, expected, before, after, circumstances]) => {
  expect(await verdict(before, after, circumstances)).toEqual(expected);
});
