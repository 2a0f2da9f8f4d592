import type { GitPath } from '../../path.ts';
import { withSettings, type Labels } from './graph.ts';
import { migrationKey, type GraphNode, type Key } from './graph-nodes.ts';
import type { Migration } from './read-migrations.ts';

/** A reference to a migration, or to an app, that is not there: Django refuses to load any migration at all. */
export interface Dangling {
  readonly from: Migration;
  readonly to: Key;
  readonly list: 'dependencies' | 'run_before';
  /** 1-based, in the file of `from`. */
  readonly line: number;
  readonly path: GitPath;
  /** True when there is a file of that name, and Django cannot load it. */
  readonly isBroken: boolean;
}

/**
 * The references that lead nowhere. Silent on labels of which some `replaces` cannot be read: what is missing may be
 * replaced there.
 */
export function danglingReferences(
  migrations: readonly Migration[],
  nodes: ReadonlyMap<string, GraphNode>,
  labels: Labels,
  isBroken: (key: Key) => boolean,
): Dangling[] {
  const uncertain = new Set(
    migrations.filter(({ replaces }) => !replaces.complete).map(({ label }) => label),
  );
  const leadsNowhere = (from: Migration, { label, name }: Key): boolean => {
    if (labels.isForeign(label) || uncertain.has(label)) return false;
    const node = nodes.get(migrationKey({ label, name }));
    if (node || !/^__(?:first|latest)__$/.test(name)) return node?.missing ?? false;
    return label !== from.label && !labels.unmigrated.has(label) && !labels.migrated.has(label);
  };
  return migrations.flatMap((from) =>
    LISTS.flatMap(([list, attribute]) =>
      withSettings(from[attribute], labels)
        .filter((to) => leadsNowhere(from, to))
        .map((to) => ({ from, to, list, line: to.line, path: from.path, isBroken: isBroken(to) })),
    ),
  );
}

const LISTS = [
  ['dependencies', 'dependencies'],
  ['run_before', 'runBefore'],
] as const;
