import { folderOf, isInside, joinPath, pathFromText, withParents, type GitPath } from '../path.ts';
import type { Sources } from '../django/sources.ts';
import { isRegular, type Tree } from '../tree.ts';

/** A line of a `.gitignore` that keeps files out of git. */
export interface IgnoreLine {
  readonly file: GitPath;
  /** 1-based. */
  readonly line: number;
  /** As it is written. */
  readonly pattern: string;
}

/** The line that keeps a path out of git; undefined when none does, 'unknown' when that cannot be told. */
export type IgnoreRules = (path: GitPath) => IgnoreLine | 'unknown' | undefined;

/** A `.gitignore`; no lines when it cannot be read, or is made to take long. */
interface IgnoreFile {
  readonly path: GitPath;
  readonly lines: readonly IgnoreLine[] | undefined;
}

/**
 * What the `.gitignore` files of a tree say of paths in some folders, as `git check-ignore --no-index` says it of files
 * on disk. Patterns and paths are compared as bytes. The library is loaded only when there is a file.
 */
export async function ignoreRules(
  tree: Tree,
  folders: Iterable<GitPath>,
  sources: Sources,
): Promise<IgnoreRules> {
  const above = new Set([...folders].flatMap(withParents));
  const here = [...above].flatMap((folder) => {
    const path = joinPath(folder, '.gitignore');
    const entry = tree.entry(path);
    return isRegular(entry) ? [{ path, oid: entry.oid }] : []; // git does not follow a link here
  });
  if (here.length === 0) return () => undefined;
  const files = await Promise.all(
    here.map(async ({ path, oid }) => ({ path, lines: linesOf(path, await sources.text(oid)) })),
  );
  return matcher(files.sort((one, other) => one.path.length - other.path.length));
}

/** Longest file, most `**` in a pattern and deepest path that are looked at: a branch may bring what takes for ever. */
const MAX_FILE = 50_000;
const MAX_GLOBSTARS = 3;
const MAX_DEPTH = 20;

function linesOf(file: GitPath, text: string | undefined): IgnoreFile['lines'] {
  if (text === undefined || text.length > MAX_FILE) return undefined;
  const lines = text.split('\n').map((line, index) => ({
    file,
    line: index + 1,
    pattern: line.replace(/\r$/, ''),
  }));
  const patterns = lines.filter(({ pattern }) => /^!?[ /]*[^ /]/.test(pattern) && !pattern.startsWith('#'));
  return patterns.every(({ pattern }) => pattern.split('**').length <= MAX_GLOBSTARS + 1)
    ? patterns
    : undefined;
}

/** All files as one: an inner one comes after those around it, for the last line that matches decides. */
async function matcher(files: readonly IgnoreFile[]): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const unread = files.filter(({ lines }) => !lines).map(({ path }) => folderOf(path));
  const lines = files.flatMap(({ lines: read = [] }) => read);
  const rules = ignore({ ignoreCase: false });
  // the library takes one carriage return off the end of each line, as git does, and ours is off already
  for (const [index, line] of lines.entries())
    rules.add({ pattern: `${fromTop(line)}\r`, mark: String(index) });
  return (path) => {
    const isDeep = path.split('/').length > MAX_DEPTH;
    if (isDeep || unread.some((folder) => isInside(path, folder))) return 'unknown';
    const { rule } = rules.test(path);
    return rule && lines[Number(rule.mark)];
  };
}

/** The pattern, in bytes, as it would be written in a `.gitignore` at the top (gitignore(5), "pattern format"). */
function fromTop({ file, pattern }: IgnoreLine): string {
  const folder = folderOf(file);
  const bytes = pathFromText(pattern);
  if (folder === '') return bytes;
  const [, negation = '', body = ''] = /^(!?)(.*)$/s.exec(bytes)!;
  const place = `/${folder.replace(/[*?[\\]/g, String.raw`\$&`)}`;
  if (body.startsWith('/')) return `${negation}${place}${body}`;
  return `${negation}${place}/${/\/ *[^ /]/.test(body) ? '' : '**/'}${body}`;
}
