import { expect, test } from 'vitest';
import { DEFAULTS } from '../../src/config/config.ts';
import { findProblems } from '../../src/lint.ts';
import type { Example, Files } from '../../src/rule.ts';
import rule from '../../src/rules/renamed-migration.ts';
import {
  changeOf,
  lint as lintAll,
  NO_HISTORY,
  optionsOf,
  problemsOf as problemsOfAll,
} from '../helpers/change.ts';

const lint = (example: Example) => lintAll(example, [rule]);
const problemsOf = (example: Example) => problemsOfAll(example, [rule]);

const OLD = 'shop/migrations/0002_cost.py';
const NEW = 'shop/migrations/0002_price.py';
const ADD_COST = "migrations.AddField('item', 'cost', models.IntegerField(default=0))";

/** A migration with one operation, or none; `rest` are more lines of its class. */
const migration = (operation = ADD_COST, rest = '') => `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [('shop', '0001_initial')]
    operations = [${operation}]
${rest}`;

const replacing = (...names: string[]) =>
  migration(ADD_COST, `    replaces = [${names.map((name) => `('shop', '${name}')`).join(', ')}]\n`);

const helper = (body: string) =>
  `${migration('migrations.RunPython(forwards)')}\n\ndef forwards(apps, schema_editor):\n    ${body}\n`;

/** The same text, first under the old name and then under the new. */
const renamed = (text: string, from = OLD, to = NEW): Example => ({
  before: { [from]: text },
  after: { [to]: text },
});

const config = (...lines: string[]) =>
  `from django.apps import AppConfig\n\nclass ShopConfig(AppConfig):\n    name = 'shop'\n    ${lines.join('\n    ')}\n`;

const plain = (base: string, imports = '') =>
  `${imports}\n\nclass Migration(${base}):\n    operations = [1]\n`;

const MIGRATIONS = 'shop/migrations';
const COST = { [OLD]: migration() };

const SILENT: readonly (readonly [name: string, after: Files, before?: Files])[] = [
  [
    'renamed again, and still stands for its first name',
    { [NEW]: replacing('0002_price_of_item') },
    { [OLD]: replacing('0002_price_of_item') },
  ],
  ['nothing changes', COST],
  ['an edit in place', { [OLD]: migration('') }],
  ['a migration is added', { [NEW]: migration() }, {}],
  ['a migration goes and none comes', {}],
  ['a copy is added', { ...COST, [NEW]: migration() }],
  ['one of two copies goes', { [NEW]: migration() }, { ...COST, [NEW]: migration() }],
  ['another label has the same', { 'cart/migrations/0002_cost.py': migration() }],
  ['15: a squash is added', { ...COST, [NEW]: replacing('0002_cost') }],
  ['16: originals go', { [NEW]: replacing('0002_cost') }, { ...COST, [NEW]: replacing('0002_cost') }],
  ['16b: originals go as the squash comes', { [NEW]: replacing('0002_cost') }],
  ['23: replaced by another', { [NEW]: migration(), [`${MIGRATIONS}/0001_a.py`]: replacing('0002_cost') }],
  ['22: a merge is added', { ...COST, [`${MIGRATIONS}/0003_merge.py`]: migration('') }],
  ['22: another merge', { [NEW]: migration('').replace('0001', '0000') }, { [OLD]: migration('') }],
  [
    '24: the folder moves, the label is kept by AppConfig.label',
    { 'store/apps.py': config("label = 'shop'"), 'store/migrations/0002_cost.py': migration() },
    { 'shop/apps.py': config("label = 'shop'"), ...COST },
  ],
  [
    '24: the folder moves, AppConfig.name keeps its last part',
    { 'new/apps.py': config(), 'new/migrations/0002_cost.py': migration() },
    { 'old/apps.py': config(), 'old/migrations/0002_cost.py': migration() },
  ],
  ['25: everything moves below src/', { [`src/${OLD}`]: migration() }],
  [
    '26: the package is renamed and gets the old label',
    { 'store/apps.py': config("label = 'shop'"), 'store/migrations/0002_cost.py': migration() },
  ],
  ['33: not where Django looks', { 'shop/old/b.py': migration() }, { 'shop/old/a.py': migration() }],
  ['33: the folder of migrations is renamed', { 'shop/history/0002_cost.py': migration() }],
  ['44: regenerated under another name', { [NEW]: migration('migrations.RunSQL("x")') }],
  ['another default', { [NEW]: migration(ADD_COST.replace('=0', '=1')) }],
  ['one operation more', { [NEW]: migration(`${ADD_COST}, migrations.RunSQL('')`) }],
  ['another helper body', { [NEW]: helper('b()') }, { [OLD]: helper('a()') }],
  ['a helper line moved', { [NEW]: helper('if a: b(); c()') }, { [OLD]: helper('if a: b()\n    c()') }],
  ['46: `replaces` is computed', { [NEW]: migration(ADD_COST, '    replaces = names()\n') }],
  [
    '46: another migration of the label has a computed `replaces`',
    { [NEW]: migration(), [`${MIGRATIONS}/0003_x.py`]: migration('', '    replaces = [*names()]\n') },
  ],
  ['47: syntax errors that differ', { [NEW]: migration('f("b"') }, { [OLD]: migration('f("a"') }],
];

test.for(SILENT)('stays silent: %s', async ([, after, before = COST]) => {
  expect(await lint({ before, after })).toEqual([]);
});

test.for([
  ['35: South', plain('SchemaMigration', 'from south.v2 import SchemaMigration')],
  ['35: a numbered job', plain('object')],
  ['35: no base class', 'class Migration:\n    operations = [1]\n'],
  ['35: Alembic', 'from alembic import op\n\nrevision = "0002"\n\ndef upgrade():\n    op.drop_table("a")\n'],
  ['37: a script of helpers', 'from django.db import migrations\n\ndef forwards(apps, editor): pass\n'],
  ['37: a class of another name', migration().replace('class Migration', 'class Migrator')],
  ['45: a pointer of git-lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'],
  ['only a docstring that shows one', `TEXT = '''\n${migration()}'''\n`],
  ['an empty file', ''],
] as const)('stays silent under a new name: %s', async ([, text]) => {
  expect(await lint(renamed(text))).toEqual([]);
});

test.for(['_helper.py', '~0002_cost.py', '__init__.py', '0002.bak.py', '0002_cost.py.orig', '.0002_cost.py'])(
  'stays silent: Django passes %s over',
  async (name) => {
    expect(await lint(renamed(migration(), `shop/migrations/${name}`))).toEqual([]);
  },
);

test.for([
  ['an imported AppConfig', 'from core.apps import BaseConfig\n\nclass A(BaseConfig):\n    label = "a"\n'],
  ['a computed label', config('label = get_label()')],
  ['a computed name', config().replace("'shop'", "f'{PREFIX}.shop'")],
  ['a name that is taken away', config('del name')],
] as const)('stays silent: %s tells no label', async ([, apps]) => {
  const { before, after } = renamed(migration());
  const example = { before: { ...before, 'shop/apps.py': apps }, after: { ...after, 'shop/apps.py': apps } };
  expect(await lint(example)).toEqual([]);
  expect((await changeOf(example)).after.unlabelled).toEqual([NEW]);
});

test('stays silent: nothing is published, or not this migration', async () => {
  const change = await changeOf(renamed(migration()));
  const find = (published: typeof change.published) =>
    findProblems([{ ...change, published }], [rule], DEFAULTS, optionsOf()).length;
  expect(find(undefined)).toBe(0);
  expect(find({ ...change.published!, history: NO_HISTORY })).toBe(0);
  expect(find(change.published)).toBe(1);
});

const importing = `import django.db.models\n${migration()
  .replace(/, models/, '')
  .replace(/models.I/, 'django.db.$&')}`;
const onBase = migration().replace('(migrations.', '(');

test.for<readonly [name: string, after: string, before?: string]>([
  ['nothing else', migration()],
  ['other comments', `# licence\n${migration().replace('operations', '# why\n    operations')}`],
  ['other quotes', migration().replaceAll("'", '"')],
  ['line breaks and commas', migration().replace("'item', ", "\n  'item',\n  ").replace('0))', '0,),)')],
  ['CRLF', migration().replaceAll('\n', '\r\n')],
  ['other imports', importing],
  ['an alias', migration().replace(', models', ', models as m').replace('models.I', 'm.I')],
  ['keywords in another order', migration('f(b=2, a=1)'), migration('f(a=1, b=2)')],
  ['other dependencies', migration().replace('0001_initial', '0001_other')],
  ['other class attributes', migration(ADD_COST, '    atomic = False\n    initial = True\n')],
  ['`replaces` of something else', replacing('0001_initial')],
  ['`replaces` under another label', replacing('0002_cost').replace("[('shop', '0002", "[('cart', '0002")],
  ['a helper with another docstring', helper("'Why.'\n    a()  # here"), helper('a()')],
  ['a merge of the same migrations', migration('  # merge\n    '), migration('')],
  ['47: the same syntax error', `# licence\n${migration('f("a"')}`, migration('f("a"')],
  ['a base class of the project', onBase, onBase],
])('finds a rename with %s', async ([, after, before = migration()]) => {
  const found = await problemsOf({ before: { [OLD]: before }, after: { [NEW]: after } });
  expect(found.map(({ path, subject }) => [path, subject])).toEqual([[NEW, 'shop.0002_cost']]);
});

test.for([
  ['36: names without numbers', `${MIGRATIONS}/fix.py`, `${MIGRATIONS}/repair.py`, 'shop.fix'],
  ['a move to another folder of the label', OLD, `src/${NEW}`, 'shop.0002_cost'],
  ['a name that is not ASCII', OLD.replace('cost', 'coût'), NEW, 'shop.0002_coût'],
] as const)('finds %s', async ([, from, to, subject]) => {
  expect(await lint(renamed(migration(), from, to))).toEqual([`${to}:4:1 renamed-migration ${subject}`]);
});

const other = (...lines: string[]) =>
  `\nclass OtherConfig(AppConfig):\n    name = 'shop'\n    ${lines.join('\n    ')}\n`;

const aliased = config("label = 'a'")
  .replace('(AppConfig)', '(Base)')
  .replace('AppConfig', 'AppConfig as Base');
const qualified = `import django.apps\n\nclass A(django.apps.AppConfig):\n    name = 'shop'\n    label = 'a'\n`;

test.for([
  ['no apps.py', undefined, 'shop'],
  ['an apps.py without a config', 'X = 1\n', 'shop'],
  ['AppConfig.label', config("label = 'store'"), 'store'],
  ['AppConfig.name', config().replace('shop', 'a.store'), 'store'],
  ['AppConfig by another name', aliased, 'a'],
  ['django.apps.AppConfig', qualified, 'a'],
  ['two configs, none the default', config("label = 'a'") + other("label = 'b'"), 'shop'],
  ['two configs, one the default', config("label = 'a'") + other("label = 'b'", 'default = True'), 'b'],
  [
    'two configs, one of them not for use',
    config("label = 'a'", 'default = False') + other("label = 'b'"),
    'b',
  ],
  ['one config, not for use', config("label = 'a'", 'default = False'), 'shop'],
] as const)('the label comes from %s', async ([, apps, label]) => {
  const beside: Files = apps === undefined ? {} : { 'shop/apps.py': apps };
  const { before, after } = renamed(migration());
  const found = await problemsOf({ before: { ...before, ...beside }, after: { ...after, ...beside } });
  expect(found.map(({ subject }) => subject)).toEqual([`${label}.0002_cost`]);
});

test('names that are swapped are two renames, and one new migration is the new name of one old only', async () => {
  const [cost, note] = [migration(), migration("migrations.RunSQL('')")];
  expect(await lint({ before: { [OLD]: cost, [NEW]: note }, after: { [OLD]: note, [NEW]: cost } })).toEqual(
    [],
  );
  const numbers = [
    'shop/migrations/0003_note.py',
    'shop/migrations/0003_cost.py',
    'shop/migrations/0002_note.py',
  ];
  const [from, to, back] = numbers as [string, string, string];
  expect(await lint({ before: { [OLD]: cost, [from]: note }, after: { [to]: cost, [back]: note } })).toEqual([
    `${to}:4:1 renamed-migration shop.0002_cost`,
    `${back}:4:1 renamed-migration shop.0003_note`,
  ]);
  expect(await lint({ before: { [OLD]: cost, [from]: cost }, after: { [NEW]: cost } })).toHaveLength(1);
});
