/** What is said of an app whose label changed, and the ways out. */
import type { Base } from '../change.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { folderOf, nameOf, type GitPath } from '../path.ts';
import { counted, showPath, visible } from '../show.ts';
import { allow, publishedOn } from './words.ts';

/** A label that became another one. */
export interface Relabelled {
  readonly label: string;
  /** How many migrations it had. */
  readonly count: number;
  readonly base: Base;
  /** One of them under the new label. */
  readonly to: Migration;
}

/** What can be said: where, what and how to end it. */
export interface Said {
  readonly message: string;
  readonly hint: string;
}

/** Nothing carries the history over; `waits` when something depends on the migrations by their new label. */
export function labelLost(moved: Relabelled, waits: boolean): Said {
  const { label, to } = moved;
  const folder = folderOf(folderOf(to.path));
  const harm = 'every database runs them again, into new tables, and the data stays behind';
  const hint = [
    `keep the label: no database then notices that the app moved; in ${showPath(folder)}/apps.py:`,
    `    class ${className(folder)}Config(AppConfig):`,
    `        name = ${JSON.stringify(showPath(folder).replaceAll('/', '.'))}`,
    `        label = ${JSON.stringify(label)}`,
    ...(waits
      ? [
          `and ${JSON.stringify(label)} instead of ${JSON.stringify(to.label)} in the dependencies of all migrations`,
        ]
      : []),
    'or carry the history over: in each migration of the new label',
    `    replaces = [(${JSON.stringify(label)}, "its name")]`,
    `and db_table = "${visible(label)}_…" in each model of ${visible(to.label)}, or a migration that renames the tables`,
    ...allow('changed-app-label', [label], 'if no other database has ever applied them'),
  ].join('\n');
  return { message: `${relabelling(moved)}: ${harm}`, hint };
}

/** Each of the new migrations replaces one of the old ones. */
export function labelReplaced(moved: Relabelled): Said {
  const { label, to } = moved;
  const hint = [
    `the tables of ${visible(label)} must be found under ${visible(to.label)}, too; in each model:`,
    `    class Meta: db_table = "${visible(label)}_…"`,
    'or a migration that renames them; content types and permissions still name the old label',
    ...allow('changed-app-label', [label], 'when that is done'),
  ].join('\n');
  return { message: `${relabelling(moved)}, which replaces them: the tables still have the old names`, hint };
}

/** Something in the change rewrites the table in which Django records migrations. */
export function labelRewritten(moved: Relabelled): Said {
  const { label, to } = moved;
  const [old, now] = [sqlText(label), sqlText(to.label)];
  const harm = 'and this change touches django_migrations: right, if all of it runs before the next migrate';
  const hint = [
    'all of it, in one transaction, before `manage.py migrate`:',
    `    UPDATE django_migrations SET app = ${now} WHERE app = ${old};`,
    `    UPDATE django_content_type SET app_label = ${now} WHERE app_label = ${old};`,
    `    ALTER TABLE ${visible(label)}_… RENAME TO ${visible(to.label)}_…;`,
    'the last line for each table, those of many-to-many fields as well',
    ...allow('changed-app-label', [label], 'when that is sure'),
  ].join('\n');
  return { message: `${relabelling(moved)}, ${harm}`, hint };
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
