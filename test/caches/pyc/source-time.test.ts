import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactSourceSeconds, sourceSeconds } from '../../../src/caches/pyc/source-time.ts';

const SECOND = 1_000_000_000n;

test.for<readonly [modified: bigint, compared: number, exact: number]>([
  [0n, 0, 0],
  [1_600_000_000n * SECOND, 1_600_000_000, 1_600_000_000],
  [1_600_000_000n * SECOND + 1n, 1_600_000_000, 1_600_000_000],
  [1_600_000_000n * SECOND + 999_999_880n, 1_600_000_000, 1_600_000_000],
  [1_600_000_000n * SECOND + 999_999_881n, 1_600_000_001, 1_600_000_000],
  [1_600_000_000n * SECOND + 999_999_999n, 1_600_000_001, 1_600_000_000],
  // modulo 2 ** 32: after 2106, and before 1970, where int() rounds up
  [4_294_967_296n * SECOND, 0, 0],
  [4_294_967_301n * SECOND + 5n, 5, 5],
  [-1n, 0, 0xffff_ffff],
  [-500_000_000n, 0, 0xffff_ffff],
  [-SECOND, 0xffff_ffff, 0xffff_ffff],
  [-SECOND - 1n, 0xffff_ffff, 0xffff_fffe],
])('a source of %d ns is of second %d to Python 3.3 and newer, of second %d before', (row) => {
  const [modified, compared, exact] = row;
  expect(sourceSeconds(modified)).toBe(compared);
  expect(exactSourceSeconds(modified)).toBe(exact);
});

/**
 * The double nearest to an exact number of nanoseconds, in seconds: how many nanoseconds lie between two doubles of
 * that size is a power of two, `SPACING / 2 ** 22` seconds from 2 ** 30 to 2 ** 31.
 */
function roundsUp(nanoseconds: bigint): boolean {
  const left = SECOND - nanoseconds;
  return left * 2n ** 22n < SECOND / 2n;
}

test('from 2004 to 2038, a source counts as of the next second when that is the nearest double', () => {
  fc.assert(
    fc.property(
      fc.bigInt(2n ** 30n, 2n ** 31n - 2n),
      fc.oneof(fc.bigInt(0n, SECOND - 1n), fc.bigInt(SECOND - 300n, SECOND - 1n)),
      (seconds, nanoseconds) => {
        const modified = seconds * SECOND + nanoseconds;
        expect(sourceSeconds(modified)).toBe(Number(seconds) + (roundsUp(nanoseconds) ? 1 : 0));
        expect(exactSourceSeconds(modified)).toBe(Number(seconds));
      },
    ),
    { numRuns: 2000 },
  );
});

test('at any time, both are numbers of 32 bits, at most one apart', () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (modified) => {
      const compared = sourceSeconds(modified);
      const exact = exactSourceSeconds(modified);
      for (const seconds of [compared, exact]) {
        expect(Number.isInteger(seconds) && seconds >= 0 && seconds < 2 ** 32).toBe(true);
      }
      expect([0, 1]).toContain((compared - exact) >>> 0);
    }),
  );
});
