import { resolve } from 'node:path';
import { repositoryFolders } from '../git/porcelain.ts';
import { applyStep, findHooks, readState, removeFolder, writeState } from '../install/hooks-folder.ts';
import { planUninstall } from '../install/plan.ts';
import { visible } from '../show.ts';
import type { Command } from './command.ts';
import { currentShim, DRY_RUN, refuseConflicts, stepLines } from './install.ts';
import { readOptions } from './options.ts';

const OPTIONS = { 'dry-run': { type: 'boolean' } } as const;

/** Takes our hooks out and puts back, byte for byte, what was there before. */
export const uninstall: Command = async (invocation) => {
  const { values } = readOptions(invocation.args, 'uninstall', OPTIONS);
  const folders = await repositoryFolders(invocation.cwd);
  const state = readState(folders.common);
  const folder = state ? resolve(folders.common, state.folder) : folders.hooks;
  const plan = planUninstall(findHooks(folder, await currentShim(invocation, folders), state));
  refuseConflicts(plan);
  if (!values['dry-run']) {
    for (const step of plan.steps) applyStep(folder, step, '');
    if (state?.madeFolder) removeFolder(folder);
    writeState(folders.common, undefined);
  }
  if (plan.steps.every(({ kind }) => kind === 'leave'))
    return { output: 'nothing is installed here\n', notes: [], exitCode: 0 };
  return {
    output: `hooks in ${visible(folder)}\n${stepLines(plan.steps)}${values['dry-run'] ? DRY_RUN : ''}`,
    notes: [],
    exitCode: 0,
  };
};
