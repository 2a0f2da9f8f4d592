import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The built program, as a user's hook runs it. */
export const CLI = join(import.meta.dirname, '..', '..', 'dist', 'cli.cjs');

/** What a child process left behind, as text. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as a terminal would show them. */
  readonly output: string;
}

/** A folder that is removed when the test ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pyreset test '));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An environment in which neither the machine's git configuration nor its Python settings are felt. */
function cleanEnvironment(home: string, extra: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(GIT_|PYTHON|PYRESET|VITEST|npm_|CI$|NO_COLOR|FORCE_COLOR|NODE_)/.test(name)
      ? []
      : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
    ...extra,
  };
}

/** Runs a program to its end; a signal or a missing program throws. */
function run(
  cwd: string,
  env: Record<string, string>,
  program: string,
  args: readonly string[],
  input = '',
): Ran {
  const ran: SpawnSyncReturns<string> = spawnSync(program, args, {
    cwd,
    env,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (ran.error) throw ran.error;
  return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr, output: ran.stdout + ran.stderr };
}

/** A real git repository in a temporary folder. */
export interface Repository {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Runs git and expects it to succeed; hands back what it printed, without the last newline. */
  git(...args: readonly string[]): string;
  /** Runs git, whatever comes of it. */
  tryGit(...args: readonly string[]): Ran;
  /** Runs a line of POSIX shell. */
  shell(line: string): Ran;
  /** Runs the program. */
  pyreset(...args: readonly string[]): Ran;
  /** Writes files; `null` removes one. */
  write(files: Readonly<Record<string, string | null>>): void;
  read(path: string): string;
  /** Writes files, stages everything and commits without hooks. */
  commit(message: string, files?: Readonly<Record<string, string | null>>, date?: string): string;
  /** The same repository seen from another folder. */
  at(folder: string): Repository;
  /** The same repository with more in the environment. */
  with(extra: Record<string, string>): Repository;
}

/** A repository whose default branch is `main`, without a first commit. */
export function repository(...initArguments: readonly string[]): Repository {
  const root = temporaryFolder();
  const folder = join(root, 'project');
  mkdirSync(folder);
  const env = cleanEnvironment(root, { GIT_CONFIG_GLOBAL: join(root, 'gitconfig') });
  const made = repositoryAt(folder, env);
  made.git('init', '--quiet', '--initial-branch=main', ...initArguments);
  return made;
}

function repositoryAt(folder: string, env: Record<string, string>): Repository {
  const tryGit = (...args: readonly string[]): Ran => run(folder, env, 'git', args);
  const git = (...args: readonly string[]): string => {
    const ran = tryGit(...args);
    if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.output}`);
    return ran.stdout.replace(/\n$/, '');
  };
  const write: Repository['write'] = (files) => {
    for (const [path, content] of Object.entries(files)) {
      const place = join(folder, path);
      if (content === null) rmSync(place, { force: true });
      else {
        mkdirSync(dirname(place), { recursive: true });
        writeFileSync(place, content);
      }
    }
  };
  return {
    folder,
    env,
    git,
    tryGit,
    shell: (line) => run(folder, env, 'sh', ['-c', line]),
    pyreset: (...args) => run(folder, env, process.execPath, [CLI, ...args]),
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    commit: (message, files = {}, date) => {
      write(files);
      git('add', '--all');
      const dates = date ? { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } : {};
      repositoryAt(folder, { ...env, ...dates }).git(
        '-c',
        'core.hooksPath=/dev/null',
        'commit',
        '--quiet',
        '--allow-empty',
        '-m',
        message,
      );
      return git('rev-parse', 'HEAD');
    },
    at: (other) => repositoryAt(other, env),
    with: (extra) => repositoryAt(folder, { ...env, ...extra }),
  };
}

/** The source of a migration of the app `shop` that adds a field; `name` makes it one of its kind. */
export function addField(name: string, dependency = '0001_initial'): string {
  return `from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("shop", "${dependency}")]

    operations = [migrations.AddField("item", "${name}", models.IntegerField(default=0))]
`;
}

/** A Django app `shop` with two migrations. */
export const SHOP: Readonly<Record<string, string>> = {
  '.gitignore': '__pycache__/\n',
  'shop/__init__.py': '',
  'shop/models.py': 'V = 1\n',
  'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': `from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    operations = [
        migrations.CreateModel(
            "Item",
            [("id", models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))],
        )
    ]
`,
  'shop/migrations/0002_cost.py': addField('cost'),
};

/** Long enough ago for every migration of that day to be aged. */
export const LONG_AGO = '2020-01-01T12:00:00Z';

/** A clone, with the hooks installed, of a repository whose `main` got these files at that time. */
export function cloned(date = LONG_AGO, files: Readonly<Record<string, string>> = SHOP): Repository {
  const origin = repository();
  origin.commit('shop', files, date);
  origin.git('clone', '--quiet', '.', '../clone');
  const clone = origin.at(join(origin.folder, '..', 'clone'));
  if (clone.pyreset('install').status !== 0) throw new Error('install failed');
  return clone;
}

/** A repository without a remote, with the hooks installed, whose `main` got these files long ago. */
export function installed(files: Readonly<Record<string, string>> = SHOP): Repository {
  const made = repository();
  made.commit('shop', files, LONG_AGO);
  if (made.pyreset('install').status !== 0) throw new Error('install failed');
  return made;
}
