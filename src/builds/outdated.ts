import type { LabelChange } from '../django/labels/label-changes.ts';
import type { App, Project } from '../django/project.ts';
import type { GitPath } from '../path.ts';

/** What a change does to a project that is not to be seen in what was built before it. At least one is not empty. */
export interface Outdated {
  /** What INSTALLED_APPS has and had not, and the other way round: dotted names of apps. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly engines: readonly { readonly alias: string; readonly before: string; readonly after: string }[];
  /** Installed apps whose folder is another one. */
  readonly moved: readonly { readonly label: string; readonly from: GitPath; readonly to: GitPath }[];
  /** Installed apps whose label is another one. */
  readonly relabelled: readonly { readonly before: string; readonly after: string }[];
}

/** Compares a project before and after; undefined when nothing is known to have changed. */
export function outdatedBy(
  before: Project,
  after: Project,
  labels: readonly LabelChange[],
): Outdated | undefined {
  const [had, has] = [installedNames(before), installedNames(after)];
  const isKnown = had !== undefined && has !== undefined;
  const outdated: Outdated = {
    added: isKnown ? [...has].filter((name) => !had.has(name)) : [],
    removed: isKnown ? [...had].filter((name) => !has.has(name)) : [],
    engines: changedEngines(before, after),
    moved: movedApps(before, after),
    relabelled: relabelledApps(before, after, labels),
  };
  return Object.values(outdated).some(({ length }) => length > 0) ? outdated : undefined;
}

/** The apps that are installed, however they are spelled; undefined when there may be others. */
function installedNames({ settings, apps }: Project): ReadonlySet<string> | undefined {
  if (!settings?.installedApps.complete) return undefined;
  const ours = new Set(apps.map(({ name }) => name));
  return new Set(settings.installedApps.entries.map((entry) => appName(entry, ours)));
}

/** An entry may name the app, or an AppConfig in it: one of `apps.py`, unless the app is ours and tells otherwise. */
function appName(entry: string, ours: ReadonlySet<string>): string {
  const home = entry.replace(/\.[A-Z]\w*$/, '');
  if (home === entry) return entry;
  for (let name = home; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.'))))
    if (ours.has(name)) return name;
  return home.replace(/\.apps$/, '');
}

function changedEngines(before: Project, after: Project): Outdated['engines'] {
  return [...(before.settings?.engines ?? [])].flatMap(([alias, engine]) => {
    const now = after.settings?.engines.get(alias);
    return now === undefined || now === engine ? [] : [{ alias, before: engine, after: now }];
  });
}

function movedApps(before: Project, after: Project): Outdated['moved'] {
  const folders = new Map(installed(before).map(({ label, folder }) => [label, folder]));
  return installed(after).flatMap(({ label, folder }) => {
    const from = folders.get(label);
    return from === undefined || from === folder ? [] : [{ label, from, to: folder }];
  });
}

function relabelledApps(
  before: Project,
  after: Project,
  changes: readonly LabelChange[],
): Outdated['relabelled'] {
  const [had, has] = [before, after].map((each) => new Set(installed(each).map(({ label }) => label)));
  const here = changes.filter(({ old, now }) => had!.has(old) && has!.has(now));
  return here.map(({ old, now }) => ({ before: old, after: now }));
}

function installed({ apps }: Project): (App & { readonly label: string; readonly folder: GitPath })[] {
  return apps.flatMap((app) => {
    const { label, folder } = app;
    return app.installed && label !== undefined && folder !== undefined ? [{ ...app, label, folder }] : [];
  });
}
