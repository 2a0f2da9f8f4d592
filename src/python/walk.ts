/** Walking over expressions. */
import { nameOf } from './names.ts';
import type { Expression, FormattedExpression, OpaqueExpression } from './syntax.ts';
import type { Token } from './tokens.ts';

/** The expressions an expression directly consists of. */
const childrenOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'attribute':
    case 'starred':
      return [expression.value];
    case 'call':
      return [
        expression.callee,
        ...expression.arguments,
        ...expression.keywords.map((keyword) => keyword.value),
      ];
    case 'tuple':
    case 'list':
    case 'set':
      return expression.elements;
    case 'dict':
      return expression.entries.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value]));
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'subscript':
      return [expression.value, expression.index];
    case 'slice':
      return [expression.lower, expression.upper, expression.step].filter((part) => part !== undefined);
    case 'name':
    case 'constant':
    case 'formatted':
    case 'opaque':
    default:
      return [];
  }
};

/** The tokens of an expression that is not understood. */
export const tokensOf = (expression: OpaqueExpression): readonly Token[] =>
  expression.line.slice(expression.from, expression.to);

const hasMethodCall = (tokens: readonly Token[]): boolean =>
  tokens.some((token, index) => token.text === '(' && tokens[index - 2]?.text === '.');

const addWords = (names: string[], expression: OpaqueExpression | FormattedExpression): void => {
  const { kind } = expression;
  for (const token of kind === 'opaque' ? tokensOf(expression) : expression.tokens) {
    if (token.kind === 'name') names.push(nameOf(token));
    else if (kind === 'formatted')
      for (const [word] of token.text.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) names.push(word);
  }
};

/** All names an expression may read: those of its tree, and every word in parts that are not understood. */
export const namesIn = (expression: Expression): string[] => {
  const names: string[] = [];
  const rest: Expression[] = [expression];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next.kind === 'name') names.push(next.name);
    else if (next.kind === 'opaque' || next.kind === 'formatted') addWords(names, next);
    else for (const child of childrenOf(next)) rest.push(child);
  }
  return names;
};

/** Names whose lists, sets or dicts evaluating an expression may change: those a method is called on. */
export const namesChangedBy = (expression: Expression): string[] => {
  const names: string[] = [];
  const rest: Expression[] = [expression];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (next.kind === 'call' && next.callee.kind === 'attribute')
      for (const name of namesIn(next.callee)) names.push(name);
    if (next.kind === 'formatted' || (next.kind === 'opaque' && hasMethodCall(tokensOf(next))))
      addWords(names, next);
    for (const child of childrenOf(next)) rest.push(child);
  }
  return names;
};
