import { UserError } from '../errors.ts';
import type { Comparison } from './plumbing/diff.ts';
import type { ObjectReader } from './plumbing/objects.ts';
import {
  commitTime,
  emptyTree,
  findRepository,
  headCommit,
  mergeBase,
  mergeHeads,
  resolveCommit,
  type Repository,
} from './plumbing/repository.ts';
import { lines, tryGit, type Place } from './plumbing/run.ts';

/** What the user asks to have checked. */
export type ScopeRequest =
  | {
      readonly kind: 'staged';
      /** The other parents of the commit, where git names them in advance, besides those in MERGE_HEAD. */
      readonly otherParents?: readonly string[];
    }
  /** `A..B` compares the two, `A...B` compares B with their merge base; a missing end is HEAD (gitrevisions(7)). */
  | { readonly kind: 'range'; readonly range: string };

/** What is compared, one comparison for each parent. All ids are object ids. */
export interface ScopeFound {
  readonly kind: 'staged' | 'range';
  readonly comparisons: readonly Comparison[];
  /** The commit before, null before the first commit. */
  readonly before: string | null;
  readonly after: string;
  readonly repository: Repository;
  /** Seconds since 1970 UTC at which ages are counted; undefined means now. */
  readonly time: number | undefined;
  /** True while git makes a merge commit by itself, on a branch that nothing is released from. */
  readonly mergesCleanly: boolean;
}

/**
 * Finds out what is to be compared with what.
 * @throws {UserError} outside a repository, in a bare one without a range, for an unknown revision, for two ends of
 * `A...B` without common history.
 */
export function findScope(place: Place, objects: ObjectReader, request: ScopeRequest): Promise<ScopeFound> {
  return request.kind === 'range'
    ? rangeScope(place, objects, request.range)
    : stagedScope(place, objects, request.otherParents);
}

async function stagedScope(
  place: Place,
  objects: ObjectReader,
  named: readonly string[] | undefined,
): Promise<ScopeFound> {
  const [repository, head] = await Promise.all([findRepository(place), headCommit(objects)]);
  if (repository.bare) {
    throw new UserError(
      'this repository is bare: nothing can be staged',
      'check commits instead: pyreset-hooks check --range A..B',
    );
  }
  const first = head ?? (await emptyTree(place));
  const others = new Set([...(named ?? []), ...mergeHeads(repository)].filter((parent) => parent !== head));
  const comparisons = [first, ...others].map((before): Comparison => ({ kind: 'index', before }));
  return {
    kind: 'staged',
    comparisons,
    before: head ?? null,
    after: 'index',
    repository,
    time: undefined,
    mergesCleanly: named !== undefined && !(await isOnReleaseLine(place)),
  };
}

/** True on a branch such as `release/1.4`, `stable`, `hotfix-2` or `4.2.x`: what is merged there is meant to be shipped. */
async function isOnReleaseLine(place: Place): Promise<boolean> {
  const { stdout } = await tryGit(place, ['symbolic-ref', '--quiet', 'HEAD']);
  return /^refs\/heads\/(?:.*\/)?(?:release|stable|hotfix|maint)|\/v?\d+(?:\.\d+)+[^/]*$/.test(
    lines(stdout)[0] ?? '',
  );
}

async function rangeScope(place: Place, objects: ObjectReader, range: string): Promise<ScopeFound> {
  const [, from = '', dots, to = ''] = /^(.*?)(\.{2,3})(.*)$/s.exec(range) ?? [];
  if (!dots) {
    throw new UserError(
      `check: ${JSON.stringify(range)} is not a range`,
      'name two revisions: --range origin/main..HEAD',
    );
  }
  const repository = await findRepository(place);
  const [left, after] = await Promise.all([
    resolveCommit(objects, from || 'HEAD'),
    resolveCommit(objects, to || 'HEAD'),
  ]);
  const before = dots === '...' ? await mergeBase(place, left, after) : left;
  if (!before)
    throw new UserError(
      `${range}: the two have no common commit here`,
      'the clone may be shallow: git fetch --unshallow',
    );
  const commit = await objects.read(after);
  return {
    kind: 'range',
    comparisons: [{ kind: 'trees', before, after }],
    before,
    after,
    repository,
    time: commit && commitTime(commit.content),
    mergesCleanly: false,
  };
}
