import type { GitPath } from '../../path.ts';
import type { App, Project, Repository } from '../project.ts';

/** A label that two installed apps of a project have. */
export interface DuplicateLabel {
  readonly label: string;
  /** The dotted names of both; the same twice when INSTALLED_APPS lists it twice. Undefined for one of Django's own. */
  readonly names: readonly (string | undefined)[];
  /** The settings that install them. */
  readonly settings: GitPath;
  /** The folder of the second one, where it is in the repository. */
  readonly folder: GitPath | undefined;
}

/**
 * The labels that are there twice after a change, and were not before
 * (https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label).
 */
export function newDuplicates(old: Repository, fresh: Repository): DuplicateLabel[] {
  const known = new Set(old.projects.flatMap((project) => duplicatesIn(project).map(({ label }) => label)));
  return fresh.projects.flatMap((project) => duplicatesIn(project).filter(({ label }) => !known.has(label)));
}

function duplicatesIn({ settings, apps, contrib }: Project): DuplicateLabel[] {
  if (!settings) return [];
  const first = new Map<string, App | undefined>([...contrib].map((label) => [label, undefined]));
  return apps.flatMap((app): DuplicateLabel[] => {
    const { label, installed, name, folder, labelFrom } = app;
    if (label === undefined || !installed || labelFrom === 'MIGRATION_MODULES') return [];
    if (!first.has(label)) return first.set(label, app) && [];
    return [{ label, names: [first.get(label)?.name, name], settings: settings.path, folder }];
  });
}
