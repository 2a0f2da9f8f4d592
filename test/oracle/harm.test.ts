import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DJANGOS, IN_CI } from '../helpers/python.ts';
import { AGAIN } from './harm-again.ts';
import { DELETED } from './harm-deleted.ts';
import { expected, isNewer, play, shown, type Played } from './harm-django.ts';
import { EDITED } from './harm-edited.ts';
import { GRAPH } from './harm-graph.ts';
import { LABELS } from './harm-labels.ts';
import { LABELS_AND_TABLES } from './harm-labels-tables.ts';
import { GRAPH_REMEDIES } from './harm-remedies-graph.ts';
import { LABEL_REMEDIES } from './harm-remedies-labels.ts';
import { NAME_REMEDIES } from './harm-remedies-names.ts';
import { TEXT_REMEDIES } from './harm-remedies-texts.ts';
import { RENAMED } from './harm-renamed.ts';
import { REPLACING_SCENARIOS } from './harm-replaces.ts';
import { SQUASHED } from './harm-squashed.ts';
import type { Expected, Scenario } from './harm-shape.ts';

const SCENARIOS = [
  ...AGAIN,
  ...RENAMED,
  ...REPLACING_SCENARIOS,
  ...DELETED,
  ...EDITED,
  ...LABELS,
  ...LABELS_AND_TABLES,
  ...GRAPH,
  ...SQUASHED,
  ...NAME_REMEDIES,
  ...TEXT_REMEDIES,
  ...GRAPH_REMEDIES,
  ...LABEL_REMEDIES,
];

const askedOf = (version: string): Scenario[] =>
  SCENARIOS.filter(({ since }) => !since || !isNewer(since, version));

test('there is a Django to ask', { skip: DJANGOS.length === 0 && !IN_CI }, () => {
  expect(DJANGOS.length).toBeGreaterThan(0);
});

test('no two scenarios have one name', () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

let folder: string;
const answers = new Map<string, ReadonlyMap<Scenario, Played>>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pyreset-harm-'));
  const played = await Promise.allSettled(
    DJANGOS.map(async ({ version, python }) => {
      answers.set(version, await play(python, askedOf(version), join(folder, version)));
    }),
  );
  expect(played.filter(({ status }) => status === 'rejected')).toEqual([]);
}, 400_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(DJANGOS)('Django $version', ({ version }) => {
  test('what is not as expected is noticed', () => {
    const scenario = SCENARIOS.find(({ name }) => name.startsWith('1b'))!;
    const played = answers.get(version)!.get(scenario)!;
    const [{ existing }] = expected(scenario, version) as [{ existing: Expected }];
    const wrong: Expected[] = [
      { migrate: 'ok' },
      { migrate: existing.migrate!.replace('NodeNotFoundError', 'CommandError') },
      { migrate: existing.migrate!.replace('0002_body', '0002_soul') },
      { tables: {} },
      { tables: { ...existing.tables, other: [] } },
      { sees: { 'blog.Post': 2 } },
      { recorded: [] },
    ];
    for (const each of wrong) expect(shown(played, [{ existing: each }])).not.toEqual([{ existing: each }]);
  });

  test.for(askedOf(version).map((scenario) => [scenario.name, scenario] as const))('%s', ([, scenario]) => {
    const wanted = expected(scenario, version);
    expect(shown(answers.get(version)!.get(scenario)!, wanted)).toEqual(wanted);
  });
});
