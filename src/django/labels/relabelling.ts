import { isInside, joinPath, nameOf, pathText, type GitPath } from '../../path.ts';
import { visible } from '../../show.ts';
import type { Tree } from '../../tree.ts';
import { named } from '../migrations/references.ts';
import type { Project, Repository } from '../project.ts';
import type { Sources } from '../sources.ts';
import type { Survey, SurveyedApp } from '../survey.ts';
import { readAppTables } from '../tables/app-tables.ts';
import type { ModelTable } from '../tables/model-tables.ts';
import { tableNames } from '../tables/database-tables.ts';

/** An app under its label, as text: nothing in it needs to be escaped, and paths begin where its `manage.py` lies. */
export interface LabelledApp {
  readonly label: string;
  readonly folder: string;
  /** The dotted name of its package. */
  readonly package: string;
  /** Where its label comes from. */
  readonly labelFrom: 'AppConfig.label' | 'AppConfig.name' | 'directory';
  /** The modules and packages in its folder. */
  readonly modules: readonly string[];
  /** Where its models are, in its folder: `models.py`, or a pattern when that is a package. */
  readonly modelsIn: string;
  /** The settings that install it, and how INSTALLED_APPS names it; undefined when that cannot be told. */
  readonly installed: { readonly settings: string; readonly entry: string } | undefined;
  /** Those that have tables; undefined when that cannot be told. */
  readonly models: readonly ModelTable[] | undefined;
  /** The names of the migrations on which no other of it depends. */
  readonly newest: readonly string[];
}

/** An app whose label is to become another one. */
export interface Relabelling {
  readonly app: LabelledApp;
  readonly label: string;
  /** The model that is to move, where only one is. */
  readonly model: ModelTable | undefined;
  /** The app that has the new label already, if there is one. */
  readonly heir: LabelledApp | undefined;
  /** The labels of the apps whose migrations depend on its. */
  readonly dependents: readonly string[];
  /** The folder of `manage.py`, where commands are run; empty at the top. */
  readonly root: string;
}

/** What may be a label, a model, a module, a field: a Python identifier. */
export function isIdentifier(name: string): boolean {
  return /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name);
}

/** The app of that label whose folder is in the repository. */
export function appOf({ apps }: Survey, label: string): SurveyedApp | undefined {
  return apps.find((each) => each.label === label && isNamed(each));
}

/** True for an app that can be spoken of: a folder here, and names without anything strange. */
export function isNamed({ label, name, folder }: SurveyedApp): boolean {
  const names = [label ?? '', ...name.split('.')];
  return folder !== undefined && names.every(isIdentifier);
}

/** What there is to say of the app of the label `old`, which `survey` has, before it gets the label `now`. */
export async function describeRelabelling(
  survey: Survey,
  old: string,
  now: string,
  repository: Repository,
  sources: Sources,
): Promise<Relabelling> {
  const describe = (app: SurveyedApp): Promise<LabelledApp> =>
    describeApp(app, survey.project, repository, sources);
  const heir = appOf(survey, now);
  const dependents = survey.apps.filter(
    ({ label, migrations }) =>
      label !== old &&
      migrations.some(({ dependencies }) => named(dependencies).some((each) => each.label === old)),
  );
  return {
    app: await describe(appOf(survey, old)!),
    label: now,
    model: undefined,
    heir: heir && (await describe(heir)),
    dependents: dependents.flatMap(({ label }) => (label === undefined ? [] : [visible(label)])),
    root: visible(pathText(survey.project?.root ?? ('' as GitPath))),
  };
}

async function describeApp(
  { label, labelFrom, name, folder, migrations, leaves }: SurveyedApp,
  project: Project | undefined,
  { files }: Repository,
  sources: Sources,
): Promise<LabelledApp> {
  const models = await readAppTables(migrations, sources);
  const modules = modulesIn(folder!, files.tree);
  const isPackage = files.tree.entry(joinPath(folder!, 'models/__init__.py')) !== undefined;
  return {
    label: label!,
    folder: placeIn(project, folder!),
    package: name,
    labelFrom: labelFrom === 'AppConfig.label' || labelFrom === 'AppConfig.name' ? labelFrom : 'directory',
    modules: [...new Set([...modules, 'models', 'migrations'])].sort(),
    modelsIn: isPackage ? 'models/*.py' : 'models.py',
    installed: installedAs(name, project),
    models: models?.every((model) => isPlain(label!, model)) ? models : undefined,
    newest: leaves.map(visible),
  };
}

function installedAs(name: string, project: Project | undefined): LabelledApp['installed'] {
  const entries = project?.settings?.installedApps.entries ?? [];
  const entry = entries.find((each) => each === name || each.startsWith(`${name}.`));
  return entry === undefined || !entry.split('.').every(isIdentifier)
    ? undefined
    : { settings: placeIn(project, project!.settings!.path), entry };
}

function modulesIn(folder: GitPath, tree: Tree): string[] {
  const modules = [...tree.files(folder).keys()].filter((file) => file.endsWith('.py'));
  const packages = [...tree.named('__init__.py').keys()].filter(
    (path) => path !== folder && isInside(path, folder) && !path.slice(folder.length + 1).includes('/'),
  );
  return [...modules.map((file) => file.slice(0, -3)), ...packages.map(nameOf)].filter((each) =>
    /^(?!__)\w+$/.test(each),
  );
}

function placeIn(project: Project | undefined, path: GitPath): string {
  const root = project?.root ?? ('' as GitPath);
  const isBelow = root !== '' && isInside(path, root) && path !== root;
  return visible(pathText(isBelow ? (path.slice(root.length + 1) as GitPath) : path));
}

/** True when nothing in the names of a model and its tables is out of the ordinary. */
function isPlain(label: string, model: ModelTable): boolean {
  const fields = model.manyToMany.map(({ field }) => field);
  return (
    [model.model, ...fields].every(isIdentifier) &&
    tableNames(label, model).every((table) => visible(table) === table)
  );
}
