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
  const format = ['--format=%x00%H %at', '--name-status', '-z'];
  const options = ['-M100%', '-l0', '--diff-filter=AR', '--full-history'];
  const output = await log(place, [...format, ...options, tip, '--', ...sameNames(paths)]);
  return followArrivals(output, paths);
}

const SETTINGS = ['log.showRoot=true', 'log.follow=false', 'diff.relative=false', 'log.mailmap=false'];
const OPTIONS = ['--no-show-signature', '--no-ext-diff', '--no-textconv', '--no-color'];

/** `git log`, whatever the user's configuration makes of it. */
export const LOG: readonly string[] = [...SETTINGS.flatMap((setting) => ['-c', setting]), 'log', ...OPTIONS];

function log(place: Place, args: readonly string[]): Promise<Buffer> {
  return git(place, [...LOG, ...args]);
}

/** Pathspecs of every file that is called as one of these, wherever it lies. */
function sameNames(paths: readonly GitPath[]): string[] {
  const names = [...new Set(paths.map(nameOf))].map(globFor);
  const globs = names.length > MANY ? ['*.py'] : names; // git compares every path with every one of them
  return globs.map((name) => `:(top,glob)**/${name}`);
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

/** A glob that matches the path alone. Arguments are text, so each byte that is not ASCII is matched by `?`. */
export function globFor(name: string): string {
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
      migrations.flatMap(({ path, newPath }) => [path, ...(newPath === undefined ? [] : [newPath])]),
    );
    const cut = await shallowCommits(place);
    for (const migration of migrations) {
      const { path, newPath } = migration;
      const arrival = arrived.get(path);
      ages.set(ageKey(migration), {
        days: arrival && (cut.has(arrival.commit) ? Infinity : (time - arrival.time) / DAY),
        released: !base.shared || (arrival !== undefined && (await isReleased(place, arrival.commit))),
        renamedBack: newPath !== undefined && arrived.has(newPath),
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

/** True when one of the commits after `before`, up to `after`, takes another one back and touches one of the paths. */
export async function revertsBetween(
  place: Place,
  before: string,
  after: string,
  paths: readonly GitPath[],
): Promise<boolean> {
  const output = await log(place, ['--format=%B%x00', `${before}..${after}`, '--', ...sameNames(paths)]);
  const messages = output.toString('latin1').split('\0');
  return messages.some((message) => /^\s*Revert\b|^This reverts commit [0-9a-f]{7}/m.test(message));
}

/** A former version of a file. */
export interface FormerVersion {
  /** Object id of the commit that changed it. */
  readonly commit: string;
  /** Object id of the blob that it was. */
  readonly oid: string;
}

/** The former versions of files directly in these folders, of changes in which `replaces` occurs; newest first. */
export async function formerReplaces(
  place: Place,
  commit: string,
  folders: readonly GitPath[],
): Promise<FormerVersion[]> {
  const specs = folders.slice(0, MANY).map((folder) => `:(top,glob)${globFor(folder)}/*.py`);
  const options = ['--format=%x00%H', '--raw', '--no-abbrev', '--no-renames', '-Greplaces', '-z'];
  const output = (await log(place, [...options, commit, '--', ...specs])).toString('latin1');
  let at = '';
  return output.split('\0').flatMap((field) => {
    const header = /^\n?([0-9a-f]{40,64})$/.exec(field)?.[1];
    if (header !== undefined) at = header;
    const oid = /^\n?:\d+ \d+ ([0-9a-f]+) [0-9a-f]+ M/.exec(field)?.[1];
    return oid === undefined ? [] : [{ commit: at, oid }];
  });
}
