import type { Argument, Field } from '../operation-arguments.ts';
import { evaluate } from '../../../python/evaluate.ts';
import { elementsOf } from '../../../python/sequences.ts';
import type { Scoped } from '../../../python/bindings.ts';
import type { Value } from '../../../python/values.ts';
import { callOf, fieldOf, partOf, textOf, withoutSetCall, type Call, type Part } from './calls.ts';
import { weighConstraint, weighField, type Weigh } from './compare-calls.ts';
import type { EditWeight } from './edit.ts';
import { labelOf, modelKey, type Effect, type Reading } from './effect.ts';

/** What the options of a model do to its table; all others are for the state only. */
const OPTION_WEIGHTS: ReadonlyMap<string, EditWeight> = new Map<string, EditWeight>([
  ...'constraints db_table db_tablespace index_together indexes managed order_with_respect_to proxy unique_together'
    .split(' ')
    .map((name): [string, EditWeight] => [name, 'schema']),
  ['db_table_comment', 'behaviour'],
]);

/** Normal forms of options that say what Django takes for granted. */
const IMPLICIT_OPTIONS: ReadonlySet<string> = new Set(
  'abstract=False managed=True proxy=False db_table_comment="" indexes=[] constraints=[] unique_together=[] index_together=[]'.split(
    ' ',
  ),
);

/** Options that operations set, by the argument that has them. */
const OPTION_OPERATIONS: ReadonlyMap<string, readonly [argument: string, option: string]> = new Map([
  ['AlterUniqueTogether', ['unique_together', 'unique_together']],
  ['AlterIndexTogether', ['index_together', 'index_together']],
  ['AlterModelTable', ['table', 'db_table']],
  ['AlterModelTableComment', ['table_comment', 'db_table_comment']],
  ['AlterOrderWithRespectTo', ['order_with_respect_to', 'order_with_respect_to']],
]);

const DEFAULT_BASES: ReadonlySet<string> = new Set([
  '(@django.db.models.Model,)',
  '[@django.db.models.Model]',
]);

/** `CreateModel`: the model, its fields, its options, its indexes and constraints. */
export function effectsOfModel(read: Reading): readonly Effect[] {
  const { operation, text } = read;
  const { fields, options, line } = operation;
  if (fields === 'unknown' || options === 'unknown') read.reading.complete = false;
  const model = modelKey(text('name'));
  const parent = `model ${model}`;
  const whole: Effect = {
    verb: 'set',
    key: parent,
    operation: operation.name,
    label: labelOf(read),
    weight: 'schema',
    call: { callee: undefined, parts: modelParts(read), names: [] },
    weigh: (_callee, name) => (name === 'managers' ? 'state' : 'behaviour'),
    line,
  };
  const fieldEffects = (fields === 'unknown' ? [] : (fields ?? [])).map((field) =>
    fieldEffect(read, model, field),
  );
  const entries = (options === 'unknown' ? [] : (options ?? [])).flatMap((option) =>
    optionEffects(read, model, option),
  );
  return [whole, ...fieldEffects, ...entries.sort((one, two) => (one.key < two.key ? -1 : 1))];
}

function fieldEffect(read: Reading, model: string, field: Field): Effect {
  return {
    verb: 'set',
    key: `field ${model}.${field.name}`,
    parent: `model ${model}`,
    operation: read.operation.name,
    label: `${labelOf(read)}.${field.name}`,
    weight: 'schema',
    call: fieldOf(field.written, read.reading),
    weigh: weighField,
    line: field.line,
  };
}

/** The options that `AlterModelOptions` gives, as far as only the state of the models knows them. */
export function entriesIn(read: Reading): Pick<Effect, 'entries'> {
  const { options } = read.operation;
  if (options === 'unknown' || options === undefined) return {};
  const model = modelKey(read.text('name'));
  const told = options.filter(({ name }) => !OPTION_WEIGHTS.has(name));
  if (told.length < options.length) return {};
  return { entries: told.map((option) => optionOf(read, model, option.name, option)) };
}

function modelParts({ argument }: Reading): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const name of ['bases', 'managers']) {
    const found = argument(name);
    const part = found && found.value.kind !== 'none' ? partOf(found) : undefined;
    if (part && !DEFAULT_BASES.has(part.form) && part.form !== '[]') parts.set(name, part);
  }
  return parts;
}

function optionEffects(read: Reading, model: string, option: Argument): readonly Effect[] {
  const { name } = option;
  if (name === 'indexes' || name === 'constraints') {
    const kind = name === 'indexes' ? 'index' : 'constraint';
    const { elements, rest } = elementsOf(option.written, read.reading.budget);
    if (rest.length > 0) read.reading.complete = false;
    return elements.map((element) => ofModel(constraintEffect(read, kind, model, element), model));
  }
  const effect = optionOf(read, model, name, option);
  return effect.empty ? [] : [ofModel(effect, model)];
}

function ofModel(effect: Effect, model: string): Effect {
  return { ...effect, parent: `model ${model}` };
}

function optionOf(read: Reading, model: string, name: string, given: Argument | undefined): Effect {
  const part = given && together(name, given);
  const known = OPTION_WEIGHTS.get(name) ?? 'state';
  const weight = known === 'schema' && part?.value.kind === 'unknown' ? 'behaviour' : known;
  const empty = !part || given?.value.kind === 'none' || IMPLICIT_OPTIONS.has(`${name}=${part.form}`);
  const call: Call = { callee: undefined, parts: new Map(part ? [[name, part]] : []), names: [] };
  return {
    verb: 'set',
    key: `option ${model} ${name}`,
    operation: read.operation.name,
    label: `${labelOf(read)}: ${name}`,
    whole: true,
    weight,
    call,
    weigh: () => weight,
    empty,
    line: given?.line ?? read.operation.line,
  };
}

/** `unique_together` may be a set, a list or a tuple, of one or of several. */
function together(name: string, given: Argument): Part {
  if (name !== 'unique_together' && name !== 'index_together') return partOf(given);
  const { expression, scope } = withoutSetCall(given.written);
  const value = evaluate(expression, scope);
  const groups = groupsIn(value);
  const part = partOf(given);
  return groups ? { ...part, value, form: JSON.stringify(groups.toSorted()) } : part;
}

function namesOf(values: readonly Value[]): string | undefined {
  const names = values.map((each) => textOf({ value: each }));
  return names.every((each) => each !== undefined) ? names.join(', ') : undefined;
}

function groupsIn(value: Value): string[] | undefined {
  if (!('elements' in value) || !value.complete) return undefined;
  if (value.elements.some(({ kind }) => kind === 'string')) {
    const single = namesOf(value.elements);
    return single === undefined || value.kind === 'set' ? undefined : [single];
  }
  const groups = value.elements.map((each) => ('elements' in each ? namesOf(each.elements) : undefined));
  return groups.every((each) => each !== undefined) ? [...new Set(groups)] : undefined;
}

/** `AlterUniqueTogether` and its like. */
export function optionEffect(read: Reading): Effect {
  const { operation, text, argument } = read;
  const [given, option] = OPTION_OPERATIONS.get(operation.name) ?? ['', ''];
  return {
    ...optionOf(read, modelKey(text('name')), option, argument(given)),
    label: labelOf(read),
    whole: false,
  };
}

/** `AddIndex`, `AddConstraint` */
export function indexEffect(read: Reading): Effect {
  const { operation, text, argument } = read;
  const index = argument('index');
  const written = index ?? argument('constraint');
  const model = modelKey(text('model_name'));
  const empty: Call = { callee: undefined, parts: new Map(), names: [] };
  const kind = index ? 'index' : 'constraint';
  if (!written) return effectOfConstraint(read, kind, model, empty, operation.line);
  return constraintEffect(read, kind, model, written.written);
}

function constraintEffect(read: Reading, kind: string, model: string, written: Scoped): Effect {
  const call = callOf(written, read.reading, () => []);
  const line = read.reading.lines.lineAt(written.expression.offset);
  return effectOfConstraint(read, kind, model, call, line);
}

const weigh: Weigh = (callee, name, before, after) =>
  callee === undefined ? 'behaviour' : weighConstraint(callee, name, before, after);

function effectOfConstraint(read: Reading, kind: string, model: string, call: Call, line: number): Effect {
  const named = call.parts.get('name');
  const name = (named && textOf(named)) ?? '';
  return {
    verb: 'set',
    key: `${kind} ${model}.${name}`,
    operation: read.operation.name,
    label: `${labelOf(read)}${name === '' ? '' : `.${name}`}`,
    weight: 'schema',
    call,
    weigh,
    line,
  };
}
