/** What methods and item assignments make of lists and dicts (Python library reference, "Built-in Types"). */
import { type DictValue, isKnown, type SequenceValue, UNKNOWN, type Value } from '../values.ts';
import { isSame } from './common.ts';

/** Methods of lists, dicts, sets and strings that change nothing. */
export const READING: ReadonlySet<string> = new Set(
  'get items keys values index count copy format join split strip lower upper replace startswith endswith union intersection difference isdisjoint issubset issuperset'.split(
    ' ',
  ),
);

/** The elements that iterating over a value gives, as far as they are known. */
export const iterated = (value: Value | undefined): Pick<SequenceValue, 'elements' | 'complete'> => {
  if (value?.kind === 'list' || value?.kind === 'tuple') return value;
  if (value?.kind === 'string')
    return { elements: Array.from(value.value, (each) => ({ kind: 'string', value: each })), complete: true };
  return { elements: [], complete: false };
};

/** The index that a known int stands for in a list whose length is known; undefined when there is none. */
export const indexIn = (list: SequenceValue, index: Value | undefined): number | undefined => {
  if (!list.complete || index?.kind !== 'number' || index.type !== 'int') return undefined;
  const at = index.value < 0 ? list.elements.length + index.value : index.value;
  return at >= 0 && at < list.elements.length ? at : undefined;
};

const isInt = (value: Value | undefined, number: number): boolean =>
  value?.kind === 'number' && value.type === 'int' && value.value === number;

const insert = (list: SequenceValue, index: Value | undefined, element: Value): SequenceValue => {
  if (isInt(index, 0)) return { ...list, elements: [element, ...list.elements] };
  if (!list.complete || index?.kind !== 'number' || index.type !== 'int') return { ...list, complete: false };
  const { length } = list.elements;
  const at = index.value < 0 ? Math.max(0, length + index.value) : Math.min(index.value, length);
  return { ...list, elements: list.elements.toSpliced(at, 0, element) };
};

/** Without the first element that equals a string; undefined when that raises, or cannot be told. */
const remove = (list: SequenceValue, element: Value | undefined): Value | undefined => {
  if (element?.kind !== 'string') return undefined;
  const at = list.elements.findIndex((each) => isSame(each, element));
  const unsure = list.elements.findIndex((each) => each.kind === 'unknown');
  if (unsure >= 0 && (at < 0 || unsure < at)) {
    const elements = list.elements.filter((each) => each.kind !== 'unknown' && !isSame(each, element));
    return { ...list, elements, complete: false };
  }
  if (at >= 0) return { ...list, elements: list.elements.toSpliced(at, 1) };
  return list.complete ? undefined : list;
};

const pop = (list: SequenceValue, given: readonly Value[]): Value | undefined => {
  const [index = { kind: 'number', type: 'int', value: -1, text: '-1' }] = given;
  if (list.complete) {
    const at = indexIn(list, index);
    return at === undefined ? undefined : { ...list, elements: list.elements.toSpliced(at, 1) };
  }
  if (isInt(index, -1)) return { ...list, elements: list.elements.slice(0, -1) };
  return isInt(index, 0) ? { ...list, elements: list.elements.slice(1) } : undefined;
};

const isPlainText = (value: Value): value is Extract<Value, { kind: 'string' }> =>
  value.kind === 'string' && /^[\0-\x7f]*$/.test(value.value);

/** The strings of a list in Python's order; undefined when it cannot be told. */
export const sorted = (list: Pick<SequenceValue, 'elements' | 'complete'>): SequenceValue | undefined => {
  const { elements } = list;
  if (!list.complete || !elements.every(isPlainText)) return undefined;
  const order = elements.toSorted((one, other) =>
    one.value < other.value ? -1 : Number(one.value > other.value),
  );
  return { kind: 'list', elements: order, complete: true };
};

/** What a list is after a method; undefined when that is not understood. */
export const listAfter = (
  list: SequenceValue,
  method: string,
  given: readonly Value[],
): Value | undefined => {
  const [first, second] = given;
  switch (`${method} ${given.length}`) {
    case 'append 1':
      return { ...list, elements: [...list.elements, first!] };
    case 'extend 1': {
      const { elements, complete } = iterated(first);
      return { ...list, elements: [...list.elements, ...elements], complete: list.complete && complete };
    }
    case 'insert 2':
      return insert(list, first, second!);
    case 'remove 1':
      return remove(list, first);
    case 'pop 0':
    case 'pop 1':
      return pop(list, given);
    case 'clear 0':
      return { ...list, elements: [], complete: true };
    case 'reverse 0':
      return { ...list, elements: list.elements.toReversed() };
    case 'sort 0':
      return sorted(list);
    default:
      return undefined;
  }
};

/** `dict[key] = value`, for one key whose value is known or not. */
export const withEntry = (dict: DictValue, key: Value, value: Value): DictValue => {
  if (!isKnown(key)) {
    const entries = dict.entries.map((entry) => ({ ...entry, value: UNKNOWN }));
    return { kind: 'dict', entries, complete: false };
  }
  const at = dict.entries.findIndex((entry) => isSame(entry.key, key));
  if (at >= 0) return { ...dict, entries: dict.entries.with(at, { key, value }) };
  return { ...dict, entries: [...dict.entries, { key, value }] };
};

/** `dict.update(other)`, `{**dict, **other}`. */
export const merged = (dict: DictValue, other: Value): DictValue => {
  if (other.kind !== 'dict') return withEntry(dict, UNKNOWN, UNKNOWN);
  let result = other.complete ? dict : withEntry(dict, UNKNOWN, UNKNOWN);
  for (const { key, value } of other.entries) result = withEntry(result, key, value);
  return other.complete ? result : { ...result, complete: false };
};

/** `del dict[key]`, `dict.pop(key)`. */
export const withoutEntry = (dict: DictValue, key: Value | undefined): DictValue =>
  key?.kind === 'string'
    ? { ...dict, entries: dict.entries.filter((entry) => !isSame(entry.key, key)) }
    : { kind: 'dict', entries: [], complete: false };

/** What a dict is after a method; undefined when that is not understood. */
export const dictAfter = (dict: DictValue, method: string, given: readonly Value[]): Value | undefined => {
  const [key, value] = given;
  if (method === 'update' && given.length === 1) return merged(dict, key!);
  if (method === 'clear') return { kind: 'dict', entries: [], complete: true };
  if (method === 'pop' && key) return withoutEntry(dict, key);
  if (method !== 'setdefault' || key?.kind !== 'string') return undefined;
  if (dict.entries.some((entry) => isSame(entry.key, key))) return dict;
  return withEntry(dict, key, dict.complete ? (value ?? { kind: 'none' }) : UNKNOWN);
};
