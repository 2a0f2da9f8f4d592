/** Our trees in the shape in which test/oracle/python_ast.py writes CPython's. */
import { evaluate } from '../../src/python/evaluate.ts';
import { positionAt } from '../../src/python/positions.ts';
import type { ConstantExpression, Expression, Keyword, Module, Statement } from '../../src/python/syntax.ts';
import type { Value } from '../../src/python/values.ts';

/** JSON, as far as it occurs. */
export type Tree = null | boolean | number | string | readonly Tree[];

/** The eight bytes of a double in hexadecimal: the one notation both languages write alike. */
const bits = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

const valueTree = (value: Value): Tree => {
  if ('elements' in value) return [value.kind, value.elements.map(valueTree), value.complete];
  if ('entries' in value) {
    return [
      'dict',
      value.entries.map((entry) => [valueTree(entry.key), valueTree(entry.value)]),
      value.complete,
    ];
  }
  if (value.kind === 'number') return [value.type, value.type === 'int' ? value.text : bits(value.value)];
  return 'value' in value ? [value.kind, value.value] : [value.kind];
};

const constantTree = (expression: ConstantExpression): Tree =>
  expression.type === 'ellipsis' ? ['ellipsis'] : valueTree(evaluate(expression));

const keywordTrees = (keywords: readonly Keyword[]): Tree =>
  keywords.map(({ name, value }) => [name ?? null, tree(value)]);

const trees = (expressions: readonly Expression[]): Tree => expressions.map(tree);

const tree = (expression: Expression | undefined): Tree => {
  if (expression === undefined) return null;
  switch (expression.kind) {
    case 'constant':
      return constantTree(expression);
    case 'name':
      return ['name', expression.name];
    case 'attribute':
      return ['attribute', tree(expression.value), expression.name];
    case 'call':
      return [
        'call',
        tree(expression.callee),
        trees(expression.arguments),
        keywordTrees(expression.keywords),
      ];
    case 'tuple':
    case 'list':
    case 'set':
      return [expression.kind, trees(expression.elements)];
    case 'dict':
      return ['dict', expression.entries.map(({ key, value }) => [tree(key), tree(value)])];
    case 'binary':
      return ['binary', expression.operator, tree(expression.left), tree(expression.right)];
    case 'unary':
      return ['unary', expression.operator, tree(expression.operand)];
    case 'subscript':
      return ['subscript', tree(expression.value), tree(expression.index)];
    case 'slice':
      return ['slice', tree(expression.lower), tree(expression.upper), tree(expression.step)];
    case 'starred':
      return ['starred', tree(expression.value)];
    case 'formatted':
    case 'opaque':
    default:
      return [expression.kind];
  }
};

/** The line of an offset, and of every other one of the same source. */
type LineOf = (offset: number) => number;

const statementTree = (statement: Statement, lineOf: LineOf): readonly Tree[] => {
  switch (statement.kind) {
    case 'import':
      return ['import', statement.names.map(({ name, alias }) => [name, alias ?? null])];
    case 'from':
      return [
        'from',
        statement.module,
        statement.level,
        statement.names.map(({ name, alias }) => [name, alias ?? null]),
      ];
    case 'class': {
      const header = [trees(statement.bases), keywordTrees(statement.keywords), trees(statement.decorators)];
      return ['class', statement.name, ...header, bodyTree(statement.body, lineOf)];
    }
    case 'function':
      return ['function', statement.name, trees(statement.decorators), lineOf(statement.end)];
    case 'assign': {
      const { value } = statement;
      const known = value === undefined ? null : valueTree(evaluate(value));
      return ['assign', trees(statement.targets), tree(statement.annotation), tree(value), known];
    }
    case 'augmented':
      return ['augmented', tree(statement.target), statement.operator, tree(statement.value)];
    case 'expression':
      return ['expression', tree(statement.value)];
    case 'block':
      return [
        'block',
        statement.keyword,
        statement.suites.map(({ keyword, body }) => [keyword, bodyTree(body, lineOf)]),
      ];
    case 'delete':
    case 'other':
    default:
      return [statement.kind];
  }
};

const bodyTree = (body: readonly Statement[], lineOf: LineOf): Tree =>
  body.map((statement) => [lineOf(statement.offset), ...statementTree(statement, lineOf)]);

/** The tree of a module, statement by statement, with line numbers. */
export const moduleTree = (module: Module): Tree => {
  const { source, body } = module;
  const starts = [0];
  for (const end of source.matchAll(/\r\n?|\n/g)) starts.push(end.index + end[0].length);
  const lineOf: LineOf = (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const last = body.at(-1)?.offset ?? 0;
  if (positionAt(source, last).line !== lineOf(last)) throw new Error('positionAt counts lines otherwise');
  return bodyTree(body, lineOf);
};
