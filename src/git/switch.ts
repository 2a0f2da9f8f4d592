import { nameOf } from '../path.ts';
import type { TouchedSource } from './moves.ts';

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

/** True for a source that is gone, unless no migration is called like it. */
export function mayTakeMigration({ path, deleted }: TouchedSource): boolean {
  return deleted && !/^[_~.]/.test(nameOf(path));
}
