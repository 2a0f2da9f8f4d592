import { cleanCaches } from '../caches/clean/clean.ts';
import { readConfig, type FoundConfig } from '../config/read.ts';
import { UserError } from '../errors.ts';
import { openObjects } from '../git/plumbing/objects.ts';
import { workTreeTop } from '../git/plumbing/repository.ts';
import type { Place } from '../git/plumbing/run.ts';
import { findSnapshot } from '../git/snapshot.ts';
import { filesAfter } from '../reading/files-after.ts';
import { cleaningJson, cleaningNotes, cleaningText } from '../report/cleaning.ts';
import { RULE_NAMES } from '../rules/index.ts';
import type { Command } from './command.ts';
import { readOptions } from './options.ts';

const OPTIONS = {
  all: { type: 'boolean' },
  tools: { type: 'boolean' },
  venv: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  format: { type: 'string' },
} as const;

/** Removes the caches that went stale, or with `--all` every one. What cannot be removed is exit code 2. */
export const clean: Command = async (invocation) => {
  const { values, positionals } = readOptions(invocation.args, 'clean', OPTIONS, true);
  const { all = false, tools = false, venv = false, 'dry-run': dryRun = false, format = 'text' } = values;
  if (format !== 'text' && format !== 'json') {
    throw new UserError(`clean: there is no format ${JSON.stringify(format)}`, 'formats: text, json');
  }
  const top = await workTreeTop(invocation);
  const place = { ...invocation, cwd: top };
  const { config, warnings } = await settings(place);
  const cleaned = await cleanCaches(place, {
    top,
    cwd: invocation.cwd,
    named: positionals,
    all,
    tools: tools || config.clean.tools,
    venv,
    dryRun,
    config,
    progress: invocation.progress,
  });
  const cleaning = { ...cleaned, toolVersion: invocation.version, dryRun, all };
  return {
    output: format === 'json' ? cleaningJson(cleaning) : cleaningText(cleaning),
    notes: [...warnings, ...cleaningNotes(cleaning)],
    exitCode: cleaned.failed.length > 0 ? 2 : 0,
  };
};

/** The settings as the next commit would have them, which is how `check` reads them. */
async function settings(place: Place): Promise<FoundConfig> {
  const objects = openObjects(place);
  try {
    const { commit, changes } = await findSnapshot(place, objects, undefined, true);
    return await readConfig(filesAfter(objects, commit, changes), RULE_NAMES);
  } finally {
    objects.close();
  }
}
