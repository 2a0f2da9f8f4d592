import type { GitPath } from '../../path.ts';
import { splitNul } from './diff.ts';
import { globFor, LOG } from './history.ts';
import { git, tryGit, type Limits, type Place } from './run.ts';

/** How long git may look, and how much it may print: what it found until then counts, the rest is not known. */
const LIMITS: Limits = { milliseconds: 2_000, bytes: 1 << 24 };

/** git compares every path of a commit with every one of them. */
const MANY = 50;

/**
 * Of some files, those that a commit of any branch or tag has had, or still has: a branch that was left keeps its
 * sources in mind. Nothing is fetched: what a partial clone lacks is not known.
 */
export async function knownFiles(
  place: Place,
  paths: readonly GitPath[],
  limits = LIMITS,
): Promise<ReadonlySet<GitPath>> {
  if (paths.length === 0) return new Set();
  const wanted = new Set(paths);
  const globs = wanted.size > MANY ? ['*.py'] : [...wanted].map(globFor);
  const offline = { ...place, env: { ...place.env, GIT_ALLOW_PROTOCOL: '' } }; // git(1): overrides what is configured
  const options = [
    '--all',
    '--format=',
    '--name-only',
    '-z',
    '--no-renames',
    '--diff-filter=AD',
    '--full-history',
  ];
  const specs = globs.map((glob) => (wanted.size > MANY ? `:(top)${glob}` : `:(top,glob)${glob}`));
  const { stdout } = await tryGit(offline, [...LOG, ...options, '--', ...specs], limits);
  const printed = splitNul(stdout.subarray(0, stdout.lastIndexOf(0) + 1)); // the last may be cut
  return new Set(
    printed.map((path) => path.toString('latin1') as GitPath).filter((path) => wanted.has(path)),
  );
}

/** The files that git tracks in folders of these names, wherever they lie. */
export async function trackedInFolders(place: Place, names: readonly string[]): Promise<GitPath[]> {
  const specs = names.flatMap((name) => [`:(top,glob)**/${name}/**`]);
  const output = await git(place, ['ls-files', '--full-name', '-z', '--', ...specs]);
  return splitNul(output).map((path) => path.toString('latin1') as GitPath);
}
