import { lastPart, boundTo, dottedName, type Scoped } from '../../python/bindings.ts';
import { linesOf, type Lines, type Position } from '../../python/positions.ts';
import type { Value } from '../../python/values.ts';
import type { Argument } from '../migrations/operation-arguments.ts';
import { argumentNamed, textNamed, type Operation } from '../migrations/operation-call.ts';
import { readOperations } from '../migrations/operations.ts';
import type { Model } from '../models/models.ts';
import { tableIn } from '../models/relations.ts';
import type { Given } from '../../python/given.ts';

/** A table that a model, or a many-to-many field of one, is given by name, and where that name stands. */
export interface NamedTable extends Position {
  /** What Meta says; undefined for the label of the app that the file belongs to. */
  readonly appLabel: string | undefined;
  /** As it is written; Django tells models apart by the name in lower case. */
  readonly model: string;
  /** Of a many-to-many table, its field. */
  readonly field: string | undefined;
  /** Empty when a migration takes the name back, and the table is called as Django would. */
  readonly table: string;
  /** True when an operation is there for that name alone, or only the state of a migration gets it. */
  readonly isDeliberate: boolean;
}

/**
 * The tables that models name (https://docs.djangoproject.com/en/stable/ref/models/options/#db-table). Not those of
 * which it is unknown whether Django makes them.
 */
export function tablesOfModels(models: readonly Model[]): NamedTable[] {
  return models.filter(isManaged).flatMap(({ name, meta, relations }): NamedTable[] => {
    const { appLabel, dbTable } = meta;
    if (appLabel === 'unknown') return [];
    const named = [
      { given: dbTable, field: undefined },
      ...relations.map(({ dbTable: given, field }) => ({ given, field })),
    ];
    return named.flatMap(({ given, field }) => {
      if (!isKnown(given)) return [];
      const { value: table, line, column } = given;
      return { appLabel: appLabel?.value, model: name, field, table, line, column, isDeliberate: false };
    });
  });
}

/** True for a model that Django makes a table for, as far as its Meta is read. */
export function isManaged({ meta }: Model): boolean {
  const { managed, abstract, proxy, inherited } = meta;
  const isOff = (given: Given<boolean>): boolean => given === undefined || (isKnown(given) && !given.value);
  const isOn = managed === undefined || (isKnown(managed) && managed.value);
  return isOn && isOff(abstract) && isOff(proxy) && inherited === undefined;
}

function isKnown<T>(given: Given<T>): given is Exclude<Given<T>, 'unknown' | undefined> {
  return typeof given === 'object';
}

/** A migration on which the operations work, one after the other: the last word on a table counts. */
interface Tables {
  readonly lines: Lines;
  /** By `keyOf`. */
  readonly named: Map<string, NamedTable>;
}

/**
 * The tables that the state has by name after a migration, of those that it says something of. What is done only to the
 * database is left out (https://docs.djangoproject.com/en/stable/ref/migration-operations/#separatedatabaseandstate).
 */
export function tablesInMigration(source: string): NamedTable[] {
  const tables: Tables = { lines: linesOf(source), named: new Map() };
  for (const operation of readOperations(source)?.operations ?? []) apply(operation, false, tables);
  return [...tables.named.values()];
}

function apply(operation: Operation, isState: boolean, tables: Tables): void {
  for (const nested of operation.nested?.state ?? []) apply(nested, true, tables);
  if (!operation.own) return;
  const text = (name: string): string | undefined => textNamed(operation, name);
  switch (operation.name) {
    case 'CreateModel':
      return create(operation, isState, tables);
    case 'AlterModelTable':
      return alter(text('name'), argumentNamed(operation, 'table'), tables);
    case 'DeleteModel':
      return forget(text('name'), tables);
    case 'AddField':
    case 'AlterField': {
      const [model, field, written] = [
        text('model_name'),
        text('name'),
        argumentNamed(operation, 'field')?.written,
      ];
      if (model !== undefined && field !== undefined && written)
        addField(model, field, written, isState, tables);
      return;
    }
    default:
  }
}

function create(operation: Operation, isState: boolean, tables: Tables): void {
  const { fields, options } = operation;
  const model = textNamed(operation, 'name');
  if (model === undefined || !Array.isArray(options)) return;
  const option = (name: string): Argument | undefined => options.findLast((each) => each.name === name);
  const isSaid = (name: string, usual: boolean): boolean => {
    const value = option(name)?.value;
    return value === undefined || (value.kind === 'boolean' && value.value === usual);
  };
  if (!isSaid('managed', true) || !isSaid('proxy', false)) return;
  const table = option('db_table');
  const name = textOf(table?.value);
  if (table && name !== undefined) set(tables, model, undefined, name, table.written, isState);
  for (const field of Array.isArray(fields) ? fields : [])
    addField(model, field.name, field.written, isState, tables);
}

function alter(model: string | undefined, table: Argument | undefined, tables: Tables): void {
  const name = table?.value.kind === 'none' ? '' : textOf(table?.value);
  if (model !== undefined && table && name !== undefined)
    set(tables, model, undefined, name, table.written, true);
}

function forget(model: string | undefined, { named }: Tables): void {
  for (const [key, each] of named) if (each.model.toLowerCase() === model?.toLowerCase()) named.delete(key);
}

function addField(model: string, field: string, written: Scoped, isState: boolean, tables: Tables): void {
  const { expression, scope } = boundTo(written);
  const type = expression.kind === 'call' ? dottedName(expression.callee, scope) : undefined;
  if (expression.kind !== 'call' || type === undefined || !lastPart(type).endsWith('ManyToManyField')) return;
  const table = tableIn(expression, scope, tables.lines);
  if (isKnown(table)) keep(tables, tableAt(model, field, table.value, table), isState);
}

function set(
  tables: Tables,
  model: string,
  field: string | undefined,
  table: string,
  { expression }: Scoped,
  isDeliberate: boolean,
): void {
  keep(tables, tableAt(model, field, table, tables.lines.at(expression.offset)), isDeliberate);
}

type Bare = Omit<NamedTable, 'appLabel' | 'isDeliberate'>;

function keep({ named }: Tables, table: Bare, isDeliberate: boolean): void {
  named.set(keyOf(table), { ...table, appLabel: undefined, isDeliberate });
}

function tableAt(model: string, field: string | undefined, table: string, { line, column }: Position): Bare {
  return { model, field, table, line, column };
}

/** What tells the tables of an app apart: the model, and the field. */
export function keyOf({ model, field = '' }: Pick<NamedTable, 'model' | 'field'>): string {
  return `${model.toLowerCase()} ${field}`;
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'string' ? value.value : undefined;
}
