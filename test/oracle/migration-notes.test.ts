import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { DJANGOS, IN_CI, type Django } from '../helpers/python.ts';
import { installed, type Ran, type Repository } from '../helpers/repository.ts';
import { add, CREATE, lying, migration, replacing, SHOP } from '../helpers/said.ts';
import { adding, branch, noted, packages, quietly, TAX } from '../helpers/switching.ts';
import { INTEGER, MANAGE, models, SETTINGS } from '../helpers/team-database.ts';

const skip = DJANGOS.length === 0 && !IN_CI;
const FIELDS = { cost: INTEGER, note: INTEGER };

/** A project on `main` in a folder (`''`, or with a slash at its end), run by that Django. */
function site(django: Django | undefined, folder = ''): Repository {
  const files = {
    'manage.py': MANAGE,
    'settings.py': SETTINGS,
    'shop/__init__.py': '',
    'shop/migrations/__init__.py': '',
    'shop/models.py': models(FIELDS),
    ...lying(SHOP),
  };
  const placed = Object.entries(files).map(([path, text]) => [`${folder}${path}`, text]);
  return installed({ '.gitignore': '*.sqlite3\n', ...(Object.fromEntries(placed) as object) }).with({
    PATH: `${dirname(django!.python)}:${process.env['PATH']}`,
    DATABASE: 'team.sqlite3',
    PYTHONWARNINGS: 'ignore',
    PYTHONDONTWRITEBYTECODE: '1',
  });
}

/** What the branch has that is left: another field. */
const WITH_TAX = { ...lying(TAX), 'shop/models.py': models({ ...FIELDS, tax: INTEGER }) };

/** An app beside it whose model refers to it. */
const BLOG = (...parents: readonly string[]) => ({
  ...packages('blog', 'blog/migrations'),
  'settings.py': SETTINGS.replace('["shop"]', '["shop", "blog"]'),
  'blog/models.py': models({ item: 'models.ForeignKey("shop.Item", models.CASCADE)' }).replace(
    'Item(',
    'Post(',
  ),
  'blog/migrations/0001_initial.py': migration(
    parents,
    'migrations.CreateModel("Post", [("id", models.AutoField(primary_key=True, serialize=False)), ("item", models.ForeignKey("shop.Item", models.CASCADE))])',
  ),
});

const INSERT = 'import django; django.setup(); from shop.models import Item; Item.objects.create()';
const SCHEMA = `import os, sqlite3
database = sqlite3.connect(os.environ["DATABASE"])
for (table,) in database.execute("""select name from sqlite_master where type = "table" order by name""").fetchall():
    print(table, sorted(database.execute(f"select name, type, [notnull] from pragma_table_info({table!r})")))
`;

/** Runs a line of shell in a database, and expects it to go well. */
function well(made: Repository, line: string, database = 'team'): string {
  const ran = on(made, line, database);
  expect(ran.status, ran.output).toBe(0);
  return ran.output;
}

const on = (made: Repository, line: string, database: string): Ran =>
  made
    .with({ DATABASE: `${database}.sqlite3`, DJANGO_SETTINGS_MODULE: 'settings', PYTHONPATH: '.:back end' })
    .shell(line);

/** Switches, and hands back the command that is printed, as it is. */
function commandOf(made: Repository, ...to: readonly string[]): string {
  const notes = noted(made, 'switch', ...(to.length > 0 ? to : ['main']));
  expect(notes[0]).toContain(' ahead');
  return /^roll back from there: (.*)$/.exec(notes.at(-1)!)![1]!;
}

/** The database is as a new one is, and can be written to. */
function expectAtHome(made: Repository, manage = 'manage.py'): void {
  expect(well(made, `python ${manage} migrate`)).toContain('No migrations to apply');
  well(made, `python ${manage} migrate`, 'fresh');
  expect(well(made, `python -c '${SCHEMA}'`)).toBe(well(made, `python -c '${SCHEMA}'`, 'fresh'));
  well(made, `python -c '${INSERT}'`);
  expect(made.git('rev-parse', 'HEAD')).toBe(made.git('rev-parse', 'main'));
}

for (const django of skip ? [undefined] : DJANGOS) {
  const under = `Django ${django?.version ?? 'is missing'}`;

  test(`${under}, BR1: an insert fails; rolled back from there, it works`, { skip }, () => {
    const made = site(django);
    branch(made, WITH_TAX);
    well(made, 'python manage.py migrate');
    const command = commandOf(made);
    well(made, 'cp team.sqlite3 lost.sqlite3');
    expect(well(made, 'python manage.py migrate', 'lost')).toContain('No migrations to apply');
    well(made, 'python manage.py makemigrations --check --dry-run', 'lost');
    expect(on(made, `python -c '${INSERT}'`, 'lost').stderr).toContain(
      'NOT NULL constraint failed: shop_item.tax',
    );
    expect(well(made, command)).toContain('Unapplying shop.0004_tax... OK');
    expectAtHome(made);
  });

  test.for([
    ['what depends on it', BLOG('shop.0004_tax'), 'migrate shop 0003_note &&'],
    [
      'what does not',
      BLOG('shop.0003_note'),
      'migrate shop 0003_note && python manage.py migrate blog zero &&',
    ],
    [
      'what it depends on',
      {
        ...BLOG('shop.0003_note'),
        ...lying({ '0004_tax': TAX['0004_tax']!.replace('[(', '[("blog", "0001_initial"), (') }),
      },
      'migrate blog zero &&',
    ],
  ] as const)(`${under}: an app goes along, %s`, { skip }, ([, blog, part]) => {
    const made = site(django);
    branch(made, { ...WITH_TAX, ...blog });
    well(made, 'python manage.py migrate');
    const command = commandOf(made);
    expect(command).toContain(part);
    const output = well(made, command);
    expect(output).toContain('Unapplying shop.0004_tax... OK');
    expect(output).toContain('Unapplying blog.0001_initial... OK');
    expectAtHome(made);
  });

  test(`${under}: renamed, migrate runs it again; rolled back, it runs once`, { skip }, () => {
    const made = site(django);
    branch(made, WITH_TAX);
    well(made, 'python manage.py migrate');
    well(made, `python -c '${INSERT.replace('create()', 'create(tax=7)')}'`);
    quietly(made, 'switch', '--quiet', 'main');
    made.commit('the same', {
      'shop/models.py': WITH_TAX['shop/models.py'],
      ...lying({ '0004_vat': TAX['0004_tax']! }),
    });
    quietly(made, 'switch', '--quiet', 'topic');
    const command = commandOf(made);
    well(made, 'cp team.sqlite3 lost.sqlite3');
    expect(well(made, 'python manage.py migrate', 'lost')).toContain('Applying shop.0004_vat... OK');
    const show =
      'import sqlite3; print(sqlite3.connect("lost.sqlite3").execute("select tax from shop_item").fetchall())';
    expect(well(made, `python -c '${show}'`)).toBe('[(0,)]\n');
    well(made, command);
    expect(well(made, 'python manage.py migrate')).toContain('Applying shop.0004_vat... OK');
    expectAtHome(made);
  });

  test(`${under}: a squash is where it stops`, { skip }, () => {
    const made = site(django);
    const squash = migration(
      [],
      `${CREATE}, ${add('cost')}, ${add('note')}`,
      replacing(...Object.keys(SHOP)),
    );
    made.commit('squash', lying({ '0001_squashed': squash }));
    branch(made, { ...WITH_TAX, ...lying({ '0004_tax': adding('tax', '0001_squashed') }) });
    well(made, 'python manage.py migrate');
    const command = commandOf(made);
    expect(command).toContain('migrate shop 0001_squashed &&');
    expect(well(made, command)).toContain('Unapplying shop.0004_tax... OK');
    expectAtHome(made);
  });

  test(`${under}: from a commit to a commit, of a project in a folder`, { skip }, () => {
    const made = site(django, 'back end/');
    const tax = Object.entries(WITH_TAX).map(([path, text]) => [`back end/${path}`, text]);
    const ahead = branch(made, Object.fromEntries(tax) as Record<string, string>);
    well(made, `python 'back end/manage.py' migrate`);
    quietly(made, 'switch', '--quiet', '--detach', ahead);
    const command = commandOf(made, '--detach', 'main');
    expect(command).toMatch(
      /^git switch --detach \w+ && python 'back end\/manage.py' .* && git switch --detach -$/,
    );
    well(made, command);
    expectAtHome(made, "'back end/manage.py'");
  });
}
