/** The Python that wrote a compiled file. */
export interface CompiledBy {
  readonly implementation: 'cpython' | 'pypy';
  /** `3.11`; undefined for a PyPy that is not known. */
  readonly version: string | undefined;
  /** The number in the first two bytes, see PEP 3147 and `importlib.util.MAGIC_NUMBER`. */
  readonly magic: number;
}

/** The first and last number of each CPython feature release, its pre-releases included. */
const CPYTHON: readonly (readonly [first: number, last: number, version: string])[] = [
  [62_011, 62_021, '2.3'],
  [62_041, 62_061, '2.4'],
  [62_071, 62_131, '2.5'],
  [62_151, 62_161, '2.6'],
  [62_171, 62_212, '2.7'], // with -U, the number is one more
  [3000, 3131, '3.0'],
  [3141, 3151, '3.1'],
  [3160, 3180, '3.2'],
  [3190, 3230, '3.3'],
  [3250, 3310, '3.4'],
  [3320, 3351, '3.5'],
  [3360, 3379, '3.6'],
  [3390, 3394, '3.7'],
  [3400, 3413, '3.8'],
  [3420, 3425, '3.9'],
  [3430, 3439, '3.10'],
];

/** Since 3.11, release 3.n has the fifty numbers from 2900 + 50n on. */
const FIRST_IN_FIFTIES = 3450;
/** Nobody knows what comes after 3.40; other implementations have numbers above 5000. */
const FIRST_UNKNOWN = 4950;

/** The first number of each PyPy; a release that breaks its bytecode adds 16. The last is the newest that is known. */
const PYPY: readonly (readonly [first: number, version: string | undefined])[] = [
  [16, '3.2'],
  [64, '3.3'],
  [112, '3.5'],
  [160, '3.6'],
  [224, '3.7'],
  [256, '3.8'],
  [320, '3.9'],
  [384, '3.10'],
  [416, '3.11'],
  [432, undefined],
];
/** PyPy for Python 2.7 and its first for 3.2 have CPython's number and seven. */
const PYPY_AND_SEVEN: Readonly<Record<number, string>> = { 62_218: '2.7', 3187: '3.2' };

/**
 * The Python whose compiled files have this number, or undefined when none is known that has. Numbers of CPythons to
 * come are read as if they went on as since 3.11. Sources: `Include/internal/pycore_magic_number.h` of CPython,
 * `pypy/interpreter/pycode.py` of PyPy, whose numbers for Python 3 are multiples of 16 below 3000.
 */
export function pythonOf(magic: number): CompiledBy | undefined {
  if (magic >= FIRST_IN_FIFTIES && magic < FIRST_UNKNOWN) {
    return { implementation: 'cpython', version: `3.${Math.floor((magic - 2900) / 50)}`, magic };
  }
  const release = CPYTHON.find(([first, last]) => magic >= first && magic <= last);
  if (release) return { implementation: 'cpython', version: release[2], magic };
  const version = PYPY_AND_SEVEN[magic];
  if (version !== undefined) return { implementation: 'pypy', version, magic };
  if (magic < 16 || magic >= 3000 || magic % 16 !== 0) return undefined;
  return { implementation: 'pypy', version: PYPY.findLast(([first]) => magic >= first)?.[1], magic };
}

/**
 * How many bytes the header of that Python takes: 8 without the size of the source, 12 with it (since 3.3), 16 with
 * flags (since 3.7, PEP 552).
 */
export function headerLength({ implementation, magic }: CompiledBy): 8 | 12 | 16 {
  if (magic >= 62_000) return 8;
  if (implementation === 'pypy' && magic < 3000) return magic < 64 ? 8 : magic < 224 ? 12 : 16;
  // the alphas of 3.3 and 3.7 changed it on the way
  return magic < 3210 ? 8 : magic < 3392 ? 12 : 16;
}

/** True for the Pythons from before PEP 3147, 2.x, 3.0 and 3.1: they keep the cache of a module beside it. */
export function keepsCachesBeside({ implementation, magic }: CompiledBy): boolean {
  return magic >= 62_000 || (implementation === 'cpython' && magic < 3160);
}
