import type { LabelChange } from '../django/labels/label-changes.ts';
import { readModels, type Model } from '../django/models/models.ts';
import { appsOf, type App, type Repository } from '../django/project.ts';
import type { Sources } from '../django/sources.ts';
import { appFiles, foldersLikeApps, modelFiles, type AppFile } from '../django/tables/app-files.ts';
import {
  isManaged,
  tablesInMigration,
  tablesOfModels,
  type NamedTable,
} from '../django/tables/named-tables.ts';
import {
  formerLabels,
  labelsToAsk,
  newlyNamed,
  pinning,
  suspectTables,
  type ClaimedTable,
  type StaleTable,
} from '../django/tables/stale-tables.ts';
import { compareLabels } from '../django/tables/standing-labels.ts';
import { possibleLabels } from '../django/tables/table-names.ts';
import { nameOf, type GitPath } from '../path.ts';
import { isRegular } from '../tree.ts';
import type { HistoryReader } from './read-change.ts';
import type { Sides } from './sides.ts';

/** Most tables that are looked into: a change that names more of them after other labels is no work of a person. */
const MANY = 1_000;

/**
 * Finds the tables that files of the change, or apps that it gives another label, name after former labels, and that
 * were not named so before. Of most changes only the text of such files is looked at.
 */
export async function readTables(
  changes: readonly LabelChange[],
  sides: Sides,
  history: HistoryReader,
): Promise<StaleTable[]> {
  const { old, fresh, sources } = sides;
  const labels = compareLabels(changes, old, fresh);
  const relabelled = modelsOf(fresh, ({ folder }) => folder !== undefined && labels.relabelled.has(folder));
  const files = [...touchedFiles(fresh, 'after', sides), ...relabelled];
  const now = (await claimedIn(files, sources)).filter(({ label }) => labels.live.has(label));
  const suspects = suspectTables(now, labels).slice(0, MANY);
  if (suspects.length === 0) return [];
  const then = await tablesBefore(suspects, labels.relabelled, sides);
  const found = await asModelsSay(newlyNamed(now, then, labels).slice(0, MANY), fresh, sources);
  const known = await formerlyKnown(labelsToAsk(found, labels), fresh, history);
  const isPinned = pinning(now, then, labels);
  return found.map((claimed) => ({
    claimed,
    prefixes: possibleLabels(claimed.table, labels.live),
    former: formerLabels(claimed, labels, known),
    isPinned: isPinned(claimed),
  }));
}

/** Git is asked only of names that nothing in the tree has. */
function formerlyKnown(
  names: readonly string[],
  { files }: Repository,
  history: HistoryReader,
): ReadonlySet<string> | Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set();
  const standing = foldersLikeApps(files.tree);
  const asked = names.filter((name) => !standing.has(name));
  return asked.length === 0 ? new Set() : history.formerLabels(asked);
}

/** What is called as a file that may name tables, on one side of a change. */
function touchedFiles(repository: Repository, side: 'before' | 'after', { entries }: Sides): AppFile[] {
  const fileAt = appFiles(repository);
  return entries.flatMap(({ path, [side]: entry }) =>
    isRegular(entry) && path.endsWith('.py') ? (fileAt(path, entry.oid) ?? []) : [],
  );
}

/** The files with models of some apps. */
function modelsOf(repository: Repository, isWanted: (app: App) => boolean): AppFile[] {
  const fileAt = appFiles(repository);
  const folders = new Set(appsOf(repository).flatMap((app) => (isWanted(app) ? (app.folder ?? []) : [])));
  const files = [...folders].flatMap((folder) => modelFiles(folder, repository.files.tree));
  return files.flatMap(({ path, oid }) => fileAt(path, oid) ?? []);
}

/** What names a table, be it a model or an operation. */
const NAMING = /db_table|AlterModelTable/;

async function claimedIn(files: readonly AppFile[], sources: Sources): Promise<ClaimedTable[]> {
  const onePerPath = new Map(files.map((file) => [file.path, file])).values();
  const claimed = [...onePerPath].map(async (file): Promise<ClaimedTable[]> => {
    const { oid, kind } = file;
    const text = await sources.text(oid);
    if (text === undefined || !NAMING.test(text)) return [];
    const tables = kind === 'models' ? tablesOfModels(readModels(text).models) : tablesInMigration(text);
    return tables.flatMap((table) => claimOf(table, file) ?? []);
  });
  return (await Promise.all(claimed)).flat();
}

function claimOf(table: NamedTable, { path, kind, label: own }: AppFile): ClaimedTable | undefined {
  const label = table.appLabel ?? own;
  const migration = kind === 'migration' ? nameOf(path) : undefined;
  return label === undefined ? undefined : { ...table, path, migration, label };
}

/** What the touched files named before, and the models of the apps in question. */
function tablesBefore(
  suspects: readonly ClaimedTable[],
  relabelled: ReadonlySet<GitPath>,
  sides: Sides,
): Promise<ClaimedTable[]> {
  const { old, sources } = sides;
  const wanted = new Set(suspects.map(({ label }) => label));
  const isWanted = ({ label, folder }: App): boolean =>
    (label !== undefined && wanted.has(label)) || (folder !== undefined && relabelled.has(folder));
  return claimedIn([...touchedFiles(old, 'before', sides), ...modelsOf(old, isWanted)], sources);
}

/** What migrations name, by the models that the apps have: without those of models that Django has no hand in. */
async function asModelsSay(
  tables: readonly ClaimedTable[],
  fresh: Repository,
  sources: Sources,
): Promise<ClaimedTable[]> {
  const labels = new Set(tables.flatMap(({ migration, label }) => (migration === undefined ? [] : label)));
  const files = labels.size > 0 ? modelsOf(fresh, ({ label = '' }) => labels.has(label)) : [];
  const models = new Map<string, Model>();
  for (const { oid, label } of files) {
    const text = await sources.text(oid);
    const found = text === undefined ? [] : readModels(text).models;
    for (const model of found) models.set(`${label} ${model.name.toLowerCase()}`, model);
  }
  return tables.flatMap((table) => {
    const model =
      table.migration === undefined ? undefined : models.get(`${table.label} ${table.model.toLowerCase()}`);
    return model === undefined ? table : isManaged(model) ? renamed(table, model.name) : [];
  });
}

/** Migrations may write the name of a model in lower case. */
function renamed(table: ClaimedTable, model: string): ClaimedTable {
  return { ...table, model };
}
