import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A virtual environment with Django. */
export interface Django {
  /** Django's feature release: `5.2`. */
  readonly version: string;
  /** The path of its Python. */
  readonly python: string;
}

/** The Djangos that `npm run oracle:setup` made, one of each version; empty where it could make none. */
export const DJANGOS: readonly Django[] = ['.venv-4.2', '.venv', '.venv-newest']
  .flatMap((name) => djangoIn(join(import.meta.dirname, '..', 'oracle', name)))
  .filter(({ version }, index, all) => all.findIndex((other) => other.version === version) === index);

/** A Python with Django 5.2, or undefined. */
export const DJANGO_PYTHON: string | undefined = DJANGOS.find(({ version }) => version === '5.2')?.python;

function djangoIn(folder: string): Django[] {
  const written = join(folder, 'django'); // by setup.sh, when the environment is complete
  const python = join(folder, 'bin', 'python');
  if (!existsSync(written) || !existsSync(python)) return [];
  return [{ version: readFileSync(written, 'utf8').split('.').slice(0, 2).join('.'), python }];
}

/** Every CPython 3 of this machine that starts, on PATH or kept by pyenv, one of each version. */
export const PYTHONS: readonly string[] = [...onPath(), ...fromPyenv('python3')]
  .map((program) => ({ program, version: versionOf(program, 'cpython 3') }))
  .filter(
    ({ version }, index, all) => version && all.findIndex((other) => other.version === version) === index,
  )
  .map(({ program }) => program);

/** CPython 2.7, or undefined: few machines still have it, and nothing can be asked of it in CI. */
export const PYTHON_27: string | undefined = ['python2.7', ...fromPyenv('python2.7')].find((program) =>
  versionOf(program, 'cpython 2'),
);

/** A PyPy for Python 3, or undefined. */
export const PYPY: string | undefined = ['pypy3', ...fromPyenv('pypy3')].find((program) =>
  versionOf(program, 'pypy 3'),
);

function onPath(): string[] {
  return ['python3', ...Array.from({ length: 10 }, (_, index) => `python3.${index + 6}`)];
}

function fromPyenv(name: string): string[] {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .map((version) => join(versions, version, 'bin', name))
    .filter((program) => existsSync(program));
}

/** The version of a program, when it is the Python that is meant. */
function versionOf(program: string, meant: string): string | undefined {
  const ask =
    'import sys, platform; print("%s %s %s" % ((platform.python_implementation().lower(),) + sys.version_info[:2]))';
  const { status, stdout } = spawnSync(program, ['-c', ask], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith(meant) ? stdout : undefined;
}

/** True where a ring that cannot be set up must fail instead of being skipped. */
export const IN_CI = process.env['CI'] === 'true';
