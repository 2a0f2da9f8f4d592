import { heedingComments, lineAllowances, withReason } from '../allowances.ts';
import { commentsIn, type Comment } from '../comments.ts';
import type { ReadFile } from '../config/read.ts';
import type { Weighed } from '../lint.ts';
import { pathText, type GitPath } from '../path.ts';
import { decodePython } from '../python/decode.ts';
import type { Rule } from '../rule.ts';

/**
 * Marks the problems that comments allow, in the files as they are after the change. The notes say of comments that
 * stand at a problem why they allow nothing, one line each.
 */
export async function allowByComments(
  problems: readonly Weighed[],
  rules: readonly Rule[],
  read: ReadFile,
): Promise<{ readonly problems: readonly Weighed[]; readonly notes: readonly string[] }> {
  const reasons = new Map<Weighed, string | undefined>();
  const notes: string[] = [];
  for (const [path, heeding] of heedingComments(problems, rules)) {
    const lines = new Set(heeding.map(({ line }) => line));
    const { reasonFor, faults } = lineAllowances(await readComments(read, path), lines, rules);
    for (const problem of heeding) reasons.set(problem, reasonFor(problem.rule, problem.line));
    for (const { line, fault } of faults) {
      notes.push(`${pathText(path)}:${line}: this comment allows nothing: ${fault}`);
    }
  }
  return { problems: problems.map((problem) => withReason(problem, reasons.get(problem))), notes };
}

async function readComments(read: ReadFile, path: GitPath): Promise<Comment[]> {
  const object = await read(path);
  return object?.type === 'blob' ? commentsIn(path, decodePython(object.content)) : [];
}
