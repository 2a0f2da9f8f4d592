import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Settings } from '../../src/django/settings.ts';
import { read } from '../django/read-settings.ts';
import { IN_CI, PYTHONS } from '../helpers/python.ts';
import { generatedSettings, HELPERS, THIRD } from './generated-settings.ts';

/** The first of the seeds; SETTINGS_SEED=… asks others. */
const SEED = Number(process.env['SETTINGS_SEED'] ?? 0);
const SEEDS = Array.from(
  { length: Number(process.env['SETTINGS_COUNT'] ?? 400) },
  (_, index) => SEED + index,
);

/** A value as settings_values.py prints it. */
type Plain =
  | string
  | boolean
  | number
  | null
  | { kind: string; elements?: Plain[]; entries?: [Plain, Plain][] };

/** By environment, what the module ends with: its names in capitals, or the exception it raises. */
type Ended = Record<string, Plain> | string;

let answers: readonly (readonly Ended[])[];
const python = PYTHONS[0];

beforeAll(() => {
  if (!python) return;
  const asked = SEEDS.map((seed) => {
    const files = { ...generatedSettings(seed), 'helpers.py': HELPERS, 'thirdparty.py': THIRD };
    return `${JSON.stringify({ files, module: 'conf.settings' })}\n`;
  });
  const { stdout, status, stderr } = spawnSync(python, [join(import.meta.dirname, 'settings_values.py')], {
    input: asked.join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Ended[]);
});

/** What is wrong with what we say, if Python ends with these names. */
function mistakes(ours: Settings, names: Record<string, Plain>): string[] {
  const { installedApps, migrationModules, strings, engines } = ours;
  const found: string[] = [];
  const list = names['INSTALLED_APPS'];
  const apps = typeof list === 'object' && list?.elements ? list.elements : [];
  const isRight = installedApps.complete
    ? JSON.stringify(apps) === JSON.stringify(installedApps.entries)
    : isPartOf(installedApps.entries, apps);
  if (!isRight) found.push(`INSTALLED_APPS: ${JSON.stringify(installedApps)} is ${JSON.stringify(apps)}`);
  const dict = names['MIGRATION_MODULES'];
  const modules = new Map(typeof dict === 'object' && dict?.entries ? dict.entries : []);
  for (const [label, module] of migrationModules.entries) {
    const isSame = modules.has(label) && (module === undefined || modules.get(label) === module);
    if (!isSame)
      found.push(`MIGRATION_MODULES[${label}]: ${module} is ${JSON.stringify(modules.get(label))}`);
  }
  if (migrationModules.complete && modules.size !== migrationModules.entries.size) {
    found.push(`MIGRATION_MODULES: ${migrationModules.entries.size} entries are ${modules.size}`);
  }
  const databases = membersOf(names['DATABASES']);
  for (const [alias, engine] of engines) {
    const really = membersOf(databases.get(alias)).get('ENGINE');
    if (really !== engine) found.push(`DATABASES[${alias}]: ${engine} is ${JSON.stringify(really)}`);
  }
  for (const [name, value] of strings) {
    if (names[name] !== value) found.push(`${name}: ${value} is ${JSON.stringify(names[name])}`);
  }
  return found;
}

function membersOf(dict: Plain | undefined): ReadonlyMap<Plain, Plain> {
  return new Map(dict !== null && typeof dict === 'object' && dict.entries ? dict.entries : []);
}

/** Whether the entries stand among the others in their order. */
function isPartOf(entries: readonly string[], all: readonly Plain[]): boolean {
  let met = 0;
  for (const each of all) if (each === entries[met]) met++;
  return met === entries.length;
}

test(
  'what is claimed of generated settings is what Python computes',
  { skip: !python && !IN_CI },
  async () => {
    const wrong: string[] = [];
    let complete = 0;
    let ended = 0;
    let engines = 0;
    for (const [index, seed] of SEEDS.entries()) {
      const ours = await read(generatedSettings(seed));
      const ends = answers[index]!.filter((each) => typeof each !== 'string');
      if (ends.length > 0) ended++;
      if (ends.length > 0 && ours.engines.size > 0) engines++;
      if (ends.length > 0 && ours.installedApps.complete) complete++;
      for (const problem of ends.flatMap((names) => mistakes(ours, names)))
        wrong.push(`seed ${seed}: ${problem}`);
    }
    expect(wrong).toEqual([]);
    expect(ended).toBeGreaterThan(SEEDS.length / 2);
    expect(complete, 'unknown everywhere would be right as well').toBeGreaterThan(ended / 6);
    expect(engines).toBeGreaterThan(ended / 6);
  },
);
