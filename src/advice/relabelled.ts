/** What is said of an app whose label changed, and the ways out. */
import type { Base } from '../change.ts';
import type { LabelChange } from '../django/labels/label-changes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { nameOf, type GitPath } from '../path.ts';
import { counted, showPath, visible } from '../show.ts';
import { allow, few, fewLines, publishedOn, replacesLine, word } from './words.ts';

/** A label that became another one. */
export interface Relabelled {
  readonly label: string;
  /** How many migrations it had. */
  readonly count: number;
  readonly base: Base;
  /** One of them under the new label. */
  readonly to: Migration;
  /** The folder of the app. */
  readonly folder: GitPath;
  /** What becomes of its tables when the history is carried over. */
  readonly tables: LabelChange['tables'] | undefined;
}

/** What can be said: where, what and how to end it. */
export interface Said {
  readonly message: string;
  readonly hint: string;
}

/** Nothing carries the history over; `waits` when something depends on the migrations by their new label. */
export function labelLost(moved: Relabelled, waits: boolean): Said {
  const { label, to, folder } = moved;
  const harm = 'every database runs them again, into new tables, and the data stays behind';
  const name = showPath(folder).replaceAll('/', '.');
  const config = `${className(folder)}Config`;
  const [old, now] = [visible(label), visible(to.label)];
  const hint = [
    `keep the label: no database then notices that the app moved; in ${showPath(folder)}/apps.py:`,
    `    class ${config}(AppConfig):`,
    `        name = ${JSON.stringify(name)}`,
    `        label = ${JSON.stringify(label)}`,
    'and name that class in INSTALLED_APPS, unless it is the only AppConfig there:',
    `    ${JSON.stringify(`${name}.apps.${config}`)}`,
    ...(waits
      ? [
          `and ${JSON.stringify(label)} instead of ${JSON.stringify(to.label)} in the dependencies of all migrations`,
        ]
      : []),
    'or give it up, in every database before its next migrate, with a .sql file in this change:',
    ...relabelStatements(moved),
    `    ALTER TABLE ${old}_… RENAME TO ${now}_…;`,
    `the last line for every table, or db_table = "${old}_…" in every model and in its CreateModel`,
    ...procedures(moved),
    ...allow('changed-app-label', [label], 'if no other database has ever applied them'),
  ].join('\n');
  return { message: `${relabelling(moved)}: ${harm}`, hint };
}

/** The history is carried over by `replaces`, or by what rewrites the table in which Django records migrations. */
export function labelCarried(moved: Relabelled, carried: 'replaced' | 'rewritten'): Said {
  const { label, to, tables } = moved;
  const [old, now] = [visible(label), visible(to.label)];
  const how = carried === 'replaced' ? 'which replaces them' : 'and the change touches django_migrations';
  const rest = {
    kept: ' and keeps the tables: content types and permissions must follow before the next migrate',
    renamed: ' and renames the tables: all of it must run before the next migrate',
    unknown: `: the tables are called ${old}_… in every database; unless they are kept or renamed, it is "no such table"`,
  }[tables ?? 'unknown'];
  const hint = [
    'what must be right before the next migrate:',
    ...(tables
      ? []
      : [
          `    tables: db_table = "${old}_…" in every model and in its CreateModel, or ALTER TABLE ${old}_… RENAME TO ${now}_…;`,
        ]),
    ...(carried === 'replaced'
      ? []
      : ['    django_migrations: what the change brings has run, with the application stopped']),
    `    content types, and with them permissions: ${contentTypes(moved)}`,
    `    what else names ${old}: foreign keys and dependencies of other apps, AUTH_USER_MODEL, fixtures,`,
    '    MIGRATION_MODULES, database routers, permissions in code and templates, names of Celery tasks',
    ...procedures(moved),
    ...allow('changed-app-label', [label], 'when that is done'),
  ].join('\n');
  return { message: `${relabelling(moved)}, ${how}${rest}`, hint };
}

/** `replaces` carries some of the migrations over, and leaves others out. */
export function labelPartlyCarried(moved: Relabelled, left: readonly Migration[]): Said {
  const { label } = moved;
  const names = few(left.map(({ name }) => name));
  const lines = left.map(({ name }) => `    ${visible(name)}: ${replacesLine([{ label, name }]).trim()}`);
  const hint = [
    `let ${left.length === 1 ? 'it' : 'each'} stand for the old one of that name as well, in its class Migration:`,
    ...fewLines(lines),
    ...procedures(moved),
    ...allow('changed-app-label', [label], 'if no other database has ever applied them'),
  ].join('\n');
  const message = `${relabelling(moved)}, which replaces all but ${names}: every database runs what is left again`;
  return { message, hint };
}

function procedures({ label, to }: Relabelled): string[] {
  return [
    'step by step, with the names of your models, and how to go back:',
    `    npx pyreset-hooks rules changed-app-label ${word(label)} ${word(to.label)}`,
  ];
}

function relabelStatements(moved: Relabelled): string[] {
  const [old, now] = [sqlText(moved.label), sqlText(moved.to.label)];
  return [`    UPDATE django_migrations SET app = ${now} WHERE app = ${old};`, `    ${contentTypes(moved)}`];
}

function contentTypes({ label, to }: Relabelled): string {
  return `UPDATE django_content_type SET app_label = ${sqlText(to.label)} WHERE app_label = ${sqlText(label)};`;
}

function relabelling({ label, count, base, to }: Relabelled): string {
  const migrations = counted(count, 'migration');
  return `app label ${visible(label)}, with ${migrations} ${publishedOn(base)}, is now ${visible(to.label)}`;
}

function sqlText(text: string): string {
  return `'${visible(text).replaceAll("'", "''")}'`;
}

function className(folder: GitPath): string {
  const words = visible(nameOf(folder)).split(/[^A-Za-z0-9]+/);
  return words.map((each) => each.charAt(0).toUpperCase() + each.slice(1)).join('');
}
