import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Files } from '../../src/rule.ts';
import type { Postgres } from '../helpers/postgres.ts';
import type { Django } from '../helpers/python.ts';
import { cloned, LONG_AGO, repository, type Ran, type Repository } from '../helpers/repository.ts';

const SETTINGS = `import os

SECRET_KEY = "x"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "shop",
    "orders",
]
NAME = os.environ["DATABASE"]
if "SERVER" in os.environ:
    ENGINE = {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["SERVER"], "USER": "django"}
else:
    ENGINE = {"ENGINE": "django.db.backends.sqlite3"}
DATABASES = {"default": {**ENGINE, "NAME": NAME}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
`;

const MANAGE = `import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
execute_from_command_line(sys.argv)
`;

const SHOP = `from django.db import models

from shop.codes import make_code


class Tag(models.Model):
    name = models.CharField(max_length=20)


class Item(models.Model):
    name = models.CharField(max_length=20)
    parent = models.ForeignKey("self", models.CASCADE, null=True)
    tags = models.ManyToManyField("shop.Tag")

    class Meta:
        ordering = ["name"]


class Price(models.Model):
    item = models.ForeignKey("shop.Item", models.CASCADE)
    amount = models.IntegerField()
    code = models.CharField(default=make_code, max_length=20)
`;

const COST =
  '    name = models.CharField(max_length=20)\n    cost = models.IntegerField(default=0)\n    parent';

const ORDERS = `from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Order(models.Model):
    item = models.ForeignKey("shop.Item", models.CASCADE)
    others = models.ManyToManyField("shop.Item", related_name="+")


class Note(models.Model):
    text = models.CharField(max_length=20)
    kind = models.ForeignKey(ContentType, models.CASCADE)
    number = models.IntegerField()
    target = GenericForeignKey("kind", "number")
`;

const config = (name: string): string =>
  `from django.apps import AppConfig\n\n\nclass ${name[0]!.toUpperCase()}${name.slice(1)}Config(AppConfig):\n    name = "${name}"\n`;

const FILES: Files = {
  '.gitignore': '__pycache__/\n*.sqlite3\n',
  'manage.py': MANAGE,
  'settings.py': SETTINGS,
  'shop/__init__.py': '',
  'shop/apps.py': config('shop'),
  'shop/codes.py': 'def make_code():\n    return "A1"\n',
  'shop/models.py': SHOP,
  'shop/migrations/__init__.py': '',
  'orders/__init__.py': '',
  'orders/apps.py': config('orders'),
  'orders/models.py': ORDERS,
  'orders/prices.py': 'import shop.codes\nfrom shop.models import Price\n\nMODELS = [Price, shop.codes]\n',
  'orders/migrations/__init__.py': '',
};

/** What is read of a database; see procedures_data.py. */
export interface Observed {
  readonly rows: unknown;
  readonly rights: { readonly 'ada may': readonly string[] };
  readonly tables: Readonly<Record<string, readonly string[]>>;
}

/** A Django on a kind of database; without a server, that is SQLite. */
export interface Site {
  readonly django: Django;
  readonly server: Postgres | undefined;
}

/** Runs lines of shell as they are printed, in a repository whose databases are the site's. */
export function runIn(made: Repository, { django, server }: Site, script: string, database = 'team'): Ran {
  return made
    .with({
      PATH: `${dirname(django.python)}:${process.env['PATH']}`,
      DATABASE: server ? nameOf(made, database) : `${database}.sqlite3`,
      ...(server ? { SERVER: server.host } : {}),
      DJANGO_SETTINGS_MODULE: 'settings',
      PYTHONPATH: '.',
      PYTHONWARNINGS: 'ignore',
      PYTHONDONTWRITEBYTECODE: '1',
    })
    .shell(script);
}

/** A server has the databases of all tests; PostgreSQL takes names without quotes for lower case. */
function nameOf({ folder }: Repository, database: string): string {
  return `${database}_${folder.replace(/[^A-Za-z0-9]+/g, '_')}`.toLowerCase();
}

/** The same, expected to succeed. */
function run(made: Repository, site: Site, script: string, database?: string): string {
  const ran = runIn(made, site, script, database);
  expect(ran.status, `${script}\n${ran.output}`).toBe(0);
  return ran.stdout;
}

const DATA = join(import.meta.dirname, 'procedures_data.py');

/** What is done to a database before it is looked at; see procedures_data.py. */
type Deed = 'migrate' | 'fill' | 'settled' | 'use';

/** Does that, and reads what the database holds then. */
export function observe(made: Repository, site: Site, deeds: readonly Deed[], database?: string): Observed {
  return JSON.parse(run(made, site, `python '${DATA}' ${deeds.join(' ')}`, database)) as Observed;
}

/** Makes a database with all migrations and some rows. */
export function filled(made: Repository, site: Site, database: string): Observed {
  const { server } = site;
  if (server) {
    const place = `host="${server.host}", user="${server.user}", dbname="postgres", autocommit=True`;
    const create = `import psycopg; psycopg.connect(${place}).execute("CREATE DATABASE ${nameOf(made, database)}")`;
    run(made, site, `python -c '${create}'`);
  }
  return observe(made, site, ['migrate', 'fill'], database);
}

const written = new Map<string, Files>();

/** The project with the migrations that its Django writes for it. */
function filesFor(django: Django): Files {
  const known = written.get(django.version);
  if (known) return known;
  const made = repository();
  const site = { django, server: undefined };
  made.write(FILES);
  run(made, site, 'python manage.py makemigrations');
  made.write({ 'shop/models.py': SHOP.replace(/ {4}name = .*\n {4}parent/, COST) });
  run(made, site, 'python manage.py makemigrations shop --name cost');
  const paths = ['shop', 'orders'].flatMap((label) => {
    const folder = `${label}/migrations`;
    return readdirSync(join(made.folder, folder)).map((name) => `${folder}/${name}`);
  });
  const texts = [...paths, 'shop/models.py'].map((path) => [path, made.read(path)]);
  const files = { ...FILES, ...(Object.fromEntries(texts) as Files) };
  written.set(django.version, files);
  return files;
}

/** A branch in a clone of the project; the database `team` has all migrations, rows, and users with permissions. */
export function applied(site: Site): { readonly made: Repository; readonly before: Observed } {
  const made = cloned(LONG_AGO, filesFor(site.django));
  made.git('switch', '--quiet', '-c', 'topic');
  return { made, before: filled(made, site, 'team') };
}
