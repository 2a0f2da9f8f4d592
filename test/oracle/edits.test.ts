import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  attributeWeight,
  fieldParameters,
  IMPLICIT,
  isImplicit,
  NON_DB_ATTRIBUTES,
} from '../../src/django/migrations/edits/field-attributes.ts';
import { DJANGO_PYTHON, DJANGOS, IN_CI } from '../helpers/python.ts';
import { adding, edits } from '../helpers/edits.ts';

const SETUP = `
import inspect, json, sys, warnings
warnings.simplefilter("ignore")
import django
from django.apps.registry import Apps
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
django.setup()
from django.db import connection, models
from django.db.models.fields.proxy import OrderWrt
classes = {name: each for name, each in vars(models).items()
           if inspect.isclass(each) and issubclass(each, models.Field) and each is not OrderWrt}
asked = json.loads(sys.stdin.read() or "null")
`;

function ask(python: string, script: string, question?: unknown): unknown {
  const input = question === undefined ? '' : JSON.stringify(question);
  const { status, stdout, stderr } = spawnSync(python, ['-c', SETUP + script], { encoding: 'utf8', input });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

const skip = DJANGO_PYTHON === undefined && !IN_CI;

test('there is a Django to ask', { skip }, () => {
  expect(DJANGO_PYTHON).toBeDefined();
});

test.for(DJANGOS)('Django $version: Field.non_db_attrs', ({ python }) => {
  const answer = ask(
    python,
    `
key = models.ForeignKey("a.B", models.CASCADE)
print(json.dumps(sorted({*models.Field.non_db_attrs, *key.non_db_attrs})))`,
  ) as string[];
  expect(answer).toEqual([...NON_DB_ATTRIBUTES, 'db_column'].sort());
});

test.for(DJANGOS)('Django $version: positional parameters of fields', ({ python }) => {
  const answer = ask(
    python,
    `
def names(each):
    parameters = list(inspect.signature(each).parameters.values())
    found = [p.name for p in parameters if p.kind == p.POSITIONAL_OR_KEYWORD]
    handed_on = not found and any(p.kind == p.VAR_POSITIONAL for p in parameters)
    return names(models.Field) if handed_on and each.__name__ != "CompositePrimaryKey" else found
print(json.dumps({name: names(each) for name, each in classes.items()}))`,
  ) as Record<string, string[]>;
  expect(Object.keys(answer).length).toBeGreaterThan(30);
  for (const [name, parameters] of Object.entries(answer)) {
    const ours = fieldParameters(`django.db.models.${name}`).slice(0, parameters.length);
    expect([name, ours]).toEqual([name, parameters]);
  }
});

test.for(DJANGOS)('Django $version: what goes without saying', ({ python }) => {
  const names = [...IMPLICIT.keys()];
  const forms = ['None', 'True', 'False', '""', '"both"', '[]', '2', '4326'];
  const lengths = ['15', '32', '39', '50', '100', '200', '254'];
  const answer = ask(
    python,
    `
def without(name, /, **given):
    needed = {"AutoField": {"primary_key": True}, "BigAutoField": {"primary_key": True},
        "SmallAutoField": {"primary_key": True}, "ForeignObject": None, "GeneratedField": None,
        "CompositePrimaryKey": None}.get(name, {})
    if needed is None or set(needed) & set(given): return None
    related = {"to": "a.B", "on_delete": models.CASCADE} if issubclass(classes[name], models.ForeignKey) else {}
    related = {"to": "a.B"} if name == "ManyToManyField" else related
    try: return classes[name](**related, **needed, **given).deconstruct()[2:]
    except Exception: return None
answers = []
for name in classes:
    for attribute in asked[0]:
        for form in asked[1] + (asked[2] if attribute == "max_length" else []):
            said = without(name, **{attribute: eval(form)})
            if said is not None: answers.append([name, attribute, form, said == without(name)])
print(json.dumps(answers))`,
    [names, forms, lengths],
  ) as [string, string, string, boolean][];
  expect(answer.length).toBeGreaterThan(3000);
  // Django says again what it took for granted itself, or forgets what it is told: no column is other for that.
  const known = answer.filter(([name, attribute, form]) =>
    isImplicit(`django.db.models.${name}`, attribute, form),
  );
  expect(known.length).toBeGreaterThan(500);
  const wrong = known
    .filter(([, , , same]) => !same)
    .map(([name, attribute, form]) => `${name} ${attribute} ${form}`);
  expect(wrong).toEqual([]);
});

/** Arguments of a field before and after: Python of the class, then of what changes. */
const CHANGES: readonly (readonly [field: string, before: string, after: string])[] = [
  ...['null=True', 'unique=True', 'db_index=True', 'primary_key=True', "db_column='c'"].map(
    (after) => ['models.IntegerField', '', after] as const,
  ),
  ['models.IntegerField', '', "db_comment='c'"],
  ['models.IntegerField', '', 'db_default=1'],
  ['models.CharField', 'max_length=1', 'max_length=2'],
  ['models.CharField', 'max_length=1', "max_length=1, db_collation='nocase'"],
  ['models.DecimalField', 'max_digits=5, decimal_places=1', 'max_digits=6, decimal_places=1'],
  ['models.DecimalField', 'max_digits=5, decimal_places=1', 'max_digits=5, decimal_places=2'],
  ['models.SlugField', '', 'db_index=False'],
  ['models.FileField', '', 'max_length=9'],
  ['models.ForeignKey', "'a.B', models.CASCADE", "'a.C', models.CASCADE"],
  ['models.ForeignKey', "'a.B', models.CASCADE", "'a.B', models.CASCADE, db_constraint=False"],
  ['models.ForeignKey', "'a.B', models.CASCADE", "'a.B', models.CASCADE, to_field='code'"],
  ['models.ForeignKey', "'a.B', models.CASCADE", "'a.B', models.DB_CASCADE"],
  ['models.ForeignKey', "'a.B', models.DB_CASCADE", "'a.B', models.CASCADE"],
  ['models.ManyToManyField', "'a.B'", "'a.C'"],
  ['models.ManyToManyField', "'a.B'", "'a.B', db_table='t'"],
  ['models.ManyToManyField', "'a.B'", "'a.B', through='a.D'"],
  ['models.ManyToManyField', "'a.B'", "'a.B', db_constraint=False"],
  ...[
    "expression=models.F('id') + 2, output_field=models.IntegerField(), db_persist=True",
    "expression=models.F('id') + 1, output_field=models.TextField(), db_persist=True",
    "expression=models.F('id') + 1, output_field=models.IntegerField(), db_persist=False",
  ].map(
    (after) =>
      [
        'models.GeneratedField',
        "expression=models.F('id') + 1, output_field=models.IntegerField(), db_persist=True",
        after,
      ] as const,
  ),
  ...[
    'default=1',
    'blank=True',
    'choices=[(1, 2)]',
    'editable=False',
    "help_text='a'",
    "verbose_name='a'",
    'serialize=False',
    "error_messages={'null': 'a'}",
    'validators=[print]',
    "unique_for_date='d'",
  ].map((after) => ['models.IntegerField', '', after] as const),
  ['models.ForeignKey', "'a.B', models.CASCADE", "'a.B', models.PROTECT"],
  [
    'models.ForeignKey',
    "'a.B', models.CASCADE",
    "'a.B', models.CASCADE, related_name='x', related_query_name='y'",
  ],
  ['models.ForeignKey', "'a.B', models.CASCADE", "'a.B', models.CASCADE, limit_choices_to={'id': 1}"],
  ['models.ManyToManyField', "'a.B'", "'a.B', related_name='x'"],
  ['models.DateField', '', 'auto_now=True'],
  ['models.DateField', '', 'auto_now_add=True'],
  ['models.FileField', '', "upload_to='a'"],
  ['models.ImageField', '', "width_field='id'"],
  ['models.GenericIPAddressField', '', "protocol='ipv4'"],
  ['models.SlugField', '', 'allow_unicode=True'],
  ['models.FilePathField', "path='a'", "path='b', recursive=True"],
  ['models.JSONField', '', 'encoder=json.JSONEncoder'],
];

// SQLite has no comments on columns and no sizes of numbers: Django is told to write those as for PostgreSQL.
const COLUMNS = `
connection.features.supports_comments = True
connection.SchemaEditorClass.sql_alter_column_comment = "COMMENT ON COLUMN %(table)s.%(column)s IS %(comment)s"
connection.data_types["DecimalField"] = "numeric(%(max_digits)s, %(decimal_places)s)"
def tables(text):
    apps = Apps()
    def model(name, **fields):
        meta = type("Meta", (), {"app_label": "a", "apps": apps})
        return type(name, (models.Model,), {"__module__": "a", "Meta": meta, **fields})
    model("B", code=models.CharField(max_length=9, unique=True)), model("C")
    item = model("Item", cost=eval(text))
    model("D", b=models.ForeignKey("a.B", models.CASCADE), item=models.ForeignKey("a.Item", models.CASCADE))
    with connection.schema_editor(collect_sql=True) as editor:
        editor.create_model(item)
    return editor.collected_sql
def differ(before, after):
    try: return tables(before) != tables(after)
    except (AttributeError, TypeError): return None
print(json.dumps([differ(*each) for each in asked]))`;

test.for(DJANGOS)('Django $version: which attributes its tables show', ({ python, version }) => {
  const fields = CHANGES.map(([field, ...arguments_]) => arguments_.map((each) => `${field}(${each})`));
  const answer = ask(python, COLUMNS, fields) as (boolean | null)[];
  // What this Django does not know yet, it does not answer.
  const known = fields.filter((_, index) => answer[index] !== null);
  expect(known.length).toBeGreaterThan(Number(version) < 5 ? 40 : 44);
  const theirs = answer.filter((each) => each !== null);
  const ours = known.map(([before = '', after = '']) =>
    edits(adding(before, 'import json'), adding(after, 'import json')).some((each) =>
      each.startsWith('schema'),
    ),
  );
  const shown = (list: readonly (boolean | null)[]): string[] =>
    known.map((texts, index) => `${texts.join(' ')}: ${String(list[index])}`);
  expect(shown(ours)).toEqual(shown(theirs));
});

test('an attribute that Django does not know is one of its package', () => {
  expect(attributeWeight('money.MoneyField', 'currency', [])).toBe('behaviour');
});
