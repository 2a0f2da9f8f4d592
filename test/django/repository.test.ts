import { expect, test } from 'vitest';
import type { App } from '../../src/django/project.ts';
import { readRepository } from '../../src/django/read-repository.ts';
import { pathText, type GitPath } from '../../src/path.ts';
import { sourcesOf, treeOf, type FileContent } from '../helpers/tree.ts';

type Files = Readonly<Record<string, FileContent>>;

const START = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "NAME")\n';
const start = (settings: string): string => START.replace('NAME', settings);
const installs = (...apps: string[]): string => `INSTALLED_APPS = ${JSON.stringify(apps)}\n`;
const UNKNOWN = 'INSTALLED_APPS = find_apps()\n';
const config = (name: string, label: string): string =>
  `from django.apps import AppConfig\nclass C(AppConfig):\n    name = "${name}"\n    label = "${label}"\n`;
const app = (folder: string, files: Files = {}): Files => ({
  [`${folder}/__init__.py`]: '',
  [`${folder}/migrations/__init__.py`]: '',
  ...below(folder, files),
});
const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
const site = (settings: string, files: Files = {}): Files => ({
  'manage.py': start('settings'),
  'settings.py': settings,
  ...files,
});

const shown = (path: GitPath | undefined): string => (path === undefined ? '' : pathText(path) || '.');

const list = (apps: readonly App[]): string =>
  apps
    .map(
      ({ label, folder, migrationsFolder, installed }) =>
        `${installed ? '' : '?'}${label ?? '-'}=${shown(folder ?? migrationsFolder)}`,
    )
    .join(' ');

/** Each project as `root: label=folder …` (`?` before a label that nothing is known to install), loose apps as `loose: …`. */
async function read(files: Files): Promise<string[]> {
  const { projects, loose } = await readRepository(treeOf(files), sourcesOf(files));
  const lines = projects.map(({ root, apps }) => `${shown(root)}: ${list(apps)}`.trimEnd());
  return loose.length > 0 ? [...lines, `loose: ${list(loose.map(({ app }) => app))}`] : lines;
}

test.for<readonly [name: string, files: Files, answer: readonly string[]]>([
  ['an empty repository', {}, []],
  ['no Django at all', { 'a/__init__.py': '', 'main.py': '' }, []],
  [
    'a manage.py that is not Django’s, with settings beside it',
    { ...app('shop'), 'manage.py': 'from flask_script import Manager\n', 'settings.py': installs('shop') },
    ['loose: ?shop=shop'],
  ],
  [
    'a manage.py that is a link',
    { ...app('shop'), 'manage.py': { link: 'bin/manage' }, 'settings.py': installs('shop') },
    ['loose: ?shop=shop'],
  ],
  ['a folder called manage.py', { ...app('shop'), 'manage.py/x': start('settings') }, ['loose: ?shop=shop']],
  [
    'settings that are missing',
    { 'manage.py': start('conf.settings'), ...app('conf'), ...app('shop') },
    ['.: ?conf=conf ?shop=shop'],
  ],
  [
    'settings of somebody else',
    { 'manage.py': start('company.settings'), ...app('shop') },
    ['.: ?shop=shop'],
  ],
  [
    'settings that are computed',
    {
      'manage.py': 'os.environ["DJANGO_SETTINGS_MODULE"] = pick()\n',
      'settings.py': installs('shop'),
      ...app('shop'),
    },
    ['.: ?shop=shop'],
  ],
  [
    'a folder without migrations',
    site(UNKNOWN, { 'shop/__init__.py': '', 'shop/apps.py': config('shop', 's') }),
    ['.:'],
  ],
  ['migrations that are no package', { 'shop/__init__.py': '', 'shop/migrations/0001_a.py': '' }, []],
  ['an installed app that is nowhere', site(installs('shop', 'rest_framework')), ['.:']],
  [
    'a label that is computed',
    site(installs('shop'), app('shop', { 'apps.py': config('shop', '').replace('""', 'label()') })),
    ['.: -=shop'],
  ],
  ['a package at the very top', { '__init__.py': '', 'migrations/__init__.py': '' }, ['loose: ?-=.']],
])('nothing is guessed: %s', async ([, files, answer]) => {
  expect(await read(files)).toEqual(answer);
});

test.for<readonly [name: string, files: Files, answer: readonly string[]]>([
  ['a project', site(installs('shop'), app('shop')), ['.: shop=shop']],
  [
    'two projects with equal labels',
    {
      ...below('one', site(installs('shop'), app('shop'))),
      ...below('two', site(installs('shop'), app('shop'))),
    },
    ['one: shop=one/shop', 'two: shop=two/shop'],
  ],
  [
    'nested projects, each with an app of one name',
    { ...site(installs('shop'), app('shop')), ...below('sub', site(installs('shop'), app('shop'))) },
    ['.: shop=shop', 'sub: shop=sub/shop'],
  ],
  [
    'a nested project that uses an app of the outer one',
    { ...site(installs('shop'), app('shop')), ...below('sub', site(installs('shop'))) },
    ['.: shop=shop', 'sub: shop=shop'],
  ],
  [
    'projects side by side do not see each other’s apps',
    { ...below('one', site(installs('shop'), app('shop'))), ...below('two', site(installs('shop'))) },
    ['one: shop=one/shop', 'two:'],
  ],
  [
    'wsgi.py alone',
    {
      'site/conf/wsgi.py': start('conf.settings'),
      ...app('site/shop'),
      'site/conf/settings.py': installs('shop'),
    },
    ['site: shop=site/shop'],
  ],
  [
    'asgi.py alone',
    { 'conf/asgi.py': start('conf.settings'), ...app('shop'), 'conf/settings.py': installs('shop') },
    ['.: shop=shop'],
  ],
  [
    'manage.py before wsgi.py, and wsgi.py before asgi.py',
    {
      ...site(installs('shop'), app('shop')),
      'other/conf/wsgi.py': start('conf.settings'),
      'other/conf/asgi.py': start('conf.settings'),
    },
    ['.: shop=shop'],
  ],
  [
    'apps that are not installed are loose',
    site(installs('shop'), { ...app('shop'), ...app('lib/blog'), ...app('tests/shop') }),
    ['.: shop=shop', 'loose: ?blog=lib/blog ?shop=tests/shop'],
  ],
  [
    'apps below a project whose INSTALLED_APPS is unknown are its own, and those beside it are loose',
    { ...below('one', site(UNKNOWN, app('shop'))), ...app('blog') },
    ['one: ?shop=one/shop', 'loose: ?blog=blog'],
  ],
  [
    'they belong to the innermost project that is not known whole',
    { ...site(UNKNOWN), ...below('sub', site(UNKNOWN, app('shop'))), ...app('sub2/blog') },
    ['.: ?blog=sub2/blog', 'sub: ?shop=sub/shop'],
  ],
  [
    'and to the outer one where the inner one is known',
    { ...site(UNKNOWN), ...below('sub', site(installs(), app('shop'))) },
    ['.: ?shop=sub/shop', 'sub:'],
  ],
  [
    'what is known is installed once',
    site(`INSTALLED_APPS = ["shop", *more()]\n`, { ...app('shop'), ...app('blog') }),
    ['.: shop=shop ?blog=blog'],
  ],
  [
    'a label from apps.py, loose or installed',
    site(installs('shop'), {
      ...app('shop', { 'apps.py': config('shop', 'store') }),
      ...app('blog', { 'apps.py': config('blog', 'journal') }),
    }),
    ['.: store=shop', 'loose: ?journal=blog'],
  ],
  ['a migrations package at the top', { 'migrations/__init__.py': '' }, ['loose: ?-=.']],
  [
    'a loose app in packages in packages',
    { 'a/__init__.py': '', 'a/b/__init__.py': '', ...app('a/b/c') },
    ['loose: ?c=a/b/c'],
  ],
  [
    'a link to a folder that is no ASCII',
    site(installs('lib.shop'), { 'lib/__init__.py': '', 'lib/shop': { link: '../dépôt' }, ...app('dépôt') }),
    ['.: shop=dépôt'],
  ],
  [
    'an app through a link is where it really lies',
    site(installs('shop'), { ...app('lib/store'), shop: { link: 'lib/store' } }),
    ['.: shop=lib/store'],
  ],
])('%s', async ([, files, answer]) => {
  expect(await read(files)).toEqual(answer);
});

test('what stayed unknown says where', async () => {
  const files = {
    ...below('one', { 'manage.py': start('conf.settings'), 'conf/__init__.py': '' }),
    ...below('two', { 'manage.py': start('company.settings') }),
    ...below('three', { 'manage.py': 'os.environ["DJANGO_SETTINGS_MODULE"] = pick()\n' }),
    ...below('four', site(UNKNOWN)),
    'migrations/__init__.py': '',
  };
  const { projects, loose } = await readRepository(treeOf(files), sourcesOf(files));
  const said = [...projects, ...loose].flatMap(({ unknown }) =>
    unknown.map(({ path, line, what }) => `${pathText(path)}:${line}: ${what}`),
  );
  expect(said.toSorted()).toEqual([
    expect.stringMatching(/^four\/settings\.py:1: INSTALLED_APPS/),
    'migrations:1: the label of an app at the top of the repository',
    'one/manage.py:1: the settings module conf.settings',
    'three/manage.py:1: which settings module is used',
    'two/manage.py:1: the settings module company.settings',
  ]);
});

// what stands here is wrong today; a fix makes it fail, and then it is a row of the tables above
test.for<readonly [name: string, files: Files, answer: readonly string[]]>([
  [
    'settings whose __init__.py is a link',
    {
      'manage.py': start('conf'),
      'conf/__init__.py': { link: 'base.py' },
      'conf/base.py': installs('shop'),
      ...app('shop'),
    },
    ['.: shop=shop'],
  ],
])('%s', async ([, files, answer]) => {
  expect(await read(files)).toEqual(answer);
});
