import { systemErrorCode } from '../../errors.ts';
import { folderOf, joinPath, nameOf, withParents, type GitPath } from '../../path.ts';
import { isBytecodeName } from '../../python/bytecode.ts';
import { contentOf, type FolderContent } from '../folder.ts';
import type { FolderKind, FoundCache, Looking, Observed, ObservedFolder } from './found.ts';
import { compare, readName, weigh, type SourcePlace } from './inspect.ts';
import { pauses } from '../pauses.ts';

/** The folders in which other tools keep what they found out. */
export const TOOL_FOLDERS: ReadonlySet<string> = new Set(['.pytest_cache', '.mypy_cache', '.ruff_cache']);

/** A folder to look into. */
interface Visit {
  readonly path: GitPath;
  readonly kind: FolderKind;
  /** The files of the folder that it lies in: the sources of what a `__pycache__` holds are among them. */
  readonly beside: ReadonlySet<string>;
}

/** Looks into these folders of the work tree and all below them. `besides` are folders that others look into. */
export async function observeTree(
  starts: readonly GitPath[],
  besides: readonly GitPath[],
  looking: Looking,
): Promise<Observed> {
  const root = looking.top;
  const folders: ObservedFolder[] = [];
  const pruned = new Set(besides);
  const unreadable: GitPath[] = [];
  const pause = pauses(() => looking.progress(folders.length));
  const waiting = firstVisits(starts, pruned, looking);
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const { path } = visit;
    await pause();
    const content = leavesOut(path, pruned, looking) ? undefined : listed(root, path, unreadable);
    const kind = content && kindOf(visit, content, looking);
    if (!content || !kind) {
      pruned.add(path);
      continue;
    }
    const names = namesToTake(content, kind, looking);
    const files = sourcesIn(content, names, looking);
    const beside = nameOf(path) === '__pycache__' ? visit.beside : files;
    const caches: FoundCache[] = [];
    for (const name of names) {
      const found = lookAt({ path, kind, beside }, name, looking);
      if (found) caches.push(found);
      const turn = pause();
      if (turn) await turn;
    }
    folders.push(observed(path, content, caches, kind));
    for (const name of content.folders) waiting.push({ path: joinPath(path, name), kind, beside: files });
  }
  return { root, folders, pruned, unreadable };
}

function firstVisits(starts: readonly GitPath[], pruned: Set<GitPath>, looking: Looking): Visit[] {
  return [...starts].reverse().flatMap((path) => {
    const visit = startAt(path, pruned, looking);
    if (!visit) pruned.add(path);
    return visit ?? [];
  });
}

const NO_FILES: ReadonlySet<string> = new Set();

/** Undefined for a folder in one that is left out. A `__pycache__` that is named belongs to what lies beside it. */
function startAt(path: GitPath, pruned: ReadonlySet<GitPath>, looking: Looking): Visit | undefined {
  let visit: Visit = { path: '' as GitPath, kind: 'project', beside: NO_FILES };
  for (const at of withParents(path).slice(1).reverse()) {
    const content = leavesOut(at, pruned, looking) ? undefined : listed(looking.top, at, []);
    const kind = content && kindOf({ ...visit, path: at }, content, looking);
    if (!kind) return undefined;
    visit = { path: at, kind, beside: filesOf(content) };
  }
  return { ...visit, path };
}

/** The files that caches may be of; none where nobody asks. */
function sourcesIn(
  content: FolderContent,
  names: readonly string[],
  { compare }: Looking,
): ReadonlySet<string> {
  const isAsked = names.length > 0 || (compare && content.folders.includes('__pycache__'));
  return isAsked ? filesOf(content) : NO_FILES;
}

function filesOf({ files, links }: FolderContent): ReadonlySet<string> {
  return new Set([...files, ...links]);
}

function leavesOut(path: GitPath, pruned: ReadonlySet<GitPath>, { skip, tools }: Looking): boolean {
  const name = nameOf(path);
  if (name === '.git' || name === 'node_modules' || (!tools && TOOL_FOLDERS.has(name))) return true;
  return pruned.has(path) || (skip?.(path) ?? false);
}

/** Lists a folder; one that is there and cannot be read is noted. */
export function listed(root: string, folder: GitPath, unreadable: GitPath[]): FolderContent | undefined {
  try {
    return contentOf(root, folder);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') unreadable.push(folder);
    return undefined;
  }
}

/** Undefined for a folder that is left out: another repository, or a virtual environment that nobody asked for. */
function kindOf({ path, kind }: Visit, content: FolderContent, { venv }: Looking): FolderKind | undefined {
  if (path === '') return kind;
  const { folders, files, links } = content;
  if ([folders, files, links].some((names) => names.includes('.git'))) return undefined;
  const name = nameOf(path);
  if (kind === 'tool' || TOOL_FOLDERS.has(name)) return 'tool';
  const isLibrary =
    files.includes('pyvenv.cfg') || folders.includes('conda-meta') || name === 'site-packages';
  return isLibrary ? (venv ? 'library' : undefined) : kind;
}

/** Symlinks are never compared with anything, but they may be removed. */
function namesToTake({ files, links }: FolderContent, kind: FolderKind, looking: Looking): string[] {
  const names = looking.compare && kind !== 'tool' ? files : [...files, ...links];
  return kind === 'tool' ? [...names] : names.filter(isBytecodeName);
}

function lookAt(
  { path: folder, kind, beside }: Visit,
  name: string,
  looking: Looking,
): FoundCache | undefined {
  const { top: root, skip } = looking;
  const path = joinPath(folder, name);
  if (skip?.(path)) return undefined;
  if (kind === 'tool') return weigh(root, path, 'tool');
  const place = nameOf(folder) === '__pycache__' ? 'cache' : 'legacy';
  if (place === 'cache' && !looking.compare) return weigh(root, path, 'unseen');
  const reading = readName(name, place);
  if (reading.kind !== 'compiled') return weigh(root, path, looking.compare ? reading.kind : 'unseen');
  const source: SourcePlace = {
    root,
    path: joinPath(place === 'cache' ? folderOf(folder) : folder, `${reading.stem}.py`),
    exists: beside.has(`${reading.stem}.py`),
  };
  if (looking.compare && (place === 'cache' || name.endsWith('.pyc')))
    return compare({ root, path, place, source });
  // Python 3 reads no .pyo, and Jython alone reads $py.class
  const lost = place === 'legacy' && !source.exists && !name.endsWith('.pyo') ? source.path : undefined;
  if (!looking.compare) return weigh(root, path, 'unseen', lost);
  return weigh(root, path, source.exists ? 'unread' : lost === undefined ? 'orphan' : 'legacy-orphan', lost);
}

function observed(
  path: GitPath,
  { folders, files, links, others }: FolderContent,
  caches: readonly FoundCache[],
  kind: FolderKind,
): ObservedFolder {
  return {
    path,
    caches,
    folders: folders.map((name) => joinPath(path, name)),
    holdsMore: files.length + links.length + others > caches.length,
    kind,
  };
}
