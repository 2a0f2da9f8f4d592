import { UserError } from '../errors.ts';
import { readRepository } from '../django/read-repository.ts';
import { firstError, surveyLoose, surveyProject, type Survey } from '../django/survey.ts';
import type { Project, Repository } from '../django/project.ts';
import { openObjects } from '../git/plumbing/objects.ts';
import { folderWithin } from '../git/plumbing/repository.ts';
import { findSnapshot } from '../git/snapshot.ts';
import { isInside, type GitPath } from '../path.ts';
import { openCommits } from '../reading/commits.ts';
import { appsJson, appsText } from '../report/apps.ts';
import { showPath } from '../show.ts';
import { changedTree } from '../tree.ts';
import type { Command, Invocation } from './command.ts';
import { readOptions } from './options.ts';

const OPTIONS = {
  rev: { type: 'string' },
  staged: { type: 'boolean' },
  all: { type: 'boolean' },
  format: { type: 'string' },
} as const;

/** Shows what is read of the Django projects: why a rule spoke, or kept silent. */
export const apps: Command = async (invocation) => {
  const {
    rev,
    staged = false,
    all = false,
    format = 'text',
  } = readOptions(invocation.args, 'apps', OPTIONS).values;
  if (format !== 'text' && format !== 'json') {
    throw new UserError(`apps: there is no format ${JSON.stringify(format)}`, 'formats: text, json');
  }
  if (rev !== undefined && staged) throw new UserError('apps: --rev and --staged exclude each other');
  const surveys = await survey(invocation, rev, staged, all);
  return {
    output: format === 'json' ? appsJson(surveys) : appsText(surveys),
    notes: surveys.flatMap(refusal),
    exitCode: 0,
  };
};

async function survey(
  invocation: Invocation,
  rev: string | undefined,
  staged: boolean,
  all: boolean,
): Promise<Survey[]> {
  const objects = openObjects(invocation);
  try {
    const snapshot = await findSnapshot(invocation, objects, rev, staged);
    const commits = openCommits(invocation, objects, snapshot.repository, invocation.version);
    const sources = await commits.sources(snapshot.commit);
    const tree = changedTree(await commits.tree(snapshot.commit), snapshot.changes);
    const repository = await readRepository(tree, sources);
    const here = all ? undefined : await folderWithin(invocation);
    const surveys = await Promise.all(
      projectsAround(repository, here).map((project) => surveyProject(project, repository, sources)),
    );
    const loose = all || repository.projects.length === 0 ? await surveyLoose(repository, sources) : [];
    commits.remember();
    return [...surveys, ...loose];
  } finally {
    objects.close();
  }
}

/** The projects that a folder lies in, else those below it, else all. */
function projectsAround({ projects }: Repository, here: GitPath | undefined): readonly Project[] {
  if (here === undefined) return projects;
  const around = projects.filter(({ root }) => isInside(here, root));
  const innermost = Math.max(...around.map(({ root }) => root.length));
  if (here !== '' && around.length > 0) return around.filter(({ root }) => root.length === innermost);
  const below = projects.filter(({ root }) => isInside(root, here));
  return below.length > 0 ? below : projects;
}

function refusal(surveyed: Survey): string[] {
  const error = firstError(surveyed);
  return error ? [`Django would refuse: ${error.error}: ${error.what} (${showPath(error.path)})`] : [];
}
