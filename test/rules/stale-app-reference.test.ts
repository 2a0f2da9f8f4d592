import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/stale-app-reference.ts';
import { found } from '../helpers/said.ts';
import { app, createModel, migration, project, relabelled, SHOP } from '../helpers/verdict.ts';

const config = (label: string): string => `from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"
    label = "${label}"
`;

const MODELS = 'from django.db import models\n\n\nclass Item(models.Model): ...\n';
const APP = { 'shop/models.py': MODELS, 'shop/apps.py': config('shop') };
const START = project(['shop', 'billing'], { ...APP, 'billing/models.py': '' });

/** What is said of files that were there before the label of `shop` became `store`, and stayed as they are. */
function saidOf(files: Files, more: Files = {}): Promise<string[]> {
  const before = { ...START, ...files };
  return found(rule, { before, after: { ...before, 'shop/apps.py': config('store'), ...more } });
}

const line = (path: string, text: string): Files => ({ [path]: `# the first line\n${text}\n` });
const python = (text: string): Files => line('billing/code.py', text);

const SILENT_PYTHON = [
  'from shop.models import Item',
  'import shop',
  'shop.Item.objects.all()',
  'item = models.ForeignKey(Item, on_delete=models.CASCADE)  # was "shop.Item"',
  '# models.ForeignKey("shop.Item")',
  '"""A bill of a "shop.Item" is sent."""',
  'sends the bill of a "shop.Item" to somebody',
  "isn't it a ForeignKey('shop.Item')?",
  '    >>> reverse("shop:list"), get_model("shop", "Item")',
  'text = """SELECT "shop.Item"',
  'b"shop.Item" in data',
  'logger = logging.getLogger("shop.Item")',
  'with mock.patch("shop.Item"):',
  'path("shop/", include("shop.urls"))',
  'send = app.task(name="shop.tasks.send")',
  'send = app.task(name="shop.item")',
  'template_name = "shop.html"',
  'template_name = "shop/item.html"',
  'LOGGERS = {"shop": {"level": "INFO"}, "shop.item": {}}',
  'KINDS = {"shop": "a place", "home": "another"}',
  'replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]',
  'dependencies = [("shop", "0002_cost")]',
  'dependencies = [("shop", "__first__"), migrations.swappable_dependency("shop.Item")]',
  'MODULES = ["shop.permissions", "shop.perms"]',
  'DEFAULT_PERMISSION_CLASSES = ["shop.permissions"]',
  'cache.set("shop:items", 1)',
  'cache.get("shop.item")',
  'reverse("shop:list")',
  'reverse("admin:shop_thing_changelist")',
  'reverse("admin:workshop_item_changelist")',
  'models.ForeignKey("workshop.Item", on_delete=models.CASCADE)',
  'models.ForeignKey("shop2.Item", on_delete=models.CASCADE)',
  'models.ForeignKey("Item", on_delete=models.CASCADE)',
  'models.ForeignKey("old.shop.Item", on_delete=models.CASCADE)',
  'apps.is_installed("shop")',
  'filter(app_label="blog", name="shop")',
  'x = "shop.Thing"',
  'has_perm("shop.urls.add_item")',
  'f"{label}.Item", "shop", "Item"',
  'x = "shop.Item',
  'INSTALLED_APPS += ["shop"]',
];

test.for(SILENT_PYTHON)('stays silent in Python: %s', async (text) => {
  expect(await saidOf(python(text))).toEqual([]);
});

const SILENT_TEXT: readonly (readonly [path: string, text: string])[] = [
  ['templates/a.html', '<div class="shop">perms.shop.add_item</div>'],
  ['templates/a.html', '<a href="{% url \'shop:list\' %}">the namespace stays</a>'],
  ['templates/a.html', '{# {% if perms.shop.add_item %} #}{{ shop }}'],
  ['templates/a.html', '{% include "shop.html" %}{% cache 500 "shop:x" %}'],
  ['templates/a.html', '{% load shop %}{% trans "shop" %}'],
  ['templates/a.html', '{{ shop.perms.shopping }}{% if perms.workshop.add_item %}'],
  ['templates/a.js', 'const model = "shop.Item"; fetch("shop:list")'],
  ['data/a.json', '{"model": "shop.v2"}'],
  ['data/a.json', '{"kind": "shop.item"}'],
  ['data/a.json', '{"model": "workshop.item", "shop": {"model": "x"}}'],
  ['data/a.yaml', '# - model: shop.item'],
  ['data/a.yaml', '- supermodel: shop.item'],
  ['data/a.yaml', '- model: shop.item.thing'],
  ['data/a.yaml', 'image: shop.item'],
  ['data/a.xml', '<item kind="shop.item"/>'],
  ['docs/a.md', '"shop.Item"'],
  ['docs/a.rst', 'ForeignKey("shop.Item")'],
  ['setup.cfg', '"shop.Item"'],
  ['vendor/lib/a.py', 'models.ForeignKey("shop.Item")'],
  ['.venv/lib/site-packages/lib/a.py', 'models.ForeignKey("shop.Item")'],
];

test.for(SILENT_TEXT)('stays silent in %s: %s', async ([path, text]) => {
  expect(await saidOf(line(path, text))).toEqual([]);
});

const STALE = 'item = models.ForeignKey("shop.Item", on_delete=models.CASCADE)';
const OTHER = {
  'other/manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.settings")\n',
  'other/conf/settings.py': 'INSTALLED_APPS = ["shop"]\n',
  'other/shop/models.py': '',
};
const label = (before: Files, after: Files) => found(rule, { before, after });
const STALE_BILL = { ...START, ...python(STALE) };

test('stays silent when no label changes, whatever else does', async () => {
  expect(await label(STALE_BILL, { ...STALE_BILL, 'shop/apps.py': config('shop'), 'shop/x.py': '' })).toEqual(
    [],
  );
  expect(await label(STALE_BILL, STALE_BILL)).toEqual([]);
});

test('stays silent when another project still has an app of that label', async () => {
  expect(await saidOf({ ...python(STALE), ...OTHER })).toEqual([]);
});

test('stays silent when an app of somebody else has that label now', async () => {
  const settings = project(['shop', 'lib.shop', 'billing'], {});
  expect(await saidOf(python(STALE), { 'mysite/settings.py': settings['mysite/settings.py']! })).toEqual([]);
});

test('stays silent when the change makes the label of an app unknown', async () => {
  const unknown = { 'billing/apps.py': config('x').replace('"x"', 'label()').replace('"shop"', '"billing"') };
  expect(await saidOf(python(STALE), unknown)).toEqual([]);
});

const site = (folder: string, label: string): Files => ({
  [`${folder}/manage.py`]: 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf")\n',
  [`${folder}/conf.py`]: 'INSTALLED_APPS = ["shop"]\n',
  [`${folder}/shop/apps.py`]: config(label),
  [`${folder}/shop/models.py`]: MODELS,
  'code.py': STALE,
});

test('stays silent when the label of an example changes', async () => {
  expect(await label(site('examples', 'shop'), site('examples', 'store'))).toEqual([]);
  expect(await label(site('sites', 'shop'), site('sites', 'store'))).toHaveLength(1);
});

test('stays silent about a folder that moves and keeps its label', async () => {
  const before = { ...project(['shop'], app('shop', SHOP)), ...python(STALE) };
  const kept = project(['store'], app('store', SHOP, { label: 'shop' }));
  expect(await label(before, { ...kept, ...python(STALE) })).toEqual([]);
});

const bill = (label: string): Files => ({
  ...python(STALE.replace('shop', label)),
  'billing/migrations/0001_initial.py': migration(
    [`${label}.0003_note`],
    [createModel('Bill', { item: `models.ForeignKey(to="${label}.item", on_delete=models.CASCADE)` })],
  ),
});

test('stays silent when all of it is rewritten: the second procedure', async () => {
  const after = project(['store', 'billing'], { ...app('store', relabelled('store')), ...bill('store') });
  const before = project(['shop', 'billing'], { ...app('shop', SHOP), ...bill('shop') });
  expect(await label(before, after)).toEqual([]);
});

const odd = (name: string): Files => ({ ...STALE_BILL, 'shop/apps.py': config(name) });

test('stays silent on what cannot be a label', async () => {
  expect(await label(odd('sh.op'), odd('store'))).toEqual([]);
  expect(await label(odd(String.raw`x(\n`), odd('store'))).toEqual([]);
});
