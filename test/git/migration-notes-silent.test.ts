import { expect, test } from 'vitest';
import { site } from '../helpers/django.ts';
import type { Repository } from '../helpers/repository.ts';
import { CREATE, add, lying, migration, replacing, SHOP } from '../helpers/said.ts';
import { adding, branch, main, noted, packages, quietly, TAX } from '../helpers/switching.ts';

type Files = Readonly<Record<string, string | null>>;

const gone = (...names: readonly string[]): Files =>
  Object.fromEntries(names.map((name) => [`shop/migrations/${name}.py`, null]));
const SQUASH = lying({
  '0001_squashed': migration(
    [],
    `${CREATE}, ${add('cost')}, ${add('note')}`,
    replacing(...Object.keys(SHOP)),
  ),
});
const CONFIG =
  'from django.apps import AppConfig\n\n\nclass ShopConfig(AppConfig):\n    name = "store"\n    label = "shop"\n';
const NAMED = (label: string) => CONFIG.replace('"store"', '"shop"').replace('"shop"\n', `"${label}"\n`);
const moved = (to: string, text = (each: string, _name: string): string => each): Files => ({
  ...gone(...Object.keys(SHOP), '__init__'),
  'shop/__init__.py': null,
  ...packages(to, `${to}/migrations`),
  ...Object.fromEntries(
    Object.entries(SHOP).map(([name, each]) => [`${to}/migrations/${name}.py`, text(each, name)]),
  ),
});

/** What the branch has that is left, and what the one has that is switched to. */
const LOOK_ALIKES: readonly (readonly [name: string, left: Files, entered: Files])[] = [
  ['only documentation differs', { 'README.md': 'x' }, { 'README.md': 'y' }],
  ['the other branch has more', {}, lying(TAX)],
  ['a squash is there that replaces them', {}, { ...gone(...Object.keys(SHOP)), ...SQUASH }],
  ['a squash and what it replaces', {}, SQUASH],
  ['a squash is left, and what it replaces is there', SQUASH, {}],
  ['a squash is left that took the place of what is there', { ...gone(...Object.keys(SHOP)), ...SQUASH }, {}],
  [
    'a new name stands for the old one',
    lying(TAX),
    lying({ '0004_vat': adding('tax', '0003_note').replace(/$/, `    ${replacing('0004_tax')}\n`) }),
  ],
  [
    'the folder is called otherwise, and the label is kept',
    {},
    { ...moved('store'), 'store/apps.py': CONFIG },
  ],
  ['the folder moves as a whole', {}, moved('apps/shop')],
  [
    'the app has another label, and its migrations moved along',
    {},
    moved('store', (text) => text.replaceAll('"shop"', '"store"')),
  ],
  [
    'another label with `replaces` for each',
    {},
    moved('store', (text, name) => `${text.replaceAll('"shop"', '"store"')}    ${replacing(name)}\n`),
  ],
  ['a helper that speaks of migrations', { 'tools/migrate.py': 'class Migration: ...\n' }, {}],
  ['a helper beside migrations that Django passes over', lying({ _helpers: TAX['0004_tax']! }), {}],
  [
    'an app of the tests',
    { ...packages('tests/app', 'tests/app/migrations'), ...lying(SHOP, 'tests/app') },
    {},
  ],
  [
    'an example',
    { ...packages('examples/app', 'examples/app/migrations'), ...lying(SHOP, 'examples/app') },
    {},
  ],
  [
    'migrations of another framework',
    lying({
      '0004_tax':
        'from south.db import db\nfrom south.v2 import SchemaMigration\n\n\nclass Migration(SchemaMigration):\n    pass\n',
    }),
    {},
  ],
  ['a folder that is no package', lying(SHOP, 'blog'), {}],
  [
    'an app that no project installs',
    {
      ...site('', 'INSTALLED_APPS = ["shop"]\n'),
      ...packages('blog', 'blog/migrations'),
      ...lying(SHOP, 'blog'),
    },
    site('', 'INSTALLED_APPS = ["shop"]\n'),
  ],
  [
    'an app that comes from a package now',
    {
      ...site('', 'INSTALLED_APPS = ["blog"]\n'),
      ...packages('blog', 'blog/migrations'),
      ...lying(SHOP, 'blog'),
    },
    site('', 'INSTALLED_APPS = ["blog"]\n'),
  ],
  [
    'an app whose label is not known',
    {
      ...packages('blog', 'blog/migrations'),
      'blog/apps.py': NAMED('blog').replace('"blog"\n', 'label()\n').replace('"shop"', '"blog"'),
      ...lying(SHOP, 'blog'),
    },
    {},
  ],
  [
    'an app whose label is not known any more',
    {},
    { 'shop/apps.py': NAMED('x').replace('"x"', 'label()'), ...gone('0003_note') },
  ],
  [
    'the folder moves, and the label is not known any more',
    {},
    { ...moved('store'), 'store/apps.py': CONFIG.replace('"shop"', 'label()') },
  ],
  ['it is there, and does something else', lying(TAX), lying({ '0004_tax': adding('vat', '0003_note') })],
];

test.for(LOOK_ALIKES)('nothing is said when %s', ([, left, entered]) => {
  const made = main();
  made.git('branch', 'entered');
  branch(made, left, 'left');
  quietly(made, 'switch', 'entered');
  made.commit('entered', entered);
  quietly(made, 'switch', 'left');
  expect(noted(made, 'switch', 'entered')).toEqual([]);
});

test('each of these says something when the look-alike is none', () => {
  const made = main();
  branch(
    made,
    { ...packages('blog', 'blog/migrations'), ...lying({ '0001_initial': migration([], CREATE) }, 'blog') },
    'left',
  );
  expect(noted(made, 'switch', 'main')).toHaveLength(2);
  made.git('switch', '--quiet', 'left');
  made.commit('of a project', site('', 'INSTALLED_APPS = ["shop", "blog"]\n'));
  expect(noted(made, 'switch', 'main')).toHaveLength(2);
  quietly(made, 'switch', 'left');
  made.commit('tax', lying(TAX));
  quietly(made, 'switch', '-c', 'without');
  made.commit('without', gone('0003_note', '0004_tax'));
  quietly(made, 'switch', 'left');
  expect(noted(made, 'switch', 'without')[0]).toContain(
    'left has migrations that this branch does not: shop.0003_note, shop.0004_tax;',
  );
});

const QUIET: readonly (readonly [name: string, act: (made: Repository) => readonly string[]])[] = [
  ['a new branch', (made) => noted(made, 'switch', '-c', 'new')],
  ['a checkout of files', (made) => noted(made, 'checkout', 'main', '--', 'shop')],
  ['a checkout of what is gone there', (made) => noted(made, 'restore', '--source=main', '--', 'shop')],
  ['a new work tree', (made) => noted(made, 'worktree', 'add', '../other', 'main')],
  ['a clone', (made) => noted(made, 'clone', '--template', '.git', '.', '../clone')],
  ['a merge', (made) => noted(made, 'merge', 'main')],
  ['a branch without history', (made) => noted(made, 'switch', '--orphan', 'empty')],
];

test.for(QUIET)('nothing is said by %s', ([, act]) => {
  const made = main();
  branch(made);
  expect(act(made)).toEqual([]);
});

const settings: readonly (readonly [name: string, files: Files])[] = [
  ['.pyresetrc', { '.pyresetrc': 'clean:\n  migrationNotes: off\n' }],
  [
    '.pyresetrc, beside an allowance',
    {
      '.pyresetrc':
        'allow: [{rule: deleted-migration, subject: shop.0004_tax, reason: agreed}]\nclean: {migrationNotes: off}\n',
    },
  ],
  ['package.json', { 'package.json': '{"pyreset": {"clean": {"migrationNotes": false}}}\n' }],
  ['pyproject.toml', { 'pyproject.toml': '[tool.pyreset.clean]\nmigrationNotes = "off"\n' }],
];

test.for(settings)('nothing is said when %s says so where one goes', ([, files]) => {
  const made = main();
  branch(made);
  quietly(made, 'switch', 'main');
  made.commit('settings', files);
  quietly(made, 'switch', 'topic');
  expect(noted(made, 'switch', 'main')).toEqual([]);
  quietly(made, 'switch', '-c', 'other', 'main~');
  quietly(made, 'switch', 'topic');
  expect(noted(made, 'switch', 'other')).toHaveLength(2);
});

test.for([
  ['.pyresetrc', 'clean: {migrationNotes: maybe}\n'],
  ['.pyresetrc', '{'],
  ['.pyresetrc.js', 'module.exports = {clean: {migrationNotes: "off"}}\n'],
] as const)('settings that cannot be read change nothing, and it is not said here: %s %s', ([path, text]) => {
  const made = main();
  branch(made);
  quietly(made, 'switch', 'main');
  made.commit('settings', { [path]: text });
  quietly(made, 'switch', 'topic');
  expect(noted(made, 'switch', 'main')).toHaveLength(2);
});

test('what is staged counts: settings that are carried along', () => {
  const made = main();
  branch(made);
  made.write({ '.pyresetrc': 'clean: {migrationNotes: off}\n' });
  made.git('add', '--all');
  expect(noted(made, 'switch', 'main')).toEqual([]);
});
