import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOOK_EVENTS } from '../../src/install/plan.ts';
import { npm, npx, pack, repositoryWith, type Packed } from '../helpers/package.ts';
import { repository, type Repository } from '../helpers/repository.ts';

const PYC = 'shop/__pycache__/models.cpython-312.pyc';
const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

let packed: Packed;
beforeAll(() => {
  packed = pack();
});
afterAll(() => packed.remove());

function stageBytecode(shop: Repository): void {
  shop.write({ [PYC]: 'bytecode' });
  shop.git('add', '--force', PYC);
}

const packageIn = (shop: Repository): string => join(shop.folder, 'node_modules', 'pyreset-hooks');

test('the tarball holds what runs, and nothing else', () => {
  expect(packed.files.filter((file) => !file.endsWith('.map'))).toEqual([
    '.pyresetrc.example',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist/app-tables.cjs',
    'dist/apps.cjs',
    'dist/base.cjs',
    'dist/check.cjs',
    'dist/clean.cjs',
    'dist/cli.cjs',
    'dist/cosmiconfig.cjs',
    'dist/database-tables.cjs',
    'dist/former-labels.cjs',
    'dist/ignore.cjs',
    'dist/install.cjs',
    'dist/licences.txt',
    'dist/lines.cjs',
    'dist/migration-notes.cjs',
    'dist/outline.cjs',
    'dist/picomatch.cjs',
    'dist/procedures-page.cjs',
    'dist/read-allowances.cjs',
    'dist/read-left-behind.cjs',
    'dist/read-outline.cjs',
    'dist/read-project.cjs',
    'dist/read-relabelling.cjs',
    'dist/rolldown-runtime.cjs',
    'dist/rules.cjs',
    'dist/smol-toml.cjs',
    'dist/snapshot.cjs',
    'dist/survey.cjs',
    'dist/uninstall.cjs',
    'hooks/post-checkout',
    'hooks/post-index-change',
    'hooks/post-merge',
    'hooks/post-rewrite',
    'hooks/pre-commit',
    'hooks/pre-merge-commit',
    'hooks/run',
    'hooks/shim',
    'package.json',
  ]);
  expect(packed.size).toBeLessThan(500_000);
  const manifest = JSON.parse(
    execFileSync('tar', ['-xzOf', packed.tarball, 'package/package.json'], { encoding: 'utf8' }),
  ) as { scripts: object; dependencies?: object };
  expect(Object.keys(manifest.scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
  expect(manifest.dependencies).toBeUndefined();
});

test.for([
  ['cli', ['./base.cjs']],
  ['base', []],
  ['check', ['./rolldown-runtime.cjs', './base.cjs']],
] as const)(
  'what hooks run needs no other module than those of Node.js, and few of our own: %s',
  ([name, own]) => {
    const bundle = readFileSync(join(import.meta.dirname, `../../dist/${name}.cjs`), 'utf8');
    const statements = bundle.match(/^(?:let|const|var) .*require\(.*$/gm) ?? [];
    const atTheTop = statements.flatMap((line) =>
      [...line.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1]!),
    );
    expect(atTheTop.length).toBeGreaterThan(0);
    expect(atTheTop.filter((module) => !module.startsWith('node:'))).toEqual(own);
  },
);

test('from the tarball: install, refused commits, a switch, uninstall', () => {
  const shop = repositoryWith(packed);
  expect(shop.git('status', '--porcelain', '--', '.git', 'shop')).toBe('');

  stageBytecode(shop);
  const bytecode = shop.tryGit('commit', '-m', 'x');
  expect(bytecode.status).toBe(1);
  expect(bytecode.output).toContain('[staged-bytecode]');
  shop.git('rm', '--quiet', '--cached', PYC);

  shop.git('mv', COST, PRICE);
  const rename = shop.tryGit('commit', '-m', 'x');
  expect(rename.status).toBe(1);
  expect(rename.output).toContain('[renamed-migration]');
  shop.git('mv', PRICE, COST);

  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('topic', { 'shop/models.py': 'V = 2\n' });
  expect(shop.tryGit('switch', 'main').stderr).toContain('cleared 1 stale cache file');
  expect(existsSync(join(shop.folder, PYC))).toBe(false);

  expect(npx(shop, 'uninstall').status).toBe(0);
  expect(readdirSync(join(shop.folder, '.git', 'hooks')).filter((name) => !name.endsWith('.sample'))).toEqual(
    [],
  );
  stageBytecode(shop);
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(0);
});

test('upgrading the package upgrades what the hooks do, without installing them again', () => {
  const shop = repositoryWith(packed);
  appendFileSync(join(packageIn(shop), 'hooks', 'pre-commit'), 'echo "from the new version"\n');
  expect(shop.tryGit('commit', '--allow-empty', '-m', 'x').output).toContain('from the new version');
  expect(npx(shop, 'install').stdout.match(/unchanged/g)).toHaveLength(HOOK_EVENTS.length);
});

test('a branch without the package: one line, and the commit passes', () => {
  const shop = repositoryWith(packed);
  rmSync(join(shop.folder, 'node_modules'), { recursive: true });
  stageBytecode(shop);
  const passed = shop.tryGit('commit', '--quiet', '-m', 'x');
  expect(passed.status).toBe(0);
  expect(passed.stderr).toMatch(
    /^pyreset-hooks: not run, the package is gone from .*node_modules\/pyreset-hooks; .*\n$/,
  );
  expect(npm(shop, 'install', '--offline', '--no-audit', '--no-fund').status).toBe(0);
  shop.write({ 'other.pyc': 'x' });
  shop.git('add', '--force', 'other.pyc');
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('the repository can be moved, and the hooks move along', () => {
  const shop = repositoryWith(packed);
  const moved = shop.at(join(shop.folder, '..', 'moved'));
  renameSync(shop.folder, moved.folder);
  stageBytecode(moved);
  expect(moved.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('a linked work tree without node_modules uses the package of the main one', () => {
  const shop = repositoryWith(packed);
  shop.git('worktree', 'add', '--quiet', '-b', 'topic', '../linked');
  const linked = shop.at(join(shop.folder, '..', 'linked'));
  stageBytecode(linked);
  expect(linked.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('a package that a package manager keeps in a store, behind a link, is found at its link', () => {
  const shop = repositoryWith(packed);
  const store = join(shop.folder, 'node_modules', '.store', 'pyreset-hooks@0.1.0');
  mkdirSync(join(store, '..'), { recursive: true });
  renameSync(packageIn(shop), store);
  symlinkSync('.store/pyreset-hooks@0.1.0', packageIn(shop));
  expect(npx(shop, 'install').status).toBe(0);
  expect(readFileSync(join(shop.folder, '.git/hooks/pre-commit'), 'utf8')).toContain(
    "'../../node_modules/pyreset-hooks'",
  );
  stageBytecode(shop);
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('a project in a sub-folder, as in a monorepo', () => {
  const shop = repository();
  shop.commit('backend', { 'backend/package.json': '{"private": true}\n', '.gitignore': 'node_modules\n' });
  const backend = shop.at(join(shop.folder, 'backend'));
  npm(backend, 'install', '--offline', '--no-audit', '--no-fund', packed.tarball);
  expect(npx(backend, 'install').status).toBe(0);
  stageBytecode(shop);
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('npm run demo shows the main job', () => {
  const shop = repository();
  const demo = shop.shell(`sh '${join(import.meta.dirname, '../../docs/demo.sh')}'`);
  expect(demo.status).toBe(0);
  expect(demo.stderr).toBe('');
  for (const part of [
    '[staged-bytecode]',
    '[renamed-migration]',
    'cleared 3 stale cache files and 1 ghost package (blog)',
    "ModuleNotFoundError: No module named 'blog'",
    'pyreset uninstall',
  ]) {
    expect(demo.stdout).toContain(part);
  }
  expect(demo.stdout.split('Without the hooks:')[1]).toMatch(
    /\n100\n[^]*\n100\n[^]*<module 'blog'[^]*With the hooks:[^]*\n100\n[^]*\n250\n/,
  );
});
