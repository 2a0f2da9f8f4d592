import {
  addEdge,
  first,
  migrationKey,
  nodeOf,
  type GraphError,
  type GraphMigration,
  type GraphNode,
  type Key,
} from './graph-nodes.ts';
import { replaceAll } from './graph-replace.ts';
import { findCycle } from './graph-shape.ts';
import { named, type Reference, type References } from './references.ts';

/** The labels around the migrations. */
export interface Labels {
  readonly migrated: ReadonlySet<string>;
  readonly unmigrated: ReadonlySet<string>;
  /** True for labels of somebody else, whose migrations are not here. */
  readonly isForeign: (label: string) => boolean;
  /** The label of the model that a setting names; undefined when it cannot be told. */
  readonly labelOfSetting: (setting: string) => string | undefined;
}

/** The graph that `migrate` follows on a database where nothing is applied. */
export interface Graph {
  /** By `label.name`; replaced migrations are gone. */
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly error: GraphError | undefined;
}

/**
 * Builds the graph as Django does (django/db/migrations/loader.py `build_graph`, graph.py), with Django 6's reading of
 * `replaces`, which follows squashed migrations that were squashed again. References that are not known are left out.
 */
export function buildGraph(migrations: readonly GraphMigration[], labels: Labels): Graph {
  const nodes = new Map<string, GraphNode>();
  for (const { label, name } of migrations) nodeOf(nodes, { label, name }, false);
  for (const migration of migrations) addInternalDependencies(nodes, migration);
  const ends = endsOf(nodes);
  const error =
    first(migrations, (migration) => addExternalDependencies(nodes, migration, labels, ends)) ??
    replaceAll(nodes, migrations) ??
    missingError(nodes) ??
    cycleError(nodes);
  return { nodes, error };
}

/** Dependencies inside an app come first, for `__first__` of another app needs them. */
function addInternalDependencies(nodes: Map<string, GraphNode>, migration: GraphMigration): void {
  for (const parent of named(migration.dependencies)) {
    if (parent.label !== migration.label || parent.name === '__first__') continue;
    addEdge(nodeOf(nodes, migration), nodeOf(nodes, parent));
  }
}

function addExternalDependencies(
  nodes: Map<string, GraphNode>,
  migration: GraphMigration,
  labels: Labels,
  ends: Ends,
): GraphError | undefined {
  const link = (reference: Key, isParent: boolean): GraphError | undefined => {
    const other = checkKey(reference, migration.label, nodes, labels, ends);
    if (!other || 'error' in other) return other;
    const [one, two] = [nodeOf(nodes, migration), nodeOf(nodes, other)];
    if (isParent) addEdge(one, two);
    else addEdge(two, one);
    return undefined;
  };
  const parents = withSettings(migration.dependencies, labels).filter(
    ({ label }) => label !== migration.label,
  );
  return (
    first(parents, (parent) => link(parent, true)) ??
    first(withSettings(migration.runBefore, labels), (child) => link(child, false))
  );
}

/** The migration that a reference means; undefined where Django, or we, can leave it out. */
function checkKey(
  { label, name }: Key,
  from: string,
  nodes: ReadonlyMap<string, GraphNode>,
  labels: Labels,
  ends: Ends,
): Key | GraphError | undefined {
  if (labels.isForeign(label)) return undefined;
  const isEnd = (name === '__first__' || name === '__latest__') && !nodes.has(migrationKey({ label, name }));
  if (!isEnd) return { label, name };
  if (label === from || labels.unmigrated.has(label)) return undefined;
  if (!labels.migrated.has(label))
    return { error: 'ValueError', what: `Dependency on unknown app: ${label}` };
  const found = (name === '__first__' ? ends.roots : ends.leaves).get(label);
  return found ?? { error: 'ValueError', what: `Dependency on app with no migrations: ${label}` };
}

/** The references, those to the app of a model that a setting names among them, where the setting is known. */
export function withSettings({ known }: References, { labelOfSetting }: Labels): Reference[] {
  return known.flatMap((reference): Reference[] => {
    if ('label' in reference) return [reference];
    const label = labelOfSetting(reference.setting);
    return label === undefined ? [] : [{ label, name: '__first__', line: reference.line }];
  });
}

/** The first root and the first leaf of each app, by name, as long as only its own edges are known. */
interface Ends {
  readonly roots: ReadonlyMap<string, Key>;
  readonly leaves: ReadonlyMap<string, Key>;
}

function endsOf(nodes: ReadonlyMap<string, GraphNode>): Ends {
  const roots = new Map<string, Key>();
  const leaves = new Map<string, Key>();
  for (const node of nodes.values()) {
    if (node.parents.size === 0) noteEnd(roots, node);
    if (node.children.size === 0) noteEnd(leaves, node);
  }
  return { roots, leaves };
}

function noteEnd(ends: Map<string, Key>, node: GraphNode): void {
  const other = ends.get(node.label);
  if (!other || node.name < other.name) ends.set(node.label, node);
}

function missingError(nodes: ReadonlyMap<string, GraphNode>): GraphError | undefined {
  return first(nodes.values(), (node) => {
    if (!node.missing) return undefined;
    const [other] = [...node.children, ...node.parents];
    const from = other ? migrationKey(other) : 'a migration';
    return {
      error: 'NodeNotFoundError',
      what: `Migration ${from} dependencies reference nonexistent node ('${node.label}', '${node.name}')`,
    };
  });
}

function cycleError(nodes: ReadonlyMap<string, GraphNode>): GraphError | undefined {
  const cycle = findCycle(nodes);
  return cycle && { error: 'CircularDependencyError', what: cycle.map(migrationKey).join(', ') };
}
