import type { GitPath } from '../../path.ts';

/** A table whose name begins with a former label of its app, and did not before the change. */
export interface StaleTable {
  readonly path: GitPath;
}
