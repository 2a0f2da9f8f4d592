import type { GitPath } from '../../path.ts';
import { keyOf, type NamedTable } from './named-tables.ts';
import type { Labels } from './standing-labels.ts';
import { possibleLabels, usualTable } from './table-names.ts';

/** A table that a file names, and the label of the app whose model it is of. */
export interface ClaimedTable extends NamedTable {
  readonly path: GitPath;
  /** The name of the file for a migration, undefined for a file with models. */
  readonly migration: string | undefined;
  readonly label: string;
}

/** A table that a change names, and whose name may begin with a former label of its app. */
export interface StaleTable {
  readonly claimed: ClaimedTable;
  /** The labels that it may begin with, the longest first: none of an app that is there. */
  readonly prefixes: readonly string[];
  /** Those of them that were labels, as the change or git's history tells. */
  readonly former: ReadonlySet<string>;
  /** True when the name is kept on purpose, as a proper rename of an app keeps it. */
  readonly isPinned: boolean;
}

/** The tables whose names may begin with a label that no app has, and are not those that Django would give. */
export function suspectTables(claimed: readonly ClaimedTable[], { live }: Labels): ClaimedTable[] {
  return claimed.filter(
    (each) => possibleLabels(each.table, live).length > 0 && each.table !== usualTable(each.label, each),
  );
}

/**
 * Of the tables `now`, the suspects that the change names, one for each model and field: of a model and a migration that
 * say the same, what the model says; of several migrations, the last. `then` are the tables before.
 */
export function newlyNamed(
  now: readonly ClaimedTable[],
  then: readonly ClaimedTable[],
  labels: Labels,
): ClaimedTable[] {
  const known = new Set(then.map(identityOf));
  const suspects = suspectTables(lastWords(writtenAnew(now, then)), labels);
  return suspects.filter((each) => !known.has(identityOf(each)));
}

/** Without what the same migration said before, be it under another label. */
function writtenAnew(now: readonly ClaimedTable[], then: readonly ClaimedTable[]): ClaimedTable[] {
  const inMigration = (each: ClaimedTable): string => `${each.migration} ${keyOf(each)} ${each.table}`;
  const written = new Set(then.filter(({ migration }) => migration !== undefined).map(inMigration));
  return now.filter((each) => each.migration === undefined || !written.has(inMigration(each)));
}

/** What models say comes first, and then the migration with the last name. */
function lastWords(tables: readonly ClaimedTable[]): ClaimedTable[] {
  const inOrder = tables.toSorted((one, other) => compare(other.migration, one.migration));
  const words = new Map<string, ClaimedTable>();
  for (const each of inOrder) {
    const key = `${each.label} ${keyOf(each)}`;
    if (!words.has(key)) words.set(key, each);
  }
  return [...words.values()];
}

/** Undefined is above all. */
function compare(one: string | undefined, other: string | undefined): number {
  if (one === other) return 0;
  if (one === undefined || other === undefined) return one === undefined ? 1 : -1;
  return one < other ? -1 : 1;
}

function identityOf(each: ClaimedTable): string {
  return `${each.label} ${keyOf(each)} ${each.table}`;
}

/**
 * Tells whether a table is pinned on purpose: by an operation that the change brings and that is there for it, or beside
 * a change of the label that brings the history along or gives the model the name of its table only now.
 */
export function pinning(
  now: readonly ClaimedTable[],
  then: readonly ClaimedTable[],
  { live, moved, vanished, carried }: Labels,
): (table: ClaimedTable) => boolean {
  const deliberate = writtenAnew(now, then).filter(({ isDeliberate }) => isDeliberate);
  const pinned = new Set(deliberate.map(identityOf));
  const anywhere = new Set(then.map((each) => `${keyOf(each)} ${each.table}`));
  return (table) => {
    if (pinned.has(identityOf(table))) return true;
    const isRename =
      moved.has(table.label) || possibleLabels(table.table, live).some((each) => vanished.has(each));
    return isRename && (carried.has(table.label) || !anywhere.has(`${keyOf(table)} ${table.table}`));
  };
}

/** The labels that a table may begin with and that were labels: as the change tells, or as is `known` otherwise. */
export function formerLabels(table: ClaimedTable, labels: Labels, known: ReadonlySet<string>): Set<string> {
  const moved = labels.moved.get(table.label);
  const wasLabel = (each: string): boolean =>
    labels.vanished.has(each) || moved?.has(each) === true || known.has(each);
  return new Set(possibleLabels(table.table, labels.live).filter(wasLabel));
}

/** The names of which git's history is to tell whether they were labels. */
export function labelsToAsk(tables: readonly ClaimedTable[], labels: Labels): string[] {
  const unclear = tables.filter(
    (each) => !each.table.startsWith(`${each.label}_`) && formerLabels(each, labels, new Set()).size === 0,
  );
  const names = unclear.flatMap(({ table }) => possibleLabels(table, labels.live));
  return [...new Set(names)].filter((name) => !labels.folders.has(name));
}
