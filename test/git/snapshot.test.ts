import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listing, names, PROJECT as SITE } from '../helpers/django.ts';
import { addField, LONG_AGO, repository, type Repository } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';

const PROJECT: Readonly<Record<string, string>> = { ...SITE, 'docs/index.md': '' };
const TWO = ['shop.0001_initial', 'shop.0002_cost'];

/** A clone without blobs, but for those of the files at the top, whose origin is gone. */
function partial(filter: string, files: Readonly<Record<string, string>> = PROJECT): Repository {
  const origin = repository();
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  origin.commit('before', files, LONG_AGO);
  origin.commit('after', {
    [COST]: `# new\n${addField('cost')}`,
    'conf/settings.py': `# new\n${PROJECT['conf/settings.py']}`,
  });
  const url = `file://${origin.folder}`;
  origin.git('clone', '--quiet', `--filter=${filter}`, '--sparse', url, '../clone');
  return origin.at(join(origin.folder, '..', 'clone'));
}

/** Takes the origin of such a clone away: what is fetched now, fails. */
function alone(clone: Repository): Repository {
  renameSync(join(clone.folder, '..', 'project'), join(clone.folder, '..', 'away'));
  return clone;
}

const objects = (clone: Repository): string => clone.shell('find .git/objects -type f | sort').stdout;

test('a partial clone fetches nothing, and what is not there is unknown', () => {
  const clone = alone(partial('blob:none'));
  const had = objects(clone);
  const { apps, unknown } = listing(clone);
  expect(apps.map(({ dir, migrations }) => [dir, migrations.map(({ name }) => name)])).toEqual([
    ['shop', ['0001_initial', '0002_cost']],
  ]);
  expect(unknown.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['manage.py', 'shop/migrations/0001_initial.py', COST]),
  );
  expect(clone.pyreset('apps').stdout).toContain('after (unknown)');
  expect(objects(clone)).toBe(had);
});

test('nor for what is staged, on another commit, or in a bare partial clone', () => {
  const clone = partial('blob:none');
  clone.git('reset', '--quiet', '--soft', 'HEAD~1');
  clone.git(
    'clone',
    '--quiet',
    '--bare',
    '--filter=blob:none',
    `file://${clone.folder}/../project`,
    '../bare',
  );
  const bare = alone(clone).at(join(clone.folder, '..', 'bare'));
  const had = objects(clone);
  for (const args of [['--staged'], ['--rev', 'origin/main'], ['--all']]) {
    expect(listing(clone, ...args).unknown.map(({ path }) => path)).toContain(COST);
  }
  expect(clone.pyreset('check').status).not.toBe(3);
  expect(objects(clone)).toBe(had);
  expect(listing(bare).apps).toHaveLength(1);
});

test('what was fetched is read, and is not taken from the work tree', () => {
  const clone = partial('blob:none', { ...PROJECT, 'big/file.py': 'x = 1\n' });
  clone.git('sparse-checkout', 'set', 'shop', 'conf');
  clone.write({ 'docs/index.md': 'not ours', [COST]: 'not this' });
  const { apps, unknown } = listing(alone(clone));
  expect(unknown).toEqual([]);
  expect(apps).toMatchObject([{ migrations: [{}, { dependencies: [['shop', '0001_initial']] }] }]);
});

test('a clone without folders fetches those, and no file', () => {
  const clone = partial('tree:0');
  const { apps, unknown } = listing(clone, '--rev', 'HEAD~1');
  expect(apps).toMatchObject([
    { dir: 'shop', migrations: [{ name: '0001_initial' }, { name: '0002_cost' }] },
  ]);
  expect(unknown.map(({ path }) => path)).toContain(COST);
  const blob = clone.git('rev-parse', `HEAD~1:${COST}`);
  expect(clone.git('rev-list', '--objects', '--missing=print', '--all')).toContain(`?${blob}`);
});

test.for([
  ['cone', '--cone'],
  ['sparse index', '--cone', '--sparse-index'],
  ['patterns', '--no-cone'],
] as const)('a sparse checkout has the files that its work tree lacks: %s', ([, ...options]) => {
  const shop = repository();
  shop.commit('shop', PROJECT);
  shop.git('sparse-checkout', 'set', ...options, 'docs');
  expect(shop.shell('ls shop 2>/dev/null').stdout).toBe('');
  const index = shop.git('ls-files', '--debug');
  expect(names(shop)).toEqual(TWO);
  expect(names(shop, '--staged')).toEqual(TWO);
  expect(shop.git('ls-files', '--debug')).toBe(index);
  shop.git('rm', '--quiet', '--cached', '--sparse', COST);
  expect(names(shop, '--staged')).toEqual(['shop.0001_initial']);
  expect(names(shop)).toEqual(TWO);
});

test('a repository with SHA-256, and its first commit', () => {
  const shop = repository('--object-format=sha256');
  shop.write(PROJECT);
  shop.git('add', '--all');
  expect(names(shop)).toEqual(TWO);
  shop.commit('shop');
  shop.git('rm', '--quiet', COST);
  expect(names(shop)).toEqual(TWO);
  expect(names(shop, '--staged')).toEqual(['shop.0001_initial']);
  expect(names(shop, '--rev', shop.git('rev-parse', 'HEAD'))).toEqual(TWO);
});

test('an app in a submodule is not ours to read', () => {
  const shop = repository();
  shop.commit('shop', PROJECT);
  shop.git('clone', '--quiet', '.', '../library');
  shop.git('rm', '-r', '--quiet', 'shop');
  shop.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '../library', 'shop');
  expect(listing(shop, '--staged').apps).toEqual([]);
  shop.commit('submodule');
  expect(shop.shell('ls shop/shop/migrations').stdout).toContain('0001_initial.py');
  expect(listing(shop, '--all')).toMatchObject({ apps: [], unknown: [{ path: 'shop', line: 1 }] });
});

test('a submodule beside the project, or in an app, changes nothing', () => {
  const shop = repository();
  shop.commit('shop', PROJECT);
  const commit = shop.git('rev-parse', 'HEAD');
  for (const path of ['vendor', 'shop/vendor', 'shop/migrations/0009_module.py'])
    shop.git('update-index', '--add', '--cacheinfo', `160000,${commit},${path}`);
  expect(names(shop, '--staged')).toEqual(TWO);
});

test('executable files are files', () => {
  const shop = repository();
  shop.write(PROJECT);
  shop.git('add', '--all');
  shop.git('update-index', '--chmod=+x', COST, 'conf/settings.py', 'manage.py');
  shop.commit('shop');
  shop.git('update-index', '--chmod=+x', 'shop/migrations/0001_initial.py');
  expect(names(shop)).toEqual(TWO);
  expect(names(shop, '--staged')).toEqual(TWO);
});

test.for([
  ['CRLF', (text: string) => text.replaceAll('\n', '\r\n'), 'utf8'],
  ['old Mac line ends', (text: string) => text.replaceAll('\n', '\r'), 'utf8'],
  ['a byte order mark', (text: string) => `\ufeff${text}`, 'utf8'],
  ['Latin-1 by its cookie', (text: string) => `# coding: latin-1\n# é\n${text}`, 'latin1'],
  ['no newline at the end', (text: string) => text.trimEnd(), 'utf8'],
  ['a form feed', (text: string) => `\f\n${text}`, 'utf8'],
] as const)('sources with %s', ([, change, encoding]) => {
  const shop = repository();
  shop.git('config', 'core.autocrlf', 'false');
  shop.write(PROJECT);
  for (const path of ['manage.py', 'conf/settings.py', COST])
    writeFileSync(join(shop.folder, path), Buffer.from(change(PROJECT[path]!), encoding));
  shop.commit('shop');
  expect(names(shop)).toEqual(TWO);
  expect(listing(shop).apps[0]!.migrations[1]!.dependencies).toEqual([['shop', '0001_initial']]);
});

test('names with newlines, tabs, quotes and other letters', () => {
  const shop = repository();
  shop.commit('shop', {
    ...PROJECT,
    'a\n1\tb': '',
    '120000 blob x\n': '',
    'shop/migrations/0003_ä\n"b\tc.py': addField('x'),
  });
  expect(names(shop)).toEqual([...TWO, 'shop.0003_ä\n"b\tc']);
  expect(names(shop, '--staged')).toEqual([...TWO, 'shop.0003_ä\n"b\tc']);
  expect(shop.pyreset('apps').stdout).toContain(String.raw`  0003_ä\x0a"b\x09c` + '\n');
});
