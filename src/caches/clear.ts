import { isAbsolute, relative } from 'node:path';
import { readAnswers } from '../git/answers.ts';
import {
  sourceFolders,
  touchedSources,
  trackedBytecode,
  type MoveEvent,
  type TouchedSource,
} from '../git/moves.ts';
import type { Place } from '../git/plumbing/run.ts';
import { joinPath, nameOf, pathFromText, type GitPath } from '../path.ts';
import { counted, showPath } from '../show.ts';
import { listFolders } from './folder.ts';
import { mirrorsOf } from './mirrors.ts';
import { overtakenCaches, writtenFolders, type ListedTree } from './overtaken.ts';
import { removeCaches, type Removed } from './remove.ts';
import { foldersToList, staleCaches, type Kept, type Removal } from './stale.ts';

/** What git did to the sources. */
interface Move {
  readonly touched: readonly TouchedSource[];
  /** Folders in which git may have written any file. */
  readonly written: readonly GitPath[];
  /** What git tracks of what may be removed, when that is known already. */
  readonly tracked?: ReadonlySet<GitPath>;
}

/** What was cleared after a move. */
export interface Cleared {
  /** One line for the user; undefined when nothing was to be cleared. */
  readonly said: string | undefined;
  /** The sources that git changed or deleted. */
  readonly touched: readonly TouchedSource[];
}

/**
 * Clears the caches that went stale when git moved the work tree, whose top is `place.cwd`: git starts hooks there.
 * `now` is in seconds since 1970 UTC.
 */
export async function clearAfter(
  place: Place,
  event: MoveEvent,
  args: readonly string[],
  input: () => Buffer,
  now: number,
): Promise<Cleared> {
  const move = await moveOf(place, event, args, input, now);
  const { touched } = move;
  if (touched.length === 0 && move.written.length === 0) return { said: undefined, touched };
  const sources = listTree(place.cwd, move);
  const mirrors = mirrorsOf(place.env, place.cwd).map((top) => listTree(top, move));
  const removed = [await removeFrom(sources, await planHere(place, move, sources))];
  for (const mirror of mirrors) {
    removed.push(await removeFrom(mirror, await planMirror(place, move, sources, mirror)));
  }
  return { said: describe(removed), touched };
}

/** Nothing is tracked in a mirror, unless PYTHONPYCACHEPREFIX names a folder of the work tree. */
async function planMirror(
  place: Place,
  move: Move,
  sources: ListedTree,
  mirror: ListedTree,
): Promise<Removal> {
  const overtaken = overtakenCaches(move.written, sources, mirror);
  const within = relative(place.cwd, mirror.top);
  const isInside = !isAbsolute(within) && within.split('/')[0] !== '..';
  const start = `${pathFromText(within)}/`;
  const tracked = isInside ? [...(await trackedHere(place, move, true))] : [];
  const kept = tracked.flatMap((path) =>
    path.startsWith(start) ? [path.slice(start.length) as GitPath] : [],
  );
  return staleCaches(move.touched, overtaken, mirror.listing, { ...NOTHING, tracked: new Set(kept) });
}

/** What git tracks of what may be removed. `git stash` hands on an index of its own, in which little is tracked. */
async function trackedHere(place: Place, move: Move, submodulesToo: boolean): Promise<ReadonlySet<GitPath>> {
  return move.tracked ?? trackedBytecode(withOwnIndex(place), submodulesToo);
}

function withOwnIndex(place: Place): Place {
  return { ...place, env: { ...place.env, GIT_INDEX_FILE: undefined } };
}

const NOTHING = { tracked: new Set<GitPath>(), standsIn: undefined };

async function moveOf(
  place: Place,
  event: MoveEvent,
  args: readonly string[],
  input: () => Buffer,
  now: number,
): Promise<Move> {
  if (event === 'post-checkout' && args[3] === 'answered') {
    const answers = readAnswers(input());
    if (answers) return { ...answers, written: [] };
  }
  if (event !== 'post-index-change') {
    return { touched: await touchedSources(place, event, args, input), written: [] };
  }
  if (args[0] !== '1') return { touched: [], written: [] };
  const here = withOwnIndex(place);
  const [touched, folders] = await Promise.all([
    touchedSources(here, event, args, input),
    sourceFolders(here),
  ]);
  return { touched, written: writtenFolders(place.cwd, folders, now) };
}

function listTree(top: string, { touched, written }: Move): ListedTree {
  const folders = written.flatMap((folder) => [folder, joinPath(folder, '__pycache__')]);
  return { top, listing: listFolders(top, new Set([...foldersToList(touched), ...folders])) };
}

/** What is to go from the work tree. git is asked for what it tracks only when there is anything. */
async function planHere(place: Place, move: Move, sources: ListedTree): Promise<Removal> {
  const { touched, written } = move;
  const prefix = place.env['GIT_PREFIX']?.replace(/\/$/, '');
  const standsIn = prefix ? pathFromText(prefix) : undefined;
  const overtaken = overtakenCaches(written, sources, sources);
  const plan = (tracked: Kept['tracked']): Removal =>
    staleCaches(touched, overtaken, sources.listing, { tracked, standsIn });
  if (move.tracked) return plan(move.tracked);
  const planned = plan(NOTHING.tracked);
  if (planned.files.length === 0 && planned.folders.length === 0) return planned;
  return plan(await trackedHere(place, move, planned.folders.length > 0));
}

async function removeFrom({ top }: ListedTree, removal: Removal): Promise<Removed> {
  return removal.files.length > 0 || removal.folders.length > 0
    ? removeCaches(top, removal)
    : { files: [], folders: [], failed: [] };
}

function describe(trees: readonly Removed[]): string | undefined {
  const ghosts = (trees[0]?.folders ?? []).filter((folder) => nameOf(folder) !== '__pycache__');
  const files = trees.reduce((sum, { files }) => sum + files.length, 0);
  const cleared = [
    ...(files > 0 ? [counted(files, 'stale cache file')] : []),
    ...(ghosts.length > 0
      ? [`${counted(ghosts.length, 'ghost package')} (${listed(ghosts.map(showPath))})`]
      : []),
  ];
  const failed = trees.flatMap((tree) => tree.failed.map(({ path, code }) => `${showPath(path)} (${code})`));
  const parts = [
    ...(cleared.length > 0 ? [`cleared ${cleared.join(' and ')}`] : []),
    ...(failed.length > 0 ? [`cannot clear ${listed(failed)}`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}
