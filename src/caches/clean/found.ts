import type { GitPath } from '../../path.ts';
import type { CacheState } from '../pyc/state.ts';

/** What was found out of a compiled file. */
export type Found =
  | CacheState
  /** What an interrupted write leaves: `m.cpython-312.pyc.140123`. */
  | 'leftover'
  /** A name that only caches in `__pycache__` have, elsewhere: Python does not read it there. */
  | 'misplaced'
  /** A file in the cache of another tool. */
  | 'tool'
  /** Not looked at. */
  | 'unseen';

/** A file that can be removed. */
export interface FoundCache {
  readonly path: GitPath;
  readonly found: Found;
  /** The source that is missing beside it: without that, Python (or Jython) loads such a file as the module. */
  readonly lost: GitPath | undefined;
  /** The version of the Python that wrote it, where that was read. */
  readonly python: string | undefined;
  readonly bytes: number;
}

/** In a `library`, a virtual environment, modules without sources are meant to be; `tool`: all is another tool's cache. */
export type FolderKind = 'project' | 'library' | 'tool';

/** A folder that was looked into. */
export interface ObservedFolder {
  readonly path: GitPath;
  readonly caches: readonly FoundCache[];
  /** The folders in it, those that were not looked into as well. */
  readonly folders: readonly GitPath[];
  /** True when it holds anything besides. */
  readonly holdsMore: boolean;
  readonly kind: FolderKind;
}

/** What was observed below `root`, each folder before those in it. */
export interface Observed {
  /** Absolute: the top of the work tree, or where PYTHONPYCACHEPREFIX mirrors it. */
  readonly root: string;
  readonly folders: readonly ObservedFolder[];
  /** Folders that were left out, with what is in them. */
  readonly pruned: ReadonlySet<GitPath>;
  /** Folders that the system does not let us read. */
  readonly unreadable: readonly GitPath[];
}

/** What is looked at, and how. */
export interface Looking {
  /** The real path of the top of the work tree. */
  readonly top: string;
  /** Whether caches are compared with their sources. */
  readonly compare: boolean;
  /** Whether virtual environments are looked into. */
  readonly venv: boolean;
  /** Whether the caches of other tools are. */
  readonly tools: boolean;
  /** What the settings leave out; undefined: nothing. */
  readonly skip: ((path: GitPath) => boolean) | undefined;
  /** Told now and then how many folders were looked into. */
  readonly progress: (folders: number) => void;
}
