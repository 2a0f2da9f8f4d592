/** Values of expressions, for literals and what names bound once make of them. Never a guess. */
import { MAX_NESTING } from './limits.ts';
import { numberValue, stringValue } from './literals.ts';
import { NO_NAMES, type Scope } from './scope.ts';
import type { ConstantExpression, DictExpression, Expression, SequenceExpression } from './syntax.ts';
import { type Evaluated, extentOf, UNKNOWN, type Value } from './values.ts';

/** Longest string, in UTF-16 units, and most elements that a `+` may make. */
const MAX_LENGTH = 1_000_000;

/** Most values that names may contribute to one result: lists of lists of lists grow exponentially. */
const MAX_REFERRED = 10_000;

/** Most values that all names of a scope may hold. */
const MAX_STORED = 1_000_000;

/** Deepest value a name may contribute, and deepest recursion through expressions and the names in them. */
const MAX_REFERRED_DEPTH = 50;
const MAX_DEPTH = 2 * MAX_NESTING;

const NOTHING: Evaluated = { value: UNKNOWN, size: 1, depth: 1 };

/** Evaluating: where names are looked up, how many values they have contributed, how deep the recursion is. */
export interface Evaluation {
  readonly scope: Scope;
  referred: number;
  depth: number;
}

/** The beginning of an evaluation in `scope`. */
export const newEvaluation = (scope: Scope): Evaluation => ({ scope, referred: 0, depth: 0 });

const constantValue = (expression: ConstantExpression): Value => {
  const { type, tokens } = expression;
  const [first] = tokens;
  if (first === undefined || type === 'ellipsis') return UNKNOWN;
  if (type === 'none') return { kind: 'none' };
  if (type === 'boolean') return { kind: 'boolean', value: first.text === 'True' };
  if (type === 'number') {
    const number = numberValue(first);
    return number === undefined ? UNKNOWN : { kind: 'number', ...number };
  }
  const parts: string[] = [];
  for (const token of tokens) {
    const part = stringValue(token);
    if (part === undefined) return UNKNOWN;
    parts.push(part);
  }
  return { kind: type, value: parts.join('') };
};

const evaluateName = (name: string, home: Scope, depth: number): Evaluated => {
  const binding = home.bindings.get(name);
  const { values } = home;
  if (binding?.kind !== 'value' || values.size > MAX_STORED) return NOTHING;
  // Stands while the name is being evaluated, so that a name defined by itself is unknown.
  values.known.set(name, NOTHING);
  let value = valueOf(binding.expression, { scope: home, referred: 0, depth });
  if (binding.changed && ('elements' in value || 'entries' in value)) value = UNKNOWN;
  const evaluated = { value, ...extentOf(value) };
  values.known.set(name, evaluated);
  values.size += evaluated.size;
  return evaluated;
};

const nameValue = (name: string, evaluation: Evaluation): Value => {
  const { scope } = evaluation;
  const home = scope.bindings.has(name) ? scope : scope.enclosing;
  if (home === undefined) return UNKNOWN;
  const { value, size, depth } = home.values.known.get(name) ?? evaluateName(name, home, evaluation.depth);
  evaluation.referred += size;
  return evaluation.referred > MAX_REFERRED || depth > MAX_REFERRED_DEPTH ? UNKNOWN : value;
};

const sequenceValue = (expression: SequenceExpression, evaluation: Evaluation): Value => {
  const elements: Value[] = [];
  let complete = true;
  for (const element of expression.elements) {
    if (element.kind === 'starred') {
      const inner = valueOf(element.value, evaluation);
      // The elements of a set come in no known order.
      if ('elements' in inner && inner.kind !== 'set') {
        for (const each of inner.elements) elements.push(each);
        complete &&= inner.complete;
      } else complete = false;
    } else elements.push(valueOf(element, evaluation));
  }
  return { kind: expression.kind, elements, complete };
};

const dictValue = (expression: DictExpression, evaluation: Evaluation): Value => {
  const entries: { key: Value; value: Value }[] = [];
  let complete = true;
  for (const entry of expression.entries) {
    const value = valueOf(entry.value, evaluation);
    if (entry.key !== undefined) entries.push({ key: valueOf(entry.key, evaluation), value });
    else if (value.kind === 'dict') {
      for (const each of value.entries) entries.push(each);
      complete &&= value.complete;
    } else complete = false;
  }
  return { kind: 'dict', entries, complete };
};

/** `left + right` for strings, bytes, lists and tuples. */
export const sum = (left: Value, right: Value): Value => {
  if (left.kind === 'string' || left.kind === 'bytes') {
    if (left.kind !== right.kind || left.value.length + right.value.length > MAX_LENGTH) return UNKNOWN;
    return { kind: left.kind, value: left.value + right.value };
  }
  if (left.kind !== 'list' && left.kind !== 'tuple') return UNKNOWN;
  if (left.kind !== right.kind || left.elements.length + right.elements.length > MAX_LENGTH) return UNKNOWN;
  const complete = left.complete && right.complete;
  return { kind: left.kind, elements: [...left.elements, ...right.elements], complete };
};

const negated = (value: Value): Value => {
  if (value.kind !== 'number' || value.type === 'complex') return UNKNOWN;
  if (value.type === 'int' && value.text === '0') return value;
  const text = value.text.startsWith('-') ? value.text.slice(1) : `-${value.text}`;
  return { ...value, value: -value.value, text };
};

/** Evaluates one of several expressions whose names may together contribute no more than those of one. */
export const valueOf = (expression: Expression, evaluation: Evaluation): Value => {
  if (evaluation.depth >= MAX_DEPTH) return UNKNOWN;
  evaluation.depth++;
  const value = partsValue(expression, evaluation);
  evaluation.depth--;
  return value;
};

const partsValue = (expression: Expression, evaluation: Evaluation): Value => {
  switch (expression.kind) {
    case 'constant':
      return constantValue(expression);
    case 'name':
      return nameValue(expression.name, evaluation);
    case 'tuple':
    case 'list':
    case 'set':
      return sequenceValue(expression, evaluation);
    case 'dict':
      return dictValue(expression, evaluation);
    case 'binary': {
      if (expression.operator !== '+') return UNKNOWN;
      const left = valueOf(expression.left, evaluation);
      return left.kind === 'unknown' ? left : sum(left, valueOf(expression.right, evaluation));
    }
    case 'unary': {
      const operand = valueOf(expression.operand, evaluation);
      if (expression.operator === '-') return negated(operand);
      return expression.operator === '+' && operand.kind === 'number' ? operand : UNKNOWN;
    }
    case 'attribute':
    case 'call':
    case 'formatted':
    case 'subscript':
    case 'slice':
    case 'starred':
    case 'opaque':
    default:
      return UNKNOWN;
  }
};

/**
 * What `expression` evaluates to in `scope` (without one, names are unknown). Known are literals, displays with `*` and
 * `**`, `+` of strings, bytes, lists or tuples, signed numbers, and names bound exactly once, unconditionally, to such.
 */
export const evaluate = (expression: Expression, scope: Scope = NO_NAMES): Value =>
  valueOf(expression, newEvaluation(scope));
