import { folderOf, isInside, joinPath, nameOf, pathFromPython, type GitPath } from '../path.ts';
import { hasFolder, isRegular, isSubmodule, type Tree } from '../tree.ts';

/** Where a module of the repository lies. */
export interface ModulePlace {
  /**
   * `namespace`: a folder without `__init__.py` (PEP 420); `compiled`: a package whose `__init__` is bytecode, or
   * lies outside of the repository.
   */
  readonly kind: 'package' | 'module' | 'namespace' | 'compiled';
  /** The folder of a package, the file of a module. */
  readonly path: GitPath;
  /** The file that importing it runs; undefined when there is none, or none that can be read. */
  readonly source: GitPath | undefined;
}

/** Finds a module by its dotted name; `missing` and `outside` as for `FindModule`. */
export type Importer = (name: string) => ModulePlace | 'missing' | 'outside';

/** The tree as the import system walks it: links followed where they stay inside. */
export interface ImportTree {
  readonly tree: Tree;
  /** Where a path really lies; undefined when a link on the way leaves the tree, or goes in circles. */
  readonly real: (path: GitPath) => GitPath | undefined;
  /** The folders that hold a top-level package of that name. */
  readonly topLevel: (name: string) => readonly GitPath[];
}

/** Links inside links that are followed; Linux stops at 40. */
const MAX_LINKS = 40;

/** An `ImportTree` with the targets of its symbolic links, as `tree.links()` names them. */
export function importTree(tree: Tree, targets: ReadonlyMap<GitPath, string>): ImportTree {
  let packages: ReadonlyMap<string, readonly GitPath[]> | undefined;
  return {
    tree,
    real: (path) => (targets.size === 0 ? path : realPath(path, targets)),
    topLevel: (name) => (packages ??= topLevelPackages(tree)).get(name) ?? [],
  };
}

function realPath(path: GitPath, targets: ReadonlyMap<GitPath, string>): GitPath | undefined {
  const rest = path.split('/').reverse();
  const done: string[] = [];
  for (let links = 0; rest.length > 0;) {
    const part = rest.pop()!;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (done.pop() === undefined) return undefined;
      continue;
    }
    done.push(part);
    const target = targets.get(done.join('/') as GitPath);
    if (target === undefined) continue;
    done.pop();
    if (target.startsWith('/') || target.length > MAX_TARGET || ++links > MAX_LINKS) return undefined;
    rest.push(...target.split('/').reverse());
  }
  return done.join('/') as GitPath;
}

/** Longest target that Linux follows, in bytes (PATH_MAX). */
const MAX_TARGET = 4096;

/**
 * How `import` finds the modules of a project: first beside `manage.py`, then in `src`, then in the one folder of the
 * repository that has a top-level package of that name and is no package itself. `others` are the folders of other
 * projects, which are not on this one's path.
 */
export function importer(files: ImportTree, root: GitPath, others: readonly GitPath[]): Importer {
  const roots = [root, joinPath(root, 'src')];
  const elsewhere = new Map<string, readonly GitPath[]>();
  const rootsFor = (top: string): readonly GitPath[] => {
    const known = elsewhere.get(top) ?? [
      ...roots,
      ...theOnly(files.topLevel(pathFromPython(top)), root, others),
    ];
    elsewhere.set(top, known);
    return known;
  };
  const known = new Map<string, ModulePlace | 'missing' | 'outside'>();
  const locate: Importer = (name) => {
    const found = known.get(name) ?? search(name);
    known.set(name, found);
    return found;
  };
  const search: Importer = (name) => {
    const parts = name.split('.');
    if (parts.length > MAX_PARTS || parts.some((part) => !/^[^/\0]+$/.test(part))) return 'outside';
    const paths = rootsFor(parts[0]!).map((root) => joinPath(root, pathFromPython(parts.join('/'))));
    if (parts.length === 1) return firstOf(files, paths) ?? absence(files, paths, 'outside');
    const parent = locate(parts.slice(0, -1).join('.'));
    if (typeof parent === 'string') return parent;
    if (parent.kind === 'module') return 'missing';
    const inside = joinPath(parent.path, pathFromPython(parts.at(-1)!));
    const candidates = parent.kind === 'namespace' ? [inside, ...paths] : [inside];
    return firstOf(files, candidates) ?? absence(files, candidates, 'missing');
  };
  return locate;
}

/** More parts than any dotted name has. */
const MAX_PARTS = 50;

/** A namespace counts only where nothing else is found on the whole path. */
function firstOf(files: ImportTree, paths: readonly GitPath[]): ModulePlace | undefined {
  let namespace: ModulePlace | undefined;
  for (const path of paths) {
    const found = placeOf(files, path);
    if (found && found.kind !== 'namespace') return found;
    namespace ??= found;
  }
  return namespace;
}

function placeOf({ tree, real }: ImportTree, path: GitPath): ModulePlace | undefined {
  const folder = real(path);
  if (folder !== undefined && tree.named('__init__.py').has(folder)) {
    const source = real(joinPath(folder, '__init__.py'));
    if (source === undefined) return { kind: 'compiled', path: folder, source };
    if (isRegular(tree.entry(source))) return { kind: 'package', path: folder, source };
  }
  if (folder !== undefined && tree.named('__init__.pyc').has(folder)) {
    return { kind: 'compiled', path: folder, source: undefined };
  }
  const file = real(`${path}.py` as GitPath);
  if (file !== undefined && isRegular(tree.entry(file))) return { kind: 'module', path: file, source: file };
  return folder !== undefined && hasFolder(tree, folder)
    ? { kind: 'namespace', path: folder, source: undefined }
    : undefined;
}

/** Why there is no such module, or `unless`: a submodule or a link that leaves the tree may have it. */
function absence(
  { tree, real }: ImportTree,
  paths: readonly GitPath[],
  unless: 'missing' | 'outside',
): 'missing' | 'outside' {
  const mayBeElsewhere = paths.some((path) => {
    const places = [real(path), real(`${path}.py` as GitPath)];
    return places.some((place) => place === undefined || isSubmodule(tree.entry(place)));
  });
  return mayBeElsewhere ? 'outside' : unless;
}

/** The folders that would have to be on the path for the top-level packages of a tree, by the package's name. */
function topLevelPackages(tree: Tree): ReadonlyMap<string, readonly GitPath[]> {
  const packages = tree.named('__init__.py');
  const found = new Map<string, GitPath[]>();
  for (const folder of packages.keys()) {
    if (packages.has(folderOf(folder))) continue;
    const name = nameOf(folder);
    const folders = found.get(name);
    if (folders) folders.push(folderOf(folder));
    else found.set(name, [folderOf(folder)]);
  }
  return found;
}

/** The one folder that has such a package: below the project if there is one, else in the whole repository. */
function theOnly(folders: readonly GitPath[], root: GitPath, others: readonly GitPath[]): readonly GitPath[] {
  const strangers = others.filter((other) => !isInside(root, other));
  const ours = folders.filter((folder) => !strangers.some((other) => isInside(folder, other)));
  const near = ours.filter((folder) => isInside(folder, root));
  const found = near.length > 0 ? near : ours;
  return found.length === 1 ? found : [];
}
