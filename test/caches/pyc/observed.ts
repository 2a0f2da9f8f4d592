import { readHeader, type PycHeader } from '../../../src/caches/pyc/header.ts';
import { classify, type CacheState } from '../../../src/caches/pyc/state.ts';
import { pathFromText } from '../../../src/path.ts';

export const SECOND = 1_000_000_000n;
/** When the source was written, and how large it is. */
export const WRITTEN = 1_600_000_000n * SECOND + 500_000_000n;
export const SIZE = 44;

const MAGIC = { '2.7': 62_211, '3.1': 3151, '3.3': 3230, '3.6': 3379, '3.11': 3495, '3.12': 3531 } as const;
export const PYPY_27 = 62_218;
export const PYPY_39 = 336;

/** A header, and the first byte of a body. */
function bytesOf(magic: number, ...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 + words.length * 4 + 1, 0xe3);
  bytes.writeUInt32LE(magic + 0x0a0d_0000);
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, 4 + index * 4);
  return bytes;
}

/** A header that says when and how large the source is. */
export function timestamp(
  version: keyof typeof MAGIC | number,
  seconds = 1_600_000_000,
  size = SIZE,
): PycHeader {
  const magic = typeof version === 'number' ? version : MAGIC[version];
  if (magic > 60_000 || magic === MAGIC['3.1']) return readHeader(bytesOf(magic, seconds));
  return readHeader(
    magic >= 3000 && magic < 3392 ? bytesOf(magic, seconds, size) : bytesOf(magic, 0, seconds, size),
  );
}

/** Headers of Python 3.11 with the hash of `V = 'NEW'\n`. */
export const NEW = "V = 'NEW'\n";
export const hashed = (flags: 1 | 3): PycHeader =>
  readHeader(
    Buffer.concat([bytesOf(MAGIC['3.11'], flags).subarray(0, 8), Buffer.from('7d419df34bf8651ae3', 'hex')]),
  );

/** The same header, of a file without a body, or with one that is none of a module. */
export const hollow = (header: PycHeader): PycHeader =>
  'holdsCode' in header ? { ...header, holdsCode: false } : header;
export const CUT = readHeader(new Uint8Array());
export const REFUSED = readHeader(bytesOf(MAGIC['3.11'], 4, 0, 0));
export const FOREIGN = readHeader(bytesOf(1011, 0, 0, 0));

export interface Asked {
  readonly path?: string;
  readonly place?: 'cache' | 'legacy';
  readonly header?: PycHeader;
  /** Bytes of the compiled file. */
  readonly size?: number;
  /** When it was written: nanoseconds after its source. */
  readonly after?: bigint;
  /** False: its source is gone. */
  readonly source?: false | { readonly modified?: bigint; readonly changed?: bigint; readonly size?: number };
  readonly content?: string;
  readonly hidesModule?: boolean;
}

/** A cache that Python wrote a second after its source, but for what is said. */
export function stateOf(asked: Asked): CacheState {
  const { place = 'cache', source, content, after = SECOND } = asked;
  const path = asked.path ?? (place === 'cache' ? '__pycache__/m.cpython-311.pyc' : 'm.pyc');
  return classify({
    path: pathFromText(path),
    place,
    header: asked.header ?? timestamp('3.11'),
    times: { size: asked.size ?? 120, modified: WRITTEN + after, changed: WRITTEN + after },
    source: source === false ? undefined : { size: SIZE, modified: WRITTEN, changed: WRITTEN, ...source },
    sourceContent: () => (content === undefined ? undefined : Buffer.from(content)),
    hidesModule: asked.hidesModule ?? false,
  });
}
