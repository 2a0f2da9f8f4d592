import { dirname } from 'node:path';
import { expect } from 'vitest';
import { DJANGO_PYTHON } from './python.ts';
import { committed, follow, remedy } from './remedies.ts';
import { cloned, LONG_AGO, type Ran, type Repository } from './repository.ts';
import { SHOP, lying } from './said.ts';

/** Its settings. */
export const SETTINGS = `import os

SECRET_KEY = "x"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
`;

/** Its manage.py. */
export const MANAGE = `import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
execute_from_command_line(sys.argv)
`;

/** The type of its fields. */
export const INTEGER = 'models.IntegerField(default=0)';
/** Its models: one, with these fields. */
export const models = (fields: Readonly<Record<string, string>>) =>
  `from django.db import models\n\n\nclass Item(models.Model):\n    id = models.AutoField(primary_key=True)\n${Object.entries(
    fields,
  )
    .map(([name, field]) => `    ${name} = ${field}\n`)
    .join('')}`;

/** A branch in a clone whose \`main\` has all migrations of \`shop\` for long, and so has the database \`team\`. */
export function applied(): Repository {
  const made = cloned(LONG_AGO, {
    '.gitignore': '__pycache__/\n*.sqlite3\n',
    'manage.py': MANAGE,
    'settings.py': SETTINGS,
    'shop/__init__.py': '',
    'shop/models.py': models({ cost: INTEGER, note: INTEGER }),
    'shop/migrations/__init__.py': '',
    ...lying(SHOP),
  });
  made.git('switch', '--quiet', '-c', 'topic');
  expect(migrate(made).status).toBe(0);
  return made;
}

/** Runs a line as it is printed, with the Python that has Django, and y for an answer. */
export function python(made: Repository, line: string, database = 'team'): Ran {
  const PATH = `${dirname(DJANGO_PYTHON!)}:${process.env['PATH']}`;
  const env = {
    PATH,
    DATABASE: `${database}.sqlite3`,
    PYTHONWARNINGS: 'ignore',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return made.with(env).shell(`printf 'y\\n' | ${line}`);
}

/** Brings a database up to date. */
export const migrate = (made: Repository, database = 'team'): Ran =>
  python(made, 'python manage.py migrate', database);

/** The columns of the table, as the database has them. */
export function columns(made: Repository, database: string): string {
  const show = `import sqlite3; print(sqlite3.connect("${database}.sqlite3").execute("select name, type from pragma_table_info('shop_item')").fetchall())`;
  return python(made, `python -c '${show.replaceAll("'", `'"'"'`)}'`, database).stdout;
}

/** Does what is printed, the lines of Python as well. */
export function heed(made: Repository, output: string, ...leads: readonly string[]): void {
  for (const lead of leads) {
    follow(made, remedy(output, lead), (line) => {
      const ran = python(made, line);
      expect(ran.status, ran.output).toBe(0);
    });
  }
}

/** The commit passes, and the database of the team and a new one are alike; what they are short of is nothing. */
export function expectWell(made: Repository): void {
  expect(committed(made, 0)).toBe('');
  for (const database of ['team', 'fresh']) {
    const ran = migrate(made, database);
    expect(ran.status, ran.output).toBe(0);
  }
  const missing = python(made, 'python manage.py makemigrations --check --dry-run');
  expect(missing.status, missing.output).toBe(0);
  expect(columns(made, 'team')).toBe(columns(made, 'fresh'));
}
