/** Items of lists and dicts, and names of a module by their text. */
import type { Expression, SubscriptExpression } from '../syntax.ts';
import { type SequenceValue, UNKNOWN, type Value } from '../values.ts';
import { bindName, lose, loseNames, loseParts, mutate } from './changes.ts';
import { disturb } from './effects.ts';
import { type Cell, type Doubt, setName } from './heap.ts';
import { idOf, linksOf } from './links.ts';
import { doubtAt, type Frame } from './machine.ts';
import { indexIn, iterated, withEntry, withoutEntry } from './methods.ts';
import { valueIn } from './values.ts';

/** `globals()["NAME"]`: the name; undefined for other expressions, null where the name is not known. */
const namedByText = (frame: Frame, { value, index }: SubscriptExpression): string | null | undefined => {
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.arguments.length > 0) return undefined;
  if (!/^(?:globals|locals|vars)$/.test(value.callee.name)) return undefined;
  const key = valueIn(frame, index).value;
  return key.kind === 'string' ? key.value : null;
};

/** Follows `target[index] = …`, whose value is the object `part`. */
export const setItem = (
  frame: Frame,
  target: SubscriptExpression,
  cell: Cell | undefined,
  part: number,
): void => {
  const { machine, module } = frame;
  const doubt = doubtAt(frame, target.offset, 'is changed in a way that is not followed');
  const name = namedByText(frame, target);
  if (name === null) return loseNames(machine, module, { ...doubt, why: 'may be bound by its text' }, 'all');
  if (name !== undefined) return bindName(frame, name, part, doubt);
  disturb(frame, target.index);
  const id = idOf(frame, target.value);
  if (id === undefined) {
    disturb(frame, target.value);
    return loseHolders(frame, target.value, doubt);
  }
  const old = machine.cells.get(id)?.value;
  const value = cell?.value ?? UNKNOWN;
  const next = old && itemSet(frame, old, target.index, value);
  if (next === undefined) lose(machine, id, doubt);
  else
    mutate(machine, id, next, doubt, {
      doubts: cell?.doubts ?? [],
      parts: target.index.kind === 'slice' ? [] : [part],
    });
};

const itemSet = (frame: Frame, old: Value, index: Expression, value: Value): Value | undefined => {
  if (old.kind === 'dict') return withEntry(old, valueIn(frame, index).value, value);
  if (old.kind !== 'list') return undefined;
  if (index.kind === 'slice') return sliceSet(frame, old, index, value);
  const at = indexIn(old, valueIn(frame, index).value);
  return at === undefined ? undefined : { ...old, elements: old.elements.with(at, value) };
};

/** `list[0:0] = …`, which adds in front; other slices are not followed. */
const sliceSet = (frame: Frame, old: SequenceValue, index: Expression, value: Value): Value | undefined => {
  if (index.kind !== 'slice' || index.step || !index.upper) return undefined;
  const isZero = (part: Expression | undefined): boolean => {
    const found = part && valueIn(frame, part).value;
    return found === undefined || (found.kind === 'number' && found.text === '0');
  };
  if (!isZero(index.lower) || !isZero(index.upper)) return undefined;
  const { elements, complete } = iterated(value);
  return { ...old, elements: [...elements, ...old.elements], complete: old.complete && complete };
};

/** Follows `del target[index]`. */
export const deleteItem = (frame: Frame, target: SubscriptExpression, doubt: Doubt): void => {
  const { machine, module } = frame;
  const name = namedByText(frame, target);
  if (name !== undefined) {
    if (name === null) loseNames(machine, module, doubt, 'all');
    else setName(machine, module, name, undefined);
    return;
  }
  disturb(frame, target.index);
  const id = idOf(frame, target.value);
  const cell = id === undefined ? undefined : machine.cells.get(id);
  if (id === undefined || cell === undefined) {
    disturb(frame, target.value);
    loseHolders(frame, target.value, doubt);
  } else if (cell.value.kind === 'dict')
    mutate(machine, id, withoutEntry(cell.value, valueIn(frame, target.index).value), doubt, {
      doubts: [],
      parts: [],
    });
  else lose(machine, id, doubt);
};

/** Something in the objects that an expression names is changed. */
export const loseHolders = (frame: Frame, expression: Expression, doubt: Doubt): void => {
  for (const each of linksOf(frame, expression)) {
    if (expression.kind === 'name') loseParts(frame.machine, each, doubt);
    else lose(frame.machine, each, doubt);
  }
};
