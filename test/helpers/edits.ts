import { editsOf } from '../../src/django/migrations/edits/edits.ts';

/** A migration with these operations, below `head` and above `tail`; `rest` are more lines of its class. */
export function migration(operations: string, head = '', tail = '', rest = ''): string {
  const lines = [
    'from django.db import migrations, models',
    head,
    '',
    'class Migration(migrations.Migration):',
    "    dependencies = [('shop', '0001_initial')]",
    `    operations = [${operations}]`,
    rest,
    tail,
  ];
  return `${lines.join('\n')}\n`;
}

/** A migration that adds the field `item.cost`. */
export function adding(field: string, head = ''): string {
  return migration(`migrations.AddField('item', 'cost', ${field})`, head);
}

/** `schema AddField item.cost: max_length`, one for each edit. */
export function edits(before: string, after: string): string[] {
  return editsOf(before, after).map(({ weight, what }) => `${weight} ${what}`);
}

/** A case of a table: what it shows, two texts, and the edits expected. */
export type Case = readonly [name: string, before: string, after: string, ...expected: string[]];

/** The edits between two migrations with these operations. */
export function operationEdits(before: string, after: string): string[] {
  const head = 'import django.contrib.postgres.operations';
  return edits(migration(before, head), migration(after, head));
}

/** Operations of one app. */
const ID = "('id', models.AutoField(primary_key=True))";
export const COST = 'models.IntegerField(default=0)';
export const ADD = `migrations.AddField('item', 'cost', ${COST})`;
export const NOTE = "migrations.AddField('item', 'note', models.TextField(default=''))";
export const ALTER = "migrations.AlterField('item', 'cost', models.FloatField(default=0))";
export const UNIQUE = "migrations.AlterUniqueTogether('item', {('cost', 'id')})";
export const INDEX = "migrations.AddIndex('item', models.Index(fields=['cost'], name='item_cost'))";
export const CHECK =
  "migrations.AddConstraint('item', models.CheckConstraint(check=models.Q(cost__gt=0), name='c'))";
export const PYTHON = 'migrations.RunPython(forwards, backwards)';
export const SQL = "migrations.RunSQL('UPDATE a', 'UPDATE b')";
export const NO_OP = 'migrations.RunPython(migrations.RunPython.noop)';

/** `CreateModel('Item', …)` with fields beside its id, and options. */
export function create(fields = '', options = ''): string {
  return `migrations.CreateModel('Item', [${ID}, ${fields}], options={${options}})`;
}

/** Operations of which one side is done to the database and the other to the state. */
export function separate(database: string, state = ''): string {
  return `migrations.SeparateDatabaseAndState([${database}], [${state}])`;
}
