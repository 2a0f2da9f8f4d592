import { isExample, isVendored } from '../../django/example-apps.ts';
import { pathFromBytes, pathText, type GitPath } from '../../path.ts';
import { LOG } from './history.ts';
import { tryGit, type Limits, type Place } from './run.ts';

/** How long git may look, and how much it may print: what it found until then counts, the rest is not known. */
const LIMITS: Limits = { milliseconds: 2_000, bytes: 1 << 24 };

/** Files that make a folder an app, one of which every app with tables has. */
const OF_APPS = ['apps.py', 'models.py', 'models/__init__.py', 'migrations/__init__.py'];

/**
 * Of some names, those that were the folder of an app, or a label in an `apps.py`, in the history of a commit: of what
 * is there no more, `git log` shows how it went. No name becomes part of a command, so that it takes no longer for many
 * names than for one. A partial clone fetches nothing, and what it lacks is not known.
 */
export async function formerLabels(
  place: Place,
  commit: string,
  names: readonly string[],
  limits = LIMITS,
): Promise<ReadonlySet<string>> {
  const [gone, relabelled] = await Promise.all([
    log(place, limits, ['--name-only', '-z', '--diff-filter=D', commit, '--', ...OF_APPS.map(anywhere)]),
    log(place, limits, [
      '-p',
      '-U0',
      String.raw`-G^[[:space:]]+label[[:space:]:=]`,
      commit,
      '--',
      anywhere('apps.py'),
    ]),
  ]);
  const found = new Set([...appsIn(gone), ...labelsIn(relabelled)]);
  return new Set(names.filter((name) => found.has(name)));
}

async function log(place: Place, limits: Limits, args: readonly string[]): Promise<Buffer> {
  const offline = { ...place, env: { ...place.env, GIT_ALLOW_PROTOCOL: '' } }; // git(1): overrides what is configured
  const options = ['--format=', '--no-renames', '--full-history'];
  return (await tryGit(offline, [...LOG, ...options, ...args], limits)).stdout;
}

/** A pathspec of one star, which git compares faster than a glob: it only looks how a path ends. */
function anywhere(name: string): string {
  return `:(top)*/${name}`;
}

const APP = /(?:^|\/)([^/]+)\/(?:(?:apps|models)\.py|(?:models|migrations)\/__init__\.py)$/;

/** The folders of apps in a list of paths, each ended by a NUL. */
function appsIn(output: Buffer): string[] {
  const paths = output
    .subarray(0, output.lastIndexOf(0) + 1)
    .toString('latin1')
    .split('\0');
  return paths.flatMap((path) => {
    const [, folder] = isForeign(path as GitPath) ? [] : (APP.exec(path) ?? []);
    return folder === undefined ? [] : pathText(folder as GitPath);
  });
}

/** The labels in the lines of a patch. */
function labelsIn(output: Buffer): string[] {
  let file = '' as GitPath;
  return output
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const path = /^(?:---|\+\+\+) (.*)/.exec(line)?.[1];
      if (path !== undefined && path !== '/dev/null') file = pathFromBytes(Buffer.from(path));
      const label = /^[-+][ \t]+label[ \t]*(?::[^=]*)?=[ \t]*(["'])(\w+)\1/.exec(line)?.[2];
      return label === undefined || isForeign(file) ? [] : label;
    });
}

/** Of tests, examples and other people's packages. */
function isForeign(path: GitPath): boolean {
  return isExample(path) || isVendored(path);
}
