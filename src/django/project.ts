import type { GitPath } from '../path.ts';
import type { ImportTree } from './import-path.ts';
import type { LabelFrom, Refused } from './apps/installed-app.ts';
import type { Unknown } from './modules.ts';
import type { Settings } from './settings.ts';

/** An app of a project, as far as its files are in the repository. */
export interface App {
  /** Undefined when it cannot be told without running Python. */
  readonly label: string | undefined;
  /** `MIGRATION_MODULES`: an app of somebody else whose migrations are kept here. */
  readonly labelFrom: LabelFrom | 'MIGRATION_MODULES' | undefined;
  /** Its dotted name. */
  readonly name: string;
  /** Its folder, or the file of an app that is a single module; undefined when only its migrations are here. */
  readonly folder: GitPath | undefined;
  /** False for an app that was found by its folder alone, where INSTALLED_APPS is not fully known. */
  readonly installed: boolean;
  /** Whether Django manages its tables by migrations; undefined when that cannot be told. */
  readonly migrated: boolean | undefined;
  /** The folder that its migrations lie in. */
  readonly migrationsFolder: GitPath | undefined;
}

/** Something with which Django does not start, and the exception it raises. */
export interface Fault {
  readonly error: Refused['error'];
  readonly what: string;
  /** While the apps are set up, or while their migrations are loaded. */
  readonly phase: 'setup' | 'load';
  readonly path: GitPath;
}

/** A Django project: what one `manage.py` starts. */
export interface Project {
  /** The folder in which its dotted names begin. */
  readonly root: GitPath;
  /** Undefined when the settings cannot be found. */
  readonly settings: Settings | undefined;
  /** In the order of INSTALLED_APPS, without the apps of others. */
  readonly apps: readonly App[];
  /** The labels of Django's own apps among the installed ones. */
  readonly contrib: ReadonlySet<string>;
  /** True when `apps` and `contrib` are all there is: then no other label exists. */
  readonly closed: boolean;
  /** In the order in which Django comes upon them. */
  readonly faults: readonly Fault[];
  readonly unknown: readonly Unknown[];
}

/** An app that was found by its folder, and what stayed unknown about its label. */
export interface LooseApp {
  readonly app: App;
  readonly unknown: readonly Unknown[];
}

/** The Django projects of a tree, and the apps in it that no project is known to install. Plain data. */
export interface Outline {
  /** Object ids of the blobs that were read for it, and paths at which a module was looked for. */
  readonly reads: ReadonlySet<string>;
  readonly projects: readonly Project[];
  readonly loose: readonly LooseApp[];
}

/** The same with the files. */
export interface Repository extends Outline {
  readonly files: ImportTree;
}

/** Every app of a repository, installed or not. */
export function appsOf({ projects, loose }: Pick<Outline, 'projects' | 'loose'>): readonly App[] {
  return [...projects.flatMap(({ apps }) => apps), ...loose.map(({ app }) => app)];
}

/** The labels that entries of INSTALLED_APPS would usually give, of apps that are not in the repository. */
export function labelsFromOutside({ projects }: Pick<Outline, 'projects'>): ReadonlySet<string> {
  const labels = projects.flatMap(({ apps, settings }) => {
    const ours = new Set(apps.map(({ name }) => name));
    const isOurs = (entry: string): boolean => ours.has(entry) || ours.has(entry.replace(/\.apps\.\w+$/, ''));
    const others = (settings?.installedApps.entries ?? []).filter((entry) => !isOurs(entry));
    return others.map((entry) => entry.replace(/\.apps\.\w+$/, '').replace(/^.*\./s, ''));
  });
  return new Set(labels);
}
