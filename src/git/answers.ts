import type { GitPath } from '../path.ts';
import { isBytecode } from '../python/bytecode.ts';
import type { TouchedSource } from './moves.ts';

/** What a hook script has asked git already, while Node.js started. */
export interface Answers {
  readonly touched: readonly TouchedSource[];
  /** Bytecode that git tracks, and submodules. */
  readonly tracked: ReadonlySet<GitPath>;
}

/**
 * Reads what hooks/post-checkout hands on: lines of `git diff-tree --name-status`, a NUL byte, the records of
 * `git ls-files --stage -z`, and `ok`. Undefined when git did not come to that end.
 */
export function readAnswers(input: Buffer): Answers | undefined {
  const [changed = '', ...records] = input.toString('latin1').split('\0');
  if (records.pop() !== 'ok') return undefined;
  const touched = changed.split('\n').flatMap((line): TouchedSource[] => {
    const [status, path] = line.split('\t', 2);
    return status && path ? [{ path: unquoted(path), deleted: status === 'D' }] : [];
  });
  return { touched, tracked: trackedAmong(records) };
}

/** Of records of `git ls-files --stage -z`, `100644 <object id> 0␉<path>`, the paths of bytecode and submodules. */
export function trackedAmong(records: readonly string[]): Set<GitPath> {
  const tracked = new Set<GitPath>();
  for (const record of records) {
    if (record.endsWith('.py') && !record.includes('__pycache__')) continue; // most of them
    const path = record.slice(record.indexOf('\t') + 1) as GitPath;
    if (record.startsWith('160000') || isBytecode(path)) tracked.add(path);
  }
  return tracked;
}

/** C's letters for the control characters from BEL, 7, to CR, 13. */
const CONTROLS = 'abtnvfr';

/** A path as git prints it for people: as it is, or in quotes with C's escapes, see core.quotePath in git-config(1). */
function unquoted(text: string): GitPath {
  if (!text.startsWith('"')) return text as GitPath;
  return text
    .slice(1, -1)
    .replace(/\\(?:([0-7]{3})|(.))/g, (_, octal: string | undefined, letter: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      const control = CONTROLS.indexOf(letter);
      return control < 0 ? letter : String.fromCharCode(7 + control);
    }) as GitPath;
}
