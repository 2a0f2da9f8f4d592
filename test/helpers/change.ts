import { createHash } from 'node:crypto';
import type { Change, DiffEntry, TreeEntry } from '../../src/change.ts';
import { DEFAULTS, type Config } from '../../src/config/config.ts';
import { readProject, type Sources } from '../../src/django/project.ts';
import { findProblems, type Weighed } from '../../src/lint.ts';
import { pathFromText, pathText, type GitPath } from '../../src/path.ts';
import type { Example, Files, Rule } from '../../src/rule.ts';
import { RULES } from '../../src/rules/index.ts';

const BASE = { oid: 'b'.repeat(40), ref: 'origin/main', shared: true };

/** A change between two small file trees, with everything in `before` published. No git, no disk. */
export function changeOf({ before, after }: Example): Change {
  const projects = { before: readProject(sourcesOf(before)), after: readProject(sourcesOf(after)) };
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const entries = paths.flatMap((path): DiffEntry[] => {
    const [old, fresh] = [entryOf(before[path]), entryOf(after[path])];
    return old?.oid === fresh?.oid ? [] : [{ path: pathFromText(path), before: old, after: fresh }];
  });
  return { entries, ...projects, published: { base: BASE, project: projects.before } };
}

/** What one rule, or all of them, find in an example: `path:line:column rule subject`. */
export function lint(example: Example, rules: readonly Rule[] = RULES, config: Config = DEFAULTS): string[] {
  return problemsOf(example, rules, config).map(
    ({ path, line, column, rule, subject }) => `${pathText(path)}:${line}:${column} ${rule} ${subject}`,
  );
}

/** The problems themselves. */
export function problemsOf(
  example: Example,
  rules: readonly Rule[] = RULES,
  config: Config = DEFAULTS,
): Weighed[] {
  return findProblems([changeOf(example)], rules, config, {
    ignored: () => false,
    bytecodeAllowed: undefined,
  });
}

function sourcesOf(files: Files): Sources {
  const python = Object.entries(files).filter(([path]) => path.endsWith('.py'));
  return new Map(
    python.map(([path, text]): [GitPath, { oid: string; text: string }] => [
      pathFromText(path),
      { oid: oidOf(text), text },
    ]),
  );
}

function entryOf(text: string | undefined): TreeEntry | undefined {
  return text === undefined ? undefined : { mode: '100644', oid: oidOf(text) };
}

function oidOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
