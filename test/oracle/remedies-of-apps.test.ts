import { expect, test } from 'vitest';
import { DJANGO_PYTHON, IN_CI } from '../helpers/python.ts';
import { checked, remedy } from '../helpers/remedies.ts';
import { LONG_AGO, type Repository } from '../helpers/repository.ts';
import { SHOP, lying } from '../helpers/said.ts';
import { applied, expectWell, heed, migrate, python, SETTINGS } from '../helpers/team-database.ts';

const skip = DJANGO_PYTHON === undefined && !IN_CI;
const APPS = `from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"
`;

const installed = (...apps: string[]): Record<string, string> => ({
  'settings.py': SETTINGS.replace('["shop"]', JSON.stringify(apps)),
});

/** The project in which `shop` has an apps.py, published. */
function configured(): Repository {
  const made = applied();
  made.commit('apps.py', { 'shop/apps.py': APPS }, LONG_AGO);
  made.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return made;
}

test(
  'a folder that moves without its name: Django starts by a leftover, without tables, and not in a clean clone',
  { skip },
  () => {
    const made = configured();
    made.git('mv', 'shop', 'store');
    made.write(installed('store'));
    const output = checked(made);
    expect(output).toContain('Django starts only where the old folder is left over');
    made.write({ 'shop/__pycache__/models.cpython-312.pyc': '' });
    const leftover = migrate(made, 'leftover');
    expect([leftover.status, leftover.output]).toEqual([
      0,
      expect.stringContaining('No migrations to apply'),
    ]);
    made.shell('rm -r shop');
    expect(migrate(made, 'clean').output).toContain("Cannot import 'shop'");
    const { lines } = remedy(output, 'name the package as it is called now, in store/apps.py');
    const named = lines.map((line) => `    ${line}\n`).join('');
    made.write({ 'store/apps.py': APPS.replace('    name = "shop"\n', named) });
    expect(migrate(made).output).toContain('No migrations to apply');
    expectWell(made);
  },
);

test('two apps of one label: Django does not start; with a label of its own it does', { skip }, () => {
  const made = configured();
  made.write({
    ...installed('shop', 'partners.shop'),
    'partners/__init__.py': '',
    'partners/shop/__init__.py': '',
    'partners/shop/apps.py': APPS.replace('"shop"', '"partners.shop"'),
  });
  const output = checked(made);
  expect(migrate(made).output).toContain("Application labels aren't unique, duplicates: shop");
  const { lines } = remedy(output, 'give the newer of them a label of its own; if that is partners.shop');
  made.write({ 'partners/shop/apps.py': `${made.read('partners/shop/apps.py')}    ${lines[0]!}\n` });
  expectWell(made);
});

test('an app that goes: its table stays; models first, and nothing is left', { skip }, () => {
  const made = configured();
  const other = {
    ...installed('django.contrib.contenttypes', 'django.contrib.auth', 'shop', 'blog'),
    'blog/__init__.py': '',
  };
  made.commit('more apps', other, LONG_AGO);
  made.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  expect(migrate(made).status).toBe(0);
  const gone = { ...installed('django.contrib.contenttypes', 'django.contrib.auth', 'blog') };
  made.git('rm', '--quiet', '-r', 'shop');
  made.write(gone);
  const output = checked(made);
  expect(output).toContain('its tables stay in every database');
  expect(migrate(made).output).toContain('No migrations to apply');
  expect(tables(made)).toContain('shop_item');
  made.git('reset', '--quiet', '--hard');
  made.write({ 'shop/models.py': '' });
  heed(made, output, 'to have them dropped');
  expect(checked(made)).toBe('');
  expect(migrate(made).status).toBe(0);
  made.commit('its models go', {}, LONG_AGO);
  made.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  made.git('rm', '--quiet', '-r', 'shop');
  made.write(gone);
  const { lines } = remedy(checked(made), 'then nothing is left');
  expect(python(made, `${lines[0]!} --no-input`).status).toBe(0); // it asks for a whole yes
  expect(tables(made)).not.toContain('shop_item');
  expect(rows(made, 'django_content_type')).not.toContain('shop');
});

function tables(made: Repository): string {
  return rows(made, 'sqlite_master');
}

function rows(made: Repository, table: string): string {
  const ask = `import sqlite3; print(sqlite3.connect("team.sqlite3").execute("select * from ${table}").fetchall())`;
  return python(made, `python -c '${ask}'`).stdout;
}

test('what is only taken out of INSTALLED_APPS is said as well, and its table stays', { skip }, () => {
  const made = configured();
  made.write(installed());
  expect(checked(made)).toContain('app shop is no longer installed, with its 3 migrations');
  expect(migrate(made).status).toBe(0);
  expect(tables(made)).toContain('shop_item');
  expect(Object.keys(lying(SHOP)).every((path) => made.read(path) !== '')).toBe(true);
});
