import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import { problemsOf } from '../helpers/change.ts';
import { SHOP, add, lying, migration, steps, told, without } from '../helpers/said.ts';

const ALL = lying(SHOP);
const PRICE = { ...without(SHOP, '0002_cost'), '0002_price': SHOP['0002_cost']! };
const NOTE = migration(['shop.0002_price'], add('note'));
const renumbered = (count: number): Files =>
  Object.fromEntries(
    Object.entries(lying(steps(count))).map(([path, text]) => [
      path.replace('_step.py', '_stage.py'),
      text.replaceAll('_step', '_stage'),
    ]),
  );

test('one whose dependants were updated, and one in another app', async () => {
  const blog = lying({ '0001_initial': migration(['shop.0002_cost'], add('x')) }, 'blog');
  const after = {
    ...lying({ ...PRICE, '0003_note': NOTE }),
    ...lying({ '0001_initial': migration(['shop.0002_price'], add('x')) }, 'blog'),
  };
  expect(await told({ before: { ...ALL, ...blog }, after })).toMatchInlineSnapshot(`
    "shop/migrations/0002_price.py:4:1: error: migration shop.0002_cost is published on origin/main (bbbbbbb) and is now called 0002_price: every database that has applied it and what follows refuses to migrate (InconsistentMigrationHistory)  [renamed-migration]
      give it its published name back:
          git mv -- shop/migrations/0002_price.py shop/migrations/0002_cost.py
      and in the dependencies of blog.0001_initial, shop.0003_note:
          ("shop", "0002_cost") instead of ("shop", "0002_price")
      or let the new name stand for the old one, in class Migration of shop/migrations/0002_price.py:
          replaces = [("shop", "0002_cost")]
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: renamed-migration, subject: "shop.0002_cost", reason: "…"}]
    "
  `);
});

test('two', async () => {
  expect(await told({ before: lying(steps(2)), after: renumbered(2) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_stage.py:4:1: error: migration shop.0001_step is published on origin/main (bbbbbbb) and is now called 0001_stage: every database that has applied it will run it again  [renamed-migration]
    shop/migrations/0002_stage.py:4:1: error: migration shop.0002_step is published on origin/main (bbbbbbb) and is now called 0002_stage: every database that has applied it will run it again  [renamed-migration]
      give them their published names back, in the dependencies of shop/migrations/0002_stage.py as well:
          git mv -- shop/migrations/0001_stage.py shop/migrations/0001_step.py
          git mv -- shop/migrations/0002_stage.py shop/migrations/0002_step.py
      or let each new name stand for the old one, in its class Migration:
          0001_stage: replaces = [("shop", "0001_step")]
          0002_stage: replaces = [("shop", "0002_step")]
      if no other database has ever applied them, record that once in .pyresetrc:
          allow:
            - {rule: renamed-migration, subject: "shop.0001_step", reason: "…"}
            - {rule: renamed-migration, subject: "shop.0002_step", reason: "…"}
    "
  `);
});

test('many: fewer than twenty lines', async () => {
  const text = await told({ before: lying(steps(9)), after: renumbered(9) });
  expect(text.trimEnd().split('\n').length).toBeLessThan(20);
  expect(text.split('\n').slice(5)).toMatchInlineSnapshot(`
    [
      "… and 4 more like these  [renamed-migration]",
      "  give them their published names back, in the dependencies of shop.0002_stage, shop.0003_stage, shop.0004_stage and 5 more as well:",
      "      git mv -- shop/migrations/0001_stage.py shop/migrations/0001_step.py",
      "      git mv -- shop/migrations/0002_stage.py shop/migrations/0002_step.py",
      "      # and 7 more, a line each",
      "  or let each new name stand for the old one, in its class Migration:",
      "      0001_stage: replaces = [("shop", "0001_step")]",
      "      0002_stage: replaces = [("shop", "0002_step")]",
      "      # and 7 more, a line each",
      "  if no other database has ever applied them, record that once in .pyresetrc:",
      "      allow:",
      "        - {rule: renamed-migration, subject: "shop.0001_step", reason: "…"}",
      "        - {rule: renamed-migration, subject: "shop.0002_step", reason: "…"}",
      "        # and 7 more, a line each",
      "",
    ]
  `);
});

test('a name whose case changes only, and one in a folder that has moved on the branch', async () => {
  const after = lying({ ...without(SHOP, '0003_note'), '0003_Note': SHOP['0003_note']! }, 'src/shop');
  const text = await told({ before: lying(SHOP, 'src/shop'), after, published: ALL });
  expect(text.split('\n').slice(0, 3)).toMatchInlineSnapshot(`
    [
      "src/shop/migrations/0003_Note.py:4:1: warning: migration shop.0003_note is published on origin/main (bbbbbbb) and is now called 0003_Note: every database that has applied it will run it again  [renamed-migration]",
      "  give it its published name back:",
      "      git mv -- src/shop/migrations/0003_Note.py src/shop/migrations/0003_note.py",
    ]
  `);
});

test('a path with a space', async () => {
  const apps = `from django.apps import AppConfig\n\n\nclass A(AppConfig):\n    name = "x"\n    label = "shop"\n`;
  const beside = { 'my shop/apps.py': apps };
  const after = {
    ...beside,
    ...lying({ ...without(SHOP, '0003_note'), '0003_text': SHOP['0003_note']! }, 'my shop'),
  };
  expect(await told({ before: { ...beside, ...lying(SHOP, 'my shop') }, after })).toMatchInlineSnapshot(`
    "my shop/migrations/0003_text.py:4:1: error: migration shop.0003_note is published on origin/main (bbbbbbb) and is now called 0003_text: every database that has applied it will run it again  [renamed-migration]
      give it its published name back:
          git mv -- 'my shop/migrations/0003_text.py' 'my shop/migrations/0003_note.py'
      or let the new name stand for the old one, in class Migration of my shop/migrations/0003_text.py:
          replaces = [("shop", "0003_note")]
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: renamed-migration, subject: "shop.0003_note", reason: "…"}]
    "
  `);
});

test('what other programs read of it', async () => {
  const [problem, ...others] = await problemsOf({
    before: ALL,
    after: lying({ ...without(SHOP, '0003_note'), '0003_text': SHOP['0003_note']! }),
  });
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    rule: 'renamed-migration',
    severity: 'error',
    subject: 'shop.0003_note',
    data: {
      label: 'shop',
      oldName: '0003_note',
      newName: '0003_text',
      oldPath: 'shop/migrations/0003_note.py',
    },
    published: {
      base: { oid: 'b'.repeat(40), ref: 'origin/main', shared: true },
      path: 'shop/migrations/0003_note.py',
      newPath: 'shop/migrations/0003_text.py',
    },
  });
});
