import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { cacheSwitches } from '../../src/builds/cache-switches.ts';
import { DJANGO_PYTHON, IN_CI } from '../helpers/python.ts';

/** Whether pip uses a cache when it is called with these words, after assignments of variables. */
function usesCache(command: string): boolean {
  const words = command.split(' ');
  const assigned = words.filter((word) => word.includes('='));
  const options = words.filter((word) => word.startsWith('--'));
  const env = {
    PATH: process.env['PATH'],
    PIP_CONFIG_FILE: '/dev/null',
    ...Object.fromEntries(assigned.map((word) => word.split('='))),
  };
  const { status, stderr } = spawnSync(DJANGO_PYTHON!, ['-m', 'pip', 'cache', 'dir', ...options], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) expect(stderr).toContain('cache is disabled');
  return status === 0;
}

test.for([
  'pip install x',
  'pip install --no-cache-dir x',
  'pip install --no-cache x',
  'pip install --no-color x',
  'PIP_NO_CACHE_DIR=1 pip install x',
  'PIP_NO_CACHE_DIR=yes pip install x',
  'PIP_NO_CACHE_DIR=True pip install x',
  'PIP_NO_CACHE_DIR=on pip install x',
  'PIP_NO_CACHE_DIR= pip install x',
  'PIP_NO_CACHES=1 pip install x',
])('pip uses its cache where we say so: %s', { skip: !DJANGO_PYTHON && !IN_CI }, (command) => {
  expect(cacheSwitches(command).length === 0).toBe(usesCache(command));
});
