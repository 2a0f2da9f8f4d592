import type { GitPath } from '../path.ts';
import type { Uncached } from './build-file.ts';
import type { Host } from './hosts.ts';
import type { Outdated } from './outdated.ts';

/** What a change has to do with a file that tells a host how to build the project. */
export interface Build {
  readonly path: GitPath;
  readonly host: Host;
  /** Of a file that the change touches, in its order. */
  readonly uncached: readonly Uncached[];
  /** Undefined as well when the next build is certain not to use what it kept. */
  readonly outdated: Outdated | undefined;
  /** A file of requirements that the build reads, if there is one. */
  readonly requirements: GitPath | undefined;
}
