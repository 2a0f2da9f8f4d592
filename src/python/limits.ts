/** How much is read at most, so that no text can take the reader down. */

/** Deepest nesting of brackets, operators or suites that is read; CPython stops at 200 brackets and 100 indents. */
export const MAX_NESTING = 200;

/** Longest source that is read, in UTF-16 code units; longer ones give an empty module with one error. */
export const MAX_SOURCE = 2_000_000;

/** Most that is done to follow one program: statements, joined values, characters / 16; more leaves all unknown. */
export const MAX_WORK = 400_000;

/** Deepest nesting of suites and imports that is followed. */
export const MAX_FOLLOWED_DEPTH = 150;
