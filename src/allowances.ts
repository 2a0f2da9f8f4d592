import type { Allowance } from './config/config.ts';
import { grouped } from './grouped.ts';
import type { Weighed } from './lint.ts';
import type { GitPath } from './path.ts';
import type { Rule } from './rule.ts';

/** Marks the problems that the configuration allows; of several allowances for one the first gives the reason. */
export function allowSubjects(problems: readonly Weighed[], allow: readonly Allowance[]): Weighed[] {
  const reasons = new Map(allow.toReversed().map((each) => [identityOf(each), each.reason]));
  return problems.map((problem) => withReason(problem, reasons.get(identityOf(problem))));
}

function identityOf({ rule, subject }: Pick<Allowance, 'rule' | 'subject'>): string {
  return `${rule}\0${subject}`;
}

/** The problem, allowed when there is a reason. */
export function withReason(problem: Weighed, reason: string | undefined): Weighed {
  return reason === undefined ? problem : { ...problem, allowed: { reason } };
}

/** The problems that a comment may allow, and that nothing else allows, by their file. */
export function heedingComments(
  problems: readonly Weighed[],
  rules: readonly Rule[],
): ReadonlyMap<GitPath, readonly Weighed[]> {
  const names = new Set(rules.flatMap(({ name, lineBound }) => (lineBound ? name : [])));
  const heeding = problems.filter(({ rule, allowed }) => names.has(rule) && !allowed);
  return grouped(heeding, ({ path }) => path);
}
