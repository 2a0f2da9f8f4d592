const NANOSECONDS = 1_000_000_000n;

/**
 * The seconds of a source that Python writes into a header of 12 or 16 bytes and compares, modulo 2 ** 32, from
 * nanoseconds since 1970. Since 3.3 Python takes them from a float, `int(st_mtime)`: in these years, what is less
 * than 120 nanoseconds before the next second counts as the next second.
 */
export function sourceSeconds(modified: bigint): number {
  const fraction = ((modified % NANOSECONDS) + NANOSECONDS) % NANOSECONDS;
  const seconds = (modified - fraction) / NANOSECONDS;
  return Math.trunc(Number(seconds) + 1e-9 * Number(fraction)) >>> 0;
}

/** The seconds in a header of 8 bytes, modulo 2 ** 32: up to 3.2 Python takes them as the system has them, unrounded. */
export function exactSourceSeconds(modified: bigint): number {
  const seconds = modified / NANOSECONDS - (modified % NANOSECONDS < 0n ? 1n : 0n);
  return Number(BigInt.asUintN(32, seconds));
}
