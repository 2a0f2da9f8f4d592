import type { Graph } from './graph.ts';
import { migrationKey, type GraphMigration, type GraphNode, type Key } from './graph-nodes.ts';
import { leavesOf } from './graph-shape.ts';

/** What `migrate <label> <target>` takes: the name of a migration that stays applied, or `zero`. */
export interface Step {
  readonly label: string;
  readonly target: string;
}

/** How to unapply migrations, and nothing else. */
export interface Rollback {
  /** One after the other; what a step unapplies with the rest of its app, in other apps, needs none of its own. */
  readonly steps: readonly Step[];
  /** Those that no step unapplies without others. */
  readonly stuck: readonly Key[];
}

/**
 * Finds what unapplies the migrations in `gone` (by `migrationKey`) of a project that has all of `migrations`, as
 * `migrate` goes backwards (django/db/migrations/executor.py, `migration_plan`): it unapplies the children of the target
 * in its own app, and all that depends on these in any app. `mixed` are those of `gone` that did things which are to
 * stay. Undefined where `migrate` refuses, or where it is not known what depends on what.
 */
export function rollbackOf(
  migrations: readonly GraphMigration[],
  { nodes, error }: Graph,
  gone: ReadonlySet<string>,
  mixed: ReadonlySet<string>,
): Rollback | undefined {
  const wanted = [...nodes.values()].filter((node) => gone.has(migrationKey(node)));
  const labels = new Set(wanted.map(({ label }) => label));
  const isUnclear = migrations.some((each) => labels.has(each.label) && !isKnown(each));
  const conflicts = [...leavesOf(nodes).values()].some((leaves) => leaves.length > 1);
  if (error || isUnclear || conflicts) return undefined;
  const mayGo = (node: GraphNode): boolean => gone.has(migrationKey(node)) && !mixed.has(migrationKey(node));
  const ways = [...labels].flatMap((label) => waysIn(label, migrations, nodes, mayGo));
  const undone = new Set<GraphNode>();
  const steps = ways
    .sort((one, other) => other.undoes.size - one.undoes.size)
    .filter(({ undoes }) => {
      const before = undone.size;
      for (const node of undoes) undone.add(node);
      return undone.size > before;
    });
  return {
    steps: steps.map(({ label, target }) => ({ label, target })),
    stuck: wanted.filter((node) => !undone.has(node)).map(({ label, name }) => ({ label, name })),
  };
}

function isKnown({ dependencies, runBefore, replaces }: GraphMigration): boolean {
  return dependencies.complete && runBefore.complete && replaces.complete;
}

/** A step, and the migrations that it unapplies. */
interface Way extends Step {
  readonly undoes: ReadonlySet<GraphNode>;
}

/** The steps of an app that unapply something, and only what may go. */
function waysIn(
  label: string,
  migrations: readonly GraphMigration[],
  nodes: Graph['nodes'],
  mayGo: (node: GraphNode) => boolean,
): Way[] {
  const isOwn = (node: GraphNode): boolean => node.label === label;
  const own = [...nodes.values()].filter(isOwn);
  const names = migrations.flatMap((each) => (each.label === label ? each.name : []));
  // Django takes the beginning of a name as well, and refuses one that is the beginning of another
  const isTarget = ({ name }: Key): boolean =>
    name !== 'zero' && names.filter((other) => other.startsWith(name)).length === 1;
  const targets = own.filter((node) => !mayGo(node) && isTarget(node));
  const candidates = targets.map((node) => ({ target: node.name, first: [...node.children].filter(isOwn) }));
  return [{ target: 'zero', first: own }, ...candidates].flatMap(({ target, first }): Way[] => {
    const undoes = descendants(first, mayGo);
    return undoes && undoes.size > 0 ? [{ label, target, undoes }] : [];
  });
}

/** Some migrations and all that depend on them; undefined when one of these may not go. */
function descendants(
  first: readonly GraphNode[],
  mayGo: (node: GraphNode) => boolean,
): ReadonlySet<GraphNode> | undefined {
  const found = new Set(first);
  for (const node of found) {
    if (!mayGo(node)) return undefined;
    for (const child of node.children) found.add(child); // a set goes on with what is added
  }
  return found;
}
