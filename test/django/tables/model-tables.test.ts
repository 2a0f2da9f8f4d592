import { expect, test } from 'vitest';
import { tablesAfter, type ModelTable } from '../../../src/django/tables/model-tables.ts';
import { isLong, tableNames, tablesOf } from '../../../src/django/tables/database-tables.ts';

const ID = '("id", models.AutoField(primary_key=True))';

/** The text of a migration with these operations. */
const does = (...operations: string[]): string =>
  `from django.conf import settings
from django.db import migrations, models
import lib.fields


class Migration(migrations.Migration):
    operations = [${operations.join(', ')}]
`;

const create = (name: string, fields: readonly string[] = [], options = ''): string =>
  `migrations.CreateModel("${name}", [${[ID, ...fields].join(', ')}]${options && `, options={${options}}`})`;
const many = (name: string, more = ''): string => `("${name}", models.ManyToManyField("shop.tag"${more}))`;

/** The models after migrations with these operations. */
const after = (...migrations: readonly (readonly string[])[]): readonly ModelTable[] | undefined =>
  tablesAfter(
    migrations.map((operations, index) => ({ name: `000${index + 1}`, text: does(...operations) })),
  );

/** Their tables under the label `shop`: `Item shop_item shop_item_tags`, a model on each line. */
const told = (...migrations: readonly (readonly string[])[]): string[] | undefined =>
  after(...migrations)?.map((model) => [model.model, ...tableNames('shop', model)].join(' '));

const ITEM = create('Item', [many('tags')]);

test.for<[name: string, migrations: string[][], tables: string[]]>([
  ['a model', [[create('Item')]], ['Item shop_item']],
  ['a many-to-many field', [[ITEM]], ['Item shop_item shop_item_tags']],
  [
    'one that is added',
    [[create('Item')], [`migrations.AddField("item", ${many('tags').slice(1, -1)})`]],
    ['Item shop_item shop_item_tags'],
  ],
  [
    'one with a table of its own',
    [[create('Item', [many('tags', ', db_table="both"')])]],
    ['Item shop_item both'],
  ],
  ['one through a model', [[create('Item', [many('tags', ', through="shop.ItemTag"')])]], ['Item shop_item']],
  ['one that goes', [[ITEM], ['migrations.RemoveField("Item", "tags")']], ['Item shop_item']],
  [
    'one that is renamed',
    [[ITEM], ['migrations.RenameField("item", "tags", "marks")']],
    ['Item shop_item shop_item_marks'],
  ],
  [
    'one that becomes another field',
    [[ITEM], ['migrations.AlterField("item", "tags", models.TextField())']],
    ['Item shop_item'],
  ],
  [
    'another field is renamed',
    [[ITEM], ['migrations.RenameField("item", "id", "key")']],
    ['Item shop_item shop_item_tags'],
  ],
  ['db_table', [[create('Item', [many('tags')], '"db_table": "things"')]], ['Item things things_tags']],
  [
    'db_table with quotes',
    [[create('Item', [many('tags')], `"db_table": '"things"'`)]],
    ['Item "things" things_tags'],
  ],
  [
    'AlterModelTable',
    [[ITEM], ['migrations.AlterModelTable("item", "things")']],
    ['Item things things_tags'],
  ],
  [
    'and back',
    [[ITEM], ['migrations.AlterModelTable("item", "things")'], ['migrations.AlterModelTable("item", None)']],
    ['Item shop_item shop_item_tags'],
  ],
  [
    'RenameModel',
    [[ITEM], ['migrations.RenameModel("item", "Thing")']],
    ['Thing shop_thing shop_thing_tags'],
  ],
  [
    'RenameModel with db_table',
    [[create('Item', [], '"db_table": "things"')], ['migrations.RenameModel("Item", "Ware")']],
    ['Ware things'],
  ],
  ['DeleteModel', [[ITEM, create('Tag')], ['migrations.DeleteModel("ITEM")']], ['Tag shop_tag']],
  ['a proxy', [[create('Item'), create('Cheap', [], '"proxy": True')]], ['Item shop_item']],
  ['an unmanaged model', [[create('View', [], '"managed": False')]], []],
  [
    'one that is managed later',
    [[create('View', [], '"managed": False')], ['migrations.AlterModelOptions("view", options={})']],
    ['View shop_view'],
  ],
  ['one that is not any more', [[ITEM], ['migrations.AlterModelOptions("item", {"managed": False})']], []],
  [
    'only in the state',
    [['migrations.SeparateDatabaseAndState(state_operations=[' + ITEM + '])']],
    ['Item shop_item shop_item_tags'],
  ],
  [
    'only in the database',
    [[ITEM, 'migrations.SeparateDatabaseAndState([migrations.DeleteModel("Item")], [])']],
    ['Item shop_item shop_item_tags'],
  ],
  [
    'SQL with a state',
    [[ITEM, 'migrations.RunSQL("DROP TABLE x", state_operations=[migrations.DeleteModel("Item")])']],
    [],
  ],
  [
    'data steps and indexes',
    [
      [
        ITEM,
        'migrations.RunPython(print)',
        'migrations.RunSQL("SELECT 1")',
        'migrations.AlterUniqueTogether("item", {("id",)})',
      ],
    ],
    ['Item shop_item shop_item_tags'],
  ],
  [
    'a field of somebody else',
    [[create('Item', ['("color", lib.fields.ColorField())'])]],
    ['Item shop_item'],
  ],
  [
    'a many-to-many field of somebody else',
    [[create('Item', ['("tags", lib.fields.SortedManyToManyField("shop.tag"))'])]],
    ['Item shop_item shop_item_tags'],
  ],
  ['letters beyond ASCII', [[create('Über')]], ['Über shop_über']],
])('%s', ([, migrations, tables]) => {
  expect(told(...migrations)).toEqual(tables);
});

test.for<[name: string, operations: string[]]>([
  ['an operation of somebody else', [ITEM, 'lib.fields.Operation("item")']],
  ['a list that is not told', [ITEM, '*lib.fields.OPERATIONS']],
  ['a name that is not told', ['migrations.CreateModel(lib.NAME, [])']],
  ['fields that are not told', ['migrations.CreateModel("Item", lib.FIELDS)']],
  ['a table that is not told', [create('Item', [], '"db_table": settings.TABLE')]],
  ['options that are not told', ['migrations.CreateModel("Item", [], options=lib.OPTIONS)']],
  ['a table of a field that is not told', [create('Item', [many('tags', ', db_table=lib.TABLE')])]],
  ['arguments of a field that are not told', [create('Item', [many('tags', ', **lib.MORE')])]],
  ['arguments that are not told', [ITEM, 'migrations.RenameModel(**lib.NAMES)']],
  ['a new name that is not told', [ITEM, 'migrations.RenameModel("item", lib.NAME)']],
  ['a field that is no call', [create('Item', ['("tags", lib.FIELD)'])]],
  ['whether it is managed', [create('Item', [], '"managed": not settings.TEST')]],
  ['a model that was never created', ['migrations.AlterModelTable("item", "x")']],
  ['a model that was never created, deleted', ['migrations.DeleteModel("item")']],
])('what cannot be told is unknown: %s', ([, operations]) => {
  expect(after(operations)).toBeUndefined();
});

test('a module that is no migration', () => {
  expect(tablesAfter([{ name: '0001', text: 'x = 1\n' }])).toBeUndefined();
});

const by = (...migrations: readonly (readonly string[])[]): unknown =>
  after(...migrations)?.map(({ createdBy }) => createdBy);

test('the migration that gave a table its name', () => {
  expect(by([ITEM], [create('Tag')], ['migrations.AddField("item", "n", models.IntegerField())'])).toEqual([
    '0001',
    '0002',
  ]);
  expect(by([ITEM], ['migrations.RenameModel("item", "Thing")'])).toEqual([undefined]);
  expect(by([ITEM], ['migrations.AlterModelTable("item", None)'])).toEqual([undefined]);
});

// what Django's truncate_name(name, 63) returns
test.for([
  ['a'.repeat(58), `shop_${'a'.repeat(58)}`],
  ['a'.repeat(59), `shop_${'a'.repeat(54)}b58d`],
  ['ü'.repeat(70), `shop_${'ü'.repeat(54)}80b7`],
] as const)('long names are those of PostgreSQL: %s', ([name, table]) => {
  const model = { model: name, table: undefined, manyToMany: [], createdBy: undefined };
  expect(tablesOf('shop', model).own).toBe(table);
  expect(isLong(table)).toBe(true);
  expect(isLong(table.slice(1))).toBe(false);
  expect(tablesOf('shop', { ...model, table: 'x'.repeat(70) }).own).toBe('x'.repeat(70));
});
