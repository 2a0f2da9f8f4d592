import { assert, asyncProperty, constantFrom, oneof, string } from 'fast-check';
import { expect, test } from 'vitest';
import { describeRelabelling } from '../../src/django/labels/relabelling.ts';
import { readRepository } from '../../src/django/read-repository.ts';
import { surveyLoose, surveyProject } from '../../src/django/survey.ts';
import { proceduresPage } from '../../src/report/procedures-page.ts';
import type { Files } from '../../src/rule.ts';
import { visibleLines } from '../../src/show.ts';
import { proceduresIn } from '../helpers/printed-steps.ts';
import { sourcesOf, treeOf } from '../helpers/tree.ts';
import { app, createModel, migration, project, relabelled, SHOP } from '../helpers/verdict.ts';

/** The page for the app `old` of a project. */
async function page(files: Files, old = 'shop', now = 'store'): Promise<string> {
  const packages = Object.keys(files)
    .filter((path) => path.endsWith('.py') && path.includes('/'))
    .flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, index, parts) => parts.slice(0, index + 1).join('/')),
    );
  const all = { ...Object.fromEntries(packages.map((folder) => [`${folder}/__init__.py`, ''])), ...files };
  const sources = sourcesOf(all);
  const repository = await readRepository(treeOf(all), sources);
  const [first] = repository.projects;
  const survey = first
    ? await surveyProject(first, repository, sources)
    : (await surveyLoose(repository, sources))[0]!;
  return proceduresPage(await describeRelabelling(survey, old, now, repository, sources));
}

/** The blocks of a procedure, in order. */
async function blocks(id: string, files: Files): Promise<string[]> {
  const found = proceduresIn(await page(files)).find(({ title }) => title.startsWith(`${id}:`))!;
  return found.steps.filter(({ language }) => language !== '').map(({ lines }) => lines.join('\n'));
}

const FROM = project(['shop'], app('shop', SHOP));
const with_ = (more: Files): Files => project(['shop'], app('shop', { ...SHOP, ...more }));

test('the state: models with their tables, who depends on them, where commands are run', async () => {
  const price = createModel('Price', { tags: 'models.ManyToManyField("shop.item")' });
  const cart = app('cart', { '0001_initial': migration(['shop.0001_initial'], [createModel('Cart')]) });
  const files = project(['shop', 'cart'], {
    ...app('shop', { ...SHOP, '0004_price': migration(['shop.0003_note'], [price]) }),
    ...cart,
  });
  const below = Object.fromEntries(Object.entries(files).map(([path, text]) => [`backend/${path}`, text]));
  expect((await page(below)).split('\n## P1')[0]).toMatchInlineSnapshot(`
    "# shop → store

    ## As it is

    The app shop lies in \`shop\`; newest migration: 0004_price. Apps that depend on it: cart. All commands are run in \`backend\`, and paths begin there.

    | model | table | its many-to-many tables |
    |---|---|---|
    | Item | shop_item |  |
    | Price | shop_price | shop_price_tags |
    "
  `);
});

test('the four procedures, and only the last one where the new label is there', async () => {
  const ids = async (files: Files): Promise<string[]> =>
    proceduresIn(await page(files)).map(({ title }) => title.split(':')[0]!);
  expect(await ids(FROM)).toEqual(['P1', 'P2a', 'P2b', 'P3']);
  const both = project(['shop', 'store'], { ...app('shop', SHOP), ...app('store', relabelled('store')) });
  expect(await ids(both)).toEqual(['P3']);
  expect(await page(both)).toMatch(/^# shop → store, which is another app/);
  const [p3] = proceduresIn(await page(both));
  expect(p3!.back[0]!.lines[0]).toBe('python manage.py migrate store 0003_note');
  expect(p3!.steps.map(({ lead }) => lead).join()).not.toContain('INSTALLED_APPS');
});

test('an app in a package', async () => {
  const files = project(['apps.shop.apps.ShopConfig'], app('apps/shop', SHOP));
  const [moved, config, modules] = await blocks('P1', files);
  expect(moved).toBe('git mv apps/shop apps/store');
  expect(config).toBe('-    name = "apps.shop"\n+    name = "apps.store"\n+    label = "shop"');
  expect(modules).toContain(
    String.raw`s/(?<![\w.])apps\.shop(?=\.(?:apps|migrations|models)\b)/apps.store/g`,
  );
  expect((await blocks('P3', files)).slice(1, 4)).toEqual([
    'mkdir apps/store\npython manage.py startapp store apps/store',
    '-    name = "store"\n+    name = "apps.store"',
    '     "apps.shop.apps.ShopConfig",\n+    "apps.store",',
  ]);
});

test('an app without an AppConfig gets one to keep its label, and none to lose it', async () => {
  const files = { ...FROM, 'shop/apps.py': '' };
  expect(await blocks('P1', files)).toContain(
    'from django.apps import AppConfig\n\n\nclass StoreConfig(AppConfig):\n    name = "store"\n    label = "shop"',
  );
  expect((await blocks('P2a', files)).join('\n')).not.toContain('AppConfig');
});

test('an app whose label is pinned', async () => {
  const files = project(['core'], app('core', SHOP, { label: 'shop' }));
  expect((await blocks('P1', files)).slice(0, 2)).toEqual([
    'git mv core store',
    '-    name = "core"\n+    name = "store"',
  ]);
  expect((await blocks('P2a', files))[1]).toBe(
    '-    name = "core"\n+    name = "store"\n@@\n-    label = "shop"',
  );
  const there = project(['store'], app('store', SHOP, { label: 'shop' }));
  expect(await blocks('P1', there)).toEqual([]);
  expect((await blocks('P2b', there))[0]).toBe('-    label = "shop"');
  expect(await page(there)).toContain(
    '1. The folder is called store already, and the label is pinned: nothing is left to do.',
  );
});

test('an app that no project is known to install', async () => {
  const text = await page(app('shop', SHOP));
  expect(text).toContain('In INSTALLED_APPS "store" instead of "shop".');
  expect(text).toContain('"store" in INSTALLED_APPS.');
});

test('tables that cannot be told are not guessed', async () => {
  const files = with_({
    '0004_x': migration(['shop.0003_note'], ['lib.Operation()'], { imports: 'import lib\n' }),
  });
  expect(await blocks('P2a', files)).toContain(
    "UPDATE django_migrations SET app = 'store' WHERE app = 'shop';\nUPDATE django_content_type SET app_label = 'store' WHERE app_label = 'shop';\nALTER TABLE shop_… RENAME TO store_…;",
  );
  const text = await page(files);
  expect(text).toContain('Its models cannot all be told from its migrations');
  expect(text).toContain('`db_table = "shop_…"`');
});

test('tables with names of their own are left alone', async () => {
  const own = createModel('Price', {}, '"db_table": "prices"');
  const files = with_({ '0004_price': migration(['shop.0003_note'], [own]) });
  expect((await blocks('P2a', files)).join('\n')).not.toContain('prices');
  expect((await blocks('P2b', files)).join('\n')).not.toContain('prices');
  expect((await blocks('P2b', files)).join('\n')).toContain('"db_table": "shop_item"');
});

test('a model that was renamed cannot be pinned where it was created', async () => {
  const files = with_({
    '0004_ware': migration(['shop.0003_note'], ['migrations.RenameModel("Item", "Ware")']),
  });
  expect(await page(files)).toContain('1. Not for this app: a migration renamed Ware or its table');
  expect((await blocks('P2a', files)).join('\n')).toContain('ALTER TABLE shop_ware RENAME TO store_ware;');
});

const only = (model: string): Files =>
  project(['shop'], app('shop', { '0001_initial': migration([], [createModel(model)]) }));

/** The page for an app of that label with one model. */
async function pageOf(model: string, old: string): Promise<string> {
  const renamed = Object.fromEntries(
    Object.entries(only(model)).map(([path, text]) => [
      path.replace('shop', old),
      text.replaceAll('"shop"', `"${old}"`),
    ]),
  );
  return page(renamed, old);
}

test('names that SQL would read otherwise are quoted, and long ones are said to be shortened', async () => {
  expect(await pageOf('User', 'session')).toContain('ALTER TABLE "session_user" RENAME TO store_user;');
  expect(await pageOf('Item', 'Shop')).toContain('ALTER TABLE "Shop_item" RENAME TO store_item;');
  expect(await pageOf('Item', 'shop')).not.toContain('shortens');
  expect(await pageOf('A'.repeat(70), 'shop')).toContain('Django shortens them');
});

test('several newest migrations are not chosen from', async () => {
  const files = with_({ '0003_x': migration(['shop.0002_cost'], []) });
  expect(await page(files)).toContain('`migrate` store, then shop, to what they had before.');
});

test('nothing that a branch brings is printed unless it can be read', async () => {
  const strange = oneof(
    string({ unit: 'grapheme' }),
    constantFrom('\u001b[2J', '`', '```\n# x', "'; DROP TABLE x;--", '\u202e', '$(rm)', '\n## P1: x'),
  );
  await assert(
    asyncProperty(strange, strange, strange, async (model, table, field) => {
      const options = `{"db_table": ${python(table)}}`;
      const create = `migrations.CreateModel(${python(model)}, [(${python(field)}, models.ManyToManyField("x"))], ${options})`;
      const text = await page(with_({ '0004_x': migration(['shop.0003_note'], [create]) }));
      expect(visibleLines(text)).toBe(text);
      expect(proceduresIn(text).map(({ title }) => title.slice(0, 3))).toEqual(['P1:', 'P2a', 'P2b', 'P3:']);
      expect(text).not.toMatch(/^ALTER TABLE .*[^\w;\s"…].*$/m);
    }),
    { numRuns: 60 },
  );
});

/** A string in Python. */
function python(text: string): string {
  return JSON.stringify(text).replace(/[\u0080-\uffff]/g, unitEscaped);
}

function unitEscaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
