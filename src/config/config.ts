import type { Severity } from '../rule.ts';

/** The weight that the configuration gives a rule. */
export type Level = Severity | 'off';

/** A finding that the team has agreed to, once and with a reason. */
export interface Allowance {
  readonly rule: string;
  readonly subject: string;
  readonly reason: string;
}

/** The settings of a repository, complete. */
export interface Config {
  /** Revisions, or globs of refs, up to which migrations count as published; empty: the remote’s default branch. */
  readonly protected: readonly string[];
  /** Days for which a fault of a published migration only warns. */
  readonly grace: number;
  readonly rules: Readonly<Partial<Record<string, Level>>>;
  /** Globs of paths on which every rule is silent. */
  readonly ignore: readonly string[];
  readonly allow: readonly Allowance[];
  /** The labels that an app had before, by the label that it has now. Keys come from a file: do not look them up. */
  readonly formerApps: Readonly<Record<string, readonly string[]>>;
  /** `except`: globs of bytecode that may be committed, such as a sourceless distribution. */
  readonly bytecode: { readonly except: readonly string[] };
  readonly clean: CleanSettings;
}

/** What is cleared, by `clean` and after a switch. */
export interface CleanSettings {
  /** The folders that `clean` looks into, from the top of the repository; empty: all of it. */
  readonly roots: readonly string[];
  /** Globs of folders and files that `clean` leaves alone. */
  readonly skip: readonly string[];
  /** Whether the caches of other tools go as well, as with `--tools`. */
  readonly tools: boolean;
  /** Whether a switch says which migrations stay behind on the branch that was left. */
  readonly migrationNotes: boolean;
}

/** What holds without a configuration. */
export const DEFAULTS: Config = {
  protected: [],
  grace: 7,
  rules: {},
  ignore: [],
  allow: [],
  formerApps: {},
  bytecode: { except: [] },
  clean: { roots: [], skip: [], tools: false, migrationNotes: true },
};
