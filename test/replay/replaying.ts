// What the tests of the replay share.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { RULE_NAMES } from '../../src/rules/index.ts';
import { addField, LONG_AGO, repository, SHOP, type Ran, type Repository } from '../helpers/repository.ts';

const TOOL = join(import.meta.dirname, 'run.mjs');
const COST = 'shop/migrations/0002_cost.py';
const PRICE = 'shop/migrations/0002_price.py';
const JUDGED = new Set(['staged-bytecode', 'renamed-migration']);

/** Settings under which two rules speak, whatever others there are. */
export const TWO_RULES = {
  '.pyresetrc': JSON.stringify({
    rules: Object.fromEntries(RULE_NAMES.map((name) => [name, JUDGED.has(name) ? 'error' : 'off'])),
  }),
};

export const RENAMED = { [COST]: null, [PRICE]: addField('cost') };
export const RENAMED_BACK = { [PRICE]: null, [COST]: addField('cost') };
export const LATER = '2021-01-01T12:00:00Z';

/** A shop with a remote, so that the age of a migration counts; its first commit has bytecode. */
export function shop(): Repository {
  const made = repository();
  made.git('remote', 'add', 'origin', '../nowhere');
  made.commit('start', { ...SHOP, ...TWO_RULES, 'shop/models.pyc': 'bytecode' }, LONG_AGO);
  return made;
}

/** Replays a repository, whatever comes of it. */
export function replay(made: Repository, ...args: readonly string[]): Ran {
  const all = [TOOL, '--repo', made.folder, '--jobs', '2', ...args];
  const ran = spawnSync(process.execPath, all, { cwd: '/', env: made.env, encoding: 'utf8' });
  return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr, output: ran.stdout + ran.stderr };
}

/** What a replay counted. */
interface Counts {
  readonly [name: string]: unknown;
  readonly list: readonly {
    readonly commit: string;
    readonly subject: string;
    readonly findings: readonly unknown[];
  }[];
}

/** The counts of a replay that says nothing else. */
export function counts(made: Repository, ...args: readonly string[]): Counts {
  const ran = replay(made, '--format', 'json', '--list', ...args);
  expect(ran.stderr).toBe('');
  return JSON.parse(ran.stdout) as Counts;
}

/** The subjects of the commits that a replay lists, newest first. */
export function listed(made: Repository, ...args: readonly string[]): string[] {
  return counts(made, ...args).list.map(({ subject }) => subject);
}
