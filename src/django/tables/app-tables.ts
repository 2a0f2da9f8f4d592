import { buildGraph, type Labels } from '../migrations/graph.ts';
import { migrationKey, type GraphNode } from '../migrations/graph-nodes.ts';
import type { Migration } from '../migrations/read-migrations.ts';
import type { Sources } from '../sources.ts';
import { tablesAfter, type ModelTable } from './model-tables.ts';

/** To the migrations of one app, all others are those of somebody else. */
const ALONE: Labels = {
  migrated: new Set(),
  unmigrated: new Set(),
  isForeign: () => true,
  labelOfSetting: () => undefined,
};

/** The models that have tables after these migrations of one app; undefined when that cannot be told. */
export async function readAppTables(
  migrations: readonly Migration[],
  sources: Sources,
): Promise<readonly ModelTable[] | undefined> {
  const order = migrations.every(isClear) ? inOrder(migrations) : [];
  const texts = await Promise.all(order.map(({ oid }) => sources.text(oid)));
  const read = order.flatMap(({ name }, index) => {
    const text = texts[index];
    return text === undefined ? [] : [{ name, text }];
  });
  return read.length > 0 && read.length === order.length ? tablesAfter(read) : undefined;
}

function isClear({ isRead, dependencies, replaces }: Migration): boolean {
  return isRead && dependencies.complete && replaces.complete;
}

/** Each after those that it depends on, without those that others replace; none when there is no such order. */
function inOrder(migrations: readonly Migration[]): Migration[] {
  const known = new Map(migrations.map((each) => [migrationKey(each), each]));
  const { nodes, error } = buildGraph(migrations, ALONE);
  if (error) return [];
  const waiting = new Map([...nodes.values()].map((node) => [node, node.parents.size]));
  const order = [...nodes.values()].filter(({ parents }) => parents.size === 0).sort(byName);
  for (const { children } of order) {
    for (const child of [...children].sort(byName)) {
      const left = waiting.get(child)! - 1;
      waiting.set(child, left);
      if (left === 0) order.push(child);
    }
  }
  return order.map((node) => known.get(migrationKey(node))!);
}

function byName(one: GraphNode, other: GraphNode): number {
  return one.name < other.name ? -1 : 1;
}
