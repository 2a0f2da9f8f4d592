import { createHash } from 'node:crypto';
import type { ModelTable } from './model-tables.ts';

/** Longest name of a table in PostgreSQL; SQLite knows no limit, MySQL takes 64, Oracle 30 (`max_name_length`). */
const LONGEST = 63;

/** The tables of a model, as they are in a database. */
export interface Tables {
  readonly own: string;
  /** Of its many-to-many fields. */
  readonly manyToMany: readonly string[];
}

/** The tables of a model of the app `label` (django/db/models/options.py; `_get_m2m_db_table` of ManyToManyField). */
export function tablesOf(label: string, { model, table, manyToMany }: ModelTable): Tables {
  const own = table ?? shortened(`${label}_${model.toLowerCase()}`);
  const stem = own.replace(/^"(.*)"$/s, '$1');
  return {
    own,
    manyToMany: manyToMany.map(({ field, table: named }) => named ?? shortened(`${stem}_${field}`)),
  };
}

/** The same in one list, its own first. */
export function tableNames(label: string, model: ModelTable): string[] {
  const { own, manyToMany } = tablesOf(label, model);
  return [own, ...manyToMany];
}

/** True for the name of a table that Django may have shortened, and that is another one in other databases then. */
export function isLong(table: string): boolean {
  return Array.from(table).length >= LONGEST;
}

/** What `truncate_name` of django/db/backends/utils.py makes of a name that PostgreSQL would cut off. */
function shortened(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST) return name;
  const digest = createHash('md5').update(name).digest('hex').slice(0, 4);
  return characters.slice(0, LONGEST - digest.length).join('') + digest;
}
