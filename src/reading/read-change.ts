import type { Base, Change, DiffEntry } from '../change.ts';
import type { History } from '../django/migrations/history.ts';
import { isPassedOver } from '../django/migrations/migrations-package.ts';
import { isModelFile } from '../django/models/model-files.ts';
import type { Sources } from '../django/sources.ts';
import type { OutlineStore } from '../facts/outline.ts';
import type { FormerVersion } from '../git/plumbing/history.ts';
import { folderOf, nameOf, type GitPath } from '../path.ts';
import type { Tree } from '../tree.ts';

/** How commits are read. */
export interface CommitReader {
  /** The tree of a commit. */
  readonly tree: (commit: string) => Promise<Tree>;
  /** What differs from one commit to another. */
  readonly diff: (from: string, to: string) => Promise<readonly DiffEntry[]>;
  /** What the blobs of a commit hold. */
  readonly sources: (commit: string) => Promise<Sources>;
  /** What is kept of the apps that were read last. */
  readonly outlines: () => Promise<OutlineStore>;
}

/** What git's history is asked, when a change makes it necessary. */
export interface HistoryReader {
  /** Up to where history is published. */
  readonly base: () => Promise<Base | undefined>;
  /** Whether the change takes back a commit that brought one of the files. */
  readonly reverts: (paths: readonly GitPath[]) => Promise<boolean>;
  /** The former versions of files in these folders, of changes that may concern `replaces`, newest first. */
  readonly formerReplaces: (folders: readonly GitPath[]) => Promise<readonly FormerVersion[]>;
  /** The Python files directly in these folders that git was not given; none where there is no work tree to look at. */
  readonly untracked: (folders: readonly GitPath[]) => Promise<readonly GitPath[]>;
}

const NO_HISTORY: History = { migrations: [], unlabelled: [], apps: [], shapes: [] };

/** What there is to say of a change that touches no migration. */
export const NOTHING: Omit<Change, 'entries'> = {
  before: NO_HISTORY,
  after: NO_HISTORY,
  published: undefined,
  gone: [],
  edited: [],
  formerSquashes: [],
  unpackaged: [],
  ignored: [],
  untracked: [],
  outside: new Set(),
  reverts: false,
  rewritesRecords: false,
  mergesCleanly: false,
};

/** Reads what the rules need to know of the change from the commit `before`: see `readHistories`. */
export async function readChange(
  reader: CommitReader,
  history: HistoryReader,
  entries: readonly DiffEntry[],
  before: string,
): Promise<Change> {
  const touched = await touchedMigrations(entries, await reader.sources(before));
  if (touched.length === 0 && !entries.some(mayLeaveOut)) return { ...NOTHING, entries };
  // what reads projects is loaded only by the commits that need it
  const { readHistories } = await import('./read-histories.ts');
  return { ...NOTHING, entries, ...(await readHistories(reader, history, entries, touched, before)) };
}

/** True for what asks whether git has the migrations that belong to it. */
function mayLeaveOut({ path }: DiffEntry): boolean {
  return nameOf(path) === '.gitignore' || isModelFile(path);
}

/** The paths of what may be a migration, before or after, and of packages that are none any more. */
async function touchedMigrations(entries: readonly DiffEntry[], sources: Sources): Promise<GitPath[]> {
  const touched = await Promise.all(entries.map((entry) => mayBeMigration(entry, sources)));
  return entries.flatMap(({ path }, index) => (touched[index] ? path : []));
}

async function mayBeMigration({ path, before, after }: DiffEntry, sources: Sources): Promise<boolean> {
  if (nameOf(path) === '__init__.py') return !after;
  if (isPassedOver(path) || before?.oid === after?.oid) return false;
  for (const entry of [before, after]) {
    const text = entry && (await sources.text(entry.oid));
    // one that cannot be read may be a migration where migrations usually are
    const isUnread = entry !== undefined && text === undefined;
    if (isUnread ? nameOf(folderOf(path)) === 'migrations' : text?.includes('Migration')) return true;
  }
  return false;
}
