/** What the database needs when a label changes. */
import type { ModelTable } from '../django/tables/model-tables.ts';
import { isLong, tableNames } from '../django/tables/database-tables.ts';

/** What must be said of the names of tables: that Django shortens some; undefined when it does not. */
export function aboutLongNames(tables: readonly string[]): string | undefined {
  return tables.some(isLong)
    ? 'Long names are given as they are in PostgreSQL; Django shortens them to 64 characters in MySQL, and not in SQLite.'
    : undefined;
}

/** The statements that make what a database records of a label follow it, each on a line of its own. */
export function relabelStatements(old: string, now: string): string[] {
  return [
    `UPDATE django_migrations SET app = '${now}' WHERE app = '${old}';`,
    `UPDATE django_content_type SET app_label = '${now}' WHERE app_label = '${old}';`,
  ];
}

/** The statements that rename the tables whose names Django makes of the label `old`. */
export function renameStatements(
  old: string,
  now: string,
  models: readonly ModelTable[] | undefined,
): string[] {
  if (!models) return [`ALTER TABLE ${old}_… RENAME TO ${now}_…;`];
  const made = models.filter(({ table }) => table === undefined);
  return made.flatMap((model) => {
    const manyToMany = model.manyToMany.filter(({ table }) => table === undefined);
    const [before, after] = [old, now].map((label) => tableNames(label, { ...model, manyToMany }));
    return before!.map((name, index) => `ALTER TABLE ${quoted(name)} RENAME TO ${quoted(after![index]!)};`);
  });
}

/** A name in SQL; the words with an underscore that SQL keeps for itself begin like these. */
function quoted(name: string): string {
  const isPlain = /^(?!current_|session_|system_)[a-z_][a-z0-9_]*$/.test(name);
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Runs a file of statements, one on each line, with what Django has for it. */
export function runStatements(path: string): string[] {
  return [
    "python manage.py shell -c '",
    'from django.db import connection, transaction',
    'with transaction.atomic(), connection.cursor() as cursor:',
    `    for statement in open("${path}"):`,
    "        cursor.execute(statement)'",
  ];
}
