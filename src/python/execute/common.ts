/** What is certain when a value is one of two: for a program that may have gone either way. */
import { type DictValue, type SequenceValue, UNKNOWN, type Value } from '../values.ts';

/** Most comparisons of elements that are made for one list. */
const MAX_COMPARED = 40_000;

type Entry = DictValue['entries'][number];

const sameElements = (one: readonly Value[], other: readonly Value[]): boolean =>
  one.length === other.length && one.every((element, index) => isSame(element, other[index]!));

/** Whether two values are known to the same extent, and equal as far as they are known. */
export const isSame = (one: Value, other: Value): boolean => {
  if (one === other) return true;
  if (one.kind !== other.kind) return false;
  if ('elements' in one && 'elements' in other)
    return one.complete === other.complete && sameElements(one.elements, other.elements);
  if ('entries' in one && 'entries' in other) {
    if (one.complete !== other.complete || one.entries.length !== other.entries.length) return false;
    return one.entries.every(({ key, value }, index) => {
      const entry = other.entries[index]!;
      return isSame(key, entry.key) && isSame(value, entry.value);
    });
  }
  if ('text' in one && 'text' in other) return one.type === other.type && one.text === other.text;
  return 'value' in one && 'value' in other ? one.value === other.value : true;
};

/** The longest sequence of elements that is a part of both, beside what both begin and end with. */
const subsequence = (one: readonly Value[], other: readonly Value[]): Value[] => {
  if (one.length * other.length > MAX_COMPARED) return [];
  const width = other.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  for (let at = one.length - 1; at >= 0; at--) {
    for (let to = other.length - 1; to >= 0; to--) {
      lengths[at * width + to] = isSame(one[at]!, other[to]!)
        ? lengths[(at + 1) * width + to + 1]! + 1
        : Math.max(lengths[(at + 1) * width + to]!, lengths[at * width + to + 1]!);
    }
  }
  const found: Value[] = [];
  for (let at = 0, to = 0; at < one.length && to < other.length;) {
    if (isSame(one[at]!, other[to]!)) {
      found.push(one[at]!);
      at++;
      to++;
    } else if (lengths[(at + 1) * width + to]! >= lengths[at * width + to + 1]!) at++;
    else to++;
  }
  return found;
};

const commonElements = (one: readonly Value[], other: readonly Value[]): Value[] => {
  const least = Math.min(one.length, other.length);
  let start = 0;
  while (start < least && isSame(one[start]!, other[start]!)) start++;
  let end = 0;
  while (end < least - start && isSame(one.at(-1 - end)!, other.at(-1 - end)!)) end++;
  const middle = subsequence(one.slice(start, one.length - end), other.slice(start, other.length - end));
  return [...one.slice(0, start), ...middle, ...one.slice(one.length - end)];
};

const commonSequence = (one: SequenceValue, other: SequenceValue): Value => {
  if (one.kind === 'set') return UNKNOWN;
  return { kind: one.kind, elements: commonElements(one.elements, other.elements), complete: false };
};

const byText = (entries: readonly Entry[]): ReadonlyMap<string, Value> =>
  new Map(entries.flatMap(({ key, value }) => (key.kind === 'string' ? [[key.value, value] as const] : [])));

const commonDict = (one: DictValue, other: DictValue): Value => {
  const theirs = byText(other.entries);
  const entries = one.entries.flatMap(({ key, value }): Entry[] => {
    const found = key.kind === 'string' ? theirs.get(key.value) : undefined;
    return found === undefined ? [] : [{ key, value: common(value, found) }];
  });
  const complete =
    one.complete &&
    other.complete &&
    entries.length === one.entries.length &&
    entries.length === other.entries.length;
  return { kind: 'dict', entries, complete };
};

/** What is certain of a value that is `one` or `other`. */
export const common = (one: Value, other: Value): Value => {
  if (isSame(one, other)) return one;
  if ('elements' in one && 'elements' in other && one.kind === other.kind) return commonSequence(one, other);
  return one.kind === 'dict' && other.kind === 'dict' ? commonDict(one, other) : UNKNOWN;
};
