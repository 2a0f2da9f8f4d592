import { commentsIn, type Comment } from '../comments.ts';
import type { ReadFile } from '../config/read.ts';
import { lineAllowances } from '../line-allowances.ts';
import type { Weighed } from '../lint.ts';
import { pathText, type GitPath } from '../path.ts';
import { decodePython } from '../python/decode.ts';
import type { Rule } from '../rule.ts';

/** The reasons that comments give for problems, and notes: what comments at problems say and do not allow, a line each. */
export interface CommentAllowances {
  readonly reasons: ReadonlyMap<Weighed, string>;
  readonly notes: readonly string[];
}

/** Reads what comments allow of problems, which are given by their file, in the files as they are after the change. */
export async function readAllowances(
  problems: ReadonlyMap<GitPath, readonly Weighed[]>,
  rules: readonly Rule[],
  read: ReadFile,
): Promise<CommentAllowances> {
  const reasons = new Map<Weighed, string>();
  const notes: string[] = [];
  for (const [path, those] of problems) {
    const lines = new Set(those.map(({ line }) => line));
    const { reasonFor, faults } = lineAllowances(await readComments(read, path), lines, rules);
    for (const problem of those) {
      const reason = reasonFor(problem.rule, problem.line);
      if (reason !== undefined) reasons.set(problem, reason);
    }
    for (const { line, fault } of faults) {
      notes.push(`${pathText(path)}:${line}: this comment allows nothing: ${fault}`);
    }
  }
  return { reasons, notes };
}

async function readComments(read: ReadFile, path: GitPath): Promise<Comment[]> {
  const object = await read(path);
  return object?.type === 'blob' ? commentsIn(path, decodePython(object.content)) : [];
}
