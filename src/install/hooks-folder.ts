import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { systemErrorCode, UserError } from '../errors.ts';
import { HOOK_EVENTS, PREVIOUS_SUFFIX, type FoundHook, type HookEvent, type Step } from './plan.ts';
import { isShim } from './shim.ts';

/** What `install` did, kept as `pyreset-hooks/state.json` in the common git folder, so that it can be undone. */
export interface InstallState {
  readonly version: 1;
  /** The hooks folder, relative to the common git folder: a repository may be moved or copied. */
  readonly folder: string;
  /** True when `install` made that folder. */
  readonly madeFolder: boolean;
  /** SHA-256 of each hook as written, hexadecimal. */
  readonly hooks: Readonly<Partial<Record<HookEvent, string>>>;
}

/** Looks at the place of each hook. `shim` is what would be written now; `state` is what was written last time. */
export function findHooks(folder: string, shim: string, state: InstallState | undefined): FoundHook[] {
  return HOOK_EVENTS.map((event) => {
    const path = join(folder, event);
    const content = readHook(path);
    const previous = exists(`${path}${PREVIOUS_SUFFIX}`);
    if (content === undefined) return { event, owner: 'nobody', current: false, previous };
    if (!isShim(content.toString('utf8'))) return { event, owner: 'other', current: false, previous };
    const written = state?.hooks[event];
    const same = content.equals(Buffer.from(shim));
    const owner = same || written === sha256(content) ? 'ours' : 'changed';
    return { event, owner, current: same && isExecutable(path), previous };
  });
}

/** Carries out one step. A hook is written beside its place and moved there, so that git never runs half of one. */
export function applyStep(folder: string, step: Step, shim: string): void {
  const path = join(folder, step.event);
  const previous = `${path}${PREVIOUS_SUFFIX}`;
  try {
    switch (step.kind) {
      case 'keep':
        return renameSync(path, previous);
      case 'write':
        writeFileSync(`${path}.pyreset-new`, shim, { mode: 0o755 });
        chmodSync(`${path}.pyreset-new`, 0o755);
        return renameSync(`${path}.pyreset-new`, path);
      case 'remove':
        return rmSync(path);
      case 'restore':
        return renameSync(previous, path);
      case 'leave':
        return undefined;
    }
  } catch (error) {
    throw cannotChange(path, error);
  }
}

/** Makes the hooks folder; true when it was not there. */
export function makeFolder(folder: string): boolean {
  try {
    return mkdirSync(folder, { recursive: true }) !== undefined;
  } catch (error) {
    throw cannotChange(folder, error);
  }
}

/** Removes a folder that `install` made, unless something else lies in it by now. */
export function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemErrorCode(error) ?? ''))
      throw cannotChange(folder, error);
  }
}

/** The state that the last `install` wrote, or undefined when there is none that can be read. */
export function readState(common: string): InstallState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(stateFile(common), 'utf8'));
    return isState(state) ? state : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || systemErrorCode(error) === 'ENOENT') return undefined;
    throw cannotChange(stateFile(common), error);
  }
}

function isState(value: unknown): value is InstallState {
  if (typeof value !== 'object' || value === null) return false;
  const { version, folder, hooks } = value as Record<string, unknown>;
  return version === 1 && typeof folder === 'string' && typeof hooks === 'object' && hooks !== null;
}

/** Records what was installed, or removes the record. */
export function writeState(common: string, state: InstallState | undefined): void {
  const file = stateFile(common);
  try {
    if (state) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(state, undefined, 2)}\n`);
    } else {
      rmSync(file, { force: true });
      removeFolder(dirname(file));
    }
  } catch (error) {
    throw error instanceof UserError ? error : cannotChange(file, error);
  }
}

/** SHA-256 of a hook's bytes, hexadecimal. */
export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function stateFile(common: string): string {
  return join(common, 'pyreset-hooks', 'state.json');
}

function readHook(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return exists(path) ? Buffer.alloc(0) : undefined; // a dangling symlink
    if (systemErrorCode(error) === 'EISDIR') throw new UserError(`${path} is a folder`, 'move it away first');
    throw cannotChange(path, error);
  }
}

function isExecutable(path: string): boolean {
  return (lstatSync(path).mode & 0o100) !== 0;
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function cannotChange(path: string, error: unknown): Error {
  const code = systemErrorCode(error);
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  const hint =
    code === 'ENOTDIR' || code === 'EEXIST'
      ? 'git names it as the hooks folder, but it is not one'
      : undefined;
  return new UserError(
    `cannot use ${path}: ${code}`,
    hint ?? 'may you write there, and is the disk writable?',
    { cause: error },
  );
}
