import type { LabelChange } from '../django/labels/label-changes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { readAppTables } from '../django/tables/app-tables.ts';
import { tableNames } from '../django/tables/database-tables.ts';
import type { Sides } from './sides.ts';

/** Adds to each change of a label what becomes of the tables, as far as the change tells. */
export function readMovedTables(changes: readonly LabelChange[], sides: Sides): Promise<LabelChange[]> {
  return Promise.all(
    changes.map(async (change) => {
      const tables = change.carried ? await tablesAfter(change, sides) : undefined;
      return tables ? { ...change, tables } : change;
    }),
  );
}

async function tablesAfter(
  { old, now, moves }: LabelChange,
  { entries, sources }: Sides,
): Promise<LabelChange['tables']> {
  const names = async (label: string, migrations: readonly Migration[]): Promise<string[] | undefined> => {
    const models = await readAppTables(migrations, sources);
    return models?.flatMap((model) => tableNames(label, model));
  };
  const was = await names(
    old,
    moves.map((move) => move.old),
  );
  // only what moved: databases have run that, and what a new migration does to tables is done to theirs
  const is =
    was &&
    (await names(
      now,
      moves.map(({ to }) => to),
    ));
  const left = is && was.filter((table) => !is.includes(table));
  if (!left || left.length === 0) return left && 'kept';
  for (const { path, after } of entries) {
    const text = after && /\.(?:py|sql)$/.test(path) ? await sources.text(after.oid) : undefined;
    if (text && /\brename\s+to\b/i.test(text) && left.every((table) => text.includes(table)))
      return 'renamed';
  }
  return undefined;
}
