import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorCode, UserError } from '../../errors.ts';
import type { ObjectReader } from './objects.ts';
import { git, lines, tryGit, type Place } from './run.ts';

/** The repository around a folder. Paths are absolute. */
export interface Repository {
  readonly bare: boolean;
  /** `MERGE_HEAD` of this work tree: it exists while a merge is being concluded. */
  readonly mergeHeadFile: string;
}

/**
 * Asks git which repository this is.
 * @throws {UserError} outside a repository.
 */
export async function findRepository(place: Place): Promise<Repository> {
  const [bare, mergeHead = ''] = lines(
    await git(place, ['rev-parse', '--is-bare-repository', '--git-path', 'MERGE_HEAD']),
  );
  return { bare: bare === 'true', mergeHeadFile: resolve(place.cwd, mergeHead) };
}

/** The commits being merged into HEAD while a merge waits for its commit, in git's order; empty otherwise. */
export function mergeHeads(repository: Repository): string[] {
  try {
    return readFileSync(repository.mergeHeadFile, 'latin1').split('\n').filter(Boolean);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw new UserError(`cannot read ${repository.mergeHeadFile}`, undefined, { cause: error });
  }
}

/**
 * The other parents of the merge that `git merge` is about to commit. `pre-merge-commit` runs before MERGE_HEAD
 * exists; git names the parents in the environment, one `GITHEAD_<object id>` each (githooks(5), git-merge).
 */
export function gitHeads(env: Place['env']): string[] {
  return Object.keys(env).flatMap((name) => /^GITHEAD_([0-9a-f]{40,64})$/.exec(name)?.[1] ?? []);
}

/**
 * The commit that `revision`, as the user typed it, stands for.
 * @throws {UserError} when there is none; a leading dash is refused before git could take it for an option.
 */
export async function resolveCommit(objects: ObjectReader, revision: string): Promise<string> {
  const found = /^-|\n/.test(revision) ? undefined : await objects.read(`${revision}^{commit}`);
  if (found?.type === 'commit') return found.oid;
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

/** Author time of a commit object, in seconds since 1970 UTC. */
export function authorTime(commit: Buffer): number | undefined {
  const seconds = /^author .* (\d+) [+-]\d{4}$/m.exec(commit.toString('latin1'))?.[1];
  return seconds === undefined ? undefined : Number(seconds);
}
