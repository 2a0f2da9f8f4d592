import { nameOf, type GitPath } from '../path.ts';

/** A build file, as far as it says how a host builds the project. */
export interface Build {
  readonly path: GitPath;
}

/** True for a file that tells a host how to build the project. */
export function isBuildFile(path: GitPath): boolean {
  return /^(?:railway\.(?:toml|json)|nixpacks\.toml)$/.test(nameOf(path));
}
