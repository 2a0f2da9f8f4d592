import { defineConfig } from 'vitest/config';

const ring = (name: string, include: string[], testTimeout: number) => ({
  test: { name, include, testTimeout, hookTimeout: 120_000 },
});

/** Four rings, from milliseconds to minutes; CONTRIBUTING.md says what belongs in which. */
export default defineConfig({
  test: {
    projects: [
      ring(
        'unit',
        [
          'test/{rules,builds,python,django,facts,caches,config,report,install}/**/*.test.ts',
          'test/*.test.ts',
        ],
        20_000,
      ),
      ring('git', ['test/git/**/*.test.ts'], 60_000),
      ring('oracle', ['test/oracle/**/*.test.ts'], 120_000),
      ring('e2e', ['test/e2e/**/*.test.ts'], 240_000),
    ],
  },
});
