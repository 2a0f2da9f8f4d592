import { expect, test } from 'vitest';
import { readMigration } from '../../src/django/migration.ts';

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
  ['a list of tuples', 'replaces = [("shop", "0001")]', [['shop', '0001']]],
  ['a tuple of lists', 'replaces = (["shop", "0001"],)', [['shop', '0001']]],
  ['a name of the class', 'old = "0001"\nreplaces = [("shop", old)]', [['shop', '0001']]],
  ['none', 'operations = []', []],
  ['a call', 'replaces = find()', undefined],
  ['an unknown element', 'replaces = [("shop", name)]', undefined],
  ['an unknown tail', 'replaces = [("shop", "0001"), *more]', undefined],
] as const)('replaces: %s', ([, body, expected]) => {
  expect(readMigration(module(body))?.replaces).toEqual(expected);
});
