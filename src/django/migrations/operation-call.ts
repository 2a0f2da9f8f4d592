import { evaluate } from '../../python/evaluate.ts';
import type { Scope } from '../../python/scope.ts';
import type { CallExpression } from '../../python/syntax.ts';
import { boundTo, dottedName, type Scoped } from '../../python/bindings.ts';
import {
  COST,
  argumentOf,
  entriesOf,
  fieldsIn,
  formOf,
  passedTo,
  type Argument,
  type Field,
  type OperationReading,
  type Passed,
} from './operation-arguments.ts';
import { signatureOf } from './operation-signatures.ts';
import { elementsOf } from '../../python/sequences.ts';

/** An operation as its call says it (https://docs.djangoproject.com/en/5.2/ref/migration-operations/). */
export interface Operation {
  /** The class name for Django's own; else the dotted name of what is called, or its text when that is not told. */
  readonly name: string;
  /** Whether it is one of Django's own, django.contrib.postgres included. */
  readonly own: boolean;
  /** In the order written. Options of Django's that are not given are not among them. */
  readonly arguments: readonly Argument[];
  /** The `fields` of CreateModel, and undefined for other operations. */
  readonly fields: readonly Field[] | 'unknown' | undefined;
  /** The entries of `options` of CreateModel and AlterModelOptions, and undefined for other operations. */
  readonly options: readonly Argument[] | 'unknown' | undefined;
  /** What SeparateDatabaseAndState holds; of RunSQL, its `state_operations`. Undefined for other operations. */
  readonly nested:
    | { readonly database: readonly Operation[]; readonly state: readonly Operation[] }
    | undefined;
  /** Where its call stands; 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
}

/** What an operation is given by that name. */
export function argumentNamed({ arguments: given }: Operation, name: string): Argument | undefined {
  return given.find((each) => each.name === name);
}

/** The same where it is known to be a text: the name of a model or field, mostly. */
export function textNamed(operation: Operation, name: string): string | undefined {
  const value = argumentNamed(operation, name)?.value;
  return value?.kind === 'string' ? value.value : undefined;
}

/** Deepest nesting of operations that is read. */
const MAX_DEPTH = 20;

/** The operations of the list `list`, as far as they are certain. */
export function operationsOf(list: Scoped, reading: OperationReading, depth = 0): Operation[] {
  if (depth > MAX_DEPTH) {
    reading.complete = false;
    return [];
  }
  const { elements, rest } = elementsOf(list, reading.budget);
  if (rest.length > 0) reading.complete = false;
  const operations: Operation[] = [];
  for (const element of elements) {
    const { expression, scope } = boundTo(element);
    reading.budget.left -= COST;
    if (expression.kind !== 'call' || reading.budget.left < 0) reading.complete = false;
    else operations.push(operationOf(expression, scope, reading, depth));
  }
  return operations;
}

function operationOf(
  call: CallExpression,
  scope: Scope,
  reading: OperationReading,
  depth: number,
): Operation {
  const dotted = dottedName(call.callee, scope);
  const signature = dotted === undefined ? undefined : signatureOf(dotted);
  const passed = passedTo(call, signature?.parameters ?? []);
  const read = passed.map((each) => argumentOf(each, scope, reading)).filter((each) => each !== undefined);
  if (read.length < passed.length) reading.complete = false;
  const name = signature?.name ?? dotted ?? formOf(call.callee, scope, reading);
  const parts = signature ? partsOf(name, passed, scope, reading, depth) : NO_PARTS;
  return { name, own: signature !== undefined, arguments: read, ...parts, ...reading.lines.at(call.offset) };
}

type OperationParts = Pick<Operation, 'fields' | 'options' | 'nested'>;

const NO_PARTS: OperationParts = { fields: undefined, options: undefined, nested: undefined };

function partsOf(
  operation: string,
  passed: readonly Passed[],
  scope: Scope,
  reading: OperationReading,
  depth: number,
): OperationParts {
  const given = (name: string): Given => givenTo(name, passed, scope);
  const inside = (name: string): readonly Operation[] => {
    const list = given(name);
    if (list === 'unknown') reading.complete = false;
    return list === undefined || list === 'unknown' ? [] : operationsOf(list, reading, depth + 1);
  };
  switch (operation) {
    case 'CreateModel':
      return {
        ...NO_PARTS,
        fields: fieldsIn(given('fields'), reading),
        options: entriesOf(given('options'), reading),
      };
    case 'AlterModelOptions':
      return { ...NO_PARTS, options: entriesOf(given('options'), reading) };
    case 'SeparateDatabaseAndState':
      return {
        ...NO_PARTS,
        nested: { database: inside('database_operations'), state: inside('state_operations') },
      };
    case 'RunSQL':
      return { ...NO_PARTS, nested: { database: [], state: inside('state_operations') } };
    default:
      return NO_PARTS;
  }
}

type Given = Scoped | 'unknown' | undefined;

/** What is given to a parameter; nothing and None are the same to Django's operations. */
function givenTo(name: string, passed: readonly Passed[], scope: Scope): Given {
  const found = passed.find((each) => each.name === name);
  if (!found) return passed.some((each) => each.name === '*' || each.name === '**') ? 'unknown' : undefined;
  const { expression } = found;
  return evaluate(expression, scope).kind === 'none' ? undefined : { expression, scope };
}
