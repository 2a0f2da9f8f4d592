import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checked, committed, follow, remedy } from '../helpers/remedies.ts';
import { cloned, installed, LONG_AGO, type Repository } from '../helpers/repository.ts';
import { SHOP, add, lying, migration } from '../helpers/said.ts';
import { said } from '../helpers/verdict.ts';

const FILES = {
  '.gitignore': '__pycache__/\n',
  'shop/__init__.py': '',
  'shop/migrations/__init__.py': '',
  'shop/models.py': 'V = 1\n',
  ...lying(SHOP),
};
const NOTE = 'shop/migrations/0003_note.py';
const COST = 'shop/migrations/0002_cost.py';
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString();
const on = (...parents: readonly string[]): string => migration(parents, add('x'));

const HARMS: readonly (readonly [
  rule: string,
  subject: string,
  files: Readonly<Record<string, string | null>>,
])[] = [
  ['deleted-migration', 'shop.0003_note', { [NOTE]: null }],
  ['edited-migration', 'shop.0002_cost', { [COST]: SHOP['0002_cost']!.replace('Integer', 'BigInteger') }],
  [
    'inserted-migration',
    'shop.0003_note',
    { ...lying({ '0002_x': on('shop.0002_cost') }), [NOTE]: migration(['shop.0002_x'], add('note')) },
  ],
];

test.for(HARMS)('%s: younger than the grace only warns, a version tag refuses', ([rule, subject, files]) => {
  const shop = cloned(YESTERDAY, FILES);
  shop.write(files);
  expect(checked(shop)).toContain('0 errors, 1 warning');
  expect(said(shop)).toEqual([`warning ${rule} ${subject}`]);
  shop.git('tag', 'nightly');
  expect(said(shop)).toEqual([`warning ${rule} ${subject}`]);
  shop.git('tag', 'v1.0');
  expect(said(shop)).toEqual([`error ${rule} ${subject}`]);
  expect(committed(shop, 1)).toContain(`[${rule}]`);
});

test.for(HARMS)(
  '%s: the same in a range, until the configuration at its end allows it',
  ([rule, subject, files]) => {
    const shop = cloned(LONG_AGO, FILES);
    shop.git('switch', '--quiet', '-c', 'topic');
    shop.write(files);
    const staged = checked(shop);
    shop.commit('harm', files);
    expect(shop.pyreset('check', '--range', 'origin/main..HEAD').output).toBe(staged);
    expect(shop.pyreset('check', '--range', 'origin/main...topic').status).toBe(1);
    follow(shop, remedy(staged, 'if no other database'));
    shop.commit('agreed');
    expect(said(shop, '--range', 'origin/main..HEAD')).toEqual([]);
    expect(said(shop, '--range', 'origin/main..HEAD~1')).toEqual([`error ${rule} ${subject}`]);
  },
);

/** Commits of a branch that touches only what it brought. */
const OWN: readonly (readonly [what: string, change: (shop: Repository) => void])[] = [
  ['deleted', (shop) => shop.write({ 'shop/migrations/0004_x.py': null })],
  [
    'edited',
    (shop) => shop.write(lying({ '0004_x': on('shop.0003_note').replace('Integer', 'BigInteger') })),
  ],
  [
    'put behind another one',
    (shop) => shop.write(lying({ '0004_a': on('shop.0003_note'), '0004_x': on('shop.0004_a') })),
  ],
];

test.for(OWN)('1, 2: what was born on the branch may be %s, in a commit and in an amend', ([, change]) => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('born here', lying({ '0004_x': on('shop.0003_note') }), LONG_AGO);
  change(shop);
  shop.git('add', '--all');
  const amended = shop.tryGit('commit', '--amend', '--no-edit', '--quiet', '--allow-empty');
  expect(amended.output).toBe('');
  shop.git('reset', '--quiet', '--soft', 'HEAD@{1}');
  expect(committed(shop, 0)).toBe('');
});

test('an amend is judged against the base as well', () => {
  const shop = cloned(LONG_AGO, FILES);
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('mine', { 'shop/models.py': 'V = 2\n' });
  shop.git('rm', '--quiet', NOTE);
  const refused = shop.tryGit('commit', '--amend', '--no-edit');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain('[deleted-migration]');
});

test('39: `git revert` warns, in a range and while it goes on, and says how to unapply', () => {
  const shop = installed({ ...FILES, [NOTE]: SHOP['0002_cost']! });
  shop.git('rm', '--quiet', NOTE);
  shop.commit('without', {}, LONG_AGO);
  shop.commit('a note', { [NOTE]: SHOP['0003_note']! }, LONG_AGO);
  shop.git('revert', '--no-commit', 'HEAD');
  const output = checked(shop);
  expect(output).toContain('and is taken back');
  expect(remedy(output, 'wherever it is applied').lines).toEqual(['python manage.py migrate shop 0002_cost']);
  expect(said(shop)).toEqual(['warning deleted-migration shop.0003_note']);
  shop.git('revert', '--abort');
  shop.git('revert', '--no-edit', 'HEAD');
  expect(said(shop, '--range', 'HEAD~1..HEAD')).toEqual(['warning deleted-migration shop.0003_note']);
});

test('what both sides of a merge say counts: a migration that one of them deleted comes in silence', () => {
  const shop = installed(FILES);
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.commit('deleted there', { [NOTE]: null, 'shop/models.py': 'V = 2\n' });
  shop.git('switch', '--quiet', 'main');
  shop.commit('ours', { 'shop/models.py': 'V = 3\n' });
  shop.tryGit('merge', 'theirs');
  shop.write({ 'shop/models.py': 'V = 4\n' });
  expect(checked(shop)).toBe('');
  shop.git('rm', '--quiet', COST);
  expect(said(shop)).toEqual(['error deleted-migration shop.0002_cost']);
});

test('two branches with a migration each: a clean merge warns, a release line and a person refuse', () => {
  const shop = installed(FILES);
  shop.git('switch', '--quiet', '-c', 'theirs');
  shop.commit('a', lying({ '0004_a': on('shop.0003_note') }));
  shop.git('switch', '--quiet', '-c', 'release/1.0', 'main');
  shop.commit('b', lying({ '0004_b': on('shop.0003_note') }));
  shop.git('branch', 'topic');
  const refused = shop.tryGit('merge', '--no-edit', 'theirs');
  expect(refused.output).toContain('error: app shop has 2 newest migrations');
  expect(refused.status).not.toBe(0);
  shop.git('merge', '--abort');
  shop.git('switch', '--quiet', 'topic');
  const merged = shop.tryGit('merge', '--no-edit', 'theirs');
  expect(merged.output).toContain('warning: app shop has 2 newest migrations');
  expect(merged.status).toBe(0);
  expect(said(shop, '--range', 'HEAD~1..HEAD')).toEqual(['error conflicting-migrations shop']);
  shop.commit('merged', lying({ '0005_merge': migration(['shop.0004_a', 'shop.0004_b'], '') }));
  expect(said(shop, '--range', 'main..HEAD')).toEqual([]);
});

/** Whether an edit of a published field makes git log be asked when files came. */
function asksForAges(field: string): boolean {
  const shop = cloned(YESTERDAY, FILES);
  const trace = `${shop.folder}.trace`;
  shop.write({ [COST]: SHOP['0002_cost']!.replace('IntegerField(', field) });
  shop.git('add', '--all');
  expect(shop.with({ GIT_TRACE: trace }).pyreset('check', '--verbose').stdout).toContain('edited-migration');
  return / log .*--diff-filter=AR/.test(readFileSync(trace, 'utf8'));
}

test('history is asked for ages only where age decides', () => {
  expect(asksForAges('BigIntegerField(')).toBe(true);
  expect(asksForAges('IntegerField(help_text="in cents", ')).toBe(false);
});
