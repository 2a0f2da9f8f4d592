import { expect, test } from 'vitest';
import {
  ADD,
  ALTER,
  CHECK,
  COST,
  INDEX,
  NOTE,
  PYTHON,
  SQL,
  UNIQUE,
  create,
  separate,
  operationEdits,
  type Case,
} from '../../helpers/edits.ts';

const check = ([, before, after, ...expected]: Case): void => {
  expect(operationEdits(before, after)).toEqual(expected);
};

test.for<Case>([
  [
    'keywords instead of positions',
    ADD,
    `migrations.AddField(field=${COST}, name='cost', model_name='item')`,
  ],
  ['models in another case', ADD, ADD.replace('item', 'Item')],
  ['CreateModel in another case', create(), create().replace('Item', 'item')],
  ['where operations are defined', ADD, ADD.replace('migrations', 'migrations.operations.fields')],
  ['set([…])', UNIQUE, UNIQUE.replace('{', 'set([').replace('}', '])')],
  ['unique_together as a list', UNIQUE, UNIQUE.replace('{', '[').replace('}', ']')],
  ['unique_together of one', UNIQUE, UNIQUE.replace('{', '').replace('}', '')],
  [
    'options in another order',
    create('', "'ordering': ['a'], 'db_table': 'b'"),
    create('', "'db_table': 'b', 'ordering': ['a']"),
  ],
  [
    'options that go without saying',
    create(),
    create('', "'abstract': False, 'managed': True, 'proxy': False, 'indexes': []"),
  ],
  [
    'bases that go without saying',
    create(),
    create().replace(/\)$/, ', bases=(models.Model,), managers=[])'),
  ],
  ['None', "migrations.AlterModelTable('item', None)", "migrations.AlterModelTable('item', table=None)"],
  ['the same on both sides', ADD, separate(ADD, ADD)],
  ['nested in nothing', separate(ADD, NOTE), separate(separate(ADD), separate('', NOTE))],
])('means the same: %s', (each) => {
  check(each);
  const [name, before, after] = each;
  check([name, after, before]);
});

test.for<Case>([
  [
    'the order of the fields',
    create("('a', F()), ('b', F())"),
    create("('b', F()), ('a', F())"),
    'state the order of the fields',
  ],
  ['verbose_name', create(), create('', "'verbose_name': 'a'"), 'state CreateModel Item: verbose_name'],
  [
    'ordering',
    create('', "'ordering': ['a']"),
    create('', "'ordering': ['b']"),
    'state CreateModel Item: ordering',
  ],
  [
    'managers',
    create(),
    create().replace(/\)$/, ", managers=[('objects', M())])"),
    'state CreateModel Item: managers',
  ],
  ['9: reverse_code', PYTHON, 'migrations.RunPython(forwards)', 'state reverse_code of RunPython forwards'],
  [
    '9: reverse_code instead of nothing',
    'migrations.RunPython(forwards)',
    PYTHON,
    'state reverse_code of RunPython forwards',
  ],
  ['9: reverse_sql', SQL, SQL.replace('b', 'c'), 'state reverse_sql of RunSQL'],
  ['10: elidable', PYTHON, PYTHON.replace(')', ', elidable=True)'), 'state RunPython forwards: elidable'],
  ['atomic', PYTHON, PYTHON.replace(')', ', atomic=False)'), 'state RunPython forwards: atomic'],
  ['hints', SQL, SQL.replace(')', ", hints={'a': 1})"), 'state RunSQL: hints'],
  [
    'preserve_default',
    ADD,
    ADD.replace(/\)$/, ', preserve_default=False)'),
    'state AddField item.cost: preserve_default',
  ],
  [
    'AlterModelOptions',
    '',
    "migrations.AlterModelOptions('item', {})",
    'state AlterModelOptions item is new',
  ],
  [
    'AlterModelManagers',
    '',
    "migrations.AlterModelManagers('item', [])",
    'state AlterModelManagers item is new',
  ],
  ['state operations', separate(SQL), separate(SQL, ADD), 'state AddField item.cost is new'],
  [
    'other state operations',
    separate(SQL, ADD),
    separate(SQL, ADD.replace('Integer', 'Float')),
    'state AddField item.cost: IntegerField is FloatField now',
  ],
  [
    'RunSQL.state_operations',
    SQL,
    SQL.replace(')', `, state_operations=[${ADD}])`),
    'state AddField item.cost is new',
  ],
  [
    '12: CheckConstraint',
    CHECK,
    CHECK.replace('check=', 'condition='),
    'state CheckConstraint(check=) is condition= now',
  ],
  [
    'violation_error_message',
    CHECK,
    CHECK.replace("'c'", "'c', violation_error_message='d'"),
    'state AddConstraint item.c: violation_error_message',
  ],
  [
    'state options and operations of a model',
    `${ADD}, migrations.AlterModelOptions('a', {})`,
    `migrations.AlterModelOptions('a', {}), ${ADD}`,
    'state the order of the operations',
  ],
  [
    'AddIndexConcurrently',
    INDEX,
    INDEX.replace('migrations.AddIndex', 'django.contrib.postgres.operations.AddIndexConcurrently'),
    'state operations merged or split',
  ],
  [
    '12: CheckConstraint of CreateModel',
    create('', "'constraints': [models.CheckConstraint(check=Q(), name='c')]"),
    create('', "'constraints': [models.CheckConstraint(condition=Q(), name='c')]"),
    'state CheckConstraint(check=) is condition= now',
  ],
])('no database sees: %s', check);

test.for<Case>([
  ['a field more', ADD, `${ADD}, ${NOTE}`, 'schema AddField item.note is new'],
  ['an operation gone', ADD, '', 'schema AddField item.cost is gone'],
  [
    'another name',
    ADD,
    ADD.replace('cost', 'Cost'),
    'schema AddField item.Cost is new',
    'schema AddField item.cost is gone',
  ],
  [
    'a model',
    '',
    create(`('cost', ${COST})`, "'db_table': 'a', 'indexes': [models.Index()]"),
    'schema CreateModel Item is new',
  ],
  ['a field of CreateModel', create(), create(`('cost', ${COST})`), 'schema CreateModel Item.cost is new'],
  [
    'max_length there',
    create("('a', models.CharField(max_length=1))"),
    create("('a', models.CharField(max_length=2))"),
    'schema CreateModel Item.a: max_length',
  ],
  ['db_table', create(), create('', "'db_table': 'a'"), 'schema CreateModel Item: db_table'],
  ['managed', create(), create('', "'managed': False"), 'schema CreateModel Item: managed'],
  [
    'unique_together',
    UNIQUE,
    UNIQUE.replace("'id'", "'a'"),
    'schema AlterUniqueTogether item: unique_together',
  ],
  ['an index', INDEX, INDEX.replace("['cost']", "['id']"), 'schema AddIndex item.item_cost: fields'],
  ['a constraint', CHECK, CHECK.replace('gt', 'lt'), 'schema AddConstraint item.c: condition'],
  ['RemoveField', '', "migrations.RemoveField('item', 'cost')", 'schema RemoveField item.cost is new'],
  [
    'RenameField',
    "migrations.RenameField('item', 'a', 'b')",
    "migrations.RenameField('item', 'a', 'c')",
    'schema RenameField item.a: new_name',
  ],
  [
    'RenameModel',
    "migrations.RenameModel('A', 'B')",
    "migrations.RenameModel('A', 'C')",
    'schema RenameModel A: new_name',
  ],
  ['DeleteModel', "migrations.DeleteModel('A')", '', 'schema DeleteModel A is gone'],
  ['only the state is left', ADD, separate('', ADD), 'schema AddField item.cost is gone'],
  [
    'AlterField of what it does not add',
    ALTER,
    ALTER.replace('Float', 'Text'),
    'schema AlterField item.cost: FloatField is TextField now',
  ],
  [
    'an extension of postgres',
    '',
    'django.contrib.postgres.operations.HStoreExtension()',
    'schema HStoreExtension is new',
  ],
])('databases never get: %s', check);
