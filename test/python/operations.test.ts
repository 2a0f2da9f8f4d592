import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalForm } from '../../src/python/normal.ts';
import { parseModule } from '../../src/python/parse.ts';
import { moduleScope } from '../../src/python/scope.ts';
import { choices, type Choose, chooser, type Literal, literal, print, separated, space } from './literals.ts';
import { lastValue } from './read.ts';

/** A call as operations in migrations are written: a dotted name, arguments and keywords. */
interface Operation {
  readonly name: string;
  readonly list: readonly (Literal | Operation)[];
  readonly keywords: readonly (readonly [string, Literal | Operation])[];
}

const { operation } = fc.letrec<{ operation: Operation }>((tie) => ({
  operation: fc.record({
    name: fc.constantFrom('CharField', 'ForeignKey', 'AddField'),
    list: fc.array(fc.oneof({ maxDepth: 2 }, literal, tie('operation')), { maxLength: 3 }),
    keywords: fc.uniqueArray(
      fc.tuple(
        fc.constantFrom('name', 'to', 'default', 'max_length'),
        fc.oneof({ maxDepth: 2 }, literal, tie('operation')),
      ),
      { maxLength: 3, selector: ([name]) => name },
    ),
  }),
}));

/** How a source imports `django.db.models`, and what it then calls it. */
const IMPORTS = [
  ['from django.db import models\n', 'models.'],
  ['import django.db.models as m\n', 'm.'],
  ['import django.db.models\n', 'django.db.models.'],
  ['from django.db.models import CharField, ForeignKey as ForeignKey, AddField\n', ''],
] as const;

const printOperation = (value: Literal | Operation, prefix: string, choose: Choose): string => {
  if ('kind' in value) return print(value, choose);
  const keywords = value.keywords.map(
    ([name, each]) => `${name}${space(choose)}=${printOperation(each, prefix, choose)}`,
  );
  if (choose(2) === 0) keywords.reverse();
  const parts = [...value.list.map((each) => printOperation(each, prefix, choose)), ...keywords];
  return `${prefix}${value.name}(${separated(parts, choose, ')')}`;
};

const formOf = (value: Operation, numbers: readonly number[]): string => {
  const choose = chooser(numbers);
  const [statement, prefix] = IMPORTS[choose(IMPORTS.length)] ?? IMPORTS[0];
  const { expression, scope, module } = lastValue(
    `${statement}x = (${printOperation(value, prefix, choose)})`,
  );
  expect(module.errors).toBe(0);
  return normalForm(expression, scope);
};

test('an operation has one normal form, however it is formatted and imported', () => {
  fc.assert(
    fc.property(operation, choices, choices, (value, first, second) => {
      expect(formOf(value, first)).toBe(formOf(value, second));
    }),
    { numRuns: 1000 },
  );
});

const marker: Literal = { kind: 'string', value: 'changed by the test' };

const withList = (value: Operation, list: Operation['list']): Operation => ({ ...value, list });

const withKeywords = (value: Operation, keywords: Operation['keywords']): Operation => ({
  ...value,
  keywords,
});

/** All operations that differ from `value` in one argument, somewhere. */
const changed = (value: Operation): Operation[] => {
  const variants = (each: Literal | Operation): (Literal | Operation)[] =>
    'kind' in each ? [marker] : [marker, ...changed(each)];
  return [
    { ...value, name: `${value.name}2` },
    { ...value, list: [...value.list, marker] },
    { ...value, keywords: [...value.keywords, ['added', marker]] },
    ...value.list.flatMap((each, at) =>
      variants(each).map((other) => withList(value, value.list.with(at, other))),
    ),
    ...value.keywords.flatMap(([name, each], at) =>
      variants(each).map((other) => withKeywords(value, value.keywords.with(at, [name, other]))),
    ),
    ...value.keywords.map(([, each], at) => ({
      ...value,
      keywords: value.keywords.with(at, ['renamed', each]),
    })),
    ...value.list.map((_, at) => ({ ...value, list: value.list.toSpliced(at, 1) })),
  ];
};

test('any single change of an operation shows in its normal form', () => {
  fc.assert(
    fc.property(operation, choices, (value, numbers) => {
      const form = formOf(value, numbers);
      const [source] = IMPORTS[0];
      for (const other of changed(value)) {
        const { expression, scope } = lastValue(
          `${source}x = ${printOperation(other, 'models.', chooser([]))}`,
        );
        expect(normalForm(expression, scope)).not.toBe(form);
      }
    }),
    { numRuns: 300 },
  );
});

test('line ends do not matter', () => {
  fc.assert(
    fc.property(operation, choices, fc.constantFrom('\r', '\r\n'), (value, numbers, end) => {
      const [statement, prefix] = IMPORTS[0];
      const printed = printOperation(value, prefix, chooser(numbers)).replaceAll(/\r\n?/g, '\n');
      const forms = [`${statement}x = ${printed}`, `${statement}x = ${printed}`.replaceAll('\n', end)].map(
        (source) => {
          const [, assign] = parseModule(source).body;
          const scope = moduleScope(parseModule(source));
          return assign?.kind === 'assign' && assign.value ? normalForm(assign.value, scope) : undefined;
        },
      );
      expect(forms[0]).toBeDefined();
      expect(forms[1]).toBe(forms[0]);
    }),
    { numRuns: 300 },
  );
});
