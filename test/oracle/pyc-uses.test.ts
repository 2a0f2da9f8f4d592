import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { classify, type CacheState } from '../../src/caches/pyc/state.ts';
import { PYPY, PYTHON_27, PYTHONS } from '../helpers/python.ts';
import { aboutPython, ask, inFolder, start } from './pyc-python.ts';
import { NEW, OLD } from './pyc-rows.ts';
import { observe } from './pyc-truth.ts';

const PYTHONS_3 = [...PYTHONS, PYPY].filter((program) => program !== undefined);
const ALL = [...PYTHONS_3, PYTHON_27].filter((program) => program !== undefined);

/** What an import of `m` in a folder runs; the cache is written and read as on any other day. */
const imported = (program: string, folder: string): string =>
  start(program, ['-c', 'import m; print(m.V)'], { cwd: folder }).trim();

/** The only cache of `m.py`. */
function cacheIn(folder: string): string {
  const [cache, ...others] = readdirSync(join(folder, '__pycache__'));
  expect(others).toEqual([]);
  return join(folder, '__pycache__', cache!);
}

const stateIn = (folder: string): CacheState =>
  classify(observe(cacheIn(folder), join(folder, 'm.py'), true));

/** Writes `m.py`, with a time that is given or that of now. */
function write(folder: string, text: string, seconds?: number): void {
  writeFileSync(join(folder, 'm.py'), text);
  if (seconds !== undefined) utimesSync(join(folder, 'm.py'), seconds, seconds);
}

/** Waits until a file that is written now is younger than one that is there. */
function nextTick(folder: string, than: string): void {
  const probe = join(folder, 'probe');
  do writeFileSync(probe, '');
  while (modified(probe) <= modified(than));
}

const modified = (file: string): bigint => statSync(file, { bigint: true }).mtimeNs;
const shown = (text: string): string => `${text}print(V)\n`;

test.for(PYTHONS_3)('%s: a cache that it just wrote is fresh', (program) => {
  inFolder((folder) => {
    write(folder, NEW);
    nextTick(folder, join(folder, 'm.py'));
    expect(imported(program, folder)).toBe('new');
    expect(stateIn(folder)).toBe('fresh');
    expect(imported(program, folder)).toBe('new');
  });
});

test.for(PYTHONS_3)('%s: a source that is replaced within its second is certainly stale', (program) => {
  inFolder((folder) => {
    const replace = (): CacheState => {
      rmSync(join(folder, '__pycache__'), { recursive: true, force: true });
      write(folder, OLD);
      expect(imported(program, folder)).toBe('old');
      nextTick(folder, cacheIn(folder));
      write(folder, NEW);
      return stateIn(folder);
    };
    let state = replace();
    while (state === 'stale') state = replace(); // the second was over; a busy machine may need a few
    expect(state).toBe('certainly-stale');
    expect(imported(program, folder)).toBe('old');
  });
});

test.for(PYTHONS_3)(
  '%s: a time that is put back leaves a suspect, and a deploy that clamps times too',
  (program) => {
    inFolder((folder) => {
      write(folder, OLD, 1);
      expect(imported(program, folder)).toBe('old');
      write(folder, NEW, 1);
      expect(stateIn(folder)).toBe('suspect');
      expect(imported(program, folder)).toBe('old');
    });
  },
);

test.for(ALL)('%s: a script is never cached; -m and a compiled script are', (program) => {
  const { tag } = aboutPython(program);
  inFolder((folder) => {
    const run = (...args: readonly string[]): string => start(program, args, { cwd: folder }).trim();
    const compiled = tag === '' ? 'm.pyc' : join('__pycache__', `m.${tag}.pyc`);
    mkdirSync(join(folder, '__pycache__'));
    write(folder, shown(OLD), 1_600_000_000);
    ask(program, 'compile', [[join(folder, 'm.py'), join(folder, compiled)]]);
    write(folder, shown(NEW), 1_600_000_000);
    const before = readFileSync(join(folder, compiled));
    expect(run('m.py')).toBe('new');
    expect(run('-c', 'import m')).toBe('old');
    // Python 2.7 compiles what -m runs
    expect(run('-m', 'm')).toBe(tag === '' ? 'new' : 'old');
    expect(run(compiled)).toBe('old');
    expect(readFileSync(join(folder, compiled))).toEqual(before);
  });
});

test.for(ALL)('%s: the modules that a listing of a folder yields, as Django lists migrations', (program) => {
  inFolder((folder) => {
    const files = ['a.py', 'b.pyc', 'c.pyo', 'd.pyd', 'e.cpython-311.pyc', 'f.g.py', 'package/__init__.py'];
    for (const file of [...files, 'compiled/__init__.pyc', 'ghost/__pycache__/m.pyc', '__pycache__/x.pyc']) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), '');
    }
    expect(ask(program, 'modules', folder)).toEqual(['a', 'b', 'compiled', 'package']);
  });
});
