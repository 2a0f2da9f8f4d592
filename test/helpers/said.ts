import { allowSubjects } from '../../src/allowances.ts';
import { ageKey, type Change, type PublishedAge } from '../../src/change.ts';
import { DEFAULTS, type Config } from '../../src/config/config.ts';
import { findProblems, gradeProblems } from '../../src/lint.ts';
import { textReport } from '../../src/report/text.ts';
import type { Files, Finding, Rule } from '../../src/rule.ts';
import { RULES } from '../../src/rules/index.ts';
import { pathText } from '../../src/path.ts';
import { changeOf, optionsOf } from './change.ts';

/** A change, and what else matters to what is said of it. */
export interface Scene {
  readonly before: Files;
  readonly after: Files;
  /** What is at the base; otherwise everything that was there before. Null: nothing is. */
  readonly published?: Files | null;
  /** How many days that has been there; more than the grace unless told. */
  readonly days?: number;
  readonly change?: Partial<Change>;
  /** The labels that git's history knows of. */
  readonly formerLabels?: readonly string[];
  readonly config?: Partial<Config>;
}

/** What the rules find in a scene, weighed by age. */
export async function findingsOf(scene: Scene, rules: readonly Rule[] = RULES): Promise<readonly Finding[]> {
  const { before, after, published, days = 365, change, formerLabels } = scene;
  const config = { ...DEFAULTS, ...scene.config };
  const read = { ...(await changeOf({ before, after }, published ?? undefined, formerLabels)), ...change };
  const judged = published === null ? { ...read, published: undefined, edited: [] } : read;
  const problems = findProblems([judged], rules, config, optionsOf(config));
  const age: PublishedAge = { days, released: false, renamedBack: false };
  const ages = problems.flatMap((each) => (each.published ? [[ageKey(each.published), age] as const] : []));
  return gradeProblems(allowSubjects(problems, config.allow), new Map(ages), config);
}

/** What one rule finds, infos as well: `severity path:line:column subject`. */
export async function found(rule: Rule, scene: Scene): Promise<string[]> {
  const findings = await findingsOf(scene, [rule]);
  return findings.map(
    ({ severity, path, line, column, subject }: Finding) =>
      `${severity} ${pathText(path)}:${line}:${column} ${subject}`,
  );
}

/** All that a person reads of a change, of every rule, infos as well. */
export async function told(scene: Scene): Promise<string> {
  const report = {
    toolVersion: '',
    scope: { kind: 'staged', before: null, after: 'index', base: null, protected: null },
    findings: await findingsOf(scene),
    unknown: [],
  } as const;
  return textReport(report, { colour: false, verbose: true, quiet: false }).replace(/\n.*\n$/, '');
}

/** The migrations of an app, by name. */
export type Migrations = Readonly<Record<string, string>>;

/** Where the migrations of an app lie. */
export function lying(migrations: Migrations, folder = 'shop'): Files {
  return Object.fromEntries(
    Object.entries(migrations).map(([name, text]) => [`${folder}/migrations/${name}.py`, text]),
  );
}

/** Without some of them. */
export function without(migrations: Migrations, ...names: readonly string[]): Migrations {
  return Object.fromEntries(Object.entries(migrations).filter(([name]) => !names.includes(name)));
}

/** A migration; parents as `label.name`, `rest` are more lines of its class. */
export function migration(parents: readonly string[], operation: string, rest = ''): string {
  const pairs = parents.map((key) => `("${key.replace('.', '", "')}")`);
  return `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [${pairs.join(', ')}]
    operations = [${operation}]
${rest && `    ${rest}\n`}`;
}

/** An operation that creates the model. */
export const CREATE =
  'migrations.CreateModel("item", [("id", models.AutoField(primary_key=True, serialize=False))])';

/** An operation that adds a field to it. */
export function add(field: string): string {
  return `migrations.AddField("item", "${field}", models.IntegerField(default=0))`;
}

/** `replaces`, naming migrations of `shop`. */
export function replacing(...names: readonly string[]): string {
  return `replaces = [${names.map((name) => `("shop", "${name}")`).join(', ')}]`;
}

/** Three migrations of `shop`, one after the other. */
export const SHOP: Migrations = {
  '0001_initial': migration([], CREATE),
  '0002_cost': migration(['shop.0001_initial'], add('cost')),
  '0003_note': migration(['shop.0002_cost'], add('note')),
};

/** So many migrations, one after the other. */
export function steps(count: number): Migrations {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return Object.fromEntries(
    numbers.map((number) => [
      step(number),
      number === 1 ? migration([], CREATE) : migration([`shop.${step(number - 1)}`], add(`f${number}`)),
    ]),
  );
}

function step(number: number): string {
  return `${String(number).padStart(4, '0')}_step`;
}
