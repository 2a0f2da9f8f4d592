import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { repository, SHOP, type Repository } from '../helpers/repository.ts';

const APPS =
  'from django.apps import AppConfig\n\n\nclass S(AppConfig):\n    name = "shop"\n    label = "store"\n';

const PROJECT: Readonly<Record<string, string>> = {
  ...SHOP,
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.settings")\n',
  'conf/__init__.py': '',
  'conf/settings.py': 'INSTALLED_APPS = ["shop", "blog"]\n',
  'blog/__init__.py': '',
  'blog/apps.py': APPS.replace('"shop"', '"blog"').replace('store', 'news'),
  'blog/migrations/__init__.py': '',
  'blog/migrations/0001_initial.py': SHOP['shop/migrations/0001_initial.py']!.replace('Item', 'é\u2028'),
  'blog/migrations/0002_odd.py': 'from .base import *\n',
};

function committed(): Repository {
  const shop = repository();
  shop.commit('shop', PROJECT);
  return shop;
}

const folderOf = (shop: Repository): string => join(shop.folder, '.git', 'pyreset-hooks', 'facts');
const filesOf = (shop: Repository): string[] =>
  readdirSync(folderOf(shop)).map((name) => join(folderOf(shop), name));
const contents = (shop: Repository): string[] => filesOf(shop).map((file) => readFileSync(file, 'latin1'));

/** What `apps` says. It always ends well, whatever has happened to what it remembers. */
function said(shop: Repository): string {
  const ran = shop.pyreset('apps', '--format', 'json');
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return ran.stdout;
}

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
  const shop = committed();
  const cold = said(shop);
  const written = contents(shop);
  for (const file of filesOf(shop)) writeFileSync(file, change(readFileSync(file, 'latin1')), 'latin1');
  expect(said(shop)).toBe(cold);
  expect(said(shop)).toBe(cold);
  expect(written.length).toBe(contents(shop).length);
});

test('a file that is cut off or damaged anywhere', () => {
  const shop = committed();
  const cold = said(shop);
  const sound = filesOf(shop).map((file) => [file, readFileSync(file)] as const);
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
  ['the cache is deleted', (shop: Repository) => rmSync(join(folderOf(shop), '..'), { recursive: true })],
  ['its files are deleted', (shop: Repository) => filesOf(shop).forEach((file) => rmSync(file))],
  ['one file is deleted', (shop: Repository) => rmSync(filesOf(shop)[0]!)],
];

test.for(REMOVALS)('%s, and made again', ([, remove]) => {
  const shop = committed();
  const cold = said(shop);
  const written = contents(shop);
  remove(shop);
  expect(said(shop)).toBe(cold);
  expect(contents(shop)).toEqual(written);
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
  const shop = committed();
  const cold = said(shop);
  rmSync(folderOf(shop), { recursive: true });
  for (const folder of folders) mkdirSync(join(shop.folder, '.git', folder), { recursive: true });
  expect(said(shop)).toBe(cold);
  expect(said(shop)).toBe(cold);
  const left = readdirSync(folderOf(shop)).filter((name) => name.endsWith('.lock'));
  expect(left.toSorted()).toEqual(
    folders.flatMap((folder) => folder.match(/[^/]+\.lock$/)?.[0] ?? []).toSorted(),
  );
});

test.for(['pyreset-hooks', 'pyreset-hooks/facts'])('a file stands where its folder %s belongs', (path) => {
  const shop = committed();
  const cold = said(shop);
  const place = join(shop.folder, '.git', path);
  rmSync(place, { recursive: true });
  writeFileSync(place, 'not ours');
  expect(said(shop)).toBe(cold);
  expect(readFileSync(place, 'utf8')).toBe('not ours');
});
