import type { Python } from './pyc-python.ts';
import type { Row, Step } from './pyc-truth.ts';

const SECOND = 1_000_000_000n;
/** When a source was written unless said otherwise, in nanoseconds. */
const WRITTEN = 1_600_000_000n * SECOND + 500_000_000n;
export const LATER = WRITTEN + SECOND;

/** Of one size, and the last is no Python. */
export const OLD = "V = 'old'\n";
export const NEW = "V = 'new'\n";
const BROKEN = "V = = 'e'\n";

export interface Compiled {
  /** Where the compiled file lies. */
  readonly at: string;
  readonly source?: string;
  readonly mode?: 'TIMESTAMP' | 'CHECKED_HASH' | 'UNCHECKED_HASH';
  readonly optimize?: number;
  /** The source of now; undefined when it is gone. */
  readonly now?: string | undefined;
  /** When the source was written that was compiled, and that of now. */
  readonly from?: bigint;
  readonly to?: bigint;
  /** How old the compiled file is; `between` its source and the last change of that. */
  readonly age?: keyof typeof AGES;
  /** What is done to the compiled file. */
  readonly edits?: readonly Step[];
}

const AGES = {
  young: 4_000_000_000n * SECOND,
  /** Younger than the last change of its source. */
  now: 3_000_000_000n * SECOND,
  between: WRITTEN + 3600n * SECOND,
  old: WRITTEN - 3600n * SECOND,
};

/** A source that says `old` is compiled, and then replaced by another that says `new`. */
export function compiled(given: Compiled): Step[] {
  const { at, mode = 'TIMESTAMP', optimize = -1, from = WRITTEN, to = from, source = 'm.py' } = given;
  const now = 'now' in given ? given.now : NEW;
  const replaced: Step[] = [
    ['write', source, now ?? ''],
    ['time', source, String(to)],
  ];
  return [
    ['write', source, OLD],
    ['time', source, String(from)],
    ['compile', source, at, mode, optimize],
    ...(given.edits ?? []),
    ...(now === undefined ? ([['remove', source]] as const) : replaced),
    ['time', at, String(AGES[given.age ?? 'between'])],
  ];
}

/** What passes for fresh holds old code here as well: it shows that it was run. */
export const DOCTORED = { ran: 'old' } as const;

/** Makes rows on the cache of `m.py`, of a Python with that tag. */
export function rowsOn(cache: string) {
  return {
    row: (
      name: string,
      state: Row['state'] & string,
      given: Partial<Compiled> = {},
      more: Partial<Row> = {},
    ): Row => ({ name, cache: given.at ?? cache, state, steps: compiled({ at: cache, ...given }), ...more }),
    patched: (offset: number, hex: string): Partial<Compiled> => ({ edits: [['patch', cache, offset, hex]] }),
    cut: (length: number): Partial<Compiled> => ({ edits: [['cut', cache, length]] }),
  };
}

/** Rows on a cache in `__pycache__` and its source: P1 to P15 of the facts. */
export function cacheRows({ tag, version }: Python): Row[] {
  const { row, patched, cut } = rowsOn(`__pycache__/m.${tag}.pyc`);
  const header = version >= 307 ? 16 : 12;
  const whole = 1_600_000_000n * SECOND;
  const garbled = patched(header, 'ffffff');
  return [
    row('P1 same second, same size', 'suspect'),
    row('P1 same second, same size, older than its source', 'certainly-stale', { age: 'old' }),
    row('P1 same second, same size, younger than any change', 'fresh', { age: 'young' }, DOCTORED),
    row('P2 a second later', 'stale', { to: LATER }),
    row('P3 a second earlier', 'stale', { to: WRITTEN - SECOND }),
    row('P4 another size', 'stale', { now: `${NEW}\n` }),
    row('P5 other nanoseconds', 'suspect', { to: WRITTEN + 1n }),
    row('P5b rounded up, to that of the cache', 'suspect', {
      from: whole + SECOND,
      to: whole + SECOND - 119n,
    }),
    row('P5b rounded up, from that of the cache', 'stale', { from: whole, to: whole + SECOND - 119n }),
    row('P5c not rounded up', 'suspect', { from: whole, to: whole + SECOND - 120n }),
    row('P9 the number of no Python', 'foreign', patched(0, 'f303')),
    row('P9 the number of another Python', 'stale', patched(0, version === 313 ? 'cb0d' : 'f30d')),
    row('P9 no line end after the number', 'foreign', patched(2, '0a0a')),
    row('P10 empty', 'stale', cut(0)),
    ...[3, 4, 8, 10, header - 1].map((length) => row(`P11 cut after ${length} bytes`, 'stale', cut(length))),
    row('P12 no body', 'corrupt', cut(header)),
    row('P12 no body, stale', 'stale', { ...cut(header), to: LATER }),
    // of a body, only the first byte is looked at
    row('P13 a cut body', 'suspect', cut(-5), { ran: 'fails' }),
    row('P14 a garbled body', 'corrupt', garbled),
    row('P14 a body of zeros', 'corrupt', patched(header, '00'.repeat(8))),
    row('P14c a garbled body, stale', 'stale', { ...garbled, to: LATER }),
    row('P15 a body that is no code', 'corrupt', patched(header, '4e')),
    row('a source that is no Python now', 'suspect', { now: BROKEN }),
    row(
      'a source that is no Python now, a second later',
      'stale',
      { now: BROKEN, to: LATER },
      { ran: 'fails' },
    ),
    row('a source dated ahead', 'suspect', { from: AGES.young, age: 'now' }),
  ];
}

/** Rows on caches that carry a hash, and on flags (PEP 552): P6 to P8, P16. */
export function hashRows({ tag, version }: Python): Row[] {
  if (version < 307) return [];
  const cache = `__pycache__/m.${tag}.pyc`;
  const { row, patched, cut } = rowsOn(cache);
  const checked = { mode: 'CHECKED_HASH', age: 'old' } as const;
  const unchecked = { mode: 'UNCHECKED_HASH', age: 'old' } as const;
  const matching = (mode: 'CHECKED_HASH' | 'UNCHECKED_HASH'): Partial<Compiled> => ({
    mode,
    edits: [
      ['write', 'm.py', NEW],
      ['compile', 'm.py', 'new.pyc', mode, -1],
      ['graft', cache, 'new.pyc', 16],
      ['remove', 'new.pyc'],
    ],
  });
  return [
    row('P6 a hash that matches', 'fresh', matching('CHECKED_HASH'), DOCTORED),
    row('P7 a hash that does not', 'stale', checked),
    row('P8 a hash that is not compared', 'unchecked', unchecked),
    row('P8 a hash that is not compared, and matches', 'fresh', matching('UNCHECKED_HASH'), DOCTORED),
    row('P8b a hash that is always compared', 'unchecked', unchecked, { start: 'always', ran: 'new' }),
    row('P8c a hash that is never compared', 'stale', checked, { start: 'never', ran: 'old' }),
    row('P12 a hash without a body', 'corrupt', { ...unchecked, ...cut(16) }),
    row('P12 a hash that does not match, without a body', 'stale', { ...checked, ...cut(16) }),
    row('P16 unknown flags', 'stale', patched(4, '04')),
    row('P16 the highest flag', 'stale', patched(7, '80')),
    row('P16b the flag to compare, of no hash', 'suspect', patched(4, '02')),
    row('P16b the flag to compare, of no hash, a second later', 'stale', { ...patched(4, '02'), to: LATER }),
  ];
}
