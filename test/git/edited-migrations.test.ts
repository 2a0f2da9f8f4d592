import { expect, test } from 'vitest';
import { checked, committed, follow, remedy } from '../helpers/remedies.ts';
import { cloned, LONG_AGO, type Repository } from '../helpers/repository.ts';
import { CREATE, SHOP, add, lying, migration, replacing } from '../helpers/said.ts';

const COST = 'shop/migrations/0002_cost.py';
const FILES = {
  '.gitignore': '__pycache__/\n',
  'shop/__init__.py': '',
  'shop/migrations/__init__.py': '',
  ...lying(SHOP),
};
const BIG = SHOP['0002_cost']!.replace('IntegerField', 'BigIntegerField');
const LIST = replacing('0001_initial', '0002_cost');
const NEXT = migration(['shop.0001_squashed'], add('note'));
const squash = (rest = '') =>
  lying({ '0001_squashed': migration([], `${CREATE}, ${add('cost')}`, rest), '0003_note': NEXT });
const run = (body: string) =>
  `${migration(['shop.0001_initial'], 'migrations.RunPython(forwards)')}\n\ndef forwards(apps, schema_editor):\n    ${body}\n`;

/** A branch in a clone of what was published long ago. */
function shop(files: Readonly<Record<string, string>> = {}): Repository {
  const made = cloned(LONG_AGO, { ...FILES, ...files });
  made.git('switch', '--quiet', '-c', 'topic');
  return made;
}

test('tables and columns: refused, and each way out ends it', () => {
  const made = shop();
  made.write({ [COST]: BIG });
  expect(committed(made, 1)).toMatchInlineSnapshot(`
    "shop/migrations/0002_cost.py:6:1: error: migration shop.0002_cost is published on origin/main (BASE) and was edited (AddField item.cost: IntegerField is BigIntegerField now): databases that have applied it never get the change  [edited-migration]
      put the published text back, and let Django write a migration for the change in the models:
          git restore --source=BASE --staged --worktree -- :/shop/migrations/0002_cost.py
          python manage.py makemigrations shop
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: edited-migration, subject: "shop.0002_cost", reason: "…"}]

    1 error, 0 warnings
    "
  `);
  const output = checked(made);
  follow(made, remedy(output, 'if no other database'));
  expect(checked(made)).toBe('');
  made.write({ '.pyresetrc': null });
  follow(made, remedy(output, 'put the published text back'), () => {
    made.write(
      lying({
        '0004_alter': migration(
          ['shop.0003_note'],
          'migrations.AlterField("item", "cost", models.BigIntegerField(default=0))',
        ),
      }),
    );
  });
  expect(committed(made, 0)).toBe('');
});

test('data steps: warned, and each way out ends it', () => {
  const made = shop({ [COST]: run('one()') });
  made.write({ [COST]: run('two()') });
  const output = checked(made);
  expect(output).toContain('0 errors, 1 warning');
  follow(made, remedy(output, 'if it is right'));
  expect(checked(made)).toBe('');
  made.write({ '.pyresetrc': null });
  follow(made, remedy(output, 'and do what is missing'), (line) =>
    expect(line).toBe('python manage.py makemigrations --empty shop'),
  );
  expect(committed(made, 0)).toBe('');
});

test('what no database sees: committed in silence, told on request', () => {
  const made = shop();
  made.write({ [COST]: SHOP['0002_cost']!.replace('default=0', 'default=0, help_text="x"') });
  expect(checked(made)).toBe('');
  expect(made.pyreset('check', '--verbose').output).toContain('info: migration shop.0002_cost');
  expect(committed(made, 0)).toBe('');
});

test('an edit that is taken back in a later commit of the branch is none', () => {
  const made = shop();
  made.write({ [COST]: BIG });
  made.git('commit', '--quiet', '--no-verify', '-am', 'edited');
  made.write({ [COST]: SHOP['0002_cost']! });
  expect(committed(made, 0)).toBe('');
  expect(made.pyreset('check', '--range', 'origin/main..HEAD').output).toBe('');
});

test('`replaces` with its originals: warned, and each way out ends it', () => {
  const made = shop(squash(LIST));
  made.write({ ...squash(), [COST]: null, 'shop/migrations/0001_initial.py': null });
  const output = checked(made);
  expect(committed(made, 0)).toMatchInlineSnapshot(`
    "shop/migrations/0001_squashed.py:4:1: warning: migration shop.0001_squashed is published on origin/main (BASE) and no longer replaces shop.0001_initial, shop.0002_cost, gone in the same change: a database that was not migrated with it yet runs it over its tables  [dropped-replaces]
      keep the list until every database was migrated with the squash, in class Migration of shop/migrations/0001_squashed.py:
          replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]
      if every database was, record that once in .pyresetrc:
          allow: [{rule: dropped-replaces, subject: "shop.0001_squashed", reason: "…"}]

    0 errors, 1 warning
    "
  `);
  made.git('reset', '--quiet', '--soft', 'HEAD~1');
  follow(made, remedy(output, 'if every database was'));
  expect(checked(made)).toBe('');
  made.write({ '.pyresetrc': null });
  follow(made, remedy(output, 'keep the list'));
  expect(checked(made)).toBe('');
  expect(made.pyreset('check', '--verbose').output).toContain('info: migration shop.0002_cost');
});

test('originals that go a release after their `replaces`: history tells', () => {
  const made = shop({ ...squash(LIST) });
  made.commit('the list goes', squash(), '2020-02-01T12:00:00Z');
  made.git('push', '--quiet', 'origin', 'topic:refs/heads/other');
  made.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  made.write({ [COST]: null, 'shop/migrations/0001_initial.py': null });
  const output = checked(made);
  expect(output).toContain(`a squash replaced it until ${made.git('rev-parse', '--short=7', 'HEAD')}`);
  expect(output).toContain('0 errors, 2 warnings');
  follow(made, remedy(output, 'keep the originals'));
  expect(made.git('status', '--porcelain')).toBe('');
});
