import { boundTo, type Scoped } from '../../python/bindings.ts';
import { linesOf, type Lines } from '../../python/positions.ts';
import type { Argument } from '../migrations/operation-arguments.ts';
import { argumentNamed, textNamed, type Operation } from '../migrations/operation-call.ts';
import { readOperations } from '../migrations/operations.ts';
import { relationOf } from '../models/relations.ts';

/** A model that Django keeps a table for, as the migrations of its app leave it. */
export interface ModelTable {
  /** Its class name. */
  readonly model: string;
  /** `db_table`; undefined where Django makes the name. */
  readonly table: string | undefined;
  /** Its many-to-many fields for which Django makes a table; `table` as above. */
  readonly manyToMany: readonly { readonly field: string; readonly table: string | undefined }[];
  /** The migration that created it; undefined when another one renamed it or its table since. */
  readonly createdBy: string | undefined;
}

/** A migration of an app. */
export interface MigrationText {
  /** The module's name. */
  readonly name: string;
  readonly text: string;
}

/**
 * The models that have tables after all migrations of an app: what the state of Django's executor comes to
 * (django/db/migrations/state.py). The migrations are given in the order in which they run, without those that others
 * replace. Undefined when anything that matters cannot be told.
 */
export function tablesAfter(migrations: readonly MigrationText[]): readonly ModelTable[] | undefined {
  const models: Models = new Map();
  for (const { name, text } of migrations) {
    const read = readOperations(text);
    const lines = linesOf(text);
    const done = read?.complete && read.operations.every((each) => run(each, models, { name, lines }));
    if (!done) return undefined;
  }
  const tabled = [...models.values()].filter(({ managed, proxy }) => managed && !proxy);
  return tabled.map(({ model, table, fields, createdBy }) => ({
    model,
    table,
    manyToMany: [...fields].map(([field, own]) => ({ field, table: own })),
    createdBy,
  }));
}

interface Model {
  readonly model: string;
  readonly table: string | undefined;
  readonly managed: boolean;
  readonly proxy: boolean;
  /** Many-to-many fields with a table that Django makes, and its name if the field says it. */
  readonly fields: ReadonlyMap<string, string | undefined>;
  readonly createdBy: string | undefined;
}

/** By name in lower case: to Django those are the same. */
type Models = Map<string, Model>;

interface Place {
  readonly name: string;
  readonly lines: Lines;
}

const OF_FIELDS: ReadonlySet<string> = new Set(['AddField', 'AlterField', 'RemoveField', 'RenameField']);

/** Does to the models what an operation does to Django's state; false when that cannot be told. */
function run(operation: Operation, models: Models, place: Place): boolean {
  const { name, own, nested, arguments: given } = operation;
  if (!own || given.some((each) => /^[*#]/.test(each.name))) return false;
  if (nested) return nested.state.every((each) => run(each, models, place));
  if (name === 'CreateModel') return create(operation, models, place);
  if (OF_FIELDS.has(name)) return changeField(operation, models, place);
  const model = textNamed(operation, name === 'RenameModel' ? 'old_name' : 'name');
  if (name === 'RenameModel') return renameModel(models, model, textNamed(operation, 'new_name'));
  if (name === 'DeleteModel') return model !== undefined && models.delete(model.toLowerCase());
  if (name === 'AlterModelTable') {
    const given = tableIn(argumentNamed(operation, 'table'));
    return given !== 'unknown' && change(models, model, { ...given, createdBy: undefined });
  }
  if (name !== 'AlterModelOptions') return true;
  const managed = flag(operation.options, 'managed', true);
  return managed !== 'unknown' && change(models, model, { managed });
}

function create(operation: Operation, models: Models, { name, lines }: Place): boolean {
  const { fields, options } = operation;
  const model = textNamed(operation, 'name');
  const managed = flag(options, 'managed', true);
  const proxy = flag(options, 'proxy', false);
  if (model === undefined || managed === 'unknown' || proxy === 'unknown') return false;
  if (options === 'unknown' || fields === 'unknown') return false;
  const given = tableIn(options?.find((each) => each.name === 'db_table'));
  if (given === 'unknown') return false;
  const tables = new Map<string, string | undefined>();
  for (const field of fields ?? []) {
    const many = manyToMany(field.written, lines);
    if (many === 'unknown') return false;
    if (many) tables.set(field.name, many.table);
  }
  models.set(model.toLowerCase(), { model, ...given, managed, proxy, fields: tables, createdBy: name });
  return true;
}

function changeField(operation: Operation, models: Models, { lines }: Place): boolean {
  const { name } = operation;
  const model = textNamed(operation, 'model_name');
  const field = textNamed(operation, name === 'RenameField' ? 'old_name' : 'name');
  const known = model === undefined ? undefined : models.get(model.toLowerCase());
  if (!known || field === undefined) return false;
  const fields = new Map(known.fields);
  const had = fields.has(field);
  const table = fields.get(field);
  fields.delete(field);
  if (name === 'RenameField') {
    const renamed = textNamed(operation, 'new_name');
    if (renamed === undefined) return false;
    if (had) fields.set(renamed, table);
  } else if (name !== 'RemoveField') {
    const written = argumentNamed(operation, 'field')?.written;
    const many = written ? manyToMany(written, lines) : 'unknown';
    if (many === 'unknown') return false;
    if (many) fields.set(field, many.table);
  }
  return change(models, model, { fields });
}

function renameModel(models: Models, from: string | undefined, to: string | undefined): boolean {
  const known = from === undefined ? undefined : models.get(from.toLowerCase());
  if (!known || from === undefined || to === undefined) return false;
  models.delete(from.toLowerCase());
  models.set(to.toLowerCase(), { ...known, model: to, createdBy: undefined });
  return true;
}

function change(models: Models, model: string | undefined, what: Partial<Model>): boolean {
  const known = model === undefined ? undefined : models.get(model.toLowerCase());
  if (!known) return false;
  models.set(model!.toLowerCase(), { ...known, ...what });
  return true;
}

/** The table that Django makes for a field; undefined for fields without one. */
function manyToMany(
  written: Scoped,
  lines: Lines,
): { readonly table: string | undefined } | 'unknown' | undefined {
  const { expression, scope } = boundTo(written);
  if (expression.kind !== 'call') return 'unknown';
  const relation = relationOf(expression, scope, lines);
  if (!relation?.type.endsWith('ManyToManyField')) return undefined;
  const { through, dbTable } = relation;
  if (through === 'unknown' || dbTable === 'unknown') return 'unknown';
  return through ? undefined : { table: dbTable?.value };
}

/** `db_table` as an argument or option gives it; undefined in it stands for None, and for nothing. */
function tableIn(given: Argument | undefined): { readonly table: string | undefined } | 'unknown' {
  const value = given?.value;
  if (value === undefined || value.kind === 'none') return { table: undefined };
  return value.kind === 'string' ? { table: value.value } : 'unknown';
}

function flag(options: Operation['options'], name: string, otherwise: boolean): boolean | 'unknown' {
  if (options === 'unknown') return options;
  const value = options?.find((each) => each.name === name)?.value;
  if (value === undefined) return otherwise;
  return value.kind === 'boolean' ? value.value : 'unknown';
}
