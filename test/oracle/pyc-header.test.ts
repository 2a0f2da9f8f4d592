import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHeader } from '../../src/caches/pyc/header.ts';
import { hashMatches } from '../../src/caches/pyc/source-hash.ts';
import { classify } from '../../src/caches/pyc/state.ts';
import { IN_CI, PYPY, PYTHON_27, PYTHONS } from '../helpers/python.ts';
import { aboutPython, ask, inFolder, type Python } from './pyc-python.ts';
import { observe } from './pyc-truth.ts';

const ALL = [...PYTHONS, PYPY, PYTHON_27].filter((program) => program !== undefined);
const ABOUT: readonly Python[] = ALL.map(aboutPython);

test('there is a Python to ask', { skip: PYTHONS.length === 0 && !IN_CI }, () => {
  expect(PYTHONS.length).toBeGreaterThan(0);
});

const SECOND = 1_000_000_000n;
const WHOLE = 1_600_000_000n * SECOND;

/** Times of sources, in nanoseconds: about where a float rounds up, now and at other sizes of a float. */
const TIMES: readonly bigint[] = [
  ...[0n, 1n, 499_999_999n, 500_000_000n, 999_999_000n, 999_999_999n].map((each) => WHOLE + each),
  ...Array.from({ length: 12 }, (_, index) => WHOLE + 999_999_875n + BigInt(index)),
  ...fc.sample(fc.bigInt(WHOLE, WHOLE + 400_000_000n * SECOND), { numRuns: 40, seed: 1 }),
  ...[2n ** 29n, 2n ** 30n, 2n ** 31n, 2n ** 32n, 2n ** 33n].flatMap((seconds) =>
    [-1000n, -250n, -120n, -119n, -60n, -1n, 0n, 1n].map((each) => seconds * SECOND + each),
  ),
  0n,
  1n,
  SECOND - 1n,
];

test.for(ABOUT)('$program: the second that an import writes is the one we compute', ({ program, tag }) => {
  inFolder((folder) => {
    const sources = TIMES.map((_, index) => join(folder, `m${index}.py`));
    for (const source of sources) writeFileSync(source, 'V = "new"\n');
    // by a Python 3, for 2.7 cannot set nanoseconds
    ask(
      PYTHONS[0]!,
      'build',
      sources.map((source, index) => ['time', source, String(TIMES[index])]),
    );
    const rows = TIMES.map((_, index) => ({ folders: [folder], module: `m${index}` }));
    expect(new Set(ask(program, 'import', rows) as string[])).toEqual(new Set(['new']));
    const stale = TIMES.filter((_, index) => {
      const cache = tag === '' ? `m${index}.pyc` : `__pycache__/m${index}.${tag}.pyc`;
      const state = classify(observe(join(folder, cache), sources[index]!, tag !== ''));
      return state !== 'fresh' && state !== 'suspect';
    });
    expect(stale).toEqual([]);
  });
});

/** Contents of every length up to some words, and longer ones. */
const CONTENTS: readonly Uint8Array[] = [
  ...Array.from({ length: 70 }, (_, length) =>
    Uint8Array.from({ length }, (_, index) => (index * 37 + length) % 256),
  ),
  ...fc.sample(fc.uint8Array({ minLength: 100, maxLength: 3000 }), { numRuns: 60, seed: 1 }),
];

test.for(ABOUT.filter(({ version }) => version >= 307))(
  '$program: the hash of a source is the one we compute',
  ({ program }) => {
    const hashes = ask(
      program,
      'hashes',
      CONTENTS.map((content) => Buffer.from(content).toString('hex')),
    ) as string[];
    inFolder((folder) => {
      writeFileSync(join(folder, 'm.py'), '');
      ask(program, 'compile', [[join(folder, 'm.py'), join(folder, 'm.c')]]);
      const start = readFileSync(join(folder, 'm.c')).subarray(0, 4);
      const wrong = CONTENTS.filter((content, index) => {
        const header = readHeader(Buffer.concat([start, Buffer.from(`03000000${hashes[index]}`, 'hex')]));
        return (
          header.kind !== 'hash' ||
          !hashMatches(header, content) ||
          hashMatches(header, Buffer.from([...content, 0]))
        );
      });
      expect(wrong).toEqual([]);
    });
  },
);
