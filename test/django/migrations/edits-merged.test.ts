import { expect, test } from 'vitest';
import {
  ADD,
  ALTER,
  CHECK,
  COST,
  INDEX,
  NOTE,
  NO_OP,
  PYTHON,
  SQL,
  UNIQUE,
  create,
  operationEdits,
  type Case,
} from '../../helpers/edits.ts';

const check = ([, before, after, ...expected]: Case): void => {
  expect(operationEdits(before, after)).toEqual(expected);
};

test.for([
  ['AddField', `${create()}, ${ADD}`, create(`('cost', ${COST})`)],
  [
    'AddField and AlterField',
    `${create()}, ${ADD}, ${ALTER}`,
    create("('cost', models.FloatField(default=0))"),
  ],
  ['AlterField after AddField', `${ADD}, ${ALTER}`, ADD.replace('Integer', 'Float')],
  ['RemoveField', `${create(`('cost', ${COST})`)}, migrations.RemoveField('item', 'cost')`, create()],
  ['AddField and RemoveField', `${ADD}, migrations.RemoveField('item', 'cost')`, ''],
  [
    'AlterUniqueTogether',
    `${create('', "'unique_together': {('a',)}")}, ${UNIQUE}`,
    create('', "'unique_together': {('cost', 'id')}"),
  ],
  [
    'AlterUniqueTogether that ends it',
    `${create('', "'unique_together': {('a',)}")}, ${UNIQUE.replace(/\{.*\}/, 'set()')}`,
    create(),
  ],
  [
    'AlterModelOptions',
    `${create('', "'ordering': ['a']")}, migrations.AlterModelOptions('item', {'verbose_name': 'b'})`,
    create('', "'verbose_name': 'b'"),
  ],
  ['AlterModelTable', `${create()}, migrations.AlterModelTable('item', 'a')`, create('', "'db_table': 'a'")],
  [
    'AddIndex',
    `${create()}, ${INDEX}`,
    create('', "'indexes': [models.Index(name='item_cost', fields=['cost'])]"),
  ],
  [
    'AddConstraint',
    `${create()}, ${CHECK}`,
    create('', "'constraints': [models.CheckConstraint(check=models.Q(cost__gt=0), name='c')]"),
  ],
  [
    'RenameField',
    `${create(`('price', ${COST})`)}, migrations.RenameField('item', 'price', 'cost')`,
    create(`('cost', ${COST})`),
  ],
] as const)('optimizemigration merges %s', ([, before, after]) => {
  expect(operationEdits(before, after)).toEqual(['state operations merged or split']);
  expect(operationEdits(after, before)).toEqual(['state operations merged or split']);
});

test.for<Case>([
  ['the order of operations', `${ADD}, ${NOTE}`, `${NOTE}, ${ADD}`, 'behaviour the order of the operations'],
  [
    'a data step before another operation',
    `${ADD}, ${SQL}`,
    `${SQL}, ${ADD}`,
    'behaviour the order of the operations',
  ],
  [
    'merged over a data step',
    `${create()}, ${SQL}, ${ADD}`,
    `${create(`('cost', ${COST})`)}, ${SQL}`,
    'behaviour the order of the operations',
  ],
  [
    'altered before a data step',
    `${ADD}, ${SQL}, ${ALTER}`,
    `${ADD}, ${ALTER}, ${SQL}`,
    'behaviour the order of the operations',
  ],
  ['SQL', SQL, SQL.replace('UPDATE a', 'UPDATE c'), 'behaviour RunSQL: sql'],
  ['other code', PYTHON, 'migrations.RunPython(others, backwards)', 'behaviour RunPython others: code'],
  ['one of two steps', `${PYTHON}, ${NO_OP}`, NO_OP, 'behaviour RunPython forwards is gone'],
  ['a step more', '', PYTHON, 'behaviour RunPython forwards is new'],
  ['an operation of another package', '', 'pgtrigger.AddTrigger()', 'behaviour AddTrigger is new'],
  ['its arguments', 'pgtrigger.AddTrigger(a=1)', 'pgtrigger.AddTrigger(a=2)', 'behaviour AddTrigger: a'],
  ['bases', create(), create().replace(/\)$/, ", bases=('a.b',))"), 'behaviour CreateModel Item: bases'],
  [
    'db_table_comment',
    create(),
    create('', "'db_table_comment': 'a'"),
    'behaviour CreateModel Item: db_table_comment',
  ],
  ['computed fields', create('*a()'), create('*b()'), 'behaviour what it does cannot be told'],
  ['computed options', create('', '**a'), create('', '**b'), 'behaviour what it does cannot be told'],
  [
    'computed indexes',
    create('', "'indexes': []"),
    create('', "'indexes': a()"),
    'behaviour what it does cannot be told',
  ],
  [
    'an option more that is computed',
    create(),
    create('', "'db_table': a()"),
    'behaviour CreateModel Item: db_table',
  ],
  [
    'a computed option',
    create('', "'db_table': a()"),
    create('', "'db_table': 'a'"),
    'behaviour CreateModel Item: db_table',
  ],
  [
    'computed groups',
    UNIQUE,
    UNIQUE.replace(/\{.*\}/, 'a()'),
    'behaviour AlterUniqueTogether item: unique_together',
  ],
  ['computed operations', '*a()', '*b()', 'behaviour what it does cannot be told'],
  ['46: a choice', 'X if Y else Z', 'X if Y else W', 'behaviour what it does cannot be told'],
  [
    'unpacked arguments',
    'migrations.AddField(*a)',
    'migrations.AddField(*b)',
    'behaviour what it does cannot be told',
  ],
])('warns of %s', check);
