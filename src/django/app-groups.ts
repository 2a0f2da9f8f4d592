import type { Labels } from './migrations/graph.ts';
import { named } from './migrations/references.ts';
import type { App, Project, Repository } from './project.ts';
import type { Sources } from './sources.ts';
import { labelsOf, surveyApps, type Survey, type SurveyedApp } from './survey.ts';

/**
 * Reads the migrations of some apps of a group, under the labels by which they name each other. `removed` are labels
 * that no app has any more.
 */
export async function surveyGroup(
  group: Group,
  wanted: readonly App[],
  removed: ReadonlySet<string>,
  repository: Repository,
  sources: Sources,
): Promise<Survey> {
  const { project } = group;
  const survey = await surveyApps(wanted, narrowed(group, wanted, removed), repository, sources);
  const taken = new Set(group.apps.map(({ label }) => label));
  const isNamed = (app: SurveyedApp): boolean =>
    group.isFound(app) && speaksOtherwise(app) && !taken.has(usualLabel(app));
  if (!survey.apps.some(isNamed)) return { ...survey, project };
  const apps = survey.apps.map((app) => (isNamed(app) ? renamed(app) : app));
  return { ...(await surveyApps(apps, narrowed(group, apps, removed), repository, sources)), project };
}

function renamed(app: SurveyedApp): App {
  return { ...app, label: usualLabel(app) };
}

/** The label that an app has when its AppConfig is not heeded, as before Django 3.2. */
function usualLabel({ name }: App): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** True when the migrations of an app name each other by its usual label, though it has another one. */
export function speaksOtherwise(app: SurveyedApp): boolean {
  const usual = usualLabel(app);
  const names = new Set(app.migrations.map(({ name }) => name));
  return (
    usual !== app.label &&
    app.migrations.some(({ dependencies }) =>
      named(dependencies).some(({ label, name }) => label === usual && names.has(name)),
    )
  );
}

/** Apps that know each other by their labels: those of a project. */
export interface Group {
  /** Undefined for loose apps. */
  readonly project: Project | undefined;
  readonly apps: readonly App[];
  readonly labels: Labels;
  /** False for an app whose AppConfig INSTALLED_APPS names: every Django heeds that one. */
  readonly isFound: (app: App) => boolean;
}

/** The projects of a repository, and its loose apps. */
export function groupsOf(repository: Repository): Group[] {
  return [...repository.projects.map(projectGroup), ...looseGroups(repository)];
}

function projectGroup(project: Project): Group {
  const entries = new Set(project.settings?.installedApps.entries);
  return { project, apps: project.apps, labels: labelsOf(project), isFound: ({ name }) => entries.has(name) };
}

/** Apps that no project installs are taken to belong together, unless their labels are the same. */
function looseGroups({ loose }: Repository): Group[] {
  const apps = loose.map(({ app }) => app);
  const times = new Map<string, number>();
  for (const { label } of apps) if (label !== undefined) times.set(label, (times.get(label) ?? 0) + 1);
  const isAlone = ({ label }: App): boolean => label !== undefined && times.get(label) === 1;
  const together = apps.filter(isAlone);
  const groups = [together, ...apps.filter((app) => !isAlone(app)).map((app) => [app])];
  return groups.map((group) => {
    const migrated = new Set(group.flatMap(({ label }) => label ?? []));
    return {
      project: undefined,
      apps: group,
      isFound: () => true,
      labels: {
        migrated,
        unmigrated: new Set(),
        isForeign: (label) => !migrated.has(label),
        labelOfSetting: () => undefined,
      },
    };
  });
}

/** Of labels that are not read nothing is known, and of those that are `removed` it is known that they are gone. */
function narrowed({ apps, labels }: Group, read: readonly App[], removed: ReadonlySet<string>): Labels {
  const known = new Set(read.flatMap(({ label }) => label ?? []));
  const usual = new Set(apps.map(usualLabel));
  const isOurs = (label: string): boolean =>
    known.has(label) || labels.migrated.has(label) || labels.unmigrated.has(label);
  return {
    ...labels,
    isForeign: (label) =>
      !removed.has(label) &&
      (isOurs(label) ? !known.has(label) : usual.has(label) || labels.isForeign(label)),
  };
}
