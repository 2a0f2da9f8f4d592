import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathFromBytes, pathFromText, pathText } from '../../src/path.ts';
import { jsonReport } from '../../src/report/json.ts';
import type { Report } from '../../src/report/report.ts';
import type { Finding, Severity } from '../../src/rule.ts';

const EMPTY: Report = {
  toolVersion: '1.2.3',
  scope: { kind: 'staged', before: null, after: 'index', base: null, protected: null },
  findings: [],
  unknown: [],
};

const finding: Finding = {
  rule: 'a-rule',
  severity: 'error',
  path: pathFromText('dépôt/a.py'),
  line: 2,
  column: 3,
  subject: 'shop.0002_cost',
  message: 'a fault',
  hint: 'one\ntwo',
};

test('without findings there are no findings', () => {
  expect(jsonReport(EMPTY)).toBe(`{
  "version": 1,
  "tool": {
    "name": "pyreset-hooks",
    "version": "1.2.3"
  },
  "scope": {
    "kind": "staged",
    "before": null,
    "after": "index",
    "base": null,
    "protected": null
  },
  "findings": [],
  "summary": {
    "errors": 0,
    "warnings": 0,
    "infos": 0,
    "allowed": 0,
    "unknown": 0
  }
}
`);
});

test('what a rule does not say of a finding is left empty', () => {
  const { findings } = JSON.parse(jsonReport({ ...EMPTY, findings: [finding] })) as { findings: unknown[] };
  expect(findings).toEqual([{ ...finding, path: 'dépôt/a.py', data: {} }]);
});

test('a whole report: version, tool, scope, findings in their order, counts', () => {
  const scope = { kind: 'range', before: 'a', after: 'b', base: 'c', protected: 'origin/main' } as const;
  const findings: Finding[] = [
    { ...finding, data: { label: 'shop' } },
    { ...finding, severity: 'warning', path: pathFromBytes(Buffer.from([0x61, 0xff])) },
    { ...finding, severity: 'info' },
    { ...finding, allowed: { reason: 'never deployed' } },
    { ...finding, severity: 'info' },
  ];
  expect(
    JSON.parse(
      jsonReport({
        ...EMPTY,
        scope,
        findings,
        unknown: [
          pathFromText('u0.py'),
          pathFromText('u1.py'),
          pathFromText('u2.py'),
          pathFromText('u3.py'),
          pathFromText('u4.py'),
          pathFromText('u5.py'),
        ],
      }),
    ),
  ).toEqual({
    version: 1,
    tool: { name: 'pyreset-hooks', version: '1.2.3' },
    scope,
    findings: [
      { ...finding, path: 'dépôt/a.py', data: { label: 'shop' } },
      { ...finding, path: String.raw`a\xff`, severity: 'warning', data: {} },
      { ...finding, path: 'dépôt/a.py', severity: 'info', data: {} },
      { ...finding, path: 'dépôt/a.py', data: {}, allowed: { reason: 'never deployed' } },
      { ...finding, path: 'dépôt/a.py', severity: 'info', data: {} },
    ],
    summary: {
      errors: 1,
      warnings: 1,
      infos: 2,
      allowed: 1,
      unknown: 6,
    },
  });
});

const character = fc
  .nat(0x10ffff)
  .map((code) => String.fromCodePoint(code))
  .filter((text) => !/\p{Cs}/u.test(text));

const text = fc.string({ unit: character });
const members = {
  rule: text,
  severity: fc.constantFrom<Severity>('error', 'warning', 'info'),
  path: fc.oneof(fc.uint8Array().map(pathFromBytes), text.map(pathFromText)),
  line: fc.nat(),
  column: fc.nat(),
  subject: text,
  message: text,
  hint: text,
  data: fc.dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    fc.oneof(text, fc.integer(), fc.array(text)),
  ),
};
const findings = fc.array(
  fc.oneof(fc.record(members), fc.record({ ...members, allowed: fc.record({ reason: text }) })),
);

test('whatever goes in comes out of JSON.parse again', () => {
  fc.assert(
    fc.property(findings, (all) => {
      const printed = jsonReport({ ...EMPTY, findings: all });
      const read = JSON.parse(printed) as { findings: unknown; summary: Record<string, number> };
      expect(read.findings).toEqual(all.map((one) => ({ ...one, path: pathText(one.path) })));
      expect(
        ['errors', 'warnings', 'infos', 'allowed'].reduce((sum, name) => sum + read.summary[name]!, 0),
      ).toBe(all.length);
      expect(printed).toMatch(/^\{\n.*\}\n$/s);
      expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }),
  );
});
