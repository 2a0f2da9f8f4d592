import { expect, test } from 'vitest';
import { DJANGO_PYTHON, IN_CI } from '../helpers/python.ts';
import { checked, remedy } from '../helpers/remedies.ts';
import { LONG_AGO } from '../helpers/repository.ts';
import { CREATE, SHOP, add, lying, migration, replacing, without } from '../helpers/said.ts';
import {
  applied,
  columns,
  expectWell,
  heed,
  INTEGER,
  migrate,
  models,
  python,
  SETTINGS,
} from '../helpers/team-database.ts';

const skip = DJANGO_PYTHON === undefined && !IN_CI;
const COST = 'shop/migrations/0002_cost.py';
const NOTE = 'shop/migrations/0003_note.py';
const squash = (rest = '') => migration([], `${CREATE}, ${add('cost')}, ${add('note')}`, rest);

test('deleted: a new database differs; brought back and undone properly, it does not', { skip }, () => {
  const made = applied();
  made.write({ [NOTE]: null, 'shop/models.py': models({ cost: INTEGER }) });
  const output = checked(made);
  expect([migrate(made).status, migrate(made, 'fresh').status]).toEqual([0, 0]);
  expect(columns(made, 'team')).not.toBe(columns(made, 'fresh'));
  heed(made, output, 'bring it back', 'and undo what is unwanted');
  expectWell(made);
});

test('a revert: unapplied first, with the code that has it, nothing is left behind', { skip }, () => {
  const made = applied();
  made.write({ [NOTE]: null, 'shop/models.py': models({ cost: INTEGER }) });
  made.write({ '.git/REVERT_HEAD': `${made.git('rev-parse', 'HEAD')}\n` });
  const output = checked(made);
  made.git('stash', '--quiet');
  const { lines } = remedy(output, 'wherever it is applied');
  expect(python(made, lines[0]!).output).toContain('Unapplying shop.0003_note... OK');
  made.git('stash', 'pop', '--quiet');
  expect([migrate(made).status, migrate(made, 'fresh').status]).toEqual([0, 0]);
  expect(columns(made, 'team')).toBe(columns(made, 'fresh'));
});

test('all gone: a new database has no table; brought back and squashed, both have', { skip }, () => {
  const made = applied();
  made.git('rm', '--quiet', '-r', 'shop/migrations');
  const output = checked(made);
  expect(migrate(made, 'lost').status).toBe(0);
  expect(columns(made, 'lost')).toBe('[]\n');
  heed(made, output, 'bring them back', 'and have Django squash them');
  expect(made.git('status', '--porcelain')).toBe('A  shop/migrations/0001_squashed_0003_note.py');
  expectWell(made);
});

test('another start: table already exists; with `replaces` nothing is run', { skip }, () => {
  const made = applied();
  for (const path of Object.keys(lying(SHOP))) made.write({ [path]: null });
  made.write(lying({ '0001_start': squash() }));
  expect(migrate(made).output).toContain('table "shop_item" already exists');
  heed(made, checked(made), 'let 0001_start stand for them');
  expect(migrate(made).output).toContain('No migrations to apply');
  expectWell(made);
});

test('a label that changes: the table stays behind, empty; with the old label it does not', { skip }, () => {
  const made = applied();
  made.git('mv', 'shop', 'store');
  made.write({ 'settings.py': SETTINGS.replace('"shop"', '"store"') });
  const paths = Object.keys(lying(SHOP, 'store'));
  for (const path of paths) made.write({ [path]: made.read(path).replaceAll('"shop"', '"store"') });
  const output = checked(made);
  python(made, 'cp team.sqlite3 lost.sqlite3');
  expect(migrate(made, 'lost').output).toContain('Applying store.0001_initial... OK');
  heed(made, output, 'keep the label');
  for (const path of paths) made.write({ [path]: made.read(path).replaceAll('"store"', '"shop"') });
  expect(migrate(made).output).toContain('No migrations to apply');
  expectWell(made);
});

test(
  'renamed, with what follows: InconsistentMigrationHistory; with `replaces`, or back, it ends',
  { skip },
  () => {
    const made = applied();
    const price = {
      '0002_price': SHOP['0002_cost']!,
      '0003_note': migration(['shop.0002_price'], add('note')),
    };
    made.write({ [COST]: null, ...lying(price) });
    const output = checked(made);
    expect(migrate(made).output).toContain('InconsistentMigrationHistory');
    heed(made, output, 'give it its published name back', 'and in the dependencies of');
    expect(made.git('status', '--porcelain')).toBe('');
    made.write({ [COST]: null, ...lying(price) });
    heed(made, output, 'or let the new name stand');
    expectWell(made);
  },
);

test('inserted: InconsistentMigrationHistory; behind what is published it is applied', { skip }, () => {
  const made = applied();
  const early = lying({
    '0002_x': migration(['shop.0002_cost'], 'migrations.RunSQL("UPDATE shop_item SET cost = 1")'),
  });
  made.write({ ...early, [NOTE]: migration(['shop.0002_x'], add('note')) });
  const output = checked(made);
  expect(migrate(made).output).toContain('InconsistentMigrationHistory');
  heed(made, output, 'give the published migration its text back', 'and let the new one follow');
  expectWell(made);
});

test('edited: other columns, and Django says nothing; as a migration of its own it arrives', { skip }, () => {
  const made = applied();
  const text = 'models.CharField(max_length=20, default="")';
  made.write({
    [COST]: SHOP['0002_cost']!.replace(INTEGER, text),
    'shop/models.py': models({ cost: text, note: INTEGER }),
  });
  const output = checked(made);
  expect([migrate(made).status, migrate(made, 'fresh').status]).toEqual([0, 0]);
  expect(python(made, 'python manage.py makemigrations --check').status).toBe(0);
  expect(columns(made, 'team')).not.toBe(columns(made, 'fresh'));
  heed(made, output, 'put the published text back');
  expectWell(made);
});

test('`replaces` dropped too early: table already exists; kept, nothing is run', { skip }, () => {
  const made = applied();
  made.commit('a squash', lying({ '0001_squashed': squash(replacing(...Object.keys(SHOP))) }), LONG_AGO);
  made.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  for (const path of Object.keys(lying(SHOP))) made.write({ [path]: null });
  made.write(lying({ '0001_squashed': squash() }));
  const output = checked(made);
  expect(migrate(made).output).toContain('table "shop_item" already exists');
  heed(made, output, 'keep the list');
  expectWell(made);
});

test('dangling: NodeNotFoundError; with the name that is given it is applied', { skip }, () => {
  const made = applied();
  made.write(lying({ '0004_x': migration(['shop.0003_nope'], 'migrations.RunSQL("SELECT 1")') }));
  expect(migrate(made).output).toContain('NodeNotFoundError');
  heed(made, checked(made), 'name one that exists');
  expectWell(made);
});

test('a circle: CircularDependencyError; without what is named it is applied', { skip }, () => {
  const made = applied();
  made.write(
    lying({
      ...without(SHOP, '0001_initial', '0002_cost'),
      '0003_note': migration(['shop.0002_cost', 'shop.0004_x'], add('note')),
      '0004_x': migration(['shop.0003_note'], 'migrations.RunSQL("SELECT 1")'),
    }),
  );
  expect(migrate(made).output).toContain('CircularDependencyError');
  heed(made, checked(made), 'take this out');
  expectWell(made);
});

test(
  'two newest ones: Conflicting migrations; in line, or merged by Django, they are applied',
  { skip },
  () => {
    const made = applied();
    const beside = lying({ '0003_x': migration(['shop.0002_cost'], 'migrations.RunSQL("SELECT 1")') });
    made.write(beside);
    const output = checked(made);
    expect(migrate(made).output).toContain('Conflicting migrations detected');
    heed(made, output, 'let shop.0003_x follow');
    expect(checked(made)).toBe('');
    made.write(beside);
    heed(made, output, 'or, if it was applied');
    expect(made.git('status', '--porcelain')).toContain('0004_merge');
    expectWell(made);
  },
);
