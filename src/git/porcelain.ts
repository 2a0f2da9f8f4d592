import { resolve } from 'node:path';
import { simpleGit, type SimpleGit } from 'simple-git';
import { UserError } from '../errors.ts';
import { gitFailed } from './plumbing/run.ts';

/**
 * simple-git for the commands that people type. It removes git's variables from the environment unless they are
 * named here, and inside a hook GIT_INDEX_FILE says which index is being committed. `onExit: false` spares the
 * 50 ms for which it would keep the process alive.
 * @public the tests run it inside a real hook
 */
export function porcelain(folder: string): SimpleGit {
  try {
    return simpleGit({
      baseDir: folder,
      allowEnvironment: [
        'GIT_DIR',
        'GIT_WORK_TREE',
        'GIT_COMMON_DIR',
        'GIT_INDEX_FILE',
        'GIT_PREFIX',
        'GIT_OBJECT_DIRECTORY',
        'GIT_ALTERNATE_OBJECT_DIRECTORIES',
        'GIT_CONFIG_GLOBAL',
        'GIT_CONFIG_SYSTEM',
        'GIT_CONFIG_NOSYSTEM',
        'GIT_CEILING_DIRECTORIES',
      ],
      completion: { onClose: true, onExit: false },
    });
  } catch (error) {
    throw new UserError(`cannot use the folder ${folder}`, 'does it still exist?', { cause: error });
  }
}

/** Where a repository keeps things. All paths are absolute. */
export interface RepositoryFolders {
  readonly workTree: string;
  /** The git folder that all work trees share. */
  readonly common: string;
  /** Where git looks for hooks: `core.hooksPath`, or `hooks` in the common folder. */
  readonly hooks: string;
}

/**
 * @throws {UserError} outside a repository, in a bare one, or when git cannot tell.
 */
export async function repositoryFolders(folder: string): Promise<RepositoryFolders> {
  const bare = await ask(folder, ['rev-parse', '--is-bare-repository']);
  if (bare === 'true') {
    throw new UserError(
      'this repository is bare: nobody commits in it',
      'install into a clone that has a work tree',
    );
  }
  const workTree = await ask(folder, ['rev-parse', '--show-toplevel']);
  const common = await ask(folder, ['rev-parse', '--git-common-dir']);
  const hooks = await ask(folder, ['rev-parse', '--git-path', 'hooks']);
  return { workTree, common: resolve(folder, common), hooks: resolve(folder, hooks) };
}

/** The setting of `core.hooksPath` that is in force. */
export interface HooksPathSetting {
  readonly value: string;
  /** `local`, `worktree`, `global`, `system` or `command`, see git-config(1) --show-scope. */
  readonly scope: string;
  /** The file it comes from. */
  readonly origin: string;
}

/** The `core.hooksPath` in force, or undefined when hooks are where git puts them. */
export async function hooksPathSetting(folder: string): Promise<HooksPathSetting | undefined> {
  const args = ['config', '--show-scope', '--show-origin', '-z', '--get', 'core.hooksPath'];
  const output = await porcelain(folder)
    .raw(args)
    .catch(() => ''); // git exits with 1 when it is not set
  const [scope, origin = '', value] = output.split('\0');
  return scope && value !== undefined ? { scope, origin: origin.replace(/^file:/, ''), value } : undefined;
}

/** The top of the work tree that a folder lies in, found from the folder alone; undefined outside any. */
export async function workTreeAround(folder: string): Promise<string | undefined> {
  const output = await simpleGit({ baseDir: folder, completion: { onClose: true, onExit: false } })
    .raw(['rev-parse', '--show-toplevel'])
    .catch(() => '');
  return output.replace(/\n$/, '') || undefined;
}

/** True when git tracks anything in a folder of the work tree. */
export async function hasTrackedFiles(workTree: string, folder: string): Promise<boolean> {
  const output = await porcelain(workTree)
    .raw(['ls-files', '-z', '--', folder])
    .catch(() => ''); // the folder lies outside the work tree
  return output !== '';
}

async function ask(folder: string, args: string[]): Promise<string> {
  try {
    return (await porcelain(folder).raw(args)).replace(/\n$/, '');
  } catch (error) {
    const stderr = error instanceof Error ? error.message : String(error); // simple-git hands on what git said
    throw gitFailed(args, { status: 128, stdout: Buffer.alloc(0), stderr });
  }
}
