import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../src/python/evaluate.ts';
import { normalForm } from '../../src/python/normal.ts';
import { choices, chooser, expected, type Literal, literal, print } from './literals.ts';
import { lastValue } from './read.ts';

test('a literal written in any way evaluates to its value, and has one normal form', () => {
  fc.assert(
    fc.property(literal, choices, choices, (value, first, second) => {
      const source = `x = (${print(value, chooser(first))})`;
      const { expression, scope, module } = lastValue(source);
      expect(module.errors).toBe(0);
      expect(evaluate(expression, scope)).toEqual(expected(value));
      const other = lastValue(`x = (${print(value, chooser(second))})`);
      expect(normalForm(other.expression, other.scope)).toBe(normalForm(expression, scope));
    }),
    { numRuns: 2000 },
  );
});

/** Text that tells literals apart: -0 from 0 among floats, and kinds from each other. */
const identity = (value: Literal): string =>
  JSON.stringify(value, (key, each: unknown) =>
    key === 'value' && typeof each === 'number' ? `${Object.is(each, -0) ? '-' : ''}${each}` : each,
  );

const formOf = (value: Literal): string => {
  const { expression, scope } = lastValue(`x = (${print(value, chooser([]))})`);
  return normalForm(expression, scope);
};

test('literals of different values have different normal forms', () => {
  fc.assert(
    fc.property(literal, literal, (left, right) => {
      const same =
        identity(left).replaceAll(/("int","value":")-0/g, '$10') ===
        identity(right).replaceAll(/("int","value":")-0/g, '$10');
      expect(formOf(left) === formOf(right)).toBe(same);
    }),
    { numRuns: 2000 },
  );
});
