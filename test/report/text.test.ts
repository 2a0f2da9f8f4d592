import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathFromBytes, pathFromText } from '../../src/path.ts';
import type { Report, TextStyle } from '../../src/report/report.ts';
import { textReport } from '../../src/report/text.ts';
import type { Finding, Severity } from '../../src/rule.ts';
import { showPath } from '../../src/show.ts';

const PLAIN: TextStyle = { colour: false, verbose: false, quiet: false };
const VERBOSE = { ...PLAIN, verbose: true };
const QUIET = { ...PLAIN, quiet: true };

const report = (findings: readonly Finding[], more: Partial<Report> = {}): Report => ({
  toolVersion: '1.2.3',
  scope: { kind: 'staged', before: 'a', after: 'index', base: null, protected: null },
  findings,
  unknown: [],
  ...more,
});

const finding = (path: string, severity: Severity = 'error', more: Partial<Finding> = {}): Finding => ({
  rule: 'a-rule',
  severity,
  path: pathFromText(path),
  line: 1,
  column: 1,
  subject: path,
  message: `${path} is at fault`,
  hint: 'mend it:\n    mend --all',
  ...more,
});

const allowed = (path: string, reason = 'agreed'): Finding => finding(path, 'error', { allowed: { reason } });

test.for<readonly [name: string, findings: Finding[], style: TextStyle]>([
  ['there is nothing', [], PLAIN],
  ['all is allowed', [allowed('a'), allowed('b')], PLAIN],
  ['all is allowed and quiet is asked for', [allowed('a'), allowed('b')], QUIET],
  ['there is nothing and quiet is asked for', [], QUIET],
  ['there are only infos', [finding('a', 'info'), finding('b', 'info')], PLAIN],
  ['there are only warnings and quiet is asked for', [finding('a', 'warning'), finding('b', 'info')], QUIET],
])('prints nothing at all when %s', ([, findings, style]) => {
  expect(
    textReport(report(findings, { unknown: [pathFromText('u0.py'), pathFromText('u1.py')] }), style),
  ).toBe('');
});

test('prints a summary of nothing when asked to be verbose', () => {
  expect(textReport(report([]), VERBOSE)).toBe('0 errors, 0 warnings\n');
  expect(textReport(report([], { unknown: [pathFromText('u0.py'), pathFromText('u1.py')] }), VERBOSE)).toBe(
    'u0.py: its app label is unknown\nu1.py: its app label is unknown\n0 errors, 0 warnings, 2 unknown\n',
  );
});

test('one finding: place, weight, fault, rule; the remedy; the count', () => {
  const one = finding('shop/m.py', 'warning', { line: 12, column: 5 });
  expect(textReport(report([one]), PLAIN)).toBe(`shop/m.py:12:5: warning: shop/m.py is at fault  [a-rule]
  mend it:
      mend --all

0 errors, 1 warning
`);
});

test('findings with one remedy stand together where the first of them stood, and the remedy is printed once', () => {
  const findings = [
    finding('a'),
    finding('b', 'error', { hint: 'other' }),
    finding('c'),
    finding('d', 'warning'),
    finding('e', 'error', { rule: 'b-rule' }),
  ];
  expect(textReport(report([...findings, allowed('f')]), PLAIN)).toBe(`a:1:1: error: a is at fault  [a-rule]
c:1:1: error: c is at fault  [a-rule]
  mend it:
      mend --all

b:1:1: error: b is at fault  [a-rule]
  other

d:1:1: warning: d is at fault  [a-rule]
  mend it:
      mend --all

e:1:1: error: e is at fault  [b-rule]
  mend it:
      mend --all

4 errors, 1 warning, 1 allowed
`);
});

test('what is allowed is listed by the verbose only, with the reason in place of the remedy, and counts for nothing', () => {
  const info = finding('i', 'info', { allowed: { reason: 'agreed' } });
  const all = report([allowed('a'), finding('b', 'warning'), allowed('c', 'two\nlines'), info]);
  expect(textReport(all, PLAIN)).toBe(`b:1:1: warning: b is at fault  [a-rule]
  mend it:
      mend --all

0 errors, 1 warning, 3 allowed
`);
  expect(textReport(all, VERBOSE)).toBe(`a:1:1: allowed: a is at fault  [a-rule]
i:1:1: allowed: i is at fault  [a-rule]
  reason: agreed

b:1:1: warning: b is at fault  [a-rule]
  mend it:
      mend --all

c:1:1: allowed: c is at fault  [a-rule]
  reason: two
  lines

0 errors, 1 warning, 3 allowed
`);
});

test('of many findings with one remedy five are shown, and the others counted', () => {
  const named = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((path) => finding(path, 'error', { hint: 'mend' }));
  const first = ['a', 'b', 'c', 'd', 'e'].map(
    (path) => `${path}:1:1: error: ${path} is at fault  [a-rule]\n`,
  );
  expect(textReport(report(named.slice(0, 5)), PLAIN)).toBe(
    `${first.join('')}  mend\n\n5 errors, 0 warnings\n`,
  );
  expect(textReport(report(named), PLAIN)).toBe(
    `${first.join('')}… and 2 more like these  [a-rule]\n  mend\n\n7 errors, 0 warnings\n`,
  );
});

test('quiet shows errors only, verbose infos as well, and every style counts the same', () => {
  const hint = 'mend';
  const all = report([
    finding('a', 'info', { hint }),
    finding('b', 'warning', { hint }),
    finding('c', 'error', { hint }),
  ]);
  const shown = (style: TextStyle): string[] =>
    textReport(all, style)
      .split('\n')
      .filter((line) => line !== '');
  const [info, warning, error] = ['a:1:1: info', 'b:1:1: warning', 'c:1:1: error'].map((start) => [
    `${start}: ${start[0]} is at fault  [a-rule]`,
    '  mend',
  ]) as [string[], string[], string[]];
  const count = '1 error, 1 warning';
  expect(shown(QUIET)).toEqual([...error, count]);
  expect(shown(PLAIN)).toEqual([...warning, ...error, count]);
  expect(shown(VERBOSE)).toEqual([...info, ...warning, ...error, count]);
});

test('colours stand only where they are asked for, and change nothing else', () => {
  const all = report([finding('a', 'info'), finding('b', 'warning'), finding('c', 'error')]);
  const coloured = textReport(all, { ...VERBOSE, colour: true });
  expect(coloured.split('\n')[0]).toBe(
    '\u001b[1ma:1:1:\u001b[22m \u001b[36minfo:\u001b[39m a is at fault  \u001b[2m[a-rule]\u001b[22m',
  );
  expect(coloured).toContain('\u001b[33mwarning:\u001b[39m');
  expect(coloured).toContain('\u001b[31merror:\u001b[39m');
  expect(textReport(report([allowed('a')]), { ...VERBOSE, colour: true })).toContain(
    '\u001b[32mallowed:\u001b[39m',
  );
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(textReport(all, VERBOSE));
});

test('what names and messages hold cannot colour, move or reorder anything', () => {
  const nasty = finding('a\u001b[2J\nb\u202e', 'error', {
    message: 'x\r\ny\u009b1m',
    hint: 'do\u0007\n\tthis',
  });
  expect(textReport(report([nasty]), PLAIN)).toBe(
    String.raw`a\x1b[2J\x0ab\u{202e}:1:1: error: x\x0d\x0ay\x9b1m  [a-rule]
  do\x07
  \x09this

1 error, 0 warnings
`,
  );
});

const character = fc
  .nat(0x10ffff)
  .map((code) => String.fromCodePoint(code))
  .filter((text) => !/\p{Cs}/u.test(text));

const nasty = fc.oneof(
  fc.string({ unit: character }),
  fc
    .array(fc.constantFrom('\n', '\r', '\u001b[31m', '\u009b', '\u202e', '\u2066', '\u0000', 'a', '/', '  '))
    .map((all) => all.join('')),
  fc.constantFrom('x'.repeat(100_000), 'b:1:1: error: forged  [a-rule]\n'),
);
const members = {
  rule: fc.constantFrom('a-rule', 'b-rule'),
  severity: fc.constantFrom<Severity>('error', 'warning', 'info'),
  path: fc.oneof(fc.uint8Array().map(pathFromBytes), nasty.map(pathFromText)),
  line: fc.nat(),
  column: fc.nat(),
  subject: nasty,
  message: nasty,
  hint: fc.oneof(fc.constantFrom('one', 'two'), nasty),
};
const agreed = fc.record({ ...members, allowed: fc.record({ reason: nasty }) });
const findings = fc.array(fc.oneof(fc.record(members), agreed), { maxLength: 12 });
const styles = fc.record({ colour: fc.constant(false), verbose: fc.boolean(), quiet: fc.boolean() });

test('no path, message, hint, subject or reason can break the report', () => {
  fc.assert(
    fc.property(findings, styles, (all, style) => {
      const text = textReport(report(all), style);
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
      );
      const starts = all.map(
        ({ path, line, column, severity, allowed }: Finding) =>
          `${showPath(path)}:${line}:${column}: ${allowed ? 'allowed' : severity}: `,
      );
      const lines = text.split('\n').slice(0, -2);
      const begun = lines.filter(
        (line) => line !== '' && !line.startsWith('  ') && !line.startsWith('… and '),
      );
      for (const line of begun) expect(starts.some((start) => line.startsWith(start))).toBe(true);
      expect(text).toMatch(/^$|(^|\n)\d+ errors?, \d+ warnings?(, \d+ allowed)?\n$/);
      if (all.length > 5 || text === '') return;
      const shown = all.map(({ severity, allowed }: Finding) =>
        style.quiet ? severity === 'error' && !allowed : style.verbose || (severity !== 'info' && !allowed),
      );
      for (const [index, start] of starts.entries()) {
        expect(shown[index] === false || lines.some((line) => line.startsWith(start))).toBe(true);
      }
    }),
  );
});
