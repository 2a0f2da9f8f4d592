import { describe, expect, test } from 'vitest';
import { DJANGOS, IN_CI } from '../helpers/python.ts';
import { followProcedures } from './procedures.ts';

test('there is a Django to ask', { skip: DJANGOS.length === 0 && !IN_CI }, () => {
  expect(DJANGOS.length).toBeGreaterThan(0);
});

describe.each(DJANGOS)('Django $version on SQLite', (django) => {
  followProcedures(() => ({ django, server: undefined }));
});
