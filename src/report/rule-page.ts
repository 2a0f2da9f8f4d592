import type { Example, Files, Rule } from '../rule.ts';

/** One line for each rule: name, default weight, what it finds. */
export function ruleList(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ name }) => name.length));
  return rules
    .map(({ name, severity, summary }) => `${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`)
    .join('');
}

/** The rows of the table in the README. */
export function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map(
    ({ name, severity, summary }) => `| [\`${name}\`](docs/rules/${name}.md) | ${severity} | ${summary} |`,
  );
  return ['| rule | default | finds |', '|---|---|---|', ...rows].join('\n');
}

/** The page of a rule with its `procedures`, as `pyreset-hooks rules <name>` prints it and `docs/rules/<name>.md` holds it. */
export function ruleMarkdown(rule: Rule, procedures?: string): string {
  return [
    `# ${rule.name}`,
    `Finds: ${rule.summary}. Default: ${rule.severity}. Since ${rule.since}.`,
    '## Why this is bad',
    rule.why,
    '## Example',
    exampleText(rule.bad),
    '## Use instead',
    exampleText(rule.good),
    ...(procedures === undefined ? [] : ['## The way there', procedures]),
    '## See also',
    rule.docs,
    '## Turning it off',
    `In \`.pyresetrc\`: \`rules: {${rule.name}: off}\` for the rule, or once and with a reason under \`allow\` for one finding.${inLine(rule)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function inLine({ name, lineBound }: Rule): string {
  return lineBound
    ? ` Or in the file, at the end of the line or alone above it: \`# pyreset: allow ${name} -- reason\`.`
    : '';
}

/** What is gone, new or different in an example; what stays as it was is left out. */
function exampleText({ before, after, untracked = [] }: Example): string {
  const gone = Object.keys(before).filter((path) => !(path in after));
  const changed = Object.keys(after).filter((path) => before[path] !== after[path]);
  return [
    ...gone.map((path) => `deleted: \`${path}\`\n\n${fenced(before, path)}`),
    ...changed.map(
      (path) => `${path in before ? 'changed' : 'added'}: \`${path}\`\n\n${fenced(after, path)}`,
    ),
    ...untracked.map((path) => `not tracked: \`${path}\``),
  ].join('\n\n');
}

function fenced(files: Files, path: string): string {
  return `\`\`\`${path.endsWith('.py') ? 'python' : 'text'}\n${files[path]!.trimEnd()}\n\`\`\``;
}
