/** Normal forms: texts that are equal when two expressions mean the same whatever their formatting, and differ otherwise. */
import { canonicalTokens, importedText, numberText, stringText } from './canonical.ts';
import { type Evaluation, newEvaluation, valueOf } from './evaluate.ts';
import { lookUp, type Scope } from './scope.ts';
import type {
  CallExpression,
  ConstantExpression,
  Expression,
  Keyword,
  SequenceExpression,
  SliceExpression,
} from './syntax.ts';
import { tokensOf } from './walk.ts';
import { isKnown, type Value } from './values.ts';

/** How deep names are replaced by what they are bound to, and how long those texts may be in all, in UTF-16 units. */
const MAX_REPLACED_DEPTH = 4;
const MAX_REPLACED_LENGTH = 100_000;

/** Printing one expression: names already replaced, and what replacing may still cost. */
interface Printer {
  readonly scope: Scope;
  readonly evaluation: Evaluation;
  readonly replaced: Map<string, string>;
  depth: number;
  left: number;
}

const newPrinter = (scope: Scope): Printer => ({
  scope,
  evaluation: newEvaluation(scope),
  replaced: new Map(),
  depth: 0,
  left: MAX_REPLACED_LENGTH,
});

const sequenceText = (kind: SequenceExpression['kind'], elements: readonly string[]): string => {
  if (kind === 'tuple') return elements.length === 0 ? '()' : `(${elements.join(', ')},)`;
  if (kind === 'list') return `[${elements.join(', ')}]`;
  return elements.length === 0 ? '{*()}' : `{${elements.join(', ')}}`;
};

const sortedSet = (elements: readonly string[]): string[] => [...new Set(elements)].sort();

/** Canonical text of a known value. */
const valueText = (value: Value): string => {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.value);
    case 'bytes':
      return `b${JSON.stringify(value.value)}`;
    case 'number':
      return value.text;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'list':
    case 'tuple':
      return sequenceText(value.kind, value.elements.map(valueText));
    case 'set':
      return sequenceText('set', sortedSet(value.elements.map(valueText)));
    case 'dict':
      return `{${value.entries.map((entry) => `${valueText(entry.key)}: ${valueText(entry.value)}`).join(', ')}}`;
    case 'unknown':
    default:
      return '$u';
  }
};

const constantText = (expression: ConstantExpression, scope: Scope): string => {
  const { type, tokens } = expression;
  const [first] = tokens;
  if (type === 'string' || type === 'bytes') return stringText(tokens, scope);
  if (first === undefined) return '$u';
  return type === 'number' ? numberText(first) : first.text;
};

const nameText = (name: string, printer: Printer): string => {
  const { scope, replaced } = printer;
  const binding = lookUp(scope, name);
  if (binding?.kind === 'import') return importedText(binding.name);
  const known = binding?.kind === 'value' && !binding.changed;
  if (!known || printer.depth >= MAX_REPLACED_DEPTH || printer.left < 0) return name;
  let text = replaced.get(name);
  if (text === undefined) {
    // Stands while the name is being replaced, so that a name defined by itself stays a name.
    replaced.set(name, name);
    const home = scope.bindings.has(name) ? scope : (scope.enclosing ?? scope);
    const other = {
      ...(home === scope ? printer : newPrinter(home)),
      depth: printer.depth + 1,
      left: printer.left,
    };
    text = textOf(binding.expression, other);
    printer.left = other.left;
    replaced.set(name, text);
  }
  printer.left -= text.length;
  return printer.left < 0 ? name : text;
};

const keywordTexts = (keywords: readonly Keyword[], printer: Printer): string[] => {
  const texts: string[] = [];
  let run: string[] = [];
  for (const { name, value } of keywords) {
    if (name === undefined) {
      // What ** brings in may override keywords before it, so it keeps its place among them.
      for (const each of run.sort()) texts.push(each);
      texts.push(`**${textOf(value, printer)}`);
      run = [];
    } else run.push(`${name}=${textOf(value, printer)}`);
  }
  return [...texts, ...run.sort()];
};

const callText = (expression: CallExpression, printer: Printer): string => {
  const list = expression.arguments.map((argument) => textOf(argument, printer));
  return `${operandText(expression.callee, printer)}(${[...list, ...keywordTexts(expression.keywords, printer)].join(', ')})`;
};

/** What stands before a dot or bracket: in parentheses unless it is a name, attribute, call or subscript itself. */
const operandText = (expression: Expression, printer: Printer): string => {
  const text = textOf(expression, printer);
  const { kind } = expression;
  const bare = kind === 'attribute' || kind === 'call' || kind === 'subscript';
  return bare || (/^@?[\w.]*$/.test(text) && !/^[\d.]/.test(text)) ? text : `(${text})`;
};

const sliceText = (expression: SliceExpression, printer: Printer): string => {
  const { lower, upper, step } = expression;
  return [lower, upper, step].map((part) => (part === undefined ? '' : textOf(part, printer))).join(':');
};

const displayText = (expression: SequenceExpression, printer: Printer): string => {
  const { kind, elements } = expression;
  const texts = elements.map((element) => textOf(element, printer));
  const constant =
    kind === 'set' && elements.every((element) => isKnown(valueOf(element, printer.evaluation)));
  return sequenceText(kind, constant ? sortedSet(texts) : texts);
};

/** The value's text if `expression` is wholly known, and not too long, or else undefined. */
const foldedText = (expression: Expression, printer: Printer): string | undefined => {
  if (printer.left < 0) return undefined;
  const value = valueOf(expression, printer.evaluation);
  if (!isKnown(value)) return undefined;
  const text = valueText(value);
  printer.left -= text.length;
  return text;
};

const textOf = (expression: Expression, printer: Printer): string => {
  const { kind } = expression;
  const computed = kind === 'name' || kind === 'binary' || kind === 'unary';
  const folded = computed ? foldedText(expression, printer) : undefined;
  if (folded !== undefined) return folded;
  switch (expression.kind) {
    case 'name':
      return nameText(expression.name, printer);
    case 'attribute':
      return `${operandText(expression.value, printer)}.${expression.name}`;
    case 'call':
      return callText(expression, printer);
    case 'constant':
      return constantText(expression, printer.scope);
    case 'formatted':
      return stringText(expression.tokens, printer.scope);
    case 'tuple':
    case 'list':
    case 'set':
      return displayText(expression, printer);
    case 'dict':
      return `{${expression.entries.map(({ key, value }) => `${key === undefined ? '**' : `${textOf(key, printer)}: `}${textOf(value, printer)}`).join(', ')}}`;
    case 'binary':
      return `(${textOf(expression.left, printer)} ${expression.operator} ${textOf(expression.right, printer)})`;
    case 'unary':
      return `(${expression.operator} ${textOf(expression.operand, printer)})`;
    case 'subscript':
      return `${operandText(expression.value, printer)}[${textOf(expression.index, printer)}]`;
    case 'slice':
      return sliceText(expression, printer);
    case 'starred':
      return `*${textOf(expression.value, printer)}`;
    case 'opaque':
    default:
      return `$(${canonicalTokens(tokensOf(expression), printer.scope).join(' ')}$)`;
  }
};

/**
 * The normal form of `expression`. Gone are formatting, comments, quotes, `u` and `r` prefixes, implicit concatenation,
 * trailing commas, redundant parentheses, the order of keyword arguments and of constants in a set, and how names were
 * imported. Names bound once to something that does not change are replaced by it; all others, and those within parts
 * that are not understood, stay names.
 */
export const normalForm = (expression: Expression, scope: Scope): string =>
  textOf(expression, newPrinter(scope));
