import { nearest } from '../config/nearest.ts';
import { UserError } from '../errors.ts';
import { ruleList, ruleMarkdown } from '../report/rule-page.ts';
import { RULES, RULE_NAMES } from '../rules/index.ts';
import type { Command } from './command.ts';
import { readOptions } from './options.ts';

/** Lists the rules, or explains one with its examples. */
export const rules: Command = (invocation) => {
  const { positionals } = readOptions(invocation.args, 'rules', {}, true);
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UserError('rules: one name at a time');
  if (name === undefined) return Promise.resolve({ output: ruleList(RULES), notes: [], exitCode: 0 });
  const rule = RULES.find((candidate) => candidate.name === name);
  if (rule) return Promise.resolve({ output: ruleMarkdown(rule), notes: [], exitCode: 0 });
  const near = nearest(name, RULE_NAMES);
  throw new UserError(
    `there is no rule ${JSON.stringify(name)}`,
    near ? `did you mean ${near}?` : 'all of them: pyreset-hooks rules',
  );
};
