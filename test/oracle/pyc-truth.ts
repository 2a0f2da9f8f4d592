import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { HEADER_BYTES, readHeader } from '../../src/caches/pyc/header.ts';
import { classify, type CacheState, type FileTimes, type ObservedCache } from '../../src/caches/pyc/state.ts';
import { pathFromText } from '../../src/path.ts';
import { ask, inFolder, STARTS, type Python } from './pyc-python.ts';

/** The name of a function in pyc_truth.py, and what it is given. */
export type Step = readonly [name: string, ...given: readonly (string | number)[]];

/** One row of the tables: files, the compiled one among them that is asked for, and what an import ran. */
export interface Row {
  readonly name: string;
  /** Paths in them are relative to the folder of the row; `PREFIX/…` is where its caches lie with the prefix. */
  readonly steps: readonly Step[];
  /** The compiled file; undefined where there is none to classify. */
  readonly cache?: string;
  /** Where its source is, or was; `m.py` when nothing is said. */
  readonly source?: string;
  readonly state?: CacheState;
  /** What the import ran, where that is not what the state says, or where there is no state. */
  readonly ran?: string;
  readonly start?: keyof typeof STARTS;
  /** Folders of the row that are on `sys.path`. */
  readonly path?: readonly string[];
  /** `m` when nothing is said. */
  readonly module?: string;
  /** A file or folder, and the mode that it has while Python runs. */
  readonly locked?: readonly [path: string, mode: number];
}

function timesOf(file: string): FileTimes | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && { size: Number(stats.size), modified: stats.mtimeNs, changed: stats.ctimeNs };
}

/** A compiled file and its source as they lie on the disk; `inCache` when it is where Python keeps its caches. */
export function observe(file: string, source: string, inCache: boolean): ObservedCache {
  const sourceTimes = timesOf(source);
  return {
    path: pathFromText(file),
    place: inCache ? 'cache' : 'legacy',
    header: readHeader(readFileSync(file).subarray(0, HEADER_BYTES)),
    times: timesOf(file)!,
    source: sourceTimes,
    sourceContent: () => readFileSync(source),
    hidesModule: !sourceTimes && basename(file) === '__init__.pyc' && existsSync(`${dirname(file)}.py`),
  };
}

/** What became of a row: the state we saw before the import, what the import ran, and the state after it. */
export interface Truth {
  readonly row: Row;
  readonly before: CacheState | undefined;
  readonly ran: string;
  readonly after: CacheState | undefined;
  /** True when Python wrote another file, or into it. */
  readonly rewritten: boolean;
}

/** Builds the rows, looks at them, and has them imported: by one process for all that are started alike. */
export function truths(python: Python, rows: readonly Row[]): Truth[] {
  return inFolder((work) => {
    const folderOf = (index: number): string => join(work, `row${index}`);
    const prefix = join(work, 'prefix');
    const absolute = (index: number, path: string): string =>
      path.startsWith('PREFIX')
        ? join(prefix, folderOf(index), path.slice(6))
        : resolve(folderOf(index), path);
    ask(
      python.program,
      'build',
      rows.flatMap(({ steps }, index) => located(steps, (path) => absolute(index, path))),
    );
    const seen = (index: number): Seen => {
      const { cache, source = 'm.py' } = rows[index]!;
      if (cache === undefined || !existsSync(absolute(index, cache))) return { state: undefined, bytes: '' };
      const file = absolute(index, cache);
      const inCache = /^PREFIX|__pycache__/.test(cache);
      const state = classify(observe(file, absolute(index, source), inCache));
      return { state, bytes: readFileSync(file, 'latin1') };
    };
    const before = rows.map((_, index) => seen(index));
    const outcomes = importAll(python.program, rows, absolute, prefix);
    return rows.map((row, index) => {
      const after = seen(index);
      const rewritten = after.bytes !== before[index]!.bytes;
      return { row, before: before[index]!.state, ran: outcomes[index]!, after: after.state, rewritten };
    });
  });
}

interface Seen {
  readonly state: CacheState | undefined;
  readonly bytes: string;
}

/** Steps with their paths made absolute: the first thing given, and the second of those that have two paths. */
function located(steps: readonly Step[], absolute: (path: string) => string): Step[] {
  return steps.map(([name, ...given]) => {
    const paths = ['compile', 'graft', 'move', 'copy'].includes(name) ? 2 : 1;
    return [name, ...given.map((each, index) => (index < paths ? absolute(String(each)) : each))];
  });
}

function importAll(
  program: string,
  rows: readonly Row[],
  absolute: (index: number, path: string) => string,
  prefix: string,
): string[] {
  const outcomes: string[] = [];
  for (const [name, { flags, env }] of Object.entries(STARTS)) {
    const batch = [...rows.keys()].filter((index) => (rows[index]!.start ?? 'plain') === name);
    if (batch.length === 0) continue;
    const asked = batch.map((index) => {
      const { path = ['.'], module = 'm' } = rows[index]!;
      return { folders: path.map((folder) => absolute(index, folder)), module };
    });
    const unlock = batch.map((index) => lock(rows[index]!, (path) => absolute(index, path)));
    const given = Object.fromEntries(
      Object.entries(env).map(([key, value]) => [key, value.replace('PREFIX', prefix)]),
    );
    const answers = ask(program, 'import', asked, { flags, env: given }) as string[];
    for (const each of unlock) each();
    for (const [place, index] of batch.entries()) outcomes[index] = answers[place]!;
  }
  return outcomes;
}

/** Takes rights away, and hands back what gives them back. */
function lock({ locked }: Row, absolute: (path: string) => string): () => void {
  if (!locked) return () => {};
  const path = absolute(locked[0]);
  const { mode } = statSync(path);
  chmodSync(path, locked[1]);
  return () => chmodSync(path, mode);
}
