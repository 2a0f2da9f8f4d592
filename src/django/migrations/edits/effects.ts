import type { OperationReading } from '../operation-arguments.ts';
import type { Operation } from '../operation-call.ts';
import { byName, fieldOf, partOf, type Call, type Part } from './calls.ts';
import { weighField, type Weigh } from './compare-calls.ts';
import { labelOf, modelKey, readingOf, subjectOf, type Effect, type Reading, type Verb } from './effect.ts';
import { effectsOfModel, entriesIn, indexEffect, optionEffect } from './model-effects.ts';

/** What an operation does, and to which of the two things that it may change. */
export interface Sides {
  readonly database: readonly Effect[];
  readonly state: readonly Effect[];
}

const STATE_OPERATIONS: ReadonlySet<string> = new Set(['AlterModelOptions', 'AlterModelManagers']);
const STEPS: ReadonlySet<string> = new Set(['RunPython', 'RunSQL']);

const STATE_ARGUMENTS: ReadonlySet<string> = new Set([
  'reverse_code',
  'reverse_sql',
  'elidable',
  'atomic',
  'hints',
  'preserve_default',
  'state_operations',
]);

/** How the arguments of an operation weigh that holds no field. */
const weighOperation =
  ({ name: operation, own }: Operation): Weigh =>
  (_callee, name) => {
    if (own && (STATE_ARGUMENTS.has(name) || STATE_OPERATIONS.has(operation))) return 'state';
    const told = name !== '*' && name !== '**' && !name.startsWith('#');
    return own && told && !STEPS.has(operation) && operation !== 'AlterModelTableComment'
      ? 'schema'
      : 'behaviour';
  };

/** The effects of operations in their order, and those that only the state of the models sees. */
export function effectsOf(operations: readonly Operation[], reading: OperationReading): Sides {
  const database: Effect[] = [];
  const state: Effect[] = [];
  const add = (operation: Operation, onDatabase: boolean, onState: boolean): void => {
    const { nested } = operation;
    if (operation.name !== 'SeparateDatabaseAndState' || !nested) {
      const effects = effectsOfOne(operation, reading);
      const onlyDatabase = operation.own && STEPS.has(operation.name);
      for (const effect of effects) {
        if (onDatabase) database.push(effect);
        if (onState && !onlyDatabase) state.push(effect);
      }
    }
    for (const each of nested?.database ?? []) add(each, onDatabase, false);
    for (const each of nested?.state ?? []) add(each, false, true);
  };
  for (const operation of operations) add(operation, true, true);
  return { database, state };
}

function effectsOfOne(operation: Operation, reading: OperationReading): readonly Effect[] {
  const read = readingOf(operation, reading);
  const unpacked = operation.arguments.some(({ name }) => name === '*' || name === '**');
  if (operation.own && unpacked) reading.complete = false;
  if (!operation.own) return [plainEffect(read, `step ${operation.name}`, 'step')];
  switch (operation.name) {
    case 'CreateModel':
      return effectsOfModel(read);
    case 'AddField':
    case 'AlterField':
      return [fieldEffect(read, operation.name === 'AddField' ? 'set' : 'alter')];
    case 'AddIndex':
    case 'AddIndexConcurrently':
    case 'AddConstraint':
    case 'AddConstraintNotValid':
      return [indexEffect(read)];
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
    case 'AlterModelTable':
    case 'AlterModelTableComment':
    case 'AlterOrderWithRespectTo':
      return [optionEffect(read)];
    default:
      return [simpleEffect(read)];
  }
}

function simpleEffect(read: Reading): Effect {
  const { operation, text } = read;
  const about = `${modelKey(text('model_name'))}.${text('name')}`;
  switch (operation.name) {
    case 'RemoveField':
      return plainEffect(read, `field ${about}`, 'remove');
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
      return plainEffect(read, `index ${about}`, 'remove');
    case 'RemoveConstraint':
      return plainEffect(read, `constraint ${about}`, 'remove');
    case 'RenameField': {
      const model = modelKey(text('model_name'));
      const to = `field ${model}.${text('new_name')}`;
      return { ...plainEffect(read, `field ${model}.${text('old_name')}`, 'rename'), to };
    }
    case 'AlterModelOptions':
      return { ...plainEffect(read, modelKey(text('name')), 'options'), ...entriesIn(read) };
    case 'RunPython':
    case 'RunSQL':
      return plainEffect(read, `step ${operation.name}`, 'step');
    default:
      return plainEffect(read, `${operation.name} ${subjectOf(read)?.toLowerCase() ?? ''}`, 'set');
  }
}

// What an operation is done to is in its key.
const SUBJECT: ReadonlySet<string> = new Set(['model_name', 'name', 'old_name']);

/** The arguments of an operation that are not in its key; to all of Django's, None is as good as nothing. */
function partsOf({ operation }: Reading): Map<string, Part> {
  const { own, name: kind, nested } = operation;
  const parts = operation.arguments
    .filter(({ name, value }) => !own || !(SUBJECT.has(name) || value.kind === 'none'))
    .filter(({ name }) => !nested || name !== 'state_operations')
    .map((argument): readonly [string, Part] => {
      const part = partOf(argument);
      const lower = kind === 'RenameModel' && argument.name === 'new_name';
      return [argument.name, lower ? { ...part, form: part.form.toLowerCase() } : part];
    });
  return byName(parts);
}

function plainEffect(read: Reading, key: string, verb: Verb): Effect {
  const { operation } = read;
  const { name, own, line } = operation;
  const state = own && STATE_OPERATIONS.has(name);
  const weak = !own || STEPS.has(name) || name === 'AlterModelTableComment';
  return {
    verb,
    key,
    operation: name,
    label: labelOf(read),
    weight: state ? 'state' : weak ? 'behaviour' : 'schema',
    call: { callee: own ? undefined : name, parts: partsOf(read), names: [] },
    weigh: weighOperation(operation),
    line,
  };
}

function fieldEffect(read: Reading, verb: Verb): Effect {
  const { operation, argument, text, reading } = read;
  const { line, name } = operation;
  const field = argument('field');
  const call: Call = field
    ? fieldOf(field.written, reading)
    : { callee: undefined, parts: new Map(), names: [] };
  const keeps = argument('preserve_default');
  const parts = new Map(call.parts);
  if (keeps && keeps.form !== 'True') parts.set('preserve_default', partOf(keeps));
  return {
    verb,
    key: `field ${modelKey(text('model_name'))}.${text('name')}`,
    operation: name,
    label: labelOf(read),
    weight: 'schema',
    call: { ...call, parts },
    weigh: (callee, part, before, after) =>
      part === 'preserve_default' ? 'state' : weighField(callee, part, before, after),
    line,
  };
}
