import { ageKey, type Change, type PublishedAge, type PublishedMigration } from './change.ts';
import type { Config } from './config/config.ts';
import type { GitPath } from './path.ts';
import type { Finding, Problem, Rule, RuleOptions, Severity } from './rule.ts';

const WEIGHT = { info: 0, warning: 1, error: 2 } as const satisfies Record<Severity, number>;

/** A problem, the rule that yielded it, and what it weighs before its age is known. */
export interface Weighed extends Problem {
  readonly rule: string;
  readonly severity: Severity;
  /** See {@link Finding}. */
  readonly allowed?: { readonly reason: string };
}

/**
 * Runs the rules over the change against each parent. A merge has several: what one of them brought is not this
 * commit's doing, and is left out.
 */
export function findProblems(
  changes: readonly Change[],
  rules: readonly Rule[],
  config: Config,
  options: RuleOptions & { readonly ignored: (path: GitPath) => boolean },
): Weighed[] {
  const active = rules.filter(({ name }) => config.rules[name] !== 'off');
  const parents = changes.map((change) => ({
    brings: new Set(change.entries.flatMap(({ path, before }) => (before ? [] : path))),
    problems: problemsOf(change, active, config, options),
  }));
  const found = new Map(parents.flatMap(({ problems }) => [...problems].reverse()).reverse());
  const isBroughtBy = ({ brings, problems }: (typeof parents)[number], identity: string, path: GitPath) =>
    !problems.has(identity) && !brings.has(path);
  return [...found].flatMap(([identity, problem]) =>
    parents.some((parent) => isBroughtBy(parent, identity, problem.path)) ? [] : problem,
  );
}

/** What the rules find in the change against one parent, by rule and subject; of one identity, the first. */
function problemsOf(
  change: Change,
  rules: readonly Rule[],
  config: Config,
  options: RuleOptions & { readonly ignored: (path: GitPath) => boolean },
): ReadonlyMap<string, Weighed> {
  const problems = new Map<string, Weighed>();
  for (const rule of rules) {
    for (const problem of rule.check(change, options)) {
      const identity = `${rule.name}\0${problem.subject}`;
      if (problems.has(identity) || options.ignored(problem.path)) continue;
      problems.set(identity, { ...problem, rule: rule.name, severity: severityOf(rule, problem, config) });
    }
  }
  return problems;
}

/**
 * The migrations on whose age the weight of a problem depends. Age makes warnings of errors only, and is not looked up
 * for what is allowed: that would cost a run of `git log`, and nothing counts it.
 */
export function agesNeeded(problems: readonly Weighed[]): PublishedMigration[] {
  return problems.flatMap(({ severity, allowed, published }) =>
    severity === 'error' && !allowed && published ? published : [],
  );
}

/**
 * Gives each problem its final weight, sorts by path, line and rule. What is allowed keeps the weight it would have if
 * its migration were aged. `ages` holds the published migrations that problems are about, by `ageKey`.
 */
export function gradeProblems(
  problems: readonly Weighed[],
  ages: ReadonlyMap<string, PublishedAge>,
  { grace }: Config,
): Finding[] {
  const findings = problems.map(({ published, ...problem }) => {
    if (!published || problem.allowed) return problem;
    return { ...problem, severity: gradeByAge(problem.severity, ages.get(ageKey(published)), grace) };
  });
  return findings.sort(inOrder);
}

/** Exit code 1 when a finding is an error that nobody allows, else 0. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 {
  return countsOf(findings).error > 0 ? 1 : 0;
}

/** How many findings there are of each weight; those that are allowed are counted apart. */
export function countsOf(findings: readonly Finding[]): Readonly<Record<Severity | 'allowed', number>> {
  const counts = { error: 0, warning: 0, info: 0, allowed: 0 };
  for (const { severity, allowed } of findings) counts[allowed ? 'allowed' : severity]++;
  return counts;
}

function severityOf(rule: Rule, { atMost = 'error' }: Problem, config: Config): Severity {
  const wanted = config.rules[rule.name];
  const severity = wanted === undefined || wanted === 'off' ? rule.severity : wanted;
  return WEIGHT[severity] < WEIGHT[atMost] ? severity : atMost;
}

/** An error only when the migration is aged: others had time to apply it. What was renamed back is never one. */
function gradeByAge(severity: Severity, age: PublishedAge | undefined, grace: number): Severity {
  if (severity !== 'error') return severity;
  const aged = age !== undefined && (age.released || (age.days ?? 0) >= grace);
  return aged && !age.renamedBack ? 'error' : 'warning';
}

function inOrder(one: Finding, other: Finding): number {
  return (
    compare(one.path, other.path) ||
    one.line - other.line ||
    compare(one.rule, other.rule) ||
    compare(one.subject, other.subject)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
