/** Following statements on one line (Python reference, "Simple statements"). */
import type {
  AssignStatement,
  AttributeExpression,
  AugmentedStatement,
  CallExpression,
  DeleteStatement,
  Expression,
} from '../syntax.ts';
import { type DictValue, isKnown, UNKNOWN, type Value } from '../values.ts';
import { namesIn } from '../walk.ts';
import { bindName, lose, mutate, newCell, unknownCell } from './changes.ts';
import { disturb } from './effects.ts';
import { setName } from './heap.ts';
import { deleteItem, loseHolders, setItem } from './items.ts';
import { idOf, linksOf, newLinks, partsIn } from './links.ts';
import { doubtAt, type Frame, mayRaise } from './machine.ts';
import { dictAfter, iterated, listAfter, merged, READING } from './methods.ts';
import { type Result, total, valueIn } from './values.ts';

const evaluated = (frame: Frame, expression: Expression): Result => {
  disturb(frame, expression);
  const result = valueIn(frame, expression);
  if (!isKnown(result.value)) mayRaise(frame.machine, 'other');
  return result;
};

/** The object that an expression gives: one that has a name, or a new one. */
const objectOf = (frame: Frame, expression: Expression, { value, id, doubts }: Result): number =>
  id ?? newCell(frame.machine, value, doubts, newLinks(frame, expression, value));

/** Follows an assignment. */
export const runAssign = (frame: Frame, { targets, annotation, value }: AssignStatement): void => {
  if (annotation) disturb(frame, annotation);
  if (value === undefined) return;
  const parts = pairsOf(targets, value);
  if (parts) {
    const ids = parts.map(([, part]) => objectOf(frame, part, evaluated(frame, part)));
    for (const [index, [target, part]] of parts.entries()) assignTo(frame, target, ids[index]!, part);
    return;
  }
  const id = objectOf(frame, value, evaluated(frame, value));
  for (const target of targets) assignTo(frame, target, id, value);
};

const isStarred = ({ kind }: Expression): boolean => kind === 'starred';

/** `a, b = x, y` as pairs. */
const pairsOf = (
  targets: readonly Expression[],
  value: Expression,
): (readonly [Expression, Expression])[] | undefined => {
  const [target] = targets;
  if (targets.length !== 1 || (target?.kind !== 'tuple' && target?.kind !== 'list')) return undefined;
  if ((value.kind !== 'tuple' && value.kind !== 'list') || value.elements.length !== target.elements.length)
    return undefined;
  if (target.elements.some(isStarred) || value.elements.some(isStarred)) return undefined;
  return target.elements.map((each, index) => [each, value.elements[index]!]);
};

/** Binds a target to an object that `source` gave. */
const assignTo = (frame: Frame, target: Expression, id: number, source: Expression): void => {
  const { machine } = frame;
  switch (target.kind) {
    case 'name':
      bindName(frame, target.name, id, doubtAt(frame, target.offset, ''));
      break;
    case 'tuple':
    case 'list':
      unpack(frame, target.elements, id, source);
      break;
    case 'starred':
      assignTo(
        frame,
        target.value,
        unknownCell(machine, doubtAt(frame, target.offset, 'is computed'), [id]),
        source,
      );
      break;
    case 'attribute':
      setAttribute(frame, target, id);
      break;
    case 'subscript':
      setItem(frame, target, machine.cells.get(id), id);
      break;
    default:
      for (const name of namesIn(target))
        bindName(
          frame,
          name,
          unknownCell(machine, doubtAt(frame, target.offset, 'is in a line that is not understood')),
          doubtAt(frame, target.offset, ''),
        );
  }
};

const unpack = (frame: Frame, targets: readonly Expression[], id: number, source: Expression): void => {
  const { machine } = frame;
  const cell = machine.cells.get(id);
  const value = cell?.value;
  const isSequence = value?.kind === 'list' || value?.kind === 'tuple';
  const fits = isSequence && value.complete && value.elements.length === targets.length;
  const elements = fits && !targets.some(({ kind }) => kind === 'starred') ? value.elements : [];
  if (elements.length === 0) mayRaise(machine, 'other');
  for (const [index, target] of targets.entries()) {
    const element = elements[index] ?? UNKNOWN;
    const links = 'elements' in element || 'entries' in element || element.kind === 'unknown' ? [id] : [];
    const doubt = doubtAt(frame, target.offset, 'is computed');
    assignTo(frame, target, newCell(machine, element, [doubt], { same: links }), source);
  }
};

const setAttribute = (frame: Frame, target: AttributeExpression, id: number): void => {
  const { machine } = frame;
  disturb(frame, target.value);
  const holder = idOf(frame, target.value);
  const meaning = holder === undefined ? undefined : machine.cells.get(holder)?.meaning;
  if (meaning?.kind === 'module') setName(machine, meaning.name, target.name, id);
  else loseHolders(frame, target.value, doubtAt(frame, target.offset, 'is changed in part'));
};

/** Follows `target += value` and its like. */
export const runAugmented = (frame: Frame, statement: AugmentedStatement): void => {
  const { machine } = frame;
  const { target, operator, value, offset } = statement;
  const added = evaluated(frame, value);
  const doubt = doubtAt(frame, offset, 'is changed in a way that is not followed');
  const id = idOf(frame, target);
  const cell = id === undefined ? undefined : machine.cells.get(id);
  if (target.kind === 'subscript') {
    setItem(frame, target, undefined, unknownCell(machine, doubt));
    return loseHolders(frame, target.value, doubt);
  }
  if (id === undefined || cell === undefined) {
    mayRaise(machine, 'other');
    const least = operator === '+=' ? total(UNKNOWN, added.value) : UNKNOWN;
    return assignTo(
      frame,
      target,
      newCell(machine, least, [doubt], { same: linksOf(frame, target) }),
      target,
    );
  }
  const next = augmented(cell.value, operator, added.value);
  const links = { doubts: added.doubts, parts: partsIn(frame, value, added.value) };
  if (next) return mutate(machine, id, next, doubt, links);
  if (cell.value.kind === 'list' || cell.value.kind === 'dict' || cell.value.kind === 'set') {
    lose(machine, id, doubt);
    return;
  }
  mayRaise(machine, 'other');
  const sum = operator === '+=' ? total(cell.value, added.value) : UNKNOWN;
  const doubts =
    cell.doubts.length + added.doubts.length > 0 ? [...cell.doubts, ...added.doubts].slice(0, 5) : [doubt];
  if (cell.value.kind === 'unknown') lose(machine, id, doubt);
  const same = sum.kind === 'string' ? [] : [id, ...linksOf(frame, value)];
  assignTo(frame, target, newCell(machine, sum, doubts, { same }), target);
};

/** What a list or dict is after an operator that changes it in place. */
const augmented = (old: Value, operator: string, added: Value): Value | undefined => {
  if (old.kind === 'list' && operator === '+=') {
    const { elements, complete } = iterated(added);
    return { ...old, elements: [...old.elements, ...elements], complete: old.complete && complete };
  }
  return old.kind === 'dict' && operator === '|=' ? merged(old, added) : undefined;
};

/** Follows `del`. */
export const runDelete = (frame: Frame, { targets }: DeleteStatement): void => {
  const { machine, module } = frame;
  for (const target of targets) {
    const doubt = doubtAt(frame, target.offset, 'is deleted in part');
    mayRaise(machine, 'other');
    if (target.kind === 'name') setName(machine, module, target.name, undefined);
    else if (target.kind === 'subscript') deleteItem(frame, target, doubt);
    else for (const name of namesIn(target)) bindName(frame, name, unknownCell(machine, doubt), doubt);
  }
};

/** Follows a method that changes a list or dict in a way that is known; false for everything else. */
export const runMethod = (frame: Frame, call: CallExpression): boolean => {
  const { machine } = frame;
  const { callee, arguments: given, keywords, offset } = call;
  if (callee.kind !== 'attribute' || READING.has(callee.name)) return false;
  const id = idOf(frame, callee.value);
  const cell = id === undefined ? undefined : machine.cells.get(id);
  if (id === undefined || (cell?.value.kind !== 'list' && cell?.value.kind !== 'dict')) return false;
  if (given.some(({ kind }) => kind === 'starred')) return false;
  const results = given.map((argument) => evaluated(frame, argument));
  for (const { value } of keywords) disturb(frame, value);
  const named = keywords.length === 0 ? undefined : valueIn(frame, { ...call, callee: DICT, arguments: [] });
  const now = machine.cells.get(id)?.value;
  const next =
    now &&
    methodResult(
      now,
      callee.name,
      results.map(({ value }) => value),
      named?.value,
    );
  const doubt = doubtAt(frame, offset, 'is changed in a way that is not followed');
  const doubts = [...results, ...(named ? [named] : [])].flatMap((result) => result.doubts).slice(0, 5);
  if (/^(?:remove|pop)$/.test(callee.name)) mayRaise(machine, 'other');
  if (next === undefined) lose(machine, id, doubt);
  else
    mutate(machine, id, next, doubt, {
      doubts,
      parts: given.flatMap((argument, index) => partsIn(frame, argument, results[index]!.value)),
    });
  return true;
};

const DICT: Expression = { kind: 'name', name: 'dict', offset: 0, end: 0 };

const methodResult = (
  value: Value,
  method: string,
  given: readonly Value[],
  named: Value | undefined,
): Value | undefined => {
  if (value.kind === 'list') return named ? undefined : listAfter(value, method, given);
  if (value.kind !== 'dict') return undefined;
  if (method !== 'update') return named ? undefined : dictAfter(value, method, given);
  const positional: Value | undefined = given.length > 0 ? dictAfter(value, method, given) : value;
  return named && positional?.kind === 'dict' ? merged(positional satisfies DictValue, named) : positional;
};
