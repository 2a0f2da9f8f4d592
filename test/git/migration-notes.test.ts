import { join } from 'node:path';
import { expect, test } from 'vitest';
import { site } from '../helpers/django.ts';
import { CREATE, lying, migration, replacing, SHOP } from '../helpers/said.ts';
import { adding, branch, main, noted, packages, quietly, TAX } from '../helpers/switching.ts';

const AHEAD = 'a database that applied it is ahead';
const ALL_AHEAD = 'a database that applied them is ahead';
const MIGRATE = 'python manage.py migrate';
const BLOG: Readonly<Record<string, string>> = {
  ...packages('blog', 'blog/migrations'),
  'blog/migrations/0001_initial.py': migration(['shop.0003_note'], CREATE),
  'blog/migrations/0002_text.py': migration(['blog.0001_initial'], 'migrations.RunSQL("SELECT 1")'),
};

test('a migration that stays behind', () => {
  const made = main();
  branch(made);
  expect(noted(made, 'switch', 'main')).toEqual([
    `topic has a migration that this branch does not: shop.0004_tax; ${AHEAD}`,
    `roll back from there: git switch topic && ${MIGRATE} shop 0003_note && git switch -`,
  ]);
  expect(noted(made, 'switch', 'topic')).toEqual([]);
});

test('one of an example beside it is not spoken of', () => {
  const made = main();
  const example = { ...packages('tests/app', 'tests/app/migrations'), ...lying(SHOP, 'tests/app') };
  branch(made, { ...lying(TAX), ...example });
  expect(noted(made, 'switch', 'main')[0]).toBe(
    `topic has a migration that this branch does not: shop.0004_tax; ${AHEAD}`,
  );
});

test('a squash of which this branch has a part', () => {
  const made = main();
  const squash = migration([], CREATE, replacing(...Object.keys(SHOP), '0004_tax'));
  branch(made, { ...lying(TAX), ...lying({ '0001_squashed': squash }) });
  expect(noted(made, 'switch', 'main')).toEqual([
    `topic has migrations that this branch does not: shop.0001_squashed, shop.0004_tax; ${ALL_AHEAD}`,
    'Django cannot roll back shop.0001_squashed without others that this branch has',
  ]);
});

test('more than a few, of several apps: what depends on others needs no command of its own', () => {
  const made = main();
  const more = { '0005_vat': adding('vat', '0004_tax'), '0006_net': adding('net', '0005_vat') };
  branch(made, { ...lying({ ...TAX, ...more }), ...BLOG });
  expect(noted(made, 'switch', 'main')).toEqual([
    `topic has migrations that this branch does not: all 2 of blog, shop.0004_tax, shop.0005_vat and 1 more; ${ALL_AHEAD}`,
    `roll back from there: git switch topic && ${MIGRATE} shop 0003_note && ${MIGRATE} blog zero && git switch -`,
  ]);
  made.git('switch', '--quiet', 'topic');
  made.commit('later', {
    'blog/migrations/0001_initial.py': migration(['shop.0004_tax'], CREATE),
  });
  expect(noted(made, 'switch', 'main').at(-1)).toBe(
    `roll back from there: git switch topic && ${MIGRATE} shop 0003_note && git switch -`,
  );
});

test('more apps than one pastes commands for', () => {
  const made = main();
  const apps = ['a', 'b', 'c', 'd', 'e'].flatMap((name) => [
    packages(name, `${name}/migrations`),
    lying({ '0001_initial': migration([], CREATE) }, name),
  ]);
  branch(made, Object.assign({}, ...apps) as Record<string, string>);
  expect(noted(made, 'switch', 'main')).toEqual([
    `topic has migrations that this branch does not: a.0001_initial, b.0001_initial, c.0001_initial and 2 more; ${ALL_AHEAD}`,
    `roll back from there (git switch topic), app by app: ${MIGRATE} a zero, b zero, c zero and 2 more; then git switch -`,
  ]);
});

test('renamed: a database records names, and this branch would run it again', () => {
  const made = main();
  branch(made);
  quietly(made, 'switch', '--quiet', 'main');
  made.commit('the same', lying({ '0004_vat': TAX['0004_tax']! }));
  expect(noted(made, 'switch', 'topic')).toEqual([
    `main has a migration that this branch does not: shop.0004_vat; ${AHEAD}`,
    `roll back from there: git switch main && ${MIGRATE} shop 0003_note && git switch -`,
  ]);
});

test('one in the middle: Django would unapply what this branch has as well', () => {
  const made = main();
  branch(made, { ...lying(TAX), 'shop/migrations/0003_note.py': null });
  made.commit('relinked', lying({ '0003_b': adding('b', '0002_cost'), '0004_tax': adding('tax', '0003_b') }));
  quietly(made, 'switch', '--quiet', '-c', 'other');
  made.commit('without', {
    'shop/migrations/0003_b.py': null,
    ...lying({ '0004_tax': adding('tax', '0002_cost') }),
  });
  expect(noted(made, 'switch', 'topic')).toEqual([]);
  expect(noted(made, 'switch', 'other')).toEqual([
    `topic has a migration that this branch does not: shop.0003_b; ${AHEAD}`,
    'Django cannot roll back shop.0003_b without others that this branch has',
  ]);
});

test('main was merged: what was merged goes only with what came from main', () => {
  const made = main();
  branch(made);
  quietly(made, 'switch', '--quiet', 'main');
  made.commit('on main', { ...lying({ '0004_sale': adding('sale', '0003_note') }), ...BLOG });
  quietly(made, 'switch', '--quiet', 'topic');
  made.git('merge', '--quiet', 'main');
  made.commit('both', {
    ...lying({ '0005_merge': adding('m', '0004_tax', '0004_sale') }),
    'blog/migrations/0003_more.py': migration(['blog.0002_text'], 'migrations.RunSQL("SELECT 1")'),
  });
  expect(noted(made, 'switch', 'main')).toEqual([
    `topic has migrations that this branch does not: blog.0003_more, shop.0004_tax, shop.0005_merge; ${ALL_AHEAD}`,
    'Django cannot roll back shop.0004_tax without others that this branch has',
    `roll back the others from there: git switch topic && ${MIGRATE} blog 0002_text && ${MIGRATE} shop 0004_sale && git switch -`,
  ]);
});

test.for([
  ['two newest ones: migrate refuses', { '0004_tax': adding('tax', '0002_cost') }],
  [
    'dependencies that are not known',
    { '0004_tax': TAX['0004_tax']!.replace('[("shop"', 'more() + [("shop"') },
  ],
  ['a dependency on what is not there', { '0004_tax': adding('tax', '0003_nothing') }],
] as const)('no command is given with %s', ([, migrations]) => {
  const made = main();
  branch(made, lying(migrations));
  expect(noted(made, 'switch', 'main')).toEqual([
    `topic has a migration that this branch does not: shop.0004_tax; ${AHEAD}`,
  ]);
});

test('a tag, there and back', () => {
  const made = main();
  made.git('tag', 'v1');
  const ahead = made.commit('tax', lying(TAX));
  expect(noted(made, 'checkout', 'v1')).toEqual([
    `main has a migration that this commit does not: shop.0004_tax; ${AHEAD}`,
    `roll back from there: git switch main && ${MIGRATE} shop 0003_note && git switch --detach -`,
  ]);
  made.git('checkout', '--quiet', ahead);
  made.git('branch', 'old', 'v1');
  expect(noted(made, 'switch', 'old')).toEqual([
    `${ahead.slice(0, 7)} has a migration that this branch does not: shop.0004_tax; ${AHEAD}`,
    `roll back from there: git switch --detach ${ahead.slice(0, 12)} && ${MIGRATE} shop 0003_note && git switch -`,
  ]);
});

test('a branch that is made to begin elsewhere: what it was is left', () => {
  const made = main();
  const commit = branch(made);
  expect(noted(made, 'switch', '-C', 'topic', 'main')).toEqual([
    `${commit.slice(0, 7)} has a migration that this branch does not: shop.0004_tax; ${AHEAD}`,
    `roll back from there: git switch --detach ${commit.slice(0, 12)} && ${MIGRATE} shop 0003_note && git switch -`,
  ]);
});

test('where git keeps no reflog, and where a tag has the name of the branch', () => {
  const made = main();
  const commit = branch(made);
  made.git('tag', 'topic');
  expect(noted(made, 'switch', 'main')[1]).toContain('git switch topic &&');
  quietly(made, 'switch', '--quiet', 'topic');
  made.git('config', 'core.logAllRefUpdates', 'false');
  made.shell('rm -r .git/logs');
  expect(noted(made, 'switch', 'main')).toEqual([
    `${commit.slice(0, 7)} has a migration that this branch does not: shop.0004_tax; ${AHEAD}`,
    `roll back from there: git switch --detach ${commit.slice(0, 12)} && ${MIGRATE} shop 0003_note && git switch -`,
  ]);
});

const calling = (manage: string): string =>
  `roll back from there: git switch topic && python ${manage} migrate shop 0003_note && git switch -`;

test('a project in a folder: its manage.py, as one calls it from where one stands', () => {
  const project = {
    ...site('back end/', 'INSTALLED_APPS = ["shop"]\n'),
    ...packages('back end/shop', 'back end/shop/migrations'),
  };
  const made = main({ ...project, ...lying(SHOP, 'back end/shop') });
  branch(made, lying(TAX, 'back end/shop'));
  expect(noted(made, 'switch', 'main')[1]).toBe(calling(`'back end/manage.py'`));
  made.git('switch', '--quiet', 'topic');
  expect(noted(made.at(join(made.folder, 'back end')), 'switch', 'main')[1]).toBe(calling('manage.py'));
  made.git('switch', '--quiet', 'topic');
  expect(noted(made.at(join(made.folder, 'back end', 'shop')), 'switch', 'main')[1]).toBe(
    calling('../manage.py'),
  );
});

test('two projects with one app: manage.py of whichever', () => {
  const made = main({ ...site('', 'INSTALLED_APPS = ["shop"]\n') });
  made.commit(
    'another',
    site('admin/', 'import sys\nsys.path.append("..")\nINSTALLED_APPS = ["shop"] + more()\n'),
  );
  branch(made, {
    ...lying(TAX),
    ...packages('admin/news', 'admin/news/migrations'),
    ...lying({ '0001_initial': migration([], CREATE) }, 'admin/news'),
  });
  expect(noted(made, 'switch', 'main')[1]).toBe(
    `roll back from there: git switch topic && ${MIGRATE} shop 0003_note && ${MIGRATE} news zero && git switch -`,
  );
});

test('a name that is the beginning of another is none that migrate takes', () => {
  const made = main();
  branch(made, lying({ '0003_note_more': adding('more', '0003_note') }));
  expect(noted(made, 'switch', 'main')).toEqual([
    `topic has a migration that this branch does not: shop.0003_note_more; ${AHEAD}`,
    'Django cannot roll back shop.0003_note_more without others that this branch has',
  ]);
});
