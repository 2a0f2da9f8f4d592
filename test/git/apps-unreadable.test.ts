import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listing, PROJECT, STORE } from '../helpers/django.ts';
import { repository, SHOP, type Repository } from '../helpers/repository.ts';

function link(shop: Repository, path: string, target: string): void {
  shop.git('rm', '-r', '--quiet', '--force', '--ignore-unmatch', path);
  symlinkSync(target, join(shop.folder, path));
  shop.git('add', '--all');
}

test('an apps.py that is a link out of the repository: the label is unknown, not guessed', () => {
  const shop = repository();
  shop.commit('shop', PROJECT);
  link(shop, 'shop/apps.py', '/nowhere/apps.py');
  expect(listing(shop, '--staged').apps).toMatchObject([{ label: null, dir: 'shop' }]);
});

test('an apps.py that a partial clone lacks: the label is unknown, not guessed', () => {
  const origin = repository();
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.commit('shop', { ...SHOP, 'shop/apps.py': STORE });
  origin.git('clone', '--quiet', '--filter=blob:none', '--sparse', `file://${origin.folder}`, '../clone');
  const clone = origin.at(join(origin.folder, '..', 'clone'));
  expect(listing(clone).apps).toMatchObject([{ label: null, dir: 'shop' }]);
});

test('a manage.py that a partial clone lacks is named among the unknown', () => {
  const origin = repository();
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.commit(
    'shop',
    Object.fromEntries(Object.entries(PROJECT).map(([path, text]) => [`back/${path}`, text])),
  );
  origin.git('clone', '--quiet', '--filter=blob:none', '--sparse', `file://${origin.folder}`, '../clone');
  const clone = origin.at(join(origin.folder, '..', 'clone'));
  expect(listing(clone).unknown.map(({ path }) => path)).toContain('back/manage.py');
});

test('a link to a folder whose name is not ASCII', () => {
  const shop = repository();
  shop.commit('shop', PROJECT);
  renameSync(join(shop.folder, 'shop'), join(shop.folder, 'données'));
  link(shop, 'shop', 'données');
  expect(listing(shop, '--staged').apps).toMatchObject([{ label: 'shop', dir: 'données' }]);
});

test('an app that is a link, after a thousand others', () => {
  const shop = repository();
  shop.commit('shop', PROJECT);
  mkdirSync(join(shop.folder, 'a'));
  for (let at = 0; at < 1000; at++) symlinkSync('x', join(shop.folder, 'a', String(at)));
  shop.git('mv', 'shop', 'real');
  link(shop, 'shop', 'real');
  const { apps, unknown } = listing(shop, '--staged');
  expect(apps.length + unknown.length).toBeGreaterThan(0);
});

test('a migration that is a link out of the repository is unknown, not absent', () => {
  const shop = repository();
  shop.commit('shop', PROJECT);
  link(shop, 'shop/migrations/0003_far.py', '/srv/shared/0003_far.py');
  expect(listing(shop, '--staged').unknown.map(({ path }) => path)).toContain('shop/migrations/0003_far.py');
});

test('a refused option is one line', () => {
  const shop = repository();
  expect(shop.pyreset('apps', '--rev', '-x').stderr).not.toContain(String.raw`\x0a`);
});
