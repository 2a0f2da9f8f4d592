/** The Python that wrote a compiled file. */
export interface CompiledBy {
  readonly implementation: 'cpython' | 'pypy';
  /** `3.11`; undefined for a PyPy that is not known. */
  readonly version: string | undefined;
  /** The number in the first two bytes, see PEP 3147 and `importlib.util.MAGIC_NUMBER`. */
  readonly magic: number;
}

/** How a compiled file says what it was compiled from (PEP 552); `cut` is one too short to say. */
export type PycHeader =
  | {
      readonly kind: 'timestamp';
      readonly by: CompiledBy;
      /** Of the source, modulo 2 ** 32. */
      readonly seconds: number;
      /** Of the source in bytes, modulo 2 ** 32; undefined before Python 3.3. */
      readonly size: number | undefined;
      /** Bytes that the header takes. */
      readonly length: 8 | 12 | 16;
    }
  | {
      readonly kind: 'hash';
      readonly by: CompiledBy;
      /** False: Python never compares it with the source. */
      readonly checked: boolean;
      /** SipHash of the source, 8 bytes. */
      readonly hash: Uint8Array;
      readonly length: 16;
    }
  | { readonly kind: 'refused'; readonly by: CompiledBy }
  | { readonly kind: 'foreign'; readonly magic: number }
  | { readonly kind: 'cut' };
