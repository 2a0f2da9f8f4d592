import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { systemErrorCode, UserError } from '../../errors.ts';
import { pathFromText, type GitPath } from '../../path.ts';
import type { ObjectReader } from './objects.ts';
import { git, gitFailed, lines, tryGit, type Place } from './run.ts';

/** The repository around a folder. */
export interface Repository {
  readonly bare: boolean;
  /** `MERGE_HEAD` of this work tree: it exists while a merge is being concluded. */
  readonly mergeHeadFile: Buffer;
  /** The folder that all work trees share, absolute. */
  readonly commonFolder: string;
}

/**
 * Asks git which repository this is.
 * @throws {UserError} outside a repository.
 */
export async function findRepository(place: Place): Promise<Repository> {
  const asked = ['--is-bare-repository', '--git-path', 'MERGE_HEAD', '--git-common-dir'];
  const output = (await git(place, ['rev-parse', ...asked])).toString('latin1');
  // paths may hold newlines, but only one of them ends in MERGE_HEAD
  const [, bare, mergeHead = '', common = ''] = /^(\w+)\n([^]*MERGE_HEAD)\n([^]*)\n$/.exec(output) ?? [];
  return {
    bare: bare === 'true',
    mergeHeadFile: fromHere(place, Buffer.from(mergeHead, 'latin1')),
    commonFolder: fromHere(place, Buffer.from(common, 'latin1')).toString('utf8'),
  };
}

function fromHere({ cwd }: Place, path: Buffer): Buffer {
  return isAbsolute(path.toString('latin1')) ? path : Buffer.concat([Buffer.from(`${cwd}/`), path]);
}

/**
 * The top of the work tree that `place` is in, absolute and without symlinks.
 * @throws {UserError} outside a repository, and where there is no work tree.
 */
export async function workTreeTop(place: Place): Promise<string> {
  const args = ['rev-parse', '--is-bare-repository', '--show-toplevel'];
  const result = await tryGit(place, args);
  const [, bare, top] = /^(\w+)\n(?:([^]+)\n)?$/.exec(result.stdout.toString('utf8')) ?? [];
  if (result.status === 0 && top !== undefined) return realpathSync.native(top);
  if (bare === undefined) throw gitFailed(args, result);
  throw new UserError(
    bare === 'true' ? 'this repository is bare: it has no files' : 'this folder is in no work tree',
    'go to where the files are; all work trees: git worktree list',
  );
}

/** The folder that `place` is in, from the top of the work tree; `''` at the top, and in a bare repository. */
export async function folderWithin(place: Place): Promise<GitPath> {
  const prefix = await git(place, ['rev-parse', '--show-prefix']);
  return prefix.toString('latin1').replace(/\/?\n$/, '') as GitPath;
}

/** The commits being merged into HEAD while a merge waits for its commit, in git's order; empty otherwise. */
export function mergeHeads(repository: Repository): string[] {
  try {
    return readFileSync(repository.mergeHeadFile, 'latin1').split('\n').filter(Boolean);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw new UserError(`cannot read ${repository.mergeHeadFile.toString('utf8')}`, undefined, {
      cause: error,
    });
  }
}

/** True while a revert waits for its commit. */
export function isReverting(repository: Repository): boolean {
  return isUnderWay(repository, 'REVERT_HEAD');
}

/** True while a rebase or a bisection of this work tree is not done: then HEAD moves on by itself. */
export function isWandering(repository: Repository): boolean {
  return ['rebase-merge', 'rebase-apply', 'BISECT_LOG'].some((name) => isUnderWay(repository, name));
}

function isUnderWay({ mergeHeadFile }: Repository, name: string): boolean {
  return existsSync(Buffer.from(mergeHeadFile.toString('latin1').replace(/MERGE_HEAD$/, name), 'latin1'));
}

/**
 * The other parents of the merge that `git merge` is about to commit. `pre-merge-commit` runs before MERGE_HEAD
 * exists; git names the parents in the environment, one `GITHEAD_<object id>` each (githooks(5), git-merge).
 */
export function gitHeads(env: Place['env']): string[] {
  return Object.keys(env).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
}

/** The commit that `revision`, as somebody typed it, stands for; undefined when there is none. */
export async function findCommit(objects: ObjectReader, revision: string): Promise<string | undefined> {
  // it never stands on git's command line; but no name of a revision begins with a dash
  const found = /^-|\n/.test(revision) ? undefined : await objects.read(`${pathFromText(revision)}^{commit}`);
  return found?.type === 'commit' ? found.oid : undefined;
}

/**
 * The same for a revision that must be there.
 * @throws {UserError} when it is not.
 */
export async function resolveCommit(objects: ObjectReader, revision: string): Promise<string> {
  const found = await findCommit(objects, revision);
  if (found) return found;
  throw new UserError(
    `unknown revision: ${JSON.stringify(revision)}`,
    'is it spelled right, and fetched? A shallow clone may lack it: git fetch --unshallow',
  );
}

/** The commit that HEAD names, or undefined before the first commit. */
export async function headCommit(objects: ObjectReader): Promise<string | undefined> {
  return (await objects.read('HEAD^{commit}'))?.oid;
}

/** The id of the tree without entries, in this repository's hash. It stands in for HEAD before the first commit. */
export async function emptyTree(place: Place): Promise<string> {
  return (await git(place, ['hash-object', '-t', 'tree', '--stdin'])).toString('latin1').trim();
}

/** A merge base of two commits, or undefined when they share no history (or a shallow clone cut it off). */
export async function mergeBase(place: Place, one: string, other: string): Promise<string | undefined> {
  const { status, stdout } = await tryGit(place, ['merge-base', one, other]);
  return status === 0 ? lines(stdout)[0] : undefined;
}

/**
 * When a commit was made, in seconds since 1970 UTC: the later of its author and committer times, for a rebase keeps
 * the first.
 */
export function commitTime(commit: Buffer): number | undefined {
  const times = [...commit.toString('latin1').matchAll(/^(?:author|committer) .* (\d+) [+-]\d{4}$/gm)];
  return times.length === 0 ? undefined : Math.max(...times.slice(0, 2).map((match) => Number(match[1])));
}
