import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/stale-app-reference.ts';
import { found, told } from '../helpers/said.ts';
import {
  addField,
  app,
  createModel,
  migration,
  project,
  relabelled,
  replaces,
  SHOP,
} from '../helpers/verdict.ts';

const MOVED = project(['store', 'billing'], app('store', relabelled('store')));
const START = project(['shop', 'billing'], app('shop', SHOP));

/** What is said of files that stay as they are while the app moves from `shop` to `store`, with its label. */
function saidOf(files: Files, before: Files = files): Promise<string[]> {
  return found(rule, { before: { ...START, ...before }, after: { ...MOVED, ...files } });
}

const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const line = (path: string, text: string): Files => ({ [path]: `\n${text}\n` });

/** The text without the mark, and the column at which that stood. */
function marked(text: string): readonly [text: string, column: number] {
  return [text.replace('»', ''), Array.from(text).indexOf('»') + 1];
}

const PYTHON: readonly string[] = [
  'item = models.ForeignKey(»"shop.Item", on_delete=models.CASCADE)',
  "    item = models.ForeignKey(»'shop.item', on_delete=models.CASCADE)",
  '        »"shop.Item",',
  'items = models.ManyToManyField(u»"shop.Thing")',
  'items = models.ManyToManyField(Item, through=»"shop.Link")',
  'Item = django_apps.get_model(»"shop", "Item")',
  'Item = apps.get_model(f»"shop.{name}")',
  'Item = apps.get_model(app_label=»"shop", model_name="item")',
  'apps.get_app_config(  »"shop").get_models()',
  "app_label = »'shop'",
  'route_app_labels = {"auth", »"shop"}',
  'if model._meta.app_label not in (»"shop",):',
  'ContentType.objects.get_by_natural_key(»"shop", "item")',
  'Permission.objects.get(content_type__app_label=»"shop", codename="add_item")',
  '{"app_label": »"shop"}',
  '@receiver(post_save, sender=»"shop.Item")',
  'AUTH_USER_MODEL = »"shop.User"',
  'call_command("migrate", »"shop", verbosity=0)',
  'MIGRATION_MODULES = {»"shop": "project.migrations.shop"}',
  '@permission_required(»"shop.publish")',
  'user.has_perm(»"shop.add_item")',
  '    return »"shop.delete_item" in granted',
  'permission_required = »"shop.may_sell"',
  'user.has_module_perms(»"shop")',
  'reverse(»"admin:shop_item_changelist")',
  String.raw`é😀 = "é", "", r"", "\"", »"shop.Item"`,
];

test.for(PYTHON)('finds in Python: %s', async (text) => {
  const [code, column] = marked(text);
  expect(await saidOf(line('billing/code.py', code))).toEqual([
    `warning billing/code.py:2:${column} billing/code.py`,
  ]);
});

const TEXT: readonly (readonly [path: string, text: string])[] = [
  ['templates/a.html', '{% if »perms.shop.add_item %}'],
  ['templates/a.html', '{% if »perms.shop %}'],
  ['templates/a.html', "{# perms #}{% if »'shop.add_item' in perms %}"],
  ['templates/a.txt', "{% url »'admin:shop_item_change' item.pk %}"],
  ['templates/a.jinja', "{{ url(»'admin:shop_item_add') }}"],
  ['fixtures/a.json', '{"model": »"shop.item", "pk": 1}'],
  ['shop/fixtures/a.json', '{"model": »"shop.unknown"}'],
  ['data/a.jsonl', '{"model": »"shop.Item"}'],
  ['data/a.yaml', '- model: »shop.item'],
  ['data/a.yml', '  model: "»shop.item"  # one'],
  ['data/a.xml', '  <object pk="1" model=»"shop.item">'],
  ['templates/feed.xml', '{% if »perms.shop.add_item %}<a/>'],
];

test.for(TEXT)('finds in %s: %s', async ([path, text]) => {
  const [code, column] = marked(text);
  expect(await saidOf(line(path, code))).toEqual([`warning ${path}:2:${column} ${path}`]);
});

const urls = (namespace: string): string => `app_name = "${namespace}"\n\nurlpatterns = []\n`;
const NAMED = {
  ...line('billing/views.py', 'return redirect("shop:list")'),
  ...line('templates/a.html', '<a href="{% url \'shop:detail\' pk %}">'),
  ...line('templates/b.jinja', '{{ url("shop:detail") }}'),
  ...line('billing/menu.py', 'LOGIN_URL = reverse_lazy("shop:login")'),
};
const BY_NAME = [
  'warning billing/menu.py:2:26 billing/menu.py',
  'warning billing/views.py:2:17 billing/views.py',
  'warning templates/a.html:2:17 templates/a.html',
  'warning templates/b.jinja:2:8 templates/b.jinja',
];

test('finds names of URLs when their namespace went with the label', async () => {
  const before = { ...NAMED, 'shop/urls.py': urls('shop') };
  expect(await saidOf({ ...NAMED, 'store/urls.py': urls('store') }, before)).toEqual(BY_NAME);
  expect(await saidOf({ ...NAMED, 'store/urls.py': urls('shop') }, before)).toEqual([]);
  expect(await saidOf({ ...NAMED, 'urls.py': 'include("store.urls", namespace="shop")' }, before)).toEqual(
    [],
  );
  expect(await saidOf({ ...NAMED, 'urls.py': '        ("store.urls", "shop"),' }, before)).toEqual([]);
  expect(await saidOf({ ...NAMED, 'site.py': 'site = AdminSite(name="shop")' }, before)).toEqual([]);
  expect(await saidOf(NAMED)).toEqual([]); // it comes from elsewhere
});

test('finds entries of INSTALLED_APPS whose package is gone', async () => {
  const files = { 'mysite/settings.py': START['mysite/settings.py']! };
  expect(await saidOf(files)).toEqual(['warning mysite/settings.py:4:5 mysite/settings.py']);
  const config = {
    'mysite/settings.py': files['mysite/settings.py'].replace('"shop"', '"shop.apps.ShopConfig"'),
  };
  expect(await saidOf(config)).toEqual(['warning mysite/settings.py:4:5 mysite/settings.py']);
});

test('finds the key of MIGRATION_MODULES in a line of its own', async () => {
  const more = 'MIGRATION_MODULES = {\n    "shop": "moved.here",\n}\nCHOICES = {\n    "shop": Item,\n}\n';
  const settings = project(['store', 'billing'], {}, more)['mysite/settings.py']!;
  expect(await saidOf({ 'mysite/settings.py': settings })).toEqual([
    'warning mysite/settings.py:8:5 mysite/settings.py',
  ]);
});

test('finds the state of other migrations, and leaves dependencies to dangling-dependency', async () => {
  const field = { item: 'models.ForeignKey(\n    to="shop.item",\n    on_delete=models.CASCADE)' };
  const bill = (dependency: string): Files => ({
    'billing/migrations/0001_initial.py': migration([dependency], [createModel('Bill', field)]),
  });
  expect(await saidOf(bill('store.0003_note'), bill('shop.0003_note'))).toEqual([
    'warning billing/migrations/0001_initial.py:18:16 billing/migrations/0001_initial.py',
  ]);
  const stale = migration([], []).replace('[]', '[migrations.swappable_dependency("shop.Item")]');
  const said = await told({
    before: { ...START, 'billing/migrations/0001_initial.py': stale },
    after: { ...MOVED, 'billing/migrations/0001_initial.py': stale },
  });
  expect(said).toContain('billing.0001_initial depends on the app shop, which does not exist');
  expect(said).not.toContain('[stale-app-reference]');
});

test('finds them in tests and in the app itself', async () => {
  const files = {
    ...line('tests/test_a.py', 'baker.make("shop.item")'),
    ...line('store/models.py', 'parent = models.ForeignKey("shop.Item", models.CASCADE)'),
  };
  expect(await saidOf(files, {})).toEqual([
    'warning store/models.py:2:28 store/models.py',
    'warning tests/test_a.py:2:12 tests/test_a.py',
  ]);
});

const lines = (...texts: readonly string[]): string => `${texts.join('\n')}\n`;

test('one finding per file, with what to write', async () => {
  const files = {
    'billing/code.py': lines(
      'reverse("shop:list")',
      'a = get_model("shop", "Item"), get_model("shop", "Item")',
      'has_perm("shop.add_item")',
    ),
    'data.json': `[${'{"model": "shop.item"}, '.repeat(9)}]`,
    'store/urls.py': urls('store'),
  };
  const before = { ...START, ...files, 'shop/urls.py': urls('shop') };
  const said = await told({ before, after: { ...MOVED, ...files }, published: null });
  expect(said)
    .toBe(`billing/code.py:1:9: warning: 4 references to app label shop, which is store now: Django finds no such model, no URL has that name, nobody has that permission  [stale-app-reference]
  write what the app is called now, or keep its label (label = "shop" in AppConfig):
      line 1: "shop:list"
      line 2: "store" instead of "shop"
      line 3: "store.add_item" instead of "shop.add_item"
      and 1 more
  where it is meant: # pyreset: allow stale-app-reference -- reason

data.json:1:12: warning: 9 references to app label shop, which is store now: loaddata refuses it  [stale-app-reference]
  write what the app is called now, or keep its label (label = "shop" in AppConfig):
      line 1: "store.item" instead of "shop.item"
      and 8 more
  if it is meant, record that once in .pyresetrc:
      allow: [{rule: stale-app-reference, subject: "data.json", reason: "…"}]
`);
});

test('many files stand together', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `billing/${name}.py`);
  const files = Object.fromEntries(names.map((name) => [name, 'x = ForeignKey("shop.Item")\n']));
  const said = await told({ before: { ...START, ...files }, after: { ...MOVED, ...files }, published: null });
  expect(said.split('\n').slice(5)).toEqual([
    '… and 2 more like these  [stale-app-reference]',
    '  write what the app is called now, or keep its label (label = "shop" in AppConfig):',
    '      git grep --line-number --word-regexp -e shop',
    '  where it is meant: # pyreset: allow stale-app-reference -- reason',
    '',
  ]);
});

const posts = (label: string): Files => ({
  '0001_posts': migration([], [createModel('Post')]),
  '0002_text': migration([`${label}.0001_posts`], [addField('text')]),
});

const both = (shop: string, blog: string, other: string): Files => ({
  ...project([shop, blog], { ...app(shop, relabelled(shop)), ...app(blog, posts(blog)) }),
  ...below('other', project(['shop'], app('shop', {}, { label: other }))),
  'x.py': 'x = ForeignKey("shop.Item"), ForeignKey("blog.Post")\n',
});

test('two labels in one file, and one that became two', async () => {
  const said = await told({
    before: both('shop', 'blog', 'shop'),
    after: both('store', 'news', 'market'),
    published: null,
  });
  expect(said).toContain('app label shop, which is store or market now, and blog, which is news now');
  expect(said).toContain('\n      line 1: "shop.Item"\n      line 1: "news.Post" instead of "blog.Post"\n');
});

test('keeping the label is no way out where the history is carried over', async () => {
  const carried = Object.entries(relabelled('store')).map(([name, text]) => [
    name,
    `${text}    ${replaces(`shop.${name}`)}\n`,
  ]);
  const store = project(['store', 'billing'], app('store', Object.fromEntries(carried) as Files));
  const files = { 'x.py': 'x = ForeignKey("shop.Item")\n' };
  const said = await told({ before: { ...START, ...files }, after: { ...store, ...files }, published: null });
  expect(said).toContain('\n  write what the app is called now:\n      line 1: "store.Item"');
});
