/** Values that expressions are known to have. Plain data. */

/** A str. */
export interface StringValue {
  readonly kind: 'string';
  readonly value: string;
}

/** A bytes object; each UTF-16 unit of `value` (0 to 255) stands for one byte. */
export interface BytesValue {
  readonly kind: 'bytes';
  readonly value: string;
}

/** A number: its nearest JavaScript number (complex: the imaginary part) and its exact text, equal for equal numbers. */
export interface NumberValue {
  readonly kind: 'number';
  readonly type: 'int' | 'float' | 'complex';
  readonly value: number;
  readonly text: string;
}

/** True or False. */
export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/**
 * A list, tuple or set: elements in the order written, each perhaps unknown. Unless `complete`, there may be more
 * elements anywhere among them.
 */
export interface SequenceValue {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly elements: readonly Value[];
  readonly complete: boolean;
}

/** A dict: entries in the order written, duplicates kept. Unless `complete`, others may add to or override them. */
export interface DictValue {
  readonly kind: 'dict';
  readonly entries: readonly { readonly key: Value; readonly value: Value }[];
  readonly complete: boolean;
}

/** What an expression evaluates to, as far as can be said for certain. */
export type Value =
  | StringValue
  | BytesValue
  | NumberValue
  | BooleanValue
  | SequenceValue
  | DictValue
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/** Nothing is known. */
export const UNKNOWN: Value = { kind: 'unknown' };

/** How many values `value` holds, itself included, and how deep it nests: 1 for a scalar. */
export interface Extent {
  readonly size: number;
  readonly depth: number;
}

/** Measures `value`. */
export const extentOf = (value: Value): Extent => {
  let size = 1;
  let depth = 0;
  const parts =
    'elements' in value
      ? value.elements
      : 'entries' in value
        ? value.entries.flatMap((entry) => [entry.key, entry.value])
        : [];
  for (const part of parts) {
    const inner = extentOf(part);
    size += inner.size;
    depth = Math.max(depth, inner.depth);
  }
  return { size, depth: depth + 1 };
};

/** Whether all of `value` is known. */
export const isKnown = (value: Value): boolean => {
  if ('elements' in value) return value.complete && value.elements.every(isKnown);
  if ('entries' in value)
    return value.complete && value.entries.every((entry) => isKnown(entry.key) && isKnown(entry.value));
  return value.kind !== 'unknown';
};

/** The value of a name, and its extent. */
export interface Evaluated extends Extent {
  readonly value: Value;
}
