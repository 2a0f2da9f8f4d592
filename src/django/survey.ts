import type { GitPath } from '../path.ts';
import { buildGraph, type Graph, type Labels } from './migrations/graph.ts';
import { leavesOf } from './migrations/graph-shape.ts';
import { migrationFiles } from './migrations/migrations-package.ts';
import type { Unknown } from './modules.ts';
import type { App, Project, Repository } from './project.ts';
import { readMigrations, type Migration, type Refusal } from './migrations/read-migrations.ts';
import { settingsIn } from './migrations/references.ts';
import type { Sources } from './sources.ts';

/** An app with its migrations. */
export interface SurveyedApp extends App {
  readonly migrations: readonly Migration[];
  /** The names of the migrations on which no other of the app depends; empty when the label is unknown. */
  readonly leaves: readonly string[];
}

/** All that can be read of a project, or of an app that no project installs. */
export interface Survey {
  /** Undefined for an app that no project installs. */
  readonly project: Project | undefined;
  readonly apps: readonly SurveyedApp[];
  readonly graph: Graph;
  readonly labels: Labels;
  readonly refused: readonly Refusal[];
  readonly unknown: readonly Unknown[];
}

/** Reads every migration of a project, and how they depend on each other. */
export async function surveyProject(
  project: Project,
  repository: Repository,
  sources: Sources,
): Promise<Survey> {
  const survey = await surveyApps(project.apps, labelsOf(project), repository, sources);
  return { ...survey, project, unknown: [...project.unknown, ...survey.unknown, ...unknownSettings(survey)] };
}

/** Dependencies on the app of a model that a setting names, where the setting is not known. */
function unknownSettings({ apps, labels }: Omit<Survey, 'project'>): Unknown[] {
  return apps.flatMap(({ migrations }) =>
    migrations.flatMap(({ dependencies, path }) =>
      settingsIn(dependencies)
        .filter(({ setting }) => labels.labelOfSetting(setting) === undefined)
        .map(({ setting, line }) => ({ path, line, what: `the app of the model that ${setting} names` })),
    ),
  );
}

/** The same for the apps that no project installs, each on its own, for their labels may well be the same. */
export function surveyLoose(repository: Repository, sources: Sources): Promise<Survey[]> {
  return Promise.all(
    repository.loose.map(async ({ app, unknown }) => {
      const migrated = new Set(app.label === undefined ? [] : [app.label]);
      const labels: Labels = {
        migrated,
        unmigrated: new Set(),
        isForeign: (label) => !migrated.has(label),
        labelOfSetting: () => undefined,
      };
      const survey = await surveyApps([app], labels, repository, sources);
      return { ...survey, project: undefined, unknown: [...unknown, ...survey.unknown] };
    }),
  );
}

/** Reads the migrations of some apps. */
export async function surveyApps(
  apps: readonly App[],
  labels: Labels,
  repository: Repository,
  sources: Sources,
): Promise<Omit<Survey, 'project'>> {
  const read = await Promise.all(
    apps.map(({ label, migrationsFolder }) => {
      const files = migrationsFolder === undefined ? [] : migrationFiles(migrationsFolder, repository.files);
      return readMigrations(label ?? '', files, sources);
    }),
  );
  const labelled = read.filter((_, index) => apps[index]!.label !== undefined);
  const graph = buildGraph(
    labelled.flatMap(({ migrations }) => migrations),
    labels,
  );
  const leaves = leavesOf(graph.nodes);
  return {
    apps: apps.map((app, index) => ({
      ...app,
      migrations: read[index]!.migrations,
      leaves: app.label === undefined ? [] : (leaves.get(app.label) ?? []),
    })),
    graph,
    labels,
    refused: read.flatMap(({ refused }) => refused),
    unknown: read.flatMap(({ unknown }) => unknown),
  };
}

/** What a project's labels are to the graph. */
export function labelsOf({ apps, contrib, closed, settings }: Project): Labels {
  const having = (migrated: boolean): Set<string> =>
    new Set(apps.filter((app) => app.migrated === migrated).flatMap(({ label }) => label ?? []));
  const [migrated, unmigrated] = [having(true), having(false)];
  const isOurs = (label: string): boolean => migrated.has(label) || unmigrated.has(label);
  return {
    migrated,
    unmigrated,
    isForeign: (label) =>
      !isOurs(label) && (!closed || contrib.has(label) || apps.some((app) => app.label === label)),
    labelOfSetting: (setting) => {
      const model = settings?.strings.get(setting);
      if (model !== undefined) return model.split('.', 1)[0];
      const isDefault =
        settings !== undefined && setting === 'AUTH_USER_MODEL' && !settings.unsure.has(setting);
      return isDefault ? 'auth' : undefined;
    },
  };
}

/** What Django raises when it starts and loads the migrations; undefined when it raises nothing that can be told. */
export function firstError(survey: Survey): { error: string; what: string; path: GitPath } | undefined {
  const [fault] = survey.project?.faults ?? [];
  if (fault) return fault;
  const [refused] = survey.refused;
  if (refused) return { error: refused.error, what: 'cannot be loaded as a migration', path: refused.path };
  const { error } = survey.graph;
  return error && { ...error, path: survey.project?.settings?.path ?? ('' as GitPath) };
}
