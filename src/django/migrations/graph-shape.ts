import type { GraphNode } from './graph-nodes.ts';

type Nodes = ReadonlyMap<string, GraphNode>;

/** The migrations on which no other of their app depends, by label: the newest ones. More than one is a conflict. */
export function leavesOf(nodes: Nodes): ReadonlyMap<string, readonly string[]> {
  return ends(nodes, ({ children }) => children);
}

/** The migrations that depend on no other of their app, by label. */
export function rootsOf(nodes: Nodes): ReadonlyMap<string, readonly string[]> {
  return ends(nodes, ({ parents }) => parents);
}

function ends(
  nodes: Nodes,
  neighbours: (node: GraphNode) => ReadonlySet<GraphNode>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const node of nodes.values()) {
    if ([...neighbours(node)].some(({ label }) => label === node.label)) continue;
    const names = found.get(node.label);
    if (names) names.push(node.name);
    else found.set(node.label, [node.name]);
  }
  for (const names of found.values()) names.sort();
  return found;
}

/** Some cycle, as the migrations on it in the order in which they wait for each other; undefined when there is none. */
export function findCycle(nodes: Nodes): readonly GraphNode[] | undefined {
  const done = new Set<GraphNode>();
  for (const start of nodes.values()) {
    const cycle = done.has(start) ? undefined : findCycleFrom(start, done);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Depth first with a stack of its own: a history may be longer than the call stack is deep. */
function findCycleFrom(start: GraphNode, done: Set<GraphNode>): readonly GraphNode[] | undefined {
  const path = [start];
  const onPath = new Set(path);
  const rest = [start.children.values()];
  while (path.length > 0) {
    const { value: child, done: exhausted } = rest.at(-1)!.next();
    if (exhausted) {
      const node = path.pop()!;
      onPath.delete(node);
      done.add(node);
      rest.pop();
    } else if (onPath.has(child)) {
      return path.slice(path.indexOf(child));
    } else if (!done.has(child)) {
      path.push(child);
      onPath.add(child);
      rest.push(child.children.values());
    }
  }
  return undefined;
}
