import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { site } from '../helpers/django.ts';
import { addField, repository, SHOP, type Repository } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';
const labelled = (label: string): string =>
  `from django.apps import AppConfig\n\n\nclass S(AppConfig):\n    name = "shop"\n    label = "${label}"\n`;

/** A repository with so many apps that what was read of them is kept; `shop` has the label `store`. */
function large(): Repository {
  const names = Array.from({ length: 120 }, (_, index) => `app${index}`);
  const shop = repository();
  shop.commit('apps', {
    ...SHOP,
    'shop/apps.py': labelled('store'),
    ...site('', `INSTALLED_APPS = ${JSON.stringify(['shop.apps.S', ...names])}\n`),
    ...Object.fromEntries(names.map((name) => [`${name}/__init__.py`, ''])),
  });
  return shop;
}

const kept = (shop: Repository): string => join(shop.folder, '.git', 'pyreset-hooks', 'facts', 'apps');

/** What is said of a rename, and takes the rename back. */
function renamed(shop: Repository): string {
  shop.git('mv', COST, PRICE);
  const { stdout, stderr } = shop.pyreset('check');
  expect(stderr).toBe('');
  shop.git('reset', '--quiet', '--hard');
  return stdout;
}

test('the apps of many are kept, and looked at again only where what changed has to do with them', () => {
  const shop = large();
  expect(renamed(shop)).toContain('migration store.0002_cost');
  const first = readFileSync(kept(shop));
  shop.commit('another file, another migration', {
    'shop/views.py': 'V = 1\n',
    'shop/migrations/0003_note.py': addField('note', '0002_cost'),
  });
  expect(renamed(shop)).toContain('migration store.0002_cost');
  expect(readFileSync(kept(shop))).toEqual(first);
  shop.commit('another label', { 'shop/apps.py': labelled('mall') });
  expect(renamed(shop)).toContain('migration mall.0002_cost');
  expect(readFileSync(kept(shop))).not.toEqual(first);
  shop.git('switch', '--quiet', '--detach', 'HEAD~');
  expect(renamed(shop)).toContain('migration store.0002_cost');
});

test.for([
  ['is cut', (content: Buffer) => content.subarray(0, content.length / 2)],
  ['is empty', () => Buffer.alloc(0)],
  ['is of another version', (content: Buffer) => Buffer.concat([Buffer.from('x'), content])],
  ['has a byte too many', (content: Buffer) => Buffer.concat([content, Buffer.from('x')])],
  ['names a commit that is not there', undefined],
] as const)('what is kept changes nothing when it %s', ([, damage]) => {
  const shop = large();
  const said = renamed(shop);
  if (damage) writeFileSync(kept(shop), damage(readFileSync(kept(shop))));
  else {
    shop.git('commit', '--quiet', '--amend', '-m', 'another id');
    shop.git('reflog', 'expire', '--expire=now', '--all');
    shop.git('gc', '--quiet', '--prune=now');
  }
  const id = /\([0-9a-f]{7}\)|--source=[0-9a-f]{12}/g;
  expect(renamed(shop).replace(id, '')).toBe(said.replace(id, ''));
});

test('of a few apps nothing is kept', () => {
  const shop = repository();
  shop.commit('shop', { ...SHOP, ...site('', 'INSTALLED_APPS = ["shop"]\n') });
  expect(renamed(shop)).toContain('migration shop.0002_cost');
  expect(existsSync(kept(shop))).toBe(false);
});
