import type { Content, Files } from './our-answer.ts';
import { migration, pair } from './projects-shape.ts';

/** What is written; null removes. */
export type Changes = Readonly<Record<string, Content | null>>;

/** `ok`, or the class of an exception and its message; of an expected message, the part that tells. */
export type Outcome = string;

/** What a developer sees who has the files, what `migrate` does, and what the database holds after it. */
export interface Observed {
  /** Of django.setup(). When it fails, nothing but what the database holds is told. */
  readonly setup: Outcome;
  /** Of `manage.py check`, and of what `runserver` does before it serves. */
  readonly check: Outcome;
  readonly runserver: Outcome;
  /** Without a tick in `showmigrations`, as `label.name`. */
  readonly unapplied: readonly string[] | Outcome;
  /** What `makemigrations --check` would write; nothing when it is content. */
  readonly drift: readonly string[] | Outcome;
  readonly migrate: Outcome;
  /** What it says that it applied, as `label.name`, with ` (faked)` where it was. */
  readonly applied: readonly string[];
  /** By `label.Model`, how many rows are read. */
  readonly sees: Readonly<Record<string, number | Outcome>>;
  /** By `table(column, …)`, the rows; without Django's own tables. */
  readonly tables: Readonly<Record<string, readonly (readonly unknown[])[]>>;
  /** The rows of `django_migrations`, sorted. */
  readonly recorded: readonly string[];
  /** By `label.model`, the number of its permissions. */
  readonly contentTypes: Readonly<Record<string, number>>;
}

/** What is not given is not compared. */
export type Expected = Partial<Observed>;

/** On the database to which the files were applied as they were before, and on a new one. */
export interface OnDatabases {
  readonly existing?: Expected;
  readonly fresh?: Expected;
}

/** A change of the files, and what comes of it. Each stage is played on databases that saw none before it. */
export interface Stage extends OnDatabases {
  readonly change?: Changes;
  /** What is executed on the existing database after the change. */
  readonly sql?: readonly string[];
  /** A command of manage.py that is run then, on the existing database. */
  readonly run?: readonly string[];
  /** Words that follow `manage.py migrate`. */
  readonly migrate?: readonly string[];
  /** It is played on the databases as the stage before it left them. */
  readonly onward?: boolean;
  /** What is expected instead up to a feature release. */
  readonly until?: Readonly<Record<string, OnDatabases>>;
}

/** Files that were applied, a change of them, and what comes of it; in `next`, further changes: what puts it right. */
export interface Scenario extends Stage {
  readonly name: string;
  readonly before: Files;
  /** How far the existing database was migrated, as words that follow `migrate`; to the end if not given. */
  readonly target?: readonly string[];
  /** SQL that was executed on it; a row of `Post` if not given. */
  readonly data?: readonly string[];
  readonly next?: readonly Stage[];
  /** The first feature release that is asked. */
  readonly since?: string;
}

const FIELDS: Readonly<Record<string, string>> = {
  title: 'models.CharField(max_length=9)',
  body: 'models.CharField(max_length=9, default="none")',
  note: 'models.IntegerField(null=True)',
};

const ID = 'models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")';

/** The text of a field that is known by its name. */
export const field = (name: string): string => FIELDS[name]!;

/** Operation: a model with some fields, and with more that are given as text. */
export function created(model: string, names: readonly string[], ...more: readonly string[]): string {
  const fields = [`("id", ${ID})`, ...names.map((name) => `("${name}", ${field(name)})`), ...more];
  return `migrations.CreateModel("${model}", [${fields.join(', ')}])`;
}

/** Operation: a field of `Post`. */
export const added = (name: string): string => `migrations.AddField("post", "${name}", ${field(name)})`;

/** Operation: Python that adds a row. */
export const ROW = `migrations.RunPython(lambda apps, editor: apps.get_model("blog", "Post").objects.create(title="more"))`;

/** A migration that does something after others, which are given as `label.name`; `lines` are further attributes. */
export function does(
  operations: readonly string[],
  parents: readonly string[] = [],
  ...lines: readonly string[]
): string {
  return migration(
    `dependencies = [${parents.map(pair).join(', ')}]`,
    `operations = [${operations.join(', ')}]`,
    ...lines,
  );
}

/** `replaces`, as a line of the class. */
export const replaces = (...keys: readonly string[]): string => `replaces = [${keys.map(pair).join(', ')}]`;

/** A model: fields by name, and lines of the class. */
export function model(name: string, names: readonly string[], ...lines: readonly string[]): string {
  const body = [...names.map((each) => `${each} = ${field(each)}`), ...lines, 'objects = models.Manager()'];
  return [`class ${name}(models.Model):`, ...body.map((line) => `    ${line}`), '', ''].join('\n');
}

/** `models.py`. */
export const models = (...classes: readonly string[]): string =>
  ['from django.db import models\n\n', ...classes].join('\n');

/** What moves: a file of these, with the same text unless it is given. */
export function moved(files: Files, from: string, to: string, text: Content = files[from]!): Changes {
  return { [from]: null, [to]: text };
}

/** The row that is in `blog_post` when nothing is said of data. */
export const HELLO = "INSERT INTO blog_post (title, body) VALUES ('Hello', 'World')";
