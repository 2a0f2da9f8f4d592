import { joinPath, nameOf, type GitPath } from '../../path.ts';
import { cacheName } from '../../python/bytecode.ts';
import { listed } from './observe.ts';
import type { FoundCache, Looking, Observed, ObservedFolder } from './found.ts';
import { compare, readName, weigh } from './inspect.ts';
import { pauses } from '../pauses.ts';

/** Where PYTHONPYCACHEPREFIX keeps the caches of the top, and of the folders below it in the same layout. */
export interface Mirror {
  /** A real path. */
  readonly root: string;
  /** The mirror of the top, from `root`. */
  readonly base: GitPath;
}

const NEVER: ReadonlySet<string> = new Set(['.git', 'node_modules', '__pycache__']);

/** Looks into the mirrors of these folders of the work tree, but not of those that were left out there. */
export async function observeMirror(
  { root, base }: Mirror,
  starts: readonly GitPath[],
  leftOut: ReadonlySet<GitPath>,
  looking: Looking,
): Promise<Observed> {
  const folders: ObservedFolder[] = [];
  const unreadable: GitPath[] = [];
  const pause = pauses(() => looking.progress(folders.length));
  const waiting = [...starts].reverse();
  for (let mirrored = waiting.pop(); mirrored !== undefined; mirrored = waiting.pop()) {
    await pause();
    if (leftOut.has(mirrored) || NEVER.has(nameOf(mirrored))) continue;
    const path = mirrored === '' ? base : base === '' ? mirrored : joinPath(base, mirrored);
    const content = listed(root, path, unreadable);
    if (!content || (mirrored !== '' && isRepository(content))) continue;
    const caches: FoundCache[] = [];
    for (const name of content.files) {
      const found = cacheName(name) && lookAt(root, joinPath(path, name), mirrored, looking);
      if (found) caches.push(found);
      await pause();
    }
    const others = content.files.length + content.links.length + content.others - caches.length;
    const below = content.folders.map((name) => joinPath(path, name));
    folders.push({ path, caches, folders: below, holdsMore: others > 0, kind: 'project' });
    for (const name of content.folders) waiting.push(joinPath(mirrored, name));
  }
  return { root, folders, pruned: leftOut, unreadable };
}

function isRepository(content: { folders: readonly string[]; files: readonly string[] }): boolean {
  return content.folders.includes('.git') || content.files.includes('.git');
}

function lookAt(root: string, path: GitPath, mirrored: GitPath, looking: Looking): FoundCache | undefined {
  if (looking.skip?.(joinPath(mirrored, nameOf(path)))) return undefined;
  const reading = readName(nameOf(path), 'cache');
  if (!looking.compare || reading.kind !== 'compiled') {
    return weigh(root, path, looking.compare && reading.kind === 'leftover' ? 'leftover' : 'unseen');
  }
  const source = {
    root: looking.top,
    path: joinPath(mirrored, `${reading.stem}.py`),
    exists: true,
  };
  return compare({ root, path, place: 'cache', source });
}
