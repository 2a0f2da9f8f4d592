import type { Change, DiffEntry, TreeEntry } from '../../src/change.ts';
import { DEFAULTS, type Config } from '../../src/config/config.ts';
import { findProblems, type Weighed } from '../../src/lint.ts';
import { pathFromText, pathText } from '../../src/path.ts';
import { readChange } from '../../src/read-change.ts';
import type { Example, Files, Rule } from '../../src/rule.ts';
import { RULES } from '../../src/rules/index.ts';
import { oidOf, sourcesOf, treeOf } from './tree.ts';

const BASE = { oid: 'b'.repeat(40), ref: 'origin/main', shared: true };

/** A change between two small file trees, with everything in `before` published. No git, no disk. */
export function changeOf(example: Example): Promise<Change> {
  const before = withPackages(example.before);
  const after = withPackages(example.after);
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const entries = paths.flatMap((path): DiffEntry[] => {
    const [old, fresh] = [entryOf(before[path]), entryOf(after[path])];
    return old?.oid === fresh?.oid ? [] : [{ path: pathFromText(path), before: old, after: fresh }];
  });
  const reader = {
    tree: () => Promise.resolve(treeOf(before)),
    diff: () => Promise.resolve([]),
    sources: () => Promise.resolve(sourcesOf(before, after)),
  };
  return readChange(reader, entries, BASE.oid, () => Promise.resolve(BASE));
}

/** Examples leave out the `__init__.py` of their packages. */
function withPackages(files: Files): Files {
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

/** What one rule, or all of them, find in an example: `path:line:column rule subject`. */
export async function lint(
  example: Example,
  rules: readonly Rule[] = RULES,
  config: Config = DEFAULTS,
): Promise<string[]> {
  return (await problemsOf(example, rules, config)).map(
    ({ path, line, column, rule, subject }) => `${pathText(path)}:${line}:${column} ${rule} ${subject}`,
  );
}

/** The problems themselves. */
export async function problemsOf(
  example: Example,
  rules: readonly Rule[] = RULES,
  config: Config = DEFAULTS,
): Promise<Weighed[]> {
  return findProblems([await changeOf(example)], rules, config, {
    ignored: () => false,
    bytecodeAllowed: undefined,
  });
}

function entryOf(text: string | undefined): TreeEntry | undefined {
  return text === undefined ? undefined : { mode: '100644', oid: oidOf(text) };
}
