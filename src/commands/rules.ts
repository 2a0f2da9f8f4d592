import { nearest } from '../config/nearest.ts';
import { UserError } from '../errors.ts';
import { ruleList, ruleMarkdown } from '../report/rule-page.ts';
import type { Rule } from '../rule.ts';
import { RULES, RULE_NAMES } from '../rules/index.ts';
import type { Command, Invocation, Outcome } from './command.ts';
import { readOptions } from './options.ts';

const OPTIONS = { rev: { type: 'string' } } as const;

/** Lists the rules, or explains one with its examples; of a rule with procedures, prints those with the user's names. */
export const rules: Command = async (invocation) => {
  const { positionals, values } = readOptions(invocation.args, 'rules', OPTIONS, true);
  const [name, ...labels] = positionals;
  const rule = name === undefined ? undefined : ruleCalled(name);
  if (labels.length > 0) return printed(await proceduresFor(rule!, labels, values.rev, invocation));
  if (values.rev !== undefined) throw new UserError('rules: --rev goes with an old label and a new one');
  return printed(rule ? await rulePage(rule) : ruleList(RULES));
};

/** The page of a rule, with its procedures for an example. */
export async function rulePage(rule: Rule): Promise<string> {
  if (!rule.procedures) return ruleMarkdown(rule);
  const { exampleProcedures } = await import('../report/procedures-page.ts');
  return ruleMarkdown(rule, exampleProcedures());
}

function printed(output: string): Outcome {
  return { output, notes: [], exitCode: 0 };
}

function ruleCalled(name: string): Rule {
  const rule = RULES.find((candidate) => candidate.name === name);
  if (rule) return rule;
  const near = nearest(name, RULE_NAMES);
  throw new UserError(
    `there is no rule ${JSON.stringify(name)}`,
    near ? `did you mean ${near}?` : 'all of them: pyreset-hooks rules',
  );
}

async function proceduresFor(
  { name, procedures }: Rule,
  labels: readonly string[],
  rev: string | undefined,
  invocation: Invocation,
): Promise<string> {
  const [old, now, ...more] = labels;
  if (!procedures) throw new UserError(`rules: ${name} takes no labels`);
  if (old === undefined || now === undefined || more.length > 0) {
    throw new UserError(
      `rules: ${name} takes an old label and a new one`,
      `for example: pyreset-hooks rules ${name} shop store`,
    );
  }
  const [{ readRelabelling }, { proceduresPage }] = await Promise.all([
    import('../reading/read-relabelling.ts'),
    import('../report/procedures-page.ts'),
  ]);
  return proceduresPage(await readRelabelling(invocation, invocation.version, { old, now, rev }));
}
