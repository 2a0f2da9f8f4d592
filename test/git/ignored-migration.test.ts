import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT, site } from '../helpers/django.ts';
import { addField, installed, SHOP, type Repository } from '../helpers/repository.ts';

const MODELS = 'from django.db import models\n\n\nclass Item(models.Model):\n    pass\n';
const INITIAL = 'shop/migrations/0001_initial.py';

/** The files of the project without those of its migrations. */
const UNMIGRATED = {
  ...Object.fromEntries(Object.entries(PROJECT).filter(([path]) => !path.includes('migrations'))),
  'shop/models.py': MODELS,
};

const IGNORED = { ...UNMIGRATED, '.gitignore': '__pycache__/\n*/migrations/\n' };

/** Runs what a hint says: the lines of the commands that begin with these words. */
function obey(shop: Repository, output: string, words = 'git add'): void {
  const commands = output.split('\n').filter((line) => line.startsWith(`      ${words}`));
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) expect(shop.shell(command)).toMatchObject({ status: 0, stderr: '' });
}

test('a rule that will ignore migrations is found in a commit of nothing else, and its remedy ends it', () => {
  const shop = installed(UNMIGRATED);
  shop.write({ ...SHOP, 'shop/models.py': MODELS, '.gitignore': '__pycache__/\n*/migrations/\n' });
  shop.git('add', '--all');
  const warned = shop.tryGit('commit', '--quiet', '-m', 'ignore');
  expect(warned.status).toBe(0);
  expect(warned.output)
    .toBe(`.gitignore:2:1: warning: */migrations/ keeps the migrations of app shop out of git: makemigrations invents others of the same names on every machine, and production has none  [ignored-migration]
  take line 2 of .gitignore out:
      */migrations/
  and add the migrations that were kept out:
      git add -- ':/shop/migrations/*.py'
  if no other database is ever made from them, record that once in .pyresetrc:
      allow: [{rule: ignored-migration, subject: ".gitignore:*/migrations/", reason: "…"}]

0 errors, 1 warning
`);
  shop.write({ '.gitignore': '__pycache__/\n' });
  shop.git('add', '.gitignore');
  obey(shop.at(join(shop.folder, 'shop')), warned.output); // wherever one stands
  expect(shop.git('ls-files', 'shop/migrations').split('\n')).toContain(INITIAL);
  expect(shop.pyreset('check')).toMatchObject({ status: 0, output: '' });
  expect(shop.tryGit('commit', '--quiet', '-m', 'track').output).toBe('');
  expect(shop.pyreset('check', '--range', 'HEAD~2..HEAD')).toMatchObject({ status: 0, output: '' });
});

test('models of an app whose migrations were ignored before are found, staged or in a range', () => {
  const shop = installed(IGNORED);
  shop.write({ 'shop/models.py': `${MODELS}    x = models.IntegerField()\n`, [INITIAL]: SHOP[INITIAL]! });
  shop.git('add', '--all');
  const staged = shop.pyreset('check');
  expect(staged.stdout).toContain('.gitignore:2:1: warning: */migrations/ keeps the migrations of app shop');
  expect(staged.status).toBe(0);
  shop.tryGit('commit', '--quiet', '-m', 'models');
  expect(shop.pyreset('check', '--range', 'HEAD~..HEAD').stdout).toBe(staged.stdout);
  shop.git('clone', '--quiet', '--bare', '.', '../bare');
  const bare = shop.at(join(shop.folder, '..', 'bare'));
  expect(bare.pyreset('check', '--range', 'HEAD~..HEAD').stdout).toBe(staged.stdout);
  shop.commit('else', { 'shop/views.py': 'x = 1\n' });
  expect(shop.pyreset('check', '--range', 'HEAD~..HEAD').output).toBe('');
});

test('an allowance of the pattern ends it, wherever the line stands', () => {
  const shop = installed(IGNORED);
  const allow = 'allow: [{rule: ignored-migration, subject: ".gitignore:*/migrations/", reason: "a demo"}]\n';
  shop.write({
    'shop/models.py': `${MODELS}    x = 1\n`,
    '.pyresetrc': allow,
    '.gitignore': '\n\n*/migrations/\n',
  });
  shop.git('add', '--all');
  expect(shop.pyreset('check').output).toBe('');
});

test('what git ignores by rules that are in no commit is not asked', () => {
  const shop = installed(UNMIGRATED);
  shop.shell('echo migrations/ >>.git/info/exclude');
  shop.write({ 'shop/models.py': `${MODELS}    x = 1\n`, '.gitignore': 'migrations/\n' });
  shop.git('add', 'shop/models.py');
  expect(shop.pyreset('check').output).toBe('');
});

test('of an app whose older migrations are tracked, it is said that new ones are not', () => {
  const shop = installed({ ...PROJECT, 'shop/models.py': MODELS });
  shop.commit('ignore', { 'shop/migrations/.gitignore': '*\n!.gitignore\n' });
  shop.write({
    'shop/models.py': `${MODELS}    x = 1\n`,
    'shop/migrations/0003_x.py': addField('x', '0002_cost'),
  });
  shop.git('add', '--all');
  expect(shop.git('diff', '--cached', '--name-only')).toBe('shop/models.py');
  const { stdout } = shop.pyreset('check');
  expect(stdout).toContain(
    'shop/migrations/.gitignore:1:1: warning: * keeps new migrations of app shop out of git',
  );
  shop.git('rm', '--quiet', 'shop/migrations/.gitignore');
  obey(shop, stdout);
  expect(shop.git('diff', '--cached', '--name-only')).toContain('shop/migrations/0003_x.py');
  expect(shop.pyreset('check').output).toBe('');
});

test('names that are hostile, or no UTF-8, are printed escaped, and the commands reach them', () => {
  const shop = installed(site('', 'INSTALLED_APPS = read()\n'));
  const config =
    'from django.apps import AppConfig\n\n\nclass S(AppConfig):\n    name = "x"\n    label = "shop"\n';
  const folder = Buffer.concat([Buffer.from(`${shop.folder}/a\u001b[2J\n`), Buffer.from([0xe9])]);
  mkdirSync(Buffer.concat([folder, Buffer.from('/migrations')]), { recursive: true });
  for (const [path, text] of Object.entries({ ...SHOP, 'shop/apps.py': config, 'shop/models.py': MODELS }))
    if (path.startsWith('shop/'))
      writeFileSync(Buffer.concat([folder, Buffer.from(path.slice('shop'.length))]), text);
  shop.commit('app');
  shop.write({ '.gitignore': '\u001b[31mx\n*/[m\u001b]igrations/\n' });
  shop.git('add', '--all');
  const { stdout } = shop.pyreset('check');
  expect(stdout).toContain(
    String.raw`.gitignore:2:1: warning: */[m\x1b]igrations/ keeps new migrations of app shop`,
  );
  expect(stdout).toContain(String.raw`git add -- ':(top,glob)a?\[2J??/migrations/*.py'`);
  expect(stdout).not.toMatch(/[\u001b\ufffd]/);
  shop.git('reset', '--quiet', '--', '.gitignore');
  shop.write({ '.gitignore': null });
  shop.git('rm', '-r', '--cached', '--quiet', ':(glob)**/migrations/*');
  obey(shop, stdout);
  expect(shop.git('diff', '--cached', '--name-only')).toBe('');
});
