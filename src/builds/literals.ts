/** A string or a bare key of a document, as it is written there. */
export interface Literal {
  /** What it stands for. */
  readonly value: string;
  readonly raw: string;
  /** UTF-16 offset in the document. */
  readonly start: number;
}

/** A language in which build files are written. */
export interface Format {
  readonly isJson: boolean;
  /** @throws for what is not of the language */
  readonly parse: (text: string) => unknown;
  /** The strings and bare keys of a document that can be parsed; in comments there are none. */
  readonly literals: (text: string) => Literal[];
}

/** JSON (RFC 8259). */
export const JSON_FORMAT: Format = {
  isJson: true,
  parse: (text) => JSON.parse(text) as unknown,
  literals: (text) => literals(text, /"(?:[^"\\]|\\[^])*"/g, (raw) => JSON.parse(raw) as unknown),
};

/** TOML (https://toml.io/en/v1.1.0); its reader is loaded only when there is something to read. */
export async function tomlFormat(): Promise<Format> {
  const { parse } = await import('smol-toml');
  return {
    isJson: false,
    parse,
    literals: (text) =>
      literals(text, TOML, (raw) => (/^["']/.test(raw) ? parse(`value = ${raw}`)['value'] : raw)),
  };
}

const TOML = /#[^\n]*|"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\]|\\[^])*"|'[^']*'|[\w-]+/g;

function literals(text: string, tokens: RegExp, read: (raw: string) => unknown): Literal[] {
  return [...text.matchAll(tokens)].flatMap(({ 0: raw, index: start }) => {
    const value = raw.startsWith('#') ? undefined : read(raw);
    return typeof value === 'string' ? [{ value, raw, start }] : [];
  });
}
