import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/untracked-migration.ts';
import { lint as lintAll, problemsOf as problemsOfAll } from '../helpers/change.ts';
import { site } from '../helpers/django.ts';

const MODELS =
  'from django.db import models\n\n\nclass Item(models.Model):\n    cost = models.IntegerField()\n';
const NOTED = `${MODELS}    note = models.TextField()\n`;
const MIGRATION = 'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    pass\n';
const NOTE = 'shop/migrations/0002_note.py';

const SHOP: Files = {
  'shop/__init__.py': '',
  'shop/models.py': MODELS,
  'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': MIGRATION,
  'cart/__init__.py': '',
  'cart/models.py': MODELS,
  'cart/migrations/__init__.py': '',
};

const changed = (after: Files, untracked: readonly string[] = [NOTE], before = SHOP) => ({
  before,
  after: { ...before, ...after },
  untracked,
});

const lint = (...args: Parameters<typeof changed>) => lintAll(changed(...args), [rule]);
const problemsOf = (...args: Parameters<typeof changed>) => problemsOfAll(changed(...args), [rule]);

const WITH_MODELS = { 'shop/models.py': NOTED };

test.for<readonly [name: string, after: Files, untracked?: readonly string[]]>([
  ['nothing is untracked', WITH_MODELS, []],
  ['a helper', WITH_MODELS, ['shop/migrations/_helper.py', 'shop/migrations/~0002.py']],
  ['only what makes the folder a package', WITH_MODELS, ['shop/migrations/__init__.py']],
  [
    'a name that no module can have',
    WITH_MODELS,
    ['shop/migrations/0002_note.bak.py', 'shop/migrations/.0002.py'],
  ],
  ['below the folder', WITH_MODELS, ['shop/migrations/old/0002_note.py']],
  ['another app has the migration', WITH_MODELS, ['cart/migrations/0001_initial.py']],
  ['another app has the models', { 'cart/models.py': NOTED }],
  ['models do not change', { 'shop/views.py': 'x = 1\n' }],
  [
    'a migration changes, and no models',
    { 'shop/migrations/0001_initial.py': `${MIGRATION}    atomic = False\n` },
  ],
  ['models are formatted', { 'shop/models.py': MODELS.replace('()', '(\n    )').replaceAll('    ', '  ') }],
  [
    'models get comments and docstrings',
    { 'shop/models.py': `# licence\n${MODELS.replace(':\n', ':\n    """One."""\n\n')}` },
  ],
  ['models get other quotes', { 'shop/models.py': MODELS.replaceAll("'", '"') }],
  ['models get other line ends', { 'shop/models.py': MODELS.replaceAll('\n', '\r\n') }],
  [
    'models are imported in another order',
    { 'shop/models.py': MODELS.replace('\n', '\nimport re\nimport os\n') },
  ],
  [
    'an alias of an import',
    { 'shop/models.py': MODELS.replace('models\n', 'models as m\n').replaceAll('models.', 'm.') },
  ],
  ['a package of models gets an empty file', { 'shop/models/__init__.py': '', 'shop/models/item.py': '' }],
  ['models of no app', { 'ml/__init__.py': '', 'ml/models.py': NOTED }],
  ['a test of models', { 'shop/tests/models/test_item.py': NOTED }],
  ['a file that is not Python', { 'shop/models/items.json': '[]' }],
])('stays silent: %s', async ([, after, untracked]) => {
  expect(await lint(after, untracked)).toEqual([]);
});

test.for([
  ['no migrations', 'MIGRATION_MODULES = {"shop": None}'],
  ['migrations elsewhere', 'MIGRATION_MODULES = {"shop": "conf.moves"}'],
  ['migrations that cannot be told', 'MIGRATION_MODULES = read()'],
] as const)('stays silent: the settings give the app %s', async ([, line]) => {
  const project = { ...SHOP, ...site('', `INSTALLED_APPS = ["shop"]\n${line}\n`) };
  expect(await lint(WITH_MODELS, [NOTE], project)).toEqual([]);
});

const NEW = { ...site('', 'INSTALLED_APPS = ["new"]\n'), 'new/__init__.py': '' };

test.for<readonly [name: string, after: Files, untracked?: readonly string[], before?: Files]>([
  ['a field is added', WITH_MODELS],
  ['a field is changed', { 'shop/models.py': MODELS.replace('()', '(default=0)') }],
  [
    'a base class comes from elsewhere',
    { 'shop/models.py': MODELS.replace('django.db import', 'shop.base import') },
  ],
  ['models are in a package', { 'shop/models/__init__.py': '', 'shop/models/item.py': NOTED }],
  ['models are deep in a package', { 'shop/models/a/b/item.py': NOTED }],
  ['another migration is staged', { ...WITH_MODELS, 'shop/migrations/0003_x.py': MIGRATION }],
  ['a name without a number', WITH_MODELS, ['shop/migrations/fix.py']],
  [
    'the first of an app',
    { 'new/models.py': MODELS },
    ['new/migrations/0001_initial.py', 'new/migrations/__init__.py'],
    NEW,
  ],
  [
    'where MIGRATION_MODULES says',
    { 'new/models.py': MODELS },
    ['conf/moves/0001_initial.py'],
    { ...NEW, ...site('', 'INSTALLED_APPS = ["new"]\nMIGRATION_MODULES = {"new": "conf.moves"}\n') },
  ],
  ['Python that cannot be read', { 'shop/models.py': `${MODELS}    note = (\n` }],
])('finds it: %s', async ([, after, untracked = [NOTE], before]) => {
  const [first] = untracked;
  const found = await lint(after, untracked, before);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`${first}:1:1 untracked-migration `);
});

test('the message says what is missing to whom, the hint adds it', async () => {
  const [found, ...others] = await problemsOf(WITH_MODELS);
  expect(others).toEqual([]);
  expect(found).toEqual({
    rule: 'untracked-migration',
    severity: 'warning',
    path: NOTE,
    line: 1,
    column: 1,
    subject: 'shop.0002_note',
    message:
      'migration shop.0002_note is not tracked, and this commit changes shop/models.py: others get the models ' +
      'without it, and their makemigrations writes another one',
    hint: `add it to this commit:
    git add -- :/shop/migrations/0002_note.py`,
    data: { label: 'shop', model: 'shop/models.py' },
  });
});

test('what makes the folder a package is added along; all of one app have one remedy', async () => {
  const untracked = [
    'new/migrations/0002_b.py',
    'new/migrations/__init__.py',
    'new/migrations/0001_initial.py',
  ];
  const found = await problemsOf({ 'new/models.py': MODELS }, untracked, NEW);
  expect(found.map(({ subject }) => subject)).toEqual(['new.0001_initial', 'new.0002_b']);
  const files = ['__init__', '0001_initial', '0002_b'].map((name) => `:/new/migrations/${name}.py`);
  const hint = `add them to this commit:\n    git add -- ${files.join(' ')}`;
  expect(found.map((each) => each.hint)).toEqual([hint, hint]);
});

test('of many it adds all that lie there', async () => {
  const many = [1, 2, 3, 4, 5, 6].map((number) => `shop/migrations/000${number}_x.py`);
  const [found] = await problemsOf(WITH_MODELS, many);
  expect(found?.hint).toBe("add them to this commit:\n    git add -- ':/shop/migrations/*.py'");
});

test('names cannot hurt a terminal, and the command reaches them all the same', async () => {
  const [found] = await problemsOf(WITH_MODELS, ['shop/migrations/0002_a\u001b[2J\n[é].py']);
  expect(found?.message).toContain(String.raw`migration shop.0002_a\x1b[2J\x0a[é] is not tracked`);
  expect(found?.hint).toContain(String.raw`git add -- ':(top,glob)shop/migrations/0002_a?\[2J?\[??\].py'`);
});
