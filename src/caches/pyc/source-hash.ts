import type { CompiledBy, PycHeader } from './header.ts';

/** How many rounds SipHash makes per word of the message, and at the end. */
export type Rounds = readonly [perWord: number, final: number];

const SIPHASH_2_4: Rounds = [2, 4];
const SIPHASH_1_3: Rounds = [1, 3];

/** The first CPython with SipHash-1-3 is 3.11. */
const FIRST_WITH_1_3 = 3450;
/** The last PyPy that is known to have SipHash-2-4, for Python 3.9, is before this number. */
const FIRST_UNVERIFIED_PYPY = 384;

/**
 * True when a header carries the hash of this source: `importlib.util.source_hash` of the Python that wrote it, over
 * the bytes of the file as they are. Which SipHash a PyPy newer than for Python 3.9 has is not known: either will do.
 * See PEP 552.
 */
export function hashMatches(
  { by, hash }: Extract<PycHeader, { kind: 'hash' }>,
  content: Uint8Array,
): boolean {
  const expected = Buffer.from(hash).readBigUInt64LE();
  return variantsOf(by).some((rounds) => sourceHash(by.magic, content, rounds) === expected);
}

function variantsOf({ implementation, magic }: CompiledBy): Rounds[] {
  if (implementation === 'cpython') return [magic < FIRST_WITH_1_3 ? SIPHASH_2_4 : SIPHASH_1_3];
  return magic < FIRST_UNVERIFIED_PYPY ? [SIPHASH_2_4] : [SIPHASH_2_4, SIPHASH_1_3];
}

/** The key is the first four bytes of the compiled file. */
function sourceHash(magic: number, content: Uint8Array, rounds: Rounds): bigint {
  return sipHash([BigInt(magic) | 0x0a0d_0000n, 0n], content, rounds);
}

/** SipHash of a message, see https://www.aumasson.jp/siphash/siphash.pdf. A megabyte takes some 70 ms. */
export function sipHash(
  [low, high]: readonly [low: bigint, high: bigint],
  message: Uint8Array,
  [perWord, final]: Rounds,
): bigint {
  const state: State = {
    a: low ^ 0x736f_6d65_7073_6575n,
    b: high ^ 0x646f_7261_6e64_6f6dn,
    c: low ^ 0x6c79_6765_6e65_7261n,
    d: high ^ 0x7465_6462_7974_6573n,
  };
  const words = Math.floor(message.length / 8);
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const last = Buffer.alloc(8);
  last.set(message.subarray(words * 8));
  last[7] = message.length; // modulo 256
  for (let index = 0; index <= words; index++) {
    const word = index < words ? view.getBigUint64(index * 8, true) : last.readBigUInt64LE();
    state.d ^= word;
    mix(state, perWord);
    state.a ^= word;
  }
  state.c ^= 0xffn;
  mix(state, final);
  return state.a ^ state.b ^ state.c ^ state.d;
}

interface State {
  a: bigint;
  b: bigint;
  c: bigint;
  d: bigint;
}

function mix(state: State, rounds: number): void {
  let { a, b, c, d } = state;
  for (let round = 0; round < rounds; round++) {
    a = BigInt.asUintN(64, a + b);
    b = rotate(b, 13n) ^ a;
    a = rotate(a, 32n);
    c = BigInt.asUintN(64, c + d);
    d = rotate(d, 16n) ^ c;
    a = BigInt.asUintN(64, a + d);
    d = rotate(d, 21n) ^ a;
    c = BigInt.asUintN(64, c + b);
    b = rotate(b, 17n) ^ c;
    c = rotate(c, 32n);
  }
  Object.assign(state, { a, b, c, d });
}

function rotate(word: bigint, bits: bigint): bigint {
  return BigInt.asUintN(64, (word << bits) | (word >> (64n - bits)));
}
