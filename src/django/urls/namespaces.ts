import type { GitPath } from '../../path.ts';
import type { Namespaces, Step } from './namespace-walk.ts';

/** Where a namespace is included. */
export interface IncludedAt {
  readonly path: GitPath;
  /** 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
  /** False when it is included by what is included there. */
  readonly direct: boolean;
  /** The dotted name of the module with the namespace; undefined for a list, and for modules of others. */
  readonly module: string | undefined;
}

/** A URL namespace that is there twice, and was not before the change. */
export interface DuplicateNamespace {
  /** As Django names it: `blog`, `api:blog` where it is nested. */
  readonly namespace: string;
  /** The include that the change brought, else the last one. */
  readonly here: IncludedAt;
  /** The other one; undefined when that is a search for apps with URLs, which probably includes it again. */
  readonly other: IncludedAt | undefined;
  /** The line of that search, in the same URLconf; 1-based. */
  readonly search: number | undefined;
}

/** The namespaces below a root URLconf. */
export interface RootNamespaces {
  /** What makes it the same root before and after: the folder of its project, or its path where it has none. */
  readonly key: string;
  readonly namespaces: Namespaces;
}

/** What was included before. */
interface Known {
  /** The namespaces that were there twice, or probably. */
  readonly duplicates: ReadonlySet<string>;
  /** The includes that gave these. */
  readonly duplicating: ReadonlySet<string>;
  /** Every include of a namespace. */
  readonly includes: ReadonlySet<string>;
}

/** The namespaces that are there twice below one root, and were not before. `changed` are the paths of the change. */
export function newDuplicates(
  before: readonly RootNamespaces[],
  after: readonly RootNamespaces[],
  changed: ReadonlySet<GitPath>,
): DuplicateNamespace[] {
  const byKey = new Map(before.map(({ key, namespaces }) => [key, namespaces]));
  let everywhere: Known | undefined;
  return after.flatMap(({ key, namespaces }) => {
    if (!hasDuplicates(namespaces)) return [];
    const old = byKey.get(key);
    const known = old ? knownOf([old]) : (everywhere ??= knownOf([...byKey.values()]));
    return [...certainOnes(namespaces, known, changed), ...foundOnes(namespaces, known, changed)];
  });
}

/** True where it makes sense to look at what was there before. */
export function hasDuplicates({ certain, again }: Namespaces): boolean {
  return again.size > 0 || [...certain.values()].some(({ length }) => length > 1);
}

function knownOf(all: readonly Namespaces[]): Known {
  const certain = all.flatMap((each) => [...each.certain]);
  const twice = certain.filter(([, { length }]) => length > 1);
  const again = all.flatMap((each) => [...each.again.keys()]);
  return {
    duplicates: new Set([...twice.map(([namespace]) => namespace), ...again]),
    duplicating: new Set(twice.flatMap(([, steps]) => steps.map(identity))),
    includes: new Set(
      certain.flatMap(([namespace, steps]) => steps.map((step) => `${namespace}\0${identity(step)}`)),
    ),
  };
}

/** What an include is known by, wherever in its file it stands. */
function identity({ path, include: { included, route } }: Step): string {
  const name = 'name' in included ? included.name : included.kind;
  return `${path}\0${name}\0${typeof route === 'object' ? route.value : ''}`;
}

function* certainOnes(
  { certain }: Namespaces,
  known: Known,
  changed: ReadonlySet<GitPath>,
): Generator<DuplicateNamespace> {
  for (const [namespace, steps] of certain) {
    const [first, ...more] = steps;
    const isKnown =
      known.duplicates.has(namespace) || steps.every((step) => known.duplicating.has(identity(step)));
    if (first === undefined || more.length === 0 || isKnown) continue;
    const isNew = (step: Step): boolean => !known.includes.has(`${namespace}\0${identity(step)}`);
    const brought = steps.findLast(isNew) ?? steps.findLast(({ path }) => changed.has(path)) ?? more.at(-1)!;
    const partner = steps.find((step) => step !== brought)!;
    yield { namespace, ...placesOf(brought, partner, changed), search: undefined };
  }
}

function* foundOnes(
  { again }: Namespaces,
  { duplicates }: Known,
  changed: ReadonlySet<GitPath>,
): Generator<DuplicateNamespace> {
  for (const [namespace, { step, line }] of again) {
    if (duplicates.has(namespace) || !changed.has(step.path)) continue;
    yield { namespace, here: placeOf(step, step), other: undefined, search: line };
  }
}

/** Where to look at two includes of one namespace: there, or where what leads to them parts. */
function placesOf(
  brought: Step,
  partner: Step,
  changed: ReadonlySet<GitPath>,
): { here: IncludedAt; other: IncludedAt } {
  const [ours, theirs] = [wayTo(brought), wayTo(partner)];
  const common = ours.findIndex((step, index) => step !== theirs[index]);
  const [ourWay, theirWay] = [ours.slice(Math.max(common, 0)), theirs.slice(Math.max(common, 0))];
  if (isSamePlace(brought, partner))
    return { here: placeOf(ourWay[0]!, brought), other: placeOf(theirWay[0]!, partner) };
  const here = ourWay.findLast((step) => changed.has(step.path) && !isSamePlace(step, partner)) ?? brought;
  return { here: placeOf(here, brought), other: placeOf(partner, partner) };
}

/** The includes from the root to this one. */
function wayTo(step: Step): Step[] {
  const way: Step[] = [];
  for (let at: Step | undefined = step; at; at = at.by) way.unshift(at);
  return way;
}

function isSamePlace(one: Step, other: Step): boolean {
  const [{ include }, { include: another }] = [one, other];
  return one.path === other.path && include.line === another.line && include.column === another.column;
}

/** The place of an include on the way to the one that has the namespace. */
function placeOf(step: Step, leaf: Step): IncludedAt {
  const { path, include } = step;
  return {
    path,
    line: include.line,
    column: include.column,
    direct: step === leaf,
    module: leaf.target?.name,
  };
}
