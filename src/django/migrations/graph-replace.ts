import {
  addEdge,
  first,
  migrationKey,
  nodeOf,
  type GraphError,
  type GraphMigration,
  type GraphNode,
} from './graph-nodes.ts';
import { named } from './references.ts';

/**
 * Puts the migrations that replace others in their place; one that was squashed and squashed again goes first.
 */
export function replaceAll(
  nodes: Map<string, GraphNode>,
  migrations: readonly GraphMigration[],
): GraphError | undefined {
  const replacing = new Map(
    migrations
      .filter(({ replaces }) => named(replaces).length > 0)
      .map((migration) => [migrationKey(migration), migration]),
  );
  const done = new Map<string, boolean>();
  return first(replacing.keys(), (start) => replaceFrom(start, nodes, replacing, done));
}

/** Depth first with a stack of its own, for chains may be long. */
function replaceFrom(
  start: string,
  nodes: Map<string, GraphNode>,
  replacing: ReadonlyMap<string, GraphMigration>,
  done: Map<string, boolean>,
): GraphError | undefined {
  const stack = [start];
  for (let key = stack.at(-1); key !== undefined; key = stack.at(-1)) {
    const migration = replacing.get(key)!;
    const inner = named(migration.replaces).map(migrationKey);
    const waiting = inner.find((other) => replacing.has(other) && done.get(other) !== true);
    if (done.get(key) !== true) {
      if (waiting !== undefined && (waiting === key || done.get(waiting) === false)) {
        return { error: 'CommandError', what: `Cyclical squash replacement found, starting at ${waiting}` };
      }
      done.set(key, waiting === undefined);
      if (waiting !== undefined) {
        stack.push(waiting);
        continue;
      }
      removeReplaced(nodes, migration);
    }
    stack.pop();
  }
  return undefined;
}

/** Takes the replaced migrations out, and hands their neighbours to the one that replaces them. */
function removeReplaced(nodes: Map<string, GraphNode>, migration: GraphMigration): void {
  const replacement = nodeOf(nodes, migration);
  const replaced = new Set(named(migration.replaces).map(migrationKey));
  for (const key of replaced) {
    const node = nodes.get(key);
    nodes.delete(key);
    for (const child of node?.children ?? []) {
      child.parents.delete(node!);
      if (!replaced.has(migrationKey(child))) addEdge(child, replacement);
    }
    for (const parent of node?.parents ?? []) {
      parent.children.delete(node!);
      if (!replaced.has(migrationKey(parent))) addEdge(replacement, parent);
    }
  }
}
