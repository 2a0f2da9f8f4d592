import { expect, test } from 'vitest';
import { checked, committed, follow, remedy } from '../helpers/remedies.ts';
import { cloned, LONG_AGO } from '../helpers/repository.ts';
import { CREATE, SHOP, add, lying, migration, replacing, steps, without } from '../helpers/said.ts';

const INIT = { 'shop/__init__.py': '', 'shop/migrations/__init__.py': '', 'shop/models.py': 'ITEM = 1\n' };
const FILES = { '.gitignore': '__pycache__/\n', ...INIT, ...lying(SHOP) };
const NOTE = 'shop/migrations/0003_note.py';
const COST = 'shop/migrations/0002_cost.py';

test('one that is deleted: refused, and each way out ends it', () => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('rm', '--quiet', NOTE);
  expect(committed(shop, 1)).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:1:1: error: migration shop.0003_note is published on origin/main (BASE) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
      bring it back:
          git restore --source=BASE --staged --worktree -- :/shop/migrations/0003_note.py
      and undo what is unwanted with a new migration, from models without it:
          python manage.py makemigrations shop
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop.0003_note", reason: "…"}]

    1 error, 0 warnings
    "
  `);
  const output = checked(shop);
  follow(shop, remedy(output, 'bring it back'));
  expect(shop.git('status', '--porcelain')).toBe('');
  shop.git('rm', '--quiet', NOTE);
  follow(shop, remedy(output, 'if no other database'));
  expect(committed(shop, 0)).toBe('');
});

test('from a folder below, as the commands say where they mean', () => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('rm', '--quiet', NOTE, COST);
  const below = shop.at(`${shop.folder}/shop`);
  follow(below, remedy(checked(shop), 'bring them back'));
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('many, at a place with other files: only they come back', () => {
  const shop = cloned(LONG_AGO, { ...INIT, ...lying(steps(9)) });
  shop.git('switch', '--quiet', '-c', 'topic');
  const born = lying({ '0010_mine': migration(['shop.0001_step'], add('mine')) });
  shop.commit('born here', born);
  shop.write({ 'shop/migrations/0001_step.py': `# why\n${steps(9)['0001_step']!}` });
  for (const path of Object.keys(lying(without(steps(9), '0001_step')))) shop.write({ [path]: null });
  const output = checked(shop);
  expect(output).toContain('--line-prefix=:/');
  follow(shop.at(`${shop.folder}/shop`), remedy(output, 'bring them back'));
  expect(shop.git('status', '--porcelain')).toBe('M  shop/migrations/0001_step.py');
});

test('names that nobody can type, and those that git would take for patterns', () => {
  const odd = {
    'shop/migrations/0004_\u{7}.py': 'x',
    'shop/migrations/[0]*.py': 'x',
    'shop/migrations/ö b.py': 'x',
  };
  const texts = Object.keys(odd).map((path) => [path, migration(['shop.0003_note'], add('x'))]);
  const shop = cloned(LONG_AGO, { ...FILES, ...(Object.fromEntries(texts) as typeof odd) });
  for (const path of Object.keys(odd)) shop.write({ [path]: null });
  follow(shop, remedy(checked(shop), 'bring them back'));
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('where the app has moved on the branch, the text comes back to where it is now', () => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.write({ 'src/.keep': '' });
  shop.git('mv', 'shop', 'src/shop');
  shop.commit('moved');
  shop.git('rm', '--quiet', `src/${NOTE}`);
  follow(shop, remedy(checked(shop), 'bring it back'));
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('an app that keeps its models, and one that starts again', () => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('rm', '--quiet', '-r', 'shop/migrations');
  expect(committed(shop, 1)).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: error: app shop keeps its models and loses its 3 migrations, published on origin/main (BASE): new databases get no tables for it, and existing ones no changes  [deleted-migration]
      bring them back:
          git restore --source=BASE --staged --worktree -- :/shop/migrations/0001_initial.py :/shop/migrations/0002_cost.py :/shop/migrations/0003_note.py :/shop/migrations/__init__.py
      and have Django squash them, if one is to stand for all:
          python manage.py squashmigrations shop 0003_note
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]

    1 error, 0 warnings
    "
  `);
  shop.write({ 'shop/migrations/__init__.py': '' });
  shop.write(lying({ '0001_start': migration([], `${CREATE}, ${add('cost')}`) }));
  const again = checked(shop);
  expect(again).toContain('and starts again with 0001_start');
  follow(shop, remedy(again, 'let 0001_start stand'));
  expect(checked(shop)).not.toContain('error');
  follow(shop, remedy(again, 'or bring them back'));
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('an app that goes: warned', () => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('rm', '--quiet', '-r', 'shop');
  const output = committed(shop, 0);
  expect(output).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: warning: app shop is removed, with its 3 migrations, published on origin/main (BASE): its tables stay in every database  [removed-app]
      to have them dropped, remove only the models first, and the app a release later:
          python manage.py makemigrations shop
      then nothing is left but its content types and permissions:
          python manage.py remove_stale_contenttypes --include-stale-apps
      if its tables may stay, record that once in .pyresetrc:
          allow: [{rule: removed-app, subject: "shop", reason: "…"}]

    0 errors, 1 warning
    "
  `);
  shop.git('reset', '--quiet', '--soft', 'HEAD~1');
  follow(shop, remedy(output, 'if its tables may stay'));
  expect(shop.pyreset('check').output).toBe('');
});

test('a label that changes: keeping it ends it', () => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('mv', 'shop', 'store');
  for (const path of Object.keys(lying(SHOP, 'store')))
    shop.write({ [path]: shop.read(path).replaceAll('"shop"', '"store"') });
  const output = checked(shop);
  expect(output).toContain('app label shop, with 3 migrations published on origin/main');
  follow(shop, remedy(output, 'keep the label'));
  for (const path of Object.keys(lying(SHOP, 'store')))
    shop.write({ [path]: shop.read(path).replaceAll('"store"', '"shop"') });
  expect(committed(shop, 0)).toBe('');
});

test('originals that go with their squash: warned, and each way out ends it', () => {
  const shop = cloned(LONG_AGO, FILES);
  const squash = lying({ '0001_squashed': migration([], CREATE, replacing('0001_initial', '0002_cost')) });
  shop.write({ ...squash, 'shop/migrations/0001_initial.py': null, [COST]: null });
  const output = checked(shop);
  expect(output).toContain('0 errors, 2 warnings');
  follow(shop, remedy(output, 'if every database has'));
  expect(shop.pyreset('check').output).toBe('');
  shop.write({ '.pyresetrc': null });
  follow(shop, remedy(output, 'keep the originals'));
  expect(committed(shop, 0)).toBe('');
});
