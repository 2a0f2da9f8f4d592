/**
 * The tree a Python module is read into. Names are those of the Python language reference.
 * Every `offset` is the UTF-16 index of a node's first character in the source, every `end` the index after its last.
 * The tree is never deeper than MAX_NESTING (limits.ts), so recursive readers of it are safe.
 */
import type { Token } from './tokens.ts';

/** Where a node stands in the source. */
export interface Span {
  readonly offset: number;
  readonly end: number;
}

/** A name in load or store position; `name` is NFKC-normalised (Python reference, "Identifiers"). */
export interface NameExpression extends Span {
  readonly kind: 'name';
  readonly name: string;
}

/** `value.name` */
export interface AttributeExpression extends Span {
  readonly kind: 'attribute';
  readonly value: Expression;
  readonly name: string;
}

/** `name=value` in a call or a class header; `name` is undefined for `**value`. */
export interface Keyword {
  readonly name: string | undefined;
  readonly value: Expression;
  readonly offset: number;
}

/** `callee(arguments, keywords)`; `*x` is a starred argument, a bare generator argument is opaque. */
export interface CallExpression extends Span {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
  readonly keywords: readonly Keyword[];
}

/** What a literal is; `'boolean'` is `True` or `False`. */
export type ConstantType = 'string' | 'bytes' | 'number' | 'none' | 'boolean' | 'ellipsis';

/** A literal as written; several tokens only for implicitly concatenated strings. An f-string without holes counts. */
export interface ConstantExpression extends Span {
  readonly kind: 'constant';
  readonly type: ConstantType;
  readonly tokens: readonly Token[];
}

/** An f-string with holes or a t-string (PEP 498, 701, 750), with the literals concatenated to it. */
export interface FormattedExpression extends Span {
  readonly kind: 'formatted';
  readonly tokens: readonly Token[];
}

/** A tuple (with or without parentheses), list or set display; `*x` is a starred element. */
export interface SequenceExpression extends Span {
  readonly kind: 'tuple' | 'list' | 'set';
  readonly elements: readonly Expression[];
}

/** `key: value`; `key` is undefined for `**value`. */
export interface DictEntry {
  readonly key: Expression | undefined;
  readonly value: Expression;
}

/** A dict display. */
export interface DictExpression extends Span {
  readonly kind: 'dict';
  readonly entries: readonly DictEntry[];
}

/** An arithmetic or bitwise operation; comparisons and boolean operations are opaque. */
export interface BinaryExpression extends Span {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

/** `-x`, `+x` or `~x`; `not x` is opaque. */
export interface UnaryExpression extends Span {
  readonly kind: 'unary';
  readonly operator: string;
  readonly operand: Expression;
}

/** `value[index]`; several indices are a tuple. */
export interface SubscriptExpression extends Span {
  readonly kind: 'subscript';
  readonly value: Expression;
  readonly index: Expression;
}

/** `lower:upper:step` inside a subscript. */
export interface SliceExpression extends Span {
  readonly kind: 'slice';
  readonly lower: Expression | undefined;
  readonly upper: Expression | undefined;
  readonly step: Expression | undefined;
}

/** `*value` in a display, call, subscript or assignment target. */
export interface StarredExpression extends Span {
  readonly kind: 'starred';
  readonly value: Expression;
}

/**
 * Anything else (lambda, comprehension, comparison, …, or broken text), never understood, but kept as its tokens: those
 * of the logical line from index `from` up to `to`. Not cut out here, as nested ones would each copy their contents.
 */
export interface OpaqueExpression extends Span {
  readonly kind: 'opaque';
  readonly line: readonly Token[];
  readonly from: number;
  readonly to: number;
}

/** Any expression. */
export type Expression =
  | NameExpression
  | AttributeExpression
  | CallExpression
  | ConstantExpression
  | FormattedExpression
  | SequenceExpression
  | DictExpression
  | BinaryExpression
  | UnaryExpression
  | SubscriptExpression
  | SliceExpression
  | StarredExpression
  | OpaqueExpression;

/** One imported name: `name as alias`; `name` is dotted in an import statement, `'*'` in a star import. */
export interface Alias {
  readonly name: string;
  readonly alias: string | undefined;
  readonly offset: number;
}

/** `import a.b as c, d` */
export interface ImportStatement extends Span {
  readonly kind: 'import';
  readonly names: readonly Alias[];
}

/** `from ..module import a as b`; `level` counts the leading dots, `module` may be empty. */
export interface FromImportStatement extends Span {
  readonly kind: 'from';
  readonly module: string;
  readonly level: number;
  readonly names: readonly Alias[];
}

/** A class definition; `offset` is that of the word `class`, after any decorators. */
export interface ClassStatement extends Span {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly keywords: readonly Keyword[];
  readonly decorators: readonly Expression[];
  readonly body: readonly Statement[];
}

/** A function definition; `offset` is that of `def` or `async`. Its text is `source.slice(offset, end)`, not parsed. */
export interface FunctionStatement extends Span {
  readonly kind: 'function';
  readonly name: string;
  readonly decorators: readonly Expression[];
  readonly source: string;
}

/** `target = target = value`, or `target: annotation = value` (PEP 526), whose value may be missing. */
export interface AssignStatement extends Span {
  readonly kind: 'assign';
  readonly targets: readonly Expression[];
  readonly annotation: Expression | undefined;
  readonly value: Expression | undefined;
}

/** `target += value` and its like; `operator` is written with its `=`. */
export interface AugmentedStatement extends Span {
  readonly kind: 'augmented';
  readonly target: Expression;
  readonly operator: string;
  readonly value: Expression;
}

/** An expression on a line of its own (a call, a docstring). */
export interface ExpressionStatement extends Span {
  readonly kind: 'expression';
  readonly value: Expression;
}

/** `del targets` */
export interface DeleteStatement extends Span {
  readonly kind: 'delete';
  readonly targets: readonly Expression[];
}

/** What a compound statement is called after. */
export type BlockKeyword = 'if' | 'try' | 'with' | 'for' | 'while' | 'match';

/** One clause of a compound statement: its keyword, the tokens between keyword and colon, and its suite. */
export interface Suite extends Span {
  readonly keyword: BlockKeyword | 'elif' | 'else' | 'except' | 'finally' | 'case';
  readonly header: readonly Token[];
  readonly body: readonly Statement[];
}

/** A compound statement: what its suites hold happens conditionally. For `match`, the suites are its cases. */
export interface BlockStatement extends Span {
  readonly kind: 'block';
  readonly keyword: BlockKeyword;
  readonly suites: readonly Suite[];
}

/** Any other line: `pass`, `global`, `raise`, `type X = …`, a Python 2 `print`, or broken text; `keyword` is its first word. */
export interface OtherStatement extends Span {
  readonly kind: 'other';
  readonly keyword: string;
  readonly tokens: readonly Token[];
}

/** Any statement. */
export type Statement =
  | ImportStatement
  | FromImportStatement
  | ClassStatement
  | FunctionStatement
  | AssignStatement
  | AugmentedStatement
  | ExpressionStatement
  | DeleteStatement
  | BlockStatement
  | OtherStatement;

/** A module read from source text; `rebound` are the names that `global` or `:=` may bind where the tree hides it. */
export interface Module {
  readonly source: string;
  readonly body: readonly Statement[];
  readonly rebound: readonly string[];
  /** How often the text was not understood. Zero does not prove it valid, more does not prove it invalid. */
  readonly errors: number;
}
