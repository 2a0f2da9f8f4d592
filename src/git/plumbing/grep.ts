import type { FoundLine } from '../../django/labels/old-labels.ts';
import { pathFromBytes } from '../../path.ts';
import type { Comparison } from './diff.ts';
import { gitFailed, tryGit, type Limits, type Place } from './run.ts';

/** More is asked of nobody who waits for a commit: what is found until then would be half of the truth. */
const LIMITS: Limits = { milliseconds: 20_000, bytes: 16 * 1024 * 1024 };

/** What git-grep(1) does by itself, whatever the user's configuration makes of it; 0 threads: as many as suit git. */
const SETTINGS = ['-c', 'grep.threads=0', '-c', 'grep.fallbackToNoIndex=false'];
const OPTIONS =
  '-z -n -H --full-name --no-column --no-color --no-heading --no-break --no-recurse-submodules --no-textconv'.split(
    ' ',
  );

/**
 * The lines after a change that match a POSIX extended regular expression, of all regular files with these extensions,
 * wherever one stands; undefined when there is more to search or to read than can be waited for. One process. What
 * attributes call binary (`-diff`) is searched as well.
 */
export async function linesMatching(
  place: Place,
  comparison: Comparison,
  pattern: string,
  extensions: readonly string[],
  limits = LIMITS,
): Promise<FoundLine[] | undefined> {
  const tree = comparison.kind === 'trees' ? comparison.after : undefined;
  const globs = extensions.map((extension) => `:(top)*.${extension}`);
  const where = [...(tree === undefined ? ['--cached'] : []), '-E', '-e', pattern, ...(tree ? [tree] : [])];
  const args = [...SETTINGS, 'grep', ...OPTIONS, '--text', ...where, '--', ...globs];
  const result = await tryGit(place, args, limits);
  if (result.status === null) return undefined;
  if (result.status > 1) throw gitFailed(args, result);
  return parseLines(result.stdout, tree === undefined ? 0 : tree.length + 1);
}

/**
 * Parses `path␀12␀text␊`, with `skipped` bytes before each path: `<tree>:`. A path may hold a line feed, a text may
 * hold a NUL.
 */
export function parseLines(output: Buffer, skipped: number): FoundLine[] {
  const found: FoundLine[] = [];
  for (let at = 0; at < output.length;) {
    const number = output.indexOf(0, at) + 1;
    const text = output.indexOf(0, number) + 1;
    const end = output.indexOf(10, text);
    if (number === 0 || text === 0 || end < 0) return found;
    const line = Number(output.toString('latin1', number, text - 1));
    found.push({
      path: pathFromBytes(output.subarray(at + skipped, number - 1)),
      line,
      text: textOf(output.toString('utf8', text, end), line),
    });
    at = end + 1;
  }
  return found;
}

function textOf(text: string, line: number): string {
  const start = line === 1 && text.startsWith('\uFEFF') ? 1 : 0;
  return text.slice(start, text.endsWith('\r') ? -1 : undefined);
}
