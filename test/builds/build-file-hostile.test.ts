import * as fc from 'fast-check';
import { stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import { readBuildFile } from '../../src/builds/build-file.ts';
import { hostOf } from '../../src/builds/hosts.ts';
import { pathFromText } from '../../src/path.ts';

const read = (path: string, text: string) =>
  readBuildFile(hostOf(pathFromText(path))!, path.endsWith('.json'), text);

const INSTALL = 'pip install --no-cache-dir x';
const PIECES = [
  '[build]',
  '\n',
  'buildCommand',
  ' = ',
  '"',
  '"""',
  "'",
  "'''",
  '\\',
  '#',
  INSTALL,
  '[',
  ']',
  '{',
  '}',
  ',',
  '.',
];

test('whatever stands in a file, it is read or not, and what is found stands on a line of it', async () => {
  const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
  const valid = texts.map((text) => `[build]\nbuildCommand = ${JSON.stringify(`${INSTALL}\n${text}`)}\n`);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('railway.toml', 'railway.json'),
      fc.oneof(texts, valid),
      async (path, text) => {
        const lines = text.split('\n');
        for (const { line, text: found } of (await read(path, text))?.uncached ?? [])
          expect(lines[line - 1]).toBe(found);
      },
    ),
  );
});

test('whatever stands around a command in TOML, its line is found', async () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 20 });
  const values = fc.oneof(texts, fc.double(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(fc.dictionary(texts, values, { maxKeys: 4 }), texts, async (around, junk) => {
      const buildCommand = `${INSTALL}\n: ${junk.replaceAll(/["'\\]/g, '')}`;
      const file = await read('railway.toml', stringify({ ...around, build: { ...around, buildCommand } }));
      expect(file?.uncached.map(({ text }) => text.includes(INSTALL))).toEqual([true]);
    }),
  );
});

test.for([
  ['tables', 'railway.toml', '[build.a]\n'.repeat(9_000)],
  ['brackets', 'railway.toml', `build = ${'['.repeat(90_000)}`],
  ['keys with dots', 'railway.toml', `build${'.a'.repeat(40_000)} = 1\n`],
  ['braces', 'railway.json', `{"build": ${'{"a":'.repeat(19_000)}1${'}'.repeat(19_000)}`],
  ['texts', 'nixpacks.toml', `[phases.a]\ncmds = [${`"${INSTALL}",`.repeat(3_000)}]`],
])('many %s are no trouble', async ([, path, text]) => {
  await expect(read(path!, text!)).resolves.not.toThrow();
});
