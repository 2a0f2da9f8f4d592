import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOOK_EVENTS } from '../../src/install/plan.ts';
import { pack, repositoryWith, type Packed } from '../helpers/package.ts';
import type { Repository } from '../helpers/repository.ts';

let packed: Packed;
beforeAll(() => {
  packed = pack();
});
afterAll(() => packed.remove());

const packageIn = (shop: Repository): string => join(shop.folder, 'node_modules', 'pyreset-hooks');

/** A branch `evil` whose tree holds a package of its own, where ours lies. */
function withEvilBranch(
  shop: Repository,
  tree: string,
  link?: readonly [path: string, target: string],
): void {
  shop.git('switch', '--quiet', '-c', 'evil');
  cpSync(packageIn(shop), join(shop.folder, 'evil-source'), { recursive: true });
  for (const hook of [...HOOK_EVENTS, 'run']) {
    shop.write({ [`evil-source/hooks/${hook}`]: 'echo HACKED; touch hacked\n' });
  }
  mkdirSync(join(shop.folder, 'keep'), { recursive: true });
  renameSync(join(shop.folder, 'node_modules'), join(shop.folder, 'keep', 'node_modules'));
  mkdirSync(join(shop.folder, tree, '..'), { recursive: true });
  renameSync(join(shop.folder, 'evil-source'), join(shop.folder, tree));
  if (link) symlinkSync(link[1], join(shop.folder, link[0]));
  shop.git('add', '--force', tree, ...(link ? [link[0]] : []));
  shop.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'evil');
  shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', 'main');
  rmSync(join(shop.folder, 'node_modules'), { recursive: true, force: true });
  renameSync(join(shop.folder, 'keep', 'node_modules'), join(shop.folder, 'node_modules'));
}

test.for([
  ['in place of ours', 'node_modules/pyreset-hooks', undefined],
  ['behind a symlink', 'evil/pyreset-hooks', ['node_modules', 'evil']],
] as const)('a branch that brings its own package, %s, is never run', ([, tree, link]) => {
  const shop = repositoryWith(packed);
  withEvilBranch(shop, tree, link);
  if (link) rmSync(join(shop.folder, 'node_modules'), { recursive: true }); // git does not replace a folder by a link
  const switched = shop.tryGit('switch', 'evil');
  expect(switched.status).toBe(0);
  const committed = shop.tryGit('commit', '--quiet', '--allow-empty', '-m', 'x');
  expect(switched.output + committed.output).not.toContain('HACKED');
  expect(existsSync(join(shop.folder, 'hacked'))).toBe(false);
  expect(committed.stderr).toContain('a branch could have changed them');
});

test('nor in a repository whose git folder lies elsewhere', () => {
  const shop = repositoryWith(packed);
  withEvilBranch(shop, 'node_modules/pyreset-hooks');
  const elsewhere = join(shop.folder, '..', 'elsewhere.git');
  renameSync(join(shop.folder, '.git'), elsewhere);
  const split = shop.with({ GIT_DIR: elsewhere, GIT_WORK_TREE: shop.folder });
  split.git('config', 'core.bare', 'false');
  expect(split.shell(`node node_modules/pyreset-hooks/dist/cli.cjs uninstall`).status).toBe(0);
  expect(split.shell(`node node_modules/pyreset-hooks/dist/cli.cjs install`).status).toBe(0);
  const switched = split.tryGit('switch', 'evil');
  const committed = split.tryGit('commit', '--quiet', '--allow-empty', '-m', 'x');
  expect(switched.output + committed.output).not.toContain('HACKED');
  expect(committed.stderr).toContain('a branch could have changed them');
});

test('a package of the work tree around is not trusted blindly either', () => {
  const shop = repositoryWith(packed);
  shop.git('worktree', 'add', '--quiet', 'below', '-b', 'topic');
  const below = shop.at(join(shop.folder, 'below'));
  expect(below.shell('node ../node_modules/pyreset-hooks/dist/cli.cjs uninstall').status).toBe(0);
  expect(below.shell('node ../node_modules/pyreset-hooks/dist/cli.cjs install').status).toBe(0);
  expect(readFileSync(join(shop.folder, '.git/hooks/pre-commit'), 'utf8')).toContain("\ninside='yes'\n");
});

test.for(['dist/cli.cjs', 'hooks/run', 'hooks/pre-commit', 'hooks/post-checkout'])(
  'a package without %s: one line at most, the commit passes and so does the checkout',
  (file) => {
    const shop = repositoryWith(packed);
    rmSync(join(packageIn(shop), file));
    shop.git('branch', 'topic');
    for (const args of [
      ['commit', '--quiet', '--allow-empty', '-m', 'x'],
      ['switch', '--quiet', 'topic'],
    ]) {
      const ran = shop.tryGit(...args);
      expect(ran.status).toBe(0);
      expect(ran.output).toMatch(/^(pyreset-hooks: not run, the package is gone from .*\n)?$/);
    }
  },
);
