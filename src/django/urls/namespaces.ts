import type { GitPath } from '../../path.ts';

/** A URL namespace that is there twice, and was not before the change. */
export interface DuplicateNamespace {
  readonly path: GitPath;
}
