import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, has, twoApps } from '../helpers/caches.ts';
import type { Repository } from '../helpers/repository.ts';

const MODELS = 'shop/__pycache__/models.cpython-311.pyc';
const VIEWS = 'shop/__pycache__/views.cpython-311.pyc';

const EDIT = { 'shop/models.py': 'V = 9\n' };

const MOVES: readonly (readonly [string, (shop: Repository) => void])[] = [
  ['reset --hard to another commit', (shop) => shop.git('reset', '--quiet', '--hard', 'topic')],
  ['cherry-pick', (shop) => shop.git('cherry-pick', 'topic')],
  ['a merge', (shop) => shop.git('merge', '--quiet', 'topic')],
  ['a squash merge', (shop) => shop.git('merge', '--quiet', '--squash', 'topic')],
  [
    'a merge that waits for its commit',
    (shop) => {
      shop.commit('on main', { README: '2\n' });
      shop.git('merge', '--quiet', '--no-commit', 'topic');
    },
  ],
  [
    'a merge that stops at a conflict',
    (shop) => {
      shop.commit('on main', { 'shop/models.py': 'V = 3\n' });
      compile(shop, MODELS);
      expect(shop.tryGit('merge', 'topic').status).toBe(1);
    },
  ],
  ['read-tree', (shop) => shop.git('read-tree', '-u', '-m', 'topic')],
];

test.for(MOVES)('%s clears what it changed, and ghost packages; nothing else', ([, act]) => {
  const shop = twoApps();
  compile(shop, MODELS, VIEWS, 'blog/__pycache__/models.cpython-311.pyc', 'blog/models.pyc');
  act(shop);
  expect(has(shop, MODELS)).toBe(false);
  expect(has(shop, VIEWS)).toBe(true);
  expect(has(shop, 'blog')).toBe(false);
});

const GIVEN_UP: readonly (readonly [string, ...(readonly string[])])[] = [
  ['reset', '--quiet', '--hard'],
  ['stash', '--quiet'],
  ['stash', 'push', '--quiet', '--keep-index'],
  ['checkout', '--quiet', '--force'],
  ['checkout', '-qf', 'main'],
  ['switch', '--quiet', '--discard-changes', 'main'],
];

test.for(GIVEN_UP)('%j clears the caches of edits that it gives up', (args) => {
  const shop = twoApps();
  shop.write(EDIT);
  compile(shop, MODELS, VIEWS);
  shop.git(...args);
  expect(shop.read('shop/models.py')).toBe('V = 1\n');
  expect(has(shop, MODELS)).toBe(false);
  expect(has(shop, VIEWS)).toBe(true);
});

test('stash pop and apply clear the caches of what comes back', () => {
  for (const back of ['pop', 'apply']) {
    const shop = twoApps();
    shop.write(EDIT);
    shop.git('stash', '--quiet');
    compile(shop, MODELS, VIEWS);
    shop.git('stash', back, '--quiet');
    expect(shop.read('shop/models.py')).toBe('V = 9\n');
    expect(has(shop, MODELS)).toBe(false);
    expect(has(shop, VIEWS)).toBe(true);
  }
});

test('stash pop of untracked files, for which git has an index of its own, removes nothing that is tracked', () => {
  const shop = twoApps();
  shop.write({ 'shop/tracked.pyc': 'x', 'shop/tracked.py': '' });
  shop.git('add', '--force', 'shop');
  shop.commit('tracked');
  shop.write({ ...EDIT, 'shop/new.py': '' });
  shop.git('stash', '--quiet', '--include-untracked');
  utimesSync(join(shop.folder, 'shop/tracked.pyc'), 1, 1);
  shop.git('stash', 'pop', '--quiet');
  expect(has(shop, 'shop/new.py')).toBe(true);
  expect(has(shop, 'shop/tracked.pyc')).toBe(true);
});

test('giving up a merge, a rebase and a cherry-pick clears what comes back', () => {
  for (const command of ['merge', 'rebase', 'cherry-pick']) {
    const shop = twoApps();
    shop.commit('on main', { 'shop/models.py': 'V = 3\n' });
    expect(shop.tryGit(command, 'topic').status).toBe(1);
    compile(shop, MODELS, VIEWS);
    shop.git(command, '--abort');
    expect(shop.read('shop/models.py')).toBe('V = 3\n');
    expect(has(shop, MODELS)).toBe(false);
    expect(has(shop, VIEWS)).toBe(true);
  }
});

test('revert clears what it changed', () => {
  const shop = twoApps();
  shop.git('switch', '--quiet', 'topic');
  compile(shop, MODELS, VIEWS);
  shop.git('revert', '--no-edit', 'HEAD');
  expect([has(shop, MODELS), has(shop, VIEWS)]).toEqual([false, true]);
});

test('each step of a rebase that runs a command starts without the caches of the step before', () => {
  const shop = twoApps();
  for (const n of [3, 4, 5]) shop.commit(`${n}`, { 'shop/models.py': `V = ${n}\n` });
  compile(shop, VIEWS);
  shop.git('rebase', '--quiet', 'HEAD~3', '--exec', `ls shop/__pycache__ >>seen; echo x >${MODELS}`);
  expect(shop.read('seen')).toBe('views.cpython-311.pyc\n'.repeat(3));
});

/** What is done, with edits in the work tree or without. */
const QUIET: readonly (readonly [string, Readonly<Record<string, string>>, ...(readonly string[])])[] = [
  ['git add', EDIT, 'add', 'shop/models.py'],
  ['git status', EDIT, 'status'],
  ['a commit', EDIT, 'commit', '--quiet', '--no-verify', '-a', '-m', 'x'],
  ['a commit of some paths', EDIT, 'commit', '--quiet', '--no-verify', '-m', 'x', 'shop/models.py'],
  ['reset', EDIT, 'reset', '--quiet', '--mixed', 'HEAD'],
  ['a checkout of files', EDIT, 'checkout', '--quiet', '--', 'shop/models.py'],
  ['a cherry-pick without Python', {}, 'cherry-pick', 'docs'],
  ['a merge without Python', {}, 'merge', '--quiet', 'docs'],
  ['a merge without Python that waits', {}, 'merge', '--quiet', '--no-commit', 'docs'],
  ['a switch without Python', {}, 'switch', '--quiet', 'docs'],
];

test.for(QUIET)('nothing is done by %s, though a cache looks old', ([, edit, ...args]) => {
  const shop = twoApps();
  shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', '-c', 'docs');
  shop.commit('docs', { OTHER: '' });
  shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', 'main');
  shop.commit('on main', { README: '2\n' });
  compile(shop, MODELS);
  shop.write(edit);
  utimesSync(join(shop.folder, MODELS), 1, 1);
  shop.git(...args);
  expect(has(shop, MODELS)).toBe(true);
});
