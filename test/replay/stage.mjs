// A repository for the program to run in: the objects of another, and of its tags those that had been made by then.
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { git, tryGit, UsageError } from './git.mjs';

/**
 * @typedef {object} Source What is replayed. Nothing is ever written to it.
 * @property {string} folder
 * @property {import('./git.mjs').Environment} env
 * @property {string} tip The commit from which to go back.
 * @property {string} objects The folder of its objects.
 * @property {string} format Its hash.
 * @property {boolean} shared True when there is somebody who pulls from here, as the program counts it.
 * @property {string} shallow The file that lists where a shallow clone was cut.
 * @property {readonly Tag[]} tags Oldest first.
 */

/** @typedef {{ time: number, line: string }} Tag Seconds since 1970 UTC, and what packed-refs says of it. */

/**
 * @param {string} folder
 * @param {string} revision
 * @param {import('./git.mjs').Environment} env
 * @returns {Source}
 */
export function openSource(folder, revision, env) {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  const ask = (/** @type {string[]} */ ...args) => tryGit(folder, env, ...args);
  if (ask('rev-parse', '--git-dir') === undefined) {
    throw new UsageError(
      `git finds no repository in ${folder}, or will not read it: what does \`git status\` say there?`,
    );
  }
  if (ask('config', '--get-regexp', String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`)) {
    throw new UsageError(`${folder} is a partial clone: replay a whole one`);
  }
  const tip = revision.startsWith('-')
    ? undefined
    : ask('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  if (tip === undefined) throw new UsageError(`unknown revision: ${revision}`);
  const path = (/** @type {string} */ name) =>
    resolve(folder, git(folder, env, 'rev-parse', '--git-path', name));
  const isShared =
    ask('rev-parse', '--is-bare-repository') === 'true' ||
    [['remote'], ['for-each-ref', '--count=1', 'refs/remotes/']].some((args) => ask(...args));
  return {
    folder,
    env,
    tip,
    objects: path('objects'),
    format: ask('rev-parse', '--show-object-format') ?? 'sha1',
    shared: isShared,
    shallow: path('shallow'),
    tags: readTags(
      git(folder, env, 'for-each-ref', '--format=%(creatordate:unix) %(objectname) %(refname)', 'refs/tags'),
    ),
  };
}

/** @param {string} listing */
function readTags(listing) {
  const tags = listing.split('\n').flatMap((listed) => {
    const [, time, line] = /^(\d+) (.+)$/.exec(listed) ?? [];
    return line === undefined ? [] : [{ time: Number(time), line }];
  });
  return tags.sort((one, other) => one.time - other.time);
}

/**
 * The commits at which a shallow clone was cut: their parents are not here, so that they cannot be judged.
 * @param {Source} source
 */
export function cutCommits({ shallow }) {
  return new Set(existsSync(shallow) ? readFileSync(shallow, 'latin1').split('\n') : []);
}

const NOBODY = { name: 'pyreset-replay', email: 'replay@example.org', date: '@0 +0000' };
const NOTHING_YET = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) =>
    Object.entries(NOBODY).map(([what, value]) => [`GIT_${who}_${what.toUpperCase()}`, value]),
  ),
);

/**
 * Makes a repository in a temporary folder. What the program remembers stays in there too, so that each replay reads
 * with its own eyes, and a tag that was made later does not make a migration of that day a released one.
 * @param {Source} source
 */
export function openStage({ env, objects, format, shared, shallow, tags }) {
  const folder = mkdtempSync(join(tmpdir(), 'pyreset-replay-'));
  const inside = join(folder, '.git');
  stages.add(folder);
  git(folder, env, 'init', '--quiet', '--template=', `--object-format=${format}`);
  writeFileSync(join(inside, 'objects', 'info', 'alternates'), `${JSON.stringify(objects)}\n`);
  if (existsSync(shallow)) copyFileSync(shallow, join(inside, 'shallow'));
  if (shared) git(folder, env, 'config', 'remote.origin.url', 'replayed');
  const tree = git(folder, env, 'hash-object', '-w', '-t', 'tree', '--stdin');
  const nothing = git(folder, { ...env, ...NOTHING_YET }, 'commit-tree', '-m', 'nothing yet', tree);
  let made = 0;
  /** Brings in the tags made before a time; times never go back. */
  const advance = (/** @type {number} */ time) => {
    const before = made;
    while (made < tags.length && (tags[made]?.time ?? 0) < time) made++;
    if (made === before) return;
    const lines = tags.slice(0, made).map(({ line }) => `${line}\n`);
    writeFileSync(join(inside, 'packed-refs'), lines.join(''));
  };
  return { folder, env, nothing, advance };
}

/** @type {Set<string>} */
const stages = new Set();

/** Removes every repository that was made here. */
export function closeStages() {
  for (const folder of stages) rmSync(folder, { recursive: true, force: true });
  stages.clear();
}
