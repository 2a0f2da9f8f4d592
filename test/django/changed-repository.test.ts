import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffEntry, TreeEntry } from '../../src/change.ts';
import type { Repository } from '../../src/django/project.ts';
import { changedRepository, readRepository } from '../../src/django/read-repository.ts';
import { pathFromText } from '../../src/path.ts';
import { oidOf, sourcesOf, treeOf, type FileContent } from '../helpers/tree.ts';

type Files = Readonly<Record<string, FileContent>>;

const start = (settings: string): string =>
  `import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${settings}")\n`;
const installs = (...apps: string[]): string => `INSTALLED_APPS = ${JSON.stringify(apps)}\n`;
const IMPORT = 'from django.apps import AppConfig\n';
const MIGRATION = 'from django.db import migrations\nclass Migration(migrations.Migration):\n    pass\n';

const PROJECT: Files = {
  'manage.py': start('conf.settings'),
  'conf/__init__.py': '',
  'conf/settings.py': installs('shop', 'blog'),
  'shop/__init__.py': '',
  'shop/models.py': 'x = 1\n',
  'shop/apps.py': `${IMPORT}class ShopConfig(AppConfig):\n    name = "shop"\n    label = "store"\n`,
  'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': MIGRATION,
  'blog/__init__.py': '',
  'blog/migrations/__init__.py': '',
  'blog/migrations/0001_initial.py': MIGRATION,
};

const STARTS = [
  start('conf.settings'),
  start('shop.migrations.local'),
  start('shop.migrations.0002_price'),
  start('nowhere'),
  'x = "DJANGO_SETTINGS_MODULE"\n',
];
const SETTINGS = [
  installs('shop', 'blog'),
  installs('shop.apps.ShopConfig', 'shop.migrations'),
  installs('shop.migrations.0002_price', 'blog'),
  installs('shop.migrations.local.ShopConfig'),
  `INSTALLED_APPS = find()\n`,
  `from .local import *\nINSTALLED_APPS = ["shop"] + MORE\n`,
  `try:\n    from shop.migrations.local import *\nexcept ImportError:\n    ${installs('blog')}`,
  `${installs('shop', 'blog')}MIGRATION_MODULES = {"shop": "shop"}\n`,
  `${installs('shop', 'blog')}MIGRATION_MODULES = {"shop": "conf", "blog": "blog.migrations.0002_price"}\n`,
  `${installs('blog')}MIGRATION_MODULES = {"auth": "shop.migrations", "blog": None}\n`,
  `MORE = ["blog"]\n`,
];
const CONFIGS = [
  `${IMPORT}class ShopConfig(AppConfig):\n    name = "shop"\n`,
  `${IMPORT}class ShopConfig(AppConfig):\n    name = "shop.migrations"\n    label = "other"\n`,
  `from .migrations.local import BaseConfig\nclass ShopConfig(BaseConfig):\n    name = "shop"\n`,
];
const OTHERS: readonly FileContent[] = [
  '',
  MIGRATION,
  'x = 2\n',
  { link: '../shop' },
  { link: 'shop' },
  { link: '/etc' },
];

const FOLDERS = [
  '',
  'conf',
  'shop',
  'shop/migrations',
  'blog',
  'blog/migrations',
  'src/shop',
  'other/shop',
  'other/shop/migrations',
  'migrations',
];
const NAMES = ['__init__.py', '__init__.pyc', '0001_initial.py', '0002_price.py', '0002_price', 'apps.py', 'local.py', 'settings.py', 'models.py', 'manage.py', 'wsgi.py', 'asgi.py', 'shop', 'blog', 'migrations', 'README.md']; // prettier-ignore

const path = fc.oneof(
  fc.constantFrom(...Object.keys(PROJECT)),
  fc
    .tuple(fc.constantFrom(...FOLDERS), fc.constantFrom(...NAMES))
    .map((parts) => parts.filter(Boolean).join('/')),
  fc
    .tuple(fc.constantFrom('shop/migrations', 'blog/migrations', 'shop', 'conf'), fc.constantFrom(...NAMES))
    .map((parts) => parts.join('/')),
);

/** What usually stands in a file of that name, and now and then something else. */
const step = path.chain((name) => {
  const fitting = /(?:manage|[aw]sgi)\.py$/.test(name)
    ? STARTS
    : /(?:settings|local)\.py$/.test(name)
      ? [...SETTINGS, ...CONFIGS]
      : name.endsWith('apps.py')
        ? CONFIGS
        : OTHERS;
  const any = [...STARTS, ...SETTINGS, ...CONFIGS, ...OTHERS];
  const content = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<FileContent | undefined>(...fitting) },
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom<FileContent | undefined>(...any) },
  );
  return content.map((content) => [name, content] as const);
});

/** The files with changes made; what lies below a file is gone. */
function withSteps(files: Files, steps: readonly (readonly [string, FileContent | undefined])[]): Files {
  const result = new Map(Object.entries(files));
  for (const [name, content] of steps) {
    for (const other of result.keys()) {
      if (
        other === name ||
        other.startsWith(`${name}/`) ||
        (content !== undefined && name.startsWith(`${other}/`))
      )
        result.delete(other);
    }
    if (content !== undefined) result.set(name, content);
  }
  return Object.fromEntries(result);
}

const entryOf = (content: FileContent | undefined): TreeEntry | undefined =>
  content === undefined
    ? undefined
    : { mode: typeof content === 'object' && 'link' in content ? '120000' : '100644', oid: oidOf(content) };

function diff(before: Files, after: Files): DiffEntry[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name])
    .map((name) => ({
      path: pathFromText(name),
      before: entryOf(before[name]),
      after: entryOf(after[name]),
    }));
}

const sorted = <Item>(items: readonly Item[]): Item[] =>
  items.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** What was read, as data that does not depend on the order in which a tree lists its files. */
function plain({ projects, loose }: Repository): unknown {
  return {
    projects: sorted(
      projects.map((project) => ({
        ...project,
        apps: sorted(project.apps),
        unknown: sorted(project.unknown),
      })),
    ),
    loose: sorted(loose),
  };
}

const steps = (maxLength: number) => fc.array(step, { maxLength });

test('a repository with changes on top is what would be read anew', async () => {
  await fc.assert(
    fc.asyncProperty(steps(4), steps(3), steps(2), async (setup, first, second) => {
      const before = withSteps(PROJECT, setup);
      const between = withSteps(before, first);
      const after = withSteps(between, second);
      const sources = sourcesOf(before, between, after);
      const old = await readRepository(treeOf(before), sources);
      for (const [files, repository] of [
        [between, await changedRepository(old, diff(before, between), sources)],
        [
          after,
          await changedRepository(
            await changedRepository(old, diff(before, between), sources),
            diff(between, after),
            sources,
          ),
        ],
        [after, await changedRepository(old, diff(before, after), sources)],
      ] as const) {
        expect(plain(repository)).toEqual(plain(await readRepository(treeOf(files), sources)));
      }
    }),
    { numRuns: 1000 },
  );
});

/** Whether a change of the project is told from one that leaves its apps alone, without reading it anew. */
async function isReadAnew(change: Readonly<Record<string, FileContent | undefined>>): Promise<boolean> {
  const after = withSteps(PROJECT, Object.entries(change));
  const sources = sourcesOf(PROJECT, after);
  const old = await readRepository(treeOf(PROJECT), sources);
  const { projects } = await changedRepository(old, diff(PROJECT, after), sources);
  return projects !== old.projects;
}

test.for([
  ['no change at all', {}],
  ['a new migration', { 'shop/migrations/0002_price.py': MIGRATION }],
  ['a migration that is gone', { 'shop/migrations/0001_initial.py': undefined }],
  ['a migration that changed', { 'shop/migrations/0001_initial.py': `${MIGRATION}\n` }],
  [
    'a migration that was renamed',
    { 'shop/migrations/0001_initial.py': undefined, 'shop/migrations/0001_a.py': MIGRATION },
  ],
  ['a migration that is left as bytecode', { 'shop/migrations/0002_price.pyc': '\0' }],
  ['models that changed', { 'shop/models.py': 'y = 1\n' }],
] as const)('not read anew: %s', async ([, change]) => {
  expect(await isReadAnew(change)).toBe(false);
});

test.for([
  ['settings that changed', { 'conf/settings.py': installs('shop') }],
  ['another manage.py', { 'shop/migrations/manage.py': start('conf.settings') }],
  ['an apps.py that is new', { 'blog/apps.py': CONFIGS[0] }],
  ['an apps.py that is gone', { 'shop/apps.py': undefined }],
  ['migrations that are no package any more', { 'shop/migrations/__init__.py': undefined }],
  ['a package that is new', { 'other/__init__.py': '' }],
  ['a link', { 'shop/migrations/0002_price.py': { link: '0001_initial.py' } }],
  ['a migration that became a link', { 'shop/migrations/0001_initial.py': { link: '../models.py' } }],
] as const)('read anew: %s', async ([, change]) => {
  expect(await isReadAnew(change)).toBe(true);
});

test.for<readonly [name: string, before: Files, added: Files]>([
  [
    'a module that the settings look for, among the migrations',
    { 'conf/settings.py': 'from shop.migrations.local import *\n' },
    { 'shop/migrations/local.py': installs('blog') },
  ],
  [
    'a second start in one folder, which takes the loose apps from the first',
    { 'manage.py': '', 'shop/asgi.py': start('nowhere') },
    { 'asgi.py': start('nowhere.at.all') },
  ],
])('seen: %s', async ([, changed, added]) => {
  const before = { ...PROJECT, ...changed };
  const after = { ...before, ...added };
  const sources = sourcesOf(before, after);
  const old = await readRepository(treeOf(before), sources);
  const fresh = await changedRepository(old, diff(before, after), sources);
  expect(plain(fresh)).toEqual(plain(await readRepository(treeOf(after), sources)));
  expect(plain(fresh)).not.toEqual(plain(old));
});
