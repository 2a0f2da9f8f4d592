/** A way to read a source, whose results are remembered under its name. They are plain data, and never undefined. */
export interface Reading<Facts> {
  readonly name: string;
  readonly read: (source: string) => Facts;
}

/** The contents of blobs. A blob that is not here (a partial clone) is undefined, and nothing can be said of it. */
export interface Sources {
  /** The decoded text of a Python source (PEP 263). */
  text(oid: string): Promise<string | undefined>;
  /** What a reading finds in it: read once for each blob, however often it is asked for. */
  facts<Facts>(reading: Reading<Facts>, oid: string): Promise<Facts | undefined>;
}
