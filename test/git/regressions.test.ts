import { chmodSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, cloned, installed, LONG_AGO, repository, SHOP } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

test('another repository below the work tree keeps what it tracks, and its folder', () => {
  const shop = repository();
  shop.commit('lib', { 'lib/x.py': 'V = 1\n' });
  shop.git('switch', '--quiet', '-c', 'without');
  shop.git('rm', '--quiet', '-r', 'lib');
  shop.commit('without lib', { other: '1' });
  shop.git('switch', '--quiet', 'main');
  const lib = shop.at(join(shop.folder, 'lib'));
  lib.git('init', '--quiet');
  lib.commit('nested', { '__pycache__/x.cpython-311.pyc': 'precious' });
  shop.pyreset('install');
  shop.git('switch', '--quiet', 'without');
  expect(lib.read('__pycache__/x.cpython-311.pyc')).toBe('precious');
});

test('the empty folder of a submodule stays', () => {
  const shop = repository();
  const sub = repository();
  sub.commit('sub', { README: '' });
  shop.commit('lib', { 'lib/x.py': 'V = 1\n' });
  shop.git('switch', '--quiet', '-c', 'submodule');
  shop.git('rm', '--quiet', '-r', 'lib');
  shop.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', sub.folder, 'lib');
  shop.git('commit', '--quiet', '-m', 'a submodule');
  shop.git('submodule', '--quiet', 'deinit', '-f', 'lib');
  rmSync(join(shop.folder, '.git', 'modules', 'lib'), { recursive: true });
  shop.git('switch', '--quiet', 'main');
  shop.pyreset('install');
  shop.git('switch', '--quiet', 'submodule');
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('a rebase that runs Python on the way leaves no cache of what came in on the way', () => {
  const shop = repository();
  shop.commit('zero', { README: '', '.gitignore': '__pycache__/\n' });
  shop.commit('one', { 'x.py': 'V = 1\n' });
  shop.commit('two', { 'x.py': 'V = 2\n' });
  shop.pyreset('install');
  const cache = '__pycache__/x.cpython-311.pyc';
  shop.git(
    'rebase',
    '--quiet',
    '--force-rebase',
    '--exec',
    `mkdir -p __pycache__ && echo x > ${cache}`,
    'HEAD~2',
  );
  expect(shop.shell(`ls ${cache}`).status).not.toBe(0);
});

test('a rename is found after the folder has moved on the branch, in one with a newline as well', () => {
  for (const folder of ['apps', 'two\nlines']) {
    const shop = cloned();
    shop.git('switch', '--quiet', '-c', 'topic');
    mkdirSync(join(shop.folder, folder));
    shop.git('mv', 'shop', `${folder}/shop`);
    shop.commit('moved');
    shop.git('mv', `${folder}/${COST}`, `${folder}/${PRICE}`);
    expect(shop.pyreset('check').status).toBe(1);
  }
});

test('ages: from a sub-folder with diff.relative, in a shallow clone, for an old author date', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  shop.git('config', 'diff.relative', 'true');
  expect(shop.at(join(shop.folder, 'shop')).pyreset('check').status).toBe(1);

  shop
    .with({ GIT_AUTHOR_DATE: LONG_AGO })
    .git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'renamed');
  expect(shop.pyreset('check', '--range', 'origin/main..HEAD').status).toBe(1);

  const origin = repository();
  origin.commit('shop', SHOP, LONG_AGO);
  origin.commit('today', { notes: 'x' });
  origin.git('clone', '--quiet', '--depth', '1', `file://${origin.folder}`, '../shallow');
  const shallow = origin.at(join(origin.folder, '..', 'shallow'));
  shallow.git('mv', COST, PRICE);
  expect(shallow.pyreset('check').status).toBe(1);
});

test('a migration moved into a file that was there already is renamed as well', () => {
  const shop = installed();
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('an empty file', { [PRICE]: '' });
  shop.write({ [PRICE]: addField('cost'), [COST]: null });
  shop.git('add', '--all');
  expect(shop.pyreset('check').status).toBe(1);
});

test('names of revisions need not be ASCII', () => {
  const shop = cloned();
  shop.git('switch', '--quiet', '-c', 'grüße');
  shop.git('mv', COST, PRICE);
  shop.commit('renamed');
  expect(shop.pyreset('check', '--range', 'origin/main..grüße').status).toBe(1);
});

test.for(['null', '{"version":1}', '{"version":1,"folder":5,"hooks":null}', 'x'])(
  'a state file that says %s is no state',
  (state) => {
    const shop = installed();
    shop.write({ '.git/pyreset-hooks/state.json': state });
    expect(shop.pyreset('install').stdout).toContain('unchanged');
    shop.write({ '.git/pyreset-hooks/state.json': state });
    expect(shop.pyreset('uninstall').stdout).toContain('removed');
  },
);

test('without the state an edited hook is not lost, and one that was switched off is switched on', () => {
  const shop = installed();
  const hook = join(shop.folder, '.git/hooks/post-merge');
  chmodSync(hook, 0o644);
  expect(shop.pyreset('install').stdout).toContain('post-merge        rewritten');
  expect(statSync(hook).mode & 0o111).toBe(0o111);
  writeFileSync(hook, `${shop.read('.git/hooks/post-merge')}echo mine\n`);
  rmSync(join(shop.folder, '.git/pyreset-hooks'), { recursive: true });
  for (const command of ['install', 'uninstall'])
    expect(shop.pyreset(command).stderr).toContain('was edited');
  expect(shop.read('.git/hooks/post-merge')).toContain('echo mine');
});

test.for([
  ['!docs/**', 'globs without a leading !'],
  ['*a*a*a*a*a*a*a*a*b', 'at most three'],
  ['x'.repeat(70_000), 'globs'],
] as const)('the glob %j is refused: it would match too much, or for too long', ([pattern, message]) => {
  const shop = installed();
  shop.write({ '.pyresetrc': JSON.stringify({ ignore: [pattern] }), [`${'a'.repeat(60)}.pyc`]: 'x' });
  shop.git('add', '--all', '--force');
  const refused = shop.pyreset('check');
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain(message);
});

test('a YAML file that says one thing a billion times is refused in one line', () => {
  const levels = Array.from(
    { length: 9 },
    (_, index) =>
      `a${index}: &a${index} [${Array(9)
        .fill(index ? `*a${index - 1}` : 'x')
        .join()}]`,
  );
  const shop = installed();
  shop.write({ '.pyresetrc': `${levels.join('\n')}\nprotected: *a8\n` });
  shop.git('add', '--all');
  const refused = shop.pyreset('check');
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('a value too large to show');
});

test.skipIf(!existsSync('/dev/full'))('output that cannot be written is exit code 2 and no stack', () => {
  const shop = installed();
  shop.write({ 'a.pyc': 'x' });
  shop.git('add', '--force', 'a.pyc');
  const full = shop.shell(
    `'${process.execPath}' '${join(import.meta.dirname, '../../dist/cli.cjs')}' check > /dev/full`,
  );
  expect(full.stderr).toBe('pyreset-hooks: cannot write the output: ENOSPC\n');
  expect(full.status).toBe(2);
});
