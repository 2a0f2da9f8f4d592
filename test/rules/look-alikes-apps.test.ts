import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import {
  app,
  createModel,
  INITIAL,
  migration,
  project,
  relabelled,
  SHOP,
  SILENT,
  verdict,
  type Row,
} from '../helpers/verdict.ts';

const FROM = project(['shop'], app('shop', SHOP));

/** Everything below another folder. */
const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const BLOG = app('blog', { '0001_initial': INITIAL.replaceAll('shop', 'blog') });
const AND_BLOG = project(['shop', 'blog'], { ...app('shop', SHOP), ...BLOG });
const pointing = (...keys: string[]): Files =>
  app('blog', { '0001_initial': migration(keys, [createModel('Post')]) });
const POINTING = pointing('shop.0002_cost');
const FIRST = pointing('shop.__first__');
const TAGGIT = app('taggit', relabelled('taggit'));
const VENDORED = app('vendor/taggit', relabelled('taggit'));
const REQUIRED = { 'requirements.txt': 'Django\ndjango-taggit\n' };

const REMOVALS: readonly Row[] = [
  ['30: an app goes (readthedocs)', ['warning removed-app shop'], AND_BLOG, project(['blog'], BLOG)],
  [
    '30: it left INSTALLED_APPS before',
    ['warning removed-app shop'],
    project(['blog'], { ...app('shop', SHOP), ...BLOG }),
    project(['blog'], BLOG),
  ],
  [
    '30: its folder keeps other things',
    ['warning removed-app shop'],
    AND_BLOG,
    project(['blog'], { ...BLOG, 'shop/utils.py': 'ONE = 1\n' }),
  ],
  ['30: however young', ['warning removed-app shop'], AND_BLOG, project(['blog'], BLOG), { days: 1 }],
  [
    '30: another app lets go of it',
    ['warning removed-app shop'],
    project(['shop', 'blog'], { ...app('shop', SHOP), ...POINTING }),
    project(['blog'], pointing()),
  ],
  [
    '31: a vendored app comes from a package',
    ['info removed-app taggit'],
    project(['taggit'], TAGGIT),
    project(['taggit'], REQUIRED),
  ],
  [
    '31: from below vendor/',
    ['info removed-app taggit'],
    project(['vendor.taggit'], VENDORED),
    project(['taggit'], REQUIRED),
  ],
  [
    '31: a vendored app goes',
    ['info removed-app taggit'],
    project(['shop', 'vendor.taggit'], { ...app('shop', SHOP), ...VENDORED }),
    FROM,
  ],
  [
    '31: below an import root',
    ['info removed-app taggit'],
    { ...FROM, ...below('vendor', app('taggit', relabelled('taggit'))) },
    FROM,
  ],
  [
    '32: an app goes on which another depends',
    ['error dangling-dependency blog.0001_initial', 'warning removed-app shop'],
    project(['shop', 'blog'], { ...app('shop', SHOP), ...POINTING }),
    project(['blog'], POINTING),
  ],
  [
    '32: of which another names the first',
    ['error dangling-dependency blog.0001_initial', 'warning removed-app shop'],
    project(['shop', 'blog'], { ...app('shop', SHOP), ...FIRST }),
    project(['blog'], FIRST),
  ],
];

const AT = 'MIGRATION_MODULES = {"dojo": "dojo.db_migrations"}\n';
const dojo = (migrations: Files, folder = 'db_migrations', settings = AT): Files =>
  project(
    ['dojo'],
    Object.fromEntries(
      Object.entries(app('dojo', migrations)).map(([path, text]) => [
        path.replace('/migrations/', `/${folder}/`),
        text.replaceAll('"shop"', '"dojo"'),
      ]),
    ),
    settings,
  );
const TWO = { '0001_initial': SHOP['0001_initial']!, '0002_cost': SHOP['0002_cost']! };
const LEGACY = Object.fromEntries(
  Object.entries(dojo(SHOP, 'migrations')).filter(([path]) => path.includes('/migrations/')),
);

/** Settings as split_settings puts them together. */
const included = (migrations: Files): Files => {
  const { 'mysite/settings.py': settings, ...files } = dojo(migrations);
  const tools = 'from split_settings.tools import include, optional\n\n';
  return {
    ...files,
    'mysite/settings.py': `${tools}include("settings.dist.py", optional("local_settings.py"))\n`,
    'mysite/settings.dist.py': settings!,
  };
};

const OBJECT = 'class Skip(dict):\n    pass\n\n\nMIGRATION_MODULES = Skip()\n';
const NONE = 'MIGRATION_MODULES = {"shop": None}\n';

const MODULES: readonly Row[] = [
  [
    '33: one goes, the settings are included from a file with two dots in its name, which is not followed (DefectDojo)',
    SILENT,
    included(SHOP),
    included(TWO),
  ],
  ['33: elsewhere, one is added (DefectDojo)', SILENT, dojo(TWO), dojo(SHOP)],
  ['33: elsewhere, one goes', ['error deleted-migration dojo.0003_note'], dojo(SHOP), dojo(TWO)],
  [
    '33: elsewhere, one is renamed',
    ['error renamed-migration dojo.0003_note'],
    dojo(SHOP),
    dojo({ ...TWO, '0003_remark': SHOP['0003_note']! }),
  ],
  ['33: they go elsewhere, and MIGRATION_MODULES says so', SILENT, dojo(SHOP, 'migrations', ''), dojo(SHOP)],
  ['33: what lies in migrations/ is none', SILENT, { ...dojo(SHOP), ...LEGACY }, dojo(SHOP)],
  [
    '33: they go elsewhere, and nobody says so',
    ['error deleted-migration dojo'],
    dojo(SHOP, 'migrations', ''),
    dojo(SHOP, 'db_migrations', ''),
  ],
  [
    '33: an object tells nothing, so they are where they usually are (Mayan)',
    ['error deleted-migration dojo.0003_note'],
    dojo(SHOP, 'migrations', OBJECT),
    dojo(TWO, 'migrations', OBJECT),
  ],
  [
    '34: None: they go',
    SILENT,
    project(['shop'], app('shop', SHOP), NONE),
    project(['shop'], app('shop', {}), NONE),
  ],
  [
    '34: None: one is renamed',
    SILENT,
    project(['shop'], app('shop', SHOP), NONE),
    project(['shop'], app('shop', { ...TWO, '0003_b': SHOP['0003_note']! }), NONE),
  ],
  [
    '34: None: one is edited',
    SILENT,
    project(['shop'], app('shop', SHOP), NONE),
    project(
      ['shop'],
      app('shop', { ...SHOP, '0002_cost': SHOP['0002_cost']!.replace('Integer', 'Text') }),
      NONE,
    ),
  ],
];

test.for([...REMOVALS, ...MODULES])('%s', async ([, expected, before, after, circumstances]) => {
  expect(after).not.toEqual(before);
  expect(await verdict(before, after, circumstances)).toEqual(expected);
});
