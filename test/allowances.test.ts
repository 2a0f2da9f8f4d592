import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowSubjects, heedingComments } from '../src/allowances.ts';
import { commentsIn } from '../src/comments.ts';
import { lineAllowances } from '../src/line-allowances.ts';
import type { Weighed } from '../src/lint.ts';
import { pathFromText } from '../src/path.ts';
import type { Rule } from '../src/rule.ts';
import { RULES } from '../src/rules/index.ts';

const problem = (rule: string, subject: string): Weighed => ({
  rule,
  subject,
  severity: 'error',
  path: pathFromText('a.py'),
  line: 1,
  column: 1,
  message: 'a fault',
  hint: 'a remedy',
});

const reasons = (problems: readonly Weighed[]) => problems.map(({ allowed }) => allowed?.reason);

test('an allowance covers its rule and its subject, and nothing else', () => {
  const items = [
    problem('r', 'shop.a'),
    problem('r', 'shop.ab'),
    problem('q', 'shop.a'),
    problem('r', 'Shop.a'),
  ];
  const allow = [
    { rule: 'r', subject: 'shop.a', reason: 'agreed' },
    { rule: 'r', subject: 'shop.a', reason: 'agreed again' },
    { rule: 'r', subject: 'shop.*', reason: 'a glob' },
    { rule: 'x', subject: 'shop.ab', reason: 'another rule' },
  ];
  const allowed = allowSubjects(items, allow);
  expect(reasons(allowed)).toEqual(['agreed', undefined, undefined, undefined]);
  expect(allowed.map(({ subject }) => subject)).toEqual(items.map(({ subject }) => subject));
  expect(allowed[0]).toEqual({ ...items[0], allowed: { reason: 'agreed' } });
  expect(reasons(allowSubjects(items, []))).toEqual([undefined, undefined, undefined, undefined]);
});

const rule = (name: string, lineBound?: true): Rule => ({
  name,
  summary: 's',
  why: 'w',
  severity: 'error',
  since: '0.1.0',
  docs: 'd',
  bad: { before: {}, after: {} },
  good: { before: {}, after: {} },
  ...(lineBound ? { lineBound } : {}),
  check: () => [],
});

const ROWS = [rule('stale-row', true), rule('stale-column', true), rule('renamed-migration')];

test('comments are heeded for rules that are bound to lines, and for what nothing else allows', () => {
  const open = problem('stale-row', 'a');
  const allowed = { ...problem('stale-row', 'b'), allowed: { reason: 'agreed' } };
  expect(heedingComments([open, allowed, problem('renamed-migration', 'c')], ROWS)).toEqual(
    new Map([[open.path, [open]]]),
  );
  expect(heedingComments([problem('renamed-migration', 'c')], RULES).size).toBe(0);
});

/** What the comments of a Python file allow where problems stand in these lines: `line rule: reason`. */
function allowed(text: string, lines: readonly number[] = [1, 2, 3]): string[] {
  const comments = commentsIn(pathFromText('a.py'), text);
  const { reasonFor } = lineAllowances(comments, new Set(lines), ROWS);
  return lines.flatMap((line) =>
    ROWS.flatMap(({ name }) => {
      const reason = reasonFor(name, line);
      return reason === undefined ? [] : `${line} ${name}: ${reason}`;
    }),
  );
}

test.for<readonly [name: string, text: string, expected: string[]]>([
  ['at the end of its line', 'x\ny  # pyreset: allow stale-row -- old\nz', ['2 stale-row: old']],
  ['alone above it', '# pyreset: allow stale-row -- old\nx\ny', ['1 stale-row: old', '2 stale-row: old']],
  ['at the end of the line above: not', 'x # pyreset: allow stale-row -- old\ny', ['1 stale-row: old']],
  [
    'two lines above: not',
    '\n# pyreset: allow stale-row -- old\n\nx',
    ['2 stale-row: old', '3 stale-row: old'],
  ],
  ['below: not', '\n\n\n# pyreset: allow stale-row -- old', []],
  [
    'several rules',
    'x # pyreset: allow stale-row ,stale-column--old -- and older',
    ['1 stale-row: old -- and older', '1 stale-column: old -- and older'],
  ],
  ['an em dash', 'x # pyreset: allow stale-row — it’s old', ['1 stale-row: it’s old']],
  [
    'one above, one behind: the nearer gives the reason',
    '# pyreset: allow stale-row -- far\nx # pyreset: allow stale-row -- near',
    ['1 stale-row: far', '2 stale-row: near'],
  ],
  ['a rule that is not bound to lines: not', 'x # pyreset: allow renamed-migration -- old', []],
  ['with one that is: neither', 'x # pyreset: allow stale-row, renamed-migration -- old', []],
  ['no reason: nothing', 'x # pyreset: allow stale-row\ny # pyreset: allow stale-row -- ', []],
  ['an unknown rule: nothing', 'x # pyreset: allow stale-row, stale-rwo -- old', []],
])('a comment allows %s', ([, text, expected]) => {
  expect(allowed(text)).toEqual(expected);
});

const FORM = 'write "pyreset: allow RULE -- REASON"';

test.for([
  ['allow stale-row', `it gives no reason; ${FORM}`],
  ['allow stale-row --', `it gives no reason; ${FORM}`],
  ['allow stale-row —  ', `it gives no reason; ${FORM}`],
  ['allow stale-row: because', `it gives no reason; ${FORM}`],
  ['allow -- because', `it names no rule; ${FORM}`],
  ['allow stale-row, -- because', `it names no rule; ${FORM}`],
  ['', FORM],
  ['allow', FORM],
  ['ignore stale-row -- because', FORM],
  ['allowed stale-row -- because', FORM],
  ['allow stale-rwo -- because', 'there is no rule stale-rwo; did you mean stale-row?'],
  ['allow stale-row, stale-colum -- because', 'there is no rule stale-colum; did you mean stale-column?'],
  ['allow Stale-Row -- because', 'there is no rule Stale-Row; did you mean stale-row?'],
  ['allow nothing-like-it -- because', 'there is no rule nothing-like-it'],
  [`allow ${'x'.repeat(99)} -- because`, `there is no rule ${'x'.repeat(57)}...`],
  [
    'allow renamed-migration -- because',
    'renamed-migration is allowed in the configuration only, by its subject',
  ],
] as const)('`pyreset: %s` allows nothing, and it is said why', ([text, fault]) => {
  const comments = [{ line: 2, text, alone: true }];
  expect(lineAllowances(comments, new Set([3]), ROWS).faults).toEqual([{ line: 2, fault }]);
  expect(lineAllowances(comments, new Set([1, 4]), ROWS).faults).toEqual([]);
});

test('whatever a comment says, what it allows has a reason and is bound to lines', () => {
  const word = fc.constantFrom(
    'allow ',
    'stale-row',
    'stale-column',
    'renamed-migration',
    ',',
    '--',
    '—',
    ' ',
    '\t',
  );
  const said = fc.array(fc.oneof({ weight: 4, arbitrary: word }, fc.string({ unit: 'binary' })));
  fc.assert(
    fc.property(said, fc.boolean(), (parts, alone) => {
      const text = parts.join('').trim();
      const { reasonFor, faults } = lineAllowances([{ line: 1, text, alone }], new Set([1, 2]), ROWS);
      const reason = reasonFor('stale-row', 1) ?? reasonFor('stale-column', 1);
      expect(faults).toHaveLength(reason === undefined ? 1 : 0);
      if (reason !== undefined) expect(reason).toMatch(/\S/);
      expect(reasonFor('renamed-migration', 1)).toBeUndefined();
      expect(reasonFor('stale-row', 2)).toBe(alone ? reasonFor('stale-row', 1) : undefined);
    }),
    { numRuns: 1000 },
  );
});

test.for(['-', ',', ' ', '-- ', 'allow ', 'x'])('much of %j does not hang it', (piece) => {
  const comments = [{ line: 1, text: `allow ${piece.repeat(1_000_000)}`, alone: false }];
  lineAllowances(comments, new Set([1]), ROWS);
});
