import type { Base, Change, DiffEntry, TreeEntry } from '../change.ts';
import type { FoundLine } from '../django/labels/old-labels.ts';
import type { History } from '../django/migrations/history.ts';
import { isPassedOver } from '../django/migrations/migrations-package.ts';
import { isModelFile } from '../django/models/model-files.ts';
import { isBuildFile } from '../builds/hosts.ts';
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

/** What git is asked, when a change makes it necessary. */
export interface HistoryReader {
  /** Up to where history is published. */
  readonly base: () => Promise<Base | undefined>;
  /** Whether the change takes back a commit that brought one of the files. */
  readonly reverts: (paths: readonly GitPath[]) => Promise<boolean>;
  /** The former versions of files in these folders, of changes that may concern `replaces`, newest first. */
  readonly formerReplaces: (folders: readonly GitPath[]) => Promise<readonly FormerVersion[]>;
  /** The Python files directly in these folders that git was not given; none where there is no work tree to look at. */
  readonly untracked: (folders: readonly GitPath[]) => Promise<readonly GitPath[]>;
  /** Of some names, those that a folder or label of an app had before the change, at any time. */
  readonly formerLabels: (names: readonly string[]) => Promise<ReadonlySet<string>>;
  /**
   * The lines after the change that match an extended regular expression, of files with these extensions; undefined
   * when that cannot be told, or not in time.
   */
  readonly linesMatching: (
    pattern: string,
    extensions: readonly string[],
  ) => Promise<readonly FoundLine[] | undefined>;
}

const NO_HISTORY: History = { migrations: [], unlabelled: [], apps: [], shapes: [] };

/** What there is to say of a change that touches nothing that Django reads at its start. */
export const NOTHING: Omit<Change, 'entries'> = {
  before: NO_HISTORY,
  after: NO_HISTORY,
  published: undefined,
  gone: [],
  edited: [],
  formerSquashes: [],
  labels: [],
  duplicates: [],
  misnamed: [],
  tables: [],
  references: [],
  namespaces: [],
  builds: [],
  unpackaged: [],
  ignored: [],
  untracked: [],
  outside: new Set(),
  reverts: false,
  mergesCleanly: false,
};

/** What a change touches, by a first look at its files. */
export interface Touched {
  /** What may be a migration, before or after, and packages that are none any more. */
  readonly migrations: readonly GitPath[];
  /** Files with models, or rules for what git ignores. */
  readonly models: boolean;
  /** What may give labels to apps, install them, or name tables. */
  readonly apps: boolean;
  /** What may include URLs. */
  readonly urls: boolean;
  /** What tells a host how to build the project. */
  readonly builds: boolean;
}

/** Reads what the rules need to know of the change from the commit `before`: see `readProject`. */
export async function readChange(
  reader: CommitReader,
  history: HistoryReader,
  entries: readonly DiffEntry[],
  before: string,
): Promise<Change> {
  const touched = await touchedBy(entries, await reader.sources(before));
  const { migrations, models, apps, urls, builds } = touched;
  if (migrations.length === 0 && !models && !apps && !urls && !builds) return { ...NOTHING, entries };
  // what reads projects is loaded only by the commits that need it
  const { readProject } = await import('./read-project.ts');
  return { ...NOTHING, entries, ...(await readProject(reader, history, entries, touched, before)) };
}

async function touchedBy(entries: readonly DiffEntry[], sources: Sources): Promise<Touched> {
  const looks = await Promise.all(entries.map((entry) => lookAt(entry, sources)));
  const paths = entries.map(({ path }) => path);
  return {
    migrations: paths.filter((_, index) => looks[index]!.migration),
    models: paths.some((path) => nameOf(path) === '.gitignore' || isModelFile(path)),
    apps: looks.some(({ app }) => app),
    urls: looks.some(({ urls }) => urls),
    builds: paths.some(isBuildFile),
  };
}

/** What a file may be, before or after. */
interface Look {
  readonly migration: boolean;
  readonly app: boolean;
  readonly urls: boolean;
}

const APP = /_APPS\b|\bAppConfig\b|\b(?:MIGRATION_MODULES|default_app_config|DATABASES|ROOT_URLCONF)\b/;

async function lookAt({ path, before, after }: DiffEntry, sources: Sources): Promise<Look> {
  const isPackage = nameOf(path) === '__init__.py';
  if (!path.endsWith('.py') || before?.oid === after?.oid) {
    return { migration: isPackage && !after, app: false, urls: false };
  }
  const [old, now] = await Promise.all([textOf(before, sources), textOf(after, sources)]);
  // one that cannot be read may be a migration where migrations usually are
  const isUnread = (before && old === undefined) || (after && now === undefined);
  const mayMigrate = isUnread
    ? nameOf(folderOf(path)) === 'migrations'
    : [old, now].some((text) => text?.includes('Migration'));
  return {
    migration: isPackage ? !after : mayMigrate && !isPassedOver(path),
    app: nameOf(path) === 'apps.py' || [old, now].some((text) => text !== undefined && APP.test(text)),
    urls: includingLines(old) !== includingLines(now),
  };
}

async function textOf(entry: TreeEntry | undefined, sources: Sources): Promise<string | undefined> {
  return entry && sources.text(entry.oid);
}

/** Of a module, what has to do with URLs that it includes. */
function includingLines(text = ''): string {
  return text.includes('include') || text.includes('app_name')
    ? text
        .split('\n')
        .filter((line) => /include|app_name|namespace/.test(line))
        .join('\n')
    : '';
}
