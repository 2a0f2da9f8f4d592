import { expect, test } from 'vitest';
import { DJANGO_PYTHON, IN_CI } from '../helpers/python.ts';
import { repository, SHOP, type Ran, type Repository } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';

const SETTINGS = `
SECRET_KEY = "x"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": __import__("os").environ["DATABASE"]}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
`;

const MODELS = `from django.db import models


class Item(models.Model):
    cost = models.IntegerField(default=0)
`;

/** A project whose migrations are committed, published on \`main\`, and applied to \`team.sqlite3\` with a row in it. */
function applied(): Repository {
  const shop = repository();
  shop.commit('shop', {
    ...SHOP,
    'shop/models.py': MODELS,
    'settings.py': SETTINGS,
    '.gitignore': '__pycache__/\n*.sqlite3\n',
  });
  shop.pyreset('install');
  expect(migrate(shop, 'team').status).toBe(0);
  expect(
    django(
      shop,
      'team',
      'shell',
      '--no-imports',
      '-c',
      'from shop.models import Item; Item.objects.create(cost=7)',
    ).status,
  ).toBe(0);
  return shop;
}

function django(shop: Repository, database: string, ...args: readonly string[]): Ran {
  const words = args.map((word) => `'${word}'`).join(' ');
  return shop
    .with({ DJANGO_SETTINGS_MODULE: 'settings', DATABASE: `${database}.sqlite3`, PYTHONPATH: '.' })
    .shell(`'${DJANGO_PYTHON}' -W ignore -m django ${words}`);
}

const migrate = (shop: Repository, database: string): Ran => django(shop, database, 'migrate');
const costs = (shop: Repository): string =>
  django(
    shop,
    'team',
    'shell',
    '--no-imports',
    '-c',
    'from shop.models import Item; print([i.cost for i in Item.objects.all()])',
  ).stdout.trim();

/** The lines of a hint that are commands. */
function command(ran: Ran, start: string): string {
  return (
    ran.output
      .split('\n')
      .find((line) => line.trim().startsWith(start))
      ?.trim() ?? 'false'
  );
}

const skip = DJANGO_PYTHON === undefined && !IN_CI;

test('Django applies a renamed migration again, as the message says', { skip }, () => {
  const shop = applied();
  shop.git('mv', COST, PRICE);
  expect(shop.tryGit('commit', '-m', 'rename').status).toBe(1);
  shop.git('commit', '--quiet', '--no-verify', '-m', 'rename');
  expect(django(shop, 'team', 'makemigrations', '--check').status).toBe(0);
  expect(django(shop, 'team', 'check').status).toBe(0);
  const again = migrate(shop, 'team');
  expect(again.stdout).toContain('Applying shop.0002_price... OK');
  expect(costs(shop), 'SQLite rebuilt the table: the data is gone, and nothing was said').toBe('[0]');
});

test('the first remedy, the published name, ends it', { skip }, () => {
  const shop = applied();
  shop.git('mv', COST, PRICE);
  const refused = shop.tryGit('commit', '-m', 'rename');
  expect(shop.shell(command(refused, 'git mv')).status).toBe(0);
  expect(shop.tryGit('commit', '--allow-empty', '-m', 'x').status).toBe(0);
  expect(migrate(shop, 'team').stdout).toContain('No migrations to apply');
  expect(costs(shop)).toBe('[7]');
});

test('the second remedy, replaces, ends it on the applied database and on a fresh one', { skip }, () => {
  const shop = applied();
  shop.git('mv', COST, PRICE);
  const refused = shop.tryGit('commit', '-m', 'rename');
  shop.write({ [PRICE]: `${shop.read(PRICE)}\n    ${command(refused, 'replaces')}\n` });
  shop.git('add', '--all');
  expect(shop.tryGit('commit', '-m', 'rename').status).toBe(0);
  expect(migrate(shop, 'team').stdout).toContain('No migrations to apply');
  expect(migrate(shop, 'fresh').status).toBe(0);
  expect(costs(shop)).toBe('[7]');
  expect(django(shop, 'team', 'makemigrations', '--check').status).toBe(0);
});
