import type { DiffEntry, TreeEntry } from './change.ts';
import { grouped } from './grouped.ts';
import { folderOf, isInside, nameOf, type GitPath } from './path.ts';

/**
 * The files of a tree, symlinks and submodules included, without their contents: a commit, or a commit with changes
 * on top (the index). Folders exist through what they hold.
 */
export interface Tree {
  /** What stands at a path; undefined for a folder, and for nothing. */
  entry(path: GitPath): TreeEntry | undefined;
  /** What stands directly in a folder, by name; folders inside it are not among them. */
  files(folder: GitPath): ReadonlyMap<string, TreeEntry>;
  /** Every file of that name, by the folder it lies in. */
  named(name: string): ReadonlyMap<GitPath, TreeEntry>;
  /** Every symbolic link. */
  links(): ReadonlyMap<GitPath, TreeEntry>;
  /** Everything below a folder (`''`: all), in no particular order. */
  under(folder: GitPath): Iterable<readonly [path: GitPath, entry: TreeEntry]>;
}

/** True when there is such a folder. */
export function hasFolder(tree: Tree, folder: GitPath): boolean {
  for (const _ of tree.under(folder)) return true;
  return false;
}

/** True for a regular file: neither symlink nor submodule. */
export function isRegular(entry: TreeEntry | undefined): entry is TreeEntry {
  return entry?.mode.startsWith('100') ?? false;
}

/** True for a symbolic link. */
function isLink(entry: TreeEntry | undefined): boolean {
  return entry?.mode === '120000';
}

/** True for a submodule: a commit of another repository, whose files are not ours to read. */
export function isSubmodule(entry: TreeEntry | undefined): boolean {
  return entry?.mode === '160000';
}

/**
 * The tree that `git ls-tree -r -z` listed, as latin1 text: `100644 blob <oid>␉<path>␀…`, in git's order, which is
 * that of the paths' bytes. Nothing is parsed in advance, so that a listing of 100,000 files costs only what is asked.
 */
export function listedTree(listing: string): Tree {
  const named = new Map<string, ReadonlyMap<GitPath, TreeEntry>>();
  let links: ReadonlyMap<GitPath, TreeEntry> | undefined;
  const asked = new Map<string, number>();
  const allOf = (name: string): ReadonlyMap<GitPath, TreeEntry> => {
    const found = named.get(name) ?? allNamed(listing, name);
    named.set(name, found);
    return found;
  };
  const under = (folder: GitPath) =>
    recordsUnder(listing, folder === '' ? '' : `${folder}/`, (at) => endOfRecord(listing, at));
  return {
    entry: (path) => {
      const name = nameOf(path);
      const times = (asked.get(name) ?? 0) + 1;
      asked.set(name, times);
      if (times > OFTEN || named.has(name)) return allOf(name).get(folderOf(path));
      const at = lowerBound(listing, path);
      return at < listing.length && pathAt(listing, at) === path ? entryAt(listing, at) : undefined;
    },
    files: (folder) => filesIn(listing, folder),
    named: allOf,
    links: () => (links ??= allLinks(listing)),
    under,
  };
}

/** After so many questions about files of one name, all of that name are looked up at once. */
const OFTEN = 8;

/** The tree with changes on top. */
export function changedTree(tree: Tree, changes: readonly Pick<DiffEntry, 'path' | 'after'>[]): Tree {
  const changed = new Map(changes.map(({ path, after }) => [path, after]));
  const byFolder = grouped([...changed], ([path]) => folderOf(path));
  const byName = grouped([...changed], ([path]): string => nameOf(path));
  const named = new Map<string, ReadonlyMap<GitPath, TreeEntry>>();
  return {
    entry: (path) => (changed.has(path) ? changed.get(path) : tree.entry(path)),
    files: (folder) => {
      const here = byFolder.get(folder);
      return here
        ? merged(
            tree.files(folder),
            here.map(([path, entry]) => [nameOf(path) as string, entry]),
          )
        : tree.files(folder);
    },
    named: (name) => {
      const here = byName.get(name) ?? [];
      const found =
        named.get(name) ??
        merged(
          tree.named(name),
          here.map(([path, entry]) => [folderOf(path), entry]),
        );
      named.set(name, found);
      return found;
    },
    links: () =>
      merged(
        tree.links(),
        [...changed].map(([path, entry]) => [path, isLink(entry) ? entry : undefined]),
      ),
    *under(folder) {
      for (const file of tree.under(folder)) if (!changed.has(file[0])) yield file;
      for (const [path, entry] of changed) if (entry && isInside(folderOf(path), folder)) yield [path, entry];
    },
  };
}

function merged<Key>(
  base: ReadonlyMap<Key, TreeEntry>,
  changes: readonly (readonly [Key, TreeEntry | undefined])[],
): ReadonlyMap<Key, TreeEntry> {
  if (changes.length === 0) return base;
  const result = new Map(base);
  for (const [key, entry] of changes) {
    if (entry) result.set(key, entry);
    else result.delete(key);
  }
  return result;
}

function endOfRecord(listing: string, at: number): number {
  const end = listing.indexOf('\0', at);
  return end < 0 ? listing.length : end;
}

function pathAt(listing: string, at: number): GitPath {
  return listing.slice(listing.indexOf('\t', at) + 1, endOfRecord(listing, at)) as GitPath;
}

function entryAt(listing: string, at: number): TreeEntry {
  const [mode = '', , oid = ''] = listing.slice(at, listing.indexOf('\t', at)).split(' ');
  return { mode, oid };
}

/** Where the first record starts whose path is not before `key`. */
function lowerBound(listing: string, key: string): number {
  let low = 0;
  let high = listing.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle === 0 ? 0 : listing.lastIndexOf('\0', middle - 1) + 1;
    if (pathAt(listing, at) < key) low = endOfRecord(listing, middle) + 1;
    else high = at;
  }
  return Math.min(low, listing.length);
}

/** The records whose paths begin with `prefix`; `next` says where to go on after the record at an index. */
function* recordsUnder(
  listing: string,
  prefix: string,
  next: (at: number, path: GitPath) => number,
): Generator<readonly [path: GitPath, entry: TreeEntry]> {
  for (let at = prefix === '' ? 0 : lowerBound(listing, prefix); at < listing.length;) {
    const path = pathAt(listing, at);
    if (!path.startsWith(prefix)) return;
    yield [path, entryAt(listing, at)];
    at = next(at, path) + 1;
  }
}

/** The files directly in a folder; folders in it are jumped over, for they may hold most of the tree. */
function filesIn(listing: string, folder: GitPath): ReadonlyMap<string, TreeEntry> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const files = new Map<string, TreeEntry>();
  const next = (at: number, path: GitPath): number => {
    const slash = path.indexOf('/', prefix.length);
    return slash < 0 ? endOfRecord(listing, at) : lowerBound(listing, `${path.slice(0, slash)}0`) - 1; // "0" follows "/"
  };
  for (const [path, entry] of recordsUnder(listing, prefix, next)) {
    if (!path.includes('/', prefix.length)) files.set(path.slice(prefix.length), entry);
  }
  return files;
}

function allNamed(listing: string, name: string): ReadonlyMap<GitPath, TreeEntry> {
  const files = new Map<GitPath, TreeEntry>();
  const end = `${name}\0`;
  for (let found = listing.indexOf(end); found >= 0; found = listing.indexOf(end, found + 1)) {
    const at = listing.lastIndexOf('\0', found) + 1;
    const path = pathAt(listing, at);
    if (path.length === folderLength(path) + name.length) files.set(folderOf(path), entryAt(listing, at));
  }
  return files;
}

function folderLength(path: GitPath): number {
  return path.lastIndexOf('/') + 1;
}

function allLinks(listing: string): ReadonlyMap<GitPath, TreeEntry> {
  const links = new Map<GitPath, TreeEntry>();
  const mark = '120000 blob ';
  for (let at = listing.indexOf(mark); at >= 0; at = listing.indexOf(mark, at + 1)) {
    if (at === 0 || listing[at - 1] === '\0') links.set(pathAt(listing, at), entryAt(listing, at));
  }
  return links;
}
