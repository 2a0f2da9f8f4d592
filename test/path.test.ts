import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  folderOf,
  joinPath,
  nameOf,
  pathBytes,
  pathFromBytes,
  pathFromPython,
  pathFromText,
  pathText,
  pythonPath,
  type GitPath,
} from '../src/path.ts';

const path = (...bytes: (number | string)[]): GitPath =>
  pathFromBytes(
    Buffer.concat(bytes.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part])))),
  );

test.for([
  '',
  'shop/models.py',
  'a\nb\u0000',
  'dépôt',
  '日本/語.py',
  '🐍',
  '\ufeffbom',
  '\ufffd',
  '\u0085',
  String.raw`\xe9`,
])('%j reads as it was written', (text) => {
  expect(pathText(pathFromText(text))).toBe(text);
  expect(pathText(pathFromBytes(Buffer.from(text)))).toBe(text);
  expect(pathBytes(pathFromText(text)).toString('utf8')).toBe(text);
});

test.for<readonly [name: string, path: GitPath, text: string]>([
  ['Latin-1', path('caf', 0xe9, '.py'), String.raw`caf\xe9.py`],
  ['a lone continuation byte', path('a', 0x80), String.raw`a\x80`],
  ['half a character', path(0xe2, 0x82, '/b'), String.raw`\xe2\x82/b`],
  ['an overlong slash', path(0xc0, 0xaf), String.raw`\xc0\xaf`],
  ['a surrogate', path(0xed, 0xa0, 0x80), String.raw`\xed\xa0\x80`],
  ['beyond Unicode', path(0xf4, 0x90, 0x80, 0x80), String.raw`\xf4\x90\x80\x80`],
  ['a part that is valid beside one that is not', path('é/', 0xff), String.raw`é/\xff`],
])('bytes that are no UTF-8 are escaped: %s', ([, from, text]) => {
  expect(pathText(from)).toBe(text);
});

test('a view into a larger buffer is read within its bounds', () => {
  const buffer = Buffer.from('xxa/b.pyxx');
  expect(pathFromBytes(buffer.subarray(2, 8))).toBe('a/b.py');
  expect(pathFromBytes(new Uint8Array(buffer).subarray(2, 8))).toBe('a/b.py');
});

const character = fc
  .nat(0x10ffff)
  .map((code) => String.fromCodePoint(code))
  .filter((text) => !/\p{Cs}/u.test(text));

test('text and bytes come back, whatever they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: character }), fc.uint8Array(), (text, bytes) => {
      expect(pathText(pathFromText(text))).toBe(text);
      expect([...pathBytes(pathFromBytes(bytes))]).toEqual([...bytes]);
      expect(pathText(pathFromBytes(bytes))).not.toMatch(/\p{Cs}/u);
    }),
  );
});

test('two paths never read alike, unless a name itself holds an escape', () => {
  const byte = fc.oneof(
    fc.constantFrom(0x61, 0x2f, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xef, 0xbf, 0xbd, 0xff),
    fc.nat(255),
  );
  const bytes = fc.array(
    byte.filter((value) => value !== 0x5c),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      const [first, second] = [path(...one), path(...other)];
      expect(pathText(first) === pathText(second)).toBe(first === second);
    }),
    { numRuns: 2000 },
  );
});

test.for([
  ['', '', ''],
  ['a.py', '', 'a.py'],
  ['a/b.py', 'a', 'b.py'],
  ['a/b/c.py', 'a/b', 'c.py'],
  ['a b/c d', 'a b', 'c d'],
  ['a\n/b', 'a\n', 'b'],
  [String.raw`a\b`, '', String.raw`a\b`],
  ['../a', '..', 'a'],
] as const)('%j lies in %j and is called %j', ([whole, folder, name]) => {
  expect(folderOf(pathFromText(whole))).toBe(folder);
  expect(nameOf(pathFromText(whole))).toBe(name);
  expect(joinPath(pathFromText(folder), name)).toBe(whole);
});

test('folder and name make the path again, and a folder joined to a name is their parts', () => {
  const part = fc.string({ unit: character, minLength: 1 }).map((text) => `${text.replaceAll('/', '')}x`);
  fc.assert(
    fc.property(fc.array(part), part, (folders, last) => {
      const [folder, name] = [pathFromText(folders.join('/')), pathFromText(last)];
      const whole = joinPath(folder, name);
      expect(folderOf(whole)).toBe(folder);
      expect(nameOf(whole)).toBe(name);
      expect(whole).toBe(pathFromText([...folders, last].join('/')));
    }),
  );
});

test('any folder has a name in Python, by which it is found again', () => {
  const byte = fc.oneof(
    fc.constantFrom(0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0x80, 0xf0, 0x9f, 0x98, 0x80, 0xff),
    fc.integer({ min: 1, max: 255 }),
  );
  const any = fc.array(byte, { maxLength: 12 }).map((bytes) => path(...bytes));
  fc.assert(
    fc.property(any, any, (path, other) => {
      expect(pathFromPython(pythonPath(path))).toBe(path);
      expect(pythonPath(path) === pythonPath(other)).toBe(path === other);
    }),
    { numRuns: 3000 },
  );
});

test('text comes back, too, and a path that is UTF-8 reads as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(pythonPath(pathFromText(text))).toBe(text);
      expect(pathBytes(pathFromPython(text)).toString('utf8')).toBe(text);
    }),
  );
});
