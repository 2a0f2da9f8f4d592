import { grouped } from '../../grouped.ts';
import type { GitPath } from '../../path.ts';
import { isExample } from '../example-apps.ts';
import type { LabelChange } from '../labels/label-changes.ts';
import { appsOf, labelsFromOutside, type App, type Repository } from '../project.ts';
import { modelFiles } from './app-files.ts';

/** What became of labels in a change. */
export interface Labels {
  /** Those that an app has after the change, be it Django's or somebody else's. */
  readonly live: ReadonlySet<string>;
  /** The names of folders that apps lie in: what was a label may be only that now. */
  readonly folders: ReadonlySet<string>;
  /** Those that no app has any more. */
  readonly vanished: ReadonlySet<string>;
  /** By the label that an app has now, those that it had before. */
  readonly moved: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that apps have now, and that came with their history. */
  readonly carried: ReadonlySet<string>;
  /** The folders of the apps that have another label now. */
  readonly relabelled: ReadonlySet<GitPath>;
}

/** The labels of what Django brings, installed or not: their tables are given to models of other apps on purpose. */
const CONTRIB = ['admin', 'auth', 'contenttypes', 'django', 'flatpages', 'redirects', 'sessions', 'sites'];

/** Compares the labels of two sides. */
export function compareLabels(changes: readonly LabelChange[], old: Repository, fresh: Repository): Labels {
  const apps = appsOf(fresh);
  const contrib = fresh.projects.flatMap((project) => [...project.contrib]);
  // an app whose label is not known may well be called as its folder
  const ours = apps.map((app) => app.label ?? usualLabel(app));
  const live = new Set([...CONTRIB, ...contrib, ...labelsFromOutside(fresh), ...ours]);
  const folders = new Set(apps.map(usualLabel));
  const gone = appsOf(old).filter(
    ({ folder }) => folder === undefined || !isExample(`${folder}/` as GitPath),
  );
  // an app that is only not found any more has not gone
  const isGone = ({ label, folder }: App): boolean =>
    label !== undefined &&
    !live.has(label) &&
    !folders.has(label) &&
    (folder === undefined || modelFiles(folder, fresh.files.tree).length === 0);
  const { moved, relabelled } = movesOf(changes, fresh);
  return {
    live,
    folders,
    vanished: new Set(gone.flatMap((app) => (isGone(app) ? app.label! : []))),
    moved,
    carried: new Set(changes.flatMap(({ now, carried }) => (carried ? now : []))),
    relabelled,
  };
}

function usualLabel({ name }: App): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function movesOf(changes: readonly LabelChange[], fresh: Repository): Pick<Labels, 'moved' | 'relabelled'> {
  const moved = grouped(changes, ({ now }) => now);
  const relabelled = appsOf(fresh).flatMap(({ folder, label }) =>
    folder !== undefined && label !== undefined && moved.has(label) ? folder : [],
  );
  return {
    moved: new Map([...moved].map(([now, those]) => [now, new Set(those.map(({ old }) => old))])),
    relabelled: new Set(relabelled),
  };
}
