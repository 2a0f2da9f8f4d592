import type { Base, Change } from './change.ts';
import type { Config } from './config/config.ts';
import { globs } from './config/globs.ts';
import { readConfig } from './config/read.ts';
import { UserError } from './errors.ts';
import { diff } from './git/plumbing/diff.ts';
import { publishedAges } from './git/plumbing/history.ts';
import { openObjects, type ObjectReader } from './git/plumbing/objects.ts';
import { findBase } from './git/plumbing/protected.ts';
import type { Place } from './git/plumbing/run.ts';
import { findScope, type ScopeFound, type ScopeRequest } from './git/scope.ts';
import { findProblems, gradeProblems } from './lint.ts';
import { readChange } from './read-change.ts';
import type { Report } from './report/report.ts';
import { RULES, RULE_NAMES } from './rules/index.ts';

/** What is to be judged. */
export interface JudgeRequest {
  readonly scope: ScopeRequest;
  /** The protected ref that the user named, which overrides the configuration. */
  readonly base: string | undefined;
  /** Seconds since 1970 UTC. */
  readonly now: number;
  /** In CI a missing base is an error; elsewhere the check passes with a note. */
  readonly ci: boolean;
  readonly toolVersion: string;
}

/** The report, and what else the user should know, one line each. */
export interface Judgement {
  readonly report: Report;
  readonly notes: readonly string[];
}

/**
 * From a scope to a report: git → change → rules → findings. Everything is read through one object reader.
 * @throws {UserError} for what the user can put right.
 */
export async function judge(place: Place, request: JudgeRequest): Promise<Judgement> {
  const objects = openObjects(place);
  try {
    const scope = await findScope(place, objects, request.scope);
    const { config, warnings } = await readConfig(objects, scope.tree, RULE_NAMES);
    const refs = request.base === undefined ? config.protected : [request.base];
    const bases = await readChanges(place, objects, scope, refs, request.ci);
    const problems = findProblems(bases.changes, RULES, config, await matchers(config));
    const published = problems.flatMap((problem) => problem.published ?? []);
    const ages = await publishedAges(place, published, scope.time ?? request.now);
    const graded = gradeProblems(problems, ages, config);
    const base = bases.changes[0]?.published?.base;
    const report: Report = {
      ...graded,
      toolVersion: request.toolVersion,
      scope: { ...scopeShown(scope), base: base?.oid ?? null, protected: base?.ref ?? null },
      unknown: bases.changes.reduce((sum, { after }) => sum + after.unlabelled.length, 0),
    };
    return { report, notes: [...warnings, ...bases.notes] };
  } finally {
    objects.close();
  }
}

async function matchers(config: Config) {
  const { except } = config.bytecode;
  return {
    ignored: await globs(config.ignore),
    bytecodeAllowed: except.length > 0 ? await globs(except) : undefined,
  };
}

function scopeShown({ kind, before, after }: ScopeFound): Pick<Report['scope'], 'kind' | 'before' | 'after'> {
  return { kind, before, after };
}

/** The change against each parent, and notes about a base that could not be found. */
async function readChanges(
  place: Place,
  objects: ObjectReader,
  scope: ScopeFound,
  refs: readonly string[],
  ci: boolean,
): Promise<{ changes: Change[]; notes: string[] }> {
  const notes = new Set<string>();
  const baseOf = async (before: string): Promise<Base | undefined> => {
    if (scope.before === null) return undefined;
    const answer = await findBase(place, objects, before, refs);
    if (answer.kind === 'found') return answer.base;
    if (answer.kind === 'missing') {
      const missing = `cannot tell which migrations are published: ${answer.reason}`;
      if (ci) throw new UserError(missing, answer.hint);
      notes.add(`${missing} (${answer.hint})`);
    }
    return undefined;
  };
  const changes = await Promise.all(
    scope.comparisons.map(async (comparison) => {
      const entries = await diff(place, comparison);
      const trees = { before: `${comparison.before}:`, after: scope.tree };
      return readChange(objects, entries, trees, () => baseOf(comparison.before));
    }),
  );
  return { changes, notes: [...notes] };
}
