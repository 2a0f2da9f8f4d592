import type { Base, Change, DiffEntry, Published, TreeEntry } from './change.ts';
import { mayBeMigration } from './django/migration.ts';
import {
  appsModuleOf,
  isPassedOver,
  goneMigrations,
  readProject,
  type Project,
  type SourceFile,
  type Sources,
} from './django/project.ts';
import type { GitObject, ObjectReader } from './git/plumbing/objects.ts';
import type { Place } from './git/plumbing/run.ts';
import { filesNamed } from './git/plumbing/tree.ts';
import { nameOf, type GitPath } from './path.ts';
import { decodePython } from './python/decode.ts';

/** How git names the two trees of a change: `<object id>:`, or `:` for the index. */
export interface Trees {
  readonly before: string;
  readonly after: string;
}

/**
 * Reads what the rules need to know of a change: the Python sources it touches, and the apps they belong to.
 * `findBase` is asked only when a migration is gone, for only then does it matter what is published.
 */
export async function readChange(
  place: Place,
  objects: ObjectReader,
  entries: readonly DiffEntry[],
  trees: Trees,
  findBase: () => Promise<Base | undefined>,
): Promise<Change> {
  const touched = entries.filter(({ path }) => path.endsWith('.py') && !isPassedOver(path));
  // until there is a rule about other changes, nothing can be wrong with history while every file is still there
  const needed = touched.some(({ after }) => !after) ? touched : [];
  const [before, after] = await Promise.all([
    readSide(objects, needed, ({ before }) => before, trees.before),
    readSide(objects, needed, ({ after }) => after, trees.after),
  ]);
  const projects = { before: readProject(before), after: readProject(after) };
  const gone = goneMigrations(projects.before, projects.after).map(({ path }) => path);
  const base = gone.length > 0 ? await findBase() : undefined;
  const published = base && (await readPublished(place, objects, base, gone, trees.before, projects.before));
  return { entries, ...projects, published };
}

async function readSide(
  objects: ObjectReader,
  entries: readonly DiffEntry[],
  side: (entry: DiffEntry) => TreeEntry | undefined,
  tree: string,
): Promise<Sources> {
  const read = await Promise.all(
    entries.map(async (entry): Promise<[GitPath, SourceFile][]> => {
      const file = side(entry);
      return file && isRegular(file) ? sourceAt(entry.path, await objects.read(file.oid)) : [];
    }),
  );
  return withApps(objects, new Map(read.flat()), tree);
}

/**
 * What is published at the base of the migrations that are gone: at the paths they had, and where one is not there, at
 * any path, for its folder may have moved since.
 */
async function readPublished(
  place: Place,
  objects: ObjectReader,
  base: Base,
  gone: readonly GitPath[],
  before: string,
  project: Project,
): Promise<Published> {
  const tree = `${base.oid}:`;
  if (tree === before) return { base, project };
  const read = (
    await Promise.all(gone.map(async (path) => sourceAt(path, await objects.read(tree + path))))
  ).flat();
  const found = new Set(read.map(([path]) => path));
  const lost = new Set(gone.filter((path) => !found.has(path)).map(nameOf));
  const elsewhere = lost.size === 0 ? [] : await filesNamed(place, base.oid, lost);
  const moved = await Promise.all(
    elsewhere.map(async ([path, entry]) =>
      isRegular(entry) ? sourceAt(path, await objects.read(entry.oid)) : [],
    ),
  );
  return { base, project: readProject(await withApps(objects, new Map([...read, ...moved.flat()]), tree)) };
}

/** Adds the `apps.py` of each app that a migration among the sources belongs to. */
async function withApps(objects: ObjectReader, sources: Sources, tree: string): Promise<Sources> {
  const migrations = [...sources].filter(([, { text }]) => mayBeMigration(text));
  const wanted = new Set(migrations.map(([path]) => appsModuleOf(path)));
  const apps = await Promise.all(
    [...wanted].map(async (path) => sourceAt(path, await objects.read(tree + path))),
  );
  return new Map([...sources, ...apps.flat()]);
}

function sourceAt(path: GitPath, object: GitObject | undefined): [GitPath, SourceFile][] {
  return object?.type === 'blob' ? [[path, { oid: object.oid, text: decodePython(object.content) }]] : [];
}

function isRegular({ mode }: TreeEntry): boolean {
  return mode.startsWith('100');
}
