import { existsSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, has, twoApps } from '../helpers/caches.ts';
import { repository } from '../helpers/repository.ts';

const MODELS = 'shop/__pycache__/models.cpython-311.pyc';
const VIEWS = 'shop/__pycache__/views.cpython-311.pyc';
const EDIT = { 'shop/models.py': 'V = 9\n' };

test('a rebase that runs nothing leaves its steps to the end, and starts Node for none of them', () => {
  const shop = twoApps();
  shop.commit('on main', { README: '2\n' });
  shop.commit('more', { 'shop/views.py': 'V = 1\n' });
  compile(shop, MODELS, VIEWS);
  const traced = shop.with({ PYRESET_NODE: join(shop.folder, 'node') });
  shop.write({ node: `#!/bin/sh\necho "$3" >>'${shop.folder}/starts'\nexec '${process.execPath}' "$@"\n` });
  shop.shell('chmod +x node');
  traced.git('rebase', '--quiet', 'topic');
  expect(shop.read('starts')).toBe('post-checkout\npost-rewrite\n');
  expect([has(shop, MODELS), has(shop, VIEWS)]).toEqual([false, false]);
});

test('a switch starts Node once, and a merge too', () => {
  const shop = twoApps();
  const traced = shop.with({ PYRESET_NODE: join(shop.folder, 'node') });
  shop.write({ node: `#!/bin/sh\necho "$3" >>'${shop.folder}/starts'\nexec '${process.execPath}' "$@"\n` });
  shop.shell('chmod +x node');
  traced.git('switch', '--quiet', 'topic');
  traced.git('-c', 'core.abbrev=7', '-C', '.', 'checkout', '--quiet', 'main');
  expect(shop.read('starts')).toBe('post-checkout\npost-checkout\n');
  traced.git('merge', '--quiet', 'topic');
  expect(shop.read('starts')).toBe('post-checkout\npost-checkout\npost-index-change\n');
  shop.write({ starts: '', ...EDIT });
  traced.git('stash', '--quiet');
  expect(shop.read('starts')).toBe('post-index-change\n');
});

test('where other hook managers run our hooks, without post-index-change, a merge and a rebase clear as well', () => {
  for (const command of ['merge', 'rebase']) {
    const shop = twoApps();
    rmSync(join(shop.folder, '.git/hooks/post-index-change'));
    shop.commit('on main', { README: '2\n' });
    compile(shop, MODELS, VIEWS);
    const { stderr } = shop.tryGit(command, '--quiet', 'topic');
    expect(stderr).toBe('pyreset-hooks: cleared 1 stale cache file\n');
    expect([has(shop, MODELS), has(shop, VIEWS)]).toEqual([false, true]);
  }
});

test('words that only look like a switch do not keep it from looking', () => {
  const shop = twoApps();
  shop.write(EDIT);
  compile(shop, MODELS);
  shop.git('stash', 'push', '--quiet', '-m', 'git switch topic');
  expect(has(shop, MODELS)).toBe(false);
  shop.write(EDIT);
  compile(shop, MODELS);
  mkdirSync(join(shop.folder, 'switch'));
  shop.git('-C', 'switch', 'reset', '--quiet', '--hard');
  expect(has(shop, MODELS)).toBe(false);
});

test('in another work tree, and from a folder below the top', () => {
  const shop = twoApps();
  shop.git('worktree', 'add', '--quiet', '../other', 'topic');
  const other = shop.at(join(shop.folder, '..', 'other'));
  other.write({ 'shop/models.py': 'V = 9\n' });
  compile(other, MODELS, VIEWS);
  compile(shop, MODELS);
  other.at(join(other.folder, 'shop')).git('reset', '--quiet', '--hard');
  expect([has(other, MODELS), has(other, VIEWS), has(shop, MODELS)]).toEqual([false, true, true]);
});

test('before the first commit', () => {
  const shop = repository();
  shop.pyreset('install');
  shop.write({ 'a.py': '', '__pycache__/a.cpython-311.pyc': 'x' });
  shop.git('add', 'a.py');
  const reset = shop.tryGit('reset', '--quiet', '--hard');
  expect([reset.status, reset.stderr]).toEqual([0, '']);
});

test('PYTHONPYCACHEPREFIX: the caches below it go, and those in the tree too', () => {
  const shop = twoApps();
  const prefix = join(shop.folder, '..', 'prefix');
  const mirrored = (path: string): string => join(prefix, shop.folder, path);
  const files = ['shop/models.cpython-311.pyc', 'shop/views.cpython-311.pyc', 'blog/models.cpython-311.pyc'];
  for (const act of ['switch --quiet topic', 'reset --quiet --hard topic']) {
    shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', 'main');
    for (const file of files) {
      mkdirSync(dirname(mirrored(file)), { recursive: true });
      shop.shell(`echo x >'${mirrored(file)}'`);
    }
    compile(shop, MODELS);
    shop.with({ PYTHONPYCACHEPREFIX: '../prefix' }).git(...act.split(' '));
    expect(files.map((file) => existsSync(mirrored(file)))).toEqual([false, true, false]);
    expect(existsSync(dirname(mirrored(files[2]!)))).toBe(false);
    expect(has(shop, MODELS)).toBe(false);
  }
});

test('PYTHONPYCACHEPREFIX in the work tree: what git tracks there stays', () => {
  const shop = twoApps();
  const [tracked, loose] = ['models.cpython-311.pyc', 'models.cpython-312.pyc'].map((name) =>
    join('caches', shop.folder, 'shop', name),
  ) as [string, string];
  for (const branch of ['topic', 'main']) {
    shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', branch);
    compile(shop, tracked);
    shop.git('add', '--force', tracked);
    shop.commit('tracked');
  }
  compile(shop, loose);
  shop.with({ PYTHONPYCACHEPREFIX: 'caches' }).git('switch', '--quiet', 'topic');
  expect([has(shop, tracked), has(shop, loose)]).toEqual([true, false]);
});

test('a source that is a symlink counts with the time of its target', () => {
  const shop = twoApps();
  rmSync(join(shop.folder, 'shop/views.py'));
  symlinkSync('../../target.py', join(shop.folder, 'shop/views.py'));
  shop.commit('linked');
  shop.write({ '../target.py': '' });
  for (const [target, left] of [
    [1, true],
    [3, false],
  ] as const) {
    compile(shop, VIEWS);
    utimesSync(join(shop.folder, VIEWS), 2, 2);
    shop.write(EDIT);
    utimesSync(join(shop.folder, '../target.py'), target, target);
    shop.git('reset', '--quiet', '--hard');
    expect(has(shop, VIEWS)).toBe(left);
  }
});
