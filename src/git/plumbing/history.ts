import type { PublishedAge, PublishedMigration } from '../../change.ts';
import { git, lines, type Place } from './run.ts';
import { pathText, type GitPath } from '../../path.ts';

/** When and where a file came into a branch. */
interface Arrival {
  /** Object id of the commit that added the file last. */
  readonly commit: string;
  /** Author time of that commit, in seconds since 1970 UTC. */
  readonly time: number;
}

/**
 * For each of `paths`, the newest commit up to `tip` that added it; paths that were never there are absent.
 * One `git log` for all of them, asked only when there is a finding to grade.
 */
async function arrivals(
  place: Place,
  tip: string,
  paths: readonly GitPath[],
): Promise<Map<GitPath, Arrival>> {
  const found = new Map<GitPath, Arrival>();
  if (paths.length === 0) return found;
  const format = [
    '--format=%x00%H %at',
    '--name-only',
    '-z',
    '--diff-filter=A',
    '--no-renames',
    '--no-ext-diff',
  ];
  const pathspecs = paths.map((path) => `:(literal,top)${pathText(path)}`);
  const output = await git(place, ['log', ...format, tip, '--', ...pathspecs]);
  // ␀<commit> <seconds>␀\n<path>␀<path>␀␀<commit> …, newest first: only a commit follows an empty field
  const fields = output.toString('latin1').split('\0');
  let arrival: Arrival | undefined;
  for (const [at, field] of fields.entries()) {
    const header = fields[at - 1] === '' ? /^([0-9a-f]{40,64}) (\d+)$/.exec(field) : null;
    if (header) arrival = { commit: header[1]!, time: Number(header[2]) };
    const path = field.replace(/^\n/, '') as GitPath;
    if (!header && arrival && !found.has(path)) found.set(path, arrival);
  }
  return found;
}

const VERSION_TAG = /(?:^|[-_/])v?\d+(?:\.\d+)+/;

const DAY = 86_400;

/**
 * How long published migrations have been out at `time` (seconds since 1970 UTC), by their path at the base. In a
 * repository without a remote there is nobody to ask, and every published migration counts as released.
 */
export async function publishedAges(
  place: Place,
  published: readonly PublishedMigration[],
  time: number,
): Promise<Map<GitPath, PublishedAge>> {
  const ages = new Map<GitPath, PublishedAge>();
  for (const base of new Map(published.map((migration) => [migration.base.oid, migration.base])).values()) {
    const migrations = published.filter((migration) => migration.base.oid === base.oid);
    const arrived = await arrivals(
      place,
      base.oid,
      migrations.flatMap(({ path, newPath }) => [path, newPath]),
    );
    for (const { path, newPath } of migrations) {
      const arrival = arrived.get(path);
      ages.set(path, {
        days: arrival && (time - arrival.time) / DAY,
        released: !base.shared || (arrival !== undefined && (await isReleased(place, arrival.commit))),
        renamedBack: arrived.has(newPath),
      });
    }
  }
  return ages;
}

/** True when a version tag (`v1.2`, `1.2.3`, `release-1.2`, …) contains the commit: it has been released. */
async function isReleased(place: Place, commit: string): Promise<boolean> {
  const tags = lines(await git(place, ['tag', '--contains', commit, '--format=%(refname:short)']));
  return tags.some((tag) => VERSION_TAG.test(tag));
}
