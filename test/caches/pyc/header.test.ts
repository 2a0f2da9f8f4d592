import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HEADER_BYTES, readHeader, type PycHeader } from '../../../src/caches/pyc/header.ts';
import { headerLength } from '../../../src/caches/pyc/magic.ts';

/** The first bytes of a compiled file: its number, CR LF, and what follows, words of four bytes each. */
function header(magic: number, ...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + words.length * 4);
  bytes.writeUInt16LE(magic);
  bytes.write('\r\n', 2, 'latin1');
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, 4 + index * 4);
  return bytes;
}

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** `cpython 3.12`, and how many bytes its header takes; undefined for what no Python wrote. */
function writer(magic: number): string | undefined {
  const read = readHeader(header(magic, 0, 0, 0));
  if (read.kind !== 'timestamp') return undefined;
  return `${read.by.implementation} ${read.by.version ?? '?'}, ${headerLength(read.by)}`;
}

test.for<readonly [hex: string, writer: string]>([
  // of finals, as `importlib.util.MAGIC_NUMBER` and `imp.get_magic()` say them
  ['03f30d0a', 'cpython 2.7, 8'],
  ['330d0d0a', 'cpython 3.6, 12'],
  ['420d0d0a', 'cpython 3.7, 16'],
  ['550d0d0a', 'cpython 3.8, 16'],
  ['610d0d0a', 'cpython 3.9, 16'],
  ['6f0d0d0a', 'cpython 3.10, 16'],
  ['a70d0d0a', 'cpython 3.11, 16'],
  ['cb0d0d0a', 'cpython 3.12, 16'],
  ['f30d0d0a', 'cpython 3.13, 16'],
  ['2b0e0d0a', 'cpython 3.14, 16'],
  ['520e0d0a', 'cpython 3.15, 16'],
  ['50010d0a', 'pypy 3.9, 16'],
])('%s is %s', ([hex, expected]) => {
  expect(writer(bytes(hex).readUInt16LE())).toBe(expected);
});

test.for<readonly [magic: number, writer: string]>([
  [62_131, 'cpython 2.5, 8'],
  [62_161, 'cpython 2.6, 8'],
  [62_171, 'cpython 2.7, 8'],
  [62_212, 'cpython 2.7, 8'],
  [3000, 'cpython 3.0, 8'],
  [3151, 'cpython 3.1, 8'],
  [3180, 'cpython 3.2, 8'],
  [3200, 'cpython 3.3, 8'],
  [3210, 'cpython 3.3, 12'],
  [3230, 'cpython 3.3, 12'],
  [3310, 'cpython 3.4, 12'],
  [3350, 'cpython 3.5, 12'],
  [3351, 'cpython 3.5, 12'],
  [3360, 'cpython 3.6, 12'],
  [3391, 'cpython 3.7, 12'],
  [3392, 'cpython 3.7, 16'],
  [3439, 'cpython 3.10, 16'],
  [3450, 'cpython 3.11, 16'],
  [3499, 'cpython 3.11, 16'],
  [3500, 'cpython 3.12, 16'],
  [3649, 'cpython 3.14, 16'],
  [3700, 'cpython 3.16, 16'],
  [4949, 'cpython 3.40, 16'],
  [62_218, 'pypy 2.7, 8'],
  [3187, 'pypy 3.2, 8'],
  [48, 'pypy 3.2, 8'],
  [64, 'pypy 3.3, 12'],
  [112, 'pypy 3.5, 12'],
  [160, 'pypy 3.6, 12'],
  [192, 'pypy 3.6, 12'],
  [224, 'pypy 3.7, 16'],
  [240, 'pypy 3.7, 16'],
  [256, 'pypy 3.8, 16'],
  [320, 'pypy 3.9, 16'],
  [384, 'pypy 3.10, 16'],
  [416, 'pypy 3.11, 16'],
  [480, 'pypy ?, 16'],
])('%d is the number of %s', ([magic, expected]) => {
  expect(writer(magic)).toBe(expected);
});

test.for([
  0, 1, 15, 17, 337, 1011, 2657, 3132, 3189, 3395, 3440, 4950, 12_641, 21_290, 62_000, 62_219, 65_535,
])('%d is the number of no Python that we know', (magic) => {
  expect(readHeader(header(magic, 0, 0, 0))).toEqual({ kind: 'foreign', magic });
});

const MAGIC_3_12 = 3531;
const BY_3_12 = { implementation: 'cpython', version: '3.12', magic: MAGIC_3_12 } as const;

test.for<readonly [what: string, bytes: Buffer, read: PycHeader]>([
  [
    'the second and the size',
    header(MAGIC_3_12, 0, 1_600_000_000, 44),
    { kind: 'timestamp', by: BY_3_12, seconds: 1_600_000_000, size: 44, holdsCode: false },
  ],
  [
    'a second after 2038 and a size above 2 GiB',
    header(MAGIC_3_12, 0, 0xffff_fffe, 0xffff_ffff),
    { kind: 'timestamp', by: BY_3_12, seconds: 0xffff_fffe, size: 0xffff_ffff, holdsCode: false },
  ],
  [
    'the flag to compare, of no hash',
    header(MAGIC_3_12, 0b10, 7, 8),
    { kind: 'timestamp', by: BY_3_12, seconds: 7, size: 8, holdsCode: false },
  ],
  [
    'a second and a size without flags',
    header(3379, 7, 8),
    {
      kind: 'timestamp',
      by: { implementation: 'cpython', version: '3.6', magic: 3379 },
      seconds: 7,
      size: 8,
      holdsCode: false,
    },
  ],
  [
    'a second without a size, and the code behind it',
    header(62_211, 7, 8),
    {
      kind: 'timestamp',
      by: { implementation: 'cpython', version: '2.7', magic: 62_211 },
      seconds: 7,
      size: undefined,
      holdsCode: false,
    },
  ],
  [
    'that a body of code follows, as Python 3 marks it',
    Buffer.concat([header(MAGIC_3_12, 0, 7, 8), bytes('e3')]),
    { kind: 'timestamp', by: BY_3_12, seconds: 7, size: 8, holdsCode: true },
  ],
  [
    'that a body of code follows, as Python 2 marks it',
    Buffer.concat([header(62_211, 7), bytes('63')]),
    {
      kind: 'timestamp',
      by: { implementation: 'cpython', version: '2.7', magic: 62_211 },
      seconds: 7,
      size: undefined,
      holdsCode: true,
    },
  ],
  [
    'that None follows, which is no module',
    Buffer.concat([header(MAGIC_3_12, 0, 7, 8), bytes('4e')]),
    { kind: 'timestamp', by: BY_3_12, seconds: 7, size: 8, holdsCode: false },
  ],
  [
    'a hash that Python compares',
    bytes('cb0d0d0a 03000000 0102030405060708'),
    { kind: 'hash', by: BY_3_12, checked: true, hash: bytes('0102030405060708'), holdsCode: false },
  ],
  [
    'a hash that Python never compares',
    bytes('cb0d0d0a 01000000 0102030405060708'),
    { kind: 'hash', by: BY_3_12, checked: false, hash: bytes('0102030405060708'), holdsCode: false },
  ],
  ['flags that no Python knows', header(MAGIC_3_12, 0b100, 0, 0), { kind: 'refused', by: BY_3_12 }],
  ['the highest of the flags', header(MAGIC_3_12, 0x8000_0001, 0, 0), { kind: 'refused', by: BY_3_12 }],
  [
    'what pytest before 6.2 wrote under Python 3.7',
    header(3394, 1_600_000_000, 44, 227),
    { kind: 'refused', by: { implementation: 'cpython', version: '3.7', magic: 3394 } },
  ],
  ['nothing', bytes(''), { kind: 'cut' }],
  ['less than a number', bytes('cb0d0d'), { kind: 'cut' }],
  ['no more than a number', bytes('cb0d0d0a'), { kind: 'cut' }],
  ['flags that no Python knows, cut', header(MAGIC_3_12, 0b100, 0), { kind: 'cut' }],
  ['16 bytes less one', header(MAGIC_3_12, 0, 0, 0).subarray(0, 15), { kind: 'cut' }],
  ['12 bytes less one', header(3379, 0, 0).subarray(0, 11), { kind: 'cut' }],
  ['8 bytes less one', header(62_211, 0).subarray(0, 7), { kind: 'cut' }],
  ['a file of zeros, as a crash leaves it', Buffer.alloc(16), { kind: 'foreign', magic: 0 }],
  ['a class of Java', bytes('cafebabe 00000034'), { kind: 'foreign', magic: 0xfeca }],
  ['the number of a Python, without CR LF', bytes('cb0d0a0d 00000000'), { kind: 'foreign', magic: 3531 }],
  ['the number with its line end translated', bytes('cb0d0a00 00000000'), { kind: 'foreign', magic: 3531 }],
])('reads %s', ([, bytes, read]) => {
  expect(normal(readHeader(bytes))).toEqual(normal(read));
});

/** The same, with the hash as hexadecimal digits: Buffers and Uint8Arrays are not equal. */
const normal = (header: PycHeader) =>
  header.kind === 'hash' ? { ...header, hash: Buffer.from(header.hash).toString('hex') } : header;

/** Any bytes, many of which begin like a compiled file. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .tuple(fc.nat(0xffff), fc.constantFrom(0, 1, 2, 3, 4, 0xffff_ffff), fc.uint8Array({ maxLength: 20 }))
    .map(([magic, flags, rest]) => Buffer.concat([header(magic, flags), rest])),
  fc
    .tuple(fc.constantFrom(MAGIC_3_12, 3379, 62_211, 336), fc.uint8Array({ maxLength: 20 }))
    .map(([magic, rest]) => Buffer.concat([header(magic), rest])),
);

test('any bytes are read, and none beyond the header', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const read = readHeader(bytes);
      expect(['timestamp', 'hash', 'refused', 'foreign', 'cut']).toContain(read.kind);
      expect(readHeader(bytes.subarray(0, HEADER_BYTES))).toEqual(read);
      // where they lie in memory makes no difference
      expect(readHeader(Buffer.concat([Buffer.from('x'), bytes]).subarray(1))).toEqual(read);
    }),
    { numRuns: 2000 },
  );
});
