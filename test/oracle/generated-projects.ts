import type { Files } from './our-answer.ts';
import {
  appFiles,
  migrationText,
  plannedApp,
  random,
  settingsFiles,
  type PlannedApp,
  type PlannedMigration,
  type Random,
} from './projects-random.ts';
import type { OracleProject } from './projects-shape.ts';

const FOLDERS = ['blog', 'shop', 'news', 'people', 'core'];
const keyOf = ({ label, name }: PlannedMigration): string => `${label}.${name}`;

/** A project that is random, but the same for the same seed. Nothing in it may be left unknown. */
export function generatedProject(seed: number): OracleProject {
  const by = random(seed);
  const planned = by
    .shuffled(FOLDERS)
    .slice(0, 2 + by.below(4))
    .map((folder) => plannedApp(by, folder));
  const live = planned.filter(({ modules }) => modules !== null);
  const migrations = plannedMigrations(by, live);
  connect(by, planned, live, migrations);
  damage(by, migrations);
  const written = live.reduce<readonly PlannedMigration[]>(
    (all, { label }) => squashed(by, label, all),
    migrations,
  );
  const { files, settings } = settingsFiles(by, planned);
  const texts = (label: string): Files =>
    Object.fromEntries(
      written
        .filter((each) => each.label === label)
        .map((each) => [`${each.name}.py`, migrationText(by, each)]),
    );
  return {
    name: `generated from seed ${seed}`,
    files: Object.assign({}, files, ...planned.map((app) => appFiles(by, app, texts(app.label)))) as Files,
    settings,
  };
}

/** In an order in which they can be applied: each depends on earlier ones of its app. */
function plannedMigrations(by: Random, planned: readonly PlannedApp[]): PlannedMigration[] {
  const labels = by.shuffled(
    planned.flatMap(({ label }) => Array.from({ length: 1 + by.below(6) }, () => label)),
  );
  const made: PlannedMigration[] = [];
  for (const label of labels) {
    const before = made.filter((each) => each.label === label);
    const number = String(before.length + 1).padStart(4, '0');
    const name = `${number}_${by.pick(['initial', 'auto', 'price', 'ÄÖ', 'merge-all', 'x y'])}`;
    const parents = by.chance(0.8) ? before.slice(-1) : by.shuffled(before).slice(0, 2);
    made.push({ label, name, dependencies: parents.map(keyOf), runBefore: [], replaces: [] });
  }
  return made;
}

/** Dependencies between apps, most of them on what comes earlier. */
function connect(
  by: Random,
  planned: readonly PlannedApp[],
  live: readonly PlannedApp[],
  made: readonly PlannedMigration[],
): void {
  for (const [index, each] of made.entries()) {
    const others = made.slice(0, index).filter(({ label }) => label !== each.label);
    if (others.length > 0 && by.chance(0.3)) each.dependencies.push(keyOf(by.pick(others)));
    if (others.length > 0 && by.chance(0.1)) by.pick(others).runBefore.push(keyOf(each));
    if (by.chance(0.04)) each.dependencies.push(`${by.pick(planned).label}.__first__`);
    if (by.chance(0.02)) each.dependencies.push(`${by.pick(live).label}.__latest__`);
  }
}

/** In some projects a dependency is lost, or goes in a circle. */
function damage(by: Random, made: readonly PlannedMigration[]): void {
  const victim = made.length > 0 ? by.below(made.length) : -1;
  const one = made[victim];
  if (!one) return;
  if (by.chance(0.08)) one.dependencies.push(`${by.pick(made).label}.0099_gone`);
  if (by.chance(0.04)) one.runBefore.push(`${by.pick(made).label}.0098_gone`);
  if (by.chance(0.03)) one.dependencies.push('nobody.__first__');
  if (by.chance(0.08)) one.dependencies.push(keyOf(by.pick(made.slice(victim))));
}

/** In some apps a run of migrations is squashed, and the originals are kept, or go, or some of them do. */
function squashed(by: Random, label: string, all: readonly PlannedMigration[]): readonly PlannedMigration[] {
  const own = all.filter((each) => each.label === label);
  if (own.length < 2 || by.chance(0.55)) return all;
  const start = by.below(own.length - 1);
  const run = own.slice(start, start + 2 + by.below(own.length - start - 1));
  const replaces = run.map(keyOf);
  const squash: PlannedMigration = {
    label,
    name: `${run[0]?.name}_squashed`,
    dependencies: by.chance(0.8)
      ? run.flatMap(({ dependencies }) => dependencies.filter((key) => !replaces.includes(key)))
      : [],
    runBefore: by.chance(0.8) ? run.flatMap(({ runBefore }) => runBefore) : [],
    replaces,
  };
  const gone = new Set<PlannedMigration>(by.pick([[], [], run, run.filter(() => by.chance(0.5))]));
  return [...all.filter((each) => !gone.has(each)), squash];
}
