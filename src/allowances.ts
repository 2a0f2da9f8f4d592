import type { Allowance } from './config/config.ts';
import type { Weighed } from './lint.ts';

/** Marks the problems that the configuration allows; of several allowances for one the first gives the reason. */
export function allowSubjects(problems: readonly Weighed[], allow: readonly Allowance[]): Weighed[] {
  const reasons = new Map(allow.toReversed().map((each) => [identityOf(each), each.reason]));
  return problems.map((problem) => {
    const reason = reasons.get(identityOf(problem));
    return reason === undefined ? problem : { ...problem, allowed: { reason } };
  });
}

function identityOf({ rule, subject }: Pick<Allowance, 'rule' | 'subject'>): string {
  return `${rule}\0${subject}`;
}
