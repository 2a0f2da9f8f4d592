import { folderOf, joinPath, type GitPath } from '../../path.ts';
import { groupsOf, speaksOtherwise, surveyGroup } from '../app-groups.ts';
import { appsOf, type App, type Repository } from '../project.ts';
import type { Sources } from '../sources.ts';
import type { Survey, SurveyedApp } from '../survey.ts';
import { danglingReferences, type Dangling } from './dangling.ts';
import type { Key } from './graph-nodes.ts';
import { findCycle, leavesOf } from './graph-shape.ts';
import type { Migration } from './read-migrations.ts';

/** The migrations of one side of a change, as far as the change has to do with them. */
export interface History {
  /** Two projects in one repository may well have two apps of one label. */
  readonly migrations: readonly Migration[];
  /** Files with migrations whose app label cannot be told; rules are silent on them. */
  readonly unlabelled: readonly GitPath[];
  /** The apps they belong to, those without migrations as well. */
  readonly apps: readonly HistoryApp[];
  /** How they depend on each other, project by project. */
  readonly shapes: readonly Shape[];
}

/** An app that a change has to do with. */
export interface HistoryApp {
  readonly label: string;
  readonly folder: GitPath | undefined;
  /** False for one that was found by its folder alone. */
  readonly installed: boolean;
  /** Whether it has a module or package `models`. */
  readonly models: boolean;
}

/** What is wrong, or may become wrong, with the graph of one project. */
export interface Shape {
  readonly dangling: readonly Dangling[];
  /** The newest migrations of each app; more than one is a conflict. */
  readonly leaves: ReadonlyMap<string, readonly string[]>;
  readonly cycle: readonly Key[] | undefined;
}

/** The apps to read: those of some labels, or all. */
export type Wanted = ReadonlySet<string> | 'all';

/** The labels of the apps whose migrations lie in these folders, and the folders of which that cannot be told. */
export function labelsAt(
  repository: Repository,
  folders: ReadonlySet<GitPath>,
): { readonly labels: ReadonlySet<string>; readonly unlabelled: ReadonlySet<GitPath> } {
  const here = appsOf(repository).filter(
    ({ migrationsFolder }) => migrationsFolder !== undefined && folders.has(migrationsFolder),
  );
  return {
    labels: new Set(here.flatMap(({ label }) => label ?? [])),
    unlabelled: new Set(here.flatMap((app) => (app.label === undefined ? app.migrationsFolder! : []))),
  };
}

/** Where the migrations of apps lie whose label cannot be told. */
export function unlabelledIn(repository: Repository): ReadonlySet<GitPath> {
  const unlabelled = appsOf(repository).filter(({ label }) => label === undefined);
  return new Set(unlabelled.flatMap(({ migrationsFolder }) => migrationsFolder ?? []));
}

/** The labels that only one of the sides has: a file beside the migrations may change the label of an app. */
export function changedLabels(old: Repository, fresh: Repository): string[] {
  const [before, after] = [old, fresh].map(
    (side) => new Set(appsOf(side).flatMap(({ label }) => label ?? [])),
  );
  return [...missingIn(after!, before!), ...missingIn(before!, after!)];
}

function missingIn(side: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...other].filter((label) => !side.has(label));
}

/** Reads the migrations of the apps with the `wanted` labels; `removed` are labels that no app has any more. */
export async function readHistory(
  repository: Repository,
  wanted: Wanted,
  removed: ReadonlySet<string>,
  sources: Sources,
): Promise<History> {
  return historyIn(await surveysOf(repository, wanted, removed, sources), repository);
}

/** The same app by app, as the apps of each project know each other. */
export function surveysOf(
  repository: Repository,
  wanted: Wanted,
  removed: ReadonlySet<string>,
  sources: Sources,
): Promise<Survey[]> {
  const isWanted = ({ label }: App): boolean =>
    label !== undefined && (wanted === 'all' || wanted.has(label));
  return Promise.all(
    groupsOf(repository)
      .map((group) => ({ group, here: group.apps.filter(isWanted) }))
      .filter(({ here }) => here.length > 0)
      .map(({ group, here }) => surveyGroup(group, here, removed, repository, sources)),
  );
}

/** What surveys of a repository found, together. */
export function historyIn(surveys: readonly Survey[], repository: Repository): History {
  const apps = surveys.flatMap((survey) => survey.apps);
  return {
    migrations: onePerPlace(apps.flatMap(({ migrations }) => migrations)),
    unlabelled: [],
    apps: apps.map((app) => historyApp(app, repository)),
    shapes: surveys.map(shapeOf),
  };
}

function shapeOf({ apps, graph, labels, refused }: Survey): Shape {
  const migrations = apps.flatMap((app) => app.migrations);
  const broken = new Set(refused.map(({ path }) => path));
  const isBroken = ({ label, name }: Key): boolean =>
    apps.some(
      ({ label: own, migrationsFolder }) =>
        own === label &&
        migrationsFolder !== undefined &&
        broken.has(joinPath(migrationsFolder, `${name}.py`)),
    );
  const unsure = new Set(apps.filter(speaksOtherwise).map(({ label }) => label!));
  const leaves = leavesOf(new Map([...graph.nodes].filter(([, { missing }]) => !missing)));
  return {
    dangling: danglingReferences(migrations, graph.nodes, labels, isBroken),
    leaves: new Map([...leaves].filter(([label]) => !unsure.has(label))),
    cycle: findCycle(graph.nodes),
  };
}

function onePerPlace(migrations: readonly Migration[]): Migration[] {
  return [...new Map(migrations.map((each) => [`${each.label} ${each.path}`, each])).values()];
}

function historyApp(
  { label, folder, installed, migrationsFolder }: SurveyedApp,
  { files }: Repository,
): HistoryApp {
  const home = folder ?? folderOf(migrationsFolder!);
  const places = [joinPath(home, 'models.py'), joinPath(home, 'models/__init__.py')];
  return {
    label: label!,
    folder,
    installed,
    models: places.some((path) => files.tree.entry(path) !== undefined),
  };
}
