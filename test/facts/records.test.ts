import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findRecord, mergeRecords, recordsOf } from '../../src/facts/records.ts';

type Facts = ReadonlyMap<string, unknown>;

/** Object ids, short enough that one is often the beginning of another. */
const key = fc.string({ unit: fc.constantFrom('0', '1', '9', 'a', 'f'), minLength: 1, maxLength: 5 });
/** What JSON brings back; -0 is 0 there. */
const fact = fc
  .oneof(
    fc.jsonValue({ maxDepth: 3, noUnicodeString: false }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom<unknown>(
      0,
      1,
      12,
      123,
      null,
      true,
      '',
      [],
      {},
      '\n',
      ' ',
      '\\',
      '"',
      '\0',
      '\ud800',
      '\u2028',
      'é😀',
      { __proto__: 1 },
    ),
  )
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const facts = fc.array(fc.tuple(key, fact), { maxLength: 20 }).map((entries): Facts => new Map(entries));

test('each fact comes back, and nothing else does', () => {
  fc.assert(
    fc.property(facts, fc.array(key), (facts, asked) => {
      const records = recordsOf(facts);
      for (const key of [...facts.keys(), ...asked])
        expect(findRecord(records, key)).toStrictEqual(facts.get(key));
    }),
    { numRuns: 1000 },
  );
});

test('records are lines of printable ASCII, whatever the facts are', () => {
  fc.assert(
    fc.property(facts, (facts) => {
      const records = recordsOf(facts);
      expect(records).toMatch(/^(?:[\x20-\x7e]+\n)*$/);
      expect(records.split('\n')).toHaveLength(facts.size + 1);
    }),
  );
});

test('what the order of the facts was makes no difference', () => {
  fc.assert(
    fc.property(facts, (facts) => {
      expect(recordsOf(new Map([...facts].toReversed()))).toBe(recordsOf(facts));
    }),
  );
});

test('merged records are those of both, and the newer ones count', () => {
  fc.assert(
    fc.property(facts, facts, (older, newer) => {
      const merged = mergeRecords(recordsOf(older), recordsOf(newer));
      expect(merged).toBe(recordsOf(new Map([...older, ...newer])));
    }),
  );
});

/** Every key, and those that damage could bring about. */
function expectRightOrNothing(records: string, facts: Facts, others: readonly string[]): void {
  for (const key of [...facts.keys(), ...others]) {
    const found = findRecord(records, key);
    if (found !== undefined) expect(found).toStrictEqual(facts.get(key));
  }
}

const some = facts.filter((facts) => facts.size > 0);

test('with any character changed, a fact is right or unknown, and so it is after a merge', () => {
  const character = fc.oneof(
    fc.constantFrom(...' \n0123456789abcdef"{}[]\\,\0\xff'.split('')),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(some, fc.nat(), character, fc.array(key), (facts, place, character, others) => {
      const records = recordsOf(facts);
      const at = place % records.length;
      const damaged = records.slice(0, at) + character + records.slice(at + 1);
      expectRightOrNothing(damaged, facts, others);
      expectRightOrNothing(mergeRecords(damaged, ''), facts, others);
      expectRightOrNothing(mergeRecords('', damaged), facts, others);
    }),
    { numRuns: 3000 },
  );
});

test('cut anywhere, or with a piece missing, a fact is right or unknown', () => {
  fc.assert(
    fc.property(some, fc.nat(), fc.nat(), fc.array(key), (facts, one, other, others) => {
      const records = recordsOf(facts);
      const [from, to] = [one % records.length, other % records.length].toSorted((a, b) => a - b);
      expectRightOrNothing(records.slice(0, from), facts, others);
      expectRightOrNothing(records.slice(to), facts, others);
      expectRightOrNothing(records.slice(0, from) + records.slice(to), facts, others);
    }),
    { numRuns: 2000 },
  );
});

test('cut after a whole line, what is before it is still known', () => {
  const records = recordsOf(
    new Map<string, unknown>([
      ['a1', 1],
      ['b2', [2]],
      ['c3', 'three'],
    ]),
  );
  const cut = records.slice(0, records.indexOf('c3') + 5);
  expect(['a1', 'b2', 'c3'].map((key) => findRecord(cut, key))).toEqual([1, [2], undefined]);
  expect(findRecord(records.slice(0, -1), 'c3')).toBe('three');
});

test.for([
  ['nothing', ''],
  ['an empty line', '\n'],
  ['empty lines', '\n\n\n'],
  ['no space', 'a1'],
  ['no checksum', 'a1 '],
  ['no value', 'a1 811c9dc5 '],
  ['only a checksum', 'a1 811c9dc5'],
  ['spaces', '   \n   '],
  ['another order', 'b2 0 0\na1 0 0\n'],
  ['one key on every line', 'a1 0 0\n'.repeat(100)],
  ['a checksum that is right of what is no JSON', `a1 ${checksum('a1{"a":')} {"a":\n`],
  ['and of an empty value', `a1 ${checksum('a1')} \n`],
  ['a page of the web', '<!doctype html>\n<html lang="en">\n'],
] as const)('nothing is known from %s', ([, records]) => {
  for (const key of ['a1', 'a', '', 'b2', '<!doctype']) expect(findRecord(records, key)).toBeUndefined();
  expect(findRecord(mergeRecords(records, recordsOf(new Map([['zz', 1]]))), 'zz')).toBe(1);
});

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/). */
function checksum(text: string): string {
  const prime = 0x01000193n;
  const hash = [...Buffer.from(text)].reduce(
    (hash, byte) => ((hash ^ BigInt(byte)) * prime) % 2n ** 32n,
    0x811c9dc5n,
  );
  return hash.toString(16).padStart(8, '0');
}

test('one of many is found, and a fact may be long', () => {
  const many = new Map(
    Array.from({ length: 5000 }, (_, index) => [(index * 7919).toString(16).padStart(40, '0'), { index }]),
  );
  const records = recordsOf(many.set('f'.repeat(40), { index: -1 }).set('e'.repeat(64), { index: -2 }));
  for (const [key, fact] of many) expect(findRecord(records, key)).toEqual(fact);
  expect(findRecord(recordsOf(new Map([['a', 'é'.repeat(1_000_000)]])), 'a')).toHaveLength(1_000_000);
});
