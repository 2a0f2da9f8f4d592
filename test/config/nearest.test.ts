import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/config/nearest.ts';

const KNOWN = ['protected', 'grace', 'rules', 'ignore', 'allow', 'bytecode'];

test.for(['', 'x', 'gxxxe', 'reload', 'formerApps', 'bite', 'rulesrulesrules', 'p'.repeat(100_000)])(
  'nothing known is near %j',
  (name) => {
    expect(nearest(name, KNOWN)).toBeUndefined();
  },
);

test('where nothing is known, nothing is near', () => {
  expect(nearest('rules', [])).toBeUndefined();
});

test.for([
  ['rules', 'rules'],
  ['rule', 'rules'],
  ['Rules', 'rules'],
  ['garce', 'grace'],
  ['graze', 'grace'],
  ['ignored', 'ignore'],
  ['protect', 'protected'],
  ['byte-code', 'bytecode'],
  ['allows', 'allow'],
] as const)('%s is near %s', ([name, known]) => {
  expect(nearest(name, KNOWN)).toBe(known);
});

test('the nearest wins, and of two that are as near the first', () => {
  expect(nearest('staged', ['stage-one', 'staged-1', 'stages'])).toBe('stages');
  expect(nearest('cat', ['bat', 'rat', 'cat'])).toBe('cat');
  expect(nearest('cat', ['rat', 'bat'])).toBe('rat');
});

test('a name with one letter too many, too few or wrong is near the name that was meant', () => {
  const typo = fc.record({
    known: fc.constantFrom(...KNOWN),
    at: fc.nat(4),
    letter: fc.constantFrom('', 'z', 'zz'),
  });
  fc.assert(
    fc.property(typo, ({ known, at, letter }) => {
      expect(nearest(known.slice(0, at) + letter + known.slice(at + 1), KNOWN)).toBe(known);
    }),
  );
});
