import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { committed, listing, PROJECT } from '../helpers/django.ts';
import { addField, SHOP, type Repository } from '../helpers/repository.ts';

/** The apps as `label in folder: migrations`. */
function shown(shop: Repository, ...args: readonly string[]): string[] {
  return listing(shop, ...args).apps.map(
    ({ label, dir, migrations }) => `${label} in ${dir}: ${migrations.map(({ name }) => name).join(' ')}`,
  );
}

/** Puts a symbolic link where a file or folder may have been, and stages it. */
function link(shop: Repository, path: string, target: string): void {
  shop.git('rm', '-r', '--quiet', '--force', '--ignore-unmatch', path);
  mkdirSync(dirname(join(shop.folder, path)), { recursive: true });
  symlinkSync(target, join(shop.folder, path));
  shop.git('add', '--all');
}

const PLAIN = ['shop in shop: 0001_initial 0002_cost'];

test.for([
  ['beside it', 'real', 'real'],
  ['further down', 'lib/real', 'lib/real'],
  ['with dots on the way', 'lib/real', './lib/../lib//real/'],
] as const)('an app whose folder is a symbolic link: %s', ([, folder, target]) => {
  const shop = committed();
  mkdirSync(dirname(join(shop.folder, folder)), { recursive: true });
  shop.git('mv', 'shop', folder);
  link(shop, 'shop', target);
  expect(shown(shop, '--staged')).toEqual([`shop in ${folder}: 0001_initial 0002_cost`]);
  expect(shown(shop)).toEqual(PLAIN);
  shop.commit('linked');
  expect(shown(shop)).toEqual([`shop in ${folder}: 0001_initial 0002_cost`]);
});

test('a link over links, and a migrations folder that is one', () => {
  const shop = committed();
  shop.git('mv', 'shop/migrations', 'moves');
  link(shop, 'shop/migrations', '../one');
  link(shop, 'one', 'two');
  link(shop, 'two', 'moves');
  expect(shown(shop, '--staged')).toEqual(PLAIN);
});

test('a migration that is a link to a file of the tree', () => {
  const shop = committed({ ...PROJECT, 'common/note.py': addField('note', '0002_cost') });
  link(shop, 'shop/migrations/0003_note.py', '../../common/note.py');
  expect(listing(shop, '--staged')).toMatchObject({
    apps: [
      {
        migrations: [
          {},
          {},
          {
            name: '0003_note',
            path: 'shop/migrations/0003_note.py',
            dependencies: [['shop', '0002_cost']],
          },
        ],
        leaves: ['0003_note'],
      },
    ],
    unknown: [],
  });
});

test.for([
  ['to nothing', 'shop/migrations/0003_gone.py', 'gone.py'],
  ['to a folder', 'shop/migrations/0003_folder.py', '../migrations'],
  ['to what no module can be', 'shop/migrations/0003.x.py', '0002_cost.py'],
  ['to a folder, without .py', 'shop/migrations/0003_x', '0002_cost.py'],
  ['passed over by its name', 'shop/migrations/_0003.py', '0002_cost.py'],
  ['beside the project', 'docs/latest', '../docs'],
  ['out of the repository, beside the project', 'docs/etc', '/etc'],
  ['that loops beside the project', 'docs', 'docs'],
] as const)('a link that is no migration: %s', ([, path, target]) => {
  const shop = committed();
  link(shop, path, target);
  expect(shown(shop, '--staged')).toEqual(PLAIN);
  shop.commit('linked');
  expect(shown(shop)).toEqual(PLAIN);
});

test('what is outside of the repository is never read', () => {
  const shop = committed();
  shop.write({ '../secret.py': addField('secret', '0002_cost') });
  link(shop, 'shop/migrations/0003_up.py', '../../../secret.py');
  link(shop, 'shop/migrations/0004_far.py', join(shop.folder, '..', 'secret.py'));
  link(shop, 'shop/migrations/0005_here.py', join(shop.folder, 'shop/migrations/0002_cost.py'));
  const { migrations } = listing(shop, '--staged').apps[0]!;
  const linked = migrations.filter(({ name }) => /^000[345]/.test(name));
  expect(linked.flatMap(({ dependencies }) => dependencies)).toEqual([]);
});

test.for([
  ['to itself', 'shop'],
  ['in a circle', '../project/shop'],
  ['out of the repository', '/nowhere/shop'],
  ['to the folder above', '../shop'],
] as const)('an app whose folder is a link %s is not read', ([, target]) => {
  const shop = committed();
  link(shop, 'shop', target);
  expect(shown(shop, '--staged', '--all')).toEqual([]);
  expect(shown(shop)).toEqual(PLAIN);
});

test('where migrations are stays unknown when their folder is a link out of the repository', () => {
  const shop = committed();
  link(shop, 'shop/migrations', '/nowhere/migrations');
  expect(listing(shop, '--staged').apps).toMatchObject([{ label: 'shop', migrated: null, migrations: [] }]);
  expect(shop.pyreset('apps', '--staged').stdout).toContain('where its migrations are is unknown');
});

test('a folder becomes a link, and a link a folder, in the index', () => {
  const shop = committed();
  shop.git('mv', 'shop', 'store');
  link(shop, 'shop', 'store');
  expect(shown(shop, '--staged')).toEqual(['shop in store: 0001_initial 0002_cost']);
  shop.commit('linked');
  shop.git('rm', '--quiet', 'shop');
  shop.git('mv', 'store', 'shop');
  expect(shown(shop, '--staged')).toEqual(PLAIN);
  expect(shown(shop)).toEqual(['shop in store: 0001_initial 0002_cost']);
});

test('a migration becomes a folder, and settings a package, in the index', () => {
  const shop = committed();
  shop.git('rm', '--quiet', 'shop/migrations/0002_cost.py', 'conf/settings.py');
  shop.write({
    'shop/migrations/0002_cost.py/file': 'x',
    'conf/settings/__init__.py': 'from .base import *\n',
    'conf/settings/base.py': 'INSTALLED_APPS = ["shop"]\n',
  });
  shop.git('add', '--all');
  expect(shown(shop, '--staged')).toEqual(['shop in shop: 0001_initial']);
});

/** A path below a repository's folder, with the byte 0xE9 for each `?`: é in Latin-1, and not UTF-8. */
function bytes(shop: Repository, path: string): Buffer {
  return Buffer.from(`${shop.folder}/${path}`.replaceAll('?', '\xe9'), 'latin1');
}

test('paths that are not UTF-8 beside the project change nothing', () => {
  const shop = committed();
  shop.write({ 'shop/templates/x': '' });
  for (const path of ['caf?', 'shop/templates/caf?.html', 'shop/migrations/caf?.txt'])
    writeFileSync(bytes(shop, path), 'x');
  shop.git('add', '--all');
  expect(shown(shop, '--staged')).toEqual(PLAIN);
  shop.commit('more');
  expect(shown(shop)).toEqual(PLAIN);
});

test('an app whose folder is not UTF-8 has the label that its AppConfig gives', () => {
  const source =
    'from django.apps import AppConfig\n\n\nclass S(AppConfig):\n    name = "x"\n    label = "store"\n';
  const shop = committed({ ...SHOP, 'shop/apps.py': source });
  renameSync(join(shop.folder, 'shop'), bytes(shop, 'caf?'));
  shop.commit('renamed');
  expect(shown(shop)).toEqual([String.raw`store in caf\xe9: 0001_initial 0002_cost`]);
  expect(shop.pyreset('apps').stdout).toContain(String.raw`store (label from AppConfig.label) in caf\xe9:`);
});

test('a migration whose name is not UTF-8', () => {
  const shop = committed();
  writeFileSync(bytes(shop, 'shop/migrations/0003_caf?.py'), addField('x', '0002_cost'));
  shop.commit('more');
  expect(shown(shop)).toEqual([String.raw`shop in shop: 0001_initial 0002_cost 0003_caf\xe9`]);
});

test('a main work tree whose folder is not UTF-8: read from a linked one, and no folder is made', () => {
  const shop = committed();
  shop.git('worktree', 'add', '--quiet', '-b', 'topic', '../linked');
  renameSync(shop.folder, bytes(shop, '../caf?'));
  const linked = shop.at(join(shop.folder, '..', 'linked'));
  linked.shell(String.raw`cd ../caf*; git worktree repair ../linked`);
  expect(shown(linked)).toEqual(PLAIN);
  expect(linked.shell('ls -d ../caf*').stdout.trim().split('\n')).toHaveLength(1);
});
