import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { committed, said } from '../helpers/django.ts';
import { factsContents, factsFiles, factsFolder, TWO_APPS } from '../helpers/facts.ts';
import type { Repository } from '../helpers/repository.ts';

const GARBAGE: readonly (readonly [string, (text: string) => string])[] = [
  ['empty', () => ''],
  ['a newline', () => '\n'],
  ['NUL bytes', () => '\0'.repeat(1000)],
  ['a header alone', (text) => text.slice(0, text.indexOf('\n') + 1)],
  ['a header without its end', (text) => text.slice(0, text.indexOf('\n'))],
  ['text', () => 'this is no cache\n'.repeat(100)],
  [
    'text below the header',
    (text) => text.slice(0, text.indexOf('\n') + 1) + 'this is no cache\n'.repeat(100),
  ],
  ['JSON', () => '{"version":1}'],
  ['another version', (text) => text.replace(/^pyreset-hooks \S+/, 'pyreset-hooks 99.0.0')],
  ['a version that begins alike', (text) => text.replace('\n', '.1\n')],
  ['lines upside down', (text) => text.split('\n').toReversed().join('\n')],
  [
    'records upside down',
    (text) =>
      text.replace(/\n([^]*)\n$/, (_, all: string) => `\n${all.split('\n').toReversed().join('\n')}\n`),
  ],
  [
    'facts under other keys',
    (text) => text.replace(/^([0-9a-f]{40})(.*)\n([0-9a-f]{40})(.*)$/m, '$3$2\n$1$4'),
  ],
  ['checksums of other facts', (text) => text.replaceAll('false', 'true').replaceAll('null', '"x"')],
  ['every line twice', (text) => text.replaceAll(/^.*\n/gm, '$&$&')],
  ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
];

test.for(GARBAGE)('a file that holds something else: %s', ([, change]) => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  const written = factsContents(shop);
  for (const file of factsFiles(shop)) writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1');
  expect(said(shop)).toBe(cold);
  expect(said(shop)).toBe(cold);
  expect(written.length).toBe(factsContents(shop).length);
});

test('a file that is cut off or damaged anywhere', () => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  const sound = factsFiles(shop).map((file) => [file, readFileSync(file)] as const);
  const damage = fc.record({ at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }), cut: fc.boolean() });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (all) => {
      for (const [file, bytes] of sound) {
        let damaged = Buffer.from(bytes);
        for (const { at, byte, cut } of all) {
          const place = at % Math.max(1, damaged.length);
          if (cut) damaged = damaged.subarray(0, place);
          else if (damaged.length > 0) damaged[place]! ^= byte;
        }
        writeFileSync(file, damaged);
      }
      expect(said(shop)).toBe(cold);
    }),
    { numRuns: 25 },
  );
});

const REMOVALS: readonly (readonly [string, (shop: Repository) => void])[] = [
  ['the cache is deleted', (shop: Repository) => rmSync(join(factsFolder(shop), '..'), { recursive: true })],
  ['its files are deleted', (shop: Repository) => factsFiles(shop).forEach((file) => rmSync(file))],
  ['one file is deleted', (shop: Repository) => rmSync(factsFiles(shop)[0]!)],
];

test.for(REMOVALS)('%s, and made again', ([, remove]) => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  const written = factsContents(shop);
  remove(shop);
  expect(said(shop)).toBe(cold);
  expect(factsContents(shop)).toEqual(written);
});

test.for([
  [
    'folders stand where its files belong',
    'pyreset-hooks/facts/migration',
    'pyreset-hooks/facts/migration.new',
  ],
  [
    'folders stand where its locks belong',
    'pyreset-hooks/facts/migration.new.lock',
    'pyreset-hooks/facts/configs.new.lock',
  ],
] as const)('%s', ([, ...folders]) => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  rmSync(factsFolder(shop), { recursive: true });
  for (const folder of folders) mkdirSync(join(shop.folder, '.git', folder), { recursive: true });
  expect(said(shop)).toBe(cold);
  expect(said(shop)).toBe(cold);
  const left = readdirSync(factsFolder(shop)).filter((name) => name.endsWith('.lock'));
  expect(left.toSorted()).toEqual(
    folders.flatMap((folder) => folder.match(/[^/]+\.lock$/)?.[0] ?? []).toSorted(),
  );
});

test.for(['pyreset-hooks', 'pyreset-hooks/facts'])('a file stands where its folder %s belongs', (path) => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  const place = join(shop.folder, '.git', path);
  rmSync(place, { recursive: true });
  writeFileSync(place, 'not ours');
  expect(said(shop)).toBe(cold);
  expect(readFileSync(place, 'utf8')).toBe('not ours');
});
