import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DJANGOS, IN_CI } from '../helpers/python.ts';
import { generatedProject } from './generated-projects.ts';
import { ourAnswer, type Answer } from './our-answer.ts';
import { comparable, shown } from './projects-compare.ts';
import { askDjango, writeProjects, type Request } from './projects-django.ts';
import type { OracleProject } from './projects-shape.ts';
import { isAskedOf, PROJECTS } from './projects.ts';

/** Another one in each run, unless given: ORACLE_SEED=… repeats a run. A project's own seed is in its name. */
const SEED = Number(process.env['ORACLE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const GENERATED = Array.from({ length: 150 }, (_, index) => generatedProject(SEED + index));

test('there is a Django to ask', { skip: DJANGOS.length === 0 && !IN_CI }, () => {
  expect(DJANGOS.length).toBeGreaterThan(0);
});

/** The class of the exception that a project declares for a feature release. */
function declaredError({ error, errors }: OracleProject, version: string): string | undefined {
  return errors ? errors[version in errors ? version : 'newer'] : error;
}

let folder: string;
let requests: ReadonlyMap<OracleProject, Request>;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pyreset-projects-'));
  requests = writeProjects([...PROJECTS, ...GENERATED], folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(DJANGOS)('Django $version', ({ version, python }) => {
  const written = PROJECTS.filter((project) => isAskedOf(version, project));
  const asked = [...written, ...GENERATED];
  const answers = new Map<OracleProject, Answer>();
  const theirs = (project: OracleProject): Answer => answers.get(project)!;

  beforeAll(async () => {
    const given = await askDjango(
      python,
      asked.map((project) => requests.get(project)!),
    );
    for (const [index, project] of asked.entries()) answers.set(project, given[index]!);
  });

  test.for(written)('Django makes of $name what it declares', (project) => {
    const answer = theirs(project);
    expect(answer.error?.class, answer.error?.message).toBe(declaredError(project, version));
    expect(shown(answer, project.shows ?? {})).toEqual(project.shows ?? {});
  });

  test('most generated projects load, and the others fail for what was broken in them', () => {
    const errors = GENERATED.map((project) => theirs(project).error?.class);
    const known = new Set([undefined, 'NodeNotFoundError', 'CircularDependencyError', 'ValueError']);
    expect(errors.filter((error) => !known.has(error))).toEqual([]);
    expect(errors.filter((error) => !error).length, `seed ${SEED}`).toBeGreaterThan(GENERATED.length / 2);
  });

  test('a wrong answer is noticed, and what is unknown is not compared', () => {
    const answer = theirs(written.find(({ name }) => name === 'graph: two leaves, merged')!);
    const without = { ...answer, edges: answer.edges!.slice(1) };
    const unequal = comparable(answer, { ...without, unknown: [] });
    expect(unequal.theirs).not.toEqual(unequal.ours);
    for (const part of ['dependencies', 'label'] as const) {
      const of = part === 'label' ? 'blog' : answer.edges![0]![0].join('.');
      const equal = comparable(answer, { ...without, unknown: [{ part, of }] });
      expect(equal.theirs).toEqual(equal.ours);
    }
  });

  test.for(asked)('we make of $name what Django does', async (project) => {
    const { files, root = '', settings = 'settings' } = project;
    const ours = await ourAnswer(files, { root, settings, django: version });
    const { error } = theirs(project);
    const failed = error && { class: error.class, phase: error.phase };
    const { error: told } = ours;
    if (project.untold === undefined || told) expect(told).toEqual(failed);
    const compared = comparable(theirs(project), ours);
    expect(compared.ours).toEqual(compared.theirs);
    expect(ours.unknown, 'as many as the project declares').toHaveLength(project.unknown ?? 0);
  });
});
