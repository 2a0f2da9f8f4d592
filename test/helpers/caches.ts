import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chownSync, cpSync, existsSync, lchownSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CLI, repository, type Repository } from './repository.ts';

/** `main` has two apps, `topic` has changed `shop/models.py` and deleted `blog`; hooks are installed. */
export function twoApps(): Repository {
  const made = repository();
  made.commit('main', {
    '.gitignore': '__pycache__/\n*.pyc\n*.pyo\n*$py.class\n',
    README: '1\n',
    'shop/__init__.py': '',
    'shop/models.py': 'V = 1\n',
    'shop/views.py': '',
    'blog/__init__.py': '',
    'blog/models.py': '',
    'blog/migrations/__init__.py': '',
    'blog/migrations/0001_initial.py': '',
  });
  made.git('switch', '--quiet', '-c', 'topic');
  made.git('rm', '-r', '--quiet', 'blog');
  made.commit('topic', { 'shop/models.py': 'V = 2\n' });
  made.git('switch', '--quiet', 'main');
  if (made.pyreset('install').status !== 0) throw new Error('install failed');
  return made;
}

/** Writes caches as a Python that ran just now leaves them: newer than their sources. */
export function compile(shop: Repository, ...paths: readonly string[]): void {
  shop.write(Object.fromEntries(paths.map((path) => [path, 'bytecode'])));
}

/** True when there is something of that name. */
export function has(shop: Repository, path: string): boolean {
  return existsSync(join(shop.folder, path));
}

/**
 * Runs the program as somebody whom permissions bind: root is not, and becomes nobody after Node.js has started, which
 * may lie in a folder of root's.
 */
export function bound(shop: Repository, ...args: readonly string[]): SpawnSyncReturns<string> {
  const run = (...command: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, command, { cwd: shop.folder, env: shop.env, encoding: 'utf8' });
  if (process.getuid?.() !== 0) return run(CLI, ...args);
  const nobody = 65_534;
  const home = join(shop.folder, '..');
  cpSync(dirname(CLI), join(home, 'dist'), { recursive: true });
  for (const path of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(home, path), nobody, nobody);
  }
  chownSync(home, nobody, nobody);
  const become = `process.setgroups([]); process.setgid(${nobody}); process.setuid(${nobody})`;
  const start = `process.argv.splice(1, 0, 'cli'); require(${JSON.stringify(join(home, 'dist', 'cli.cjs'))})`;
  return run('-e', `${become}; ${start}`, '--', ...args);
}
