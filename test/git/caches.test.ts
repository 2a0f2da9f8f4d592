import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bound, compile, has, twoApps } from '../helpers/caches.ts';
import { CLI, repository, type Repository } from '../helpers/repository.ts';

test('a switch clears the caches of what it changed and deleted, and the ghost packages; nothing else', () => {
  const shop = twoApps();
  const stale = [
    'shop/__pycache__/models.cpython-311.pyc',
    'shop/__pycache__/models.cpython-312.opt-1.pyc',
    'shop/__pycache__/models.pypy39.pyc',
    'shop/__pycache__/models.cpython-311-pytest-7.2.1.pyc',
    'shop/__pycache__/models.cpython-311.pyc.140123',
    'shop/models.pyc',
    'shop/models.pyo',
    'shop/models$py.class',
    'blog/__pycache__/__init__.cpython-311.pyc',
    'blog/__pycache__/models.cpython-311.pyc',
    'blog/models.pyc',
    'blog/migrations/__pycache__/0001_initial.cpython-311.pyc',
  ];
  const fresh = [
    'shop/__pycache__/views.cpython-311.pyc',
    'shop/__pycache__/models_test.cpython-311.pyc',
    'shop/__pycache__/models.txt',
    'shop/views.pyc',
    'shop/models.cpython-312-x86_64-linux-gnu.so',
    'other/__pycache__/models.cpython-311.pyc',
    'other/models.pyc',
  ];
  compile(shop, ...stale, ...fresh);
  const switched = shop.tryGit('switch', 'topic');
  expect(switched.status).toBe(0);
  expect(switched.stderr).toContain(
    'pyreset-hooks: cleared 12 stale cache files and 2 ghost packages (blog/migrations, blog)',
  );
  expect(stale.filter((path) => has(shop, path))).toEqual([]);
  expect(fresh.filter((path) => !has(shop, path))).toEqual([]);
  expect(has(shop, 'blog')).toBe(false);
});

test('a ghost package that holds anything of the user stays, without its caches', () => {
  const shop = twoApps();
  compile(shop, 'blog/__pycache__/models.cpython-311.pyc', 'blog/notes.txt', 'blog/migrations/.hidden');
  expect(shop.tryGit('switch', 'topic').stderr).toContain('cleared 1 stale cache file');
  expect(has(shop, 'blog/notes.txt')).toBe(true);
  expect(has(shop, 'blog/migrations/.hidden')).toBe(true);
  expect(has(shop, 'blog/__pycache__')).toBe(false);
});

test('orphans of earlier switches do not keep a ghost package alive', () => {
  const shop = twoApps();
  compile(
    shop,
    'blog/__pycache__/gone_long_ago.cpython-38.pyc',
    'blog/migrations/__pycache__/old.pypy39.pyc',
  );
  shop.git('switch', '--quiet', 'topic');
  expect(has(shop, 'blog')).toBe(false);
});

test('a sourceless module that the switch knows nothing of stays, with the folders it needs', () => {
  const shop = twoApps();
  compile(shop, 'blog/migrations/sourceless.pyc', 'blog/__pycache__/models.cpython-38.pyc');
  shop.git('switch', '--quiet', 'topic');
  expect(readdirSync(join(shop.folder, 'blog'))).toEqual(['migrations']);
  expect(readdirSync(join(shop.folder, 'blog', 'migrations'))).toEqual(['sourceless.pyc']);
});

test('the folder that the user stands in stays, as git itself leaves it', () => {
  const shop = twoApps();
  compile(shop, 'blog/migrations/__pycache__/0001_initial.cpython-311.pyc');
  const inside = shop.at(join(shop.folder, 'blog', 'migrations'));
  inside.git('switch', '--quiet', 'topic');
  expect(readdirSync(join(shop.folder, 'blog', 'migrations'))).toEqual([]);
});

test('tracked bytecode is never removed', () => {
  const shop = twoApps();
  const tracked = 'shop/__pycache__/models.cpython-312.pyc';
  for (const branch of ['topic', 'main']) {
    shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', branch);
    shop.write({ [tracked]: 'tracked' });
    shop.git('add', '--force', tracked);
    shop.commit('tracked');
  }
  shop.git('switch', '--quiet', 'topic');
  expect(has(shop, tracked)).toBe(true);
});

test('nothing is done through a symlink', () => {
  const shop = twoApps();
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  onTestFinished(() => rmSync(outside, { recursive: true }));
  writeFileSync(join(outside, 'models.cpython-311.pyc'), 'theirs');
  rmSync(join(shop.folder, 'shop', '__pycache__'), { recursive: true, force: true });
  symlinkSync(outside, join(shop.folder, 'shop', '__pycache__'));
  symlinkSync(outside, join(shop.folder, 'blog', '__pycache__'));
  shop.git('switch', '--quiet', 'topic');
  expect(readdirSync(outside)).toEqual(['models.cpython-311.pyc']);
});

test('a folder where a cache should be, and a file where a folder should be, are left alone', () => {
  const shop = twoApps();
  mkdirSync(join(shop.folder, 'shop/__pycache__/models.cpython-311.pyc'), { recursive: true });
  writeFileSync(join(shop.folder, 'blog/__pycache__'), 'a file');
  const switched = shop.tryGit('switch', 'topic');
  expect(switched.status).toBe(0);
  expect(switched.stderr).not.toContain('pyreset');
  expect(has(shop, 'shop/__pycache__/models.cpython-311.pyc')).toBe(true);
  expect(has(shop, 'blog/__pycache__')).toBe(true);
});

test('names with spaces, newlines and bytes that are not UTF-8', () => {
  const shop = repository();
  shop.pyreset('install');
  const folder = Buffer.from([0x70, 0xe9, 0x0a, 0x20, 0x71]);
  const at = (name: string): Buffer =>
    Buffer.concat([Buffer.from(`${shop.folder}/`), folder, Buffer.from(name)]);
  mkdirSync(at('/__pycache__'), { recursive: true });
  writeFileSync(at('/m.py'), 'V = 1');
  shop.commit('one');
  shop.git('rm', '--quiet', '-r', '.');
  shop.commit('two', { README: '' });
  shop.git('switch', '--quiet', '--detach', 'HEAD~1');
  mkdirSync(at('/__pycache__'), { recursive: true });
  writeFileSync(at('/__pycache__/m.cpython-311.pyc'), 'x');
  const switched = shop.tryGit('switch', 'main');
  expect(switched.stderr).toContain(String.raw`ghost package (p\xe9\x0a q)`);
  expect(existsSync(at(''))).toBe(false);
});

test('a merge, a squash merge and a rebase clear what they changed', () => {
  const stale = 'shop/__pycache__/models.cpython-311.pyc';
  for (const args of [
    ['merge', '--quiet', 'topic'],
    ['merge', '--quiet', '--squash', 'topic'],
    ['rebase', '--quiet', 'topic'],
  ]) {
    const shop = twoApps();
    if (args[0] === 'rebase') shop.commit('on main', { 'shop/views.py': 'V = 1\n' });
    compile(shop, stale, 'shop/__pycache__/views.cpython-311.pyc');
    expect(shop.tryGit(...args).status).toBe(0);
    expect(has(shop, stale)).toBe(false);
    expect(has(shop, 'shop/__pycache__/views.cpython-311.pyc')).toBe(args[0] !== 'rebase');
  }
});

const NOTHING: readonly (readonly [string, (shop: Repository) => void])[] = [
  ['a checkout of files', (shop) => shop.git('checkout', '--quiet', 'topic', '--', 'shop/models.py')],
  ['a new branch at the same commit', (shop) => shop.git('switch', '--quiet', '-c', 'same')],
  ['a switch to where one is', (shop) => shop.git('switch', '--quiet', 'main')],
  ['an amend', (shop) => shop.git('commit', '--quiet', '--amend', '-m', 'reworded')],
  ['a new work tree', (shop) => shop.git('worktree', 'add', '--quiet', '../other', 'topic')],
  ['a clone', (shop) => shop.git('clone', '--quiet', '--template', '.git', '.', '../clone')],
  [
    'a switch that changes no Python',
    (shop) => {
      shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', '-c', 'docs');
      shop.commit('docs', { README: 'x' });
      shop.git('switch', '--quiet', 'main');
    },
  ],
];

test.for(NOTHING)('nothing is done by %s', ([, act]) => {
  const shop = twoApps();
  compile(shop, 'shop/__pycache__/models.cpython-311.pyc', 'blog/__pycache__/models.cpython-311.pyc');
  act(shop);
  expect(has(shop, 'shop/__pycache__/models.cpython-311.pyc')).toBe(true);
  expect(has(shop, 'blog/__pycache__/models.cpython-311.pyc')).toBe(true);
});

test('a hook that cannot do its work says so in one line and never fails the checkout', () => {
  const shop = twoApps();
  const lost = shop.pyreset('hook', 'post-checkout', 'a'.repeat(40), 'b'.repeat(40), '1');
  expect(lost.status).toBe(0);
  expect(lost.stderr).toMatch(/^pyreset-hooks: stale caches were not cleared: .+\n$/);
});

test('what the system does not let it clear is named, for Python may believe it', () => {
  const shop = twoApps();
  const locked = 'shop/__pycache__/models.cpython-311.pyc';
  compile(shop, locked, 'shop/models.pyc');
  const heads = [shop.git('rev-parse', 'main'), shop.git('rev-parse', 'topic')];
  chmodSync(join(shop.folder, 'shop/__pycache__'), 0o555);
  const ran = bound(shop, 'hook', 'post-checkout', ...heads, '1');
  expect([ran.status, ran.stderr]).toEqual([
    0,
    `pyreset-hooks: cleared 1 stale cache file; cannot clear ${locked} (EACCES)\n`,
  ]);
  expect([has(shop, locked), has(shop, 'shop/models.pyc')]).toEqual([true, false]);
});

test('two hooks at the same time do not disturb each other', () => {
  const shop = twoApps();
  for (let index = 0; index < 300; index++) compile(shop, `blog/__pycache__/m${index}.cpython-311.pyc`);
  const heads = `${shop.git('rev-parse', 'main')} ${shop.git('rev-parse', 'topic')}`;
  shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', 'topic');
  const hook = `'${process.execPath}' '${CLI}' hook post-checkout ${heads} 1`;
  const both = shop.shell(`${hook} & first=$!; ${hook}; second=$?; wait $first; echo $? $second`);
  expect(both.stdout).toBe('0 0\n');
  expect(has(shop, 'blog')).toBe(false);
});
