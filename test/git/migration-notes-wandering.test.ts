import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Repository } from '../helpers/repository.ts';
import { lying } from '../helpers/said.ts';
import { branch, main, noted, quietly, TAX } from '../helpers/switching.ts';

/** `topic` has a migration and is checked out; `main` went on without it. */
function diverged(): Repository {
  const made = main();
  branch(made);
  quietly(made, 'switch', 'main');
  made.commit('on main', { 'README.md': 'x', 'shop/views.py': 'V = 1\n' });
  quietly(made, 'switch', 'topic');
  return made;
}

const REBASES: readonly (readonly string[])[] = [
  ['rebase', 'main'],
  ['rebase', '--apply', 'main'],
  ['rebase', '--exec', 'true', 'main'],
  ['-c', 'sequence.editor=true', 'rebase', '--interactive', 'main'],
  ['pull', '--rebase', '.', 'main'],
];

test.for(REBASES.map((args) => [args.join(' '), args] as const))('nothing is said by git %s', ([, args]) => {
  const made = diverged();
  expect(noted(made, ...args)).toEqual([]);
  expect(made.git('rev-parse', 'main')).toBe(made.git('rev-parse', 'HEAD~'));
});

test('nothing is said while a rebase waits, nor when it is given up', () => {
  const made = diverged();
  made.commit('conflict', { 'README.md': 'y' });
  expect(made.tryGit('rebase', 'main').output).not.toContain('pyreset-hooks');
  expect(noted(made, 'checkout', '--force', 'main~')).toEqual([]);
  expect(noted(made, 'rebase', '--abort')).toEqual([]);
  expect(noted(made, 'switch', 'main')).toHaveLength(2);
});

/** Four commits on `main`: a migration comes with the second and goes with the fourth. */
function history(): Repository {
  const made = main();
  made.git('tag', 'good');
  made.commit('a', lying(TAX));
  made.commit('b', { 'README.md': 'b' });
  made.commit('c', { 'shop/migrations/0004_tax.py': null });
  made.commit('d', { 'README.md': 'bad' });
  return made;
}

test('nothing is said by git bisect, and the way out of it', () => {
  const made = history();
  const ran = made.shell(
    'git bisect start HEAD good && git bisect run sh -c "! grep -q bad README.md" && git bisect reset',
  );
  expect(ran.status, ran.output).toBe(0);
  expect(ran.output).toContain(`${made.git('rev-parse', 'HEAD')} is the first bad commit`);
  expect(ran.output).not.toContain('pyreset-hooks');
});

test('nothing is said while a bisection waits, and only in its own work tree', () => {
  const made = history();
  made.git('branch', 'tax', 'HEAD~2');
  made.git('worktree', 'add', '--quiet', '../other', 'tax');
  const other = made.at(join(made.folder, '..', 'other'));
  made.git('bisect', 'start', 'HEAD', 'good');
  expect(noted(made, 'checkout', 'HEAD~2')).toEqual([]);
  expect(noted(made, 'checkout', 'good')).toEqual([]);
  expect(noted(other, 'checkout', '--detach', 'good')).toHaveLength(2);
  expect(noted(made, 'bisect', 'reset')).toEqual([]);
  other.git('checkout', '--quiet', 'tax');
  other.git('bisect', 'start');
  expect(noted(other, 'checkout', 'good')).toEqual([]);
});

test('nothing is said when the hooks are switched off', () => {
  expect(noted(diverged().with({ PYRESET: '0' }), 'switch', 'main')).toEqual([]);
});

test('another program that moves HEAD in the name of its own says so in the reflog', () => {
  expect(noted(diverged().with({ GIT_REFLOG_ACTION: 'stack: restack' }), 'checkout', 'main')).toEqual([]);
});

test('what cannot be kept, or is damaged, is read again', () => {
  const made = diverged();
  const notes = noted(made, 'switch', 'main');
  expect(notes).toHaveLength(2);
  const folder = join(made.folder, '.git', 'pyreset-hooks', 'facts');
  writeFileSync(join(folder, 'migration.new'), 'damaged');
  quietly(made, 'switch', 'topic');
  expect(noted(made, 'switch', 'main')).toEqual(notes);
  made.shell('rm -r .git/pyreset-hooks');
  writeFileSync(join(made.folder, '.git', 'pyreset-hooks'), 'a file');
  quietly(made, 'switch', 'topic');
  expect(noted(made, 'switch', 'main')).toEqual(notes);
});

test('an object that is not there is no reason to fail, or to say anything', () => {
  const made = diverged();
  const oid = made.git('rev-parse', 'topic:shop/migrations/0004_tax.py');
  const object = join(made.folder, '.git', 'objects', oid.slice(0, 2));
  chmodSync(join(object, oid.slice(2)), 0o644);
  writeFileSync(join(object, oid.slice(2)), 'damaged');
  expect(noted(made, 'switch', 'main')).toEqual([]);
  expect(made.git('branch', '--show-current')).toBe('main');
});

test('a partial clone fetches nothing for a note', () => {
  const made = diverged();
  made.git('config', 'uploadpack.allowFilter', 'true');
  made.git('clone', '--quiet', '--no-local', '--filter=blob:none', '--no-checkout', '.', '../partial');
  const partial = made.at(join(made.folder, '..', 'partial'));
  expect(partial.pyreset('install').status).toBe(0);
  partial.git('sparse-checkout', 'set', '--no-cone', '/README.md');
  for (const branch of ['main', 'topic']) quietly(partial, 'checkout', '--quiet', branch);
  partial.git('remote', 'set-url', 'origin', '/nowhere');
  expect(noted(partial, 'switch', 'main')).toEqual([]);
});
