import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHeader } from '../../../src/caches/pyc/header.ts';
import { classify, RUNS, type CacheState, type ObservedCache } from '../../../src/caches/pyc/state.ts';
import { pathFromText } from '../../../src/path.ts';
import { CUT, hashed, NEW, REFUSED, SECOND, SIZE, stateOf, timestamp, WRITTEN } from './observed.ts';

const read = (): never => {
  throw new Error('read');
};

test('the content of a source is read for a hash only', () => {
  const cache: ObservedCache = {
    path: pathFromText('__pycache__/m.cpython-311.pyc'),
    place: 'cache',
    header: timestamp('3.11'),
    times: { size: 120, modified: WRITTEN, changed: WRITTEN },
    source: { size: SIZE, modified: WRITTEN, changed: WRITTEN },
    sourceContent: read,
    hidesModule: false,
  };
  expect(classify(cache)).toBe('suspect');
  expect(() => classify({ ...cache, header: hashed(3) })).toThrow('read');
});

const nanoseconds = fc.oneof(
  fc.constantFrom(WRITTEN - 1n, WRITTEN, WRITTEN + 1n, WRITTEN + SECOND),
  fc.bigInt(-(2n ** 62n), 2n ** 62n),
);
const times = fc.record({
  size: fc.oneof(fc.constantFrom(0, 8, 12, 16, 17, SIZE), fc.nat(2 ** 40)),
  modified: nanoseconds,
  changed: nanoseconds,
});
const header = fc.oneof(
  fc.constantFrom(timestamp('2.7'), timestamp('3.6'), timestamp('3.11'), hashed(1), hashed(3), CUT, REFUSED),
  fc.uint8Array({ maxLength: 20 }).map(readHeader),
);
const name = fc.oneof(
  fc.constantFrom('m.pyc', 'm.pyo', 'm$py.class', '__init__.pyc', 'm.cpython-311.pyc', 'm.pyc.1', ''),
  fc.string(),
);
const observed = fc.record({
  path: name.map(pathFromText),
  place: fc.constantFrom('cache' as const, 'legacy' as const),
  header,
  times,
  source: fc.option(times, { nil: undefined }),
  sourceContent: fc.constantFrom(
    () => Buffer.from(NEW),
    () => undefined,
  ),
  hidesModule: fc.boolean(),
});

test('every file has a state, and it fits whether its source is there', () => {
  fc.assert(
    fc.property(observed, (cache) => {
      const state = classify(cache);
      expect(Object.keys(RUNS)).toContain(state);
      const alone: readonly CacheState[] = ['orphan', 'legacy-orphan', 'shadowing'];
      if (state !== 'corrupt') expect(alone.includes(state)).toBe(cache.source === undefined);
      if (cache.place === 'cache' && !cache.source) expect(state).toBe('orphan');
    }),
    { numRuns: 3000 },
  );
});

test('of times it counts which is first, and nothing else', () => {
  fc.assert(
    fc.property(times, nanoseconds, (source, written) => {
      const fixed = { ...source, modified: WRITTEN, size: SIZE };
      const state = stateOf({ after: written - WRITTEN, source: fixed });
      const [first, last] = [fixed.modified, fixed.changed].sort((a, b) => (a < b ? -1 : 1)) as [
        bigint,
        bigint,
      ];
      expect(state).toBe(written < first ? 'certainly-stale' : written <= last ? 'suspect' : 'fresh');
    }),
  );
});
