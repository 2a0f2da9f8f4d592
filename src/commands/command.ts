import type { Place } from '../git/plumbing/run.ts';

/** What a command is given: where it was called, and with what. Only `cli.ts` reads it from the process. */
export interface Invocation extends Place {
  /** The arguments after the command's name. */
  readonly args: readonly string[];
  /** Seconds since 1970 UTC. */
  readonly now: number;
  /** The folder of this package, absolute. */
  readonly packageFolder: string;
  /** The Node.js that runs this program, absolute. */
  readonly node: string;
  /** The version of this package. */
  readonly version: string;
  /** True when output may be coloured. */
  readonly colour: boolean;
  /** Reads standard input to its end. */
  readonly stdin: () => Buffer;
  /** Shows how far a long run is, on a terminal, in place of what it showed last. */
  readonly progress: (text: string) => void;
}

/** What a command has to say. Findings and what was asked for go to standard output, all else to standard error. */
export interface Outcome {
  readonly output: string;
  readonly notes: readonly string[];
  readonly exitCode: 0 | 1 | 2;
}

/** A subcommand: its name is the file's name. */
export type Command = (invocation: Invocation) => Promise<Outcome>;
