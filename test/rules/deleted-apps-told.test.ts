import { expect, test } from 'vitest';
import { CREATE, SHOP, add, lying, migration, steps, told } from '../helpers/said.ts';
import { project } from '../helpers/verdict.ts';

const ALL = lying(SHOP);
const MODELS = { 'shop/models.py': 'ITEM = 1\n' };
const INSTALLED = project(['shop'], { ...ALL, ...MODELS });
test('all, while the models stay', async () => {
  expect(await told({ before: INSTALLED, after: project(['shop'], MODELS) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: error: app shop keeps its models and loses its 3 migrations, published on origin/main (bbbbbbb): new databases get no tables for it, and existing ones no changes  [deleted-migration]
      bring them back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0001_initial.py :/shop/migrations/0002_cost.py :/shop/migrations/0003_note.py :/shop/migrations/__init__.py
      and have Django squash them, if one is to stand for all:
          python manage.py squashmigrations shop 0003_note
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
});

test('all, and another start', async () => {
  const start = { '0001_start': migration([], `${CREATE}, ${add('cost')}`) };
  expect(await told({ before: ALL, after: lying(start) })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: error: app shop loses its 3 migrations, published on origin/main (bbbbbbb), and starts again with 0001_start: every database runs that over the tables that it has, and fails (table already exists)  [deleted-migration]
      let 0001_start stand for them, in class Migration of shop/migrations/0001_start.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost"), ("shop", "0003_note")]
      or bring them back:
          git rm -f -- shop/migrations/0001_start.py
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0001_initial.py :/shop/migrations/0002_cost.py :/shop/migrations/0003_note.py
      and have Django squash them, if one is to stand for all:
          python manage.py squashmigrations shop 0003_note
      if no other database has ever applied them, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop", reason: "…"}]
    "
  `);
  const nine = await told({ before: lying(steps(9)), after: lying(start) });
  expect(nine.split('\n').length).toBeLessThan(20);
  expect(nine.split('\n').slice(1, 7)).toMatchInlineSnapshot(`
    [
      "  let 0001_start stand for them, in class Migration of shop/migrations/0001_start.py:",
      "      replaces = [("shop", "0001_step"), ("shop", "0002_step"), ("shop", "0003_step"), ("shop", "0004_step"), ("shop", "0005_step"), …]  # all 9",
      "  or bring them back:",
      "      git rm -f -- shop/migrations/0001_start.py",
      "      git diff --no-renames --name-only --diff-filter=D --line-prefix=:/ bbbbbbbbbbbb -- :/shop/migrations |",
      "          git restore --source=bbbbbbbbbbbb --staged --worktree --pathspec-from-file=-",
    ]
  `);
});
