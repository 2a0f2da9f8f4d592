import { ageKey, type PublishedAge, type PublishedMigration } from '../../change.ts';
import { git, lines, tryGit, type Place } from './run.ts';
import { nameOf, type GitPath } from '../../path.ts';

/** When and where a file came into a branch. */
interface Arrival {
  /** Object id of the commit that added the file last. */
  readonly commit: string;
  /** Author time of that commit, in seconds since 1970 UTC. */
  readonly time: number;
}

/**
 * For each of `paths`, the newest commit up to `tip` that added it, followed through moves that left the file as it
 * was; paths that were never there are absent. One `git log` for all of them, asked only when there is something to
 * grade. `-M100%` compares object ids alone, so that a partial clone fetches nothing.
 */
async function arrivals(
  place: Place,
  tip: string,
  paths: readonly GitPath[],
): Promise<Map<GitPath, Arrival>> {
  if (paths.length === 0) return new Map();
  const settings = ['-c', 'log.showRoot=true', '-c', 'log.follow=false', '-c', 'diff.relative=false'];
  const format = ['--format=%x00%H %at', '--name-status', '-z', '--no-show-signature', '--no-ext-diff'];
  const names = [...new Set(paths.map(nameOf))].map(globFor);
  const globs = names.length > MANY ? ['*.py'] : names; // git compares every path with every one of them
  const options = ['-M100%', '-l0', '--diff-filter=AR', '--full-history'];
  return followArrivals(
    await git(place, [
      ...settings,
      'log',
      ...format,
      ...options,
      tip,
      '--',
      ...globs.map((name) => `:(top,glob)**/${name}`),
    ]),
    paths,
  );
}

/** Reads `␀<commit> <seconds>␀␊A␀<path>␀R100␀<old>␀<new>␀`, newest first; only a commit follows an empty field. */
function followArrivals(output: Buffer, paths: readonly GitPath[]): Map<GitPath, Arrival> {
  const fields = output.toString('latin1').split('\0');
  const wanted = new Map(paths.map((path) => [path, [path]])); // the name of that time → the paths of today
  const found = new Map<GitPath, Arrival>();
  let arrival: Arrival | undefined;
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]!.replace(/^\n/, '');
    const header = fields[at - 1] === '' ? /^([0-9a-f]{40,64}) (\d+)$/.exec(field) : null;
    if (header) arrival = { commit: header[1]!, time: Number(header[2]) };
    else if (/^[AR]\d*$/.test(field)) {
      const old = fields[++at] as GitPath;
      const path = field === 'A' ? old : (fields[++at] as GitPath);
      const today = wanted.get(path) ?? [];
      wanted.delete(path);
      if (field === 'A') for (const one of today) if (arrival) found.set(one, arrival);
      if (field !== 'A' && today.length > 0) wanted.set(old, [...(wanted.get(old) ?? []), ...today]);
    }
  }
  return found;
}

/** A glob that matches the name alone. Arguments are text, so each byte that is not ASCII is matched by `?`. */
function globFor(name: string): string {
  return name.replace(/[*?[\]\\]/g, String.raw`\$&`).replace(/[\x80-\xff]/g, '?');
}

const MANY = 50;
const DAY = 86_400;

/**
 * How long published migrations have been out at `time` (seconds since 1970 UTC), by `ageKey`. In a
 * repository without a remote there is nobody to ask, and every published migration counts as released.
 */
export async function publishedAges(
  place: Place,
  published: readonly PublishedMigration[],
  time: number,
): Promise<Map<string, PublishedAge>> {
  const ages = new Map<string, PublishedAge>();
  for (const base of new Map(published.map((migration) => [migration.base.oid, migration.base])).values()) {
    const migrations = published.filter((migration) => migration.base.oid === base.oid);
    const arrived = await arrivals(
      place,
      base.oid,
      migrations.flatMap(({ path, newPath }) => [path, newPath]),
    );
    const cut = await shallowCommits(place);
    for (const migration of migrations) {
      const { path, newPath } = migration;
      const arrival = arrived.get(path);
      ages.set(ageKey(migration), {
        days: arrival && (cut.has(arrival.commit) ? Infinity : (time - arrival.time) / DAY),
        released: !base.shared || (arrival !== undefined && (await isReleased(place, arrival.commit))),
        renamedBack: arrived.has(newPath),
      });
    }
  }
  return ages;
}

/** Where a shallow clone was cut: every file seems to come in there, and may be of any age. */
async function shallowCommits(place: Place): Promise<ReadonlySet<string>> {
  const { stdout } = await tryGit(place, ['rev-list', '--max-parents=0', '--all']);
  const { stdout: shallow } = await tryGit(place, ['rev-parse', '--is-shallow-repository']);
  return new Set(lines(shallow)[0] === 'true' ? lines(stdout) : []);
}

const VERSION_TAG = /(?:^|[-_/])v?\d+(?:\.\d+)+/;

/** True when a version tag (`v1.2`, `1.2.3`, `release-1.2`, …) contains the commit: it has been released. */
async function isReleased(place: Place, commit: string): Promise<boolean> {
  const format = '--format=%(refname:lstrip=2)';
  const tags = lines(await git(place, ['for-each-ref', '--contains', commit, format, 'refs/tags']));
  return tags.some((tag) => VERSION_TAG.test(tag));
}
