import { existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IN_CI, PYTHONS } from '../helpers/python.ts';
import { has } from '../helpers/caches.ts';
import { repository, type Repository } from '../helpers/repository.ts';

const withPython = test.skipIf(PYTHONS.length === 0 && !IN_CI);
const PYC = '__pycache__/gone.cpython-311.pyc';

function project(files: Readonly<Record<string, string>> = {}): Repository {
  const made = repository();
  made.commit('main', { '.gitignore': '__pycache__/\n*.pyc\n', 'shop/models.py': 'V = 1\n', ...files });
  return made;
}

/** Puts an orphan into each folder. */
function orphans(shop: Repository, ...folders: readonly string[]): void {
  shop.write(Object.fromEntries(folders.map((folder) => [join(folder, PYC), 'bytecode'])));
}

/** The folders whose orphans are left. */
const left = (shop: Repository, ...folders: readonly string[]): string[] =>
  folders.filter((folder) => has(shop, join(folder, PYC)));

test('the folders that are named, from where the user stands', () => {
  const shop = project();
  orphans(shop, '.', 'a', 'a/b', 'c', 'shop');
  const inside = shop.at(join(shop.folder, 'a'));
  expect(inside.pyreset('clean', 'b', '../c', '../c', '--', '../a/b').stdout).toMatch(
    /^removed 2 files and 2 folders/,
  );
  expect(left(shop, '.', 'a', 'a/b', 'c', 'shop')).toEqual(['.', 'a', 'shop']);
  expect(has(shop, 'a/b') && has(shop, 'c')).toBe(true);
  shop.write({ 'shop/__pycache__/models.cpython-311.pyc': '' });
  expect(shop.pyreset('clean', 'shop/__pycache__').stdout).toMatch(/^removed 2 files, /);
  expect(has(shop, 'shop/__pycache__')).toBe(true);
});

test('a remedy names the file from where the user stands', () => {
  const shop = project({ 'lib/kept.py': '' });
  shop.write({ 'shop/module.pyc': 'x' });
  const said = (folder: string) => shop.at(join(shop.folder, folder)).pyreset('clean').stderr;
  expect(said('lib')).toContain(': rm ../shop/module.pyc\n');
  expect(said('shop')).toContain(': rm module.pyc\n');
});

test('the roots of the settings, but for what they skip; folders that are not there do no harm', () => {
  const shop = project({
    '.pyresetrc': 'clean: {roots: [a, gone, link], skip: ["a/data/**", "**/keep.*"]}\n',
  });
  orphans(shop, '.', 'a', 'a/data', 'b', 'shop');
  symlinkSync('shop', join(shop.folder, 'link'));
  shop.write({ 'a/__pycache__/keep.cpython-311.pyc': '', '.pyresetrc': 'clean: {roots: [shop]}\n' });
  expect(shop.pyreset('clean').stdout).toMatch(/^removed 1 file, /);
  expect(left(shop, '.', 'a', 'a/data', 'b', 'shop')).toEqual(['.', 'a/data', 'b', 'shop']);
  expect(has(shop, 'a/__pycache__/keep.cpython-311.pyc')).toBe(true);
  expect(shop.pyreset('clean', 'b').stdout).toMatch(/^removed 1 file and 1 folder, /);
});

test.for<readonly [name: string, where: string, args: string[], message: RegExp]>([
  ['a folder that is not there', '.', ['gone'], /there is no folder "gone"\n.*hint/],
  ['a file', '.', ['shop/models.py'], /there is no folder "shop\/models.py"/],
  ['a folder above', 'shop', ['../..'], /"\.\.\/\.\." is outside the work tree/],
  ['a symlink that leads outside', '.', ['out'], /"out" is outside the work tree/],
  ['a folder of another repository', '.', ['nested/deep'], /"nested\/deep" is in another repository/],
  ['a format that does not exist', '.', ['--format', 'xml'], /no format "xml"/],
  ['an option that does not exist', '.', ['--everything'], /clean: Unknown option '--everything'/],
  ['outside a repository', '..', [], /not a git repository/],
  ['the folder of git', '.git', [], /this folder is in no work tree\n.*git worktree list/],
  ['a bare repository', '../bare.git', [], /this repository is bare: it has no files\n/],
])('%s is refused in one line with a hint', ([, where, args, message]) => {
  const shop = project();
  shop.git('clone', '--quiet', '--bare', '.', '../bare.git');
  shop.git('init', '--quiet', 'nested');
  mkdirSync(join(shop.folder, 'nested', 'deep'));
  symlinkSync('/', join(shop.folder, 'out'));
  const refused = shop.at(join(shop.folder, where)).pyreset('clean', ...args);
  expect(refused.stderr).toMatch(message);
  expect(refused.stderr).toMatch(/^pyreset-hooks: .+\n {2}hint: .+\n$/);
  expect(refused.stdout).toBe('');
  expect(refused.status).toBe(2);
});

test('other repositories below are not touched: nested ones, submodules, work trees; nor is node_modules', () => {
  const shop = project();
  const other = repository();
  other.commit('other', { 'lib.py': '' });
  shop.git('init', '--quiet', 'nested');
  shop.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.folder, 'module');
  shop.git('worktree', 'add', '--quiet', 'tree', '-b', 'topic');
  const theirs = ['nested', 'nested/deep', 'module', 'tree/shop', 'node_modules', 'shop/node_modules/gyp'];
  orphans(shop, ...theirs, 'shop');
  for (const option of ['--all', '--venv', '--tools']) {
    expect(shop.pyreset('clean', option).status).toBe(0);
    expect(left(shop, ...theirs, 'shop')).toEqual(theirs);
  }
  const worktree = shop.at(join(shop.folder, 'tree'));
  expect(worktree.pyreset('clean').stdout).toMatch(/^removed 1 file and 1 folder/);
  expect(shop.at(join(shop.folder, 'module')).pyreset('clean').stdout).toMatch(
    /^removed 1 file and 1 folder/,
  );
  expect(shop.pyreset('clean', 'shop/node_modules').stderr).toContain(
    'shop/node_modules was not looked into',
  );
});

test('the place of a submodule stays when nothing is in it but caches', () => {
  const shop = project();
  const oid = shop.git('rev-parse', 'HEAD');
  shop.git('update-index', '--add', '--cacheinfo', `160000,${oid},module`);
  orphans(shop, 'module', 'ghost');
  expect(shop.pyreset('clean').stdout).toMatch(/^removed 2 files and 3 folders/);
  expect(has(shop, 'module')).toBe(true);
  expect(has(shop, 'ghost')).toBe(false);
});

withPython('a virtual environment is known by what is in it, and looked into only when asked', () => {
  const shop = project();
  expect(shop.shell(`'${PYTHONS[0]}' -m venv --without-pip tools/my-python`).status).toBe(0);
  mkdirSync(join(shop.folder, 'conda/conda-meta'), { recursive: true });
  orphans(shop, 'tools/my-python/lib', 'conda/lib', 'venv');
  shop.write({ 'tools/my-python/lib/sourceless.pyc': 'bytecode' });
  expect(shop.pyreset('clean', '--all').stdout).toMatch(/^removed 1 file and 2 folders, /); // a folder that is only called venv
  expect(shop.pyreset('clean', 'tools/my-python/lib').stderr).toMatch(/lib was not looked into: .*--venv/);
  expect(shop.pyreset('clean', '--venv', 'tools/my-python/lib').stdout).toMatch(
    /^removed 1 file and 1 folder, /,
  );
  expect(shop.pyreset('clean', '--venv', '--all').stdout).toMatch(/^removed 1 file and 2 folders, /);
  expect(has(shop, 'tools/my-python/lib/sourceless.pyc')).toBe(true);
});

withPython.for(['inside', 'outside'] as const)('PYTHONPYCACHEPREFIX %s the work tree', (where) => {
  const plain = project({ 'blog/__init__.py': '', 'own/pyvenv.cfg': '', 'own/lib.py': 'V = 1\n' });
  const prefix = where === 'inside' ? join(plain.folder, '.pycaches') : join(plain.folder, '..', 'pycaches');
  const shop = plain.with({ PYTHONPYCACHEPREFIX: prefix });
  const mirror = join(prefix, shop.folder);
  const run = (code: string) => shop.shell(`'${PYTHONS[0]}' -c '${code}'`);
  expect(run('import blog, shop.models, own.lib').status).toBe(0);
  const inMirror = (folder: string): boolean => existsSync(join(mirror, folder));
  expect(inMirror('blog')).toBe(true);
  expect(shop.pyreset('clean').output).toBe('no stale caches\n');
  shop.write({ 'shop/models.py': 'V = 1000\n', 'blog/__init__.py': null });
  expect(shop.pyreset('clean').output).toMatch(/^removed 2 files and 2 folders, /);
  expect(inMirror('blog') || inMirror('shop')).toBe(false);
  expect(inMirror('own')).toBe(true);
  expect(run('import shop.models').status).toBe(0);
  const all = shop.pyreset('clean', '--all', '--format', 'json').stdout;
  expect(all).toMatch(/"path": ".*pycaches\/.*\/project\/shop\/models\.[^/]*\.pyc"/);
  expect(inMirror('own') && !inMirror('shop')).toBe(true);
});

test('a work tree that is reached through a symlink, and one whose name is full-width', () => {
  const shop = project();
  const wide = join(shop.folder, '..', 'ｐｒｏｊｅｃｔ　全角');
  renameSync(shop.folder, wide);
  symlinkSync(wide, shop.folder);
  orphans(shop.at(wide), 'ｓｈｏｐ', 'shop');
  expect(shop.pyreset('clean', '--dry-run').stdout).toContain('ｓｈｏｐ/__pycache__/');
  expect(shop.pyreset('clean', '--all').stdout).toMatch(/^removed 2 files and 3 folders, /);
});
