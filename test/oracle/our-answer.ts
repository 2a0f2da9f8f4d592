import { migrationKey } from '../../src/django/migrations/graph-nodes.ts';
import { leavesOf, rootsOf } from '../../src/django/migrations/graph-shape.ts';
import { readRepository } from '../../src/django/read-repository.ts';
import type { Migration } from '../../src/django/migrations/read-migrations.ts';
import { named, settingsIn, type References } from '../../src/django/migrations/references.ts';
import { firstError, surveyProject, type Survey } from '../../src/django/survey.ts';
import { pathText } from '../../src/path.ts';
import { sourcesOf, treeOf, type FileContent } from '../helpers/tree.ts';

/** A migration as the graph knows it: `[app label, name]`. */
export type Key = readonly [label: string, name: string];

/** Where a project fails; `message` is compared with nothing. */
export interface Failure {
  /** The name of the exception's class, as in a traceback. */
  readonly class: string;
  /** `setup` is django.setup(), `load` the MigrationLoader; `oracle`: Python did not answer. */
  readonly phase: 'setup' | 'load' | 'oracle';
  readonly message: string;
}

/**
 * What Django makes of a project. Null is what it did not come to: everything but `error` when the setup fails, all
 * but the apps when reading the migrations fails, and the graph (`nodes` and what follows) when building it fails.
 */
export interface Answer {
  readonly apps: readonly { readonly label: string; readonly name: string }[] | null;
  /** Labels of the apps with a migrations package, and of those without. */
  readonly migrated: readonly string[] | null;
  readonly unmigrated: readonly string[] | null;
  readonly migrations: readonly Key[] | null;
  /** By `label.name`, in the order of the source; a migration without them has no entry. */
  readonly replaces: Readonly<Record<string, readonly Key[]>> | null;
  readonly runBefore: Readonly<Record<string, readonly Key[]>> | null;
  /** By `label.name`, for every migration, as its class says it. */
  readonly initial: Readonly<Record<string, boolean | null>> | null;
  /** The final graph: replaced migrations are gone, and who depended on them depends on what replaces them. */
  readonly nodes: readonly Key[] | null;
  readonly edges: readonly (readonly [child: Key, parent: Key])[] | null;
  readonly leaves: readonly Key[] | null;
  readonly roots: readonly Key[] | null;
  /** Labels with several leaves, and the names of these, sorted. */
  readonly conflicts: Readonly<Record<string, readonly string[]>> | null;
  readonly error: Failure | null;
}

/**
 * Something that cannot be told without running Python; what depends on it is not compared.
 *
 * - `installed`, of nothing (''): more apps may be installed than those that are told
 * - `label`, of an app by its dotted name: its label
 * - `migrations`, of a label: which migrations it has, and so everything about them
 * - `initial`, `dependencies`, `runBefore`, `replaces`, of a `label.name`: that attribute, and the part of the graph
 *   that rests on it
 */
export interface Unknown {
  readonly part: 'installed' | 'label' | 'migrations' | 'initial' | 'dependencies' | 'runBefore' | 'replaces';
  readonly of: string;
}

/** Our answer. It is about the project's own apps; Django's are left out of it, or are ignored. */
export interface OurAnswer extends Omit<Answer, 'error'> {
  readonly unknown: readonly Unknown[];
  /** Null: none that shows without running Python. */
  readonly error: Pick<Failure, 'class' | 'phase'> | null;
}

/**
 * What stands at a path: text, `pyc` bytecode compiled from that source by the Python that is asked (to us: bytes),
 * `bytes` as they are, or `link`, a symbolic link with that target.
 */
export type Content =
  | string
  | { readonly pyc: string }
  | { readonly bytes: Uint8Array }
  | { readonly link: string };

/** A file tree by `/`-separated path. */
export type Files = Readonly<Record<string, Content>>;

/** How a project is started. */
export interface Start {
  /** The folder of manage.py, which Python puts on sys.path; '' is the top. */
  readonly root: string;
  /** DJANGO_SETTINGS_MODULE. */
  readonly settings: string;
  /** The feature release: `5.2`. */
  readonly django: string;
}

/** What src/django makes of a file tree. */
export async function ourAnswer(files: Files, { root, settings }: Start): Promise<OurAnswer> {
  const manage = `import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "${settings}")\n`;
  const path = root === '' ? 'manage.py' : `${root}/manage.py`;
  const contents = Object.fromEntries(
    Object.entries({ ...files, [path]: manage }).map(([file, content]) => [file, contentOf(content)]),
  );
  const sources = sourcesOf(contents);
  const repository = await readRepository(treeOf(contents), sources);
  const project = repository.projects.find((each) => pathText(each.root) === root)!;
  return answerOf(await surveyProject(project, repository, sources));
}

function contentOf(content: Content): FileContent {
  if (typeof content === 'string' || 'link' in content) return content;
  return Buffer.from('bytes' in content ? content.bytes : 'compiled');
}

function answerOf(survey: Survey): OurAnswer {
  const apps = survey.apps.flatMap((app) =>
    app.label === undefined || !app.installed ? [] : [{ ...app, label: app.label }],
  );
  const migrations = apps.flatMap((app) => app.migrations);
  const nodes = [...survey.graph.nodes.values()];
  const leaves = leavesOf(survey.graph.nodes);
  const having = (migrated: boolean): string[] =>
    apps.filter((app) => app.migrated === migrated).map(({ label }) => label);
  return {
    apps: apps.filter(({ folder }) => folder !== undefined).map(({ label, name }) => ({ label, name })),
    migrated: having(true),
    unmigrated: having(false),
    migrations: migrations.map(keyOf),
    replaces: listsOf(migrations, ({ replaces }) => replaces),
    runBefore: listsOf(migrations, ({ runBefore }) => runBefore),
    initial: Object.fromEntries(
      migrations.map((each) => [migrationKey(each), each.initial === 'unknown' ? null : each.initial]),
    ),
    nodes: nodes.map(keyOf),
    edges: nodes.flatMap((child) =>
      [...child.parents].map((parent): [Key, Key] => [keyOf(child), keyOf(parent)]),
    ),
    leaves: [...leaves].flatMap(([label, names]) => names.map((name): Key => [label, name])),
    roots: [...rootsOf(survey.graph.nodes)].flatMap(([label, names]) =>
      names.map((name): Key => [label, name]),
    ),
    conflicts: Object.fromEntries([...leaves].filter(([, names]) => names.length > 1)),
    unknown: unknownOf(survey),
    error: errorOf(survey),
  };
}

function keyOf({ label, name }: { label: string; name: string }): Key {
  return [label, name];
}

function listsOf(
  migrations: readonly Migration[],
  list: (migration: Migration) => References,
): Record<string, Key[]> {
  const entries = migrations.map((each) => [migrationKey(each), named(list(each)).map(keyOf)] as const);
  return Object.fromEntries(entries.filter(([, keys]) => keys.length > 0));
}

function unknownOf({ project, apps, labels }: Survey): Unknown[] {
  const unknown: Unknown[] = project?.settings?.installedApps.complete ? [] : [{ part: 'installed', of: '' }];
  for (const { label, name, migrated, migrations } of apps) {
    if (label === undefined) unknown.push({ part: 'label', of: name });
    else if (migrated === undefined) unknown.push({ part: 'migrations', of: label });
    for (const each of label === undefined ? [] : migrations) {
      const of = migrationKey(each);
      const swappable = settingsIn(each.dependencies).some(({ setting }) => !labels.labelOfSetting(setting));
      const wanting = (['dependencies', 'runBefore', 'replaces'] as const).filter(
        (part) => !each[part].complete || (part === 'dependencies' && swappable),
      );
      // a module that is not read at all is one thing that is unknown
      if (wanting.length === 3) unknown.push({ part: 'migrations', of: label! });
      else {
        unknown.push(...wanting.map((part) => ({ part, of })));
        if (each.initial === 'unknown') unknown.push({ part: 'initial', of });
      }
    }
  }
  return unknown;
}

function errorOf(survey: Survey): OurAnswer['error'] {
  const [fault] = survey.project?.faults ?? [];
  const error = firstError(survey);
  if (!error) return null;
  return { class: error.error, phase: fault && fault.phase === 'setup' ? 'setup' : 'load' };
}
