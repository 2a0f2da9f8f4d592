import { mkdirSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IN_CI, PYTHONS } from '../helpers/python.ts';
import { has } from '../helpers/caches.ts';
import { repository, type Repository } from '../helpers/repository.ts';

const withPython = test.skipIf(PYTHONS.length === 0 && !IN_CI);

/** An app whose caches are ignored, as in most repositories. */
function project(): Repository {
  const made = repository();
  made.commit('main', {
    '.gitignore': '__pycache__/\n*.pyc\n*.so\n.venv/\nnode_modules/\n',
    'shop/__init__.py': '',
    'shop/models.py': 'V = "old"\n',
    'shop/views.py': 'V = "view"\n',
  });
  return made;
}

/** Runs a line of Python at the top. */
function python(shop: Repository, code: string): string {
  const { status, stdout, stderr } = shop.shell(`'${PYTHONS[0]}' -c '${code}'`);
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const cachePath = (shop: Repository, path: string): string =>
  python(shop, `import importlib.util as u; print(u.cache_from_source("${path}"))`);

/** Writes files that only look like caches: nothing in them can be read. */
function caches(shop: Repository, ...paths: readonly string[]): void {
  shop.write(Object.fromEntries(paths.map((path) => [path, 'bytecode'])));
}

/** Puts a source of the same size in its place, and both times into one second: Python cannot tell. */
function replaceUnseen(shop: Repository, source: string, text: string): void {
  const cache = join(shop.folder, cachePath(shop, source));
  const second = Math.trunc(statSync(join(shop.folder, source)).mtimeMs / 1000);
  shop.write({ [source]: text });
  utimesSync(join(shop.folder, source), second, second + 0.5);
  utimesSync(cache, second, second + 0.25);
}

withPython('old code that Python would run goes, what is fresh stays', () => {
  const shop = project();
  python(shop, 'import shop.models, shop.views');
  replaceUnseen(shop, 'shop/models.py', 'V = "new"\n');
  expect(python(shop, 'import shop.models; print(shop.models.V)')).toBe('old');
  const cleaned = shop.pyreset('clean');
  const models = cachePath(shop, 'shop/models.py');
  expect(cleaned.stdout).toMatch(
    new RegExp(`^${models}: would run old code: .+\nremoved 1 file, \\d+ bytes\n$`),
  );
  expect(cleaned.stderr).toBe('');
  expect(cleaned.status).toBe(0);
  expect(has(shop, cachePath(shop, 'shop/views.py'))).toBe(true);
  expect(python(shop, 'import shop.models; print(shop.models.V)')).toBe('new');
  expect(shop.pyreset('clean').output).toBe('no stale caches\n');
});

withPython('what is merely of no use is counted, not named; a dry run names all and removes nothing', () => {
  const shop = project();
  python(shop, 'import shop.models, shop.views');
  shop.write({ 'shop/models.py': 'V = "longer than before"\n', 'shop/views.py': null });
  const models = cachePath(shop, 'shop/models.py');
  const views = cachePath(shop, 'shop/views.py');
  const dry = shop.pyreset('clean', '--dry-run');
  expect(dry.stdout).toContain(`${models}: its source changed; Python would compile it again\n`);
  expect(dry.stdout).toContain(`${views}: its source is gone\n`);
  expect(dry.stdout).toMatch(/would remove 2 files, \d+ bytes\n$/);
  expect(has(shop, models)).toBe(true);
  expect(shop.pyreset('clean').output).toMatch(/^removed 2 files, \d+ bytes\n$/);
  expect(has(shop, models)).toBe(false);
  expect(has(shop, cachePath(shop, 'shop/__init__.py'))).toBe(true);
});

withPython(
  'a module without its source goes when git knew that, on whatever branch, else it is named',
  () => {
    const shop = project();
    shop.git('switch', '--quiet', '-c', 'topic');
    shop.commit('topic', { 'shop/topic.py': 'V = 1\n' });
    shop.git('switch', '--quiet', 'main');
    python(shop, 'import py_compile; py_compile.compile("shop/views.py", cfile="shop/topic.pyc")');
    python(shop, 'import py_compile; py_compile.compile("shop/views.py", cfile="shop/vendored.pyc")');
    expect(python(shop, 'import shop.topic, shop.vendored; print(shop.topic.V)')).toBe('view');
    const cleaned = shop.pyreset('clean');
    expect(cleaned.stdout).toMatch(/^shop\/topic\.pyc: runs as a module.*\nremoved 1 file, /);
    expect(cleaned.stderr).toMatch(/^pyreset-hooks: shop\/vendored\.pyc loads .+: rm shop\/vendored\.pyc\n$/);
    expect(cleaned.status).toBe(0);
    expect(python(shop, 'import shop.vendored')).toBe('');
  },
);

withPython('a ghost package no longer imports, and the folder that the user stands in stays', () => {
  const shop = project();
  shop.write({ 'blog/api/__init__.py': '', 'blog/__init__.py': '' });
  python(shop, 'import blog.api');
  shop.write({ 'blog/api/__init__.py': null, 'blog/__init__.py': null });
  expect(python(shop, 'import blog; print(blog.__file__)')).toBe('None');
  const inside = shop.at(join(shop.folder, 'blog'));
  expect(inside.pyreset('clean').stdout).toMatch(/^removed 2 files and 3 folders, /);
  expect(has(shop, 'blog')).toBe(true);
  expect(has(shop, 'blog/api')).toBe(false);
  caches(shop, 'blog/__pycache__/m.cpython-311.pyc');
  expect(shop.pyreset('clean').stdout).toMatch(/^removed 1 file and 2 folders, /);
  expect(() => python(shop, 'import blog')).toThrow('ModuleNotFoundError');
});

test('all: every compiled file of the whole tree, from any folder, and nothing else', () => {
  const shop = project();
  const compiled = ['shop/__pycache__/a.cpython-311.opt-1.pyc', 'shop/__pycache__/b.pypy39.pyc']
    .concat(['shop/__pycache__/c.cpython-311-pytest-7.2.1.pyc', 'shop/__pycache__/d.cpython-311.pyc.140123'])
    .concat(['shop/views.pyc', 'shop/views.pyo', 'shop/views$py.class', 'gone.pyc', 'deep/er/m.pyc']);
  const others = [
    'shop/native.so',
    'shop/native.pyd',
    'shop/__pycache__/fast.cpython-311.so',
    'shop/x.pycc',
  ].concat([
    'shop/__pycache__/notes.txt',
    'shop/views.pyi',
    '.pytest_cache/README.md',
    'pyc',
    'shop/a.pyc.bak',
  ]);
  caches(shop, ...compiled, ...others);
  mkdirSync(join(shop.folder, 'shop/x.pyc'));
  mkdirSync(join(shop.folder, 'empty/__pycache__x'), { recursive: true });
  symlinkSync('views.py', join(shop.folder, 'shop', 'link.pyc'));
  const cleaned = shop.at(join(shop.folder, 'shop')).pyreset('clean', '--all');
  expect(cleaned.stdout).toMatch(/removed 10 files and 2 folders, \d+ bytes\n$/);
  expect([...compiled, 'shop/link.pyc', 'deep'].filter((path) => has(shop, path))).toEqual([]);
  expect([...others, 'shop/x.pyc', 'empty/__pycache__x'].filter((path) => !has(shop, path))).toEqual([]);
  expect(shop.git('status', '--porcelain', '--', 'shop/views.py')).toBe('');
});

test('tracked bytecode and what the settings mean to keep stays', () => {
  const shop = project();
  caches(
    shop,
    'shop/__pycache__/models.cpython-311.pyc',
    'dist/engine.pyc',
    'shop/gone.pyc',
    'shop/views.pyc',
  );
  shop.write({ '.pyresetrc': 'bytecode: {except: ["dist/**"]}\n' });
  shop.git('add', '--force', '.pyresetrc', 'shop/__pycache__', 'shop/gone.pyc');
  const cleaned = shop.pyreset('clean', '--all');
  expect(cleaned.stdout).toMatch(/^removed 1 file, /);
  expect(cleaned.stderr).toContain('git rm --cached shop/__pycache__/models.cpython-311.pyc\n');
  for (const path of ['shop/__pycache__/models.cpython-311.pyc', 'dist/engine.pyc', 'shop/gone.pyc'])
    expect(has(shop, path)).toBe(true);
});

test('the caches of other tools, but no file of them that git tracks', () => {
  const shop = project();
  caches(shop, '.mypy_cache/3.12/shop.json', '.ruff_cache/x', 'shop/.pytest_cache/v/x', '.ruff_cache2/x');
  mkdirSync(join(shop.folder, '.mypy_cache', 'empty'));
  symlinkSync(join(shop.folder, 'shop'), join(shop.folder, '.mypy_cache', 'link'));
  shop.write({ '.ruff_cache/tracked': '' });
  shop.git('add', '--force', '.ruff_cache/tracked');
  expect(shop.pyreset('clean').stdout).toBe('no stale caches\n');
  expect(shop.pyreset('clean', '--tools').stdout).toMatch(/^removed 4 files and 5 folders, /);
  expect(has(shop, '.mypy_cache') || has(shop, 'shop/.pytest_cache')).toBe(false);
  expect(['.ruff_cache/tracked', 'shop/models.py', '.ruff_cache2/x'].every((path) => has(shop, path))).toBe(
    true,
  );
  shop.commit('settings', { '.pyresetrc': 'clean: {tools: on}\n' });
  caches(shop, 'shop/.pytest_cache/v/x');
  expect(shop.pyreset('clean').stdout).toMatch(/^removed 1 file and 2 folders, /);
});

test('JSON: what went and why, what stays, and how much it was', () => {
  const shop = project();
  caches(shop, 'blog/__pycache__/old.cpython-311.pyc', 'shop/vendored.pyc');
  const { stdout } = shop.pyreset('clean', '--format', 'json', '--dry-run');
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    tool: { name: 'pyreset-hooks', version: expect.stringMatching(/^\d/) as string },
    dryRun: true,
    removed: [{ path: 'blog/__pycache__/old.cpython-311.pyc', state: 'orphan', bytes: 8 }],
    folders: ['blog', 'blog/__pycache__'],
    kept: [{ path: 'shop/vendored.pyc', reason: 'module' }],
    failed: [],
    summary: { files: 1, folders: 2, bytes: 8 },
  });
  expect(has(shop, 'blog/__pycache__/old.cpython-311.pyc')).toBe(true);
});
