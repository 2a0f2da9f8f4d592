import { expect, test } from 'vitest';
import {
  ageKey,
  type Change,
  type DiffEntry,
  type PublishedAge,
  type PublishedMigration,
} from '../src/change.ts';
import { DEFAULTS, type Config, type Level } from '../src/config/config.ts';
import { agesNeeded, countsOf, exitCodeOf, findProblems, gradeProblems, type Weighed } from '../src/lint.ts';
import { pathFromText, type GitPath } from '../src/path.ts';
import { NO_CHANGE, optionsOf } from './helpers/change.ts';
import type { Problem, Rule, Severity } from '../src/rule.ts';

const BASE = { oid: 'b'.repeat(40), ref: 'origin/main', shared: true };

const publishedAt = (path: string): PublishedMigration => ({
  base: BASE,
  path: pathFromText(path),
  newPath: pathFromText(path),
});

const problem = (path: string, more: Partial<Problem> = {}): Problem => ({
  path: pathFromText(path),
  line: 1,
  column: 1,
  subject: path,
  message: 'a fault',
  hint: 'a remedy',
  ...more,
});

/** A rule that finds every entry which is new or changed; if `published`, the new ones, as names of migrations. */
const rule = (name: string, severity: Severity = 'error', published = false): Rule => ({
  name,
  summary: 's',
  why: 'w',
  severity,
  since: '0.1.0',
  docs: 'd',
  bad: { before: {}, after: {} },
  good: { before: {}, after: {} },
  *check({ entries }) {
    for (const { path, before } of entries) {
      if (!published || !before) yield problem(path, published ? { published: publishedAt(path) } : {});
    }
  },
});

/** A change from one parent: `+new`, `~changed`, `-gone`. */
const parent = (...changes: string[]): Change => ({
  ...NO_CHANGE,
  entries: changes.map((text): DiffEntry => ({
    path: pathFromText(text.slice(1)),
    before: text.startsWith('+') ? undefined : { mode: '100644', oid: 'a' },
    after: text.startsWith('-') ? undefined : { mode: '100644', oid: 'b' },
  })),
});

const configured = (rules: Record<string, Level>): Config => ({ ...DEFAULTS, rules });

function found(
  changes: readonly Change[],
  rules: readonly Rule[] = [rule('r')],
  config = DEFAULTS,
  ignored: (path: GitPath) => boolean = () => false,
): string[] {
  const problems = findProblems(changes, rules, config, { ...optionsOf(config), ignored });
  return problems.map(({ rule, severity, subject }) => `${severity} ${rule} ${subject}`);
}

test.for<readonly [name: string, ...changes: Change[]]>([
  ['there is no parent'],
  ['nothing differs from the parent', parent()],
  ['the second parent brought the file', parent('+a'), parent()],
  ['the first parent brought the file', parent(), parent('+a')],
  ['each parent brought one of two files', parent('+a'), parent('+b')],
  ['one of three parents brought it', parent('~a'), parent('~a'), parent('+b')],
])('finds nothing when %s', ([, ...changes]) => {
  const migrations = rule('m', 'error', true);
  expect(found(changes)).toEqual([]);
  expect(found(changes, [migrations])).toEqual([]);
});

test('finds nothing about a migration whose new name another parent already has', () => {
  const migrations = rule('m', 'error', true);
  expect(found([parent('+a'), parent('~a')], [migrations])).toEqual([]);
  expect(found([parent('~a'), parent('+a')], [migrations])).toEqual([]);
  expect(found([parent('+a'), parent('+a')], [migrations])).toEqual(['error m a']);
});

test('finds nothing by a rule that is off, and asks it nothing', () => {
  const asked: string[] = [];
  const off: Rule = {
    ...rule('off'),
    *check() {
      asked.push('off');
      yield problem('a');
    },
  };
  expect(found([parent('+a')], [off, rule('on')], configured({ off: 'off' }))).toEqual(['error on a']);
  expect(asked).toEqual([]);
});

test('finds nothing on ignored paths', () => {
  expect(found([parent('+a', '+b')], [rule('r')], DEFAULTS, (path) => path === 'a')).toEqual(['error r b']);
});

test('a file that differs from every parent is this commit’s doing, and is found once', () => {
  expect(found([parent('~a', '+b'), parent('+a', '+c')])).toEqual(['error r a']);
});

test('the same subject under two rules is two problems, under one rule it is one', () => {
  const twice: Rule = {
    ...rule('twice'),
    *check() {
      yield problem('a', { message: 'first' });
      yield problem('a', { message: 'second' });
    },
  };
  expect(found([parent('+a')], [twice, rule('r')])).toEqual(['error twice a', 'error r a']);
  const [first] = findProblems([parent('+a')], [twice], DEFAULTS, optionsOf());
  expect(first?.message).toBe('first');
});

test.for([
  ['info', 'error'],
  ['warning', 'error'],
  ['error', 'info'],
] as const)('the configuration makes of %s: %s', ([own, wanted]) => {
  const rules = [rule('r', own), rule('other', own)];
  expect(found([parent('+a')], rules, configured({ r: wanted }))).toEqual([
    `${wanted} r a`,
    `${own} other a`,
  ]);
});

const weighed = (severity: Severity, published = true): Weighed => ({
  ...problem('new.py', published ? { published: publishedAt('old.py') } : {}),
  rule: 'r',
  severity,
});

const OLD = { days: 30, released: false, renamedBack: false };

function graded(item: Weighed, age: PublishedAge | undefined, grace = 7): Severity | undefined {
  const ages = new Map(age ? [[ageKey(publishedAt('old.py')), age]] : []);
  return gradeProblems([item], ages, { ...DEFAULTS, grace })[0]?.severity;
}

test.for<readonly [name: string, age: PublishedAge | undefined, grace?: number]>([
  ['history does not tell of it', undefined],
  ['its days are unknown', { ...OLD, days: undefined }],
  ['it is young', { ...OLD, days: 6.9 }],
  ['it dates from the future', { ...OLD, days: -1 }, 0],
  ['the grace is longer', { ...OLD, days: 30 }, 31],
  ['its name came back', { ...OLD, renamedBack: true }],
  ['its released name came back', { ...OLD, released: true, renamedBack: true }],
])('an error about a published migration only warns when %s', ([, age, grace]) => {
  expect(graded(weighed('error'), age, grace)).toBe('warning');
});

test.for<readonly [name: string, age: PublishedAge, grace?: number]>([
  ['it is aged', OLD],
  ['it is exactly as old as the grace', { ...OLD, days: 7 }],
  ['there is no grace', { ...OLD, days: 0 }, 0],
  ['it is young and released', { ...OLD, days: 0, released: true }],
  ['it is released and its days are unknown', { ...OLD, days: undefined, released: true }],
])('an error about a published migration stays one when %s', ([, age, grace]) => {
  expect(graded(weighed('error'), age, grace)).toBe('error');
});

test('age never raises or lowers what is no error, nor what is about no migration', () => {
  const young = { ...OLD, days: 0 };
  for (const age of [undefined, young, OLD, { ...OLD, released: true }, { ...OLD, renamedBack: true }]) {
    expect(graded(weighed('info'), age)).toBe('info');
    expect(graded(weighed('warning'), age)).toBe('warning');
    expect(graded(weighed('error', false), age)).toBe('error');
  }
});

test('findings do not carry what only the grading needs', () => {
  expect(gradeProblems([weighed('info')], new Map(), DEFAULTS)).toEqual([
    { ...problem('new.py'), rule: 'r', severity: 'info' },
  ]);
});

const allowed = (severity: Severity): Weighed => ({ ...weighed(severity), allowed: { reason: 'agreed' } });

test('ages are looked up of errors about published migrations that nobody allows', () => {
  expect(agesNeeded([])).toEqual([]);
  expect(agesNeeded([weighed('warning'), weighed('info'), weighed('error', false)])).toEqual([]);
  expect(agesNeeded([allowed('error')])).toEqual([]);
  expect(agesNeeded([allowed('error'), weighed('error')])).toEqual([publishedAt('old.py')]);
});

test('what is allowed keeps its weight and its reason, whatever its age', () => {
  for (const age of [[], [[ageKey(publishedAt('old.py')), { ...OLD, days: 0 }] as const]]) {
    expect(gradeProblems([allowed('error')], new Map(age), DEFAULTS)).toEqual([
      { ...problem('new.py'), rule: 'r', severity: 'error', allowed: { reason: 'agreed' } },
    ]);
  }
});

const at = (path: string, line: number, rule: string, subject: string): Weighed => ({
  ...problem(path, { line, subject }),
  rule,
  severity: 'info',
});

test('findings are sorted by path, line as a number, rule and subject', () => {
  const sorted = [
    at('B', 9, 'r', 's'),
    at('a', 2, 'q', 't'),
    at('a', 2, 'r', 's'),
    at('a', 2, 'r', 't'),
    at('a', 10, 'a', 'a'),
    at('a/b', 1, 'r', 's'),
    at('é', 1, 'r', 's'),
  ];
  for (const items of [sorted, sorted.toReversed(), [...sorted.slice(3), ...sorted.slice(0, 3)]]) {
    expect(gradeProblems(items, new Map(), DEFAULTS)).toEqual(sorted);
  }
});

test('findings are counted by weight, those that are allowed apart', () => {
  expect(countsOf([])).toEqual({ error: 0, warning: 0, info: 0, allowed: 0 });
  const all = [weighed('error'), allowed('error'), weighed('info'), allowed('info'), weighed('error')];
  expect(countsOf(all)).toEqual({ error: 2, warning: 0, info: 1, allowed: 2 });
});

const codeOf = (...severities: Severity[]) => exitCodeOf(severities.map((severity) => weighed(severity)));

test('only an error that nobody allows makes the exit code 1', () => {
  expect(exitCodeOf([allowed('error'), weighed('warning')])).toBe(0);
  expect(exitCodeOf([allowed('error'), weighed('error')])).toBe(1);
  expect(codeOf()).toBe(0);
  expect(codeOf('info', 'warning')).toBe(0);
  expect(codeOf('info', 'error', 'warning')).toBe(1);
});
