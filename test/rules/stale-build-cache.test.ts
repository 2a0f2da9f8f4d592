import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/stale-build-cache.ts';
import { problemsOf } from '../helpers/change.ts';
import { site } from '../helpers/django.ts';
import { lying, SHOP } from '../helpers/said.ts';

/** Files that change; null: they go. */
type Changes = Readonly<Record<string, string | null>>;

function changed(before: Files, changes: Changes): Files {
  const files = Object.entries({ ...before, ...changes });
  return Object.fromEntries(files.filter((file): file is [string, string] => file[1] !== null));
}

/** What is told of a change, one file of a host after the other: its path, and what changed. */
async function told(changes: Changes, before = BEFORE): Promise<string[]> {
  const problems = await problemsOf({ before, after: changed(before, changes) }, [rule]);
  return problems.map(
    ({ subject, data }) => `${subject}: ${([] as unknown[]).concat(data?.['what']).join('; ')}`,
  );
}

const settings = (...apps: readonly string[]): string => `INSTALLED_APPS = ${JSON.stringify(apps)}\n`;
const installing = (...apps: readonly string[]): Files => site('', settings(...apps));
const database = (engine: string): string =>
  `DATABASES = {"default": {"ENGINE": "${engine}", "NAME": NAME}}\n`;
const app = (folder: string, more = ''): Files => ({
  [`${folder}/__init__.py`]: '',
  [`${folder}/apps.py`]: `from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "${folder.replaceAll('/', '.')}"
${more}`,
});
const gone = (files: Files): Changes => Object.fromEntries(Object.keys(files).map((path) => [path, null]));
const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const RAILWAY = '[build]\nbuilder = "NIXPACKS"\n';
const HOSTLESS: Files = { ...site('', settings('shop') + database('sqlite3')), ...app('shop') };
const BEFORE: Files = { ...HOSTLESS, 'railway.toml': RAILWAY };
const GAIN = installing('shop', 'blog');
const ENGINE = site('', settings('shop') + database('postgresql'));
const OF_DEBUG = 'import os\nif os.environ.get("X"):\n    INSTALLED_APPS += ["debug"]\n';

test.for<readonly [name: string, changes: Changes, before?: Files]>([
  ['only models change, as they often do', { 'shop/models.py': 'V = 1\n' }],
  ['other settings change', site('', `DEBUG = True\n${settings('shop')}${database('sqlite3')}`)],
  ['the same app by its AppConfig', installing('shop.apps.ShopConfig')],
  [
    'the same app by an AppConfig elsewhere',
    { ...installing('shop.x.ShopConfig'), 'shop/x.py': app('shop')['shop/apps.py']! },
  ],
  ['an app of others by its AppConfig', installing('oscar.apps.O'), { ...BEFORE, ...installing('oscar') }],
  ['the same apps in another order', installing('blog', 'shop'), { ...BEFORE, ...GAIN }],
  ['the same apps in two lists', site('', 'A = ["shop"]\nINSTALLED_APPS = A + []\n')],
  ['settings that cannot be read any more', site('', 'INSTALLED_APPS = read()\n')],
  ['settings that could not be read before', GAIN, { ...BEFORE, ...site('', 'INSTALLED_APPS = read()\n') }],
  ['apps that the environment adds', site('', settings('shop') + OF_DEBUG)],
  ['an engine of the environment', site('', `${settings('shop')}DATABASES = {"default": env.db()}\n`)],
  ['another database', site('', `${settings('shop')}DATABASES = {"more": {"ENGINE": "oracle"}}\n`)],
  ['a new project', { ...below('new', { ...GAIN, 'manage.py': BEFORE['manage.py']! }) }],
])('stays silent: %s', async ([, changes, before]) => {
  expect(await told(changes, before)).toEqual([]);
});

test.for<readonly [name: string, changes: Changes, before?: Files]>([
  ['there is none', {}, HOSTLESS],
  ['it is new', { 'railway.toml': RAILWAY }, HOSTLESS],
  ['it goes', { 'railway.toml': null }],
  ['it cannot be parsed', {}, { ...HOSTLESS, 'railway.toml': '[build' }],
  ['it is another file of that name', {}, { ...HOSTLESS, 'railway.json': '{"lines": []}' }],
  ['it belongs to an example', {}, { ...HOSTLESS, 'examples/railway.toml': RAILWAY }],
  ['it builds another part', {}, { ...HOSTLESS, 'frontend/railway.toml': RAILWAY }],
  ['it builds otherwise now', { 'railway.toml': '[build]\nbuildCommand = "x"\n' }],
  ['a file beside it builds otherwise now', { 'nixpacks.toml': '[phases.install]\ncmds = ["x"]\n' }],
  ['it uses no cache', {}, { ...HOSTLESS, 'railway.toml': '[build]\nbuildCommand = "uv sync --no-cache"\n' }],
])('stays silent, by the file of the host: %s', async ([, changes, before]) => {
  expect(await told({ ...GAIN, ...changes }, before)).toEqual([]);
});

test.for([
  'requirements.txt',
  'requirements-prod.txt',
  'requirements/prod.txt',
  'requirements.in',
  'backend/requirements.txt',
  'pyproject.toml',
  'poetry.lock',
  'uv.lock',
  'Pipfile',
  'Pipfile.lock',
])('stays silent: %s changes as well, and makes it install anew', async (path) => {
  expect(await told({ ...GAIN, [path]: 'blog\n' })).toEqual([]);
  expect(await told({ ...ENGINE, [path]: null }, { ...BEFORE, [path]: 'shop\n' })).toEqual([]);
});

const POSTGRESQL = 'database default has the engine postgresql instead of sqlite3';
const MIGRATIONS = { ...lying(SHOP), 'shop/migrations/__init__.py': '' };
const MOVED = { ...lying(SHOP, 'store'), 'store/migrations/__init__.py': '', ...gone(MIGRATIONS) };

test.for<readonly [name: string, changes: Changes, what: string, before?: Files]>([
  ['an app comes', GAIN, 'INSTALLED_APPS gains blog'],
  ['an app goes', installing(), 'INSTALLED_APPS loses shop'],
  ['two come, one goes', installing('blog', 'x.y'), 'INSTALLED_APPS gains blog, x.y and loses shop'],
  ['many come', installing('shop', 'a', 'b', 'c', 'd'), 'INSTALLED_APPS gains a, b, c and 1 more'],
  ['the engine is another', ENGINE, POSTGRESQL],
  [
    'both, in a file that settings import',
    { 'conf/base.py': settings('shop', 'blog') + database('postgresql') },
    `INSTALLED_APPS gains blog; ${POSTGRESQL}`,
    {
      ...BEFORE,
      ...site('', 'from .base import *\n'),
      'conf/base.py': settings('shop') + database('sqlite3'),
    },
  ],
  [
    'an app moves',
    { ...installing('apps.shop'), ...app('apps/shop'), 'shop/__init__.py': null, 'shop/apps.py': null },
    'INSTALLED_APPS gains apps.shop and loses shop; app shop moves from shop to apps/shop',
  ],
  ['an app gets another label', app('shop', '    label = "store"\n'), 'app shop gets the label store'],
  [
    'an app gets another name and label, as its migrations tell',
    { ...installing('store'), ...app('store'), ...MOVED },
    'INSTALLED_APPS gains store and loses shop; app shop gets the label store',
    { ...BEFORE, ...installing('shop'), ...MIGRATIONS },
  ],
  [
    'the start changes as well',
    { ...ENGINE, 'railway.toml': `${RAILWAY}[deploy]\nstartCommand = "x"\n` },
    POSTGRESQL,
  ],
  ['documentation changes as well', { ...ENGINE, 'README.md': 'x\n', 'requirements.md': 'x\n' }, POSTGRESQL],
])('tells: %s', async ([, changes, what, before]) => {
  expect(await told(changes, before)).toEqual([`railway.toml: ${what}`]);
});

test('of a part of the repository the nearest file counts, else the one at the top', async () => {
  const parts = { ...below('backend', HOSTLESS), 'railway.toml': RAILWAY };
  const change = below('backend', ENGINE);
  expect(await told(change, parts)).toEqual([`railway.toml: ${POSTGRESQL}`]);
  const nearer = {
    ...parts,
    'backend/nixpacks.toml': '[phases.install]\n',
    'frontend/railway.toml': RAILWAY,
  };
  expect(await told(change, nearer)).toEqual([`backend/nixpacks.toml: ${POSTGRESQL}`]);
  expect(await told({ ...change, 'requirements.txt': 'x\n' }, nearer)).toHaveLength(1);
  expect(await told({ ...change, 'backend/requirements.txt': 'x\n' }, nearer)).toEqual([]);
});

test('of two hosts side by side one is named', async () => {
  expect(await told(ENGINE, { ...BEFORE, 'nixpacks.toml': '[phases.install]\n' })).toEqual([
    `railway.toml: ${POSTGRESQL}`,
  ]);
});

test('the message says what is not to be seen, the hint how to build without the cache', async () => {
  const before = { ...BEFORE, 'requirements-dev.txt': '', 'requirements.txt': '' };
  const [found, ...others] = await problemsOf({ before, after: changed(before, ENGINE) });
  expect(others).toEqual([]);
  expect(found).toEqual({
    rule: 'stale-build-cache',
    severity: 'info',
    path: 'railway.toml',
    line: 1,
    column: 1,
    subject: 'railway.toml',
    message:
      'database default has the engine postgresql instead of sqlite3, and Railway may build on what it kept from ' +
      'before: the deployment can behave as if nothing had changed',
    hint: `if it does, let Railway build once without its cache:
    set NO_CACHE=1 in the variables of the service, deploy, and take it out again
or let it install anew: change a comment line in requirements.txt, and commit that as well`,
    data: { host: 'Railway', what: [POSTGRESQL] },
  });
});

test('without a file of requirements the hint names none; names cannot hurt a terminal', async () => {
  const before = { ...HOSTLESS, 'nixpacks.toml': '[phases.install]\n' };
  const [found] = await problemsOf({ before, after: changed(before, installing('shop', 'a\u001b[31m')) }, [
    rule,
  ]);
  expect(found?.message).toMatch(/^INSTALLED_APPS gains a\\x1b\[31m, and Nixpacks may build on/);
  expect(found?.hint).toBe(`if it does, let Nixpacks build once without its cache:
    set NIXPACKS_NO_CACHE=1 in the environment of the build, deploy, and take it out again`);
});
