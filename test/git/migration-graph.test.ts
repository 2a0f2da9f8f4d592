import { expect, test } from 'vitest';
import { checked, committed, follow, remediesIn, remedy } from '../helpers/remedies.ts';
import { cloned, LONG_AGO, type Repository } from '../helpers/repository.ts';
import { CREATE, SHOP, add, lying, migration, replacing } from '../helpers/said.ts';

const BLOG = lying({ '0001_initial': migration([], CREATE) }, 'blog');
const FILES = {
  '.gitignore': '__pycache__/\n',
  ...Object.fromEntries(
    ['shop', 'shop/migrations', 'blog', 'blog/migrations'].map((folder) => [`${folder}/__init__.py`, '']),
  ),
  ...lying(SHOP),
  ...BLOG,
};
const on = (...parents: readonly string[]): string => migration(parents, add('x'));
const NOTE = 'shop/migrations/0003_note.py';
const repointed = (...parents: readonly string[]) => ({ [NOTE]: migration(parents, add('note')) });

function shop(files: Readonly<Record<string, string | null>> = {}): Repository {
  const made = cloned(LONG_AGO, FILES);
  made.git('switch', '--quiet', '-c', 'topic');
  made.write(files);
  return made;
}

test('a dependency on what does not exist: refused, and the name that is given ends it', () => {
  const made = shop(lying({ '0004_x': on('shop.0003_nope', 'blog.0001_initial') }));
  expect(committed(made, 1)).toMatchInlineSnapshot(`
    "shop/migrations/0004_x.py:5:1: error: migration shop.0004_x depends on shop.0003_nope, which does not exist: Django loads no migrations at all, of any app (NodeNotFoundError)  [dangling-dependency]
      name one that exists, in the dependencies of shop/migrations/0004_x.py:
          ("shop", "0003_note") instead of ("shop", "0003_nope")

    1 error, 0 warnings
    "
  `);
  follow(made, remedy(checked(made), 'name one that exists'));
  expect(committed(made, 0)).toBe('');
});

test('a dependency on what was deleted: bringing it back ends both findings, another name one of them', () => {
  const made = shop({ 'shop/migrations/0002_cost.py': null });
  const output = checked(made);
  expect(output).toContain('2 errors, 0 warnings');
  follow(
    made,
    remediesIn(output).find(({ rule, lead }) => rule === 'dangling-dependency' && lead.startsWith('bring'))!,
  );
  expect(made.git('status', '--porcelain')).toBe('');
  made.write({ 'shop/migrations/0002_cost.py': null });
  follow(made, remedy(output, 'or name one that exists'));
  const left = checked(made);
  expect(left).toContain('1 error, 0 warnings');
  follow(made, remedy(left, 'if no other database'));
  expect(committed(made, 0)).toBe('');
});

test('a dependency on what was renamed: each way out of the rename ends it, the new name only this', () => {
  const made = shop();
  const price = 'shop/migrations/0002_price.py';
  const rename = () => made.git('mv', 'shop/migrations/0002_cost.py', price);
  rename();
  const output = checked(made);
  expect(output).toContain('2 errors, 0 warnings');
  follow(made, remedy(output, 'give it its published name back'));
  expect(made.git('status', '--porcelain')).toBe('');
  rename();
  follow(made, remedy(output, 'or let the new name stand'));
  expect(checked(made)).toBe('');
  made.git('reset', '--quiet', '--hard');
  rename();
  follow(made, remedy(output, 'name it as it is called now'));
  const left = checked(made);
  follow(made, remedy(left, 'give it its published name back'));
  follow(made, remedy(left, 'and in the dependencies of'));
  expect(made.git('status', '--porcelain')).toBe('');
});

test('a circle: refused, and what is to be taken out ends it', () => {
  const made = shop({
    ...lying({ '0004_x': on('shop.0003_note', 'blog.0002_x') }),
    ...lying({ '0002_x': on('blog.0001_initial', 'shop.0004_x') }, 'blog'),
  });
  expect(committed(made, 1)).toMatchInlineSnapshot(`
    "blog/migrations/0002_x.py:5:1: error: migrations wait for each other, each for the one before it: blog.0002_x → shop.0004_x → blog.0002_x: Django loads none (CircularDependencyError)  [circular-dependency]
      take this out of the dependencies of blog/migrations/0002_x.py:
          ("shop", "0004_x")
      and put what needs both into a migration of its own, which follows both

    1 error, 0 warnings
    "
  `);
  follow(made, remedy(checked(made), 'take this out'));
  expect(committed(made, 0)).toBe('');
});

test('two newest ones: refused, and the one follows the other, or a merge both', () => {
  const made = shop(lying({ '0003_x': on('shop.0002_cost'), '0004_y': on('shop.0003_x') }));
  const output = committed(made, 1);
  expect(output).toMatchInlineSnapshot(`
    "shop/migrations/0004_y.py:4:1: error: app shop has 2 newest migrations (0003_note, 0004_y), and none follows the other: migrate and makemigrations stop for everybody (Conflicting migrations detected)  [conflicting-migrations]
      let shop.0003_x follow the other, in the dependencies of shop/migrations/0003_x.py:
          ("shop", "0003_note") instead of ("shop", "0002_cost")
      or, if it was applied anywhere already, have Django write a migration that follows both:
          python manage.py makemigrations --merge shop

    1 error, 0 warnings
    "
  `);
  follow(made, remedy(output, 'let shop.0003_x follow'));
  expect(checked(made)).toBe('');
  made.write({
    ...lying({ '0003_x': on('shop.0002_cost') }),
    ...lying({ '0005_merge': migration(['shop.0003_note', 'shop.0004_y'], '') }),
  });
  expect(committed(made, 0)).toBe('');
});

test('a merge that goes, and a squash that replaces nothing any more: what is printed brings them back', () => {
  const merged = lying({
    '0003_x': on('shop.0002_cost'),
    '0004_merge': migration(['shop.0003_note', 'shop.0003_x'], ''),
  });
  const made = cloned(LONG_AGO, { ...FILES, ...merged });
  made.git('rm', '--quiet', 'shop/migrations/0004_merge.py');
  follow(made, remedy(checked(made), 'bring back what followed them'));
  expect(made.git('status', '--porcelain')).toBe('');
  const squash = migration([], CREATE, replacing(...Object.keys(SHOP)));
  const other = cloned(LONG_AGO, { ...FILES, ...lying({ '0001_squashed': squash }) });
  other.write(lying({ '0001_squashed': migration([], CREATE) }));
  follow(other, remedy(checked(other), 'what 0001_squashed replaced'));
  expect(checked(other)).toBe('');
});

test('one slipped in before a published one: refused, and each way out ends it', () => {
  const made = shop({ ...lying({ '0002_x': on('shop.0002_cost') }), ...repointed('shop.0002_x') });
  const output = committed(made, 1);
  expect(output).toMatchInlineSnapshot(`
    "shop/migrations/0003_note.py:4:1: error: migration shop.0003_note is published on origin/main (BASE) and now waits for shop.0002_x, which is new: every database that has applied it refuses to migrate (InconsistentMigrationHistory)  [inserted-migration]
      give the published migration its text back:
          git restore --source=BASE --staged --worktree -- :/shop/migrations/0003_note.py
      and let the new one follow what is published, in shop/migrations/0002_x.py:
          ("shop", "0003_note") instead of ("shop", "0002_cost")
      if no other database has ever applied it, record that once in .pyresetrc:
          allow: [{rule: inserted-migration, subject: "shop.0003_note", reason: "…"}]

    1 error, 0 warnings
    "
  `);
  const own = checked(made);
  follow(made, remedy(own, 'if no other database'));
  expect(checked(made)).toBe('');
  made.write({ '.pyresetrc': null });
  follow(made, remedy(own, 'give the published migration its text back'));
  follow(made, remedy(own, 'and let the new one follow'));
  expect(committed(made, 0)).toBe('');
});

test('one slipped in beside what it should follow: two rules, and the remedy of either ends both', () => {
  const made = shop({ ...lying({ '0002_x': on('shop.0001_initial') }), ...repointed('shop.0002_x') });
  const output = checked(made);
  expect(output).toContain('2 errors, 0 warnings');
  follow(made, remedy(output, 'let shop.0003_note follow 0002_cost again'));
  follow(made, remedy(output, 'and shop.0002_x follow that'));
  expect(committed(made, 0)).toBe('');
});

test('`run_before` a published one, and a new one of another app', () => {
  const early = migration(['shop.0002_cost'], add('x'), 'run_before = [("shop", "0003_note")]');
  const made = shop(lying({ '0003_a': early }));
  const output = checked(made);
  expect(output).toContain('inserted-migration');
  follow(made, remedy(output, 'take this out of run_before'));
  follow(made, remedy(output, 'and let the new one follow'));
  expect(checked(made).replace(/ +run_before.*\n/, '')).toBe('');
  const other = shop({
    ...lying({ '0002_x': on('blog.0001_initial') }, 'blog'),
    ...repointed('shop.0002_cost', 'blog.0002_x'),
  });
  follow(other, remedy(checked(other), 'give the published migration its text back'));
  expect(committed(other, 0)).toBe('');
});
