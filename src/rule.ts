import type { Change, PublishedMigration } from './change.ts';
import type { GitPath } from './path.ts';

/** How much a finding weighs: an error refuses the commit, a warning is shown, info is shown with `--verbose`. */
export type Severity = 'error' | 'warning' | 'info';

/** What a rule yields. The engine adds rule and severity, so that a rule can lie about neither. */
export interface Problem {
  readonly path: GitPath;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in Unicode code points. */
  readonly column: number;
  /** Stable identity, used by allowances: `label.migration`, `label`, `label.Model`, or the path for bytecode. */
  readonly subject: string;
  /** Thing, fault and harm in one line. */
  readonly message: string;
  /** The commands or lines that end it; may span lines. */
  readonly hint: string;
  /** The most that this problem may weigh, whatever its rule weighs. */
  readonly atMost?: Severity;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly published?: PublishedMigration;
}

/** A problem with its weight, ready to be reported. */
export interface Finding extends Omit<Problem, 'published' | 'atMost'> {
  readonly rule: string;
  readonly severity: Severity;
  /** Why the team wants none of it, when it has said so; then it counts for nothing. */
  readonly allowed?: { readonly reason: string };
}

/** A small file tree: path → content. */
export type Files = Readonly<Record<string, string>>;

/** A change that the tests run and `pyreset-hooks rules <name>` prints: what was published, and what is staged. */
export interface Example {
  readonly before: Files;
  readonly after: Files;
  /** Files that lie in the work tree, and git was not given. */
  readonly untracked?: readonly string[];
}

/** What a rule may be told by the configuration. */
export interface RuleOptions {
  /** True for a path on which the user allows bytecode; undefined when there is none. */
  readonly bytecodeAllowed: ((path: GitPath) => boolean) | undefined;
  /** The labels that apps had before, by the label that they have now. */
  readonly formerApps: ReadonlyMap<string, readonly string[]>;
}

/** One rule: what it finds, why that hurts, and how it is told from what is legitimate. */
export interface Rule<Name extends string = string> {
  /** Kebab-case, equal to the file name; a noun phrase that names the mistake. Never changes once released. */
  readonly name: Name;
  /** One line for the table in the README: what it finds. */
  readonly summary: string;
  /** Who gets hurt, and when. */
  readonly why: string;
  readonly severity: Severity;
  /** True when what it finds stands in a line that is there after the change: a comment may allow it. */
  readonly lineBound?: boolean;
  /** The version that brought it. */
  readonly since: string;
  /** The authority: a page of Python's, Django's or git's documentation. */
  readonly docs: string;
  readonly bad: Example;
  readonly good: Example;
  /** True when there are procedures that lead safely to what the rule refuses: `rules NAME OLD NEW` prints them. */
  readonly procedures?: boolean;
  check(change: Change, options: RuleOptions): Iterable<Problem>;
}

/** Keeps the literal name of a rule, so that the registry's names form a type. */
export function defineRule<const Name extends string>(rule: Rule<Name>): Rule<Name> {
  return rule;
}
