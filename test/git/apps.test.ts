import { join } from 'node:path';
import { expect, test } from 'vitest';
import { committed, names, PROJECT, site, STORE } from '../helpers/django.ts';
import { addField, CLI, repository, SHOP, type Ran } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const NOTE = 'shop/migrations/0003_note.py';
/** A project in `folder` that installs these apps. */
const project = (folder: string, ...apps: readonly string[]): Record<string, string> =>
  site(folder, `INSTALLED_APPS = ${JSON.stringify(apps)}\n`);

const TWO = ['shop.0001_initial', 'shop.0002_cost'];

const migration = (name: string) => ({ name, path: `shop/migrations/${name}.py` });

test('json is the contract, to the letter', () => {
  const apps = STORE;
  const initial = `from django.conf import settings\n${SHOP['shop/migrations/0001_initial.py']}`.replace(
    '    operations',
    '    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]\n    run_before = [("audit", "0001_initial")]\n    operations',
  );
  const cost = `${addField('cost').replace('"shop"', '"store"')}    replaces = [("store", "0002_old")]\n`;
  const note = addField('note').replace('[("shop", "0001_initial")]', 'DEPENDENCIES');
  const shop = committed({
    ...PROJECT,
    ...project('', 'django.contrib.auth', 'shop', 'blog'),
    'blog/__init__.py': '',
    'shop/apps.py': apps,
    'shop/migrations/0001_initial.py': initial,
    [COST]: cost,
    [NOTE]: note,
  });
  expect(JSON.parse(shop.pyreset('apps', '--format', 'json').stdout)).toStrictEqual({
    version: 1,
    apps: [
      {
        label: 'store',
        dir: 'shop',
        labelFrom: 'AppConfig.label',
        migrated: true,
        migrations: [
          {
            ...migration('0001_initial'),
            initial: true,
            dependencies: [['auth', '__first__']],
            replaces: [],
            runBefore: [['audit', '0001_initial']],
          },
          {
            ...migration('0002_cost'),
            initial: null,
            dependencies: [['store', '0001_initial']],
            replaces: [['store', '0002_old']],
            runBefore: [],
          },
          { ...migration('0003_note'), initial: null, dependencies: [], replaces: [], runBefore: [] },
        ],
        leaves: expect.arrayContaining(['0002_cost']) as unknown,
      },
      { label: 'blog', dir: 'blog', labelFrom: 'directory', migrated: false, migrations: [], leaves: [] },
    ],
    unknown: [{ path: NOTE, line: 4, what: 'the dependencies of store.0003_note' }],
  });
});

test('text says the same to a person', () => {
  const shop = committed({ ...PROJECT, ...project('', 'shop', 'blog'), 'blog/__init__.py': '' });
  const ran = shop.pyreset('apps');
  expect(ran.output).toBe(`shop (label from directory) in shop: 2 migrations, newest 0002_cost
  0001_initial (initial)
  0002_cost
    after shop.0001_initial

blog (label from directory) in blog: not migrated
`);
  shop.commit('unknown', { 'conf/settings.py': 'INSTALLED_APPS = ["shop"] + more()\n' });
  expect(shop.pyreset('apps').stdout).toMatch(
    /\nunknown, because it cannot be read without running Python:\n {2}conf\/settings\.py:1: .+\n$/,
  );
});

test('a repository without Django', () => {
  const plain = committed({ 'manage.py': 'print("not Django")\n', 'migrations/0001_x.py': 'x = 1\n' });
  expect(plain.pyreset('apps')).toMatchObject({ output: 'no Django apps\n', status: 0 });
  expect(JSON.parse(plain.pyreset('apps', '--format', 'json').stdout)).toEqual({
    version: 1,
    apps: [],
    unknown: [],
  });
});

test('HEAD is read, not the work tree nor the index', () => {
  const shop = committed();
  shop.write({ [NOTE]: addField('note', '0002_cost'), [COST]: null, 'manage.py': null });
  expect(names(shop)).toEqual(TWO);
  shop.git('add', '--all');
  expect(names(shop)).toEqual(TWO);
});

test('--rev names a branch, a tag, an id', () => {
  const shop = committed();
  shop.git('tag', 'light');
  shop.git('tag', '--annotate', '--message', 'x', 'v1.0');
  const short = shop.git('rev-parse', '--short=8', 'HEAD');
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('note', { [NOTE]: addField('note', '0002_cost') });
  for (const before of ['main', 'light', 'v1.0', short, 'HEAD~1', 'topic^'])
    expect(names(shop, '--rev', before)).toEqual(TWO);
  expect(names(shop, '--rev', 'topic')).toEqual([...TWO, 'shop.0003_note']);
  shop.git('switch', '--quiet', '--detach', 'main');
  expect(names(shop)).toEqual(TWO);
});

/** One line that says what is wrong, a hint, exit code 2, nothing on standard output. */
function expectRefusal(ran: Ran, message: string): void {
  expect(ran.stderr).toContain(`pyreset-hooks: ${message}`);
  expect(ran.stderr).toMatch(/^pyreset-hooks: .+\n(?: {2}hint: .+\n)?$/);
  expect(ran.stdout).toBe('');
  expect(ran.status).toBe(2);
}

test.for([
  ['unknown revision: "nope"', '--rev', 'nope'],
  ['unknown revision: ""', '--rev', ''],
  ['unknown revision: "-x"', '--rev=-x'],
  ['unknown revision: "--output=stolen"', '--rev=--output=stolen'],
  ['unknown revision: "HEAD:shop"', '--rev', 'HEAD:shop'],
  ['unknown revision: "HEAD\\nHEAD"', '--rev', 'HEAD\nHEAD'],
  ['unknown revision: "main..HEAD"', '--rev', 'main..HEAD'],
  ['apps: there is no format "xml"', '--format', 'xml'],
  ['apps: there is no format ""', '--format', ''],
  ['apps: --rev and --staged exclude each other', '--rev', 'HEAD', '--staged'],
  ["apps: Unknown option '--cached'", '--cached'],
  ["apps: Unexpected argument 'shop'", 'shop'],
] as const)('refused: %s', ([message, ...args]) => {
  const shop = committed();
  expectRefusal(shop.pyreset('apps', ...args), message);
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('outside a repository', () => {
  const shop = committed();
  const outside = shop.at(join(shop.folder, '..'));
  for (const args of [[], ['--staged'], ['--rev', 'HEAD']])
    expectRefusal(outside.pyreset('apps', ...args), 'not a git repository');
});

test('--staged reads additions, deletions and renames that are staged', () => {
  const shop = committed();
  shop.write({ [NOTE]: addField('note', '0002_cost') });
  expect(names(shop, '--staged')).toEqual(TWO);
  shop.git('add', '--intent-to-add', NOTE);
  expect(names(shop, '--staged')).toEqual(TWO);
  shop.git('add', NOTE);
  expect(names(shop, '--staged')).toEqual([...TWO, 'shop.0003_note']);
  shop.git('rm', '--quiet', '--force', NOTE);
  shop.git('mv', COST, 'shop/migrations/0002_price.py');
  expect(names(shop, '--staged')).toEqual(['shop.0001_initial', 'shop.0002_price']);
  shop.git('rm', '--quiet', '--force', 'shop/migrations/0002_price.py');
  expect(names(shop, '--staged')).toEqual(['shop.0001_initial']);
  shop.git('mv', 'shop', 'store');
  shop.write({ 'conf/settings.py': 'INSTALLED_APPS = ["store"]\n' });
  shop.git('add', 'conf');
  expect(names(shop, '--staged')).toEqual(['store.0001_initial']);
  expect(names(shop)).toEqual(TWO);
});

test('while a conflict stands, what is merged is read, and no conflict marker', () => {
  const shop = committed();
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.commit('theirs', { [COST]: `# theirs\n${addField('cost')}`, [NOTE]: addField('note', '0002_cost') });
  shop.git('switch', '--quiet', 'main');
  shop.commit('ours', { [COST]: `# ours\n${addField('cost')}` });
  expect(shop.tryGit('merge', 'theirs').status).toBe(1);
  expect(shop.read(COST)).toContain('<<<<<<<');
  expect(names(shop, '--staged')).toEqual([...TWO, 'shop.0003_note']);
  expect(names(shop)).toEqual(TWO);
});

test('inside a hook, `git commit -a` is read from the index that it made', () => {
  const shop = committed();
  const hook = `#!/bin/sh\n"${process.execPath}" "${CLI}" apps --staged >../seen\n`;
  shop.write({ '.git/hooks/pre-commit': hook, [COST]: null });
  shop.shell('chmod +x .git/hooks/pre-commit');
  expect(shop.tryGit('commit', '--all', '-m', 'x').status).toBe(0);
  expect(shop.read('../seen')).toContain('shop: 1 migration, newest 0001_initial');
});

test('before the first commit the index is read', () => {
  const fresh = repository();
  expect(fresh.pyreset('apps')).toMatchObject({ output: 'no Django apps\n', status: 0 });
  fresh.write(PROJECT);
  expect(fresh.pyreset('apps', '--staged').output).toBe('no Django apps\n');
  fresh.git('add', '--all');
  expect(names(fresh)).toEqual(TWO);
  expect(names(fresh, '--staged')).toEqual(TWO);
  expectRefusal(fresh.pyreset('apps', '--rev', 'HEAD'), 'unknown revision: "HEAD"');
});

test('a bare repository has commits, and nothing staged', () => {
  const shop = committed();
  shop.git('clone', '--quiet', '--bare', '.', '../bare.git');
  const bare = shop.at(join(shop.folder, '..', 'bare.git'));
  expect(names(bare)).toEqual(TWO);
  expect(names(bare, '--rev', 'main', '--all')).toEqual(TWO);
  expectRefusal(bare.pyreset('apps', '--staged'), 'this repository is bare: nothing can be staged');
  const empty = repository('--bare');
  expect(empty.pyreset('apps')).toMatchObject({ output: 'no Django apps\n', status: 0 });
});
