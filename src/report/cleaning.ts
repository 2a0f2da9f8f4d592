import { isAbsolute, relative } from 'node:path/posix';
import type { Found, FoundCache } from '../caches/clean/found.ts';
import { doesHarm, type Cleaned } from '../caches/clean/plan.ts';
import { pathText, type GitPath } from '../path.ts';
import { counted, isTypeable, shellWord, showPath, visibleJson } from '../show.ts';

/** What cleaning did, or with `dryRun` would do. */
export interface Cleaning extends Cleaned {
  readonly toolVersion: string;
  readonly dryRun: boolean;
  /** Whether every compiled file was asked for. */
  readonly all: boolean;
}

/** Why a file goes, as it is said of one. */
const REASONS: Readonly<Record<Found, string>> = {
  'certainly-stale': 'would run old code: its source changed within the second in which it was compiled',
  suspect: 'may run old code: its source was replaced by one of the same time and size',
  unchecked: 'would run old code: it is not the source as it is now, and Python never compares the two',
  corrupt: 'would make the import fail: it holds no code',
  'legacy-orphan': 'runs as a module, though its source is gone',
  shadowing: 'runs as a package in place of the module beside its folder, though its source is gone',
  stale: 'its source changed; Python would compile it again',
  orphan: 'its source is gone',
  unread: 'Python 3 does not read it while its source is there, and would run it after',
  leftover: 'was left behind when a write was interrupted',
  misplaced: 'Python does not read it there',
  foreign: 'was written by a Python that is not known',
  fresh: 'is compiled Python',
  unseen: 'is compiled Python',
  tool: 'is the cache of another tool',
};

/** How many paths are named before the rest is counted. */
const FEW = 10;

/** What a person reads: what would be removed and why; after a real run, what did harm; and how much it was. */
export function cleaningText(cleaning: Cleaning): string {
  const { dryRun, removed, folders } = cleaning;
  if (removed.length + folders.length === 0) return nothingText(cleaning);
  const told = inOrder(removed).filter((file) => dryRun || matters(file));
  const lines = told.map((file) => `${showPath(file.path)}: ${reason(file)}`);
  const emptied = dryRun
    ? [...folders].sort().map((path) => `${showPath(path)}/: nothing is left in it`)
    : [];
  return `${[...(dryRun ? lines : few(lines)), ...emptied, summary(cleaning)].join('\n')}\n`;
}

function matters({ found, lost }: FoundCache): boolean {
  return doesHarm(found) || lost !== undefined;
}

function reason({ found, lost }: FoundCache): string {
  return found === 'unseen' && lost !== undefined ? 'runs as a module without a source' : REASONS[found];
}

function nothingText({ all, failed, kept }: Cleaning): string {
  if (failed.length > 0) return 'nothing was removed\n';
  if (all) return kept.length > 0 ? 'no compiled Python that may go\n' : 'no compiled Python\n';
  return 'no stale caches\n';
}

function summary({ dryRun, removed, folders }: Cleaning): string {
  const parts = [
    ...(removed.length > 0 ? [counted(removed.length, 'file')] : []),
    ...(folders.length > 0 ? [counted(folders.length, 'folder')] : []),
  ];
  return `${dryRun ? 'would remove' : 'removed'} ${parts.join(' and ')}, ${humanBytes(bytesOf(removed))}`;
}

/** What else a person should know, one line each: what stays though it does harm, and what could not be removed. */
export function cleaningNotes({ kept, failed, unreadable, leftOut, standsIn }: Cleaning): string[] {
  const staying = [...kept].sort((one, other) => (one.cache.path < other.cache.path ? -1 : 1));
  const modules = staying
    .filter(({ why }) => why === 'module')
    .map(({ cache }) => moduleNote(cache.path, standsIn));
  const tracked = staying
    .filter(({ why }) => why === 'tracked')
    .map(({ cache }) => trackedNote(cache.path, standsIn));
  const refused = failed.map(({ path, code }) => `cannot remove ${showPath(path)}: ${refusal(code)}`);
  const unseen = unreadable.map((path) => `cannot look into ${showPath(path)}`);
  const passed = leftOut.map((path) => `${showPath(path)} was not looked into: ${NOT_LOOKED_INTO}`);
  return [passed, unseen, modules, tracked, refused].flatMap(few);
}

const NOT_LOOKED_INTO =
  'virtual environments are with --venv, caches of other tools with --tools, node_modules and clean.skip never';

/** A path as one types it where one stands. */
function typed(path: GitPath, standsIn: GitPath): string {
  return shellWord(pathText(isAbsolute(path) ? path : (relative(standsIn, path) as GitPath)));
}

function moduleNote(path: GitPath, standsIn: GitPath): string {
  const remedy = isTypeable(path) ? `: rm ${typed(path, standsIn)}` : '';
  return `${showPath(path)} loads without a source, and git knows of none; if it is no sourceless distribution, remove it${remedy}`;
}

function trackedNote(path: GitPath, standsIn: GitPath): string {
  const remedy = isTypeable(path) ? `: git rm --cached ${typed(path, standsIn)}` : '';
  return `${showPath(path)} stays, for git tracks it; compiled Python should not be${remedy}`;
}

const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  EBUSY: 'it is in use',
};

function refusal(code: string): string {
  return REFUSALS[code] ?? code;
}

function few(lines: readonly string[]): string[] {
  return lines.length > FEW ? [...lines.slice(0, FEW), `and ${lines.length - FEW} more`] : [...lines];
}

/** The same as JSON, version 1; one document with a newline at its end. */
export function cleaningJson(cleaning: Cleaning): string {
  const { toolVersion, dryRun, removed, folders, kept, failed } = cleaning;
  const document = {
    version: 1,
    tool: { name: 'pyreset-hooks', version: toolVersion },
    dryRun,
    removed: inOrder(removed).map(({ path, found, python, bytes }) => {
      return { path: pathText(path), state: found, python, bytes };
    }),
    folders: [...folders].sort().map(pathText),
    kept: inOrder(kept.map(({ cache, why }) => ({ path: cache.path, reason: why }))).map(shownKept),
    failed: inOrder(failed).map(({ path, code }) => ({ path: pathText(path), reason: code })),
    summary: { files: removed.length, folders: folders.length, bytes: bytesOf(removed) },
  };
  return `${visibleJson(document)}\n`;
}

function shownKept({ path, reason }: { path: GitPath; reason: string }): object {
  return { path: pathText(path), reason };
}

function inOrder<Item extends { readonly path: GitPath }>(items: readonly Item[]): Item[] {
  return [...items].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

function bytesOf(files: readonly FoundCache[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** `812 bytes`, `48 kB`, `1.2 MB`: units of a thousand. */
function humanBytes(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const units = ['kB', 'MB', 'GB', 'TB'];
  let amount = bytes / 1000;
  let unit = 0;
  for (; amount >= 999.5 && unit < units.length - 1; unit++) amount /= 1000;
  return `${amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`;
}
