import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import rule from '../../src/rules/changed-app-label.ts';
import { findingsOf, found, told } from '../helpers/said.ts';
import {
  app,
  createModel,
  INITIAL,
  migration,
  project,
  relabelled,
  replaces,
  SHOP,
} from '../helpers/verdict.ts';

const owned = (label: string): Files => ({
  '0001_initial': migration(
    [],
    [createModel('Thing', { owner: `models.ForeignKey(models.CASCADE, to="${label}.thing")` })],
  ),
});

const SQL = `migrations.RunSQL("UPDATE django_migrations SET app = 'store' WHERE app = 'shop'")`;

test('27: finds it, as a warning, when the change rewrites the records', async () => {
  const core = { '0001_initial': INITIAL };
  const before = project(['core', 'shop'], { ...app('core', core), ...app('shop', SHOP) });
  const files = {
    ...app('core', { ...core, '0002_rename': migration(['core.0001_initial'], [SQL]) }),
    ...app('store', relabelled('store')),
  };
  expect(await found(rule, { before, after: project(['core', 'store'], files) })).toEqual([
    'warning store/migrations/0001_initial.py:6:1 shop',
  ]);
  const script = {
    ...project(['store'], app('store', relabelled('store'))),
    'scripts/rename.sql': "UPDATE django_migrations SET app = 'store' WHERE app = 'shop';\n",
  };
  expect(await found(rule, { before: project(['shop'], app('shop', SHOP)), after: script })).toEqual([
    'warning store/migrations/0001_initial.py:6:1 shop',
  ]);
});

const both = (...labels: string[]): Files =>
  project(
    labels,
    Object.assign(
      {},
      ...labels.map((each) => app(each, each.includes('cart') ? owned(each) : relabelled(each))),
    ) as Files,
  );

test('two apps that change their labels at once, each its own', async () => {
  const findings = await findingsOf({ before: both('shop', 'cart'), after: both('new_cart', 'store') }, [
    rule,
  ]);
  expect(findings.map(({ data }) => data)).toMatchObject([
    { label: 'cart', newLabel: 'new_cart' },
    { label: 'shop', newLabel: 'store' },
  ]);
});

test('only `label` comes, and SQL rewrites the records: a warning', async () => {
  const before = project(['shop'], app('shop', SHOP));
  const sql = { 'shop/rename.sql': "UPDATE django_migrations SET app = 'catalog' WHERE app = 'shop';\n" };
  const after = { ...before, ...sql, 'shop/apps.py': app('shop', {}, { label: 'catalog' })['shop/apps.py']! };
  expect(await found(rule, { before, after })).toEqual(['warning shop/migrations/0001_initial.py:6:1 shop']);
});

test('one that is left out of `replaces`, here by a dot too many (saleor)', async () => {
  const store = Object.fromEntries(
    Object.entries(relabelled('store')).map(([name, text]) => [
      name,
      text.replace(
        'Migration):\n',
        `Migration):\n\n    ${replaces(`shop.${name}${name === '0003_note' ? '.' : ''}`)}\n`,
      ),
    ]),
  );
  const scene = {
    before: project(['shop'], app('shop', SHOP)),
    after: project(['store'], app('store', store)),
  };
  expect(await told(scene)).toMatchInlineSnapshot(`
    "store/migrations/0001_initial.py:6:1: error: app label shop, with 3 migrations published on origin/main (bbbbbbb), is now store, which replaces all but 0003_note: every database runs what is left again  [changed-app-label]
      let it stand for the old one of that name as well, in its class Migration:
          0003_note: replaces = [("shop", "0003_note")]
      step by step, with the names of your models, and how to go back:
          npx pyreset-hooks rules changed-app-label shop store
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: changed-app-label, subject: "shop", reason: "…"}]
    "
  `);
});

test('only `label` comes, in an app that no project installs, while its migrations say the old one', async () => {
  const before = app('shop', SHOP);
  const after = { ...before, 'shop/apps.py': app('shop', {}, { label: 'catalog' })['shop/apps.py']! };
  expect(await found(rule, { before, after })).toEqual(['error shop/migrations/0001_initial.py:6:1 shop']);
});
