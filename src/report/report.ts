import type { GitPath } from '../path.ts';
import type { Finding } from '../rule.ts';

/** What was compared. Object ids, or null where there is none. */
export interface Scope {
  readonly kind: 'staged' | 'range';
  readonly before: string | null;
  /** `index` for staged changes. */
  readonly after: string;
  /** Null when there is no base, or when nothing in the change made it necessary to look for one. */
  readonly base: string | null;
  readonly protected: string | null;
}

/** Everything that a report format may print. */
export interface Report {
  readonly toolVersion: string;
  readonly scope: Scope;
  /** Those that are allowed as well. */
  readonly findings: readonly Finding[];
  /** Migrations whose app label could not be told without running Python. */
  readonly unknown: readonly GitPath[];
}

/** How a text report looks. */
export interface TextStyle {
  readonly colour: boolean;
  /** Also infos and what is allowed, and a summary when there is nothing to report. */
  readonly verbose: boolean;
  /** Errors only. */
  readonly quiet: boolean;
}
