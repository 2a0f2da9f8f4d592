import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addField, LONG_AGO, repository, SHOP } from '../helpers/repository.ts';
import { interestingPaths } from '../replay/commits.mjs';
import {
  counts,
  LATER,
  listed,
  RENAMED,
  RENAMED_BACK,
  replay,
  shop,
  TWO_RULES,
} from '../replay/replaying.ts';

test('counts commits, and what each rule says of them; root commits are judged, merges are not', () => {
  const made = shop();
  made.commit('nothing to judge', { 'README.md': 'docs' }, LONG_AGO);
  const dated = made.with({ GIT_AUTHOR_DATE: LONG_AGO, GIT_COMMITTER_DATE: LONG_AGO });
  dated.git('commit', '--quiet', '--allow-empty', '--allow-empty-message', '-m', '');
  const note = { 'shop/migrations/0003_note.py': addField('note', '0002_cost') };
  made.git('switch', '--quiet', '-c', 'topic');
  made.commit(
    'more bytecode',
    { 'a.pyc': '1', 'b.pyc': '1', 'c.pyc': '1', 'd.pyc': '1', 'e.pyc': '1', 'f.pyc': '1' },
    LONG_AGO,
  );
  made.git('switch', '--quiet', 'main');
  made.commit('a note', note, LATER);
  made.git('merge', '--quiet', '--no-ff', 'topic', '-m', 'a merge, with the bytecode');
  const renamed = made.commit('renamed', RENAMED, '2021-01-03T12:00:00Z');
  const young = made.commit(
    'renamed young',
    { 'shop/migrations/0003_note.py': null, 'shop/migrations/0003_remark.py': addField('note', '0002_cost') },
    '2021-01-03T13:00:00Z',
  );
  const { list, ...sums } = counts(made);
  expect(sums).toEqual({
    version: 1,
    commits: 7,
    cut: 0,
    judged: 5,
    refused: 3,
    refusedPer1000: 428.57,
    warned: 1,
    unknown: 0,
    failed: 0,
    rules: {
      'renamed-migration': { errors: 1, warnings: 1, infos: 0, refused: 1, commits: 2 },
      'staged-bytecode': { errors: 7, warnings: 0, infos: 0, refused: 2, commits: 2 },
    },
    failures: [],
  });
  expect(list.map(({ commit, findings }) => [commit, findings.length])).toEqual([
    [young, 1],
    [renamed, 1],
    [made.git('rev-parse', 'topic'), 5],
    [made.git('rev-list', '--max-parents=0', 'main'), 1],
  ]);
  const text = replay(made, '--list').stdout;
  expect(text).toMatch(/^commits {8} {0,}7 {3}without merges$/m);
  expect(text).toContain('refused        3   428.57 of 1000 commits');
  expect(text).toContain(
    `${renamed.slice(0, 10)} 2021-01-03 renamed (refused)\n  error   renamed-migration shop.0002_cost: `,
  );
  expect(text).toContain('  … and 1 more');
  expect(counts(made, '--rev', 'topic')).toMatchObject({ commits: 4, judged: 2 });
  expect(counts(made, '--limit', '2')).toMatchObject({ commits: 2, refused: 1, warned: 1 });
  expect(counts(made, '--since', '2020-12-01')).toMatchObject({ commits: 3 });
});

test('a tag that was made later does not make a migration released; one of that time does', () => {
  const made = shop();
  made.commit('renamed the same day', RENAMED, '2020-01-01T13:00:00Z');
  made.git('tag', 'v2.0');
  expect(counts(made, '--limit', '1')).toMatchObject({ refused: 0, warned: 1 });
  made.git('tag', 'v1.0', 'HEAD~1');
  expect(counts(made, '--limit', '1')).toMatchObject({ refused: 1, warned: 0 });
});

test('without a remote every migration counts as released, as in the hooks; in a bare repository it does not', () => {
  const made = shop();
  made.commit('renamed the same day', RENAMED, '2020-01-01T13:00:00Z');
  expect(counts(made, '--limit', '1')).toMatchObject({ refused: 0, warned: 1 });
  made.git('clone', '--quiet', '--bare', '.', '../bare.git');
  expect(counts(made.at(join(made.folder, '..', 'bare.git')), '--limit', '1')).toMatchObject({ warned: 1 });
  made.git('remote', 'remove', 'origin');
  expect(counts(made, '--limit', '1')).toMatchObject({ refused: 1, warned: 0 });
});

test('what was born on a branch is not published on it, however long ago; with --base parent it is', () => {
  const made = shop();
  made.git('switch', '--quiet', '-c', 'topic');
  made.commit('born', { 'shop/migrations/0003_note.py': addField('note', '0002_cost') }, LONG_AGO);
  made.git('switch', '--quiet', 'main');
  made.commit('on the line', { 'shop/models.py': 'V = 2\n' }, LONG_AGO);
  made.git('switch', '--quiet', 'topic');
  made.git('merge', '--quiet', 'main', '-m', 'what main has');
  const born = { 'shop/migrations/0003_note.py': null };
  made.commit('renamed', { ...born, 'shop/migrations/0003_remark.py': addField('note', '0002_cost') }, LATER);
  made.commit('what main has, renamed', RENAMED, LATER);
  made.git('switch', '--quiet', 'main');
  made.git('merge', '--quiet', '--no-ff', 'topic', '-m', 'merged');
  expect(listed(made)).toEqual(['what main has, renamed', 'start']);
  expect(listed(made, '--base', 'parent')).toEqual(['what main has, renamed', 'renamed', 'start']);
  expect(listed(made, '--rev', 'topic')).toEqual(['what main has, renamed', 'renamed', 'start']);
});

test('what came onto the main line after a commit was written was not published then', () => {
  const made = shop();
  const rebased = made.with({ GIT_COMMITTER_DATE: '2021-06-01T12:00:00Z' });
  const write = (subject: string, authored: string): string => {
    made.git('add', '--all');
    return rebased.git('commit', '--quiet', '-m', subject, '--date', authored);
  };
  made.write({ 'shop/migrations/0003_note.py': addField('note', '0002_cost') });
  write('born', LATER);
  made.git('mv', 'shop/migrations/0003_note.py', 'shop/migrations/0003_remark.py');
  write('renamed, and rebased with the one before', '2021-03-01T12:00:00Z');
  expect(counts(made, '--limit', '1')).toMatchObject({ refused: 0, warned: 0 });
  expect(counts(made, '--limit', '1', '--base', 'parent')).toMatchObject({ refused: 1 });
});

test('a branch that began without the main line has nothing published', () => {
  const made = shop();
  made.git('switch', '--quiet', '--orphan', 'other');
  const note = { ...TWO_RULES, 'other/__init__.py': '', 'other/migrations/__init__.py': '' };
  made.commit('born', { ...note, 'other/migrations/0001_a.py': addField('a') }, LONG_AGO);
  made.commit(
    'renamed',
    { 'other/migrations/0001_a.py': null, 'other/migrations/0001_b.py': addField('a') },
    LATER,
  );
  made.git('switch', '--quiet', 'main');
  made.git('merge', '--quiet', '--allow-unrelated-histories', 'other', '-m', 'merged');
  expect(counts(made)).toMatchObject({ commits: 3, judged: 3, failed: 0, refused: 1 });
  expect(counts(made, '--base', 'parent')).toMatchObject({ refused: 2 });
});

test('a commit that the program cannot judge is listed, and the exit code says so', () => {
  const made = shop();
  const broken = made.commit('broken', { '.pyresetrc': 'rules: 1\n', 'shop/models.py': 'V = 2\n' }, LATER);
  made.commit('whole again', { ...TWO_RULES, 'shop/models.py': 'V = 3\n' }, LATER);
  const ran = replay(made);
  expect(ran.status).toBe(1);
  expect(ran.stdout).toContain(
    `${broken.slice(0, 10)} 2021-01-01 broken\n  the program failed with exit code 2:\n    pyreset`,
  );
  const json = JSON.parse(replay(made, '--format', 'json').stdout) as unknown;
  expect(json).toMatchObject({ judged: 3, failed: 1, failures: [{ commit: broken, exitCode: 2 }] });
});

test('hostile subjects and paths do not reach the terminal, and pass for nothing else', () => {
  const made = repository();
  const subject = ':100644 000000 \u001b[2J\u009b1m\u202egnp x.pyc';
  made.commit(subject, { 'a\u001b[31m\n:x.pyc': 'bytecode', ':100644.pyc': 'bytecode' }, LONG_AGO);
  const ran = replay(made, '--list');
  expect(ran.stdout).toContain(String.raw`:100644 000000 \u001b[2J\u009b1m\u202egnp x.pyc`);
  expect(ran.stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  const json = replay(made, '--list', '--format', 'json').stdout;
  expect(json).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  expect(JSON.parse(json)).toMatchObject({ commits: 1, refused: 1, list: [{ subject }] });
});

test("neither the user's settings nor a hook's environment are felt, and nothing is written to the repository", () => {
  const made = shop();
  made.commit('renamed', RENAMED, LATER);
  const expected = counts(made);
  for (const setting of [
    'diff.renames copies',
    'log.showSignature true',
    'color.ui always',
    'log.showRoot false',
  ]) {
    made.git('config', ...setting.split(' '));
  }
  made.git('replace', 'HEAD', 'HEAD~1');
  const before = made.shell('cd .git && find . | sort').stdout;
  const felt = made.with({ GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', CI: 'true', PYRESET: '0' });
  expect(counts(felt)).toEqual(expected);
  expect(made.shell('cd .git && find . | sort').stdout).toBe(before);
});

test('in a shallow clone the commits whose parents are missing are counted, not judged', () => {
  const made = shop();
  made.commit('renamed', RENAMED, LATER);
  made.commit('more', { 'shop/models.py': 'V = 2\n' }, LATER);
  made.git('clone', '--quiet', '--depth=2', `file://${made.folder}`, '../shallow');
  const shallow = made.at(join(made.folder, '..', 'shallow'));
  expect(counts(shallow)).toMatchObject({ commits: 2, cut: 1, judged: 1, refused: 0 });
});

test('--fast leaves out plain Python, and never changes what is found', () => {
  const made = shop();
  const plain = 'from django.shortcuts import render\n';
  made.commit('views', { 'shop/views.py': plain, 'shop/tests/test_views.py': plain }, LATER);
  made.commit('views again', { 'shop/views.py': `${plain}\n`, 'shop/tests/test_views.py': null }, LATER);
  made.commit(
    'out of the way',
    { 'shop/migrations/0002_cost.py': null, 'shop/history/cost.py': addField('cost') },
    LATER,
  );
  made.commit('and back', { ...RENAMED, 'shop/history/cost.py': null }, LATER);
  made.commit('renamed', RENAMED_BACK, LATER);
  made.commit('and all gone', Object.fromEntries(Object.keys(SHOP).map((path) => [path, null])), LATER);
  made.commit('bytecode', { 'views.pyc': '1' }, LATER);
  const whole = counts(made);
  const fast = counts(made, '--fast');
  expect([whole['judged'], fast['judged']]).toEqual([8, 6]);
  expect({ ...fast, judged: 8 }).toEqual(whole);
});

test('the paths of interest are those of the hook', () => {
  const paths = [
    'a.py',
    'x/b.pyc',
    'b.pyo.123',
    'B$py.class',
    'x/__pycache__/y',
    '.gitignore',
    'x/.gitignore',
    'railway.toml',
    'x/nixpacks.toml',
  ];
  const others = ['x.railway.toml', 'a.pyx', 'apy', 'x/py.class', 'gitignore', 'a.py.txt', 'x.gitignore'];
  expect([...paths, ...others].filter((path) => interestingPaths().test(path))).toEqual(paths);
});

test('what cannot be replayed: exit code 2 and one line that says why', () => {
  const made = shop();
  const refused = (...args: readonly string[]): string => {
    const ran = replay(made, ...args);
    expect(ran.status).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).not.toContain('    at ');
    return ran.stderr;
  };
  expect(refused('--rev', 'nowhere')).toContain('unknown revision: nowhere');
  expect(refused('--rev=--all')).toContain('unknown revision: --all');
  expect(refused('--limit', '0')).toContain('--limit: 0 is not a number above 0');
  expect(refused('--format', 'xml')).toContain('there is no format xml');
  expect(refused('--cli', 'nowhere.cjs')).toContain('nowhere.cjs: npm run build');
  expect(refused('--base', 'main')).toContain('--base: line or parent');
  expect(refused('--nonsense')).toContain('--nonsense');
  rmSync(join(made.folder, '.git'), { recursive: true });
  expect(refused()).toContain('git finds no repository');
  expect(readdirSync(made.folder)).toContain('shop');
});
