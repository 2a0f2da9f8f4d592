import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOOK_EVENTS } from '../../src/install/plan.ts';
import { repository, SHOP, type Repository } from '../helpers/repository.ts';

const PYC = 'shop/__pycache__/models.cpython-312.pyc';

function hook(shop: Repository, name: string): string {
  return join(shop.folder, '.git', 'hooks', name);
}

function writeHook(shop: Repository, name: string, script: string, mode = 0o755): void {
  mkdirSync(join(shop.folder, '.git', 'hooks'), { recursive: true });
  writeFileSync(hook(shop, name), script);
  chmodSync(hook(shop, name), mode);
}

/** Names, modes and bytes of everything in the hooks folder. */
function snapshot(shop: Repository): Record<string, string> {
  const folder = join(shop.folder, '.git', 'hooks');
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const { mode, mtimeMs } = statSync(join(folder, name));
      return [name, `${mode.toString(8)} ${mtimeMs} ${readFileSync(join(folder, name), 'latin1')}`];
    }),
  );
}

test('install writes every hook, a second install changes nothing, uninstall restores byte for byte', () => {
  const shop = repository();
  writeHook(shop, 'pre-commit', '#!/bin/sh\necho "caf\u00e9 $0 $*"\n', 0o750);
  writeHook(shop, 'commit-msg', '#!/bin/sh\nexit 0\n');
  const before = snapshot(shop);

  const first = shop.pyreset('install');
  expect(first.status).toBe(0);
  expect(first.stdout).toContain(
    'pre-commit        the hook that was there is kept as pre-commit.pyreset-prev, and still runs; written',
  );
  for (const event of HOOK_EVENTS) expect(statSync(hook(shop, event)).mode & 0o111).toBe(0o111);

  const installed = snapshot(shop);
  const second = shop.pyreset('install');
  expect(second.stdout.match(/unchanged/g)).toHaveLength(HOOK_EVENTS.length);
  expect(snapshot(shop)).toEqual(installed);

  expect(shop.pyreset('uninstall').status).toBe(0);
  expect(snapshot(shop)).toEqual(before);
  expect(existsSync(join(shop.folder, '.git', 'pyreset-hooks'))).toBe(false);
  expect(shop.pyreset('uninstall').stdout).toContain('nothing is installed here');
});

test('--dry-run prints the same plan and changes nothing', () => {
  const shop = repository();
  writeHook(shop, 'pre-commit', '#!/bin/sh\n');
  const before = snapshot(shop);
  expect(shop.pyreset('install', '--dry-run').stdout).toContain('nothing was (--dry-run)');
  expect(snapshot(shop)).toEqual(before);
  shop.pyreset('install');
  const installed = snapshot(shop);
  expect(shop.pyreset('uninstall', '--dry-run').stdout).toContain('the hook that was there before is back');
  expect(snapshot(shop)).toEqual(installed);
});

test('a hooks folder that install made goes again', () => {
  const shop = repository('--template=');
  expect(existsSync(join(shop.folder, '.git', 'hooks'))).toBe(false);
  shop.pyreset('install');
  expect(readdirSync(join(shop.folder, '.git', 'hooks'))).toHaveLength(HOOK_EVENTS.length);
  shop.pyreset('uninstall');
  expect(existsSync(join(shop.folder, '.git', 'hooks'))).toBe(false);
});

test('the hook that was there runs with its arguments, and either hook can refuse', () => {
  const shop = repository();
  shop.commit('shop', SHOP);
  writeHook(shop, 'pre-commit', '#!/bin/sh\necho previous ran\n[ ! -e refuse ]\n');
  writeHook(shop, 'post-checkout', '#!/bin/sh\necho "previous: $3"\nexit 3\n');
  shop.pyreset('install');

  shop.write({ notes: 'x' });
  shop.git('add', 'notes');
  const passed = shop.tryGit('commit', '-m', 'passes');
  expect(passed.output).toContain('previous ran');
  expect(passed.status).toBe(0);

  shop.write({ [PYC]: 'x' });
  shop.git('add', '--force', PYC);
  const ours = shop.tryGit('commit', '-m', 'ours refuses');
  expect(ours.output).toContain('previous ran');
  expect(ours.output).toContain('staged-bytecode');
  expect(ours.status).toBe(1);

  shop.git('rm', '--quiet', '--cached', PYC);
  shop.write({ refuse: '' });
  expect(shop.tryGit('commit', '--allow-empty', '-m', 'theirs refuses').status).toBe(1);

  const switched = shop.tryGit('switch', '-c', 'topic');
  expect(switched.output).toContain('previous: 1');
  expect(switched.status).toBe(1); // git reports the previous hook's failure, as it did before
});

test('post-rewrite hands the list of commits to the previous hook too', () => {
  const shop = repository();
  shop.commit('one', { 'a.py': 'V = 1\n' });
  shop.git('branch', 'topic');
  shop.commit('two', { 'b.py': 'V = 2\n' });
  shop.git('switch', '--quiet', 'topic');
  const old = shop.commit('three', { 'c.py': 'V = 3\n' });
  writeHook(shop, 'post-rewrite', '#!/bin/sh\necho "$1" > .git/seen\ncat >> .git/seen\n');
  shop.pyreset('install');
  shop.git('rebase', '--quiet', 'main');
  expect(shop.read('.git/seen')).toBe(`rebase\n${old} ${shop.git('rev-parse', 'HEAD')}\n`);
});

test('a previous hook that is not executable is kept, and stays switched off as git had it', () => {
  const shop = repository();
  shop.commit('shop', SHOP);
  writeHook(shop, 'pre-commit', '#!/bin/sh\nexit 1\n', 0o644);
  shop.pyreset('install');
  expect(shop.tryGit('commit', '--allow-empty', '-m', 'x').status).toBe(0);
  shop.pyreset('uninstall');
  expect(statSync(hook(shop, 'pre-commit')).mode & 0o777).toBe(0o644);
});

test('core.hooksPath of the repository is where the hooks go; a shared or foreign one is refused politely', () => {
  const shop = repository();
  shop.git('config', 'core.hooksPath', 'tools/hooks');
  expect(shop.pyreset('install').stdout).toContain(join(shop.folder, 'tools/hooks'));
  shop.commit('shop', SHOP);
  shop.write({ [PYC]: 'x' });
  shop.git('add', '--force', PYC);
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
  expect(shop.pyreset('uninstall').status).toBe(0);
  expect(existsSync(join(shop.folder, 'tools/hooks'))).toBe(false);

  shop.git('config', 'core.hooksPath', '.husky/_');
  const husky = shop.pyreset('install');
  expect(husky.status).toBe(2);
  expect(husky.stderr).toContain('husky owns the hooks');

  shop.git('config', '--unset', 'core.hooksPath');
  shop.git('config', '--global', 'core.hooksPath', join(shop.folder, '..', 'shared'));
  const shared = shop.pyreset('install');
  expect(shared.status).toBe(2);
  expect(shared.stderr).toMatch(/\(global, .*gitconfig\)/);
  expect(shared.stderr).toContain('hint: ');
});

test('hooks are shared by linked work trees, wherever install is called', () => {
  const shop = repository();
  shop.commit('shop', SHOP);
  shop.git('worktree', 'add', '--quiet', '-b', 'topic', '../linked');
  const linked = shop.at(join(shop.folder, '..', 'linked'));
  expect(linked.at(join(linked.folder, 'shop')).pyreset('install').status).toBe(0);
  expect(existsSync(hook(shop, 'pre-commit'))).toBe(true);
  expect(shop.pyreset('uninstall').stdout).toContain('removed');
});

test('nothing is lost when somebody else wrote over our hooks', () => {
  const shop = repository();
  writeHook(shop, 'pre-commit', '#!/bin/sh\necho first\n');
  shop.pyreset('install');
  writeHook(shop, 'pre-commit', '#!/bin/sh\necho second\n');
  const before = snapshot(shop);
  for (const command of ['install', 'uninstall']) {
    const refused = shop.pyreset(command);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('nothing was changed');
    expect(snapshot(shop)).toEqual(before);
  }
});

test('a hook of ours that somebody edited is neither rewritten nor removed', () => {
  const shop = repository();
  shop.pyreset('install');
  writeHook(shop, 'pre-commit', `${readFileSync(hook(shop, 'pre-commit'), 'utf8')}echo mine\n`);
  const before = snapshot(shop);
  for (const command of ['install', 'uninstall']) {
    const refused = shop.pyreset(command);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('pre-commit was edited');
    expect(snapshot(shop)).toEqual(before);
  }
});

test('an older hook of ours is brought up to date', () => {
  const shop = repository();
  shop.pyreset('install');
  const older = readFileSync(hook(shop, 'pre-commit'), 'utf8').replace('shim 1', 'shim 0');
  writeHook(shop, 'pre-commit', older);
  const state = shop.read('.git/pyreset-hooks/state.json');
  const digest = createHash('sha256').update(older).digest('hex');
  shop.write({ '.git/pyreset-hooks/state.json': state.replace(/("pre-commit": )"\w+"/, `$1"${digest}"`) });
  expect(shop.pyreset('install').stdout).toContain('pre-commit        rewritten');
  expect(readFileSync(hook(shop, 'pre-commit'), 'utf8')).toContain('shim 1');
});

test('a package that is gone passes with one line, and the previous hook still runs', () => {
  const shop = repository();
  shop.commit('shop', SHOP);
  writeHook(shop, 'pre-commit', '#!/bin/sh\necho previous ran\n');
  shop.pyreset('install');
  const script = readFileSync(hook(shop, 'pre-commit'), 'utf8').replace(
    /^package=.*$/m,
    "package='/nowhere'",
  );
  writeHook(shop, 'pre-commit', script);
  shop.write({ [PYC]: 'x' });
  shop.git('add', '--force', PYC);
  const passed = shop.tryGit('commit', '--quiet', '-m', 'x');
  expect(passed.status).toBe(0);
  expect(passed.stderr).toContain('pyreset-hooks: not run, the package is gone from /nowhere');
  expect(passed.output).toContain('previous ran');
});

test('without Node.js a commit passes with one line', () => {
  const shop = repository();
  shop.commit('shop', SHOP);
  shop.pyreset('install');
  const script = readFileSync(hook(shop, 'pre-commit'), 'utf8').replace(/^node=.*$/m, "node='/nowhere/node'");
  writeHook(shop, 'pre-commit', script);
  const bin = join(shop.folder, '..', 'bin');
  mkdirSync(bin);
  for (const tool of ['git', 'sh', 'cat', 'ls'])
    symlinkSync(shop.shell(`command -v ${tool}`).stdout.trim(), join(bin, tool));
  shop.write({ [PYC]: 'x' });
  shop.git('add', '--force', PYC);
  const passed = shop.with({ PATH: bin }).tryGit('commit', '--quiet', '-m', 'x');
  expect(passed.stderr).toBe(
    'pyreset-hooks: pre-commit not run, Node.js was not found; set PYRESET_NODE to its path\n',
  );
  expect(passed.status).toBe(0);
  shop.write({ 'other.pyc': 'x' });
  shop.git('add', '--force', 'other.pyc');
  expect(shop.with({ PATH: bin, PYRESET_NODE: process.execPath }).tryGit('commit', '-m', 'x').status).toBe(1);
});
