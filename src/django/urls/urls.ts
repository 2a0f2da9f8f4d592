import { parseModule } from '../../python/parse.ts';
import { lookUp, moduleScope, type Scope } from '../../python/scope.ts';
import type { Expression, FromImportStatement, Module, Span, Statement } from '../../python/syntax.ts';
import { namesIn } from '../../python/walk.ts';
import { givenText, type Given } from '../../python/given.ts';
import { stepsOf, touchedNames, type Lost, type Step } from '../../python/list-building.ts';
import { linesOf } from '../../python/positions.ts';
import { searchText } from './search-text.ts';
import { isDiscovery, type Include, type UrlReading } from './url-includes.ts';
import { readPatterns } from './url-patterns.ts';

/** What a URLconf says of itself and of what it includes. */
export interface UrlsFacts {
  /** The module's `app_name` (https://docs.djangoproject.com/en/5.2/topics/http/urls/#url-namespaces-and-included-urlconfs). */
  readonly appName: Given<string>;
  /** What `urlpatterns` includes, in the order written. */
  readonly includes: readonly Include[];
  /**
   * Where a loop, a comprehension or a function of the module adds to `urlpatterns` what it found, 1-based; and its
   * text, as `searchText` gives it.
   */
  readonly discovery: { readonly line: number; readonly text: string | undefined } | undefined;
  /** Whether nothing else can be included, outside of `discovery`. */
  readonly complete: boolean;
}

/** Most patterns and lists of patterns that are read; more can only be lists named in lists. */
const MAX_STEPS = 1_000_000;

/**
 * The includes of a URLconf, however its functions are imported: `path`, `re_path`, `url`, `include`, `i18n_patterns`
 * (https://docs.djangoproject.com/en/5.2/ref/urls/).
 */
export function readUrls(source: string): UrlsFacts {
  const module = parseModule(source);
  const scope = moduleScope(module);
  const lines = linesOf(source);
  const reading: UrlReading = {
    lines,
    djangoStar: hasDjangoStar(module),
    touched: touchedNames(module.body),
    budget: { left: MAX_STEPS },
  };
  const built = followed(stepsOf('urlpatterns', module.body, source), scope, reading);
  const { discovery, complete } = built;
  const uncertain = module.errors > 0 ? built.includes.length : built.uncertain;
  return {
    appName: appName(scope, reading),
    includes: [...built.includes.slice(0, uncertain).map(asUncertain), ...built.includes.slice(uncertain)],
    discovery: discovery && {
      line: lines.at(discovery.offset).line,
      text: searchText(discovery, scope, source),
    },
    complete: complete && module.errors === 0 && !module.rebound.includes('urlpatterns'),
  };
}

function appName(scope: Scope, { lines }: UrlReading): Given<string> {
  const binding = lookUp(scope, 'app_name');
  if (binding?.kind === 'value') return givenText(binding.expression, scope, lines);
  return binding !== undefined || scope.star ? 'unknown' : undefined;
}

/** What the old documentation told to write: `from django.conf.urls.defaults import *`. */
function hasDjangoStar({ body }: Module): boolean {
  return body.some((each) => isDjangoImport(each) && each.names.some(({ name }) => name === '*'));
}

function isDjangoImport(statement: Statement): statement is FromImportStatement {
  const { kind } = statement;
  return (
    kind === 'from' && statement.level === 0 && /^django\.(?:conf\.)?urls(?:\.|$)/.test(statement.module)
  );
}

interface Built {
  includes: Include[];
  /** How many of the first of them may have been taken out again, or are not understood. */
  uncertain: number;
  discovery: Span | undefined;
  complete: boolean;
}

function followed(steps: readonly Step[], scope: Scope, reading: UrlReading): Built {
  const built: Built = { includes: [], uncertain: 0, discovery: undefined, complete: true };
  for (const step of steps) {
    if (step.kind === 'lost') {
      if (isDjangoImport(step.span)) continue;
      built.complete = false;
      if (mayTakeOut(step)) built.uncertain = built.includes.length;
      built.discovery ??= foundBy(step);
      continue;
    }
    const { conditional, loop } = step;
    const value = withoutItself(step.value);
    if (step.kind === 'set') {
      const isMentioned = namesIn(step.value).includes('urlpatterns');
      if (!conditional && !isMentioned)
        Object.assign(built, { includes: [], uncertain: 0, discovery: undefined, complete: true });
      else if (!isMentioned || namesIn(value).includes('urlpatterns'))
        built.uncertain = built.includes.length;
    }
    const found = readPatterns({ expression: value, scope }, conditional, reading);
    for (const each of found.includes) built.includes.push(each);
    if (loop !== undefined && (found.includes.length > 0 || !found.complete)) built.discovery ??= loop;
    built.discovery ??= found.discovery;
    built.complete &&= found.complete;
  }
  return built;
}

function asUncertain(include: Include): Include {
  return { ...include, conditional: true };
}

/** Methods of a list that take nothing out of it. */
const KEEPS = new Set(['insert', 'reverse', 'sort']);

/** Whether what is in `urlpatterns` may not be there after a statement. */
function mayTakeOut({ span }: Lost): boolean {
  if (span.kind === 'function' || span.kind === 'block') return false;
  const called = span.kind === 'expression' && span.value.kind === 'call' ? span.value.callee : undefined;
  return !(called?.kind === 'attribute' && KEEPS.has(called.name));
}

/** `urlpatterns` in what is assigned to `urlpatterns`: what it was before, which has been read. */
function withoutItself(value: Expression): Expression {
  if (value.kind === 'name' && value.name === 'urlpatterns') return { ...value, kind: 'list', elements: [] };
  if (value.kind === 'starred') return { ...value, value: withoutItself(value.value) };
  if (value.kind === 'binary')
    return { ...value, left: withoutItself(value.left), right: withoutItself(value.right) };
  if (value.kind === 'list' || value.kind === 'tuple')
    return {
      ...value,
      elements: value.elements.map((each) => (each.kind === 'starred' ? withoutItself(each) : each)),
    };
  return value;
}

/** A function that fills `urlpatterns` in a loop, or a loop that does what is not understood with it. */
function foundBy({ span, loop }: Lost): Span | undefined {
  if (span.kind === 'function') return isDiscovery(span) ? span : undefined;
  return span.kind === 'import' || span.kind === 'from' ? undefined : loop;
}
