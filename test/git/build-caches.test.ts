import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOSTS } from '../../src/builds/hosts.ts';
import { PROJECT, site } from '../helpers/django.ts';
import { installed, type Repository } from '../helpers/repository.ts';
import { said } from '../helpers/verdict.ts';

const CACHED = '[build]\nbuildCommand = "pip install -r requirements.txt"\n';
const UNCACHED = CACHED.replace('install', 'install --no-cache-dir');

/** Commits these files, with the hooks. */
function commit(shop: Repository, files: Readonly<Record<string, string | null>>) {
  shop.write(files);
  shop.git('add', '--all');
  return shop.tryGit('commit', '--quiet', '-m', 'x');
}

test('a cache that is off is warned about in a commit of nothing else, until it is on again', () => {
  const shop = installed(PROJECT);
  const warned = commit(shop, { 'railway.toml': UNCACHED });
  expect(warned).toMatchObject({ status: 0 });
  expect(warned.output)
    .toBe(`railway.toml:2:29: warning: --no-cache-dir keeps pip from its cache: every build on Railway that installs packages downloads and compiles all of them again  [uncached-build]
  once the build that needed it is through, take --no-cache-dir out of line 2 of railway.toml:
      buildCommand = "pip install -r requirements.txt"
  if it is to stay, say why at the end of that line:
      # pyreset: allow uncached-build -- …

0 errors, 1 warning
`);
  expect(commit(shop, { 'README.md': 'x\n', 'shop/views.py': 'V = 1\n' })).toMatchObject({
    status: 0,
    output: '',
  });
  expect(commit(shop, { 'railway.toml': CACHED })).toMatchObject({ status: 0, output: '' });
  expect(said(shop, '--range', 'HEAD~3..HEAD')).toEqual([]);
  expect(said(shop, '--range', 'HEAD~3..HEAD~2')).toEqual(['warning uncached-build railway.toml']);
});

test('each kind of file is warned about, in any folder, and in a repository without Django', () => {
  const shop = installed({ 'README.md': 'x\n' });
  const plan = { build: { nixpacksPlan: { variables: { PIP_NO_CACHE_DIR: '1' } } } };
  const warned = commit(shop, {
    'backend/railway.json': JSON.stringify(plan),
    'nixpacks.toml': '[phases.install]\ncmds = ["uv sync --no-cache"]\n',
  });
  expect(warned.status).toBe(0);
  expect(warned.output).toContain('backend/railway.json:1:');
  expect(warned.output).toContain('nixpacks.toml:2:18: warning: --no-cache keeps uv from its cache');
});

test('what the team has agreed to stays silent', () => {
  const shop = installed(PROJECT);
  const agreed = commit(shop, {
    '.pyresetrc': 'allow: [{rule: uncached-build, subject: railway.toml, reason: the cache is broken}]\n',
    'railway.toml': UNCACHED,
  });
  expect(agreed).toMatchObject({ status: 0, output: '' });
});

test('what makes a cache stale is told on demand, and never in the way of a commit', () => {
  const shop = installed({ ...PROJECT, 'railway.toml': CACHED, 'requirements.txt': 'Django\n' });
  shop.write(site('', 'INSTALLED_APPS = ["shop", "blog"]\n'));
  shop.git('add', '--all');
  expect(said(shop)).toEqual(['info stale-build-cache railway.toml']);
  expect(shop.pyreset('check', '--verbose').stdout).toContain('change a comment line in requirements.txt');
  expect(shop.tryGit('commit', '--quiet', '-m', 'x')).toMatchObject({ status: 0, output: '' });
  expect(said(shop, '--range', 'HEAD~..HEAD')).toEqual(['info stale-build-cache railway.toml']);
  shop.write({ ...site('', 'INSTALLED_APPS = ["shop"]\n'), 'requirements.txt': 'Django\n# again\n' });
  shop.git('add', '--all');
  expect(said(shop)).toEqual([]);
});

test('a merge says nothing of what a branch brought', () => {
  const shop = installed({ ...PROJECT, 'railway.toml': CACHED });
  shop.git('switch', '--quiet', '--create', 'branch');
  shop.commit('branch', { 'railway.toml': UNCACHED, ...site('', 'INSTALLED_APPS = ["shop", "blog"]\n') });
  shop.git('switch', '--quiet', 'main');
  shop.commit('main', { 'README.md': 'x\n' });
  const merged = shop.tryGit('merge', '--quiet', '--no-edit', 'branch');
  expect(merged).toMatchObject({ status: 0, output: '' });
});

test.for(HOSTS.flatMap(({ files }) => files))('a commit of %s alone reaches Node', (file) => {
  const shop = installed(PROJECT).with({ PYRESET_NODE: '/bin/false' });
  expect(commit(shop, { [`backend/${file}`]: 'x' }).status).not.toBe(0);
});

test.for(['Dockerfile', 'railway.md', 'my-railway.toml', 'railway.toml.example'])(
  'a commit of %s alone costs one git process, and no Node',
  (file) => {
    const shop = installed(PROJECT);
    const trace = join(shop.folder, '..', 'trace');
    shop.write({ [file]: UNCACHED });
    shop.git('add', '--all');
    const hook = join(import.meta.dirname, '..', '..', 'hooks', 'pre-commit');
    const traced = shop.with({ GIT_TRACE2_EVENT: trace, PYRESET_NODE: '/bin/false' });
    expect(traced.shell(`package=/nowhere . '${hook}'`)).toMatchObject({ status: 0, output: '' });
    expect(readFileSync(trace, 'utf8').match(/"event":"start"/g)).toHaveLength(1);
  },
);
