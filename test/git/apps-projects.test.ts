import { join } from 'node:path';
import { expect, test } from 'vitest';
import { site } from '../helpers/django.ts';
import { repository, SHOP, type Repository } from '../helpers/repository.ts';

const INITIAL = 'migrations/0001_initial.py';

/** An app that has one migration. */
const app = (folder: string): Record<string, string> => ({
  [`${folder}/__init__.py`]: '',
  [`${folder}/migrations/__init__.py`]: '',
  [`${folder}/${INITIAL}`]: SHOP[`shop/${INITIAL}`]!,
});

function committed(...files: readonly Record<string, string>[]): Repository {
  const shop = repository();
  shop.commit('shop', Object.assign({}, ...files) as Record<string, string>);
  return shop;
}

/** The apps as `label in folder`. */
function apps(shop: Repository, ...args: readonly string[]): string[] {
  const ran = shop.pyreset('apps', '--format', 'json', ...args);
  expect(ran.status).toBe(0);
  const listing = JSON.parse(ran.stdout) as { apps: { label: string | null; dir: string }[] };
  return listing.apps.map(({ label, dir }) => `${label} in ${dir}`);
}

const TWO_PROJECTS = [
  site('backend/', 'INSTALLED_APPS = ["shop"]\n'),
  app('backend/shop'),
  site('admin/', 'INSTALLED_APPS = ["shop"]\n'),
  app('admin/shop'),
  { 'docs/index.md': '', 'lib/__init__.py': '' },
  app('lib/tool'),
];

test('a folder is read as part of the project around it', () => {
  const both = committed(...TWO_PROJECTS);
  const from = (folder: string, ...args: string[]) => apps(both.at(join(both.folder, folder)), ...args);
  const backend = ['shop in backend/shop'];
  expect(from('backend')).toEqual(backend);
  expect(from('backend/shop/migrations')).toEqual(backend);
  expect(from('backend', '--staged')).toEqual(backend);
  expect(from('backend', '--rev', 'HEAD')).toEqual(backend);
  expect(from('admin')).toEqual(['shop in admin/shop']);
});

test('outside of every project all of them are read, and with --all what none of them installs', () => {
  const both = committed(...TWO_PROJECTS);
  const from = (folder: string, ...args: string[]) => apps(both.at(join(both.folder, folder)), ...args);
  const projects = ['shop in admin/shop', 'shop in backend/shop'];
  for (const folder of ['.', 'docs', 'lib/tool']) expect(from(folder).toSorted()).toEqual(projects);
  const all = [...projects, 'tool in lib/tool'].toSorted();
  for (const folder of ['.', 'docs', 'backend/shop']) expect(from(folder, '--all').toSorted()).toEqual(all);
  expect(both.pyreset('apps').stdout).toMatch(
    /^project in admin\/\n\nshop [^]*\nproject in backend\/\n\nshop /,
  );
  expect(both.pyreset('apps').stdout).toContain('admin/shop: 1 migration');
});

test('the innermost of two projects counts; at the top, both', () => {
  const nested = committed(
    site('', 'INSTALLED_APPS = ["shop"]\n'),
    app('shop'),
    site('example/', 'INSTALLED_APPS = ["demo"]\n'),
    app('example/demo'),
  );
  expect(apps(nested.at(join(nested.folder, 'example')))).toEqual(['demo in example/demo']);
  expect(apps(nested.at(join(nested.folder, 'shop')))).toEqual(['shop in shop']);
  expect(apps(nested).toSorted()).toEqual(['demo in example/demo', 'shop in shop']);
});

test('a folder that the revision does not have is as good as the top', () => {
  const shop = committed(site('', 'INSTALLED_APPS = ["shop"]\n'), app('shop'));
  shop.write({ 'new/file': '' });
  expect(apps(shop.at(join(shop.folder, 'new')))).toEqual(['shop in shop']);
  expect(apps(shop.at(join(shop.folder, '.git')))).toEqual(['shop in shop']);
});

test('an app that no project installs', () => {
  const closed = committed(site('', 'INSTALLED_APPS = ["shop"]\n'), app('shop'), app('loose'));
  expect(apps(closed)).toEqual(['shop in shop']);
  expect(apps(closed, '--all')).toEqual(['shop in shop', 'loose in loose']);

  const open = committed(site('', 'INSTALLED_APPS = ["shop"] + more()\n'), app('shop'), app('loose'));
  expect(apps(open).toSorted()).toEqual(['loose in loose', 'shop in shop']);

  const none = committed(app('src/pkg/loose'), { 'src/pkg/__init__.py': '' });
  expect(apps(none)).toEqual(['loose in src/pkg/loose']);
});

test.for([
  ['no package', { 'shop/migrations/0001_initial.py': SHOP[`shop/${INITIAL}`]! }],
  ['an empty folder is nothing to git', { 'shop/__init__.py': '', 'shop/migrations/__pycache__/x.pyc': '' }],
  ['a module called migrations', { 'shop/__init__.py': '', 'shop/migrations.py': 'class Migration: pass\n' }],
  ['a package of another name', { 'shop/__init__.py': '', 'shop/moves/__init__.py': '' }],
] as const)('no app where no project installs it: %s', ([, files]) => {
  expect(committed(files).pyreset('apps', '--all').output).toBe('no Django apps\n');
});

test.for([
  ['apps.py hides which AppConfig counts', 'from .hidden import *\n', 1],
  [
    'the label is computed',
    'from django.apps import AppConfig\n\nclass S(AppConfig):\n    name = make()\n',
    3,
  ],
] as const)('the label of a loose app stays unknown, and it is said why: %s', ([, source, line]) => {
  const shop = committed(app('shop'), { 'shop/apps.py': source });
  const ran = shop.pyreset('apps', '--format', 'json');
  expect(JSON.parse(ran.stdout)).toMatchObject({
    apps: [{ label: null, labelFrom: null, dir: 'shop', migrated: true, leaves: [] }],
    unknown: [{ path: 'shop/apps.py', line, what: expect.any(String) as string }],
  });
  expect(shop.pyreset('apps').stdout).toContain(`  shop/apps.py:${line}: `);
});

test('what Django would refuse is a note, and no failure', () => {
  const shop = committed(site('', 'INSTALLED_APPS = ["shop", "shop"]\n'), app('shop'));
  const ran = shop.pyreset('apps');
  expect(ran.status).toBe(0);
  expect(ran.stdout).toContain('shop (label from directory) in shop: 1 migration');
  expect(ran.stderr).toBe(
    "pyreset-hooks: Django would refuse: ImproperlyConfigured: Application labels aren't unique, duplicates: shop (conf/settings.py)\n",
  );
});

test.for([
  ['an app of somebody else', 'INSTALLED_APPS = ["rest_framework", "shop"]\n'],
  ['settings with a part that is unknown', 'INSTALLED_APPS = ["shop"] + more()\n'],
  ['settings from elsewhere', 'from base_settings import *\nINSTALLED_APPS += ["shop"]\n'],
] as const)('a dependency on what may exist is no refusal: %s', ([, settings]) => {
  const shop = committed(site('', settings), app('shop'), {
    'shop/migrations/0002_far.py':
      'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [("shop", "0001_initial"), ("elsewhere", "0007_x")]\n',
  });
  expect(shop.pyreset('apps').stderr).toBe('');
});

test('a linked worktree has its own HEAD and its own index', () => {
  const shop = committed(site('', 'INSTALLED_APPS = ["shop"]\n'), app('shop'), app('more'));
  shop.git('worktree', 'add', '--quiet', '-b', 'topic', '../linked tree');
  const linked = shop.at(join(shop.folder, '..', 'linked tree'));
  linked.write({ 'conf/settings.py': 'INSTALLED_APPS = ["shop", "more"]\n' });
  linked.git('add', '--all');
  const both = ['shop in shop', 'more in more'];
  expect(apps(linked, '--staged')).toEqual(both);
  expect(apps(linked.at(join(linked.folder, 'shop')), '--staged')).toEqual(both);
  expect(apps(linked)).toEqual(['shop in shop']);
  expect(apps(shop, '--staged')).toEqual(['shop in shop']);
  linked.commit('more');
  expect(apps(linked)).toEqual(both);
  expect(apps(shop)).toEqual(['shop in shop']);
  expect(linked.git('status', '--porcelain')).toBe('');
});

test('the work tree may be elsewhere, as GIT_DIR and GIT_WORK_TREE say', () => {
  const shop = committed(site('', 'INSTALLED_APPS = ["shop"]\n'), app('shop'));
  const outside = shop.at(join(shop.folder, '..'));
  const told = { GIT_DIR: join(shop.folder, '.git'), GIT_WORK_TREE: shop.folder };
  expect(apps(outside.with(told))).toEqual(['shop in shop']);
  expect(apps(outside.with(told), '--staged')).toEqual(['shop in shop']);
});
