import { expect, test } from 'vitest';
import type { Example, Files } from '../../src/rule.ts';
import deleted from '../../src/rules/deleted-migration.ts';
import rule from '../../src/rules/missing-migrations-package.ts';
import { lint as lintAll, problemsOf as problemsOfAll } from '../helpers/change.ts';
import { site } from '../helpers/django.ts';
import { oidOf } from '../helpers/tree.ts';

const lint = (example: Example) => lintAll(example, [rule]);
const problemsOf = (example: Example) => problemsOfAll(example, [rule]);

const MIGRATION = 'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    pass\n';
const INITIAL = 'shop/migrations/0001_initial.py';
const INIT = 'shop/migrations/__init__.py';
const APP: Files = { 'shop/__init__.py': '', 'shop/models.py': 'x = 1\n' };
const PACKAGED: Files = { ...APP, [INIT]: '', [INITIAL]: MIGRATION };

const added = (files: Files, before = APP): Example => ({ before, after: { ...before, ...files } });
const without = (files: Files, path: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));

const helper =
  'from django.db import migrations\n\n\ndef forwards(apps, editor):\n    migrations.x()\n\n\n# Migration\n';

test.for<readonly [name: string, files: Files, before?: Files]>([
  ['the folder is a package', { [INIT]: '', [INITIAL]: MIGRATION }],
  ['it was a package before', { 'shop/migrations/0002_x.py': MIGRATION }, PACKAGED],
  ['it is one as bytecode only', { 'shop/migrations/__init__.pyc': 'x', [INITIAL]: MIGRATION }],
  ['the folder has another name', { 'shop/moves/0001_initial.py': MIGRATION }],
  ['below a package of migrations', { 'shop/migrations/old/0001_initial.py': MIGRATION }, PACKAGED],
  ['the folder around it is no package', { 'docs/migrations/0001_initial.py': MIGRATION }],
  [
    'it never was one, and had migrations',
    { 'shop/migrations/0002_x.py': MIGRATION },
    { ...APP, [INITIAL]: MIGRATION },
  ],
  [
    'one is edited there',
    { [INITIAL]: `${MIGRATION}    atomic = False\n` },
    { ...APP, [INITIAL]: MIGRATION },
  ],
  ['helper scripts', { 'shop/migrations/load.py': helper }],
  ['a name that Django passes over', { 'shop/migrations/_0001_initial.py': MIGRATION }],
  ['Alembic', { [INITIAL]: 'from alembic import op\n\n\nclass Migration:\n    pass\n' }],
  [
    'South',
    { [INITIAL]: 'from south.v2 import SchemaMigration\n\n\nclass Migration(SchemaMigration):\n    pass\n' },
  ],
  ['SQL', { 'shop/migrations/0001_initial.sql': 'CREATE TABLE Migration\n' }],
  ['an app of tests', { 'tests/shop/migrations/0001_initial.py': MIGRATION, 'tests/shop/__init__.py': '' }],
  ['an example', { 'examples/shop/migrations/0001_initial.py': MIGRATION, 'examples/shop/__init__.py': '' }],
  [
    'a template',
    { '{{cookiecutter.app}}/migrations/0001_initial.py': MIGRATION, '{{cookiecutter.app}}/__init__.py': '' },
  ],
  [
    'below a template',
    {
      '{{cookiecutter.x}}/shop/migrations/0001_initial.py': MIGRATION,
      '{{cookiecutter.x}}/shop/__init__.py': '',
    },
  ],
  [
    'a folder that cannot be imported',
    { 'my-shop/migrations/0001_initial.py': MIGRATION, 'my-shop/__init__.py': '' },
  ],
  [
    'MIGRATION_MODULES says there are none',
    { ...site('', 'INSTALLED_APPS = ["shop"]\nMIGRATION_MODULES = {"shop": None}\n'), [INITIAL]: MIGRATION },
  ],
  [
    'MIGRATION_MODULES says they are elsewhere',
    {
      ...site('', 'INSTALLED_APPS = ["shop"]\nMIGRATION_MODULES = {"shop": "conf"}\n'),
      [INITIAL]: MIGRATION,
    },
  ],
])('stays silent: %s', async ([, files, before]) => {
  expect(await lint(added(files, before))).toEqual([]);
});

test.for<readonly [name: string, after: Files]>([
  ['all of the folder goes', APP],
  ['the app goes', {}],
  ['migrations go and leave a helper', { ...APP, 'shop/migrations/load.py': helper }],
  ['the folder is renamed', { ...APP, 'shop/history/0001_initial.py': MIGRATION }],
  [
    'what makes it a package moves along',
    {
      ...APP,
      'store/__init__.py': '',
      'store/migrations/__init__.py': '',
      'store/migrations/0001_initial.py': MIGRATION,
    },
  ],
])('stays silent as a package goes: %s', async ([, after]) => {
  expect(await lint({ before: PACKAGED, after })).toEqual([]);
});

test.for<readonly [name: string, files: Files, before?: Files]>([
  ['the folder is new', { [INITIAL]: MIGRATION }],
  ['the app is new', { 'shop/__init__.py': '', [INITIAL]: MIGRATION }, {}],
  ['the app is one of a project', { ...site('', 'INSTALLED_APPS = ["shop"]\n'), [INITIAL]: MIGRATION }],
  [
    'there was a file already, and no migration',
    { [INITIAL]: MIGRATION },
    { ...APP, 'shop/migrations/.gitkeep': '' },
  ],
  ['a helper lies beside it', { [INITIAL]: MIGRATION, 'shop/migrations/_load.py': helper }],
])('finds a folder that is no package: %s', async ([, files, before]) => {
  expect(await lint(added(files, before))).toEqual([
    `${INITIAL}:1:1 missing-migrations-package shop/migrations`,
  ]);
});

test('the message says what Django does, the hint adds the file', async () => {
  const [found, ...others] = await problemsOf(added({ [INITIAL]: MIGRATION }));
  expect(others).toEqual([]);
  expect(found).toEqual({
    rule: 'missing-migrations-package',
    severity: 'warning',
    path: INITIAL,
    line: 1,
    column: 1,
    subject: 'shop/migrations',
    message:
      'shop/migrations holds migrations and has no __init__.py: Django does not see them, and creates no tables for ' +
      'the app in a new database',
    hint: `add the file, empty:
    touch shop/migrations/__init__.py && git add -- shop/migrations/__init__.py`,
  });
});

test('where the file goes and the migrations stay, the hint brings it back', async () => {
  const before = { ...PACKAGED, [INIT]: '# Migrations.\n' };
  const [found, ...others] = await problemsOf({ before, after: without(before, INIT) });
  expect(others).toEqual([]);
  expect(found?.message).toBe(
    'shop/migrations holds migrations and loses its __init__.py: Django does not see them, and creates no tables for ' +
      'the app in a new database',
  );
  expect(found?.hint).toBe(`bring the file back:
    git show ${oidOf('# Migrations.\n').slice(0, 12)} > ${INIT} && git add -- ${INIT}`);
});

test.for<readonly [name: string, files: Files]>([
  ['of a project', { ...PACKAGED, ...site('', 'INSTALLED_APPS = ["shop"]\n') }],
  ['found by its folder', PACKAGED],
])('no migration counts as deleted when only __init__.py goes: an app %s', async ([, before]) => {
  const example = { before, after: without(before, INIT) };
  expect(await lintAll(example, [deleted])).toEqual([]);
  expect(await lintAll(example)).toEqual([`${INITIAL}:1:1 missing-migrations-package shop/migrations`]);
});

test('names cannot hurt a terminal', async () => {
  const folder = 'a\u202ep';
  const [found] = await problemsOf(
    added({
      'shöp/__init__.py': '',
      'shöp/migrations/0001_initial.py': MIGRATION,
      [`${folder}/__init__.py`]: '',
    }),
  );
  expect(found?.hint).toContain("touch 'shöp/migrations/__init__.py'");
  const hostile = added({
    [`${folder}/__init__.py`]: '',
    [`${folder}/migrations/0001_initial.py`]: MIGRATION,
  });
  const [escaped] = await problemsOf(hostile);
  expect(escaped?.message).toContain(String.raw`a\u{202e}p/migrations holds migrations`);
  expect(escaped?.hint).toBe(String.raw`add the file, empty:${'\n'}    a\u{202e}p/migrations/__init__.py`);
});
