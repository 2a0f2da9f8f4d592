import { expect, test } from 'vitest';
import type { Operation } from '../../../src/django/migrations/operation-call.ts';
import { readOperations, type Operations } from '../../../src/django/migrations/operations.ts';

const IMPORT = 'from django.db import migrations, models\nfrom django.db.migrations import RunSQL\n';

/** A migration module; `body` is the body of its class, `before` and `after` stand around it. */
function module(body: string, before = '', after = ''): string {
  const indented = body.replaceAll(/^(?=.)/gm, '    ');
  return `${IMPORT}${before}\nclass Migration(migrations.Migration):\n${indented}\n${after}`;
}

const list = (...operations: string[]): string => module(`operations = [${operations.join(', ')}]`);

const read = (source: string): Operations =>
  readOperations(source) ?? { complete: false, listed: false, operations: [] };
const one = (operation: string): Operation | undefined => read(list(operation)).operations[0];

/** Operations as their names, with what is nested in them. */
const names = (operations: readonly Operation[]): string[] =>
  operations.map(({ name, nested }) =>
    nested ? `${name}(${names(nested.database).join()} | ${names(nested.state).join()})` : name,
  );

/** The first argument's value of every operation, and `…` when there may be others. */
const firsts = (source: string): unknown[] => {
  const { operations, complete } = read(source);
  const values = operations.map(({ arguments: [first] }) => first?.value);
  return [
    ...values.map((value) => (value?.kind === 'string' ? value.value : '?')),
    ...(complete ? [] : ['…']),
  ];
};

test.for([
  ['no class', 'x = 1\n'],
  ['another class', `${IMPORT}class Other(migrations.Migration):\n    operations = []\n`],
  ['South', 'from south.v2 import SchemaMigration\nclass Migration(SchemaMigration):\n    pass\n'],
  ['a plain class', 'class Migration:\n    operations = []\n'],
  ['a class in a string', '"""\nclass Migration(migrations.Migration):\n    operations = []\n"""\n'],
] as const)('no migration: %s', ([, source]) => {
  expect(readOperations(source)).toBeUndefined();
});

test.for([
  ['a call', module('operations = get()'), ['…']],
  ['a comprehension', module('operations = [RunSQL(s) for s in SQL]'), ['…']],
  ['an element that is a choice', list('RunSQL("a")', 'X if Y else Z'), ['a', '…']],
  ['an element of another module', module('operations = [RunSQL("a"), OP]', 'from x import OP'), ['a', '…']],
  ['a condition', module('operations = [RunSQL("a")]\nif X:\n    operations += [RunSQL("b")]'), ['a', '…']],
  ['only on a condition', module('if X:\n    operations = [RunSQL("a")]'), ['…']],
  ['an unknown rest', module('operations = [RunSQL("a"), *more] + others'), ['a', '…']],
  ['a loop', module('operations = [RunSQL("a")]\nfor x in y:\n    operations.append(RunSQL(x))'), ['a', '…']],
  ['inserted', module('operations = [RunSQL("a")]\noperations.insert(0, RunSQL("b"))'), ['a', '…']],
  [
    'a list that is changed',
    module('operations = OPS', 'OPS = [RunSQL("a")]\nOPS.append(RunSQL("b"))'),
    ['…'],
  ],
  [
    'changed afterwards',
    module('operations = [RunSQL("a")]', '', 'Migration.operations.pop()\n'),
    ['a', '…'],
  ],
  ['a method of the class', module('operations = []\ndef apply(self):\n    self.operations = []'), ['…']],
  ['a decorator', module('operations = []').replace('class M', '@x\nclass M'), ['…']],
  ['a base of its own', module('operations = []').replace('migrations.M', 'base.M'), ['…']],
  ['two classes', `${module('operations = []')}\n${list('RunSQL("b")')}`, ['b', '…']],
  ['a list of itself', module('operations = [*OPS]', 'OPS = [RunSQL("a"), *OPS]'), ['a', '…']],
  ['nested and unknown', list('migrations.SeparateDatabaseAndState(OPS)'), ['?', '…']],
  ['nested and hidden', list('migrations.SeparateDatabaseAndState(**OPS)'), ['?', '…']],
  ['broken text', list('RunSQL("a")', 'RunSQL("b" "c" d)'), ['…']],
] as const)('not complete: %s', ([, source, expected]) => {
  expect(firsts(source)).toEqual(expected);
});

test.for([
  ['none', module('dependencies = []'), []],
  ['an empty list', module('operations = []'), []],
  ['a tuple', module('operations = (RunSQL("a"),)'), ['a']],
  ['an annotation', module('operations: list = [RunSQL("a")]'), ['a']],
  ['a sum', module('operations = [RunSQL("a")] + [RunSQL("b")]'), ['a', 'b']],
  [
    'an unpacked list',
    list('RunSQL("a")', '*[RunSQL("b"), RunSQL("c")]', 'RunSQL("d")'),
    ['a', 'b', 'c', 'd'],
  ],
  ['a name', module('operations = OPS', 'OPS = [RunSQL("a")]'), ['a']],
  ['a name of the class', module('ops = [RunSQL("a")]\noperations = ops'), ['a']],
  ['an operation by name', module('operations = [OP]', 'OP = RunSQL("a")'), ['a']],
  ['added', module('operations = [RunSQL("a")]\noperations += [RunSQL("b")]'), ['a', 'b']],
  [
    'appended',
    module('operations = []\noperations.append(RunSQL("a"))\noperations.extend([RunSQL("b")])'),
    ['a', 'b'],
  ],
  ['assigned twice', module('operations = [RunSQL("a")]\noperations = [RunSQL("b")]'), ['b']],
  ['a constant', module('operations = [RunSQL(A + "b")]', 'A = "a"'), ['ab']],
  [
    'a constant of the class, not of the module',
    module('A = "b"\noperations = [RunSQL(A)]', 'A = "a"'),
    ['b'],
  ],
] as const)('complete: %s', ([, source, expected]) => {
  expect(firsts(source)).toEqual(expected);
});

test.for([
  ['migrations.AddField', 'AddField', true],
  ['RunSQL', 'RunSQL', true],
  ['m.operations.fields.AddField', 'AddField', true],
  ['Concurrent', 'AddIndexConcurrently', true],
  ['Add', 'AddField', true],
  ['other.RenameApp', 'other.ops.RenameApp', false],
  ['helper', 'helper', false],
  ['migrations.Unheard', 'django.db.migrations.Unheard', false],
  ['unbound', 'unbound', false],
  ['make()', 'make()', false],
] as const)('%s is %s', ([callee, name, own]) => {
  const before =
    'import django.db.migrations as m\nfrom django.contrib.postgres.operations import AddIndexConcurrently as Concurrent\nfrom other import ops as other\nAdd = migrations.AddField\ndef helper(): pass\n';
  expect(read(module(`operations = [${callee}("x")]`, before)).operations).toMatchObject([{ name, own }]);
});

test.for([
  ['migrations.AddField("post", "title", models.CharField())', ['model_name', 'name', 'field']],
  ['migrations.AddField("post", name="title", field=f)', ['model_name', 'name', 'field']],
  ['migrations.RenameField("post", "a", "b")', ['model_name', 'old_name', 'new_name']],
  ['migrations.RunPython(f, migrations.RunPython.noop, elidable=True)', ['code', 'reverse_code', 'elidable']],
  ['RunSQL("a", RunSQL.noop)', ['sql', 'reverse_sql']],
  ['migrations.DeleteModel("a", "b")', ['name', '#2']],
  ['other("a", "b", x=1)', ['#1', '#2', 'x']],
  ['migrations.AddField("post", *rest, **more)', ['model_name', '*', '**']],
  ['migrations.AddField(*rest, "x")', ['*', '#2']],
] as const)('arguments of %s', ([call, expected]) => {
  expect(one(call)?.arguments.map(({ name }) => name)).toEqual(expected);
});

test('an argument is its value where that is known, and its normal form', () => {
  const arguments_ = one(
    "RunSQL(\n'a'\n'b', reverse_sql=( migrations . RunSQL.noop ),\n hints={'x': [1]})",
  )?.arguments;
  expect(arguments_).toMatchObject([
    { name: 'sql', value: { kind: 'string', value: 'ab' }, form: '"ab"', line: 6 },
    { name: 'reverse_sql', value: { kind: 'unknown' }, form: '@django.db.migrations.RunSQL.noop', line: 7 },
    { name: 'hints', value: { kind: 'dict', complete: true }, form: '{"x": [1]}', line: 8 },
  ]);
});

test('places', () => {
  const [first, second] = read(list('RunSQL("é😀")', 'RunSQL("b")')).operations;
  expect([first?.line, first?.column, second?.line, second?.column]).toEqual([5, 19, 5, 33]);
});

test('fields and options of CreateModel', () => {
  const fields = '[("id", models.AutoField(primary_key=True)), ("x", make()), ["y", unbound]]';
  const operation = one(
    `migrations.CreateModel("Post", ${fields}, {"db_table": "x", "ordering": get()}, bases=(B,))`,
  );
  expect(operation?.fields).toMatchObject([
    {
      name: 'id',
      type: 'django.db.models.AutoField',
      form: '@django.db.models.AutoField(primary_key=True)',
      line: 5,
    },
    { name: 'x', type: undefined, form: 'make()', line: 5 },
    { name: 'y', type: undefined, form: 'unbound', line: 5 },
  ]);
  expect(operation?.options).toMatchObject([
    { name: 'db_table', value: { value: 'x' } },
    { name: 'ordering', value: { kind: 'unknown' } },
  ]);
  expect(operation?.arguments.map(({ name }) => name)).toEqual(['name', 'fields', 'options', 'bases']);
});

test.for([
  ['migrations.CreateModel("P", get())', 'unknown', []],
  ['migrations.CreateModel("P", [("id", f), *more])', 'unknown', []],
  ['migrations.CreateModel("P", [(NAME, f)])', 'unknown', []],
  ['migrations.CreateModel("P", [], {**options})', [], 'unknown'],
  ['migrations.CreateModel("P", [], {key: 1})', [], 'unknown'],
  ['migrations.CreateModel("P", **rest)', 'unknown', 'unknown'],
  ['migrations.AlterModelOptions("P", get())', undefined, 'unknown'],
  ['migrations.AddField("P", "fields", f)', undefined, undefined],
] as const)('fields and options: %s', ([call, fields, options]) => {
  expect(one(call)).toMatchObject({ fields, options });
});

const nest = (text: string, depth: number): string =>
  `${'migrations.SeparateDatabaseAndState(['.repeat(depth)}${text}${'])'.repeat(depth)}`;

test.for([
  [
    'migrations.SeparateDatabaseAndState([RunSQL("a")], [migrations.DeleteModel("b")])',
    'SeparateDatabaseAndState(RunSQL( | ) | DeleteModel)',
  ],
  [
    'migrations.SeparateDatabaseAndState(state_operations=[RunSQL("a")])',
    'SeparateDatabaseAndState( | RunSQL( | ))',
  ],
  ['migrations.SeparateDatabaseAndState(None, [x.Y()])', 'SeparateDatabaseAndState( | Y)'],
  ['RunSQL("a", state_operations=[migrations.DeleteModel("b")])', 'RunSQL( | DeleteModel)'],
  [nest('x.Y()', 2), 'SeparateDatabaseAndState(SeparateDatabaseAndState(Y | ) | )'],
] as const)('nested: %s', ([call, expected]) => {
  const { operations, complete } = read(module(`operations = [${call}]`, 'import Y as x\n'));
  expect([names(operations).join().replaceAll('Y.Y', 'Y'), complete]).toEqual([expected, true]);
});

test('what is nested too deep is left out, and that is said', () => {
  expect(read(list(nest('RunSQL("a")', 20))).complete).toBe(true);
  expect(read(list(nest('RunSQL("a")', 21))).complete).toBe(false);
});
