import { expect, test } from 'vitest';
import { installed, SHOP, type Repository } from '../helpers/repository.ts';

const models = (above = '', behind = ''): string =>
  `from django.db import models\n\n\nclass Item(models.Model):\n    class Meta:\n${above}        db_table = "store_item"${behind}\n`;

const FORMER = { ...SHOP, '.pyresetrc': 'formerApps: {shop: [store]}\n' };

function found(shop: Repository): unknown {
  return (JSON.parse(shop.pyreset('check', '--format', 'json').stdout) as { findings: unknown }).findings;
}

test('a comment allows a table that keeps its name, from the index, and the hook is silent', () => {
  const shop = installed(FORMER);
  shop.write({ 'shop/models.py': models() });
  shop.git('add', '--all');
  expect(shop.pyreset('check').stdout).toContain('[stale-db-table]');
  shop.write({
    'shop/models.py': models('', '  # pyreset: allow stale-db-table -- shared with the warehouse'),
  });
  expect(shop.pyreset('check').stdout).toContain('[stale-db-table]');
  shop.git('add', '--all');
  expect(found(shop)).toMatchObject([
    { rule: 'stale-db-table', allowed: { reason: 'shared with the warehouse' } },
  ]);
  expect(shop.tryGit('commit', '--quiet', '-m', 'x')).toMatchObject({ status: 0, output: '' });
});

test('of a range the comment at its end counts, alone above the line; a misspelled one is said', () => {
  const shop = installed(FORMER);
  shop.commit('misspelled', {
    'shop/models.py': models('        # pyreset: allow stale-db-tabel -- ours\n'),
  });
  shop.commit('spelled', { 'shop/models.py': models('        # pyreset: allow stale-db-table -- ours\n') });
  const misspelled = shop.pyreset('check', '--range', 'HEAD~2..HEAD~1');
  expect(misspelled.stdout).toContain('[stale-db-table]');
  expect(misspelled.stderr).toBe(
    'pyreset-hooks: shop/models.py:6: this comment allows nothing: there is no rule stale-db-tabel; did you mean stale-db-table?\n',
  );
  expect(shop.pyreset('check', '--range', 'HEAD~2..HEAD')).toMatchObject({ status: 0, output: '' });
});

test('formerApps tells of a label that history does not know; without it nothing is said', () => {
  const shop = installed(SHOP);
  shop.write({ 'shop/models.py': models() });
  shop.git('add', '--all');
  expect(found(shop)).toEqual([]);
  shop.write({ '.pyresetrc': 'formerApps: {shop: store}\n' });
  shop.git('add', '--all');
  expect(found(shop)).toMatchObject([{ rule: 'stale-db-table', subject: 'shop.Item' }]);
});
