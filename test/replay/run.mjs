// `npm run replay -- --repo PATH`: what the rules would have said to every commit of a repository that is already there.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listCommits } from './commits.mjs';
import { withoutPlain } from './fast.mjs';
import { cleanEnvironment, UsageError } from './git.mjs';
import { judgeCommits } from './judge.mjs';
import { mainLine } from './line.mjs';
import { jsonReport, textReport } from './report.mjs';
import { closeStages, cutCommits, openSource } from './stage.mjs';

const USAGE = `npm run replay -- --repo PATH [options]
  --rev REV        go back from here (HEAD)
  --base BASE      what counts as published: line, the main line (the first parents of REV) as the author had it, as in
                   the hooks; or parent, all that was there before the commit
  --since DATE     only commits after that date, as git log has it
  --limit N        only the newest N commits
  --jobs N         so many processes at once (one for each core)
  --fast           pass over commits in which nothing looks like apps, models or migrations; two or three times as fast
  --list           print the commits that would have been refused or warned about
  --format FORMAT  text or json
  --cli FILE       another build of the program`;

const TEXT = /** @type {const} */ ({ type: 'string' });
const FLAG = /** @type {const} */ ({ type: 'boolean', default: false });

/** @param {string[]} args */
function readOptions(args) {
  const options = {
    repo: TEXT,
    rev: TEXT,
    base: TEXT,
    since: TEXT,
    limit: TEXT,
    jobs: TEXT,
    format: TEXT,
    cli: TEXT,
  };
  const { values } = parseArgs({ args, options: { ...options, fast: FLAG, list: FLAG, help: FLAG } });
  const {
    repo,
    rev = 'HEAD',
    base = 'line',
    since,
    limit,
    jobs,
    format = 'text',
    cli = 'dist/cli.cjs',
    ...flags
  } = values;
  if (repo === undefined && !flags.help) throw new UsageError(`which repository?\n${USAGE}`);
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`there is no format ${format}: text, json`);
  if (base !== 'line' && base !== 'parent') throw new UsageError(`--base: line or parent, not ${base}`);
  return {
    ...flags,
    repo: resolve(repo ?? ''),
    rev,
    base,
    since,
    limit: number('--limit', limit),
    jobs: number('--jobs', jobs) ?? availableParallelism(),
    format,
    cli: values.cli === undefined ? join(import.meta.dirname, '..', '..', cli) : resolve(cli),
  };
}

/**
 * @param {string} option
 * @param {string | undefined} text
 */
function number(option, text) {
  if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`${option}: ${text} is not a number above 0`);
  return text === undefined ? undefined : Number(text);
}

/** @param {string[]} args */
async function replay(args) {
  const { repo, rev, base, since, limit, jobs, format, cli, fast, list, help } = readOptions(args);
  if (help) return { output: `${USAGE}\n`, exitCode: 0 };
  if (!existsSync(cli)) throw new UsageError(`there is no ${cli}: npm run build`);
  const source = openSource(repo, rev, cleanEnvironment(process.env));
  const cut = cutCommits(source);
  /** @type {import('./commits.mjs').Commit[]} */
  const candidates = [];
  const sums = { commits: 0, cut: 0 };
  for await (const commit of listCommits(source, { tip: source.tip, since, limit })) {
    sums.commits++;
    if (cut.has(commit.id)) sums.cut++;
    else if (commit.entries.length > 0) candidates.push(commit);
  }
  const commits = fast ? await withoutPlain(source, candidates) : candidates;
  const baseOf = base === 'line' ? mainLine(source) : (/** @type {string} */ parent) => parent;
  const found = await judgeCommits(source, commits, { cli, jobs, baseOf, report: progress(commits.length) });
  const outcome = { ...sums, verdicts: commits.flatMap(({ id }) => found.get(id) ?? []) };
  const isWell = outcome.verdicts.every(({ failure }) => !failure);
  return {
    output: (format === 'json' ? jsonReport : textReport)(outcome, { list }),
    exitCode: isWell ? 0 : 1,
  };
}

/**
 * One line on a terminal, again and again.
 * @param {number} all
 */
function progress(all) {
  let [done, refused] = [0, 0];
  return (/** @type {import('./judge.mjs').Verdict} */ { findings }) => {
    done++;
    if (findings.some(({ severity }) => severity === 'error')) refused++;
    const end = done === all ? '\n' : '';
    if (process.stderr.isTTY)
      process.stderr.write(`\r${done} of ${all} commits judged, ${refused} refused${end}`);
  };
}

process.on('exit', closeStages);
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
try {
  const { output, exitCode } = await replay(process.argv.slice(2));
  process.stdout.write(output);
  process.exitCode = exitCode;
} catch (error) {
  const isTheirs =
    error instanceof UsageError || /** @type {any} */ (error)?.code?.startsWith('ERR_PARSE_ARGS');
  console.error(isTheirs ? `replay: ${/** @type {Error} */ (error).message}` : error);
  process.exitCode = 2;
}
