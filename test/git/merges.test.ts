import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, installed, LONG_AGO, repository, SHOP } from '../helpers/repository.ts';

const PYC = 'shop/__pycache__/models.cpython-312.pyc';
const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

test('a conflicted merge that is concluded is not blamed for what the other branch brought', () => {
  const shop = installed();
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.commit('bytecode and a change', { [PYC]: 'theirs', '.gitignore': '', 'shop/models.py': 'V = 2\n' });
  shop.git('switch', '--quiet', 'main');
  shop.commit('another change', { 'shop/models.py': 'V = 3\n' });
  expect(shop.tryGit('merge', 'theirs').status).toBe(1);
  shop.write({ 'shop/models.py': 'V = 4\n' });
  shop.git('add', 'shop/models.py');
  expect(shop.tryGit('commit', '-m', 'merged').status).toBe(0);
});

test('a conflicted merge is blamed for what it adds itself', () => {
  const shop = installed();
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.commit('theirs', { 'shop/models.py': 'V = 2\n' });
  shop.git('switch', '--quiet', 'main');
  shop.commit('ours', { 'shop/models.py': 'V = 3\n' });
  expect(shop.tryGit('merge', 'theirs').status).toBe(1);
  shop.write({ 'shop/models.py': 'V = 4\n', [PYC]: 'new' });
  shop.git('add', '--force', 'shop/models.py', PYC);
  expect(shop.tryGit('commit', '-m', 'merged').status).toBe(1);
});

test('a clean merge brings the other branch in silence', () => {
  const shop = installed();
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.commit('theirs', { [PYC]: 'theirs', '.gitignore': '' });
  shop.git('switch', '--quiet', 'main');
  shop.commit('ours', { 'notes.txt': 'x' });
  const merged = shop.tryGit('merge', '--no-edit', 'theirs');
  expect(merged.output).not.toContain('pyreset');
  expect(merged.status).toBe(0);
});

test('unmerged renames of the other branch come in silence, renames made while merging do not', () => {
  const shop = installed();
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.git('mv', COST, PRICE);
  shop.commit('renamed there', { 'shop/models.py': 'V = 2\n' });
  shop.git('switch', '--quiet', 'main');
  shop.commit('conflict', { 'shop/models.py': 'V = 3\n' });
  shop.tryGit('merge', 'theirs');
  shop.write({ 'shop/models.py': 'V = 4\n' });
  shop.git('add', 'shop/models.py');
  expect(shop.pyreset('check').output).toBe('');
  shop.git('mv', 'shop/migrations/0001_initial.py', 'shop/migrations/0001_start.py');
  expect(shop.tryGit('commit', '-m', 'merged').output).toContain('shop.0001_initial');
});

test('a merge that renames what only the other side had is caught', () => {
  const origin = repository();
  origin.commit('app', { ...SHOP, [COST]: null as unknown as string }, LONG_AGO);
  origin.git('branch', 'topic');
  origin.commit('cost', { [COST]: addField('cost') }, LONG_AGO);
  origin.git('clone', '--quiet', '.', '../clone');
  const clone = origin.at(join(origin.folder, '..', 'clone'));
  clone.pyreset('install');
  clone.git('switch', '--quiet', 'topic');
  clone.commit('mine', { 'shop/migrations/0002_mine.py': addField('mine') });
  clone.git('merge', '--quiet', '--no-commit', '--no-ff', 'origin/main');
  clone.git('mv', COST, 'shop/migrations/0003_cost.py');
  expect(clone.tryGit('commit', '-m', 'renumbered theirs').output).toContain('migration shop.0002_cost');
});
