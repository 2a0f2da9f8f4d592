import { app, apps, config, list, pair, settings, within } from './projects-shape.ts';
import type { Files } from './our-answer.ts';

/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  shuffled<Item>(items: readonly Item[]): Item[];
}

/** Mulberry32. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: <Item>(items: readonly Item[]): Item => items[below(items.length)]!,
    shuffled: <Item>(items: readonly Item[]): Item[] =>
      items
        .map((item) => [next(), item] as const)
        .sort(([one], [other]) => one - other)
        .map(([, item]) => item),
  };
}

/** What a migration is to say; keys are `label.name`. */
export interface PlannedMigration {
  readonly label: string;
  readonly name: string;
  readonly dependencies: string[];
  readonly runBefore: string[];
  readonly replaces: string[];
}

/** An app that is to be written. */
export interface PlannedApp {
  /** The last part of its dotted name. */
  readonly folder: string;
  readonly name: string;
  readonly entry: string;
  readonly label: string;
  /** The text of its apps.py, if it has one. */
  readonly apps: string | undefined;
  /** Its entry in MIGRATION_MODULES: a package, None (null), or none. */
  readonly modules: string | null | undefined;
}

/** An app in one of the ways in which apps are named. */
export function plannedApp(by: Random, folder: string): PlannedApp {
  const name = by.pick([folder, folder, `apps.${folder}`, `company.${folder}`]);
  const own = `name = ${by.pick(['"', "'"])}${name}"`.replace(/'(.*)"/, "'$1'");
  const label = `${folder}_${by.pick(['x', 'old', '2'])}`;
  const renamed = `label = "${label}"`;
  const modules = by.chance(0.12) ? by.pick([null, `history.${folder}`]) : undefined;
  const plain = { folder, name, entry: name, label: folder, apps: undefined, modules };
  return by.pick<PlannedApp>([
    plain,
    plain,
    { ...plain, apps: apps(config('C', own)) },
    { ...plain, label, apps: apps(config('C', own, renamed)) },
    { ...plain, label, entry: `${name}.apps.C`, apps: apps(config('C', own, renamed), config('D', own)) },
    { ...plain, label, apps: apps(config('C', own), config('D', own, renamed, 'default = True')) },
    { ...plain, apps: apps(config('C', own, renamed), config('D', own, renamed)) },
    { ...plain, apps: apps(config('C', own, renamed, 'default = False')) },
    { ...plain, label, apps: apps(`LABEL = "${label}"\n\n`, config('C', own, 'label = LABEL')) },
  ]);
}

/** `name = [...]` in one of the ways to write a list of keys, as lines of a class body. */
function assigned(by: Random, name: string, keys: readonly string[]): string[] {
  const quoted = (text: string): string =>
    by.pick([text, text.replaceAll('"', "'"), text.replaceAll('("', '(u"')]);
  const words = keys.map((key) => quoted(pair(key)));
  const [open, close] = by.pick(['[]', '[]', '()']) === '()' ? ['(', ')'] : ['[', ']'];
  const comma = words.length === 1 || by.chance(0.5) ? ',' : '';
  if (words.length === 0) return [`${name} = ${open}${close}`];
  return by.pick([
    [`${name} = ${open}${words.join(', ')}${comma}${close}`],
    [`${name} = ${open}`, ...words.map((word) => `    ${word},  # ${name}`), close],
    [`${name} = [${words[0]}] + [`, ...words.slice(1).map((word) => `    ${word},`), ']'],
    [`${name}: list = [*${open}${words.join(', ')}${comma}${close}]`],
  ]);
}

/** The source of a migration in one of the ways to write it. */
export function migrationText(by: Random, { dependencies, runBefore, replaces }: PlannedMigration): string {
  const body = by
    .shuffled([
      ['operations = []'],
      ...(dependencies.length > 0 || by.chance(0.5) ? [assigned(by, 'dependencies', dependencies)] : []),
      ...(runBefore.length > 0 ? [assigned(by, 'run_before', runBefore)] : []),
      ...(replaces.length > 0 ? [assigned(by, 'replaces', replaces)] : []),
      ...by.pick([[], [], [['initial = True']], [['initial = False']], [['"""What it does."""']]]),
    ])
    .flat();
  const [imported, base] = by.pick([
    ['from django.db import migrations, models', 'migrations.Migration'],
    ['from django.db.migrations import Migration as Base', 'Base'],
    ['import django.db.migrations', 'django.db.migrations.Migration'],
  ] as const);
  const indent = by.pick(['    ', '    ', '  ', '\t']);
  const lines = [
    ...by.pick([[], ['# -*- coding: utf-8 -*-'], ['"""A migration."""', '']]),
    imported,
    '',
    ...by.pick([[], ['def forwards(apps, schema_editor):', '    pass', '']]),
    `class Migration(${base}):`,
    ...body.map((line) => `${indent}${line}`),
    '',
  ];
  return lines.join(by.chance(0.1) ? '\r\n' : '\n');
}

/** Settings in one of the ways to put INSTALLED_APPS together; the module is `settings` or `conf.dev`. */
export function settingsFiles(
  by: Random,
  planned: readonly PlannedApp[],
): { files: Files; settings: string } {
  const contrib = by.chance(0.1) ? ['django.contrib.contenttypes', 'django.contrib.auth'] : [];
  const entries = [...contrib, ...by.shuffled(planned.map(({ entry }) => entry))];
  const [first, rest] = [entries.slice(0, 1 + contrib.length), entries.slice(1 + contrib.length)];
  const modules = planned.flatMap(({ label, modules: place }) =>
    place === undefined ? [] : [`"${label}": ${place === null ? 'None' : `'${place}'`}`],
  );
  const tail = modules.length > 0 ? [`MIGRATION_MODULES = {${modules.join(', ')}}`] : [];
  const whole = (...lines: readonly string[]) => ({
    files: { 'settings.py': settings(first, ...lines, ...tail) },
    settings: 'settings',
  });
  return by.pick([
    whole(`INSTALLED_APPS = ${list(entries)}`),
    whole(`INSTALLED_APPS = (${entries.map((entry) => `'${entry}',`).join('\n    ')}\n)`),
    whole(`INSTALLED_APPS += ${list(rest)}`),
    whole(`OURS = ${list(rest)}`, 'INSTALLED_APPS = INSTALLED_APPS + OURS'),
    {
      files: {
        'conf/__init__.py': '',
        'conf/base.py': settings(first, ...tail),
        'conf/dev.py': `from .base import *\n\nINSTALLED_APPS += ${list(rest)}\n`,
      },
      settings: 'conf.dev',
    },
  ]);
}

/** The files of an app, with things beside its migrations that are none. */
export function appFiles(by: Random, planned: PlannedApp, migrations: Files): Files {
  const folder = planned.name.replaceAll('.', '/');
  const parents =
    planned.name.includes('.') && by.chance(0.7) ? { [`${folder.split('/')[0]}/__init__.py`]: '' } : {};
  const litter = by.pick<Files>([
    {},
    {},
    { _helper: 'X = 1\n' },
    { 'old/__init__.py': '' },
    { 'notes.txt': 'x' },
  ]);
  const own = planned.modules === undefined ? migrations : { '0001_elsewhere': 'not Python (' };
  const elsewhere =
    typeof planned.modules === 'string'
      ? within(planned.modules.replaceAll('.', '/'), { __init__: '', ...migrations })
      : {};
  const more = planned.apps === undefined ? {} : { apps: planned.apps };
  return { ...parents, ...app(folder, { ...own, ...litter }, more), ...elsewhere };
}
