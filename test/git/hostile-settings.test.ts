import { cpSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, cloned, installed, LONG_AGO, repository, SHOP } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

test.for([
  ['log.showRoot', 'false'],
  ['log.follow', 'true'],
  ['column.ui', 'always'],
  ['log.showSignature', 'true'],
  ['color.ui', 'always'],
  ['diff.renames', 'false'],
  ['status.relativePaths', 'true'],
  ['core.quotePath', 'false'],
] as const)('ages are told in spite of %s = %s', ([setting, value]) => {
  const aged = cloned();
  aged.git('config', setting, value);
  aged.git('mv', COST, PRICE);
  expect(aged.pyreset('check').status).toBe(1);

  const released = cloned(new Date().toISOString());
  released.git('config', setting, value);
  for (const tag of ['v1.0', 'a', 'b', 'c', 'd']) released.git('tag', tag);
  released.git('mv', COST, PRICE);
  expect(released.pyreset('check').status).toBe(1);
});

test('CDPATH does not confuse the hooks', () => {
  const shop = installed().with({ CDPATH: '.:..:/tmp' });
  shop.write({ 'a.pyc': 'x' });
  shop.git('add', '--force', 'a.pyc');
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('a git configuration that cannot be read is one line, not a bug of ours', () => {
  const shop = installed();
  writeFileSync(join(shop.folder, '.git', 'config'), '[core\n');
  for (const command of [['check'], ['check', '--range', 'HEAD..HEAD'], ['install'], ['uninstall']]) {
    const refused = shop.pyreset(...command);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/^pyreset-hooks: git: bad config line 1.*\n {2}hint: /);
  }
});

test('the age of a migration goes with it when its folder moves', () => {
  const shop = cloned();
  shop.git('mv', 'shop', 'moved');
  shop.git('mv', 'moved', 'src_shop');
  shop.write({ 'src/.keep': '' });
  shop.git('mv', 'src_shop', 'src/shop');
  shop.commit('moved today');
  shop.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  shop.git('mv', `src/${COST}`, `src/${PRICE}`);
  expect(shop.pyreset('check').status).toBe(1);
});

test('two projects in one repository may have apps of one label', () => {
  const both = (text: string): Record<string, string> => ({
    [`backend/${COST}`]: addField('cost'),
    [`admin/${COST}`]: text,
    'backend/shop/migrations/__init__.py': '',
    'admin/shop/migrations/__init__.py': '',
  });
  const shop = cloned(LONG_AGO, both(addField('other')));
  shop.git('mv', `backend/${COST}`, `backend/${PRICE}`);
  shop.write({ [`admin/${COST}`]: `# a comment\n${addField('other')}` });
  shop.git('add', '--all');
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.output).toContain('migration shop.0002_cost');
  expect(refused.status).toBe(1);
});

test('a folder whose name is not UTF-8 holds migrations like any other', () => {
  const origin = repository();
  const at = (name: string): Buffer =>
    Buffer.concat([Buffer.from(`${origin.folder}/caf`), Buffer.from([0xe9]), Buffer.from(name)]);
  const apps =
    "from django.apps import AppConfig\n\n\nclass A(AppConfig):\n    name = 'x'\n    label = 'shop'\n";
  origin.write({ ...SHOP, 'shop/apps.py': apps }); // the folder's name is no identifier: without a label, no app
  renameSync(join(origin.folder, 'shop'), at(''));
  origin.commit('café', {}, LONG_AGO);
  origin.git('clone', '--quiet', '.', '../clone');
  const clone = origin.at(join(origin.folder, '..', 'clone'));
  expect(
    clone.shell('git mv caf*/migrations/0002_cost.py "$(echo caf*)/migrations/0002_price.py"').status,
  ).toBe(0);
  const checked = clone.pyreset('check');
  expect(checked.stdout).toContain('error: migration shop.0002_cost');
  expect(checked.status).toBe(1);
});

test('pre-merge-commit knows the other side by MERGE_HEAD as well', () => {
  const shop = installed();
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.git('mv', COST, PRICE);
  shop.commit('renamed there');
  shop.git('switch', '--quiet', 'main');
  shop.commit('ours', { notes: 'x' });
  shop.git('merge', '--quiet', '--no-commit', '--no-ff', 'theirs');
  expect(shop.pyreset('hook', 'pre-merge-commit').output).toBe('');
});

test('a protected ref that a clone lacks is a note, one that is typed is an error', () => {
  const shop = cloned(LONG_AGO, { ...SHOP, '.pyresetrc': 'protected: [upstream/main]\n' });
  shop.git('mv', COST, PRICE);
  const noted = shop.pyreset('check');
  expect(noted.status).toBe(0);
  expect(noted.stderr).toContain('upstream/main is not known here');
  expect(shop.with({ CI: 'true' }).pyreset('check').status).toBe(2);
  const typed = shop.pyreset('check', '--base', 'typo');
  expect(typed.status).toBe(2);
  expect(typed.stderr).toContain('unknown revision: "typo"');
  expect(shop.pyreset('check', '--base', 'origin/main').status).toBe(1);
});

test('a copy of a repository uninstalls its own hooks, a moved one as well', () => {
  const shop = installed();
  const copy = shop.at(join(shop.folder, '..', 'copy'));
  cpSync(shop.folder, copy.folder, { recursive: true });
  expect(copy.pyreset('uninstall').stdout).toContain('removed');
  expect(shop.pyreset('install').stdout).toContain('unchanged');
  const moved = shop.at(join(shop.folder, '..', 'moved'));
  renameSync(shop.folder, moved.folder);
  expect(moved.pyreset('uninstall').stdout).toContain('removed');
  expect(moved.shell('ls .git/hooks | grep -v sample').stdout).toBe('');
});

test('hooks are not installed twice, nor into a folder that is committed', () => {
  const shop = installed();
  shop.git('config', 'core.hooksPath', '.githooks');
  expect(shop.pyreset('install').stderr).toContain('take them out first');
  shop.git('config', '--unset', 'core.hooksPath');
  shop.pyreset('uninstall');
  shop.commit('hooks', { '.githooks/pre-commit': '#!/bin/sh\n' });
  shop.git('config', 'core.hooksPath', '.githooks');
  const refused = shop.pyreset('install');
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('files are committed');
  expect(shop.git('status', '--porcelain')).toBe('');
});
