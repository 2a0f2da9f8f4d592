import { isExample } from '../django/example-apps.ts';
import type { LabelChange } from '../django/labels/label-changes.ts';
import { isLabel, searchPattern, type OldLabel } from '../django/labels/old-labels.ts';
import { namespacesIn } from '../django/labels/python-references.ts';
import { EXTENSIONS } from '../django/labels/reference-files.ts';
import { staleReferences, type StaleReferences } from '../django/labels/stale-references.ts';
import { textNamed, type Operation } from '../django/migrations/operation-call.ts';
import { readOperations } from '../django/migrations/operations.ts';
import { holdsModelsOf } from '../django/models/model-files.ts';
import { readModels } from '../django/models/models.ts';
import { appsOf, labelsFromOutside, type App, type Repository } from '../django/project.ts';
import { grouped } from '../grouped.ts';
import type { GitPath } from '../path.ts';
import type { HistoryReader } from './read-change.ts';
import type { Sides } from './sides.ts';

/** More labels than anybody changes in one commit; the search would be for words of a language. */
const MAX_LABELS = 100;

/** Looks for what still names labels that no app has any more after a change, in all files, in one search. */
export async function readReferences(
  changes: readonly LabelChange[],
  sides: Sides,
  history: HistoryReader,
): Promise<StaleReferences[]> {
  const meant = changes.filter(
    ({ old, moves }) =>
      isLabel(old) && (moves.length === 0 || !moves.every(({ old }) => isExample(old.path))),
  );
  if (meant.length === 0) return [];
  const standing = labelsStanding(sides);
  const gone = [...grouped(meant, ({ old }) => old)].filter(([old]) => standing && !standing.has(old));
  if (gone.length === 0) return [];
  const labels = await Promise.all(gone.slice(0, MAX_LABELS).map(([, those]) => oldLabel(those, sides)));
  const lines = await history.linesMatching(searchPattern(labels), EXTENSIONS);
  const settings = sides.fresh.projects.flatMap((project) => project.settings?.path ?? []);
  return lines ? staleReferences(labels, new Set(settings), lines) : [];
}

/**
 * The labels that there are after a change; undefined when it made the label of an app unknown, which may be any. What
 * INSTALLED_APPS still says of an app that moved away does not count, and neither does its key in MIGRATION_MODULES.
 */
function labelsStanding({ old, fresh }: Sides): ReadonlySet<string> | undefined {
  const unknown = new Set(appsOf(old).flatMap(({ label, name }) => (label === undefined ? name : [])));
  const apps = appsOf(fresh).filter(({ labelFrom }) => labelFrom !== 'MIGRATION_MODULES');
  if (apps.some(({ label, name }) => label === undefined && !unknown.has(name))) return undefined;
  const former = appsOf(old).filter(({ folder }) => folder !== undefined);
  const projects = fresh.projects.map((project) => ({ ...project, apps: [...project.apps, ...former] }));
  return new Set([
    ...apps.flatMap(({ label }) => label ?? []),
    ...labelsFromOutside({ projects }),
    ...fresh.projects.flatMap(({ contrib }) => [...contrib]),
  ]);
}

async function oldLabel(changes: readonly LabelChange[], sides: Sides): Promise<OldLabel> {
  const { old } = changes[0]!;
  const now = [...new Set(changes.map((change) => change.now))];
  return {
    old,
    now,
    models: new Set([...(await modelsOf(changes, sides))].map((name) => name.toLowerCase())),
    entries: staleEntries(old, now, sides),
    keyedIn: new Set(
      sides.fresh.projects.flatMap(({ settings }) =>
        settings?.migrationModules.entries.has(old) ? settings.path : [],
      ),
    ),
    wasNamespace: await wasNamespace(old, sides),
  };
}

/** The models that its migrations made, and those that its files held. */
async function modelsOf(changes: readonly LabelChange[], { old, sources }: Sides): Promise<Set<string>> {
  const { tree } = old.files;
  const made = changes
    .flatMap(({ moves }) => moves)
    .map(async (move) => {
      const text = await sources.text(move.old.oid);
      return (text === undefined ? undefined : readOperations(text))?.operations.flatMap(modelsMade) ?? [];
    });
  const files = appsWith(changes[0]!.old, old).flatMap(({ folder }) =>
    folder === undefined ? [] : [...tree.under(folder)].filter(([path]) => holdsModelsOf(path, folder)),
  );
  const held = files.map(async ([, { oid }]) => {
    const text = await sources.text(oid);
    return text === undefined ? [] : readModels(text).models.map(({ name }) => name);
  });
  return new Set((await Promise.all([...made, ...held])).flat());
}

function modelsMade(operation: Operation): string[] {
  const { name, own, nested } = operation;
  const wanted = name === 'CreateModel' ? 'name' : name === 'RenameModel' ? 'new_name' : undefined;
  const made = own && wanted !== undefined ? textNamed(operation, wanted) : undefined;
  return [...(made === undefined ? [] : [made]), ...(nested?.state ?? []).flatMap(modelsMade)];
}

function appsWith(label: string, repository: Repository): App[] {
  return appsOf(repository).filter((app) => app.label === label);
}

/** Entries of INSTALLED_APPS that name an app of that label, whose package is gone. */
function staleEntries(label: string, now: readonly string[], { old, fresh }: Sides): Map<string, string> {
  const standing = new Set(appsOf(fresh).map(({ name }) => name));
  const heirs = now.flatMap((each) => appsWith(each, fresh));
  const entries = fresh.projects.flatMap(({ settings }) => settings?.installedApps.entries ?? []);
  return new Map(
    appsWith(label, old).flatMap(({ name, folder }) => {
      const heir = heirs[0]?.name;
      if (folder === undefined || standing.has(name) || heir === undefined) return [];
      return entries
        .filter((entry) => entry === name || entry.startsWith(`${name}.apps.`))
        .map((entry) => [entry, heir + entry.slice(name.length)] as const);
    }),
  );
}

/** True when a URLconf that the change touches had a namespace of that name. */
async function wasNamespace(label: string, { entries, sources }: Sides): Promise<boolean> {
  const had = entries.map(async ({ path, before }) => {
    if (!before || !isUrlconf(path)) return false;
    const lines = (await sources.text(before.oid))?.split('\n') ?? [];
    return lines.some((line) => line.includes(label) && namespacesIn(path, line).includes(label));
  });
  return (await Promise.all(had)).includes(true);
}

function isUrlconf(path: GitPath): boolean {
  return /url[^/]*(?:\/[^/]*)?\.py$/i.test(path);
}
