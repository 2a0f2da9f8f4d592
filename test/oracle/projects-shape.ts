import type { Content, Files } from './our-answer.ts';

/** A Django project, and what is to be learnt from it. */
export interface OracleProject {
  /** What is special about it. */
  readonly name: string;
  readonly files: Files;
  /** DJANGO_SETTINGS_MODULE; `settings` if not given. */
  readonly settings?: string;
  /** The folder of manage.py; the top if not given. */
  readonly root?: string;
  /** The class of the exception with which Django fails, in every version; none if not given. */
  readonly error?: string;
  /** The same where the versions differ: the class by feature release, `newer` for all that are not named. */
  readonly errors?: Readonly<Record<string, string | undefined>>;
  /** Django's first major release in which the outcome is always the same; older ones are not asked. */
  readonly since?: number;
  /** What Django must say of the project's own apps, so that a project cannot silently test nothing. */
  readonly shows?: Shown;
  /** How many things our reader may leave unknown: exactly that many. */
  readonly unknown?: number;
  /** Why our reader cannot tell whether Django fails. */
  readonly untold?: string;
}

/** Parts of an answer, written short: keys as `label.name`, edges as `child < parent`. Each is compared whole. */
export interface Shown {
  /** In the order of the alphabet, as all that follow. */
  readonly labels?: readonly string[];
  readonly unmigrated?: readonly string[];
  readonly migrations?: readonly string[];
  readonly nodes?: readonly string[];
  readonly edges?: readonly string[];
  readonly leaves?: readonly string[];
  /** As `label.name = true`. */
  readonly initial?: readonly string[];
}

/** What a project may say beside its name and its files. */
export type Rest = Omit<OracleProject, 'name' | 'files'>;

/** A project. */
export function project(name: string, files: Files, rest: Rest = {}): OracleProject {
  return { name, files, ...rest };
}

/** Text of Python: a list of strings. */
export const list = (words: readonly string[]): string =>
  `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;

/** `settings.py` with these in INSTALLED_APPS. */
export function installed(...apps: readonly string[]): Files {
  return { 'settings.py': settings(apps) };
}

/** The text of a settings module. */
export function settings(apps: readonly string[], ...lines: readonly string[]): string {
  return [`SECRET_KEY = "x"`, `USE_TZ = True`, `INSTALLED_APPS = ${list(apps)}`, ...lines, ''].join('\n');
}

/**
 * An app with a `migrations` package. The files in it are given by name: one without a dot gets `.py`.
 */
export function app(folder: string, migrations: Files = {}, more: Files = {}): Files {
  return {
    [`${folder}/__init__.py`]: '',
    ...within(`${folder}/migrations`, { __init__: '', ...migrations }),
    ...within(folder, more),
  };
}

/** The same files in a folder; a name without a dot gets `.py`. */
export function within(folder: string, files: Files): Files {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]): [string, Content] => [
      `${folder}/${/\.[^/]*$/.test(name) ? name : `${name}.py`}`,
      content,
    ]),
  );
}

/** `label.name` as Python writes the key. */
export function pair(key: string): string {
  const dot = key.indexOf('.');
  return `("${key.slice(0, dot)}", "${key.slice(dot + 1)}")`;
}

const pairList = (keys: readonly string[]): string => `[${keys.map(pair).join(', ')}]`;

/** A migration with a body of these lines. */
export function migration(...lines: readonly string[]): string {
  return [
    'from django.db import migrations, models',
    '',
    '',
    'class Migration(migrations.Migration):',
    ...['operations = []', ...lines].map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** A migration that depends on these, given as `label.name`. */
export function after(...parents: readonly string[]): string {
  return migration(`dependencies = ${pairList(parents)}`);
}

/** A migration that replaces some and depends on others. */
export function squash(replaced: readonly string[], ...parents: readonly string[]): string {
  return migration(`replaces = ${pairList(replaced)}`, `dependencies = ${pairList(parents)}`);
}

/** An AppConfig class with a body of these lines. */
export function config(name: string, ...lines: readonly string[]): string {
  return [`class ${name}(AppConfig):`, ...lines.map((line) => `    ${line}`), '', ''].join('\n');
}

/** `apps.py` with these classes. */
export const apps = (...classes: readonly string[]): string =>
  ['from django.apps import AppConfig\n\n', ...classes].join('\n');

/** An app `blog` with its migrations and other files, installed under its name. */
export function blog(migrations: Files = {}, more: Files = {}): Files {
  return { ...installed('blog'), ...app('blog', migrations, more) };
}

/** Apps `blog` and `shop` with their migrations, both installed. */
export function two(ofBlog: Files, ofShop: Files): Files {
  return { ...installed('blog', 'shop'), ...app('blog', ofBlog), ...app('shop', ofShop) };
}

/** Labels that Django must come to; each of these apps has one migration. */
export const labelled = (...labels: readonly string[]): Rest => ({
  shows: { labels, migrations: labels.map((label) => `${label}.0001_initial`) },
});
