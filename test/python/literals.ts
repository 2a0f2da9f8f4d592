/** Random Python literals, printed in random ways. */
import * as fc from 'fast-check';
import { expect } from 'vitest';

/** A Python value to be written in many ways. */
export type Literal =
  | { readonly kind: 'string' | 'bytes'; readonly value: string }
  | { readonly kind: 'int' | 'float'; readonly value: number }
  | { readonly kind: 'word'; readonly value: 'None' | 'True' | 'False' }
  | { readonly kind: 'list' | 'tuple'; readonly elements: readonly Literal[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [Literal, Literal])[] };

/** An endless supply of numbers below a bound, by which a printer chooses. */
export type Choose = (bound: number) => number;

export const chooser = (choices: readonly number[]): Choose => {
  let next = 0;
  return (bound) => (choices.length === 0 ? 0 : (choices[next++ % choices.length] ?? 0) % bound);
};

export const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 50 });

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...Array.from('ab\'"\\\n\r{}N#x0é😀\0')),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
  maxLength: 8,
});

export const { literal } = fc.letrec<{ literal: Literal }>((tie) => ({
  literal: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ kind: fc.constant('string' as const), value: text }),
    fc.record({
      kind: fc.constant('bytes' as const),
      value: text.map((value) => value.replaceAll(/[^\0-\u007f]/g, '?')),
    }),
    fc.record({ kind: fc.constant('int' as const), value: fc.integer() }),
    fc.record({ kind: fc.constant('float' as const), value: fc.double({ noNaN: true }) }),
    fc.record({
      kind: fc.constant('word' as const),
      value: fc.constantFrom('None' as const, 'True' as const, 'False' as const),
    }),
    fc.record({
      kind: fc.constantFrom('list' as const, 'tuple' as const),
      elements: fc.array(tie('literal'), { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('dict' as const),
      entries: fc.array(fc.tuple(tie('literal'), tie('literal')), { maxLength: 3 }),
    }),
  ),
}));

const escapeCharacter = (character: string, quote: string, choose: Choose, bytes: boolean): string => {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  const forced =
    character === '\\' ||
    character === quote[0] ||
    character === '\r' ||
    (character === '\n' && quote.length === 1) ||
    code === 0;
  if (!forced && choose(4) > 0) return character;
  if (code < 0x100 && choose(2) === 0) return `\\x${hex.padStart(2, '0')}`;
  if (code < 0x100 && (bytes || choose(2) === 0)) return `\\${code.toString(8).padStart(3, '0')}`;
  return code < 0x10000 && choose(2) === 0 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
};

const quoted = (value: string, kind: 'string' | 'bytes', choose: Choose): string => {
  const quote = ['"', "'", '"""', "'''"][choose(4)] ?? '"';
  const bytes = kind === 'bytes';
  const plain = !/[\\\r\n\0'"]/.test(value);
  const prefixes = bytes ? ['b', 'B', plain ? 'rb' : 'b'] : ['', 'u', plain ? 'R' : '', 'f'];
  const prefix = prefixes[choose(prefixes.length)] ?? '';
  const raw = /r/i.test(prefix);
  const body = Array.from(value, (each) => (raw ? each : escapeCharacter(each, quote, choose, bytes))).join(
    '',
  );
  return prefix + quote + (prefix === 'f' ? body.replaceAll('{', '{{').replaceAll('}', '}}') : body) + quote;
};

/** White space, line breaks and comments that may stand between tokens inside brackets. */
export const space = (choose: Choose): string =>
  ['', ' ', '\n', '  # c"\'(\n\t', '\r\n ', '\\\n'][choose(6)] ?? '';

export const separated = (parts: readonly string[], choose: Choose, close: string, comma = false): string => {
  const last = comma || (parts.length > 0 && choose(2) === 0) ? ',' : '';
  return `${space(choose)}${parts.map((part) => part + space(choose)).join(`,${space(choose)}`)}${last}${space(choose)}${close}`;
};

export const print = (value: Literal, choose: Choose): string => {
  const printed = printBare(value, choose);
  return choose(6) === 0 ? `(${space(choose)}${printed}${space(choose)})` : printed;
};

const printBare = (value: Literal, choose: Choose): string => {
  switch (value.kind) {
    case 'string':
    case 'bytes': {
      const characters = Array.from(value.value);
      if (choose(3) > 0 || characters.length < 2) return quoted(value.value, value.kind, choose);
      const cut = 1 + choose(characters.length - 1);
      const halves = [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
      return `(${halves.map((half) => quoted(half, value.kind, choose)).join(` ${space(choose)}`)})`;
    }
    case 'int':
      if (value.value < 0) return `-${space(choose).replaceAll(/[^ ]/g, '')}${Math.abs(value.value)}`;
      return choose(2) === 0 ? `0x${value.value.toString(16)}` : String(value.value);
    case 'float': {
      const printed = Math.abs(value.value) === Infinity ? '1e999' : String(Math.abs(value.value));
      const sign = value.value < 0 || Object.is(value.value, -0) ? '-' : '';
      return sign + (/[.e]/.test(printed) ? printed : `${printed}${choose(2) === 0 ? '.' : '.0'}`);
    }
    case 'word':
      return value.value;
    case 'list':
      return `[${separated(
        value.elements.map((each) => print(each, choose)),
        choose,
        ']',
      )}`;
    case 'tuple': {
      const parts = value.elements.map((each) => print(each, choose));
      return `(${separated(parts, choose, ')', parts.length === 1)}`;
    }
    case 'dict':
    default:
      return `{${separated(
        value.entries.map(
          ([key, each]) => `${print(key, choose)}${space(choose)}:${space(choose)}${print(each, choose)}`,
        ),
        choose,
        '}',
      )}`;
  }
};

/** The value the reader should find. */
export const expected = (value: Literal): unknown => {
  switch (value.kind) {
    case 'string':
    case 'bytes':
      return { kind: value.kind, value: value.value };
    case 'int':
    case 'float':
      return expect.objectContaining({
        kind: 'number',
        type: value.kind,
        value: value.kind === 'int' ? value.value + 0 : value.value,
      });
    case 'word':
      return value.value === 'None' ? { kind: 'none' } : { kind: 'boolean', value: value.value === 'True' };
    case 'list':
    case 'tuple':
      return { kind: value.kind, elements: value.elements.map(expected), complete: true };
    case 'dict':
    default:
      return {
        kind: 'dict',
        entries: value.entries.map(([key, each]) => ({ key: expected(key), value: expected(each) })),
        complete: true,
      };
  }
};
