import type { DiffEntry, TreeEntry } from '../../change.ts';
import { pathFromBytes } from '../../path.ts';
import { git, type Place } from './run.ts';

/** What is compared with what. `index` is the index that git handed to us, temporary or not. */
export type Comparison =
  | { readonly kind: 'index'; readonly before: string }
  | { readonly kind: 'trees'; readonly before: string; readonly after: string };

// Plumbing, because `git diff` obeys diff.renames, diff.relative, diff.external and other user settings.
const RAW = ['--raw', '-z', '--no-renames', '--no-abbrev', '--no-ext-diff', '--ignore-submodules=none'];

/** The arguments that make git print a comparison in raw form, see git-diff-index(1) and git-diff-tree(1). */
export function diffArguments(comparison: Comparison, pathspecs: readonly string[] = []): string[] {
  const scope =
    comparison.kind === 'index'
      ? ['diff-index', '--cached', '--ita-invisible-in-index', ...RAW, comparison.before]
      : ['diff-tree', '-r', ...RAW, comparison.before, comparison.after];
  return [...scope, '--', ...pathspecs];
}

/** The entries that differ. `before` and `after` are object ids, never what a user typed. */
export async function diff(
  place: Place,
  comparison: Comparison,
  pathspecs?: readonly string[],
): Promise<DiffEntry[]> {
  return parseRawDiff(await git(place, diffArguments(comparison, pathspecs)));
}

/**
 * Parses `--raw -z`, for instance
 * `:100644 000000 3b18e5… 000000… D␀shop/migrations/0002_cost.py␀`.
 * Unmerged entries (status U) are left out: they are neither one side nor the other yet.
 */
export function parseRawDiff(output: Buffer): DiffEntry[] {
  const fields = splitNul(output);
  const entries: DiffEntry[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [beforeMode = '', afterMode = '', beforeOid = '', afterOid = '', status = ''] = fields[
      at
    ]!.toString('latin1')
      .slice(1)
      .split(' ');
    if (status.startsWith('U')) continue;
    entries.push({
      path: pathFromBytes(fields[at + 1]!),
      before: present(beforeMode, beforeOid),
      after: present(afterMode, afterOid),
    });
  }
  return entries;
}

/** Splits NUL-terminated records without copying them. */
export function splitNul(output: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let start = 0; start < output.length;) {
    const end = output.indexOf(0, start);
    const stop = end < 0 ? output.length : end;
    records.push(output.subarray(start, stop));
    start = stop + 1;
  }
  return records;
}

function present(mode: string, oid: string): TreeEntry | undefined {
  return mode === '000000' ? undefined : { mode, oid };
}
