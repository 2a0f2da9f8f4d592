import type { Config } from '../../config/config.ts';
import { globs } from '../../config/globs.ts';
import { trackedBytecode } from '../../git/moves.ts';
import { knownFiles, trackedInFolders } from '../../git/plumbing/known-files.ts';
import type { Place } from '../../git/plumbing/run.ts';
import { joinPath, nameOf, pathFromText, withParents, type GitPath } from '../../path.ts';
import type { Looking, Observed } from './found.ts';
import { mirrorsOf } from '../mirrors.ts';
import { observeMirror, type Mirror } from './observe-mirror.ts';
import { observeTree, TOOL_FOLDERS } from './observe.ts';
import { planCleaning, sourcesInQuestion, type Cleaned, type CleaningPlan, type Policy } from './plan.ts';
import { removeCaches } from '../remove.ts';
import { configuredStarts, namedStarts, realFolder, realMirrors, within } from './starts.ts';

/** What is to be cleaned. */
export interface CleanRequest {
  /** The real path of the top of the work tree. */
  readonly top: string;
  /** Where the user stands: that folder stays, and `named` is named from there. */
  readonly cwd: string;
  /** The folders that the user names; none: those of the settings, else all. */
  readonly named: readonly string[];
  readonly all: boolean;
  readonly tools: boolean;
  readonly venv: boolean;
  readonly dryRun: boolean;
  readonly config: Pick<Config, 'clean' | 'bytecode'>;
  readonly progress: (text: string) => void;
}

/**
 * Observes, plans, and unless it is a dry run removes. `place` is at the top.
 * @throws {UserError} for a folder that cannot be cleaned.
 */
export async function cleanCaches(place: Place, request: CleanRequest): Promise<Cleaned> {
  const { top, cwd, named, config } = request;
  const starts = named.length > 0 ? namedStarts(top, cwd, named) : rootsOf(top, config.clean.roots);
  const mirrors = realMirrors(top, mirrorsOf(place.env, top));
  const looking = await lookingFor(request);
  const [tracked, trees] = await Promise.all([
    trackedFiles(place, request.tools),
    observe(starts, mirrors, looking),
  ]);
  const standing = standingIn(top, cwd);
  const stay = [...starts, ...standing, ...mirrors.flatMap((each) => mirrored(each, starts))];
  const plans = await planAll(place, trees, request, { tracked, stay: new Set(stay) });
  const parts: Part[] = [];
  for (const [index, tree] of trees.entries()) {
    const plan = plans[index]!;
    parts.push(fromTop(top, tree, request.dryRun ? asPlanned(plan) : await apply(tree, plan, request)));
  }
  return {
    removed: parts.flatMap(({ removed }) => removed),
    folders: parts.flatMap(({ folders }) => folders),
    kept: parts.flatMap(({ kept }) => kept),
    failed: parts.flatMap(({ failed }) => failed),
    unreadable: trees.flatMap(({ unreadable }) => unreadable),
    leftOut: named.length > 0 ? starts.filter((start) => trees[0]!.pruned.has(start)) : [],
    standsIn: standing[0] ?? ('' as GitPath),
  };
}

function rootsOf(top: string, roots: readonly string[]): GitPath[] {
  return roots.length > 0 ? configuredStarts(top, roots) : ['' as GitPath];
}

async function lookingFor({ top, all, venv, tools, config, progress }: CleanRequest): Promise<Looking> {
  const { skip } = config.clean;
  return {
    top,
    compare: !all,
    venv,
    tools,
    skip: skip.length > 0 ? await globs(skip) : undefined,
    progress: (folders) => progress(`looked into ${folders} folders`),
  };
}

/** The work tree first, then its mirrors. */
async function observe(
  starts: readonly GitPath[],
  mirrors: readonly Mirror[],
  looking: Looking,
): Promise<Observed[]> {
  const inside = mirrors.filter(({ root, base }) => root === looking.top && base !== '');
  const tree = await observeTree(
    starts,
    inside.map(({ base }) => base),
    looking,
  );
  const observed = [tree];
  for (const mirror of mirrors) observed.push(await observeMirror(mirror, starts, tree.pruned, looking));
  return observed;
}

async function trackedFiles(place: Place, tools: boolean): Promise<ReadonlySet<GitPath>> {
  const bytecode = await trackedBytecode(place, true);
  return tools ? new Set([...bytecode, ...(await trackedInFolders(place, [...TOOL_FOLDERS]))]) : bytecode;
}

/** The folder that the user stands in, and those above it. */
function standingIn(top: string, cwd: string): GitPath[] {
  const folder = realFolder(cwd);
  const path = folder && within(top, folder);
  return path === undefined ? [] : withParents(path);
}

function mirrored({ base }: Mirror, starts: readonly GitPath[]): GitPath[] {
  return starts.map((start) => (start === '' ? base : joinPath(base, start)));
}

/** Asks git's history for sources, and the index for submodules, only where something depends on it. */
async function planAll(
  place: Place,
  trees: readonly Observed[],
  { top, all, config }: CleanRequest,
  policy: Pick<Policy, 'tracked' | 'stay'>,
): Promise<CleaningPlan[]> {
  const { except } = config.bytecode;
  const isMeant = except.length > 0 ? await globs(except) : undefined;
  const known = await knownFiles(
    place,
    trees.flatMap((tree) => sourcesInQuestion(tree, all)),
  );
  const planned = (tracked: Policy['tracked']): CleaningPlan[] =>
    trees.map((tree) =>
      planCleaning(tree, { ...policy, all, isMeant, known, tracked: tree.root === top ? tracked : NOTHING }),
    );
  const plans = planned(policy.tracked);
  if (!plans.some(({ folders }) => folders.some(isGhost))) return plans;
  return planned(new Set([...policy.tracked, ...(await trackedBytecode(place, true))]));
}

function isGhost(folder: GitPath): boolean {
  return nameOf(folder) !== '__pycache__';
}

const NOTHING: ReadonlySet<GitPath> = new Set();

type Part = Pick<Cleaned, 'removed' | 'folders' | 'kept' | 'failed'>;

function asPlanned({ files, folders, kept }: CleaningPlan): Part {
  return { removed: files, folders, kept, failed: [] };
}

async function apply(
  { root }: Observed,
  { files, folders, kept }: CleaningPlan,
  { progress }: CleanRequest,
): Promise<Part> {
  const planned = files.length + folders.length;
  const removal = { files: files.map(({ path }) => path), folders };
  const gone = await removeCaches(root, removal, (count) => progress(`removed ${count} of ${planned}`));
  const removed = new Set(gone.files.length === files.length ? [] : gone.files);
  return {
    removed: gone.files.length === files.length ? files : files.filter(({ path }) => removed.has(path)),
    folders: gone.folders,
    kept,
    failed: gone.failed,
  };
}

/** Mirrors outside the work tree are named by absolute paths. */
function fromTop(top: string, { root }: Observed, part: Part): Part {
  if (root === top) return part;
  const from = pathFromText(root);
  const placed = <Item extends { readonly path: GitPath }>(item: Item): Item => {
    return { ...item, path: joinPath(from, item.path) };
  };
  return {
    removed: part.removed.map(placed),
    folders: part.folders.map((folder) => joinPath(from, folder)),
    kept: part.kept.map(({ cache, why }) => ({ cache: placed(cache), why })),
    failed: part.failed.map(placed),
  };
}
