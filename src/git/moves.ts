import { diff, type Comparison } from './plumbing/diff.ts';
import { emptyTree } from './plumbing/repository.ts';
import { git, lines, tryGit, type Place } from './plumbing/run.ts';
import { folderOf, type GitPath } from '../path.ts';
import { trackedAmong } from './answers.ts';
import { switchOf } from './switch.ts';

/** The hooks that tell of a work tree that git has moved to another commit. */
export type MoveEvent = 'post-checkout' | 'post-merge' | 'post-rewrite' | 'post-index-change';

/** A Python source that git changed or deleted in the work tree. */
export interface TouchedSource {
  readonly path: GitPath;
  readonly deleted: boolean;
}

/**
 * The Python sources that git changed or deleted when it moved the work tree. `args` and `input` are what git gave
 * the hook (githooks(5)). A source that one step changed and a later one deleted counts as deleted.
 */
export async function touchedSources(
  place: Place,
  event: MoveEvent,
  args: readonly string[],
  input: () => Buffer,
): Promise<TouchedSource[]> {
  const comparisons = await comparisonsOf(place, event, args, input);
  const touched = new Map<GitPath, TouchedSource>();
  for (const comparison of comparisons) {
    for (const { path, before, after } of await diff(place, comparison, ['*.py'])) {
      // a rebase may have written a file that is new here more than once
      if (before || event === 'post-rewrite') touched.set(path, { path, deleted: !after });
    }
  }
  return [...touched.values()];
}

async function comparisonsOf(
  place: Place,
  event: MoveEvent,
  args: readonly string[],
  input: () => Buffer,
): Promise<Comparison[]> {
  switch (event) {
    case 'post-checkout': {
      const moved = switchOf(args);
      return moved ? [{ kind: 'trees', ...moved }] : [];
    }
    case 'post-merge':
      return args[0] === '1' ? [{ kind: 'index', before: 'HEAD' }] : sinceOriginalHead(place);
    case 'post-rewrite':
      return args[0] === 'amend'
        ? []
        : [...(await rewritten(place, input().toString('latin1'))), ...(await sinceOriginalHead(place))];
    case 'post-index-change': {
      // git moves HEAD only after it has written the index
      const head = await commitOf(place, 'HEAD');
      return [{ kind: 'index', before: head ?? (await emptyTree(place)) }];
    }
  }
}

/** ORIG_HEAD is where a merge or rebase started. */
async function sinceOriginalHead(place: Place): Promise<Comparison[]> {
  const before = await commitOf(place, 'ORIG_HEAD');
  return before ? [{ kind: 'trees', before, after: 'HEAD' }] : [];
}

/**
 * A rebase leaves the old head, stands on the new base for a while, and arrives: what its commits change was written
 * on the way even where both ends agree. `input` has a line `<old> <new>` for each, the first commit first.
 */
async function rewritten(place: Place, input: string): Promise<Comparison[]> {
  const first = /^[0-9a-f]+ ([0-9a-f]+)/.exec(input)?.[1];
  if (!first) return [];
  const before = (await commitOf(place, `${first}^`)) ?? (await emptyTree(place));
  return [{ kind: 'trees', before, after: 'HEAD' }];
}

async function commitOf(place: Place, revision: string): Promise<string | undefined> {
  const { status, stdout } = await tryGit(place, [
    'rev-parse',
    '--verify',
    '--quiet',
    `${revision}^{commit}`,
  ]);
  return status === 0 ? lines(stdout)[0] : undefined;
}

/** The folders of the Python sources that git tracks. */
export async function sourceFolders(place: Place): Promise<Set<GitPath>> {
  const paths = (await git(place, ['ls-files', '-z', '--', '*.py'])).toString('latin1').split('\0');
  return new Set(paths.flatMap((path) => (path === '' ? [] : [folderOf(path as GitPath)])));
}

const BYTECODE = ['--', '*.py[co]', '*.py[co].[0-9]*', '*$py.class', '*__pycache__*'];

/** The compiled files that git tracks, wherever they lie; with folders at stake, its submodules as well. */
export async function trackedBytecode(place: Place, submodulesToo: boolean): Promise<Set<GitPath>> {
  const output = await git(place, ['ls-files', '--stage', '-z', ...(submodulesToo ? [] : BYTECODE)]);
  return trackedAmong(output.toString('latin1').split('\0'));
}
