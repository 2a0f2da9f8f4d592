import { UserError } from '../errors.ts';
import { judge, type Judgement } from '../judge.ts';
import { exitCodeOf } from '../lint.ts';
import { jsonReport } from '../report/json.ts';
import type { TextStyle } from '../report/report.ts';
import { textReport } from '../report/text.ts';
import type { Command, Invocation, Outcome } from './command.ts';
import { readOptions } from './options.ts';

const OPTIONS = {
  staged: { type: 'boolean' },
  range: { type: 'string' },
  base: { type: 'string' },
  format: { type: 'string' },
  quiet: { type: 'boolean' },
  verbose: { type: 'boolean' },
} as const;

/** Runs the rules over what is staged, or over a range of commits. */
export const check: Command = async (invocation) => {
  const {
    format = 'text',
    range,
    base,
    staged,
    quiet = false,
    verbose = false,
  } = readOptions(invocation.args, 'check', OPTIONS).values;
  if (format !== 'text' && format !== 'json') {
    throw new UserError(`check: there is no format ${JSON.stringify(format)}`, 'formats: text, json');
  }
  if (range !== undefined && staged) throw new UserError('check: --staged and --range exclude each other');
  const judgement = await judge(invocation, {
    scope: range === undefined ? { kind: 'staged' } : { kind: 'range', range },
    base,
    now: invocation.now,
    ci: isCi(invocation.env),
    toolVersion: invocation.version,
  });
  return outcomeOf(judgement, format, { quiet, verbose, colour: invocation.colour });
};

/** What the hooks before a commit say of it; `otherParents` are those that git names besides HEAD. */
export async function checkStaged(
  invocation: Invocation,
  otherParents: readonly string[] | undefined,
): Promise<Outcome> {
  const judgement = await judge(invocation, {
    scope: otherParents ? { kind: 'staged', otherParents } : { kind: 'staged' },
    base: undefined,
    now: invocation.now,
    ci: false, // a commit made in CI is checked there by range; the hook has no say in how the clone was made
    toolVersion: invocation.version,
  });
  return outcomeOf(judgement, 'text', { colour: invocation.colour, verbose: false, quiet: false });
}

/** The judgement as a command's outcome. */
function outcomeOf({ report, notes }: Judgement, format: 'text' | 'json', style: TextStyle): Outcome {
  const output = format === 'json' ? jsonReport(report) : textReport(report, style);
  return { output, notes, exitCode: exitCodeOf(report.findings) };
}

function isCi({ CI }: Readonly<Record<string, string | undefined>>): boolean {
  return CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false';
}
