import type { GitPath } from '../path.ts';

/** A module of the repository, as `import` would find it. */
export interface ModuleSource {
  /** The dotted name by which it was asked for: `conf.settings.base`. */
  readonly name: string;
  readonly path: GitPath;
  /** Decoded text. */
  readonly text: string;
  /** True for an `__init__.py`: relative imports then count from the module itself. */
  readonly isPackage: boolean;
}

/**
 * Finds a module by its absolute dotted name. `missing`: its top-level package is one of the repository's and the
 * module is not in it, so that importing it fails in a clean clone. `outside`: third-party, standard library or built
 * later; nothing can be said of it.
 */
export type FindModule = (name: string) => Promise<ModuleSource | 'missing' | 'outside'>;

/** Something that could not be told without running Python. */
export interface Unknown {
  readonly path: GitPath;
  /** 1-based. */
  readonly line: number;
  /** A clause without a full stop: `INSTALLED_APPS is changed under a condition`. */
  readonly what: string;
}
