import type { DiffEntry } from '../change.ts';
import { nameOf } from '../path.ts';
import { diff } from './plumbing/diff.ts';
import type { Place } from './plumbing/run.ts';

/** The heads between which `git switch` or `git checkout` moved the work tree; object ids. */
export interface Switch {
  readonly before: string;
  readonly after: string;
}

/**
 * The switch that `post-checkout` tells of by its arguments (githooks(5)); undefined for a checkout of files, a clone,
 * a new work tree (there the head before is all zeros), and where one stays.
 */
export function switchOf([before = '', after = '', flag]: readonly string[]): Switch | undefined {
  const isMove = flag === '1' && before !== after;
  return isMove && [before, after].every((id) => /^(?!0+$)[0-9a-f]{40,64}$/.test(id))
    ? { before, after }
    : undefined;
}

/** The Python files that a switch took away, but for those that no migration is called like. */
export async function deletedModules(place: Place, { before, after }: Switch): Promise<DiffEntry[]> {
  const entries = await diff(place, { kind: 'trees', before, after }, ['*.py']);
  return entries.filter((entry) => !entry.after && !/^[_~.]/.test(nameOf(entry.path)));
}
