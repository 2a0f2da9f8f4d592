import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Python of the virtual environment that `npm run oracle:setup` makes. */
const VENV = join(import.meta.dirname, '..', 'oracle', '.venv', 'bin', 'python');

/** A Python with Django, or undefined. */
export const DJANGO_PYTHON: string | undefined = existsSync(VENV) ? VENV : undefined;

/** Every CPython 3 of this machine that starts, on PATH or kept by pyenv, one of each version. */
export const PYTHONS: readonly string[] = [...onPath(), ...fromPyenv()]
  .map((program) => ({ program, version: versionOf(program) }))
  .filter(
    ({ version }, index, all) => version && all.findIndex((other) => other.version === version) === index,
  )
  .map(({ program }) => program);

function onPath(): string[] {
  return ['python3', ...Array.from({ length: 10 }, (_, index) => `python3.${index + 6}`)];
}

function fromPyenv(): string[] {
  const versions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .map((version) => join(versions, version, 'bin', 'python3'))
    .filter((program) => existsSync(program));
}

function versionOf(program: string): string | undefined {
  const ask = 'import sys; print(sys.implementation.name, *sys.version_info[:2])';
  const { status, stdout } = spawnSync(program, ['-c', ask], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith('cpython 3') ? stdout : undefined;
}

/** True where a ring that cannot be set up must fail instead of being skipped. */
export const IN_CI = process.env['CI'] === 'true';
