import { expect, test } from 'vitest';
import { appsJson, appsText } from '../../src/report/apps.ts';
import { app, below, config, installs, json, migration, site, survey, text, type Files } from './surveyed.ts';

const SHOP = app('shop', {
  '0001_initial': migration('initial = True'),
  '0002_price': migration(
    'dependencies = [("shop", "0001_initial"), ("auth", "0012_alter"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]',
  ),
  '0003_squashed': migration(
    'dependencies = [("shop", "0002_price")]',
    'replaces = [("shop", "0003_a"), ("shop", "0004_b")]',
  ),
  '0004_other': migration(
    'dependencies = [("shop", "0002_price")]',
    'run_before = [("blog", "0001_initial")]',
  ),
});

const EVERYTHING: Files = {
  ...site(
    `${installs('django.contrib.auth', 'shop', 'blog', 'plain', 'lib.odd', 'kept')}MIGRATION_MODULES = {"kept": place()}\n`,
  ),
  ...SHOP,
  ...app(
    'blog',
    { '0001_initial': migration('initial = flag()', 'dependencies = names()') },
    { 'apps.py': config('blog', '"journal"') },
  ),
  'plain/__init__.py': '',
  ...app('lib/odd', { '0001_initial': migration() }, { 'apps.py': config('lib.odd', 'pick()') }),
  ...app('kept', { '0001_initial': migration() }),
};

test('text: everything that can be said of a project', async () => {
  expect(await text(EVERYTHING)).toMatchInlineSnapshot(`
    "shop (label from directory) in shop: 4 migrations, newest 0003_squashed, 0004_other
      0001_initial (initial)
      0002_price
        after shop.0001_initial, auth.0012_alter, auth.__first__
      0003_squashed
        after shop.0002_price
        replaces shop.0003_a, shop.0004_b
      0004_other
        after shop.0002_price
        before blog.0001_initial

    journal (label from AppConfig.label) in blog: 1 migration, newest 0001_initial
      0001_initial
        after (unknown)

    plain (label from directory) in plain: not migrated

    label unknown in lib/odd: 1 migration
      0001_initial

    kept (label from directory) in kept: where its migrations are is unknown

    unknown, because it cannot be read without running Python:
      settings.py:2: MIGRATION_MODULES is computed
      lib/odd/apps.py:2: the label that C gives its app
      blog/migrations/0001_initial.py:3: the dependencies of journal.0001_initial
      blog/migrations/0001_initial.py:3: the initial of journal.0001_initial
    "
  `);
});

const is = (label: string | null, dir: string, labelFrom: string | null, migrated: boolean | null) => ({
  label,
  dir,
  labelFrom,
  migrated,
});

const read = (folder: string, name: string, rest: object = {}): object => ({
  name,
  path: `${folder}/migrations/${name}.py`,
  initial: null,
  dependencies: [],
  replaces: [],
  runBefore: [],
  ...rest,
});

test('JSON: everything that can be said of a project, in the order of the contract', async () => {
  const dependencies = [['shop', '0002_price']];
  const shop = [
    read('shop', '0001_initial', { initial: true }),
    read('shop', '0002_price', {
      dependencies: [
        ['shop', '0001_initial'],
        ['auth', '0012_alter'],
        ['auth', '__first__'],
      ],
    }),
    read('shop', '0003_squashed', {
      dependencies,
      replaces: [
        ['shop', '0003_a'],
        ['shop', '0004_b'],
      ],
    }),
    read('shop', '0004_other', { dependencies, runBefore: [['blog', '0001_initial']] }),
  ];
  const journal = { path: 'blog/migrations/0001_initial.py', line: 3 };
  const document = {
    version: 1,
    apps: [
      { ...is('shop', 'shop', 'directory', true), migrations: shop, leaves: ['0003_squashed', '0004_other'] },
      {
        ...is('journal', 'blog', 'AppConfig.label', true),
        migrations: [read('blog', '0001_initial')],
        leaves: ['0001_initial'],
      },
      { ...is('plain', 'plain', 'directory', false), migrations: [], leaves: [] },
      { ...is(null, 'lib/odd', null, true), migrations: [read('lib/odd', '0001_initial')], leaves: [] },
      { ...is('kept', 'kept', 'directory', null), migrations: [], leaves: [] },
    ],
    unknown: [
      { path: 'settings.py', line: 2, what: 'MIGRATION_MODULES is computed' },
      { path: 'lib/odd/apps.py', line: 2, what: 'the label that C gives its app' },
      { ...journal, what: 'the dependencies of journal.0001_initial' },
      { ...journal, what: 'the initial of journal.0001_initial' },
    ],
  };
  expect(appsJson(await survey(EVERYTHING))).toBe(`${JSON.stringify(document, undefined, 2)}\n`);
});

test('several projects, and apps of none', async () => {
  const one = { ...site(installs('shop')), ...app('shop', { '0001_initial': migration('initial = True') }) };
  const files = { ...below('one', one), ...below('two/web', one), ...app('loose') };
  expect(await text(files)).toMatchInlineSnapshot(`
    "project in one/

    shop (label from directory) in one/shop: 1 migration, newest 0001_initial
      0001_initial (initial)

    project in two/web/

    shop (label from directory) in two/web/shop: 1 migration, newest 0001_initial
      0001_initial (initial)

    apps that no project is known to install

    loose (label from directory) in loose: 0 migrations
    "
  `);
  expect(((await json(files)) as { apps: { dir: string }[] }).apps.map(({ dir }) => dir)).toEqual([
    'one/shop',
    'two/web/shop',
    'loose',
  ]);
});

test.for<readonly [name: string, files: Files, text: string]>([
  ['an empty repository', {}, 'no Django apps\n'],
  ['Python without Django', { 'a/__init__.py': '', 'a/b.py': '' }, 'no Django apps\n'],
  ['a project without apps of its own', site(installs('django.contrib.auth')), 'no Django apps\n'],
  [
    'a project at the top is not named, when it is the only one',
    { ...site(installs('shop')), ...app('shop') },
    'shop (label from directory) in shop: 0 migrations\n',
  ],
  [
    'migrations that MIGRATION_MODULES may keep elsewhere',
    {
      ...site(`${installs('shop')}MIGRATION_MODULES = pick()\n`),
      ...app('shop', { '0001_initial': migration() }),
    },
    'shop (label from directory) in shop: 1 migration (unless MIGRATION_MODULES says otherwise), newest 0001_initial\n' +
      '  0001_initial\n\n' +
      'unknown, because it cannot be read without running Python:\n' +
      '  settings.py:2: MIGRATION_MODULES is computed\n',
  ],
  [
    'an app without migrations',
    { ...site(installs('shop')), 'shop/__init__.py': '' },
    'shop (label from directory) in shop: not migrated\n',
  ],
  [
    'an app that is a single file',
    { ...site(installs('shop')), 'shop.py': '' },
    'shop (label from directory) in shop.py: not migrated\n',
  ],
])('%s', async ([, files, expected]) => {
  expect(await text(files)).toBe(expected);
  expect(await json(files)).toMatchObject({ version: 1 });
});

test('nothing to say is said in JSON, too', async () => {
  expect(appsJson([])).toBe('{\n  "version": 1,\n  "apps": [],\n  "unknown": []\n}\n');
});

const HOSTILE = '\x1b[2K\r\x07\u202e\u200b\x9b';
const CONTROLS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

test('names cannot move the cursor, colour the terminal or reorder a line', async () => {
  const files = {
    ...site(installs('shop', `lib.a${HOSTILE}b`)),
    ...app('shop', {
      [`0001_${HOSTILE}`]: migration(
        `dependencies = [("auth${HOSTILE.replaceAll('\r', '')}", "0001")]`,
        `replaces = names()`,
      ),
    }),
    ...app(`lib/a${HOSTILE}b`, { '0001_initial': migration() }, { 'apps.py': config('shop', 'pick()') }),
  };
  const surveys = await survey(files);
  for (const report of [appsText(surveys), appsJson(surveys)]) {
    expect(report.replaceAll('\n', '')).not.toMatch(CONTROLS);
    expect(report).toMatch(/0001_(?:\\x1b|\\u001b)\[2K/);
  }
  const { apps } = JSON.parse(appsJson(surveys)) as { apps: { migrations: { name: string }[] }[] };
  expect(apps[0]?.migrations[0]?.name).toBe(`0001_${HOSTILE}`);
});

test('lines of ordinary names fit into 80 columns', async () => {
  const files = { ...site(installs('django.contrib.auth', 'shop', 'blog')), ...SHOP, ...app('blog') };
  const after = {
    'shop/migrations/0005_merge.py': migration(
      'dependencies = [("shop", "0003_squashed"), ("shop", "0004_other")]',
    ),
  };
  const lines = (await text({ ...files, ...after })).split('\n');
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});
