import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formerLabels } from '../../src/git/plumbing/former-labels.ts';
import { tryGit } from '../../src/git/plumbing/run.ts';
import { LONG_AGO, repository, type Repository } from '../helpers/repository.ts';
import { said } from '../helpers/verdict.ts';
import { site } from '../helpers/django.ts';

type Files = Readonly<Record<string, string | null>>;

const config = (name: string, label = ''): string =>
  `from django.apps import AppConfig\n\n\nclass C(AppConfig):\n    name = "${name}"\n${label}`;
const app = (folder: string, files: Files = {}): Files => ({
  [`${folder}/__init__.py`]: '',
  [`${folder}/models.py`]: `${folder} = 1\n`,
  ...files,
});
const without = (files: Files): Files => Object.fromEntries(Object.keys(files).map((path) => [path, null]));

/** A repository that went through these states, one commit for each. */
function history(...steps: readonly Files[]): Repository {
  const made = repository();
  for (const files of steps) made.commit('step', { 'README.md': JSON.stringify(files), ...files }, LONG_AGO);
  return made;
}

/** Hardly any: the machine may be busy. */
const LIMITS = { milliseconds: 60_000, bytes: 1 << 24 };

/** Of the names, those that HEAD knows. */
async function known({ folder, env }: Repository, ...names: readonly string[]): Promise<string[]> {
  return [...(await formerLabels({ cwd: folder, env }, 'HEAD', names, LIMITS))];
}

const SHOP = app('shop');
const GONE = history.bind(undefined, SHOP, without(SHOP), { 'notes.txt': 'x' });

test.for<readonly [name: string, ...steps: readonly Files[]]>([
  ['it never was there', { 'notes.txt': 'shop' }],
  ['it is there', SHOP],
  ['a folder that was no app', { 'shop/views.py': '' }, { 'shop/views.py': null }],
  ['a package that was no app', { 'shop/__init__.py': '' }, { 'shop/__init__.py': null }],
  ['a folder called so around an app', { 'shop/cart/models.py': 'x' }, { 'shop/cart/models.py': null }],
  ['a part of the name', app('shop2'), without(app('shop2'))],
  ['an app of tests', app('tests/shop'), without(app('tests/shop'))],
  ['a copy of a package', app('vendor/shop'), without(app('vendor/shop'))],
  ['a label of something else', { 'cart/forms.py': 'label = "shop"\n' }, { 'cart/forms.py': null }],
  [
    'a name, and no label',
    { 'cart/apps.py': config('shop') },
    { 'cart/apps.py': config('cart', '    verbose_label = "shop"\n') },
    { 'cart/apps.py': null },
  ],
  [
    'a label in tests',
    { 'tests/cart/apps.py': config('cart', '    label = "shop"\n') },
    { 'tests/cart/apps.py': null },
  ],
])('no former label: %s', async ([, ...steps]) => {
  expect(await known(history(...steps), 'shop')).toEqual([]);
});

const PINNED = config('shops.cart', '    label = "shop"\n');

test.for<readonly [name: string, ...steps: readonly Files[]]>([
  ['the folder went', SHOP, without(SHOP)],
  ['the folder moved', SHOP, { ...without(SHOP), ...app('store') }],
  ['deep below', app('a/b/shop'), without(app('a/b/shop'))],
  ['a package of models', { 'shop/models/__init__.py': 'x' }, { 'shop/models/__init__.py': null }],
  ['an app without models', { 'shop/migrations/__init__.py': '' }, { 'shop/migrations/__init__.py': null }],
  ['the label went from apps.py', { 'cart/apps.py': PINNED }, { 'cart/apps.py': config('cart') }],
  ['it became another one', { 'cart/apps.py': PINNED }, { 'cart/apps.py': PINNED.replace('"shop"', '"c"') }],
  ['apps.py went', { 'cart/apps.py': PINNED }, { 'cart/apps.py': null }],
  [
    'with a type, and a tab',
    { 'cart/apps.py': config('cart', "\tlabel: str = 'shop'\n") },
    { 'cart/apps.py': config('cart') },
  ],
])('a former label: %s', async ([, ...steps]) => {
  expect(await known(history(...steps, { 'notes.txt': 'x' }), 'shop', 'cart2')).toEqual(['shop']);
});

test('a name that is not ASCII, and one with marks of globs', async () => {
  const files = { ...app('büro'), ...app('a[b]*') };
  const made = history(files, without(files));
  expect(await known(made, 'büro', 'b?ro', 'a[b]*', 'ab')).toEqual(['büro', 'a[b]*']);
});

test('on a side branch that was merged, whichever side git follows', async () => {
  const made = history({ 'notes.txt': '1' });
  made.git('switch', '--quiet', '-c', 'side');
  made.commit('shop', SHOP);
  made.commit('no shop', without(SHOP));
  made.git('switch', '--quiet', 'main');
  made.commit('more', { 'notes.txt': '2' });
  made.git('merge', '--quiet', '--no-edit', 'side');
  expect(await known(made, 'shop')).toEqual(['shop']);
});

test('only what is behind the commit, from any folder, and in a bare repository', async () => {
  const made = GONE();
  const place = { cwd: join(made.folder, 'deep'), env: made.env };
  mkdirSync(place.cwd);
  expect(await formerLabels(place, 'HEAD', ['shop'], LIMITS)).toEqual(new Set(['shop']));
  expect(await formerLabels(place, 'HEAD~2', ['shop'], LIMITS)).toEqual(new Set());
  expect(await formerLabels(place, '4b825dc642cb6eb9a060e54bf8d69288fbee4904', ['shop'], LIMITS)).toEqual(
    new Set(),
  );
  made.git('clone', '--quiet', '--bare', '.', '../bare');
  expect(await known(made.at(join(made.folder, '..', 'bare')), 'shop')).toEqual(['shop']);
});

test('whatever git is configured to show', async () => {
  const made = history(
    { ...SHOP, 'cart/apps.py': PINNED.replace('"shop"', '"kiosk"') },
    {
      ...without(SHOP),
      'cart/apps.py': config('cart'),
    },
  );
  const settings = [
    'diff.noprefix',
    'diff.mnemonicPrefix',
    'log.showSignature',
    'diff.renames',
    'log.follow',
  ];
  for (const setting of settings) made.git('config', setting, 'true');
  made.git('config', 'color.ui', 'always');
  made.git('config', 'diff.external', 'false');
  expect(await known(made, 'shop', 'kiosk')).toEqual(['shop', 'kiosk']);
});

test('a shallow clone knows what it has', async () => {
  const made = GONE();
  made.git('clone', '--quiet', '--depth=1', `file://${made.folder}`, '../clone');
  expect(await known(made.at(join(made.folder, '..', 'clone')), 'shop')).toEqual([]);
});

test.for([
  ['blob:none', ['shop']],
  ['tree:0', []],
] as const)('a partial clone fetches nothing, though it could: %s', async ([filter, expected]) => {
  const origin = history({ ...SHOP, 'cart/apps.py': PINNED.replace('"shop"', '"kiosk"') }, without(SHOP), {
    'cart/apps.py': config('cart'),
  });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const url = `file://${origin.folder}`;
  origin.git('clone', '--quiet', '--no-checkout', `--filter=${filter}`, url, '../clone');
  const clone = origin.at(join(origin.folder, '..', 'clone'));
  clone.git('config', 'protocol.file.allow', 'always');
  const objects = (): string => clone.shell('find .git/objects -type f | sort').stdout;
  const had = objects();
  expect(await known(clone, 'shop', 'kiosk')).toEqual(expected);
  expect(objects()).toBe(had);
});

test('as many names as a branch can bring', async () => {
  const names = Array.from({ length: 100_000 }, (_, index) => `x${index}`);
  expect(await known(GONE(), ...names, 'shop')).toEqual(['shop']);
});

test('a git that would run on is ended, and so is one that prints too much', async () => {
  const made = GONE();
  const place = { cwd: made.folder, env: made.env };
  made.shell('mkfifo pipe');
  const stuck = await tryGit(place, ['hash-object', 'pipe'], { milliseconds: 50, bytes: 100 });
  expect(stuck.status).toBeNull();
  made.commit('long', { 'long.txt': 'x\n'.repeat(1 << 20) });
  const long = await tryGit(place, ['show', 'HEAD:long.txt'], { milliseconds: 60_000, bytes: 100 });
  expect(long.status).toBeNull();
  expect(long.stdout.subarray(0, 4).toString()).toBe('x\nx\n');
  expect(long.stdout.length).toBeLessThan(1 << 20);
});

const models = (table: string): Files => ({
  'store/models.py': `from django.db import models\n\n\nclass Item(models.Model):\n    class Meta:\n        db_table = "${table}"\n`,
});

test('the rule asks: of a staged change, and of a range', () => {
  const settings = site('', 'INSTALLED_APPS = ["store"]\n');
  const made = history(SHOP, without(SHOP), { ...settings, ...app('store') });
  made.write(models('shop_item'));
  made.git('add', '--all');
  expect(said(made)).toEqual(['warning stale-db-table store.Item']);
  made.commit('table', models('plane_item'));
  expect(said(made, '--range', 'HEAD~1..HEAD')).toEqual([]);
  made.commit('table', models('shop_item'));
  expect(said(made, '--range', 'HEAD~1..HEAD')).toEqual(['warning stale-db-table store.Item']);
  made.commit('more', { 'store/models.py': `${made.read('store/models.py')}\n\nX = 1\n` });
  expect(said(made, '--range', 'HEAD~1..HEAD')).toEqual([]);
});
