import { expect, test } from 'vitest';
import { RUNS } from '../../src/caches/pyc/state.ts';
import { IN_CI, PYPY, PYTHON_27, PYTHONS } from '../helpers/python.ts';
import { aboutPython, type Python } from './pyc-python.ts';
import { aloneRows, besideRows } from './pyc-rows-alone.ts';
import { oddRows, startRows } from './pyc-rows-odd.ts';
import { packageRows } from './pyc-rows-packages.ts';
import { cacheRows, hashRows } from './pyc-rows.ts';
import { truths, type Row, type Truth } from './pyc-truth.ts';

/** Every interpreter that this machine has. */
const ALL = [...PYTHONS, PYTHON_27, PYPY].filter((program) => program !== undefined);

test('there is a Python to ask', { skip: PYTHONS.length === 0 && !IN_CI }, () => {
  expect(PYTHONS.length).toBeGreaterThan(0);
});

function rowsFor(python: Python): Row[] {
  const shared = [...besideRows(python), ...aloneRows(python), ...packageRows(python)];
  if (python.version < 300) return shared;
  return [...cacheRows(python), ...hashRows(python), ...startRows(python), ...oddRows(python), ...shared];
}

/** What an import runs, by what we say of the compiled file; all of them hold old code, and all sources are new. */
const expected = ({ row: { state, ran } }: Truth): string | undefined => ran ?? (state && RUNS[state]);

const told = (state: string | undefined, ran: string | undefined): string => `${state ?? 'none'}, ran ${ran}`;

test.for(ALL)('%s runs what we say that it runs', (program) => {
  const python = aboutPython(program);
  const found = truths(python, rowsFor(python));
  expect(Object.fromEntries(found.map(({ row, before, ran }) => [row.name, told(before, ran)]))).toEqual(
    Object.fromEntries(found.map((truth) => [truth.row.name, told(truth.row.state, expected(truth))])),
  );
  expect(new Set(found.map(({ row }) => row.name)).size, 'names of rows are used once').toBe(found.length);
  expect(found.filter((truth) => !isLeftAsItShould(python, truth)).map(({ row }) => row.name)).toEqual([]);
  console.info(`${program}: ${found.length} rows`);
});

/** Python overwrites the cache that it would not load, and no other; then nothing is stale any more. */
function isLeftAsItShould({ tag }: Python, { row, before, ran, after, rewritten }: Truth): boolean {
  const { cache, start = 'plain', locked } = row;
  if (tag === '' || cache !== `__pycache__/m.${tag}.pyc` || locked || ran === 'fails') return true;
  if (start !== 'plain') return start === 'always' || !rewritten;
  const isRefused = before === 'stale' || before === 'foreign';
  return isRefused ? rewritten && after !== 'stale' && after !== 'foreign' : !rewritten && after === before;
}
