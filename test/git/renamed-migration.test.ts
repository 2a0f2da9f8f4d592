import { expect, test } from 'vitest';
import {
  addField,
  cloned,
  installed,
  LONG_AGO,
  repository,
  SHOP,
  type Repository,
} from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

test('renaming a published migration is refused, with what happens, to whom, and the way out', () => {
  const shop = cloned();
  const base = shop.git('rev-parse', '--short=7', 'HEAD');
  shop.git('mv', COST, PRICE);
  const refused = shop.tryGit('commit', '-m', 'rename');
  expect(refused.status).toBe(1);
  expect(refused.stdout + refused.stderr)
    .toBe(`${PRICE}:4:1: error: migration shop.0002_cost is published on origin/main (${base}) and is now called 0002_price: every database that has applied it will run it again  [renamed-migration]
  give it its published name back:
      git mv -- ${PRICE} ${COST}
  or let the new name stand for the old one, in class Migration of ${PRICE}:
      replaces = [("shop", "0002_cost")]
  if no other database has ever applied it, record that once in .pyresetrc:
      allow: [{rule: renamed-migration, subject: "shop.0002_cost", reason: "…"}]

1 error, 0 warnings
`);
});

test('each of the three ways out ends it', () => {
  const back = cloned();
  back.git('mv', COST, PRICE);
  back.git('mv', PRICE, COST);
  expect(back.tryGit('commit', '--allow-empty', '-m', 'x').status).toBe(0);

  const replaced = cloned();
  replaced.git('mv', COST, PRICE);
  replaced.write({ [PRICE]: `${addField('cost')}\n    replaces = [("shop", "0002_cost")]\n` });
  replaced.git('add', '--all');
  expect(replaced.tryGit('commit', '-m', 'x').output).not.toContain('pyreset');

  const allowed = cloned();
  allowed.git('mv', COST, PRICE);
  allowed.write({
    '.pyresetrc': 'allow: [{rule: renamed-migration, subject: "shop.0002_cost", reason: "never deployed"}]\n',
  });
  allowed.git('add', '--all');
  expect(allowed.tryGit('commit', '-m', 'x').status).toBe(0);
});

test('an allowance counts from the index, not from the work tree', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  shop.write({
    '.pyresetrc': 'allow: [{rule: renamed-migration, subject: "shop.0002_cost", reason: "not staged"}]\n',
  });
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('without a remote the local default branch is protected, and its migrations count as aged', () => {
  const shop = repository();
  shop.commit('shop', SHOP);
  shop.pyreset('install');
  shop.git('mv', COST, PRICE);
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('published on main');
  shop.git('switch', '--quiet', '-c', 'topic');
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('a migration published for less than the grace only warns, unless a version tag has it', () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const shop = cloned(yesterday);
  shop.git('mv', COST, PRICE);
  const warned = shop.pyreset('check');
  expect(warned.status).toBe(0);
  expect(warned.stdout).toContain('warning: migration shop.0002_cost');
  shop.git('tag', 'nightly');
  expect(shop.pyreset('check').status).toBe(0);
  shop.git('tag', 'v1.0');
  expect(shop.pyreset('check').status).toBe(1);
  shop.git('tag', '--delete', 'v1.0');
  shop.write({ '.pyresetrc': 'grace: 0\n' });
  shop.git('add', '--all');
  expect(shop.pyreset('check').status).toBe(1);
});

test('a name that comes back only warns', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  shop.commit('renamed', {}, '2021-01-01T12:00:00Z');
  shop.git('push', '--quiet', 'origin', 'main:refs/heads/renamed');
  shop.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  shop.git('mv', PRICE, COST);
  const warned = shop.pyreset('check');
  expect(warned.status).toBe(0);
  expect(warned.stdout).toContain('warning: migration shop.0002_price');
});

test('dependencies that were updated along do not hide the rename', () => {
  const shop = cloned(LONG_AGO, { ...SHOP, 'shop/migrations/0003_note.py': addField('note', '0002_cost') });
  shop.git('mv', COST, PRICE);
  shop.write({ 'shop/migrations/0003_note.py': addField('note', '0002_price') });
  shop.git('add', '--all');
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('a rename with reformatting and other comments is still the same migration', () => {
  const shop = cloned();
  shop.git('mv', COST, PRICE);
  const text = addField('cost')
    .replace('"cost", models', "'cost',  # how much\n        models")
    .replace('default=0', 'default=0,');
  shop.write({ [PRICE]: text });
  shop.git('add', '--all');
  expect(shop.tryGit('commit', '-m', 'x').output).toContain('shop.0002_cost');
});

test('the label counts, not the folder: a moved app that keeps its label and renames a migration is caught', () => {
  const apps = "from django.apps import AppConfig\n\n\nclass ShopConfig(AppConfig):\n    name = 'shop'\n";
  const shop = cloned(LONG_AGO, { ...SHOP, 'shop/apps.py': apps });
  shop.git('mv', 'shop', 'store');
  shop.git('mv', 'store/migrations/0002_cost.py', 'store/migrations/0002_price.py');
  shop.write({ 'store/apps.py': apps.replace("name = 'shop'", "name = 'store'\n    label = 'shop'") });
  shop.git('add', '--all');
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.output).toContain('migration shop.0002_cost');
  expect(refused.output).not.toContain('0001_initial');
});

test('two migrations whose names are swapped are two renames', () => {
  const shop = cloned(LONG_AGO, { ...SHOP, 'shop/migrations/0003_note.py': addField('note') });
  shop.git('mv', COST, 'shop/migrations/0003_cost.py');
  shop.git('mv', 'shop/migrations/0003_note.py', 'shop/migrations/0002_note.py');
  const { findings } = JSON.parse(shop.pyreset('check', '--format=json').stdout) as {
    findings: { subject: string; path: string }[];
  };
  expect(findings.map(({ subject, path }) => [subject, path])).toEqual([
    ['shop.0003_note', 'shop/migrations/0002_note.py'],
    ['shop.0002_cost', 'shop/migrations/0003_cost.py'],
  ]);
});

test.for(['my shop', "it's", 'café', 'two\nlines', '-dash', '$(touch hacked)', ':(top)x'])(
  'an app in the folder %j is read as any other',
  (app) => {
    const apps =
      "from django.apps import AppConfig\n\n\nclass A(AppConfig):\n    name = 'x'\n    label = 'shop'\n";
    const named = { ...SHOP, 'shop/apps.py': apps }; // most of these are no identifiers, and so no labels
    const files = Object.entries(named).map(([path, text]) => [path.replace(/^shop\//, `${app}/`), text]);
    const shop = cloned(LONG_AGO, Object.fromEntries(files) as Record<string, string>);
    shop.git('mv', '--', `${app}/migrations/0002_cost.py`, `${app}/migrations/0002_price.py`);
    const refused = shop.tryGit('commit', '-m', 'x');
    expect(refused.status).toBe(1);
    expect(refused.output.replaceAll(String.raw`\x0a`, '\n')).toContain(`${app}/migrations/0002_price.py`);
    expect(refused.output).toContain('migration shop.0002_cost');
  },
);

type Scene = readonly [name: string, prepare: (shop: Repository) => void];

const SILENT: readonly Scene[] = [
  [
    'a migration born on the branch is renamed',
    (shop) => {
      shop.git('switch', '--quiet', '-c', 'topic');
      shop.commit('born here', { 'shop/migrations/0003_note.py': addField('note', '0002_cost') });
      shop.git('mv', 'shop/migrations/0003_note.py', 'shop/migrations/0004_note.py');
    },
  ],
  [
    'it is renamed by an amend',
    (shop) => {
      shop.git('switch', '--quiet', '-c', 'topic');
      shop.commit('born here', { 'shop/migrations/0003_note.py': addField('note', '0002_cost') });
      shop.git('mv', 'shop/migrations/0003_note.py', 'shop/migrations/0003_remark.py');
      expect(shop.tryGit('commit', '--amend', '--no-edit').status).toBe(0);
    },
  ],
  [
    'a different migration takes the place of a deleted one',
    (shop) => {
      shop.git('rm', '--quiet', COST);
      shop.write({ [PRICE]: addField('price') });
      shop.git('add', '--all');
    },
  ],
  [
    'a file of the same name moves to another folder of the same label',
    (shop) => {
      shop.git('mv', 'shop', 'src');
      shop.git('mv', 'src', 'tmp');
      shop.write({ 'src/.keep': '' });
      shop.git('mv', 'tmp', 'src/shop');
    },
  ],
  [
    'an edit in place',
    (shop) => (shop.write({ [COST]: `# why\n${addField('cost')}` }), shop.git('add', '--all')),
  ],
  ['a rename that is not staged', (shop) => shop.write({ [COST]: null, [PRICE]: addField('cost') })],
  [
    'a helper module',
    (shop) => {
      shop.commit('helper', { 'shop/migrations/_old.py': addField('cost') });
      shop.git('mv', 'shop/migrations/_old.py', 'shop/migrations/_new.py');
    },
  ],
  [
    'a numbered file of something else',
    (shop) => {
      const job = 'class Migration:\n    operations = [1]\n';
      shop.commit('jobs', { 'jobs/migrations/0001_a.py': job });
      shop.git('mv', 'jobs/migrations/0001_a.py', 'jobs/migrations/0001_b.py');
    },
  ],
  [
    'a South migration',
    (shop) => {
      const south =
        'from south.db import db\nfrom south.v2 import SchemaMigration\n\n\nclass Migration(SchemaMigration):\n    pass\n';
      shop.commit('south', { 'old/migrations/0001_a.py': south });
      shop.git('mv', 'old/migrations/0001_a.py', 'old/migrations/0001_b.py');
    },
  ],
];

test.for(SILENT)('stays silent: %s', ([, prepare]) => {
  const shop = installed();
  prepare(shop);
  expect(shop.pyreset('check').output).not.toContain('renamed-migration');
});
