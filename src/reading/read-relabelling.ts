import { nearest } from '../config/nearest.ts';
import {
  appOf,
  describeRelabelling,
  isIdentifier,
  isNamed,
  type Relabelling,
} from '../django/labels/relabelling.ts';
import type { Project, Repository } from '../django/project.ts';
import { readRepository } from '../django/read-repository.ts';
import type { Sources } from '../django/sources.ts';
import type { ModelTable } from '../django/tables/model-tables.ts';
import { surveyLoose, surveyProject, type Survey } from '../django/survey.ts';
import { UserError } from '../errors.ts';
import { openObjects } from '../git/plumbing/objects.ts';
import { folderWithin } from '../git/plumbing/repository.ts';
import type { Place } from '../git/plumbing/run.ts';
import { findSnapshot } from '../git/snapshot.ts';
import { isInside, type GitPath } from '../path.ts';
import { changedTree } from '../tree.ts';
import { openCommits } from './commits.ts';

/** What is asked for as it was typed, and the revision in which it is looked for. */
export interface Asked {
  /** A label, or `label.Model`. */
  readonly old: string;
  readonly now: string;
  /** HEAD when undefined. */
  readonly rev: string | undefined;
}

/**
 * Reads what there is to say of an app whose label is to change, or of a model that is to move.
 * @throws {UserError} outside a repository, and for a revision, a label or a model that is not there, or is none.
 */
export async function readRelabelling(place: Place, version: string, asked: Asked): Promise<Relabelling> {
  const { now, rev } = asked;
  const [old = '', model] = asked.old.split('.', 2);
  if (!isIdentifier(now))
    throw new UserError(`${JSON.stringify(now)} is no label`, 'a label is a Python identifier');
  if (old === now) throw new UserError(`the old label and the new one are both ${JSON.stringify(now)}`);
  const objects = openObjects(place);
  try {
    const snapshot = await findSnapshot(place, objects, rev, false);
    const commits = openCommits(place, objects, snapshot.repository, version);
    const sources = await commits.sources(snapshot.commit);
    const tree = changedTree(await commits.tree(snapshot.commit), snapshot.changes);
    const repository = await readRepository(tree, sources);
    const surveys = await readSurveys(repository, await folderWithin(place), sources);
    commits.remember();
    const survey = surveys.find((each) => appOf(each, old));
    if (!survey) throw unknownLabel(old, rev, surveys);
    const relabelling = await describeRelabelling(survey, old, now, repository, sources);
    return model === undefined ? relabelling : { ...relabelling, model: modelOf(relabelling, model) };
  } finally {
    objects.close();
  }
}

/** Of the projects around a folder first, and of apps that no project installs last. */
async function readSurveys(repository: Repository, here: GitPath, sources: Sources): Promise<Survey[]> {
  const isAround = ({ root }: Project): boolean => isInside(here, root);
  const { projects } = repository;
  const ordered = [...projects.filter(isAround), ...projects.filter((project) => !isAround(project))];
  const read = await Promise.all(ordered.map((project) => surveyProject(project, repository, sources)));
  return [...read, ...(await surveyLoose(repository, sources))];
}

function modelOf({ app: { label, models } }: Relabelling, name: string): ModelTable {
  const found = models?.find(({ model }) => model.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const near = nearest(
    name,
    (models ?? []).map(({ model }) => model),
  );
  throw new UserError(
    `the migrations of ${label} do not tell of a table for ${JSON.stringify(name)}`,
    near === undefined ? undefined : `did you mean ${label}.${near}?`,
  );
}

function unknownLabel(label: string, rev: string | undefined, surveys: readonly Survey[]): UserError {
  const labels = surveys.flatMap(({ apps }) => apps.filter(isNamed).map((each) => each.label!));
  const near = nearest(label, labels);
  const hint = near === undefined ? 'all labels: pyreset-hooks apps' : `did you mean ${near}?`;
  return new UserError(
    `${rev ?? 'HEAD'} has no app with the label ${JSON.stringify(label)}`,
    `${hint}\n  where another commit has it: --rev REV`,
  );
}
