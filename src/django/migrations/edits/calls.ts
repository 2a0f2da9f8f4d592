import { boundTo, dottedName, type Scoped } from '../../../python/bindings.ts';
import type { Value } from '../../../python/values.ts';
import { isBuiltin } from '../../../python/scope.ts';
import { namesIn } from '../../../python/walk.ts';
import {
  argumentOf,
  formOf,
  passedTo,
  type Argument,
  type OperationReading,
} from '../operation-arguments.ts';
import { fieldParameters, isImplicit } from './field-attributes.ts';
import { plainForm, respelled } from './spellings.ts';

/** An argument of a call. */
export interface Part {
  /** Its normal form, in one spelling. */
  readonly form: string;
  readonly value: Value;
  /** A field that is an argument of a field. */
  readonly call: Call | undefined;
  /** Names that it uses. */
  readonly names: readonly string[];
  /** 1-based. */
  readonly line: number;
}

/** A field, an index, a constraint: what is called, and with what. */
export interface Call {
  /** The dotted name of what is called, in one spelling; undefined when that is not told, and all is in one part. */
  readonly callee: string | undefined;
  /** By parameter, and `''` when it is not told that this is a call. */
  readonly parts: ReadonlyMap<string, Part>;
  /** Names that what is called uses. */
  readonly names: readonly string[];
}

/** How deep fields are read that are arguments of fields. */
const MAX_DEPTH = 3;

/** Arguments of fields that are fields. */
const FIELDS_IN_FIELDS: ReadonlySet<string> = new Set(['base_field', 'output_field']);

/** Arguments of fields that are models. */
export const MODELS: ReadonlySet<string> = new Set(['to', 'through']);

/** An argument that has been read, in one spelling. */
export function partOf({ form, value, line, written }: Argument, call?: Call): Part {
  return { form: plainForm(form), value, line, call, names: namesIn(written.expression) };
}

/** The text of a string, be it left over from Python 2 as bytes; undefined for what is none. */
export function textOf({ value }: { readonly value: Value }): string | undefined {
  return value.kind === 'string' || value.kind === 'bytes' ? value.value : undefined;
}

/** Parts by their names; those that have one name are told apart. */
export function byName(parts: Iterable<readonly [name: string, part: Part]>): Map<string, Part> {
  const found = new Map<string, Part>();
  let repeated = 0;
  for (const [name, part] of parts) found.set(found.has(name) ? `${name}#${++repeated}` : name, part);
  return found;
}

/** Reads a call; `parameters` are the positional ones of what is called. */
export function callOf(
  written: Scoped,
  reading: OperationReading,
  parametersOf: (callee: string | undefined) => readonly string[],
): Call {
  return readCall(written, reading, parametersOf, 0);
}

/** Reads a field: its class, and its arguments but those that say what Django takes for granted. */
export function fieldOf(written: Scoped, reading: OperationReading): Call {
  return readField(written, reading, 0);
}

function readField(written: Scoped, reading: OperationReading, depth: number): Call {
  const call = readCall(written, reading, fieldParameters, depth);
  const { callee } = call;
  if (callee === undefined) return call;
  const parts = [...call.parts].filter(([name, { form }]) => !isImplicit(callee, name, form));
  return {
    ...call,
    parts: new Map(parts.map(([name, part]) => [name, MODELS.has(name) ? modelPart(part) : part])),
  };
}

/** Names of models are the same to Django whatever their case; labels of apps are not. */
function modelPart(part: Part): Part {
  const text = textOf(part);
  if (text === undefined) return part;
  const label = text.slice(0, text.lastIndexOf('.') + 1);
  return { ...part, form: JSON.stringify(label + text.slice(label.length).toLowerCase()) };
}

function readCall(
  written: Scoped,
  reading: OperationReading,
  parametersOf: (callee: string | undefined) => readonly string[],
  depth: number,
): Call {
  const { expression, scope } = boundTo(written);
  if (expression.kind !== 'call') return wholeOf(written, reading);
  const dotted = dottedName(expression.callee, scope);
  if (dotted === undefined) return wholeOf(written, reading);
  const callee = respelled(dotted);
  const parts: [string, Part][] = [];
  for (const passed of passedTo(expression, parametersOf(callee))) {
    const argument = argumentOf(passed, scope, reading);
    if (argument === undefined) {
      reading.complete = false;
      break;
    }
    const isField = depth < MAX_DEPTH && FIELDS_IN_FIELDS.has(passed.name);
    const inner = isField ? readField(argument.written, reading, depth + 1) : undefined;
    parts.push([passed.name, partOf(argument, inner)]);
  }
  return { callee, parts: byName(parts), names: namesIn(expression.callee) };
}

function wholeOf({ expression, scope }: Scoped, reading: OperationReading): Call {
  if (reading.budget.left < 0) reading.complete = false;
  const argument = argumentOf({ name: '', expression, offset: expression.offset }, scope, reading);
  return {
    callee: undefined,
    parts: new Map(argument ? [['', partOf(argument)]] : []),
    names: [],
  };
}

/** `set([…])`, as older migrations write it, is the set display it makes. */
export function withoutSetCall({ expression, scope }: Scoped): Scoped {
  if (expression.kind !== 'call' || expression.keywords.length > 0) return { expression, scope };
  const { callee, arguments: list, offset, end } = expression;
  if (callee.kind !== 'name' || callee.name !== 'set' || !isBuiltin(callee, scope))
    return { expression, scope };
  const [only, ...more] = list;
  if (!only) return { expression: { kind: 'set', elements: [], offset, end }, scope };
  const plain = only.kind === 'list' || only.kind === 'tuple' || only.kind === 'set';
  if (!plain || more.length > 0) return { expression, scope };
  return { expression: { ...only, kind: 'set' }, scope };
}

/** The normal form of what is not an argument, in one spelling. */
export function plainFormOf({ expression, scope }: Scoped, reading: OperationReading): string {
  if (reading.budget.left < 0) {
    reading.complete = false;
    return '';
  }
  return plainForm(formOf(expression, scope, reading));
}
