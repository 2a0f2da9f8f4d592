import type { GitPath } from '../path.ts';
import type { Switch } from './switch.ts';
import { LOG } from './plumbing/history.ts';
import type { ObjectReader } from './plumbing/objects.ts';
import { tryGit, type Place } from './plumbing/run.ts';

/** Where a switch came from, and what it led to. */
export interface Departure {
  /** The branch that was left, in bytes; undefined when none was checked out, or that cannot be told. */
  readonly branch: GitPath | undefined;
  /** Object id of the commit that was left. */
  readonly commit: string;
  /** Whether a branch is checked out now. */
  readonly onBranch: boolean;
}

/**
 * Reads from HEAD's reflog, which git writes before it runs hooks, what a switch left. Undefined when it was another
 * command that moved HEAD: `git rebase --apply` runs the hook before it leaves any other trace.
 */
export async function departureOf(
  place: Place,
  objects: ObjectReader,
  { before, after }: Switch,
): Promise<Departure | undefined> {
  // <object id> <what moved HEAD there>; nothing where no reflog is kept
  const asked = ['--walk-reflogs', '--max-count=1', '--encoding=UTF-8', '--format=%H %gs', 'HEAD', '--'];
  const [logged, head] = await Promise.all([
    tryGit(place, [...LOG, ...asked]),
    tryGit(place, ['symbolic-ref', '--quiet', 'HEAD']),
  ]);
  const [, id, reason = ''] = /^(\S+) (.*)\n$/.exec(logged.stdout.toString('latin1')) ?? [];
  const [, from] = /^checkout: moving from (\S+) to \S/.exec(reason) ?? [];
  const isLogged = id === after;
  if (isLogged && from === undefined) return undefined;
  const isBranch = isLogged && (await objects.read(`refs/heads/${from}^{commit}`))?.oid === before;
  return { branch: isBranch ? (from as GitPath) : undefined, commit: before, onBranch: head.status === 0 };
}
