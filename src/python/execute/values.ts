/** Values of expressions among the names of a module that is being followed. */
import { evaluate, sum } from '../evaluate.ts';
import type {
  CallExpression,
  DictExpression,
  Expression,
  SequenceExpression,
  SliceExpression,
} from '../syntax.ts';
import { type DictValue, extentOf, isKnown, type SequenceValue, UNKNOWN, type Value } from '../values.ts';
import { namesIn, tokensOf } from '../walk.ts';
import { choose, type Operand } from './choices.ts';
import { type Doubt, keyOf } from './heap.ts';
import { together } from './join.ts';
import { idOf } from './links.ts';
import { doubtAt, type Frame, spend } from './machine.ts';
import { indexIn, iterated, merged, sorted, withEntry } from './methods.ts';

/** Deepest expression that is read, most values that names contribute to one, most entries of a dict. */
const MAX_DEPTH = 100;
const MAX_REFERRED = 10_000;
const MAX_ENTRIES = 1000;

/** One evaluation in a frame. */
interface Evaluation {
  readonly frame: Frame;
  referred: number;
  depth: number;
}

const NOTHING: Operand = { value: UNKNOWN, id: undefined };

const fresh = (value: Value): Operand => ({ value, id: undefined });

const named = (evaluation: Evaluation, expression: Expression): Operand => {
  const { machine } = evaluation.frame;
  const id = idOf(evaluation.frame, expression);
  const cell = id === undefined ? undefined : machine.cells.get(id);
  if (cell === undefined) return NOTHING;
  const { size } = extentOf(cell.value);
  evaluation.referred += size;
  spend(machine, size);
  if (cell.meaning?.kind === 'outside' && cell.meaning.name === 'typing.TYPE_CHECKING')
    return fresh({ kind: 'boolean', value: false });
  return { value: evaluation.referred > MAX_REFERRED ? UNKNOWN : cell.value, id };
};

const inner = (evaluation: Evaluation, expression: Expression): Value =>
  operandOf(evaluation, expression).value;

const sequence = (evaluation: Evaluation, { kind, elements: all }: SequenceExpression): Value => {
  const elements: Value[] = [];
  let complete = kind !== 'set';
  for (const element of all) {
    if (element.kind === 'starred') {
      const spread = iterated(inner(evaluation, element.value));
      for (const each of spread.elements) elements.push(each);
      complete &&= spread.complete;
    } else elements.push(inner(evaluation, element));
  }
  return { kind, elements, complete };
};

const EMPTY: DictValue = { kind: 'dict', entries: [], complete: true };

const dictOf = (evaluation: Evaluation, { entries }: DictExpression): Value => {
  let dict = EMPTY;
  if (entries.length > MAX_ENTRIES) return UNKNOWN;
  for (const { key, value } of entries) {
    const found = inner(evaluation, value);
    dict = key === undefined ? merged(dict, found) : withEntry(dict, inner(evaluation, key), found);
    if (dict.entries.length > MAX_ENTRIES) return UNKNOWN;
  }
  return dict;
};

/** `left + right`, where what is added to something unknown is in the sum at least. */
export const total = (left: Value, right: Value): Value => {
  const [one, other] = [left.kind, right.kind];
  if (one === 'string' && other === 'string' && 'value' in left && 'value' in right)
    return String(left.value).length + String(right.value).length > MAX_REFERRED ? UNKNOWN : sum(left, right);
  if (one === 'unknown' && (other === 'list' || other === 'tuple'))
    return { ...(right as SequenceValue), complete: false };
  if (other === 'unknown' && (one === 'list' || one === 'tuple'))
    return { ...(left as SequenceValue), complete: false };
  return sum(left, right);
};

const sliced = (value: Value, slice: SliceExpression, evaluation: Evaluation): Value => {
  if ((value.kind !== 'list' && value.kind !== 'tuple') || !value.complete || slice.step) return UNKNOWN;
  const bound = (part: Expression | undefined): number | undefined => {
    const found = part && inner(evaluation, part);
    return found?.kind === 'number' && found.type === 'int' ? found.value : undefined;
  };
  const [lower, upper] = [bound(slice.lower), bound(slice.upper)];
  if ((slice.lower && lower === undefined) || (slice.upper && upper === undefined)) return UNKNOWN;
  return { ...value, elements: value.elements.slice(lower ?? 0, upper) };
};

const item = (value: Value, key: Value): Value => {
  if (value.kind === 'list' || value.kind === 'tuple') {
    const at = indexIn(value, key);
    return at === undefined ? UNKNOWN : value.elements[at]!;
  }
  if (value.kind !== 'dict' || key.kind !== 'string') return UNKNOWN;
  return (
    value.entries.find((entry) => entry.key.kind === 'string' && entry.key.value === key.value)?.value ??
    UNKNOWN
  );
};

const asList = (kind: 'list' | 'tuple', value: Value): Value =>
  value.kind === 'unknown' || value.kind === 'dict' || value.kind === 'set'
    ? { kind, elements: [], complete: false }
    : 'elements' in value || value.kind === 'string'
      ? { kind, ...pick(iterated(value)) }
      : UNKNOWN;

const pick = ({ elements, complete }: Pick<SequenceValue, 'elements' | 'complete'>) => ({
  elements,
  complete,
});

const builtin = (evaluation: Evaluation, name: string, call: CallExpression): Value => {
  const { arguments: given, keywords } = call;
  if (given.some(({ kind }) => kind === 'starred')) return UNKNOWN;
  if (name === 'dict' && given.length < 2) {
    let dict = given[0] ? merged(EMPTY, inner(evaluation, given[0])) : EMPTY;
    for (const { name: key, value } of keywords.slice(0, MAX_ENTRIES)) {
      const found = inner(evaluation, value);
      dict = key === undefined ? merged(dict, found) : withEntry(dict, { kind: 'string', value: key }, found);
    }
    return keywords.length > MAX_ENTRIES ? UNKNOWN : dict;
  }
  if (keywords.length > 0 || given.length > 1) return UNKNOWN;
  const only = given[0] && inner(evaluation, given[0]);
  switch (name) {
    case 'list':
    case 'tuple':
      return only ? asList(name, only) : { kind: name, elements: [], complete: true };
    case 'sorted':
      return (only && sorted(iterated(only))) ?? { kind: 'list', elements: [], complete: false };
    case 'str':
      return only?.kind === 'string' ? only : UNKNOWN;
    case 'bool':
      return only ? truthValue(only) : UNKNOWN;
    case 'len':
      return only && 'elements' in only && only.complete ? int(only.elements.length) : UNKNOWN;
    default:
      return UNKNOWN;
  }
};

const truthValue = (value: Value): Value => choose.not(choose.not(value));

const int = (value: number): Value => ({ kind: 'number', type: 'int', value, text: String(value) });

const called = (evaluation: Evaluation, call: CallExpression): Value => {
  const { callee, arguments: given } = call;
  if (callee.kind === 'name')
    return idOf(evaluation.frame, callee) === undefined ? builtin(evaluation, callee.name, call) : UNKNOWN;
  if (callee.kind !== 'attribute') return UNKNOWN;
  const receiver = inner(evaluation, callee.value);
  if (callee.name === 'copy' && given.length === 0 && (receiver.kind === 'list' || receiver.kind === 'dict'))
    return receiver;
  if (callee.name !== 'index' || given.length !== 1 || receiver.kind !== 'list' || !receiver.complete)
    return UNKNOWN;
  const wanted = inner(evaluation, given[0]!);
  const at = receiver.elements.findIndex(
    (each) => each.kind === 'unknown' || choose.areEqual(each, wanted) !== false,
  );
  return at >= 0 && choose.areEqual(receiver.elements[at]!, wanted) === true ? int(at) : UNKNOWN;
};

const operandOf = (evaluation: Evaluation, expression: Expression): Operand => {
  if (evaluation.depth >= MAX_DEPTH) return NOTHING;
  evaluation.depth++;
  const operand = partsOf(evaluation, expression);
  evaluation.depth--;
  return operand;
};

const partsOf = (evaluation: Evaluation, expression: Expression): Operand => {
  switch (expression.kind) {
    case 'name':
    case 'attribute':
      return named(evaluation, expression);
    case 'list':
    case 'tuple':
    case 'set':
      return fresh(sequence(evaluation, expression));
    case 'dict':
      return fresh(dictOf(evaluation, expression));
    case 'binary': {
      if (expression.operator !== '+') return NOTHING;
      return fresh(total(inner(evaluation, expression.left), inner(evaluation, expression.right)));
    }
    case 'call':
      return fresh(called(evaluation, expression));
    case 'subscript': {
      const value = inner(evaluation, expression.value);
      const { index } = expression;
      return fresh(
        index.kind === 'slice' ? sliced(value, index, evaluation) : item(value, inner(evaluation, index)),
      );
    }
    case 'opaque':
      return choose.operand(tokensOf(expression), (part) => operandOf(evaluation, part), evaluation.depth);
    case 'constant':
    case 'unary':
      return fresh(evaluate(expression));
    case 'formatted':
    case 'slice':
    case 'starred':
    default:
      return NOTHING;
  }
};

/** The value of an expression; its object if it is one that has a name; why the value is not known, if it is not. */
export interface Result extends Operand {
  readonly doubts: readonly Doubt[];
}

/** What an expression evaluates to. */
export const valueIn = (frame: Frame, expression: Expression): Result => {
  const { value, id } = operandOf({ frame, referred: 0, depth: 0 }, expression);
  return { value, id, doubts: isKnown(value) ? [] : doubtsOf(frame, expression) };
};

/** Why the value of an expression is not known: because of the names in it, or by itself. */
const doubtsOf = (frame: Frame, expression: Expression): readonly Doubt[] => {
  const { machine, module } = frame;
  const names = new Set(namesIn(expression));
  spend(machine, names.size);
  const found: (readonly Doubt[])[] = [];
  for (const name of names) {
    const id = machine.names.get(keyOf(module, name));
    const cell = id === undefined ? undefined : machine.cells.get(id);
    if (cell && cell.meaning === undefined && cell.doubts.length > 0 && found.length < 5)
      found.push(cell.doubts);
  }
  const all = together(...found);
  return all.length > 0 ? all : [doubtAt(frame, expression.offset, 'is computed')];
};
