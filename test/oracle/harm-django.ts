import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  HELLO,
  type Expected,
  type Observed,
  type OnDatabases,
  type Scenario,
  type Stage,
} from './harm-shape.ts';

const PROGRAM = join(import.meta.dirname, 'harm.py');

/** Of each stage, what was observed on each database for which something is expected; or why it was not played. */
export type Played = readonly Partial<Record<Database, Observed>>[] | { readonly error: string };

type Database = 'existing' | 'fresh';

const DATABASES: readonly Database[] = ['existing', 'fresh'];

/** The stages of a scenario, in order. */
const stagesOf = (scenario: Scenario): Stage[] => [scenario, ...(scenario.next ?? [])];

/** What the Django of `python` does in each scenario. The folder is written to. */
export async function play(
  python: string,
  scenarios: readonly Scenario[],
  folder: string,
): Promise<ReadonlyMap<Scenario, Played>> {
  mkdirSync(folder, { recursive: true });
  const environment = Object.entries(process.env).filter(([name]) => !/^(PYTHON|DJANGO)/.test(name));
  const child = spawn(python, ['-W', 'ignore', PROGRAM, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...Object.fromEntries(environment), PYTHONDONTWRITEBYTECODE: '1' },
  });
  child.stdin.end(scenarios.map((scenario) => `${JSON.stringify(request(scenario))}\n`).join(''));
  const lines = (await text(child.stdout)).split('\n').slice(0, -1);
  if (lines.length !== scenarios.length)
    throw new Error(`${lines.length} answers to ${scenarios.length} scenarios`);
  return new Map(scenarios.map((scenario, index) => [scenario, JSON.parse(lines[index]!) as Played]));
}

function request(scenario: Scenario): unknown {
  const { before, target = [], data = [HELLO] } = scenario;
  const stages = stagesOf(scenario).map((stage) => ({
    files: stage.change ?? {},
    run: stage.run ?? [],
    sql: stage.sql ?? [],
    migrate: stage.migrate ?? [],
    onward: stage.onward ?? false,
    databases: Object.fromEntries(
      DATABASES.filter((name) => stage[name]).map((name) => {
        const all = [stage, ...Object.values(stage.until ?? {})];
        return [name, all.flatMap((on) => Object.keys(on[name] ?? {}))];
      }),
    ),
  }));
  return { before, target, data, stages };
}

/** What a scenario expects of a feature release of Django, stage by stage. */
export function expected(scenario: Scenario, version: string): OnDatabases[] {
  return stagesOf(scenario).map((stage) => {
    const differing = Object.entries(stage.until ?? {}).filter(([last]) => !isNewer(version, last));
    const on = DATABASES.filter((name) => stage[name]).map((name): [Database, Expected] => [
      name,
      Object.assign({ setup: 'ok' }, stage[name], ...differing.map(([, databases]) => databases[name])),
    ]);
    return Object.fromEntries(on);
  });
}

/** Whether a feature release is newer than another. */
export function isNewer(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0;
}

/** Of what was observed, that of which something is expected; a failure with the expected words is these words. */
export function shown(played: Played, wanted: readonly OnDatabases[]): unknown {
  if ('error' in played) return played;
  return wanted.map((on, index) =>
    Object.fromEntries(
      Object.entries(on).map(([database, parts]) => [
        database,
        Object.fromEntries(
          Object.entries(parts).map(([part, value]) => [
            part,
            told(played[index]?.[database as Database]?.[part as keyof Observed], value),
          ]),
        ),
      ]),
    ),
  );
}

function told(observed: unknown, wanted: unknown): unknown {
  if (typeof observed === 'string' && typeof wanted === 'string') {
    const [, kind, words] = /^(\w+: )(.+)$/.exec(wanted) ?? [];
    return kind && words && observed.startsWith(kind) && observed.includes(words) ? wanted : observed;
  }
  if (!isRecord(observed) || !isRecord(wanted)) return observed;
  return Object.fromEntries(Object.entries(observed).map(([key, value]) => [key, told(value, wanted[key])]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
