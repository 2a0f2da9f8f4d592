// Which commits there are, and in which of them a path could interest a rule: one `git log` for all.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startGit } from './git.mjs';

/**
 * @typedef {object} Entry A file that differs from the parent.
 * @property {string} path In latin1: one character for each byte.
 * @property {readonly string[]} modes Before and after.
 * @property {readonly string[]} oids Before and after; all zeros where the file is absent.
 */

/**
 * @typedef {object} Commit
 * @property {string} id
 * @property {string | undefined} parent Undefined for a root commit.
 * @property {number} authored Seconds since 1970 UTC.
 * @property {number} time When the commit was made, as the program counts it: the later of its two times.
 * @property {string} subject
 * @property {readonly Entry[]} entries Those that could interest a rule.
 */

const HOOK = join(import.meta.dirname, '..', '..', 'hooks', 'pre-commit');

/**
 * The paths that reach Node in a commit, read from the hook itself.
 * @returns {RegExp}
 */
export function interestingPaths() {
  const [, pathspecs = ''] = / -- ('[^|]*') \|\|$/m.exec(readFileSync(HOOK, 'utf8')) ?? [];
  const sources = [...pathspecs.matchAll(/'([^']+)'/g)].map((match) => pathspecSource(match[1] ?? ''));
  if (sources.length === 0) throw new Error(`no pathspecs found in ${HOOK}`);
  return new RegExp(sources.join('|'), 's');
}

/**
 * A pathspec as a regular expression: `*` matches slashes too, but not with `:(glob)` (gitglossary: pathspec).
 * @param {string} pathspec
 */
function pathspecSource(pathspec) {
  const [, magic, glob = ''] = /^(?::\((.*?)\))?(.*)$/s.exec(pathspec) ?? [];
  if (magic !== undefined && magic !== 'glob') throw new Error(`not understood in ${HOOK}: ${pathspec}`);
  const star = magic === undefined ? '.*' : '[^/]*';
  const source = glob.replace(/\*\*\/|\*|\?|[.$+(){}|^\\]/g, (part) => {
    if (part === '*') return star;
    if (part === '?') return '.';
    return part === '**/' ? '(?:.*/)?' : `\\${part}`;
  });
  return `^${source}$`;
}

// What `git log` would take from the user's settings, and what it must not do.
const SETTINGS = ['log.showRoot=true', 'log.follow=false', 'diff.relative=false'].flatMap((one) => [
  '-c',
  one,
]);
const OPTIONS = ['--no-merges', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=none'];
const PLAIN = ['--no-show-signature', '--no-ext-diff', '--no-color', '--encoding=UTF-8'];
const FIELDS = ['%H', '%P', '%at', '%ct', '%s'];

/**
 * The commits without merges that `tip` reaches, newest first.
 * @param {{ folder: string, env: import('./git.mjs').Environment }} source
 * @param {{ tip: string, since: string | undefined, limit: number | undefined }} wanted
 * @returns {AsyncGenerator<Commit>}
 */
export async function* listCommits({ folder, env }, { tip, since, limit }) {
  const format = `--format=${['', ...FIELDS].join('%x00')}`;
  const bounds = [
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(limit === undefined ? [] : [`--max-count=${limit}`]),
  ];
  const log = startGit(folder, env, ...SETTINGS, 'log', format, ...OPTIONS, ...PLAIN, ...bounds, tip, '--');
  log.stdin.end();
  yield* readLog(records(log.stdout), interestingPaths());
  await log.ended;
}

/**
 * Reads `␀<id>␀<parents>␀<author time>␀<committer time>␀<subject>␀`, then, behind a newline, `:<modes, ids>␀<path>␀`
 * for each file. What is counted off is never searched, so that no subject and no path can pass for something else.
 * @param {AsyncGenerator<string>} fields
 * @param {RegExp} interesting
 * @returns {AsyncGenerator<Commit>}
 */
async function* readLog(fields, interesting) {
  const next = async () => /** @type {string} */ ((await fields.next()).value ?? '');
  /** @type {(Commit & { entries: Entry[] }) | undefined} */
  let commit;
  for (let read = await fields.next(); !read.done; read = await fields.next()) {
    const field = read.value.replace(/^\n/, '');
    if (field.startsWith(':')) {
      const [before = '', after = '', ...oids] = field.slice(1).split(' ');
      const path = await next();
      if (interesting.test(path))
        commit?.entries.push({ path, modes: [before, after], oids: oids.slice(0, 2) });
    } else if (field === '') {
      if (commit) yield commit;
      const [id, parent, authored, committed, subject] = [
        await next(),
        await next(),
        await next(),
        await next(),
        await next(),
      ];
      commit = {
        id,
        parent: parent === '' ? undefined : parent,
        authored: Number(authored),
        time: Math.max(Number(authored), Number(committed)),
        subject: Buffer.from(subject, 'latin1').toString('utf8'),
        entries: [],
      };
    }
  }
  if (commit) yield commit;
}

/**
 * What stands between the NUL bytes of a stream, in latin1.
 * @param {import('node:stream').Readable} stream
 * @returns {AsyncGenerator<string>}
 */
async function* records(stream) {
  stream.setEncoding('latin1');
  let rest = '';
  for await (const chunk of stream) {
    const [first, ...others] = /** @type {string} */ (chunk).split('\0');
    rest += first;
    for (const other of others) {
      yield rest;
      rest = other;
    }
  }
  if (rest !== '') yield rest;
}
