import type { GitPath } from '../../path.ts';

/** The lines of a file that still name a label which became another one. */
export interface StaleReferences {
  readonly path: GitPath;
}
