import { evaluate } from '../../python/evaluate.ts';
import { MAX_NESTING } from '../../python/limits.ts';
import { lookUp, type Scope } from '../../python/scope.ts';
import type { CallExpression, Expression, Span } from '../../python/syntax.ts';
import { argumentOf, boundTo, dottedName, lastPart, type Scoped } from '../../python/bindings.ts';
import { givenText, type Given } from '../../python/given.ts';
import { elementsOf } from '../../python/sequences.ts';
import {
  isDiscovery,
  loopsOverIncludes,
  mentionsInclude,
  urlFunction,
  type Include,
  type Included,
  type Patterns,
  type UrlReading,
} from './url-includes.ts';

/** Deepest nesting of lists in lists that is read. */
const MAX_DEPTH = 20;

/** Functions of Django that give patterns without any include. */
const ENDPOINTS =
  /^django\.(?:conf\.urls\.static\.static|contrib\.staticfiles\.urls\.staticfiles_urlpatterns)$/;

interface Collection {
  readonly includes: Include[];
  readonly conditional: boolean;
  readonly reading: UrlReading;
  readonly depth: number;
  discovery: Span | undefined;
  complete: boolean;
}

/** The includes in a list of patterns, however it is put together. */
export function readPatterns(list: Scoped, conditional: boolean, reading: UrlReading, depth = 0): Patterns {
  const into: Collection = {
    includes: [],
    conditional,
    reading,
    depth,
    discovery: undefined,
    complete: true,
  };
  if (depth > MAX_DEPTH) return { includes: [], discovery: undefined, complete: false };
  const { elements, rest } = elementsOf(list, reading.budget, reading.touched);
  for (const element of elements) addElement(into, boundTo(element, reading.touched));
  for (const part of rest) addPart(into, part);
  return { includes: into.includes, discovery: into.discovery, complete: into.complete };
}

function addList(into: Collection, list: Scoped): readonly Include[] {
  const found = readPatterns(list, into.conditional, into.reading, into.depth + 1);
  into.discovery ??= found.discovery;
  into.complete &&= found.complete;
  return found.includes;
}

function splice(into: Collection, list: Scoped): void {
  for (const each of addList(into, list)) into.includes.push(each);
}

/** Whether that much work may still be done; if not, something is left out. */
function spend(into: Collection, work: number): boolean {
  const { budget } = into.reading;
  budget.left -= work;
  into.complete &&= budget.left >= 0;
  return budget.left >= 0;
}

/** Something that gives several patterns, and is no list. */
function addPart(into: Collection, { expression, scope }: Scoped): void {
  if (expression.kind !== 'call') {
    into.complete = false;
    if (expression.kind === 'opaque' && loopsOverIncludes(expression, scope)) into.discovery ??= expression;
    return;
  }
  const called = urlFunction(expression.callee, scope, into.reading.djangoStar);
  const { arguments: list, offset, end } = expression;
  if (called === 'i18n_patterns' || called === 'patterns') {
    // patterns(prefix, *urls) of Django before 1.10
    const elements = called === 'patterns' ? list.slice(1) : list;
    splice(into, { expression: { kind: 'list', elements, offset, end }, scope });
  } else addUnknownCall(into, dottedName(expression.callee, scope), scope, expression);
}

function addUnknownCall(into: Collection, name: string | undefined, scope: Scope, call: Span): void {
  if (ENDPOINTS.test(name ?? '')) return;
  into.complete = false;
  const binding = name === undefined ? undefined : lookUp(scope, name);
  const definition = binding?.kind === 'definition' ? binding.statement : undefined;
  const searches = definition?.kind === 'function' ? isDiscovery(definition) : /discover/i.test(name ?? '');
  if (searches) into.discovery ??= call;
}

/** An element of a list of patterns. */
function addElement(into: Collection, { expression, scope }: Scoped): void {
  const { kind } = expression;
  if (kind === 'list' || kind === 'tuple') splice(into, { expression, scope });
  else if (kind === 'call') addPattern(into, expression, scope);
  else {
    into.complete = false;
    if (kind === 'opaque' && loopsOverIncludes(expression, scope)) into.discovery ??= expression;
  }
}

function addPattern(into: Collection, call: CallExpression, scope: Scope): void {
  const { djangoStar, lines } = into.reading;
  if (!spend(into, call.arguments.length + call.keywords.length)) return;
  const called = urlFunction(call.callee, scope, djangoStar);
  if (called === 'path' || called === 're_path' || called === 'url') {
    const route = argumentOf(call, called === 'url' ? 'regex' : 'route', 0);
    const given = route === undefined || route === 'unknown' ? route : givenText(route, scope, lines);
    const view = argumentOf(call, 'view', 1);
    if (view === 'unknown') into.complete = false;
    else if (view) addView(into, { expression: view, scope }, given, called !== 'path');
    return;
  }
  const { length } = into.includes;
  if (called === 'i18n_patterns') addPart(into, { expression: call, scope });
  else
    for (const each of valuesIn(call))
      if (isInclude(into, each, scope)) addView(into, { expression: each, scope }, 'unknown', false);
  // A function of somebody's own, which may include what it likes; what is handed to it shows.
  into.complete &&= called === 'i18n_patterns' || into.includes.length > length;
}

function valuesIn(call: CallExpression): readonly Expression[] {
  return [...call.arguments, ...call.keywords.map(({ value }) => value)];
}

function isInclude({ reading }: Collection, expression: Expression, scope: Scope): boolean {
  return (
    expression.kind === 'call' && urlFunction(expression.callee, scope, reading.djangoStar) === 'include'
  );
}

/** The view of a pattern, which is an include, or may be one, or is an ordinary view. */
function addView(into: Collection, view: Scoped, route: Given<string>, regex: boolean): void {
  const bound = boundTo(view, into.reading.touched);
  const { expression, scope } = bound;
  const { conditional, reading } = into;
  const common = { route, regex, conditional, ...reading.lines.at(expression.offset) };
  if (expression.kind === 'call' && isInclude(into, expression, scope))
    into.includes.push({ ...includeOf(into, expression, scope), ...common });
  else if (mayBeInclude(into, bound))
    into.includes.push({
      included: { kind: 'unknown' },
      appNamespace: 'unknown',
      namespace: 'unknown',
      nested: [],
      ...common,
    });
}

/** What is no call of `include`, but may give what `include` gives: `admin.site.urls`, an `include` of others. */
function mayBeInclude(into: Collection, { expression, scope }: Scoped): boolean {
  switch (expression.kind) {
    case 'attribute':
      return expression.name === 'urls';
    case 'call': {
      const { callee } = expression;
      const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
      return /include/i.test(lastPart(dottedName(callee, scope) ?? name));
    }
    case 'opaque':
      return spend(into, expression.to - expression.from) && mentionsInclude(expression, scope);
    default:
      return expression.kind === 'tuple' || expression.kind === 'list';
  }
}

type Contents = Pick<Include, 'included' | 'appNamespace' | 'namespace' | 'nested'>;

const UNKNOWN: Contents = {
  included: { kind: 'unknown' },
  appNamespace: 'unknown',
  namespace: 'unknown',
  nested: [],
};

function includeOf(into: Collection, call: CallExpression, scope: Scope): Contents {
  if (!spend(into, call.arguments.length + call.keywords.length)) return UNKNOWN;
  const argument = argumentOf(call, 'arg', 0);
  const namespace = textOf(into, argumentOf(call, 'namespace', 1), scope);
  if (argument === undefined || argument === 'unknown') return { ...UNKNOWN, namespace };
  const { expression, scope: home } = boundTo({ expression: argument, scope }, into.reading.touched);
  if (expression.kind !== 'tuple') {
    // include(arg, namespace, app_name) of Django before 2.0
    const appNamespace = textOf(into, argumentOf(call, 'app_name', 2), scope);
    return { ...contentsOf(into, { expression: argument, scope }), appNamespace, namespace };
  }
  const [urls, name, ...more] = expression.elements;
  if (!urls || !name || more.length > 0 || [urls, name].some(({ kind }) => kind === 'starred'))
    return { ...UNKNOWN, namespace };
  const appNamespace = textOf(into, name, home);
  return { ...contentsOf(into, { expression: urls, scope: home }), appNamespace, namespace };
}

function textOf(
  { reading }: Collection,
  argument: Expression | 'unknown' | undefined,
  scope: Scope,
): Given<string> {
  if (argument === undefined || argument === 'unknown') return argument;
  return evaluate(argument, scope).kind === 'none' ? undefined : givenText(argument, scope, reading.lines);
}

/** What stands in the first place of `include(…)`, or of the tuple there. */
function contentsOf(into: Collection, asked: Scoped): Pick<Include, 'included' | 'nested'> {
  const bound = boundTo(asked, into.reading.touched);
  if (isList(bound)) return { included: { kind: 'patterns' }, nested: addList(into, bound) };
  const value = evaluate(asked.expression, asked.scope);
  if (value.kind === 'string') return { included: { kind: 'module', name: value.value }, nested: [] };
  const { expression } = bound;
  const unknown = expression.kind === 'attribute' ? { attribute: expression.name } : {};
  return { included: importedAs(bound) ?? { kind: 'unknown', ...unknown }, nested: [] };
}

/** A list, or a sum that begins with one. */
function isList(asked: Scoped): boolean {
  let { expression, scope } = asked;
  for (let depth = 0; expression.kind === 'binary' && depth < MAX_NESTING; depth++)
    ({ expression, scope } = boundTo({ expression: expression.left, scope }));
  return expression.kind === 'list' || expression.kind === 'tuple';
}

/** An imported name, or an attribute of one; but what is called `urls` in an object is not a module. */
function importedAs({ expression, scope }: Scoped): Included | undefined {
  const name = dottedName(expression, scope);
  const isImported = (expression.kind === 'name' || expression.kind === 'attribute') && name?.includes('.');
  return name !== undefined && isImported && !name.startsWith('django.contrib.admin.')
    ? { kind: 'reference', name }
    : undefined;
}
