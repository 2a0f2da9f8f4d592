import { spawn } from 'node:child_process';
import { UserError } from '../../errors.ts';

/** Where and with which environment git runs. Inside a hook the environment must be the one git gave:
 * `git commit -a` names a temporary index in `GIT_INDEX_FILE`. */
export interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a git process left behind. `status` is null when a signal ended it. */
export interface GitResult {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The error for a git that failed: the user's side of it where that can be told, else a bug of ours. */
export function gitFailed(args: readonly string[], { status, stderr }: GitResult): Error {
  const said = firstLine(stderr);
  if (status === 128)
    return explain(stderr) ?? new UserError(`git: ${said}`, 'does `git status` say the same?');
  return explain(stderr) ?? new Error(`git ${args.join(' ')} failed with status ${status}: ${stderr.trim()}`);
}

// `git --literal-pathspecs commit` and its like hand their reading of pathspecs on to hooks.
const UNWANTED = [
  'GIT_LITERAL_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
];

/** git's environment for us: never take the index lock for a refresh, English messages, no pager, no prompt. */
export function gitEnvironment(env: Place['env']): Record<string, string | undefined> {
  const unset = Object.fromEntries(UNWANTED.map((name) => [name, undefined]));
  return { ...env, ...unset, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', GIT_PAGER: '', GIT_TERMINAL_PROMPT: '0' };
}

/** When a git that takes long is ended by a signal: what it printed until then is handed back. */
export interface Limits {
  readonly milliseconds: number;
  /** Of standard output. */
  readonly bytes: number;
}

/**
 * Runs git and hands back whatever came of it.
 * @throws {UserError} when there is no git to run, or the folder is gone.
 */
export function tryGit(place: Place, args: readonly string[], limits?: Limits): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd: place.cwd,
      env: gitEnvironment(place.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limits?.milliseconds,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let left = limits?.bytes ?? Infinity;
    child.stdout.on('data', (chunk: Buffer) => {
      if (left >= 0) stdout.push(chunk);
      left -= chunk.length;
      if (left < 0) child.kill();
    });
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => reject(cannotStart(error)));
    child.on('close', (exit) => {
      const status = left < 0 ? null : exit; // it may have ended before the signal came
      resolve({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') });
    });
  });
}

/**
 * Runs git and hands back its standard output.
 * @throws {UserError} outside a repository, in a damaged one, with settings that git cannot read.
 */
export async function git(place: Place, args: readonly string[]): Promise<Buffer> {
  const result = await tryGit(place, args);
  if (result.status === 0) return result.stdout;
  throw gitFailed(args, result);
}

/** Text lines of git's output. For output without paths only: a path may contain a newline. */
export function lines(output: Buffer): string[] {
  return output.toString('utf8').split('\n').filter(Boolean);
}

/** The user's side of a failure of git, or undefined when the failure is none of the known ones. */
function explain(stderr: string): UserError | undefined {
  const said = firstLine(stderr);
  if (/not a git repository/i.test(stderr)) {
    return new UserError('not a git repository', 'run this inside a git repository, or `git init` one');
  }
  if (/dubious ownership/.test(stderr)) {
    return new UserError(
      said,
      'git refuses repositories of other users: git config --global --add safe.directory "$PWD"',
    );
  }
  if (/index file|bad signature|index uses|unknown index entry|malformed index/i.test(stderr)) {
    return new UserError(
      `git cannot read its index: ${said}`,
      'rebuild it, keeping your files: rm "$(git rev-parse --git-path index)" && git reset',
    );
  }
  if (/must be run in a work tree/.test(stderr)) {
    return new UserError(
      'this repository is bare: it has no index and no files',
      'check commits instead: pyreset-hooks check --range A..B',
    );
  }
  if (
    /corrupt|loose object|unable to read|bad object|unable to unpack|missing (blob|tree|commit)/i.test(stderr)
  ) {
    return new UserError(`git cannot read an object: ${said}`, 'see what is damaged: git fsck');
  }
  return undefined;
}

/** The error for a child process that could not be started at all. */
export function cannotStart(error: Error): Error {
  if ('code' in error && error.code === 'ENOENT') {
    return new UserError(
      'git could not be started',
      'is git on PATH, and does the current folder still exist?',
      { cause: error },
    );
  }
  return error;
}

function firstLine(stderr: string): string {
  return (/^(?:fatal|error): (.+)$/m.exec(stderr)?.[1] ?? stderr.split('\n', 1)[0] ?? '').trim();
}
