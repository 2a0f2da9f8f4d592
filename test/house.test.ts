import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLoadersSync } from 'cosmiconfig';
import { expect, test } from 'vitest';
import { PAGES } from '../src/commands/help.ts';
import { rulePage } from '../src/commands/rules.ts';
import { HOSTS } from '../src/builds/hosts.ts';
import { DEFAULTS, type Config } from '../src/config/config.ts';
import { validateConfig } from '../src/config/validate.ts';
import { HOOK_EVENTS } from '../src/install/plan.ts';
import { IDENTITY } from '../src/install/shim.ts';
import { ruleTable } from '../src/report/rule-page.ts';
import type { Rule } from '../src/rule.ts';
import { RULES, RULE_NAMES } from '../src/rules/index.ts';
import { lint } from './helpers/change.ts';
import { interestingPaths } from './replay/commits.mjs';

const TOP = join(import.meta.dirname, '..');
const read = (...path: string[]): string => readFileSync(join(TOP, ...path), 'utf8');
const stems = (folder: string): string[] =>
  readdirSync(join(TOP, folder)).map((file) => file.replace(/\.\w+$/, ''));

test('src/rules/*.ts and the registry in src/rules/index.ts hold the same rules', () => {
  expect(
    stems('src/rules')
      .filter((stem) => stem !== 'index')
      .sort(),
  ).toEqual([...RULE_NAMES].sort());
});

test.for(RULES)(
  '$name: kebab-case, a test of that name, a page that is up to date (npm run docs)',
  async (rule) => {
    expect(rule.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.summary).toMatch(/^[^A-Z.][^.]*$/);
    const page = await rulePage(rule);
    await expect(page).toMatchFileSnapshot(join(TOP, 'docs', 'rules', `${rule.name}.md`));
    expect(
      existsSync(join(TOP, 'test', 'rules', `${rule.name}.test.ts`)),
      `write test/rules/${rule.name}.test.ts`,
    ).toBe(true);
  },
);

test.for(RULES)(
  '$name: the bad example fires this rule and no other, the good one is silent under all',
  async (rule) => {
    const found = await lint(rule.bad, RULES, heard(rule));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((finding) => !finding.includes(` ${rule.name} `))).toEqual([]);
    expect(await lint(rule.good, RULES, heard(rule))).toEqual([]);
  },
);

/** The defaults, but this rule is heard though it may only inform. */
function heard({ name, severity }: Rule): Config {
  return severity === 'info' ? { ...DEFAULTS, rules: { [name]: 'warning' } } : DEFAULTS;
}

test('docs/rules has a page for every rule and for nothing else', () => {
  expect(stems('docs/rules').sort()).toEqual([...RULE_NAMES].sort());
});

test('the table of rules in README.md is the one of the registry', () => {
  expect(read('README.md')).toContain(ruleTable(RULES));
});

test('.pyresetrc.example holds every setting, with its default', () => {
  const example = defaultLoadersSync['.yaml']('.pyresetrc.example', read('.pyresetrc.example')) as Record<
    string,
    unknown
  >;
  expect(Object.keys(example).sort()).toEqual(Object.keys(DEFAULTS).sort());
  expect(validateConfig(example, RULE_NAMES)).toEqual({
    config: { ...DEFAULTS, rules: Object.fromEntries(RULES.map(({ name, severity }) => [name, severity])) },
    errors: [],
    warnings: [],
  });
});

test('every command has a page of help', () => {
  const commands = stems('src/commands').filter(
    (stem) => !['command', 'options', 'help', 'hook'].includes(stem),
  );
  expect(Object.keys(PAGES).sort()).toEqual(commands.sort());
});

test('every hook has its script, and every script is POSIX sh', () => {
  expect(stems('hooks').sort()).toEqual([...HOOK_EVENTS, 'run', 'shim'].sort());
  for (const script of stems('hooks')) {
    const { status, stderr } = spawnSync('sh', ['-n', join(TOP, 'hooks', script)], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(read('hooks', script)).not.toMatch(/\[\[|\bfunction\b|<<<|\blocal\b|\r/);
  }
});

test.for(HOSTS.flatMap(({ files }) => files))('commits of %s alone reach Node', (file) => {
  for (const path of [file, `backend/${file}`])
    expect(interestingPaths().test(path), `add ':(glob)**/${file}' to hooks/pre-commit`).toBe(true);
});

test('the shim can be told from other hooks, and no other hook manager takes it for its own', () => {
  expect(read('hooks', 'shim').split('\n')[1]).toContain(IDENTITY);
  expect(read('hooks', 'shim')).not.toMatch(/lefthook|overcommit|husky|pre-commit\.com|138fd403|182c10f1/i);
});

test('commands that README.md and CONTRIBUTING.md name exist in package.json', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...`${read('README.md')}${read('CONTRIBUTING.md')}`.matchAll(/npm run ([\w:]+)/g)].map(
    (match) => match[1]!,
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});
