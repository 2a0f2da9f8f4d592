import { readBuildFile, type BuildFile } from '../builds/build-file.ts';
import type { Build } from '../builds/build.ts';
import { HOSTS, hostOf, type Host } from '../builds/hosts.ts';
import { outdatedBy } from '../builds/outdated.ts';
import type { TreeEntry } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import type { LabelChange } from '../django/labels/label-changes.ts';
import type { Project } from '../django/project.ts';
import type { Sources } from '../django/sources.ts';
import { folderOf, isInside, joinPath, withParents, type GitPath } from '../path.ts';
import { isRegular, type Tree } from '../tree.ts';
import type { Sides } from './sides.ts';

/** What the change has to do with how hosts build: the files that it touches, and the projects that it changes. */
export async function readBuilds(labels: readonly LabelChange[], sides: Sides): Promise<Build[]> {
  const [touched, outdated] = await Promise.all([uncachedBuilds(sides), outdatedBuilds(labels, sides)]);
  return [...touched, ...outdated];
}

/** The build files that were added or changed, and leave a cache unused. */
async function uncachedBuilds({ entries, sources }: Sides): Promise<Build[]> {
  const files = entries.map(async ({ path, before, after }): Promise<Build[]> => {
    const host = before?.oid === after?.oid ? undefined : hostOf(path);
    const file = host && (await readAt(host, path, after, sources));
    if (!file || file.uncached.length === 0) return [];
    return [{ path, host, uncached: file.uncached, outdated: undefined, requirements: undefined }];
  });
  return (await Promise.all(files)).flat();
}

/** The projects that are not what their host built before, each with the build file that is nearest to it. */
async function outdatedBuilds(labels: readonly LabelChange[], sides: Sides): Promise<Build[]> {
  const { old, fresh } = sides;
  const builds = fresh.projects.map(async (project): Promise<Build[]> => {
    const former = formerOf(project, old.projects, fresh.projects);
    const outdated = former && outdatedBy(former, project, labels);
    const [nearest, ...others] = outdated ? await nearestFiles(project.root, sides) : [];
    if (!nearest || (await isRebuilt([nearest, ...others], sides))) return [];
    const { path, host } = nearest;
    const requirements = requirementsOf(project.root, folderOf(path), fresh.files.tree);
    return [{ path, host, uncached: [], outdated, requirements }];
  });
  return (await Promise.all(builds)).flat();
}

/** The project as it was: at the same place, or when there is but one, wherever it was. */
function formerOf(
  { root, settings }: Project,
  before: readonly Project[],
  after: readonly Project[],
): Project | undefined {
  const here = before.filter((project) => project.root === root);
  if (before.length === 1 && after.length === 1) return before[0];
  return here.length === 1 ? here[0] : here.find((project) => project.settings?.path === settings?.path);
}

/** A build file as it is after the change. */
interface Found {
  readonly path: GitPath;
  readonly host: Host;
  readonly file: BuildFile;
}

/** The build files of the innermost folder around a project that has some. */
async function nearestFiles(root: GitPath, { fresh, sources }: Sides): Promise<Found[]> {
  for (const folder of withParents(root)) {
    const looked = HOSTS.flatMap((host) =>
      host.files.map(async (name): Promise<Found[]> => {
        const path = joinPath(folder, name);
        const file = await readAt(host, path, fresh.files.tree.entry(path), sources);
        return file ? [{ path, host, file }] : [];
      }),
    );
    const found = (await Promise.all(looked)).flat();
    if (found.length > 0) return found;
  }
  return [];
}

async function readAt(
  host: Host,
  path: GitPath,
  entry: TreeEntry | undefined,
  sources: Sources,
): Promise<BuildFile | undefined> {
  const text = isRegular(entry) && !isExample(path) ? await sources.text(entry.oid) : undefined;
  if (text === undefined) return undefined;
  return readBuildFile(host, path.endsWith('.json'), text);
}

/** Files of which a build installs; when one changes, so does what it installs from. */
const DEPENDENCIES =
  /(?:^|\/)(?:requirements[^/]*\.(?:txt|in)|requirements\/[^/]+\.(?:txt|in)|pyproject\.toml|poetry\.lock|uv\.lock|Pipfile(?:\.lock)?)$/;

/** True when the next build is certain to install anew: what it installs, or the way it does, is another. */
async function isRebuilt(files: readonly Found[], { entries, sources }: Sides): Promise<boolean> {
  if (files.some(({ file }) => file.uncached.length > 0)) return true;
  const home = folderOf(files[0]!.path);
  const changed = entries.filter(
    ({ path, before, after }) => before?.oid !== after?.oid && isInside(path, home),
  );
  if (changed.some(({ path }) => DEPENDENCIES.test(path))) return true;
  const plans = files.map(async ({ path, host, file }) => {
    const entry = changed.find((each) => each.path === path);
    return entry !== undefined && (await readAt(host, path, entry.before, sources))?.plan !== file.plan;
  });
  return (await Promise.all(plans)).includes(true);
}

/** What a project installs of, in its folder or those above it, up to that of its build file. */
function requirementsOf(root: GitPath, home: GitPath, tree: Tree): GitPath | undefined {
  const folders = withParents(root).filter((folder) => isInside(folder, home));
  const found = folders.flatMap((folder) => {
    const names = [...tree.files(folder).keys()]
      .filter((name) => /^requirements[^/]*\.txt$/.test(name))
      .sort();
    const name = names.includes('requirements.txt') ? 'requirements.txt' : names[0];
    return name === undefined ? [] : [joinPath(folder, name)];
  });
  return found[0];
}
