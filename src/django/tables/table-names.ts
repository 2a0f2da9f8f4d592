import type { NamedTable } from './named-tables.ts';

/** Longest name of a table that is looked at: no database that Django supports allows a longer one (Oracle: 128). */
const MAX_LENGTH = 128;

/** A name without quotes and dots: in `"schema"."table"` no prefix can be told. */
const PLAIN = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/**
 * What a table's name may begin with, if that is a label: `workspace_app` and `workspace` for
 * `workspace_app_userprofile`, the longest first. Only what is longer than every label that is `live`, for such a table
 * is that one's.
 */
export function possibleLabels(table: string, live: ReadonlySet<string>): string[] {
  if (table.length > MAX_LENGTH || !PLAIN.test(table)) return [];
  const labels: string[] = [];
  for (let end = table.lastIndexOf('_', table.length - 2); end > 0; end = table.lastIndexOf('_', end - 1)) {
    const label = table.slice(0, end);
    if (live.has(label)) break;
    labels.push(label);
  }
  return labels;
}

/**
 * The name that Django gives a table by itself (django/db/models/options.py, `contribute_to_class`; of a many-to-many
 * field whose model has the usual table: django/db/models/fields/related.py, `_get_m2m_db_table`).
 */
export function usualTable(label: string, { model, field }: Pick<NamedTable, 'model' | 'field'>): string {
  const table = `${label}_${model.toLowerCase()}`;
  return field === undefined ? table : `${table}_${field}`;
}
