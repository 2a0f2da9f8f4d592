import { expect, test } from 'vitest';
import type { Example, Files } from '../../src/rule.ts';
import rule from '../../src/rules/ignored-migration.ts';
import { lint as lintAll, problemsOf as problemsOfAll } from '../helpers/change.ts';
import { site } from '../helpers/django.ts';

const lint = (example: Example) => lintAll(example, [rule]);
const problemsOf = (example: Example) => problemsOfAll(example, [rule]);

const MODELS =
  'from django.db import models\n\n\nclass Item(models.Model):\n    cost = models.IntegerField()\n';
const NOTE = `${MODELS}    note = models.TextField()\n`;
const MIGRATION = 'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    pass\n';
const IGNORE = '*/migrations/\n';

/** Two apps without migrations, in a project. */
const PROJECT: Files = {
  ...site('', 'INSTALLED_APPS = ["shop", "cart"]\n'),
  'shop/__init__.py': '',
  'shop/models.py': MODELS,
  'cart/__init__.py': '',
  'cart/models.py': MODELS,
};

/** The same, and `shop` has its migrations. */
const MIGRATED: Files = {
  ...PROJECT,
  'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': MIGRATION,
};

/** An app that is found by its folder alone. */
const LOOSE: Files = Object.fromEntries(
  Object.entries(MIGRATED).filter(([path]) => path.startsWith('shop/')),
);

const ruled = (text: string, files = PROJECT, path = '.gitignore'): Example => ({
  before: files,
  after: { ...files, [path]: text },
});

const formatted = `"""Items."""\n# why\n${MODELS.replace('IntegerField()', 'IntegerField(\n    )')}`;

const settings = (more: string): Files => ({
  ...PROJECT,
  ...site('', `INSTALLED_APPS = ["shop"]\n${more}\n`),
});

test.for<readonly [name: string, text: string, files?: Files, path?: string]>([
  ['bytecode in migrations', '*/migrations/__pycache__/\n*/migrations/*.pyc\n*.py[cod]\n'],
  ['other folders', 'staticfiles/\nmedia/\n*.sqlite3\nmigrations.json\n'],
  ['a comment', '# */migrations/\n#migrations/\n'],
  ['an escaped number sign', '\\#migrations/\n'],
  ['the files are taken back', '*/migrations/*\n!*/migrations/*.py\n'],
  ['the folders are taken back', 'migrations/\n!migrations/\n'],
  ['one file after the other is taken back', '**/migrations/*\n!__init__.py\n!0*.py\n'],
  [
    'taken back by an inner file',
    'migrations\n',
    { ...PROJECT, 'shop/.gitignore': '!migrations\n', 'cart/.gitignore': '!migrations\n' },
  ],
  ['only a packages init', 'migrations/__init__.py\n'],
  ['anchored elsewhere', '/migrations/\n/apps/*/migrations/\n'],
  ['in a folder beside the apps', 'migrations/\n', PROJECT, 'docs/.gitignore'],
  ['a file called migrations is no folder, and this is no folder', 'migrations/0001_initial.py/\n'],
  ['another case', '*/Migrations/\n'],
  ['no app with models is there', IGNORE, site('', 'INSTALLED_APPS = ["shop"]\n')],
  ['MIGRATION_MODULES says there are none', IGNORE, settings('MIGRATION_MODULES = {"shop": None}')],
  [
    'MIGRATION_MODULES says they are elsewhere',
    IGNORE,
    settings('MIGRATION_MODULES = {"shop": "conf.moves"}'),
  ],
  ['MIGRATION_MODULES cannot be read', IGNORE, settings('MIGRATION_MODULES = read()')],
  ['apps of somebody else', IGNORE, site('', 'INSTALLED_APPS = ["django.contrib.auth", "oscar"]\n')],
  ['a pattern that git cannot match', 'migrations\\\n[migrations\n'],
  ['too many stars to look at', '**/a/**/b/**/c/**/d\n*/migrations/\n'],
])('stays silent: %s', async ([, text, files, path]) => {
  expect(await lint(ruled(text, files, path))).toEqual([]);
});

test.for(['tests', 'examples', 'testapp', 'example/project'])(
  'stays silent: apps below %s',
  async (folder) => {
    const files = Object.fromEntries(
      Object.entries(LOOSE).map(([path, text]) => [`${folder}/${path}`, text]),
    );
    expect(await lint(ruled('migrations/\n', files))).toEqual([]);
    const models = { ...files, [`${folder}/shop/models.py`]: NOTE, '.gitignore': 'migrations/\n' };
    expect(await lint({ before: { ...files, '.gitignore': 'migrations/\n' }, after: models })).toEqual([]);
  },
);

const IGNORED: Files = { ...PROJECT, '.gitignore': IGNORE };
const NONE: Files = { ...settings('MIGRATION_MODULES = {"shop": None}'), '.gitignore': IGNORE };
const OLD: Files = { ...MIGRATED, '.gitignore': '0001_initial.py\n' };
const NEW = { ...site('', 'INSTALLED_APPS = ["shop", "cart", "new"]\n'), 'new/__init__.py': '' };
const FROM_APPS = { 'shop/.gitignore': 'migrations\n', 'cart/.gitignore': 'migrations\n' };

test.for<readonly [name: string, after: Files, before?: Files]>([
  ['it was so before, and something else changes', { 'shop/views.py': 'x = 1\n' }],
  ['another line is added', { '.gitignore': `*.log\n${IGNORE}` }],
  ['it is said in other words', { '.gitignore': 'migrations\n' }],
  ['it is said elsewhere', { '.gitignore': '', ...FROM_APPS }],
  ['the line is taken out', { '.gitignore': '' }],
  ['models change, and it is taken out', { '.gitignore': '', 'shop/models.py': NOTE }],
  ['models are only formatted', { 'shop/models.py': formatted }],
  ['an import is added', { 'shop/models.py': MODELS.replace('\n', '\nimport os\n') }],
  ['models without an app', { 'ml/__init__.py': '', 'ml/models.py': NOTE }],
  ['a folder of that name in no app', { 'ml/models/train.py': NOTE }],
  ['a new app without models yet', { ...NEW, 'new/models.py': 'from django.db import models\n\n# Here.\n' }],
  ['the app has no migrations', { 'shop/models.py': NOTE }, NONE],
  ['only an old migration is ignored', { 'shop/models.py': NOTE }, OLD],
])('stays silent: %s', async ([, after, before = IGNORED]) => {
  expect(await lint({ before, after: { ...before, ...after } })).toEqual([]);
});

test.for<readonly [name: string, text: string, line: number, files?: Files, path?: string]>([
  ['the folder', 'migrations/\n', 1],
  ['the folder in apps', '.env\n\n*/migrations/\n', 3],
  ['its files', '*/migrations/*.py\n', 1],
  ['all but the package', '*/migrations/*\n!*/migrations/__init__.py\n', 1],
  ['taken back in vain, for its folder is ignored', 'migrations/\n!migrations/*.py\n', 1],
  ['taken back, and ignored again', '!migrations\nmigrations\n', 2],
  ['with two stars', '**/migrations/**\n', 1],
  ['by number', '0*.py\n', 1],
  ['CRLF', '*.log\r\nmigrations/\r\n', 2],
  ['without an end of line', 'migrations', 1],
  ['with a byte order mark', '\ufeffmigrations/\n', 1],
  ['with trailing spaces', 'migrations/  \n', 1],
  ['from the app', 'migrations\n', 1, PROJECT, 'shop/.gitignore'],
  ['from the app, anchored', '/migrations\n', 1, PROJECT, 'shop/.gitignore'],
  ['from the folder itself', '*\n!.gitignore\n', 1, MIGRATED, 'shop/migrations/.gitignore'],
  ['the app as a whole', 'cart/\n', 1],
  ['those that are tracked already', '*/migrations/\n', 1, MIGRATED],
  ['of an app found by its folder', 'migrations\n', 1, LOOSE],
  ['where MIGRATION_MODULES says', 'moves/\n', 1, settings('MIGRATION_MODULES = {"shop": "conf.moves"}')],
  ['one that is tracked, by its name', '0001_initial.py\n', 1, MIGRATED],
])('finds migrations that become ignored: %s', async ([, text, line, files, path = '.gitignore']) => {
  const pattern = text.split(/\r?\n/)[line - 1]!.replace('\ufeff', '');
  expect(await lint(ruled(text, files, path))).toEqual([
    `${path}:${line}:1 ignored-migration ${path}:${pattern}`,
  ]);
});

test.for<readonly [name: string, after: Files, labels: readonly string[]]>([
  ['are changed', { 'shop/models.py': NOTE }, ['shop']],
  ['are removed', { 'shop/models.py': 'from django.db import models\n' }, ['shop']],
  ['are changed in two apps', { 'shop/models.py': NOTE, 'cart/models.py': NOTE }, ['shop', 'cart']],
  ['are in a package', { 'shop/models/__init__.py': '', 'shop/models/item.py': NOTE }, ['shop']],
  [
    'are those of a new app',
    { ...site('', 'INSTALLED_APPS = ["shop", "new"]\n'), 'new/__init__.py': '', 'new/models.py': MODELS },
    ['new'],
  ],
])('finds migrations that were ignored before, when models %s', async ([, after, labels]) => {
  const [found, ...others] = await problemsOf({ before: IGNORED, after: { ...IGNORED, ...after } });
  expect(others).toEqual([]);
  expect(found?.data).toEqual({ pattern: '*/migrations/', apps: labels });
});

test('each line is a finding of its own', async () => {
  const text = 'shop/migrations/\n*.pyc\ncart/migrations/\n';
  expect(await lint(ruled(text))).toEqual([
    '.gitignore:1:1 ignored-migration .gitignore:shop/migrations/',
    '.gitignore:3:1 ignored-migration .gitignore:cart/migrations/',
  ]);
});

test('stays silent: deeper than is looked at', async () => {
  const place = 'a/'.repeat(30);
  const deep = Object.fromEntries(Object.entries(LOOSE).map(([path, text]) => [`${place}${path}`, text]));
  expect(await lint(ruled('migrations\n', deep))).toEqual([]);
});

test('the message says who gets hurt, the hint which line to take out and what to add', async () => {
  const [found, ...others] = await problemsOf(ruled('__pycache__/\n*/migrations/\n'));
  expect(others).toEqual([]);
  expect(found).toEqual({
    rule: 'ignored-migration',
    severity: 'warning',
    path: '.gitignore',
    line: 2,
    column: 1,
    subject: '.gitignore:*/migrations/',
    message:
      '*/migrations/ keeps the migrations of apps shop, cart out of git: makemigrations invents others of the same ' +
      'names on every machine, and production has none',
    hint: `take line 2 of .gitignore out:
    */migrations/
and add the migrations that were kept out:
    git add -- ':/shop/migrations/*.py'
    git add -- ':/cart/migrations/*.py'
if no other database is ever made from them, record that once in .pyresetrc:
    allow: [{rule: ignored-migration, subject: ".gitignore:*/migrations/", reason: "…"}]`,
    data: { pattern: '*/migrations/', apps: ['shop', 'cart'] },
  });
});

test('of migrations that are tracked all the same it says that new ones will not be', async () => {
  const before: Files = { ...MIGRATED, 'shop/.gitignore': '*.py\n' };
  const [found] = await problemsOf({ before, after: { ...before, 'shop/models.py': NOTE } });
  expect(found?.message).toBe(
    '*.py keeps new migrations of app shop out of git, though older ones are tracked: git add passes them over, and ' +
      'others get the models without the migrations that belong to them',
  );
  expect(found?.hint).toContain(
    'let line 1 of shop/.gitignore spare the migrations, or take it out:\n    *.py\n',
  );
});

test('of many apps it names a few', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const apps = names.flatMap((name) => [
    [`${name}/__init__.py`, ''],
    [`${name}/models.py`, MODELS],
  ]);
  const files = {
    ...site('', `INSTALLED_APPS = ${JSON.stringify(names)}\n`),
    ...Object.fromEntries(apps),
  } as Files;
  const [found] = await problemsOf(ruled(IGNORE, files));
  expect(found?.message).toContain('the migrations of apps a, b, c and 4 more out of git');
  expect(found?.hint).toContain("':/e/migrations/*.py'\n    # and 2 more, a line each\n");
});

test('names cannot hurt a terminal, and the command reaches them all the same', async () => {
  const folder = 'a\u001b[31m\n[é]';
  const moved = Object.entries(LOOSE).map(([path, text]) => [path.replace('shop', folder), text]);
  const config =
    'from django.apps import AppConfig\n\n\nclass S(AppConfig):\n    name = "x"\n    label = "shop"\n';
  const files = { ...Object.fromEntries(moved), [`${folder}/apps.py`]: config } as Files;
  const [found] = await problemsOf(ruled('x\u001b[2J\nm[\u001bi]*s\n', files));
  expect(found?.message).toMatch(/^m\[\\x1bi\]\*s keeps new migrations of app shop out of git/);
  expect(found?.hint).toContain('\n    m[\\x1bi]*s\n');
  expect(found?.hint).toContain(String.raw`git add -- ':(top,glob)a?\[31m?\[??\]/migrations/*.py'`);
});
