import type { Reference, References } from './references.ts';

/** What the graph needs to know of a migration. */
export interface GraphMigration {
  readonly label: string;
  readonly name: string;
  readonly dependencies: References;
  readonly replaces: References;
  readonly runBefore: References;
}

/** A migration in the graph, with its direct neighbours. */
export interface GraphNode {
  readonly label: string;
  readonly name: string;
  readonly parents: Set<GraphNode>;
  readonly children: Set<GraphNode>;
  /** True when there is no such migration, and something refers to it. */
  readonly missing: boolean;
}

/** Why Django refuses the graph; names and messages as its exceptions have them. */
export interface GraphError {
  readonly error: 'NodeNotFoundError' | 'CircularDependencyError' | 'ValueError' | 'CommandError';
  readonly what: string;
}

/** `label.name`: a label has no dot in it, nor has a module's name. */
export function migrationKey({ label, name }: { readonly label: string; readonly name: string }): string {
  return `${label}.${name}`;
}

/** The first error among several things. */
export function first<Item>(
  items: Iterable<Item>,
  errorOf: (item: Item) => GraphError | undefined,
): GraphError | undefined {
  for (const item of items) {
    const error = errorOf(item);
    if (error) return error;
  }
  return undefined;
}

/** What names a migration. */
export type Key = Pick<Reference, 'label' | 'name'>;

/** The node of a key; one that is not there stands for a migration that is missing. */
export function nodeOf(nodes: Map<string, GraphNode>, { label, name }: Key, missing = true): GraphNode {
  const key = migrationKey({ label, name });
  const known = nodes.get(key);
  if (known) return known;
  const node = { label, name, missing, parents: new Set<GraphNode>(), children: new Set<GraphNode>() };
  nodes.set(key, node);
  return node;
}

/** Makes one migration wait for another. */
export function addEdge(child: GraphNode, parent: GraphNode): void {
  child.parents.add(parent);
  parent.children.add(child);
}
