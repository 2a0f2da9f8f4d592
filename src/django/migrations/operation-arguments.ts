import { evaluate } from '../../python/evaluate.ts';
import { normalForm } from '../../python/normal.ts';
import type { Scope } from '../../python/scope.ts';
import type { CallExpression, Expression } from '../../python/syntax.ts';
import { extentOf, UNKNOWN, type Value } from '../../python/values.ts';
import { boundTo, dottedName, type Scoped } from '../../python/bindings.ts';
import type { Lines } from '../../python/positions.ts';
import type { PrintingCost } from '../../python/printing-cost.ts';
import { elementsOf, type Budget } from '../../python/sequences.ts';

/** An argument of an operation, or an entry of its `options`. */
export interface Argument {
  /**
   * The keyword, or the parameter to which Django's signature gives the positional argument; `#2` for the second
   * positional one when that is not known, `*` and `**` for arguments that are unpacked.
   */
  readonly name: string;
  /** Unknown for all but literals and what names make of them. */
  readonly value: Value;
  /** Its normal form: equal for arguments that are only formatted or imported differently. */
  readonly form: string;
  /** 1-based. */
  readonly line: number;
  /** As it is written, for those who read further. */
  readonly written: Scoped;
}

/** A field of CreateModel. */
export interface Field {
  readonly name: string;
  /** The field's class as a dotted name; undefined when that is not told. */
  readonly type: string | undefined;
  /** Normal form of the field. */
  readonly form: string;
  /** 1-based. */
  readonly line: number;
  /** As it is written, for those who read further. */
  readonly written: Scoped;
}

/** Reading the operations of one module; `complete` becomes false when something in it is not told. */
export interface OperationReading {
  readonly lines: Lines;
  /** Texts and values still to be made: names can make a short text mean a long one, many times over. */
  readonly budget: Budget;
  readonly costOf: PrintingCost;
  complete: boolean;
}

/** What an operation or argument takes at least out of the budget. */
export const COST = 10;

/** An argument as it is written. */
export interface Passed {
  readonly name: string;
  readonly expression: Expression;
  readonly offset: number;
}

/** The arguments of a call, named by the positional `parameters` of what is called as far as those are known. */
export function passedTo(call: CallExpression, parameters: readonly string[]): Passed[] {
  const starred = call.arguments.findIndex(({ kind }) => kind === 'starred');
  const positional = call.arguments.map((argument, index): Passed => {
    if (argument.kind === 'starred')
      return { name: '*', expression: argument.value, offset: argument.offset };
    const known = starred === -1 || index < starred ? parameters[index] : undefined;
    return { name: known ?? `#${index + 1}`, expression: argument, offset: argument.offset };
  });
  const keywords = call.keywords.map(({ name, value, offset }) => ({
    name: name ?? '**',
    expression: value,
    offset,
  }));
  return [...positional, ...keywords];
}

/** What an argument says; undefined when the budget is used up. */
export function argumentOf(
  { name, expression, offset }: Passed,
  scope: Scope,
  reading: OperationReading,
): Argument | undefined {
  if (reading.budget.left < 0) return undefined;
  const value = evaluate(expression, scope);
  reading.budget.left -= COST + (value === UNKNOWN ? 0 : extentOf(value).size);
  const form = formOf(expression, scope, reading);
  return { name, value, form, line: reading.lines.lineAt(offset), written: { expression, scope } };
}

/** The normal form of `expression`, paid for. */
export function formOf(expression: Expression, scope: Scope, reading: OperationReading): string {
  const form = normalForm(expression, scope);
  reading.budget.left -= Math.max(form.length, reading.costOf(expression, scope));
  return form;
}

/** The fields in `[('id', models.AutoField(…)), …]`; none when nothing is given. */
export function fieldsIn(
  list: Scoped | 'unknown' | undefined,
  reading: OperationReading,
): readonly Field[] | 'unknown' {
  if (list === 'unknown') return list;
  if (list === undefined) return [];
  const { elements, rest } = elementsOf(list, reading.budget);
  if (rest.length > 0) return 'unknown';
  const fields: Field[] = [];
  for (const element of elements) {
    const field = reading.budget.left < 0 ? undefined : fieldOf(element, reading);
    if (field === undefined) return 'unknown';
    fields.push(field);
  }
  return fields;
}

function fieldOf(element: Scoped, reading: OperationReading): Field | undefined {
  const { expression, scope } = boundTo(element);
  if (expression.kind !== 'tuple' && expression.kind !== 'list') return undefined;
  const [first, second, ...more] = expression.elements;
  if (!first || !second || more.length > 0 || second.kind === 'starred') return undefined;
  const name = evaluate(first, scope);
  if (name.kind !== 'string') return undefined;
  const field = boundTo({ expression: second, scope });
  const type =
    field.expression.kind === 'call' ? dottedName(field.expression.callee, field.scope) : undefined;
  const line = reading.lines.lineAt(expression.offset);
  const written = { expression: second, scope };
  return { name: name.value, type, form: formOf(second, scope, reading), line, written };
}

/** The entries of `{'db_table': 'x', …}`; none when nothing is given. */
export function entriesOf(
  dict: Scoped | 'unknown' | undefined,
  reading: OperationReading,
): readonly Argument[] | 'unknown' {
  if (dict === 'unknown') return dict;
  if (dict === undefined) return [];
  const { expression, scope } = boundTo(dict);
  if (expression.kind !== 'dict') return 'unknown';
  const entries: Argument[] = [];
  for (const { key, value } of expression.entries) {
    const name = key === undefined ? undefined : evaluate(key, scope);
    const entry =
      name?.kind === 'string'
        ? argumentOf({ name: name.value, expression: value, offset: value.offset }, scope, reading)
        : undefined;
    if (entry === undefined) return 'unknown';
    entries.push(entry);
  }
  return entries;
}
