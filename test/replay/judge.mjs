// Runs the program over commits, one process for each, and keeps what it said.
import { spawn } from 'node:child_process';
import { openStage } from './stage.mjs';

/**
 * @typedef {object} Finding
 * @property {string} rule
 * @property {'error' | 'warning' | 'info'} severity
 * @property {string} subject
 * @property {string} message
 * @property {{ reason: string }} [allowed] When the repository's configuration allows it.
 */

/**
 * @typedef {object} Verdict
 * @property {import('./commits.mjs').Commit} commit
 * @property {readonly Finding[]} findings
 * @property {number} unknown How many migrations the program could not give to an app.
 * @property {{ exitCode: number | null, message: string } | undefined} failure
 */

/**
 * @typedef {object} How
 * @property {string} cli
 * @property {number} jobs
 * @property {(parent: string, authored: number) => string | undefined} baseOf
 * @property {(verdict: Verdict) => void} report
 */

const PATIENCE = 600_000; // milliseconds: what takes longer hangs

/**
 * Judges commits in the order of their times, so that tags come in as they came.
 * @param {import('./stage.mjs').Source} source
 * @param {readonly import('./commits.mjs').Commit[]} commits
 * @param {How} how
 * @returns {Promise<Map<string, Verdict>>} By the id of the commit.
 */
export async function judgeCommits(source, commits, how) {
  const queue = commits.toSorted((one, other) => one.time - other.time).values();
  /** @type {Map<string, Verdict>} */
  const verdicts = new Map();
  const work = async () => {
    const stage = openStage(source);
    for (const commit of queue) {
      stage.advance(commit.time);
      const verdict = await judgeCommit(stage, how, commit);
      verdicts.set(commit.id, verdict);
      how.report(verdict);
    }
  };
  await Promise.all(Array.from({ length: Math.min(how.jobs, commits.length) }, work));
  return verdicts;
}

/**
 * A root commit is compared with a commit that has no files.
 * @param {ReturnType<typeof openStage>} stage
 * @param {How} how
 * @param {import('./commits.mjs').Commit} commit
 * @returns {Promise<Verdict>}
 */
async function judgeCommit(stage, { cli, baseOf }, commit) {
  const before = commit.parent ?? stage.nothing;
  const range = [
    '--range',
    `${before}..${commit.id}`,
    '--base',
    baseOf(before, commit.authored) ?? stage.nothing,
  ];
  const { status, stdout, stderr } = await runProgram(stage, [cli, 'check', ...range, '--format', 'json']);
  const said = status === 0 || status === 1 ? readReport(stdout) : undefined;
  if (said) {
    const findings = said.findings.filter(({ allowed }) => !allowed);
    return { commit, findings, unknown: said.summary.unknown, failure: undefined };
  }
  const message = stderr.trim() || 'it printed no report';
  return { commit, findings: [], unknown: 0, failure: { exitCode: status, message } };
}

/**
 * @param {string} stdout
 * @returns {{ findings: Finding[], summary: { unknown: number } } | undefined}
 */
function readReport(stdout) {
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined;
  }
}

/**
 * @param {{ folder: string, env: import('./git.mjs').Environment }} stage
 * @param {readonly string[]} args
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string }>}
 */
function runProgram({ folder, env }, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE,
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk) => (said.stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (said.stderr += chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...said }));
  });
}
