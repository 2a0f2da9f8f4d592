import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, installed, SHOP, type Repository } from '../helpers/repository.ts';

const MODELS =
  'from django.db import models\n\n\nclass Item(models.Model):\n    cost = models.IntegerField()\n';
const NOTED = `${MODELS}    note = models.IntegerField()\n`;
const NOTE = 'shop/migrations/0003_note.py';
const START = { ...SHOP, 'shop/models.py': MODELS };

/** A repository in which models are staged, and the migration for them is not. */
function forgetful(
  files: Readonly<Record<string, string>> = { [NOTE]: addField('note', '0002_cost') },
): Repository {
  const shop = installed(START);
  shop.write({ 'shop/models.py': NOTED, ...files });
  shop.git('add', '--update');
  return shop;
}

test('a migration that was not added is named as the models are committed, and the remedy adds it', () => {
  const shop = forgetful();
  const warned = shop.tryGit('commit', '--quiet', '-m', 'note');
  expect(warned.status).toBe(0);
  expect(warned.output)
    .toBe(`${NOTE}:1:1: warning: migration shop.0003_note is not tracked, and this commit changes shop/models.py: others get the models without it, and their makemigrations writes another one  [untracked-migration]
  add it to this commit:
      git add -- :/shop/migrations/0003_note.py

0 errors, 1 warning
`);
  shop.git('reset', '--quiet', '--soft', 'HEAD~');
  const inside = shop.at(join(shop.folder, 'shop', 'migrations'));
  expect(inside.pyreset('check').stdout).toBe(warned.output);
  expect(inside.shell('git add -- :/shop/migrations/0003_note.py').status).toBe(0);
  expect(shop.pyreset('check').output).toBe('');
  expect(shop.tryGit('commit', '--quiet', '-m', 'note').output).toBe('');
});

test('`git commit -a` and `git commit <path>` are judged by the index that git hands over', () => {
  const shop = forgetful();
  shop.git('reset', '--quiet');
  expect(shop.tryGit('commit', '--quiet', '-am', 'x').output).toContain('[untracked-migration]');
  shop.write({ 'shop/models.py': `${NOTED}    x = 1\n` });
  expect(shop.tryGit('commit', '--quiet', '-m', 'x', 'shop/models.py').output).toContain(
    '[untracked-migration]',
  );
});

test('a range says nothing of it, and neither does a commit of something else', () => {
  const shop = forgetful();
  shop.tryGit('commit', '--quiet', '-m', 'note');
  expect(shop.pyreset('check', '--range', 'HEAD~..HEAD').output).toBe('');
  shop.write({ 'shop/views.py': 'x = 1\n' });
  shop.git('add', 'shop/views.py');
  expect(shop.tryGit('commit', '--quiet', '-m', 'views').output).toBe('');
});

test('what is ignored, a helper, a folder, or lies in another app is passed over', () => {
  const shop = forgetful({
    'shop/migrations/_helper.py': 'x = 1\n',
    'shop/migrations/0003_x/__init__.py': '',
    'shop/migrations/0003_local.py': addField('x', '0002_cost'),
    'cart/migrations/0001_initial.py': addField('x'),
    'migrations/0001_initial.py': addField('x'),
  });
  shop.shell('echo "*_local.py" >>.git/info/exclude');
  expect(shop.pyreset('check').output).toBe('');
});

test('a first migration is added with what makes its folder a package', () => {
  const shop = installed({
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf")\n',
    'conf.py': 'INSTALLED_APPS = ["shop"]\n',
    'shop/__init__.py': '',
    'shop/models.py': '',
  });
  shop.write(START);
  shop.git('add', '--update');
  const { stdout } = shop.pyreset('check');
  expect(stdout.match(/warning: migration shop\.\w+ is not tracked/g)).toHaveLength(2);
  const [command = 'false', ...others] = stdout.split('\n').filter((line) => line.includes('git add'));
  expect(others).toEqual([]);
  expect(shop.shell(command).status).toBe(0);
  expect(shop.git('ls-files', '--others', 'shop')).toBe('');
  expect(shop.pyreset('check').output).toBe('');
});

test('names that are hostile, or no UTF-8, are printed escaped, and the command adds them', () => {
  const shop = forgetful({ 'shop/migrations/0003_a\u001b[2J\n*.py': addField('x') });
  const place = Buffer.from(`${shop.folder}/shop/migrations/0004_`, 'utf8');
  writeFileSync(Buffer.concat([place, Buffer.from([0xe9]), Buffer.from('.py')]), addField('y'));
  const { stdout } = shop.pyreset('check');
  expect(stdout).toContain(
    String.raw`shop/migrations/0003_a\x1b[2J\x0a*.py:1:1: warning: migration shop.0003_a\x1b[2J\x0a* is`,
  );
  expect(stdout).toContain(
    String.raw`shop/migrations/0004_\xe9.py:1:1: warning: migration shop.0004_\xe9 is`,
  );
  expect(stdout).not.toMatch(/[\u001b\ufffd]/);
  const command = stdout.split('\n').find((line) => line.includes('git add'));
  expect(shop.shell(command ?? 'false').status).toBe(0);
  expect(shop.git('ls-files', '--others')).toBe('');
  expect(shop.pyreset('check').output).not.toContain('untracked-migration');
});
