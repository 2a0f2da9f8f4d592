// `--fast`: passes over commits in which no file seems to have to do with apps, models or migrations.
import { startGit } from './git.mjs';

/** @typedef {import('./commits.mjs').Commit} Commit */
/** @typedef {import('./commits.mjs').Entry} Entry */

// Names by which Django, or its readers, find a module; a name that says nothing is no reason to leave a file out.
const TELLING_NAME =
  /migrat|model|setting|conf|(?:^|\/)(?:__init__|apps|manage|urls|wsgi|asgi|celery)[^/]*\.py$/i;

// `Migration` also stands in what is imported, aliased or subclassed.
const TELLING_WORD =
  /Migration|MIGRATION_MODULES|INSTALLED_APPS|AppConfig|app_config|app_label|app_name|db_table|models\.Model|class Meta|DJANGO_SETTINGS|include\(/;

const FILE = /^100(?:644|755)$|^000000$/;

/** @param {Entry} entry */
function isPlain({ path, modes }) {
  return path.endsWith('.py') && !TELLING_NAME.test(path) && modes.every((mode) => FILE.test(mode));
}

/**
 * The commits that are left: with a file that is not Python source, or a link, or a telling name, or a telling word in
 * it, before or after.
 * @param {{ folder: string, env: import('./git.mjs').Environment }} source
 * @param {readonly Commit[]} commits
 */
export async function withoutPlain(source, commits) {
  const plain = new Set(commits.filter(({ entries }) => entries.every(isPlain)));
  const oids = new Set([...plain].flatMap(({ entries }) => entries.flatMap((entry) => entry.oids)));
  const blobs = [...oids].filter((oid) => /[^0]/.test(oid));
  const telling = await tellingBlobs(source, blobs);
  const tells = (/** @type {Entry} */ entry) => entry.oids.some((oid) => telling.has(oid));
  return commits.filter((commit) => !plain.has(commit) || commit.entries.some(tells));
}

/**
 * Reads every blob once, by one process.
 * @param {{ folder: string, env: import('./git.mjs').Environment }} source
 * @param {readonly string[]} oids
 */
async function tellingBlobs({ folder, env }, oids) {
  const telling = new Set();
  const objects = startGit(folder, env, 'cat-file', '--batch', '--buffer');
  objects.stdin.on('error', () => undefined); // git says why it went
  objects.stdin.end(oids.map((oid) => `${oid}\n`).join(''));
  for await (const { oid, content } of readObjects(objects.stdout)) {
    if (content === undefined || TELLING_WORD.test(content)) telling.add(oid);
  }
  await objects.ended;
  return telling;
}

/**
 * Reads `<oid> <type> <size>␊<content>␊`, and `<oid> missing␊`.
 * @param {import('node:stream').Readable} stream
 * @returns {AsyncGenerator<{ oid: string, content: string | undefined }>}
 */
async function* readObjects(stream) {
  stream.setEncoding('latin1');
  let rest = '';
  for await (const chunk of stream) {
    rest += chunk;
    let at = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', at)) {
      const [oid = '', type = '', size] = rest.slice(at, end).split(' ');
      const stop = size === undefined ? end : end + 1 + Number(size);
      if (stop >= rest.length) break;
      yield { oid, content: type === 'blob' ? rest.slice(end + 1, stop) : undefined };
      at = stop + 1;
    }
    rest = rest.slice(at);
  }
}
