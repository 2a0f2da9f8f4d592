import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, cloned, LONG_AGO, repository, SHOP, type Repository } from '../helpers/repository.ts';
import { said, stage } from '../helpers/verdict.ts';

const COST = 'shop/migrations/0002_cost.py';
const NOTE = 'shop/migrations/0003_note.py';
const NOTED = { [NOTE]: addField('note', '0002_cost') };
const SQUASH = 'shop/migrations/0001_squashed_0002_cost.py';
const NAMES = '    replaces = [("shop", "0001_initial"), ("shop", "0002_cost")]\n';
const SQUASHED = SHOP['shop/migrations/0001_initial.py']!;
const AFTER = '2021-01-01T12:00:00Z';

/** Commits, and makes it published. */
function publish(
  shop: Repository,
  message: string,
  files: Readonly<Record<string, string | null>> = {},
  date = AFTER,
): string {
  const oid = shop.commit(message, files, date);
  shop.git('push', '--quiet', '--no-verify', 'origin', 'HEAD:refs/heads/published');
  shop.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return oid;
}

test('18: originals go a release after `replaces` was dropped (netbox): a warning that names the commit', () => {
  const shop = cloned();
  publish(shop, 'squash', {
    [SQUASH]: `${SQUASHED}\n${NAMES}`,
    [NOTE]: addField('note', '0001_squashed_0002_cost'),
  });
  const dropped = publish(shop, 'forget what it replaced', { [SQUASH]: SQUASHED }, '2022-01-01T12:00:00Z');
  shop.git('rm', '--quiet', 'shop/migrations/0001_initial.py', COST);
  expect(said(shop)).toEqual([
    'warning deleted-migration shop.0001_initial',
    'warning deleted-migration shop.0002_cost',
  ]);
  expect(shop.pyreset('check').stdout).toContain(dropped.slice(0, 7));
  expect(shop.tryGit('commit', '-m', 'clean up').status).toBe(0);
  expect(said(shop, '--range', 'HEAD~1..HEAD')).toHaveLength(2);
});

test('18: what no squash ever replaced is refused beside', () => {
  const shop = cloned();
  publish(shop, 'squash', {
    [SQUASH]: `${SQUASHED}\n${NAMES}`,
    [NOTE]: addField('note', '0001_squashed_0002_cost'),
  });
  publish(shop, 'forget what it replaced', { [SQUASH]: SQUASHED }, '2022-01-01T12:00:00Z');
  shop.git('rm', '--quiet', COST, NOTE);
  expect(said(shop)).toEqual([
    'error deleted-migration shop.0003_note',
    'warning deleted-migration shop.0002_cost',
  ]);
});

test('39: a revert only warns, in another text: by git revert, without committing, in a range', () => {
  const shop = cloned();
  publish(shop, 'note', NOTED);
  shop.git('revert', '--no-commit', 'HEAD');
  expect(said(shop)).toEqual(['warning deleted-migration shop.0003_note']);
  expect(shop.pyreset('check').stdout).toContain('unapply');
  expect(shop.tryGit('commit', '-m', 'taken back').status).toBe(0);
  shop.git('reset', '--quiet', '--hard', 'origin/main');
  shop.git('revert', '--no-edit', 'HEAD');
  expect(said(shop, '--range', 'origin/main..HEAD')).toEqual(['warning deleted-migration shop.0003_note']);
});

test('39: a revert of an edit warns, and one of several commits', () => {
  const shop = cloned();
  publish(shop, 'note', NOTED);
  publish(shop, 'bigger', { [COST]: addField('cost').replace('Integer', 'BigInteger') });
  shop.git('revert', '--no-commit', 'HEAD');
  expect(said(shop)).toEqual(['warning edited-migration shop.0002_cost']);
  shop.git('reset', '--quiet', '--hard');
  shop.git('revert', '--no-edit', 'HEAD', 'HEAD~1');
  expect(said(shop, '--range', 'origin/main..HEAD')).toEqual([
    'warning deleted-migration shop.0003_note',
    'warning edited-migration shop.0002_cost',
  ]);
});

test('39: a deletion of another name is no revert', () => {
  const shop = cloned();
  publish(shop, 'note', NOTED);
  shop.commit('notes', { notes: 'x' });
  shop.git('revert', '--no-edit', 'HEAD');
  shop.git('rm', '--quiet', NOTE);
  shop.commit('delete it');
  expect(said(shop, '--range', 'origin/main..HEAD')).toEqual(['error deleted-migration shop.0003_note']);
});

/** A topic branch in a merge with `main`, which conflicts in a file that has nothing to do with it. */
function merging(theirs: Readonly<Record<string, string | null>>): Repository {
  const shop = cloned();
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('mine', { 'shop/models.py': 'V = 2\n' });
  shop.git('switch', '--quiet', 'main');
  publish(shop, 'theirs', { ...theirs, 'shop/models.py': 'V = 3\n' });
  shop.git('switch', '--quiet', 'topic');
  expect(shop.tryGit('merge', 'main').status).toBe(1);
  stage(shop, { 'shop/models.py': 'V = 4\n' });
  return shop;
}

test.for([
  ['deleted', { [COST]: null }],
  ['renamed', { [COST]: null, 'shop/migrations/0002_price.py': addField('cost') }],
  ['edited', { [COST]: addField('cost', '0001_initial').replace('Integer', 'BigInteger') }],
  ['added', NOTED],
] as const)('40: a conflicted merge is concluded, the other side %s', ([, theirs]) => {
  const shop = merging(theirs);
  expect(said(shop)).toEqual([]);
  expect(shop.tryGit('commit', '-m', 'merged').status).toBe(0);
});

test('40: what the merge itself edits is told, what the other side edited is not', () => {
  const shop = merging({ [COST]: addField('cost').replace('Integer', 'BigInteger') });
  const initial = 'shop/migrations/0001_initial.py';
  stage(shop, { [initial]: shop.read(initial).replace('"Item"', '"Thing"') });
  expect(said(shop).filter((line) => line.startsWith('error'))).toEqual([
    'error edited-migration shop.0001_initial',
  ]);
});

const BACKPORT = 'shop/migrations/0002_cost_backport.py';

test('41: on a release branch, the branch that it is for is what counts', () => {
  const shop = cloned();
  shop.git('switch', '--quiet', '-c', 'release/3.1', 'HEAD');
  shop.commit('backport', { [BACKPORT]: addField('backport', '0002_cost') }, AFTER);
  shop.git('update-ref', 'refs/remotes/origin/release/3.1', 'HEAD');
  shop.git('switch', '--quiet', '-c', 'fix');
  shop.git('mv', BACKPORT, 'shop/migrations/0003_backport.py');
  expect(said(shop)).toEqual([]);
  stage(shop, { '.pyresetrc': 'protected: [origin/release/3.1]\n' });
  expect(said(shop)).toEqual(['error renamed-migration shop.0002_cost_backport']);
});

test('41: a cherry-pick to a release branch brings what is new there', () => {
  const shop = cloned();
  shop.git('branch', 'release/3.1');
  const note = publish(shop, 'note', NOTED);
  shop.git('switch', '--quiet', 'release/3.1');
  shop.git('cherry-pick', '--no-commit', note);
  shop.git('mv', NOTE, 'shop/migrations/0003_backport.py');
  expect(said(shop)).toEqual([]);
});

test('42: renumbered on main minutes after two merges: a warning, and an error once it is released', () => {
  const shop = cloned();
  const now = new Date().toISOString();
  publish(shop, 'theirs', NOTED, now);
  publish(shop, 'mine', { 'shop/migrations/0003_mine.py': addField('mine', '0002_cost') }, now);
  shop.git('mv', 'shop/migrations/0003_mine.py', 'shop/migrations/0004_mine.py');
  stage(shop, { 'shop/migrations/0004_mine.py': addField('mine', '0003_note') });
  expect(said(shop)).toEqual(['warning renamed-migration shop.0003_mine']);
  shop.git('tag', 'v1.0');
  expect(said(shop)).toEqual(['error renamed-migration shop.0003_mine']);
});

test('42: `protected` names a release: what came later may change', () => {
  const shop = cloned();
  shop.git('tag', 'v1.0');
  publish(shop, 'note', NOTED);
  shop.write({ '.pyresetrc': 'protected: [v1.0]\n' });
  shop.git('mv', NOTE, 'shop/migrations/0003_remark.py');
  stage(shop);
  expect(said(shop)).toEqual([]);
  shop.git('mv', COST, 'shop/migrations/0002_price.py');
  expect(said(shop)).toContain('error renamed-migration shop.0002_cost');
});

test('43: the first commit is silent, in CI as well', () => {
  const shop = repository();
  stage(shop, SHOP);
  expect(said(shop)).toEqual([]);
  expect(shop.with({ CI: 'true' }).pyreset('check').status).toBe(0);
});

test('43: an orphan branch: silent here, exit code 2 in CI with the command that fetches', () => {
  const shop = cloned();
  shop.git('switch', '--quiet', '--orphan', 'anew');
  stage(shop, SHOP);
  expect(said(shop)).toEqual([]);
  shop.commit('anew', SHOP);
  shop.git('mv', COST, 'shop/migrations/0002_price.py');
  expect(said(shop)).toEqual([]);
  const ci = shop.with({ CI: 'true' }).pyreset('check');
  expect(ci.status).toBe(2);
  expect(ci.stderr).toContain('git fetch');
});

test('43: a shallow clone: silent here, exit code 2 in CI with the command that fetches', () => {
  const origin = repository();
  origin.commit('shop', SHOP, LONG_AGO);
  origin.git('switch', '--quiet', '-c', 'topic');
  origin.commit('mine', { notes: 'x' });
  origin.git('switch', '--quiet', 'main');
  origin.commit('theirs', { others: 'x' });
  origin.git(
    'clone',
    '--quiet',
    '--depth',
    '1',
    '--no-single-branch',
    `file://${origin.folder}`,
    '../shallow',
  );
  const shallow = origin.at(join(origin.folder, '..', 'shallow'));
  shallow.git('switch', '--quiet', 'topic');
  shallow.git('mv', COST, 'shop/migrations/0002_price.py');
  expect(said(shallow)).toEqual([]);
  const ci = shallow.with({ CI: 'true' }).pyreset('check');
  expect(ci.status).toBe(2);
  expect(ci.stderr).toContain('git fetch --unshallow');
  shallow.git('fetch', '--quiet', '--unshallow');
  expect(said(shallow)).toEqual(['error renamed-migration shop.0002_cost']);
});

/** A topic branch and `main` with a newest migration each. */
function diverged(branch: string): Repository {
  const shop = cloned();
  publish(shop, 'theirs', NOTED);
  shop.git('switch', '--quiet', '-c', branch, 'HEAD~1');
  shop.commit('mine', { 'shop/migrations/0003_mine.py': addField('mine', '0002_cost') });
  return shop;
}

test('two newest migrations in a clean merge: a warning, on a release line an error', () => {
  const shop = diverged('topic');
  const merged = shop.tryGit('merge', '--no-edit', 'main');
  expect(merged.output).toContain('warning: app shop has 2 newest migrations');
  expect(merged.status).toBe(0);
  const release = diverged('release/1.4').tryGit('merge', '--no-edit', 'main');
  expect(release.output).toContain('error: app shop has 2 newest migrations');
  expect(release.status).not.toBe(0);
});

test('22: the merge migration that follows is silent', () => {
  const shop = diverged('topic');
  shop.git('-c', 'core.hooksPath=/dev/null', 'merge', '--quiet', '--no-edit', 'main');
  const merge = addField('x').replace(
    '("shop", "0001_initial")',
    '("shop", "0003_mine"), ("shop", "0003_note")',
  );
  stage(shop, { 'shop/migrations/0004_merge.py': merge.replace(/operations = .*/, 'operations = []') });
  expect(said(shop)).toEqual([]);
});
