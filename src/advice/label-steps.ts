/** The steps that several ways to rename an app share. */
import type { Relabelling } from '../django/labels/relabelling.ts';
import { shellWord } from '../show.ts';
import type { Block, Step } from './procedure.ts';

/** Where an app lies once its folder is called like its new label. */
export interface Destination {
  readonly folder: string;
  readonly package: string;
  /** False when it lies there already. */
  readonly moves: boolean;
}

/** The place for an app beside the one it has. */
export function destinationOf({ app, label }: Relabelling): Destination {
  const folder = app.folder.replace(/[^/]*$/, label);
  return { folder, package: app.package.replace(/[^.]*$/, label), moves: folder !== app.folder };
}

/** The first step of whatever touches a database. */
export const BACKUP: Step = {
  lead: 'Back the database up, restore that into a copy, and try all that follows there first.',
};

/** A step with lines to type into a shell. */
export function commands(lead: string, ...lines: readonly string[]): Step {
  return { lead, block: { language: 'sh', lines } };
}

/** A step with lines of a file. */
export function file(
  lead: string,
  path: string,
  language: Block['language'],
  lines: readonly string[],
): Step {
  return { lead: `${lead} \`${path}\`:`, block: { language, lines } };
}

/** The folder with its new name, and all that names its modules. */
export function moveSteps(relabelling: Relabelling, keepsLabel: boolean): Step[] {
  const { app } = relabelling;
  const to = destinationOf(relabelling);
  if (!to.moves) return configSteps(relabelling, keepsLabel);
  const [old, now] = [app.package, to.package];
  return [
    commands('Rename the folder:', `git mv ${shellWord(app.folder)} ${shellWord(to.folder)}`),
    ...configSteps(relabelling, keepsLabel),
    ...installSteps(relabelling),
    commands(
      'Its modules, wherever they are imported or named; read `git diff` afterwards:',
      perl(old, "'*.py'", [
        `s/\\b(from|import) ${pattern(old)}\\b/$1 ${now}/`,
        `s/(?<![\\w.])${pattern(old)}(?=\\.(?:${app.modules.join('|')})\\b)/${now}/g`,
      ]),
    ),
  ];
}

/** The new name in INSTALLED_APPS, unless that names a class: as a module of the app that one is renamed with the others. */
function installSteps(relabelling: Relabelling): Step[] {
  const { installed, package: old } = relabelling.app;
  if (!installed)
    return [{ lead: `In INSTALLED_APPS "${destinationOf(relabelling).package}" instead of "${old}".` }];
  if (installed.entry !== old) return [];
  const lines = [`-    "${old}",`, `+    "${destinationOf(relabelling).package}",`];
  return [file('INSTALLED_APPS in', installed.settings, 'diff', lines)];
}

function configSteps(relabelling: Relabelling, keepsLabel: boolean): Step[] {
  const { app, label } = relabelling;
  const to = destinationOf(relabelling);
  const path = `${to.folder}/apps.py`;
  const name = `    name = "${to.package}"`;
  const pin = `    label = "${app.label}"`;
  if (app.labelFrom === 'directory') {
    const head = ['from django.apps import AppConfig', '', '', `class ${className(label)}Config(AppConfig):`];
    return keepsLabel ? [file('An AppConfig, the only one in', path, 'python', [...head, name, pin])] : [];
  }
  const hunks: string[][] = to.moves ? [[`-    name = "${app.package}"`, `+${name}`]] : [];
  const isPinned = app.labelFrom === 'AppConfig.label';
  if (keepsLabel && !isPinned) hunks[0]?.push(`+${pin}`);
  if (!keepsLabel && isPinned) hunks.push([`-${pin}`]);
  const lead = keepsLabel ? 'The AppConfig, which must be the only one in' : 'The AppConfig in';
  return hunks.length > 0 ? [file(lead, path, 'diff', joined(hunks))] : [];
}

/** Hunks that are looked for from the top of the file, each for itself. */
export function joined(hunks: readonly (readonly string[])[]): string[] {
  return hunks.flatMap((lines, index) => [...(index > 0 ? ['@@'] : []), ...lines]);
}

/** The label in the text of migrations, models and permissions; `models` are their names where those are known. */
export function referenceSteps({ app, label }: Relabelling): Step[] {
  const names = app.models?.map(({ model }) => model);
  return [
    commands(
      'The label in the migrations of all apps:',
      perl(app.label, "'*/migrations/*.py'", [
        `s/\\((["\\x27])${app.label}(?=["\\x27], ?["\\x27])/($1${label}/g`,
        `s/(["\\x27])${app.label}(?=\\.\\w+["\\x27])/$1${label}/g`,
      ]),
    ),
    modelReferences('The label in models, settings and permissions:', app.label, label, names),
  ];
}

/** What names models, or some of them, outside of migrations. */
export function modelReferences(
  lead: string,
  old: string,
  now: string,
  models: readonly string[] | undefined,
): Step {
  const name = models ? `(?i:${models.join('|')})` : '[A-Za-z]\\w*';
  return commands(
    lead,
    perl(old, "'*.py' ':!*/migrations/*'", [
      `s/(["\\x27])${old}(?=\\.(?:(?:add|change|delete|view)_)?${name}["\\x27])/$1${now}/g`,
      `s/\\((["\\x27])${old}(?=["\\x27], ?["\\x27]${name}["\\x27])/($1${now}/g`,
    ]),
  );
}

/** Does something to the text of all files that hold a word. */
function perl(word: string, pathspecs: string, programs: readonly string[]): string {
  return `git grep -lzF ${word} -- ${pathspecs} | xargs -0 perl -pi -e '${programs.join('; ')}'`;
}

/** A dotted name as a regular expression. */
function pattern(name: string): string {
  return name.replaceAll('.', '\\.');
}

/** `StoreConfig` for `store`. */
function className(label: string): string {
  const words = label.split('_').filter(Boolean);
  return words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join('');
}

/** What tells that Django sees nothing left to do. */
export const CHECKS = [
  'python manage.py makemigrations --check --dry-run',
  'python manage.py migrate',
] as const;

/** The commit that a procedure makes, and how it is taken back. */
export function commit(message: string): Step {
  return commands('All of that in one commit:', `git add --all && git commit -m "${message}"`);
}

/** Takes it back. */
export const REVERT = 'git revert --no-edit HEAD';
