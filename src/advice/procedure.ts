/** What is printed for a step: commands for a shell, the text of a file, or lines of one that come (+) and go (-). */
export interface Block {
  readonly language: 'sh' | 'python' | 'sql' | 'diff';
  /**
   * Of a diff: what stands around the lines as well, `…` for what lies between, and `@@` where it begins anew from the
   * top of the file. What is there already is not added again.
   */
  readonly lines: readonly string[];
}

/** One step of a procedure. */
export interface Step {
  /** What to do; for the text of a file, or a part of it, the last word between backticks is its path. */
  readonly lead: string;
  readonly block?: Block;
}

/** A way to do something to an app without harm: all that is printed of it has been executed by the tests. */
export interface Procedure {
  readonly title: string;
  /** When to choose it. */
  readonly when: string;
  readonly steps: readonly Step[];
  /** How to go back. */
  readonly back: readonly Step[];
  /** What may be done in a later release, and need not be. */
  readonly later?: readonly Step[];
}
