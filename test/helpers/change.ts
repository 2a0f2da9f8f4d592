import type { Change, DiffEntry, TreeEntry } from '../../src/change.ts';
import { DEFAULTS, type Config } from '../../src/config/config.ts';
import type { FoundLine } from '../../src/django/labels/old-labels.ts';
import type { History } from '../../src/django/migrations/history.ts';
import { findProblems, type Weighed } from '../../src/lint.ts';
import { pathFromText, pathText } from '../../src/path.ts';
import { NOTHING, readChange } from '../../src/reading/read-change.ts';
import type { Example, Files, Rule } from '../../src/rule.ts';
import { RULES } from '../../src/rules/index.ts';
import { oidOf, sourcesOf, treeOf } from './tree.ts';

const BASE = { oid: 'b'.repeat(40), ref: 'origin/main', shared: true };

/** No migrations. */
export const NO_HISTORY: History = { migrations: [], unlabelled: [], apps: [], shapes: [] };

/** A change of nothing. */
export const NO_CHANGE: Change = { ...NOTHING, entries: [] };

/** A change between two small file trees. Everything in `before` is published, unless told otherwise. No git, no disk. */
export function changeOf(
  example: Example,
  published?: Files,
  formerLabels: readonly string[] = [],
): Promise<Change> {
  const before = withPackages(example.before);
  const after = withPackages(example.after);
  const atBase = withPackages(published ?? example.before);
  const reader = {
    tree: () => Promise.resolve(treeOf(before)),
    diff: () => Promise.resolve(entriesOf(before, atBase)),
    sources: () => Promise.resolve(sourcesOf(before, after, atBase)),
    outlines: () => Promise.resolve({ load: () => undefined, save: () => undefined }),
  };
  const history = {
    base: () => Promise.resolve(BASE),
    reverts: () => Promise.resolve(false),
    formerReplaces: () => Promise.resolve([]),
    untracked: () => Promise.resolve((example.untracked ?? []).map(pathFromText)),
    formerLabels: (names: readonly string[]) =>
      Promise.resolve(new Set(names.filter((name) => formerLabels.includes(name)))),
    linesMatching: (pattern: string, extensions: readonly string[]) =>
      Promise.resolve(linesIn(after, new RegExp(pattern), extensions)),
  };
  return readChange(reader, history, entriesOf(before, after), published ? 'a'.repeat(40) : BASE.oid);
}

function entriesOf(before: Files, after: Files): DiffEntry[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return paths.flatMap((path): DiffEntry[] => {
    const [old, fresh] = [entryOf(before[path]), entryOf(after[path])];
    return old?.oid === fresh?.oid ? [] : [{ path: pathFromText(path), before: old, after: fresh }];
  });
}

/** What `git grep` would find. */
function linesIn(files: Files, pattern: RegExp, extensions: readonly string[]): FoundLine[] {
  const searched = Object.entries(files).filter(([path]) =>
    extensions.some((each) => path.endsWith(`.${each}`)),
  );
  return searched.flatMap(([path, content]) =>
    content
      .split('\n')
      .map((text, index) => ({ path: pathFromText(path), line: index + 1, text }))
      .filter(({ text }) => pattern.test(text)),
  );
}

/** Examples leave out the `__init__.py` of their packages, unless it matters, and they name one. */
function withPackages(files: Files): Files {
  if (Object.keys(files).some((path) => path.endsWith('/__init__.py'))) return files;
  const folders = Object.keys(files)
    .filter((path) => path.endsWith('.py') && !path.includes('__pycache__'))
    .flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, index, parts) => parts.slice(0, index + 1).join('/')),
    );
  return { ...Object.fromEntries(folders.map((folder) => [`${folder}/__init__.py`, ''])), ...files };
}

/** What one rule, or all of them, say of an example: `path:line:column rule subject`. Infos are not said. */
export async function lint(
  example: Example,
  rules: readonly Rule[] = RULES,
  config: Config = DEFAULTS,
): Promise<string[]> {
  const problems = await problemsOf(example, rules, config);
  const said = problems.filter(({ severity }) => severity !== 'info');
  return said.map(
    ({ path, line, column, rule, subject }) => `${pathText(path)}:${line}:${column} ${rule} ${subject}`,
  );
}

/** The problems themselves. */
export async function problemsOf(
  example: Example,
  rules: readonly Rule[] = RULES,
  config: Config = DEFAULTS,
): Promise<Weighed[]> {
  return findProblems([await changeOf(example)], rules, config, optionsOf(config));
}

/** What rules are told of a configuration without globs. */
export function optionsOf({ formerApps }: Config = DEFAULTS) {
  return {
    ignored: () => false,
    bytecodeAllowed: undefined,
    formerApps: new Map(Object.entries(formerApps)),
  };
}

function entryOf(text: string | undefined): TreeEntry | undefined {
  return text === undefined ? undefined : { mode: '100644', oid: oidOf(text) };
}
