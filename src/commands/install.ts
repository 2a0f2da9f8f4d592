import { readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { systemErrorCode, UserError } from '../errors.ts';
import {
  hooksPathSetting,
  hasTrackedFiles,
  repositoryFolders,
  workTreeAround,
  type RepositoryFolders,
} from '../git/porcelain.ts';
import {
  applyStep,
  findHooks,
  makeFolder,
  readState,
  sha256,
  writeState,
  type InstallState,
} from '../install/hooks-folder.ts';
import { describeStep, planInstall, type Plan, type Step } from '../install/plan.ts';
import { renderShim } from '../install/shim.ts';
import { visible } from '../show.ts';
import type { Command, Invocation } from './command.ts';
import { readOptions } from './options.ts';

const OPTIONS = { 'dry-run': { type: 'boolean' }, mode: { type: 'string' } } as const;

/** Puts our hooks into the repository's hooks folder. Hooks that are there are kept and still run. */
export const install: Command = async (invocation) => {
  const { values } = readOptions(invocation.args, 'install', OPTIONS);
  refuseMode(values.mode);
  const folders = await repositoryFolders(invocation.cwd);
  await refuseForeignFolder(invocation.cwd, folders);
  const state = readState(folders.common);
  refuseSecondFolder(folders, state);
  const shim = await currentShim(invocation, folders);
  const plan = planInstall(findHooks(folders.hooks, shim, state));
  refuseConflicts(plan);
  if (!values['dry-run']) {
    const madeFolder = makeFolder(folders.hooks) || (state?.madeFolder ?? false);
    for (const step of plan.steps) applyStep(folders.hooks, step, shim);
    const hooks = Object.fromEntries(plan.steps.map(({ event }) => [event, sha256(shim)]));
    const folder = relative(folders.common, folders.hooks);
    writeState(folders.common, { version: 1, folder, madeFolder, hooks });
  }
  const done = values['dry-run'] ? DRY_RUN : 'take them out again: pyreset-hooks uninstall\n';
  const notes = invocation.packageFolder.split(sep).includes('_npx') ? [NPX_NOTE] : [];
  return {
    output: `hooks in ${visible(folders.hooks)}\n${stepLines(plan.steps)}${done}`,
    notes,
    exitCode: 0,
  };
};

/** The hook as this package would write it now. */
export async function currentShim(invocation: Invocation, folders: RepositoryFolders): Promise<string> {
  const template = readFileSync(join(invocation.packageFolder, 'hooks', 'shim'), 'utf8');
  return renderShim(template, { ...(await packagePlace(invocation, folders)), node: invocation.node });
}

/** The last line of a plan that was only printed. */
export const DRY_RUN = 'this is what would be done; nothing was (--dry-run)\n';

const NPX_NOTE =
  "the hooks use the copy in npx's cache, which npm may clear; to keep one: npm install --save-dev pyreset-hooks && npx pyreset-hooks install";

/** The steps, one line each, with what happens to one hook on one line. */
export function stepLines(steps: readonly Step[]): string {
  const events = [...new Set(steps.map(({ event }) => event))];
  const line = (event: string): string => {
    const words = steps.filter((step) => step.event === event).map(describeStep);
    return `  ${event.padEnd(17)} ${words.join('; ')}\n`;
  };
  return events.map(line).join('');
}

/** @throws {UserError} when a hook cannot be dealt with without losing something. */
export function refuseConflicts({ conflicts }: Plan): void {
  if (conflicts.length === 0) return;
  const reasons = conflicts.map(({ reason }) => reason).join('; ');
  throw new UserError(
    `nothing was changed: ${reasons}`,
    'look at these files, move away what you do not need, and try again',
  );
}

function refuseMode(mode: string | undefined): void {
  if (mode === undefined || mode === 'hooks-dir') return;
  throw new UserError(
    `install: there is no mode ${JSON.stringify(mode)}`,
    'the mode of this version is hooks-dir',
  );
}

/** Hooks that were installed elsewhere, before `core.hooksPath` was changed, would be forgotten there. */
function refuseSecondFolder(folders: RepositoryFolders, state: InstallState | undefined): void {
  const installed = state && resolve(folders.common, state.folder);
  if (installed === undefined || installed === folders.hooks) return;
  throw new UserError(
    `hooks are installed in ${visible(installed)}`,
    'take them out first: pyreset-hooks uninstall',
  );
}

/** `core.hooksPath` may name a folder that is not this repository's alone, or that its owner rewrites at will. */
async function refuseForeignFolder(cwd: string, { workTree, hooks }: RepositoryFolders): Promise<void> {
  const setting = await hooksPathSetting(cwd);
  if (!setting) return;
  const where = `core.hooksPath = ${visible(setting.value)} (${setting.scope}, ${visible(setting.origin)})`;
  if (setting.scope !== 'local' && setting.scope !== 'worktree') {
    throw new UserError(
      `${where} names a hooks folder that other repositories share`,
      'give this repository its own: git config --local core.hooksPath "$(git rev-parse --git-common-dir)/hooks"',
    );
  }
  if (/(^|\/)\.husky(\/_?)?\/?$/.test(setting.value)) {
    throw new UserError(
      `husky owns the hooks of this repository: ${where}`,
      "call ours from husky's, for each hook: echo 'npx --no-install pyreset-hooks hook pre-commit \"$@\"' >> .husky/pre-commit",
    );
  }
  if (await hasTrackedFiles(workTree, hooks)) {
    throw new UserError(
      `${where} names a folder whose files are committed: ours would be, too, with the paths of this machine`,
      'call ours from your own hooks: npx --no-install pyreset-hooks hook pre-commit "$@" (and the other hooks likewise)',
    );
  }
}

/**
 * Where the hooks find this package: relative when it moves with the repository, absolute otherwise. `inside` says that
 * a branch of some repository could bring its own copy; a checkout of this very project is its own work tree.
 */
async function packagePlace(
  invocation: Invocation,
  folders: RepositoryFolders,
): Promise<{ package: string; inside: boolean }> {
  const place = linkedPlace(invocation, folders.workTree) ?? invocation.packageFolder;
  const hooks = realFolder(folders.hooks);
  const top = realFolder(folders.workTree);
  const here = isBelow(top, place) || isBelow(top, invocation.packageFolder);
  const around = await workTreeAround(invocation.packageFolder);
  const inside = here || (around !== undefined && realFolder(around) !== invocation.packageFolder);
  return { package: here && isBelow(top, hooks) ? relative(hooks, place) : place, inside };
}

/** `node_modules/pyreset-hooks` as the project sees it: package managers with a store link it to a versioned folder. */
function linkedPlace(invocation: Invocation, workTree: string): string | undefined {
  const top = realFolder(workTree);
  for (
    let folder = realFolder(invocation.cwd);
    isBelow(top, folder) || folder === top;
    folder = dirname(folder)
  ) {
    const place = join(folder, 'node_modules', 'pyreset-hooks');
    if (realFolder(place) === invocation.packageFolder) return place;
    if (folder === dirname(folder)) break;
  }
  return undefined;
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    return path;
  }
}
