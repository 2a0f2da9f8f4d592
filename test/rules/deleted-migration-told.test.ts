import { expect, test } from 'vitest';
import { CREATE, SHOP, add, lying, migration, replacing, steps, told, without } from '../helpers/said.ts';

const ALL = lying(SHOP);
const SQUASH = migration([], `${CREATE}, ${add('cost')}, ${add('note')}`, replacing(...Object.keys(SHOP)));

test('one', async () => {
  expect(await told({ before: ALL, after: lying(without(SHOP, '0003_note')) })).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:1:1: error: migration shop.0003_note is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
      bring it back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0003_note.py
      and undo what is unwanted with a new migration, from models without it:
          python manage.py makemigrations shop
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop.0003_note", reason: "…"}]
    "
  `);
});

test('one on which another depends: two rules, one way out of both', async () => {
  expect(await told({ before: ALL, after: lying(without(SHOP, '0002_cost')) })).toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:1:1: error: migration shop.0002_cost is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
      bring it back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0002_cost.py
      and undo what is unwanted with a new migration, from models without it:
          python manage.py makemigrations shop
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop.0002_cost", reason: "…"}]

    shop/migrations/0003_note.py:5:1: error: migration shop.0003_note depends on shop.0002_cost, which is gone: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      bring it back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0002_cost.py
      or name one that exists, in the dependencies of shop/migrations/0003_note.py:
          ("shop", "0001_initial") instead of ("shop", "0002_cost")
    "
  `);
});

test('several, one of them at a path that nobody can type', async () => {
  const odd = 'shop/migrations/0003_n\u{7}te.py';
  const before = { ...lying(without(SHOP, '0003_note')), [odd]: SHOP['0003_note']! };
  expect(await told({ before, after: lying({ '0001_initial': SHOP['0001_initial']! }) }))
    .toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:1:1: error: migration shop.0002_cost is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
    shop/migrations/0003_n\\x07te.py:1:1: error: migration shop.0003_n\\x07te is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
      bring them back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0002_cost.py ':(top,glob)shop/migrations/0003_n?te.py'
      and undo what is unwanted with a new migration, from models without it:
          python manage.py makemigrations shop
      if no other database has ever applied them, record that once in .pyresetrc:
          allow:
            - {rule: deleted-migration, subject: "shop.0002_cost", reason: "…"}
            - {rule: deleted-migration, subject: "shop.0003_n\\u0007te", reason: "…"}
    "
  `);
});

test('many: fewer than twenty lines', async () => {
  const text = await told({ before: lying(steps(9)), after: lying({ '0001_step': steps(9)['0001_step']! }) });
  expect(text.split('\n').length).toBeLessThan(20);
  expect(text).toMatchInlineSnapshot(`
    "shop/migrations/0002_step.py:1:1: error: migration shop.0002_step is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
    shop/migrations/0003_step.py:1:1: error: migration shop.0003_step is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
    shop/migrations/0004_step.py:1:1: error: migration shop.0004_step is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
    shop/migrations/0005_step.py:1:1: error: migration shop.0005_step is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
    shop/migrations/0006_step.py:1:1: error: migration shop.0006_step is published on origin/main (bbbbbbb) and is gone: databases that have applied it keep what it did, and new ones never get it  [deleted-migration]
    … and 3 more like these  [deleted-migration]
      bring them back:
          git diff --no-renames --name-only --diff-filter=D --line-prefix=:/ bbbbbbbbbbbb -- :/shop/migrations |
              git restore --source=bbbbbbbbbbbb --staged --worktree --pathspec-from-file=-
      and undo what is unwanted with a new migration, from models without it:
          python manage.py makemigrations shop
      if no other database has ever applied them, record that once in .pyresetrc:
          allow:
            - {rule: deleted-migration, subject: "shop.0002_step", reason: "…"}
            - {rule: deleted-migration, subject: "shop.0003_step", reason: "…"}
            # and 6 more, a line each
    "
  `);
});

test('some that a revert takes back', async () => {
  const after = lying({ '0001_initial': SHOP['0001_initial']! });
  expect(await told({ before: ALL, after, change: { reverts: true } })).toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:1:1: warning: migration shop.0002_cost is published on origin/main (bbbbbbb) and is taken back: where it was applied, what it did stays, and nothing can unapply it any more  [deleted-migration]
    shop/migrations/0003_note.py:1:1: warning: migration shop.0003_note is published on origin/main (bbbbbbb) and is taken back: where it was applied, what it did stays, and nothing can unapply it any more  [deleted-migration]
      wherever they are applied, unapply them with the code that still has them:
          python manage.py migrate shop 0001_initial
      or bring them back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0002_cost.py :/shop/migrations/0003_note.py
      if no other database has them applied any more, record that once in .pyresetrc:
          allow:
            - {rule: deleted-migration, subject: "shop.0002_cost", reason: "…"}
            - {rule: deleted-migration, subject: "shop.0003_note", reason: "…"}
    "
  `);
});

test('originals whose squash dropped its `replaces` earlier', async () => {
  const formerSquashes = [{ replaced: 'shop.0003_note', commit: 'c'.repeat(40) }];
  const scene = { before: ALL, after: lying(without(SHOP, '0003_note')), change: { formerSquashes } };
  expect(await told(scene)).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:1:1: warning: migration shop.0003_note is published on origin/main (bbbbbbb) and is gone; a squash replaced it until ccccccc: a database that has not applied that squash cannot be migrated any more  [deleted-migration]
      keep the originals beside the squash until every database has applied it:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0003_note.py
      if every database has, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop.0003_note", reason: "…"}]
    "
  `);
});

test('originals with their squash, and after it', async () => {
  const some = {
    '0001_squashed': migration([], `${CREATE}, ${add('cost')}`, replacing('0001_initial', '0002_cost')),
  };
  const after = lying({ ...some, '0003_note': SHOP['0003_note']! });
  expect(await told({ before: ALL, after })).toMatchInlineSnapshot(`
    "shop/migrations/0001_initial.py:1:1: warning: migration shop.0001_initial is published on origin/main (bbbbbbb) and is gone; shop.0001_squashed replaces it since this very change: a database that has applied only a part of it is stuck  [deleted-migration]
    shop/migrations/0002_cost.py:1:1: warning: migration shop.0002_cost is published on origin/main (bbbbbbb) and is gone; shop.0001_squashed replaces it since this very change: a database that has applied only a part of it is stuck  [deleted-migration]
      keep the originals beside the squash until every database has applied it:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0001_initial.py :/shop/migrations/0002_cost.py
      if every database has, record that once in .pyresetrc:
          allow:
            - {rule: deleted-migration, subject: "shop.0001_initial", reason: "…"}
            - {rule: deleted-migration, subject: "shop.0002_cost", reason: "…"}
    "
  `);
  const later = await told({ before: { ...ALL, ...after }, after });
  expect(later.split('\n').slice(0, 2)).toMatchInlineSnapshot(`
    [
      "shop/migrations/0001_initial.py:1:1: info: migration shop.0001_initial is published on origin/main (bbbbbbb) and is gone; shop.0001_squashed replaces it: every database must have applied all of it, or nothing  [deleted-migration]",
      "shop/migrations/0002_cost.py:1:1: info: migration shop.0002_cost is published on origin/main (bbbbbbb) and is gone; shop.0001_squashed replaces it: every database must have applied all of it, or nothing  [deleted-migration]",
    ]
  `);
});

test('a squash that is taken back', async () => {
  const before = lying({ '0001_squashed': SQUASH });
  expect(await told({ before, after: ALL })).toMatchInlineSnapshot(`
    "shop/migrations/0001_squashed.py:1:1: warning: migration shop.0001_squashed is published on origin/main (bbbbbbb) and is gone, and what it replaced is back (0001_initial, 0002_cost, 0003_note): databases that were pruned since run that again  [deleted-migration]
      nothing needs to be done unless a database was pruned (migrate --prune); then bring the squash back:
          git restore --source=bbbbbbbbbbbb --staged --worktree -- :/shop/migrations/0001_squashed.py
      if none was, record that once in .pyresetrc:
          allow: [{rule: deleted-migration, subject: "shop.0001_squashed", reason: "…"}]
    "
  `);
  const stood = await told({ before: { ...before, ...ALL }, after: ALL });
  expect(stood.split('\n')[0]).toMatchInlineSnapshot(
    `"shop/migrations/0001_squashed.py:1:1: info: migration shop.0001_squashed is published on origin/main (bbbbbbb) and is gone, and what it replaced is still there (0001_initial, 0002_cost, 0003_note): databases know both  [deleted-migration]"`,
  );
});
