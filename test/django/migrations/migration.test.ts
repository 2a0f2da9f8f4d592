import { expect, test } from 'vitest';
import { migrationKey } from '../../../src/django/migrations/graph-nodes.ts';
import { readMigration, readMigrationModule } from '../../../src/django/migrations/migration.ts';
import { named } from '../../../src/django/migrations/references.ts';

const IMPORT = 'from django.db import migrations\nfrom django.db.migrations import RunPython, RunSQL\n';

/** A migration module; `body` is the body of its class, `before` and `after` stand around it. */
function module(body: string, before = '', after = ''): string {
  const indented = body
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('');
  return `${IMPORT}${before}\nclass Migration(migrations.Migration):\n    dependencies = [("shop", "0001")]\n${indented}\n${after}`;
}

const meaning = (source: string): string | undefined => readMigration(source)?.meaning;

test.for([
  [
    'operations added to',
    module('operations = []\noperations += [RunSQL("a")]'),
    module('operations = []\noperations += [RunSQL("b")]'),
  ],
  [
    'operations appended to',
    module('operations = []\noperations.append(RunSQL("a"))'),
    module('operations = []\noperations.append(RunSQL("b"))'),
  ],
  [
    'operations under a condition',
    module('if X:\n    operations = [RunSQL("a")]'),
    module('if X:\n    operations = [RunSQL("b")]'),
  ],
  [
    'a function of the class',
    module('def f(apps, e): a()\noperations = [RunPython(f)]'),
    module('def f(apps, e): b()\noperations = [RunPython(f)]'),
  ],
  [
    'a constant of the class',
    module('sql = "a"\noperations = [RunSQL(sql)]'),
    module('sql = "b"\noperations = [RunSQL(sql)]'),
  ],
  [
    'a constant of the module',
    module('operations = [RunSQL(SQL)]', 'SQL = "a"'),
    module('operations = [RunSQL(SQL)]', 'SQL = "b"'),
  ],
  [
    'a helper',
    module('operations = [RunPython(f)]', 'def f(apps, e): a()'),
    module('operations = [RunPython(f)]', 'def f(apps, e): b()'),
  ],
  [
    'a helper class',
    module('operations = [Op()]', 'class Op(RunSQL): sql = "a"'),
    module('operations = [Op()]', 'class Op(RunSQL): sql = "b"'),
  ],
  [
    'a helper under a condition',
    module('operations = [RunPython(f)]', 'if True:\n    def f(a, e): a()'),
    module('operations = [RunPython(f)]', 'if True:\n    def f(a, e): b()'),
  ],
  [
    'operations changed from outside',
    module('operations = []', '', 'Migration.operations.append(RunSQL("a"))'),
    module('operations = []', '', 'Migration.operations.append(RunSQL("b"))'),
  ],
  ['another base', `${IMPORT}class Migration(A):\n    pass\n`, `${IMPORT}class Migration(B):\n    pass\n`],
  [
    'merges of other migrations',
    module('operations = []'),
    module('operations = []').replace('0001', '0002'),
  ],
] as const)('not the same: %s', ([, one, other]) => {
  expect(meaning(one)).toBeDefined();
  expect(meaning(one)).not.toBe(meaning(other));
});

test.for([
  [
    'comments, docstrings and layout',
    module('operations = [RunSQL("a")]'),
    `"""Why."""\n${module("'''Doc.'''\n# why\noperations = [\n    RunSQL('a'),\n]")}`,
  ],
  [
    'imports spelled otherwise',
    module('operations = [RunSQL("a")]'),
    module('operations = [migrations.RunSQL("a")]'),
  ],
  [
    'other dependencies',
    module('operations = [RunSQL("a")]'),
    module('operations = [RunSQL("a")]').replace('0001', '0002'),
  ],
  [
    'what it replaces, initial, atomic',
    module('operations = [RunSQL("a")]'),
    module('initial = True\natomic = False\nreplaces = [("a", "b")]\noperations = [RunSQL("a")]'),
  ],
] as const)('the same: %s', ([, one, other]) => {
  expect(meaning(one)).toBe(meaning(other));
});

test.for([
  ['a list of tuples', 'replaces = [("shop", "0001")]', ['shop.0001'], true],
  ['a tuple of lists', 'replaces = (["shop", "0001"],)', ['shop.0001'], true],
  ['a name of the class', 'old = "0001"\nreplaces = [("shop", old)]', ['shop.0001'], true],
  ['none', 'operations = []', [], true],
  ['a sum', 'A = [("a", "1")]\nreplaces = A + [("shop", "0001")]', ['a.1', 'shop.0001'], true],
  ['a call', 'replaces = find()', [], false],
  ['an unknown element', 'replaces = [("shop", name)]', [], false],
  ['an unknown tail', 'replaces = [("shop", "0001"), *more]', ['shop.0001'], false],
  ['added to', 'replaces = [("shop", "0001")]\nreplaces += more()', [], false],
] as const)('replaces: %s', ([, body, expected, complete]) => {
  const { replaces } = readMigration(module(body))!;
  expect(named(replaces).map(migrationKey)).toEqual(expected);
  expect(replaces.complete).toBe(complete);
});

test.for([
  [
    'a swappable model',
    'migrations.swappable_dependency(settings.AUTH_USER_MODEL)',
    { setting: 'AUTH_USER_MODEL' },
  ],
  [
    'a model by name',
    'migrations.swappable_dependency("people.User")',
    { label: 'people', name: '__first__' },
  ],
  ['the first of an app', '("people", "__first__")', { label: 'people', name: '__first__' }],
] as const)('dependencies: %s', ([, dependency, expected]) => {
  const source = `from django.conf import settings\nfrom django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [\n        ${dependency},\n    ]\n`;
  const [found] = readMigration(source)!.dependencies.known;
  expect(found).toMatchObject(expected);
  expect(source.split('\n')[found!.line - 1]).toContain(dependency);
});

test.for([
  ['none', 'x = 1\n'],
  ['foreign', 'class Migration(object):\n    pass\n'],
  ['foreign', 'from south.v2 import SchemaMigration\n\nclass Migration(SchemaMigration):\n    pass\n'],
  ['unclear', 'from .base import Migration\n'],
  ['unclear', 'from .base import Base\n\nclass Migration(Base):\n    pass\n'],
  ['unclear', 'from .base import *\n'],
  ['unclear', 'if X:\n    class Migration:\n        pass\n'],
  ['broken', '<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> topic\n'],
  ['migration', module('operations = []')],
] as const)('%s: %j', ([kind, source]) => {
  expect(readMigrationModule(source).kind).toBe(kind);
});
