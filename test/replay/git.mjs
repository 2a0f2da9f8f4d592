// Running git as src/git does: bytes out, nothing of the caller's repository or settings felt.
import { spawn, spawnSync } from 'node:child_process';

/** What the user can put right; shown without a stack. */
export class UsageError extends Error {}

/** @typedef {Record<string, string | undefined>} Environment */

/**
 * An environment for git and for the program: not inside a hook, not in CI, no replaced objects, no prompt. Where git
 * finds itself and its settings stays, for they may say which folders are safe.
 * @param {Environment} env
 * @returns {Environment}
 */
export function cleanEnvironment(env) {
  const unwanted = /^(GIT_(?!CONFIG|EXEC_PATH)|PYRESET|CI$)/;
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !unwanted.test(name))),
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: '',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

/**
 * Runs git to its end and hands back what it printed, or undefined when it failed.
 * @param {string} cwd
 * @param {Environment} env
 * @param {readonly string[]} args
 */
export function tryGit(cwd, env, ...args) {
  const ran = spawnSync('git', args, { cwd, env, encoding: 'utf8', input: '', maxBuffer: 1 << 30 });
  if (ran.error) throw new UsageError(`git could not be started in ${cwd}: ${ran.error.message}`);
  return ran.status === 0 ? ran.stdout.replace(/\n$/, '') : undefined;
}

/**
 * The same for what must succeed.
 * @param {string} cwd
 * @param {Environment} env
 * @param {readonly string[]} args
 */
export function git(cwd, env, ...args) {
  const output = tryGit(cwd, env, ...args);
  if (output === undefined) throw new UsageError(`git ${args.join(' ')} failed in ${cwd}`);
  return output;
}

/**
 * Starts git and hands back the process: its output as a stream, its errors on ours.
 * @param {string} cwd
 * @param {Environment} env
 * @param {readonly string[]} args
 */
export function startGit(cwd, env, ...args) {
  const child = spawn('git', args, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) =>
      status === 0 ? resolve(undefined) : reject(new UsageError(`git ${args[0]} failed in ${cwd}`)),
    );
  });
  ended.catch(() => undefined); // whoever reads the output asks later
  return { stdin: child.stdin, stdout: child.stdout, ended };
}
