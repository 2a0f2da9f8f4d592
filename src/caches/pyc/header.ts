import { headerLength, pythonOf, type CompiledBy } from './magic.ts';

export type { CompiledBy } from './magic.ts';

/**
 * How a compiled file says what it was compiled from (PEP 552). `refused` has flags that no Python knows, `foreign` the
 * number of no Python that is known, and `cut` is too short to say.
 */
export type PycHeader =
  | {
      readonly kind: 'timestamp';
      readonly by: CompiledBy;
      /** Of the source, modulo 2 ** 32. */
      readonly seconds: number;
      /** Of the source in bytes, modulo 2 ** 32; undefined before Python 3.3. */
      readonly size: number | undefined;
      /** False: there is no body, or it is none of a module. */
      readonly holdsCode: boolean;
    }
  | {
      readonly kind: 'hash';
      readonly by: CompiledBy;
      /** False: Python never compares it with the source. */
      readonly checked: boolean;
      /** SipHash of the source, 8 bytes. */
      readonly hash: Uint8Array;
      readonly holdsCode: boolean;
    }
  | { readonly kind: 'refused'; readonly by: CompiledBy }
  | { readonly kind: 'foreign'; readonly magic: number }
  | { readonly kind: 'cut' };

/** How much of a compiled file `readHeader` reads: the longest header, and the first byte of the body. */
export const HEADER_BYTES = 17;

const CR_LF = 0x0a0d;
/** Flags of PEP 552: the header holds a hash of the source, and Python is to compare it. */
const HASHED = 0b01;
const CHECKED = 0b10;
/** The `TYPE_CODE` of marshal, which sets the highest bit of what it may refer to later: `Python/marshal.c`. */
const CODE = 0x63;
const REFERRED = 0x80;

/**
 * The header of a compiled file, from its first `HEADER_BYTES` bytes, or as many as it has. Read in Python's order: a
 * file with another's number is foreign, however short it is.
 */
export function readHeader(bytes: Uint8Array): PycHeader {
  if (bytes.length < 4) return { kind: 'cut' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (index: number): number => view.getUint32(4 * index, true);
  const magic = view.getUint16(0, true);
  const by = view.getUint16(2, true) === CR_LF ? pythonOf(magic) : undefined;
  if (!by) return { kind: 'foreign', magic };
  const length = headerLength(by);
  if (bytes.length < length) return { kind: 'cut' };
  const holdsCode = ((bytes[length] ?? 0) & ~REFERRED) === CODE;
  if (length < 16) {
    return { kind: 'timestamp', by, seconds: word(1), size: length === 8 ? undefined : word(2), holdsCode };
  }
  const flags = word(1);
  if ((flags & ~(HASHED | CHECKED)) !== 0) return { kind: 'refused', by };
  if ((flags & HASHED) === 0) return { kind: 'timestamp', by, seconds: word(2), size: word(3), holdsCode };
  return { kind: 'hash', by, checked: (flags & CHECKED) !== 0, hash: bytes.slice(8, 16), holdsCode };
}
