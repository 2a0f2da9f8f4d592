import { isExample } from '../django/example-apps.ts';
import { importer } from '../django/import-path.ts';
import { importRoot } from '../django/loose-apps.ts';
import { appsOf, type Repository } from '../django/project.ts';
import type { Sources } from '../django/sources.ts';
import { namespacesBelow, type Work } from '../django/urls/namespace-walk.ts';
import {
  hasDuplicates,
  newDuplicates,
  type DuplicateNamespace,
  type RootNamespaces,
} from '../django/urls/namespaces.ts';
import { urlconfFinder, type FindUrlconf, type Urlconf } from '../django/urls/urlconfs.ts';
import { joinPath, pythonPath, type GitPath } from '../path.ts';
import { isRegular } from '../tree.ts';
import type { Sides } from './sides.ts';

/** Most includes that are looked at on one side; with more, nothing is said. */
const MAX_INCLUDES = 200_000;

/** The URL namespaces that are there twice after the change, and were not before. */
export async function readNamespaces({ old, fresh, entries, sources }: Sides): Promise<DuplicateNamespace[]> {
  const after = await namespacesIn(fresh, sources);
  if (!after?.some(({ namespaces }) => hasDuplicates(namespaces))) return [];
  const before = await namespacesIn(old, sources);
  return before ? newDuplicates(before, after, new Set(entries.map(({ path }) => path))) : [];
}

/** The namespaces below each root URLconf; undefined when they are too many. */
async function namespacesIn(repository: Repository, sources: Sources): Promise<RootNamespaces[] | undefined> {
  const named = await rootsOfProjects(repository, sources);
  const roots = named.length > 0 ? named : await looseRoots(repository, sources);
  const apps = new Set(appsOf(repository).map(({ name }) => name));
  const work: Work = { left: MAX_INCLUDES };
  const found = roots.flatMap(({ key, urlconf }): RootNamespaces[] => {
    const namespaces = namespacesBelow(urlconf, (name) => apps.has(name), work);
    return namespaces ? [{ key, namespaces }] : [];
  });
  return work.left < 0 ? undefined : found;
}

interface Root {
  readonly key: string;
  readonly urlconf: Urlconf;
}

/** The URLconfs that settings name. */
async function rootsOfProjects({ projects, files }: Repository, sources: Sources): Promise<Root[]> {
  const roots = projects.map(async ({ root, settings }): Promise<Root[]> => {
    const name = settings?.strings.get('ROOT_URLCONF');
    if (name === undefined || settings?.unsure.has('ROOT_URLCONF')) return [];
    const others = projects.map((project) => project.root).filter((other) => other !== root);
    const find = urlconfFinder(importer(files, root, others), files.tree, sources);
    const urlconf = await find(name);
    return urlconf && !isExample(urlconf.path) ? [{ key: `${root}/`, urlconf }] : [];
  });
  return (await Promise.all(roots)).flat();
}

/** Every `urls.py` that no other one includes, imported from above its topmost package. */
async function looseRoots({ files }: Repository, sources: Sources): Promise<Root[]> {
  const finders = new Map<GitPath, FindUrlconf>();
  const finderAt = (root: GitPath): FindUrlconf => {
    const known = finders.get(root) ?? urlconfFinder(importer(files, root, []), files.tree, sources);
    finders.set(root, known);
    return known;
  };
  const all: Urlconf[] = [];
  for (const [folder, entry] of files.tree.named('urls.py')) {
    const path = joinPath(folder, 'urls.py');
    if (!isRegular(entry) || isExample(path)) continue;
    const root = importRoot(folder, files);
    const name = pythonPath(path.slice(root === '' ? 0 : root.length + 1, -'.py'.length) as GitPath);
    const urlconf = await finderAt(root)(name.replaceAll('/', '.'));
    if (urlconf?.path === path) all.push(urlconf);
  }
  const included = new Set(all.flatMap((urlconf) => includedBy(urlconf, urlconf.facts.includes)));
  return all.filter(({ path }) => !included.has(path)).map((urlconf) => ({ key: urlconf.path, urlconf }));
}

function includedBy(urlconf: Urlconf, includes: Urlconf['facts']['includes']): GitPath[] {
  return includes.flatMap((include) => {
    const target = urlconf.included(include);
    return target ? [target.path] : includedBy(urlconf, include.nested);
  });
}
