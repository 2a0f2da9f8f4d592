import { allowSubjects, heedingComments, withReason } from './allowances.ts';
import type { Base, Change, DiffEntry } from './change.ts';
import type { Config } from './config/config.ts';
import { globs } from './config/globs.ts';
import { readConfig, type ReadFile } from './config/read.ts';
import { UserError } from './errors.ts';
import { diff } from './git/plumbing/diff.ts';
import { linesMatching } from './git/plumbing/grep.ts';
import { formerReplaces, publishedAges, revertsBetween } from './git/plumbing/history.ts';
import { openObjects, type ObjectReader } from './git/plumbing/objects.ts';
import { findBase } from './git/plumbing/protected.ts';
import { isReverting, resolveCommit } from './git/plumbing/repository.ts';
import type { Place } from './git/plumbing/run.ts';
import { isPartialClone } from './git/plumbing/tree.ts';
import { untrackedPython } from './git/plumbing/untracked.ts';
import { findScope, type ScopeFound, type ScopeRequest } from './git/scope.ts';
import { agesNeeded, findProblems, gradeProblems, type Weighed } from './lint.ts';
import type { GitPath } from './path.ts';
import { readChange, type CommitReader, type HistoryReader } from './reading/read-change.ts';
import { openCommits } from './reading/commits.ts';
import { filesAfter } from './reading/files-after.ts';
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
    const compared = await Promise.all(scope.comparisons.map((comparison) => diff(place, comparison)));
    const read = filesAfter(objects, scope.comparisons[0]!.before, compared[0]!);
    const { config, warnings } = await readConfig(read, RULE_NAMES);
    const bases = baseFinder(place, objects, scope, request, config);
    if (request.base !== undefined) await resolveCommit(objects, request.base); // a typo must not pass in silence
    if (request.base !== undefined || request.ci) await bases.find(scope.comparisons[0]!.before);
    const commits = openCommits(place, objects, scope.repository, request.toolVersion);
    const changes = await readChanges(place, commits, scope, compared, bases);
    commits.remember();
    const found = findProblems(changes, RULES, config, await ruleOptions(config));
    const { problems, notes } = await allow(found, config, read);
    const ages = await publishedAges(place, agesNeeded(problems), scope.time ?? request.now);
    const base = await bases.found.get(scope.comparisons[0]!.before);
    const report: Report = {
      findings: gradeProblems(problems, ages, config),
      toolVersion: request.toolVersion,
      scope: { ...scopeShown(scope), base: base?.oid ?? null, protected: base?.ref ?? null },
      unknown: [...new Set(changes.flatMap(unlabelledPaths))],
    };
    return { report, notes: [...warnings, ...bases.notes, ...notes] };
  } finally {
    objects.close();
  }
}

function unlabelledPaths({ before, after }: Change): GitPath[] {
  return before.unlabelled.concat(after.unlabelled);
}

async function ruleOptions(config: Config) {
  const { except } = config.bytecode;
  return {
    ignored: await globs(config.ignore),
    bytecodeAllowed: except.length > 0 ? await globs(except) : undefined,
    formerApps: new Map(Object.entries(config.formerApps)),
  };
}

function scopeShown({ kind, before, after }: ScopeFound): Pick<Report['scope'], 'kind' | 'before' | 'after'> {
  return { kind, before, after };
}

/** What the team allows, once and for all or in a comment; comments are read only where one may count. */
async function allow(found: readonly Weighed[], config: Config, read: ReadFile) {
  const problems = allowSubjects(found, config.allow);
  const heeding = heedingComments(problems, RULES);
  if (heeding.size === 0) return { problems, notes: [] };
  const { readAllowances } = await import('./reading/read-allowances.ts');
  const { reasons, notes } = await readAllowances(heeding, RULES, read);
  return { problems: problems.map((problem) => withReason(problem, reasons.get(problem))), notes };
}

/** The change against each parent. */
function readChanges(
  place: Place,
  commits: CommitReader,
  { comparisons, repository, after, kind, mergesCleanly }: ScopeFound,
  compared: readonly (readonly DiffEntry[])[],
  { find: baseOf, notes }: ReturnType<typeof baseFinder>,
): Promise<Change[]> {
  const isStaged = kind === 'staged';
  return Promise.all(
    comparisons.map(async (comparison, index) => {
      const { before } = comparison;
      const history: HistoryReader = {
        base: () => baseOf(before),
        formerReplaces: (folders) => formerReplaces(place, before, folders),
        reverts: async (paths) =>
          isStaged ? isReverting(repository) : revertsBetween(place, before, after, paths),
        untracked: async (folders) => (isStaged ? untrackedPython(place, folders) : []),
        formerLabels: async (names) => {
          // asked so rarely that it is loaded only then
          const { formerLabels } = await import('./git/plumbing/former-labels.ts');
          return formerLabels(place, before, names);
        },
        linesMatching: async (pattern, extensions) => {
          const isPartial = isPartialClone(repository.commonFolder);
          const lines = isPartial ? undefined : await linesMatching(place, comparison, pattern, extensions);
          const why = isPartial ? 'a partial clone would fetch every file' : 'there is too much of it';
          if (!lines) notes.add(`what still says the old app labels is not known: ${why}`);
          return lines;
        },
      };
      return { ...(await readChange(commits, history, compared[index]!, before)), mergesCleanly };
    }),
  );
}

/** Looks for the base of each parent once, and only when asked; without one, says so, or in CI refuses to go on. */
function baseFinder(
  place: Place,
  objects: ObjectReader,
  scope: ScopeFound,
  request: JudgeRequest,
  config: Config,
) {
  const refs = request.base === undefined ? config.protected : [request.base];
  const found = new Map<string, Promise<Base | undefined>>();
  const notes = new Set<string>();
  const look = async (before: string): Promise<Base | undefined> => {
    if (scope.before === null) return undefined; // nothing is published before the first commit
    const answer = await findBase(place, objects, before, refs);
    if (answer.kind === 'found') return answer.base;
    if (answer.kind === 'none') return undefined;
    const missing = `cannot tell which migrations are published: ${answer.reason}`;
    if (request.ci) throw new UserError(missing, answer.hint);
    notes.add(`${missing} (${answer.hint})`);
    return undefined;
  };
  const find = (before: string): Promise<Base | undefined> => {
    const known = found.get(before) ?? look(before);
    found.set(before, known);
    return known;
  };
  return { find, found, notes };
}
