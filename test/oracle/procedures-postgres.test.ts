import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_POSTGRES, startPostgres, type Postgres } from '../helpers/postgres.ts';
import { DJANGOS, IN_CI } from '../helpers/python.ts';
import { followProcedures } from './procedures.ts';

/** Those that can talk to it: `npm run oracle:setup` installs psycopg. */
const TALKING = DJANGOS.filter(({ python }) => spawnSync(python, ['-c', 'import psycopg']).status === 0);

test('there is a Django that has psycopg', { skip: DJANGOS.length === 0 && !IN_CI }, () => {
  expect(TALKING.length).toBeGreaterThan(0);
});

// not even in CI is it a failure that this machine has no PostgreSQL
describe.skipIf(NO_POSTGRES !== undefined)(`PostgreSQL${NO_POSTGRES ? `: ${NO_POSTGRES}` : ''}`, () => {
  let server: Postgres | undefined;
  beforeAll(() => {
    server = startPostgres();
  });
  afterAll(() => server?.stop());

  describe.each(TALKING)('Django $version', (django) => {
    followProcedures(() => ({ django, server }));
  });
});
