import type { Python } from './pyc-python.ts';
import { DOCTORED, LATER, NEW, rowsOn, type Compiled } from './pyc-rows.ts';
import type { Row } from './pyc-truth.ts';

const { row, patched, cut } = rowsOn('m.pyc');

/** Rows on `m.pyc` beside its source: Python 3 never reads it, and Python 2.7 as other Pythons read a cache. */
export function besideRows({ version }: Python): Row[] {
  return version < 300
    ? besideRows27()
    : [
        ...['young', 'between', 'old'].map((age) => row(`beside, ${age}`, 'unread', { age: age as 'old' })),
        row('beside, of another second', 'unread', { to: LATER }),
        row('beside, of another size', 'unread', { now: `${NEW}\n` }),
        row('beside, of no Python', 'foreign', patched(0, 'f303')),
        row('beside, empty', 'unread', cut(0)),
        row('beside, without a body', 'unread', cut(16)),
        row('beside, .pyo, with -O', 'unread', { at: 'm.pyo' }, { start: '-O' }),
        ...(version < 307
          ? []
          : [row('beside, a hash that is not compared', 'unread', { mode: 'UNCHECKED_HASH' })]),
      ];
}

function besideRows27(): Row[] {
  return [
    row('2.7: beside', 'suspect'),
    row('2.7: beside, older than its source', 'certainly-stale', { age: 'old' }),
    row('2.7: beside, younger than any change', 'fresh', { age: 'young' }, DOCTORED),
    row('2.7: beside, of another size', 'suspect', { now: `${NEW}\n` }),
    row('2.7: beside, of another second', 'stale', { to: LATER }),
    row('2.7: beside, of no Python', 'foreign', patched(0, '0102')),
    row('2.7: beside, of another Python', 'unread', patched(0, 'cb0d')),
    row('2.7: beside, of another number of 2.7', 'suspect', patched(0, 'f9f2'), { ran: 'new' }),
    ...[0, 3, 4, 7].map((length) => row(`2.7: beside, cut after ${length} bytes`, 'unread', cut(length))),
    row('2.7: beside, without a body', 'corrupt', cut(8)),
    row('2.7: beside, a garbled body', 'corrupt', patched(8, 'ffff')),
    row('2.7: .pyo, without -O', 'suspect', { at: 'm.pyo' }, { ran: 'new' }),
    row('2.7: .pyo, with -O', 'suspect', { at: 'm.pyo' }, { start: '-O' }),
    row('2.7: .pyc, with -O', 'suspect', {}, { start: '-O', ran: 'new' }),
    row('2.7: a folder of caches', 'unread', { at: '__pycache__/m.cpython-27.pyc' }),
  ];
}

function alone(
  name: string,
  state: Row['state'] & string,
  given: Partial<Compiled> = {},
  more: Partial<Row> = {},
): Row {
  return row(`alone: ${name}`, state, { now: undefined, ...given }, more);
}

/** Rows on compiled files whose source is gone. */
export function aloneRows({ version, tag }: Python): Row[] {
  const header = version >= 307 ? 16 : version >= 303 ? 12 : 8;
  // of a Python that has the same header: 3.1, 3.5, 3.12 or 3.13
  const other = header === 8 ? '4f0c' : header === 12 ? '170d' : version === 313 ? 'cb0d' : 'f30d';
  const modes = version < 307 ? [] : (['CHECKED_HASH', 'UNCHECKED_HASH'] as const);
  const cache = `__pycache__/m.${tag || 'cpython-27'}.pyc`;
  const time = header === 8 ? 4 : header - 8;
  return [
    alone('a cache', 'orphan', { at: cache }),
    ...modes.map((mode) => alone(`a cache, ${mode}`, 'orphan', { at: cache, mode })),
    alone('m.pyc', 'legacy-orphan'),
    ...modes.map((mode) => alone(`m.pyc, ${mode}`, 'legacy-orphan', { mode })),
    alone('m.pyc, with -B', 'legacy-orphan', {}, { start: '-B' }),
    alone('m.pyc of another time and size', 'legacy-orphan', patched(time, '01000000')),
    alone('m.pyc of no Python', 'corrupt', patched(0, '0102')),
    // to the Python that wrote it, it is a module; to this one, it is broken
    alone('m.pyc of another Python', 'legacy-orphan', patched(0, other), {
      ran: 'fails',
    }),
    alone('an empty m.pyc', 'corrupt', cut(0)),
    ...[3, header - 1, header].map((length) =>
      alone(`m.pyc, cut after ${length} bytes`, 'corrupt', cut(length)),
    ),
    ...(version < 307 ? [] : [alone('m.pyc with unknown flags', 'corrupt', patched(4, '04'))]),
    alone('m.pyc with a garbled body', 'corrupt', patched(header, 'ffffff')),
    alone('m.pyo', version < 300 ? 'legacy-orphan' : 'orphan', { at: 'm.pyo' }, { ran: 'nothing' }),
    alone('m.pyo, with -O', version < 300 ? 'legacy-orphan' : 'orphan', { at: 'm.pyo' }, { start: '-O' }),
    alone('m.TAG.pyc', 'orphan', { at: 'm.cpython-311.pyc' }),
    alone('m.pyc.140123', 'orphan', { at: 'm.pyc.140123' }),
    // Jython would
    alone('m$py.class', 'legacy-orphan', { at: 'm$py.class' }, { ran: 'nothing' }),
    alone(
      '0002-hyphen.pyc',
      'legacy-orphan',
      { at: '0002-hyphen.pyc' },
      { module: '0002-hyphen', source: '0002-hyphen.py' },
    ),
    { name: 'alone: m.pyd', steps: [['write', 'm.pyd', '']], ran: 'nothing' },
  ];
}
