import type { GitPath } from '../path.ts';

/**
 * Apps of tests and examples, and those of a virtual environment that was committed: no database that matters depends
 * on what is done to their files here.
 */
export function isExample(path: GitPath): boolean {
  return /(?:^|\/)(?:tests?|test_?apps?|examples?|(?:site|dist)-packages)\//.test(path);
}

/** Copies of other people's packages. */
export function isVendored(path: GitPath): boolean {
  return /(?:^|\/)(?:_?vendor(?:ed|s)?|third[-_]?party|site-packages)\//.test(path);
}
