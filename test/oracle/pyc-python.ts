import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An interpreter that is asked. */
export interface Python {
  readonly program: string;
  /** 311 for 3.11. */
  readonly version: number;
  /** `cpython-311`; empty for Python 2.7. */
  readonly tag: string;
  /** The file of its `mmap`, unless that is built in. */
  readonly extension: string | undefined;
}

/** How Python is started. PREFIX stands for a folder. */
export const STARTS = {
  plain: { flags: [], env: {} },
  '-O': { flags: ['-O'], env: {} },
  '-OO': { flags: ['-OO'], env: {} },
  '-B': { flags: ['-B'], env: {} },
  PYTHONDONTWRITEBYTECODE: { flags: [], env: { PYTHONDONTWRITEBYTECODE: '1' } },
  always: { flags: ['--check-hash-based-pycs', 'always'], env: {} },
  never: { flags: ['--check-hash-based-pycs', 'never'], env: {} },
  prefix: { flags: [], env: { PYTHONPYCACHEPREFIX: 'PREFIX' } },
} as const satisfies Record<string, { flags: readonly string[]; env: Record<string, string> }>;

/** The machine's settings of Python are not felt. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(PYTHON|SOURCE_DATE_EPOCH$)/.test(name)),
);

/** Runs an interpreter to its end, and hands back what it printed. */
export function start(
  program: string,
  args: readonly string[],
  { input = '', cwd = '/', env = {} }: { input?: string; cwd?: string; env?: Record<string, string> } = {},
): string {
  const ran = spawnSync(program, args, {
    cwd,
    env: { ...ENVIRONMENT, ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

const HELPER = join(import.meta.dirname, 'pyc_truth.py');

/** Runs a command of pyc_truth.py, which writes no cache of its own. */
export function ask(
  program: string,
  command: string,
  given: unknown,
  { flags, env }: { flags: readonly string[]; env: Record<string, string> } = STARTS.plain,
): unknown {
  return JSON.parse(start(program, [...flags, HELPER, command], { input: JSON.stringify(given), env }));
}

/** What an interpreter says of itself. */
export function aboutPython(program: string): Python {
  const about = ask(program, 'about', null) as {
    version: number;
    tag: string | null;
    extension: string | null;
  };
  return { program, version: about.version, tag: about.tag ?? '', extension: about.extension ?? undefined };
}

/** A folder that is gone when `body` is done. */
export function inFolder<Result>(body: (folder: string) => Result): Result {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pyreset pyc ')));
  try {
    return body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
