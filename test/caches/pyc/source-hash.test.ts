import { expect, test } from 'vitest';
import { readHeader } from '../../../src/caches/pyc/header.ts';
import { hashMatches, sipHash, type Rounds } from '../../../src/caches/pyc/source-hash.ts';

const SOURCE = Buffer.from("V = 'NEW'\n");

/** True when the header of a compiled file that carries this hash matches the content. */
function matches(magic: number, hash: string, content: Uint8Array): boolean {
  const bytes = Buffer.from(`00000d0a03000000${hash}`, 'hex');
  bytes.writeUInt16LE(magic);
  const header = readHeader(bytes);
  if (header.kind !== 'hash') throw new Error(header.kind);
  return hashMatches(header, content);
}

// what `importlib.util.source_hash` of each Python says of SOURCE
const HASHES: readonly (readonly [python: string, magic: number, hash: string])[] = [
  ['3.7', 3394, '1223347617a50f39'],
  ['3.8', 3413, 'a2e5c8ce36008118'],
  ['3.9', 3425, 'aa7f1716e50f5c9a'],
  ['3.10', 3439, 'ae77ac386e363522'],
  ['3.11', 3495, '7d419df34bf8651a'],
  ['3.12', 3531, '9de46aba6dc5f289'],
  ['3.13', 3571, 'd683a687477fac56'],
  ['3.14', 3627, 'c39a9d11d2053fbd'],
  ['3.15', 3666, 'cc9208d934e6562e'],
  ['PyPy 3.9', 336, '514e4adf85e4b692'],
];

test.for(HASHES)('the hash of Python %s', ([, magic, hash]) => {
  expect(matches(magic, hash, SOURCE)).toBe(true);
  expect(matches(magic, hash, Buffer.from("V = 'OLD'\n"))).toBe(false);
  expect(matches(magic, hash, Buffer.from("V = 'NEW'\r\n")), 'bytes as they are').toBe(false);
  expect(
    matches(
      magic,
      hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      SOURCE,
    ),
  ).toBe(false);
});

test('the hash of one release is not the hash of another', () => {
  for (const [python, , hash] of HASHES) {
    const others = HASHES.filter(([other]) => other !== python);
    expect(others.filter(([, magic]) => matches(magic, hash, SOURCE))).toEqual([]);
  }
});

const KEY = [0x0706_0504_0302_0100n, 0x0f0e_0d0c_0b0a_0908n] as const;
const message = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index);

test.for<readonly [magic: number, name: string]>([
  [384, 'PyPy 3.10'],
  [416, 'PyPy 3.11'],
])('$1 may have either SipHash', ([magic]) => {
  const hashOf = (rounds: Rounds): string => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(sipHash([BigInt(magic) | 0x0a0d_0000n, 0n], SOURCE, rounds));
    return bytes.toString('hex');
  };
  expect(matches(magic, hashOf([2, 4]), SOURCE)).toBe(true);
  expect(matches(magic, hashOf([1, 3]), SOURCE)).toBe(true);
  expect(matches(magic, hashOf([3, 3]), SOURCE)).toBe(false);
});

// of messages 00 01 02 …, from the authors' reference implementation, https://github.com/veorq/SipHash
test.for<readonly [rounds: Rounds, length: number, hash: bigint]>([
  [[2, 4], 0, 0x726f_db47_dd0e_0e31n],
  [[2, 4], 1, 0x74f8_39c5_93dc_67fdn],
  [[2, 4], 7, 0xab02_00f5_8b01_d137n],
  [[2, 4], 8, 0x93f5_f579_9a93_2462n],
  [[2, 4], 15, 0xa129_ca61_49be_45e5n], // the one in the paper
  [[2, 4], 16, 0x3f2a_cc7f_57c2_9bdbn],
  [[2, 4], 63, 0x958a_324c_eb06_4572n],
  [[1, 3], 0, 0xabac_0158_050f_c4dcn],
  [[1, 3], 1, 0xc9f4_9bf3_7d57_ca93n],
  [[1, 3], 7, 0xd392_7d98_9bb1_1140n],
  [[1, 3], 8, 0x3690_9511_8d29_9a8en],
  [[1, 3], 15, 0xd320_d86d_2a51_9956n],
  [[1, 3], 16, 0xcc4f_dd1a_7d90_8b66n],
  [[1, 3], 63, 0x9d19_9062_b7bb_b3a8n],
])('SipHash-%j of %d bytes', ([rounds, length, hash]) => {
  expect(sipHash(KEY, message(length), rounds)).toBe(hash);
});

test('a message of 256 bytes and more: the length counts modulo 256', () => {
  const alone = sipHash(KEY, message(300), [2, 4]);
  const inside = Buffer.concat([Buffer.from('x'), message(300)]).subarray(1);
  expect(sipHash(KEY, inside, [2, 4])).toBe(alone);
  expect(sipHash(KEY, message(299), [2, 4])).not.toBe(alone);
});
