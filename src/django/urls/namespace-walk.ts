import type { GitPath } from '../../path.ts';
import { searchIn } from './discovery.ts';
import type { Include } from './url-includes.ts';
import type { Urlconf } from './urlconfs.ts';

/** An include on the way from the root URLconf to a namespace. */
export interface Step {
  /** The URLconf that includes. */
  readonly path: GitPath;
  readonly include: Include;
  /** The module that it includes, where that is in the repository. */
  readonly target: Urlconf | undefined;
  /** The include by which that URLconf is reached; undefined in the root. */
  readonly by: Step | undefined;
}

/** What gives a namespace again: a loop that includes every app with URLs, at that line, 1-based. */
export interface Again {
  readonly step: Step;
  readonly line: number;
}

/** The namespaces below one root URLconf, as `a:b` where they are nested. */
export interface Namespaces {
  /** The includes that certainly give each of them, in the order in which Django loads them. */
  readonly certain: ReadonlyMap<string, readonly Step[]>;
  /** Those that are included by hand and probably found once more. */
  readonly again: ReadonlyMap<string, Again>;
}

/** Work that may still be done, in includes. */
export interface Work {
  left: number;
}

/** Deeper nesting than any URLconf has. */
const MAX_DEPTH = 50;

/** Longest name of a namespace, in UTF-16 units: within each other they grow. */
const MAX_LENGTH = 200;

interface Walk {
  readonly certain: Map<string, Step[]>;
  readonly again: Map<string, Again>;
  readonly isApp: (name: string) => boolean;
  readonly found: Map<Urlconf, ReadonlySet<Include>>;
  /** The URLconfs that are being included: Django does not come to an end with one that includes itself. */
  readonly active: Set<Urlconf>;
  readonly work: Work;
}

/**
 * The namespaces below a URLconf, as Django's check urls.W005 collects them (`_load_all_namespaces` in
 * django/core/checks/urls.py), without those that cannot be told and all within them, and without those that may not be
 * there. Undefined when there are more than `work` allows. `isApp` knows the apps of the repository by dotted name.
 */
export function namespacesBelow(
  root: Urlconf,
  isApp: (name: string) => boolean,
  work: Work,
): Namespaces | undefined {
  const walk: Walk = {
    certain: new Map(),
    again: new Map(),
    isApp,
    found: new Map(),
    active: new Set(),
    work,
  };
  walkModule(walk, root, [], undefined, 0);
  return work.left < 0 ? undefined : walk;
}

function walkModule(
  walk: Walk,
  urlconf: Urlconf,
  around: readonly string[],
  by: Step | undefined,
  depth: number,
): void {
  if (walk.active.has(urlconf)) return;
  walk.active.add(urlconf);
  walkIncludes(walk, urlconf, urlconf.facts.includes, around, by, depth);
  walk.active.delete(urlconf);
}

function walkIncludes(
  walk: Walk,
  urlconf: Urlconf,
  includes: readonly Include[],
  around: readonly string[],
  by: Step | undefined,
  depth: number,
): void {
  if (depth > MAX_DEPTH) return;
  for (const include of includes) {
    if (--walk.work.left < 0) return;
    if (include.conditional) continue;
    const target = urlconf.included(include);
    const namespace = namespaceOf(include, target);
    if (namespace === null || (namespace?.length ?? 0) > MAX_LENGTH) continue;
    const step = { path: urlconf.path, include, target, by };
    const inner = namespace === undefined ? around : [...around, namespace];
    if (namespace !== undefined) note(walk, inner.join(':'), step, urlconf);
    if (target) walkModule(walk, target, inner, step, depth + 1);
    else walkIncludes(walk, urlconf, include.nested, inner, step, depth + 1);
  }
}

function note({ certain, again, found, isApp }: Walk, namespace: string, step: Step, urlconf: Urlconf): void {
  const known = certain.get(namespace);
  if (known) known.push(step);
  else certain.set(namespace, [step]);
  const { discovery } = urlconf.facts;
  if (discovery === undefined) return;
  const twice = found.get(urlconf) ?? foundAgain(urlconf, isApp);
  found.set(urlconf, twice);
  if (twice.has(step.include)) again.set(namespace, { step, line: discovery.line });
}

/** The includes of apps that are found by a search in the same URLconf as well, and get the same namespace there. */
function foundAgain(urlconf: Urlconf, isApp: Walk['isApp']): ReadonlySet<Include> {
  const { discovery, includes } = urlconf.facts;
  const isFound = discovery?.text === undefined ? () => false : searchIn(discovery.text);
  const again = includes.filter((include) => {
    const target = urlconf.included(include);
    const own = target?.facts.appName;
    if (!target || typeof own !== 'object' || own.value !== namespaceOf(include, target)) return false;
    return isFound(target.name) && isApp(target.name.replace(/\.urls$/, ''));
  });
  return new Set(again);
}

/** The instance namespace of an include, as `include()` finds it; undefined for none, null when it cannot be told. */
function namespaceOf(include: Include, target: Urlconf | undefined): string | undefined | null {
  const application = applicationOf(include, target);
  if (include.namespace === 'unknown') return null;
  const given = include.namespace?.value ?? '';
  if (given === '') return application;
  return application === undefined || application === '' ? null : given; // Django raises ImproperlyConfigured
}

/** The application namespace: the `app_name` of the module, or else what stands beside the list. */
function applicationOf(
  { included, appNamespace }: Include,
  target: Urlconf | undefined,
): string | undefined | null {
  const own = target?.facts.appName;
  if (own !== undefined) return own === 'unknown' ? null : own.value;
  if (appNamespace === 'unknown') return null;
  if (target || included.kind === 'patterns') return appNamespace?.value;
  const name = included.kind === 'unknown' ? included.attribute : included.name;
  const isList = included.kind !== 'module' && name !== undefined && LIST.test(name);
  return appNamespace !== undefined && isList ? appNamespace.value : null;
}

/** How lists of patterns are called: `router.urls`, `api.api_patterns`. */
const LIST = /(?:^|[._])(?:urls|(?:url_?)?patterns)$/;
