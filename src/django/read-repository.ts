import type { DiffEntry } from '../change.ts';
import { folderOf, isInside, joinPath, nameOf, pathFromText, type GitPath } from '../path.ts';
import { changedTree, isRegular, type Tree } from '../tree.ts';
import { importer, importTree, type ImportTree } from './import-path.ts';
import { readProject } from './apps/installed-apps.ts';
import { looseApps } from './loose-apps.ts';
import { appsOf, type Outline, type Project, type Repository } from './project.ts';
import type { Sources } from './sources.ts';
import { findStarts } from './start.ts';

/**
 * Reads which apps a tree has and what Django would call them: from the settings that each `manage.py` names, and by
 * their folders where no settings tell. Which migrations they have is not read yet.
 */
export async function readRepository(tree: Tree, given: Sources): Promise<Repository> {
  const reads = new Set<string>();
  const sources = noting(given, reads);
  const files = await withLinks(notingPaths(tree, reads), sources);
  const found = await findStarts(files.tree, sources);
  // not in the tree's order, which depends on how it came about: the first of two in one folder gets the loose apps
  const starts = found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const projects = await Promise.all(
    starts.map((start) => {
      const others = starts.map(({ root }) => root).filter((root) => root !== start.root);
      return readProject(start, files.tree, importer(files, start.root, others), sources);
    }),
  );
  return { ...(await withLoose(projects, files, sources)), files: { ...files, tree }, reads };
}

/** Sources that note which blobs are asked for. */
function noting(sources: Sources, reads: Set<string>): Sources {
  return {
    text: (oid) => sources.text(reads.add(oid) && oid),
    facts: (reading, oid) => sources.facts(reading, reads.add(oid) && oid),
  };
}

/** A tree that notes the paths at which a single file is looked for, found or not: those of modules. */
function notingPaths(tree: Tree, reads: Set<string>): Tree {
  return {
    entry: (path) => tree.entry(reads.add(path) && path),
    files: (folder) => tree.files(folder),
    named: (name) => tree.named(name),
    links: () => tree.links(),
    under: (folder) => tree.under(folder),
  };
}

/** The repository as it is with `changes` on top of its tree. */
export async function changedRepository(
  repository: Repository,
  changes: readonly DiffEntry[],
  sources: Sources,
): Promise<Repository> {
  const tree = changedTree(repository.files.tree, changes);
  if (!leavesApps(repository, changes, tree)) return readRepository(tree, sources);
  return { ...repository, files: { ...repository.files, tree } };
}

/** The outline with the files of a tree that has the same apps. */
export async function repositoryOf(outline: Outline, tree: Tree, sources: Sources): Promise<Repository> {
  return { ...outline, files: await withLinks(tree, sources) };
}

/**
 * Whether the apps and labels stay what they are, as with most changes: those of files that nothing was read from, and
 * files that come or go where nobody looked for one, in folders that are there before and after (`tree`).
 */
export function leavesApps(outline: Outline, changes: readonly DiffEntry[], tree: Tree): boolean {
  const packages = new Set(appsOf(outline).flatMap(({ migrationsFolder }) => migrationsFolder ?? []));
  const changed = new Set(changes.map(({ path }) => path));
  const standing = new Map<GitPath, boolean>();
  const isStanding = (folder: GitPath): boolean => {
    const known = standing.get(folder) ?? isOldFolder(folder, tree, changed);
    standing.set(folder, known);
    return known;
  };
  return changes.every(({ path, before, after }) => {
    if ([before, after].some((entry) => entry && !isRegular(entry))) return false;
    if (before && after) return !outline.reads.has(before.oid);
    const folder = folderOf(path);
    if (outline.reads.has(path) || FOUND_BY_NAME.test(nameOf(path))) return false;
    return packages.has(folder) || (folder !== '' && isStanding(folder));
  });
}

/** True for a folder that holds a file which did not change. */
function isOldFolder(folder: GitPath, tree: Tree, changed: ReadonlySet<GitPath>): boolean {
  for (const name of tree.files(folder).keys()) if (!changed.has(joinPath(folder, name))) return true;
  return false;
}

/** Files that make a package, or start a project, wherever they lie. */
const FOUND_BY_NAME = /^(?:__init__\..*|(?:manage|wsgi|asgi)\.py)$/s;

/** Links beyond these are taken to lead out of the tree: the target of each would have to be read. */
const MAX_LINKS = 1_000;

const ELSEWHERE = '/';

async function withLinks(tree: Tree, sources: Sources): Promise<ImportTree> {
  const targets = [...tree.links()].map(async ([path, { oid }], index): Promise<[GitPath, string]> => [
    path,
    index < MAX_LINKS ? targetOf(await sources.text(oid)) : ELSEWHERE,
  ]);
  return importTree(tree, new Map(await Promise.all(targets)));
}

/** The bytes of a link's target; one that cannot be told may lead anywhere. */
function targetOf(text: string | undefined): string {
  return text === undefined || text.includes('\ufffd') ? ELSEWHERE : pathFromText(text);
}

/** A loose app belongs to the innermost project around it that may install more than is known. */
async function withLoose(
  projects: readonly Project[],
  files: ImportTree,
  sources: Sources,
): Promise<Omit<Repository, 'files' | 'reads'>> {
  const found = await looseApps(projects, files, sources);
  const open = projects
    .filter(({ settings }) => !settings?.installedApps.complete)
    .sort((one, other) => other.root.length - one.root.length);
  const homeOf = (folder: GitPath): Project | undefined => open.find(({ root }) => isInside(folder, root));
  const of = (home: Project | undefined) =>
    found.filter(({ app }) => homeOf(app.folder ?? app.migrationsFolder!) === home);
  return {
    projects: projects.map((project) => {
      const more = open.includes(project) ? of(project) : [];
      return {
        ...project,
        apps: [...project.apps, ...more.map(({ app }) => app)],
        unknown: [...project.unknown, ...more.flatMap(({ unknown }) => unknown)],
      };
    }),
    loose: of(undefined),
  };
}
