import { expect, test } from 'vitest';
import { addField, cloned, installed, LONG_AGO, SHOP, type Repository } from '../helpers/repository.ts';
import { createModel, migration, project, said, stage } from '../helpers/verdict.ts';

const COST = 'shop/migrations/0002_cost.py';

function errors(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('error'));
}

/** Commits past the hooks, as of that time, and makes it published. */
function publish(shop: Repository, date: string): void {
  shop.commit('past the hooks', {}, date);
  shop.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

const APPS = ['accounts', 'billing', 'catalog', 'dispatch'];
const config = (name: string, rest = ''): string =>
  `from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n    name = "${name}"\n${rest}`;
const initial = (label: string, parent?: string): string =>
  migration(parent ? [`${parent}.0001_initial`] : [], [
    createModel('Thing', { owner: `models.ForeignKey(models.CASCADE, to="${label}.thing")` }),
  ]);

function four(): Repository {
  const files = APPS.map((app, index) => ({
    [`${app}/__init__.py`]: '',
    [`${app}/apps.py`]: config(app),
    [`${app}/models.py`]: 'from django.db import models\n\n\nclass Thing(models.Model):\n    pass\n',
    [`${app}/migrations/__init__.py`]: '',
    [`${app}/migrations/0001_initial.py`]: initial(app, APPS[index - 1]),
  }));
  return cloned(LONG_AGO, {
    ...project(APPS, {}),
    'mysite/__init__.py': '',
    ...Object.assign({}, ...files),
  } as Record<string, string>);
}

test('four folders are renamed and apps.py stays; then "docs" change the labels; then it is repaired', () => {
  const shop = four();
  shop.git('switch', '--quiet', '-c', 'topic');
  for (const app of APPS) shop.git('mv', app, `core_${app}`);
  expect(errors(said(shop))).toEqual(APPS.map((app) => `error stale-app-config ${app}`));
  shop.commit('rename the folders');

  for (const app of APPS) shop.write({ [`core_${app}/apps.py`]: config(`core_${app}`) });
  const settings = project(
    APPS.map((app) => `core_${app}`),
    {},
  );
  stage(shop, {
    ...settings,
    'core_billing/migrations/0001_initial.py': initial('core_billing', 'core_accounts'),
  });
  const refused = shop.tryGit('commit', '-m', 'docs');
  expect(refused.status).toBe(1);
  const found = errors(said(shop));
  for (const app of APPS) expect(found).toContain(`error changed-app-label ${app}`);
  expect(found.some((line) => line.startsWith('error dangling-dependency core_catalog'))).toBe(true);
  shop.commit('docs');

  for (const app of APPS)
    shop.write({ [`core_${app}/apps.py`]: config(`core_${app}`, `    label = "${app}"\n`) });
  stage(shop, { 'core_billing/migrations/0001_initial.py': initial('billing', 'accounts') });
  expect(errors(said(shop))).toEqual([]);
  expect(shop.tryGit('commit', '-m', 'repair').status).toBe(0);
  expect(said(shop, '--range', 'origin/main..HEAD')).toEqual([]);
});

test('a word is replaced in the whole tree, inside two published 0001 as well, and no migration is written', () => {
  const cart = Object.entries(SHOP).map(([path, text]) => [
    path.replace('shop', 'cart'),
    text.replace('"shop"', '"cart"'),
  ]);
  const initials = ['shop', 'cart'].map((label) => [
    `${label}/migrations/0001_initial.py`,
    migration([], [createModel('Item', { cost: 'models.IntegerField()' })]),
  ]);
  const other = {
    [COST]: addField('size'),
    'cart/migrations/0002_cost.py': addField('size').replace('"shop"', '"cart"'),
  };
  const shop = cloned(LONG_AGO, {
    ...SHOP,
    ...Object.fromEntries([...cart, ...initials]),
    ...other,
  } as Record<string, string>);
  shop.shell(`find . -name '*.py' -not -path './.git/*' | xargs sed -i 's/"cost"/"price"/g'`);
  shop.git('add', '--all');
  expect(said(shop)).toEqual([
    'error edited-migration cart.0001_initial',
    'error edited-migration shop.0001_initial',
  ]);
  expect(shop.tryGit('commit', '-m', 'cost is called price').status).toBe(1);
});

test('the data step of a released migration is put into a new file before it; undone the same day', () => {
  const step =
    'def forwards(apps, schema_editor):\n    apps.get_model("shop", "Item").objects.all().delete()\n';
  const add = 'migrations.AddField("item", "cost", models.IntegerField(default=0))';
  const both = migration(['shop.0001_initial'], ['migrations.RunPython(forwards)', add], { helpers: step });
  const shop = cloned(LONG_AGO, { ...SHOP, [COST]: both });
  stage(shop, {
    'shop/migrations/0001_1_prepare.py': migration(
      ['shop.0001_initial'],
      ['migrations.RunPython(forwards)'],
      { helpers: step },
    ),
    [COST]: migration(['shop.0001_1_prepare'], [add]),
  });
  expect(errors(said(shop))).toEqual(['error inserted-migration shop.0002_cost']);
  expect(shop.tryGit('commit', '-m', 'split').status).toBe(1);
  publish(shop, new Date().toISOString());
  shop.git('revert', '--no-commit', 'HEAD');
  expect(errors(said(shop))).toEqual([]);
  expect(shop.tryGit('commit', '-m', 'take it back').status).toBe(0);
});

test('a bot deletes an applied migration; it comes back hours later; then it is renumbered', () => {
  const shop = cloned();
  shop.git('rm', '--quiet', COST);
  expect(shop.tryGit('commit', '-m', 'clean up').status).toBe(1);
  expect(said(shop)).toEqual(['error deleted-migration shop.0002_cost']);
  publish(shop, '2024-01-01T09:00:00Z');
  stage(shop, { [COST]: addField('cost') });
  expect(said(shop)).toEqual([]);
  publish(shop, '2024-01-01T12:00:00Z');
  shop.git('mv', COST, 'shop/migrations/0003_cost.py');
  expect(said(shop)).toEqual(['error renamed-migration shop.0002_cost']);
  const renumbered = shop.with({ GIT_AUTHOR_DATE: '2024-01-01T14:00:00Z' });
  renumbered.git('-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'renumber');
  expect(said(shop, '--range', 'HEAD~1..HEAD')).toEqual(['error renamed-migration shop.0002_cost']);
});

test('bytecode is committed again and again, and each time refused', () => {
  const shop = installed();
  const pyc = 'shop/migrations/__pycache__/0002_cost.cpython-312.pyc';
  for (const content of ['1', '2', '3']) {
    stage(shop, { '.gitignore': '', [pyc]: content });
    expect(said(shop)).toContain(`error staged-bytecode ${pyc}`);
    expect(shop.tryGit('commit', '-m', 'start-up script').status).toBe(1);
    shop.commit('past the hooks');
  }
  shop.git('rm', '--quiet', '--cached', pyc);
  stage(shop, { '.gitignore': '__pycache__/\n' });
  expect(shop.tryGit('commit', '-m', 'no bytecode').status).toBe(0);
});

test('what an atomic write left, and a whole virtual environment with its bytecode', () => {
  const shop = installed();
  const left = 'shop/__pycache__/models.cpython-312.pyc.140123456789';
  const site = 'venv/lib/python3.12/site-packages/django/contrib/auth';
  const migrations = {
    [`${site}/migrations/0001_initial.py`]: migration([], [createModel('User')]),
    [`${site}/migrations/__init__.py`]: '',
    [`${site}/__init__.py`]: '',
  };
  const caches = {
    [left]: 'x',
    [`${site}/__pycache__/models.cpython-312.pyc`]: 'x',
    [`${site}/migrations/__pycache__/0001_initial.cpython-312.pyc`]: 'x',
  };
  stage(shop, { '.gitignore': '', ...migrations, ...caches });
  expect(errors(said(shop))).toEqual(
    Object.keys(caches)
      .sort()
      .map((path) => `error staged-bytecode ${path}`),
  );
  expect(shop.tryGit('commit', '-m', 'everything').status).toBe(1);
  shop.commit('past the hooks');
  shop.git('rm', '--quiet', '-r', 'venv', left);
  expect(errors(said(shop))).toEqual([]);
});
