import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfigs } from '../../src/django/apps/app-config.ts';
import { readMigration } from '../../src/django/migrations/migration.ts';
import { readModels } from '../../src/django/models/models.ts';
import { readOperations } from '../../src/django/migrations/operations.ts';
import { searchIn } from '../../src/django/urls/discovery.ts';
import { readUrls } from '../../src/django/urls/urls.ts';

const MIGRATION = `# -*- coding: utf-8 -*-
from django.conf import settings
from django.db import migrations, models

OPS = [migrations.RunSQL("a" 'b', migrations.RunSQL.noop)]

def fill(apps, schema_editor):
    """Fill."""
    apps.get_model("shop", "Item").objects.update(slug=f"{1!r:>{2}}")

class Migration(migrations.Migration):
    dependencies = [("shop", "0001"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel("Item", fields=[("id", models.AutoField(primary_key=True))], options={"db_table": "é😀"}),
        migrations.SeparateDatabaseAndState([*OPS], state_operations=[migrations.DeleteModel('x')]),
        migrations.RunPython(fill, lambda apps, schema_editor: None),
    ] + OPS
    operations += [migrations.AlterModelTable(name="item", table=None)]
`;

const MODELS = `from django.conf import settings
from django.db import models
from core import Base

class Stamp(models.Model):
    class Meta:
        abstract = True
        db_table = "st" + 'amp'

if X:
    class Post(Stamp, Base[int]):
        user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
        tags = models.ManyToManyField("Tag", db_table="t", **{})
        class Meta(Stamp.Meta): managed = False
Post._meta.db_table = """x"""
`;

const URLS = `from django.urls import include, path, re_path as r
app_name = "blog"
api = [path("a/", include(("a.urls", "a"), namespace="b"))]
urlpatterns = [path("x/", include(api)), *api, r(r"^y", include("y" ".urls"))] + i18n_patterns(path("", view))
for app in apps:
    try:
        urlpatterns.append(path(f"{app}/", include(f"{app}.urls")))
    except ImportError: pass
urlpatterns += [path(a, include(a)) for a in apps]
`;

const APPS = `from django.apps import AppConfig
class Base(AppConfig):
    default = False
class Shop(Base):
    name = "project" + '.shop'
    label = u"shop"
`;

const FILES = [MIGRATION, MODELS, URLS, APPS];

/** What reads lists, names and values; `readMigration` reads texts. */
const readParts = (source: string): void => {
  readOperations(source);
  readModels(source);
  searchIn(readUrls(source).discovery?.text ?? '')('shop.urls');
  readConfigs(source);
};

/** Everything this room reads, of one source. */
const readAll = (source: string): void => {
  readMigration(source);
  readParts(source);
};

test.for(FILES.map((file, index) => [index, file] as const))(
  'file %i: cut off at every offset',
  ([, file]) => {
    for (let end = 0; end <= file.length; end++) readAll(file.slice(0, end));
  },
);

test.for(FILES.map((file, index) => [index, file] as const))('file %i: begun at every offset', ([, file]) => {
  for (let start = 0; start <= file.length; start++) readAll(file.slice(start));
});

const WORDS =
  'class Migration(migrations.Migration): operations = [ ] + += * ** ( ) { } , : . = "x" \'y\' """ f"{ \\ # \0 \u2028 é 😀 \ud800 ' +
  'models.Model Meta class Meta(Base.Meta): db_table urlpatterns path( include( for in if else try: lambda None True settings ' +
  'from django.db import models, migrations append( extend( .Meta AppConfig label name default @ -> := 0x 1e9 def f(): del global';

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS.split(' ')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\n', '\n    ', '\n        ', ' ', '\r', '\t', '\f', '\\\n', '\0'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
);

test('soups of tokens', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
      readAll(pieces.join(''));
      readAll(`${MIGRATION}    ${pieces.join(' ')}`);
    }),
    { numRuns: 1000 },
  );
});

const part = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** A change of a text: where, how much of it goes, and what comes instead (undefined: the same twice). */
const change = fc.record({ at: part, length: fc.nat(40), text: fc.option(piece, { nil: undefined }) });

test('files with spans deleted, inserted and duplicated', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FILES),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (file, changes) => {
        let text = file;
        for (const { at, length, text: inserted } of changes) {
          const start = Math.floor(at * text.length);
          const span = text.slice(start, start + length);
          text = text.slice(0, start) + (inserted ?? span + span) + text.slice(start + length);
        }
        readAll(text);
      },
    ),
    { numRuns: 2000 },
  );
});

const many = (text: string, count = 100_000): string => text.repeat(count);
const list = (line: (index: number) => string, count: number): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const OPERATIONS = (value: string, before = ''): string =>
  `from django.db import migrations\n${before}\nclass Migration(migrations.Migration):\n    operations = ${value}\n`;
const SEPARATE = 'migrations.SeparateDatabaseAndState([';
const PATTERNS = (value: string): string => `from django.urls import *\nurlpatterns = ${value}\n`;
const MODEL = 'from django.db import models\n';

test.for([
  ['one line of 5 MB', `x = "${many('a', 5_000_000)}"`],
  ['brackets', `x = ${many('(')}${many(')')}`],
  ['lists', OPERATIONS(`${many('[')}${many(']')}`)],
  ['lists of patterns', PATTERNS(`${many('[')}${many(']')}`)],
  ['sums', OPERATIONS(`[]${many('+[]')}`)],
  ['sums of patterns', PATTERNS(`[]${many('+urlpatterns')}`)],
  ['nested operations', OPERATIONS(`[${many(SEPARATE, 20_000)}${many('])', 20_000)}]`)],
  [
    'operations nested as deep as is read',
    OPERATIONS(`[${many(SEPARATE, 90)}${many('1,', 100_000)}${many('])', 90)}]`),
  ],
  ['nested includes', PATTERNS(`[${many('path("", include([', 90)}${many(']))', 90)}]`)],
  ['classes in classes', list((depth) => `${' '.repeat(depth)}class A(models.Model):`, 1000)],
  ['blocks in blocks', list((depth) => `${' '.repeat(depth)}if a:`, 1000)],
  ['one operation with many arguments', OPERATIONS(`[migrations.RunSQL(${many('a, ', 100_000)})]`)],
  ['many fields', OPERATIONS(`[migrations.CreateModel("a", [${many('("a", b), ', 50_000)}])]`)],
  ['many bases', `${MODEL}class A(${many('models.Model, ')}): pass`],
  ['many lines that add', `urlpatterns = []\n${many('urlpatterns += [path("a", include("b"))]\n', 20_000)}`],
  ['many functions', many('def f():\n  for a in b: include(urlpatterns)\n', 40_000)],
] as const)('many of one thing: %s', ([, source]) => {
  readAll(source);
  readAll([source.slice(0, 1_900_000), ...FILES].join('\n'));
});

test.for([
  ['of itself', 'a = [*a, migrations.RunSQL("x"), *a]'],
  ['of one that doubles', list((n) => `a${n + 1} = [*a${n}, *a${n}]`, 200)],
  ['of nothing, that doubles', `a0 = []\n${list((n) => `a${n + 1} = a${n} + a${n}`, 200)}`],
  ['that nests itself', `a = [${SEPARATE}*a], a), ${SEPARATE}*a], a)]`],
  ['of long texts', `s = "${many('x', 900_000)}"\na = [${many('migrations.RunSQL(s), ', 40_000)}]`],
  ['of long sums', `s = "${many('x', 400_000)}"\na = [${many('migrations.RunSQL(s + s), ', 40_000)}]`],
  ['of long lists', `s = [${many('1, ', 5000)}]\na = [${many('migrations.RunSQL(s + s), ', 40_000)}]`],
  ['of one long operation', `s = migrations.RunSQL(${many('1, ', 100_000)})\na = [${many('s, ', 100_000)}]`],
  [
    'of included lists that double',
    list((n) => `a${n + 1} = [path("", include(a${n})), path("", include(a${n}))]`, 60),
  ],
  ['of one long pattern', `s = path(${many('1, ', 100_000)})\na = [${many('s, ', 100_000)}]`],
  ['of one long choice', `s = (${many('1, ', 100_000)} for a in b)\na = [${many('path("", s), ', 40_000)}]`],
  ['of one long list', `s = [${many('1, ', 100_000)}]\na = [${many('path("", include(s)), ', 40_000)}]`],
] as const)('a list %s', ([, before]) => {
  const last = /^a(\d*) = (?![^]*^a\d* = )/m.exec(before)?.[1] ?? '';
  readAll(OPERATIONS(`a${last}`, before));
  readParts(`${PATTERNS('[]')}${before}\nurlpatterns += a${last}\n`);
});

test.for([
  ['an import on every line', many('class A(b): c = b.d(b)\n', 40_000)],
  ['an import in a list', OPERATIONS(`[migrations.RunSQL([${many('b, ', 200_000)}])]`)],
  [
    'a model of that name',
    MODEL + many('class A(models.Model): c = models.ForeignKey(b, db_table=b)\n', 20_000),
  ],
  ['patterns of that name', PATTERNS(`[${many('b.path(b, include(b)), ', 40_000)}]`)],
] as const)('a name of 800 kB: %s', ([, source]) => {
  readAll(`import ${many('a.', 400_000)}a as b\n${source}`);
});

const MIGRATING =
  'from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = []\n';

test.for([
  ['a text on every line', `s = "${many('x', 9000)}"\n${many('b = s\n')}`],
  ['a longer text on more lines', `s = "${many('x', 90_000)}"\n${many('b = s\n', 200_000)}`],
  ['sums of a text', `s = "${many('x', 900_000)}"\n${many('b = s + s\n', 1000)}`],
  ['a list on every line', `s = [${many('1, ')}]\n${list((n) => `c${n} = [s]`, 1000)}`],
  ['an import on every line', `import ${many('a.')}a as b\n${many('c = b\n')}`],
  ['an import in a function', `import ${many('a.')}a as b\ndef f():\n${many('  b.c()\n')}`],
  ['an import in a list', `import ${many('a.')}a as b\nx = [${many('b, ', 300_000)}]`],
] as const)('what a migration means, with %s', ([, before]) => {
  expect(readMigration(`${before}\n${MIGRATING}`)).toBeDefined();
});

test('50 000 operations, and 30 000 models, are read, on one line as on many', () => {
  for (const end of [', ', ',\n']) {
    const read = readOperations(OPERATIONS(`[${many(`migrations.RunSQL("a")${end}`, 50_000)}]`));
    expect([read?.operations.length, read?.complete]).toEqual([50_000, true]);
  }
  const models = `${MODEL}${list((n) => `class A${n + 1}(A${n}): x = models.ForeignKey("self", 1)`, 30_000)}`;
  expect(readModels(models.replace('(A0)', '(models.Model)')).models).toHaveLength(30_000);
});
