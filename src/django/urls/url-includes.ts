import { nameOf } from '../../python/names.ts';
import { lookUp, type Scope } from '../../python/scope.ts';
import type { Expression, FunctionStatement, OpaqueExpression, Span } from '../../python/syntax.ts';
import { tokensOf } from '../../python/walk.ts';
import { dottedName, lastPart } from '../../python/bindings.ts';
import type { Given } from '../../python/given.ts';
import type { Lines } from '../../python/positions.ts';
import type { Budget } from '../../python/sequences.ts';

/**
 * What is included: the module of that name; an imported thing (a module or a list: not told apart), by its dotted
 * name; a list of patterns of this module; or what cannot be told (`router.urls`, `admin.site.urls`), `attribute`
 * being the last part of such a name.
 */
export type Included =
  | { readonly kind: 'module' | 'reference'; readonly name: string }
  | { readonly kind: 'patterns' }
  | { readonly kind: 'unknown'; readonly attribute?: string };

/** One `include(…)`, or what stands for one: `path('admin/', admin.site.urls)`. */
export interface Include {
  readonly included: Included;
  /** The application namespace that comes with a 2-tuple; undefined when there is none. */
  readonly appNamespace: Given<string>;
  /** The instance namespace; undefined when not given (Django then takes the application namespace). */
  readonly namespace: Given<string>;
  /** The route or regular expression of this one pattern, without those around it. */
  readonly route: Given<string>;
  /** Whether `route` is a regular expression. */
  readonly regex: boolean;
  /** Under a condition or in a loop, or in a list from which it may be taken again. */
  readonly conditional: boolean;
  /** Where the call of `include` stands; 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
  /** What the patterns of this module that are included include in turn. */
  readonly nested: readonly Include[];
}

/** What a list of patterns includes, as `UrlsFacts` says it of `urlpatterns`; `discovery` is what searches. */
export interface Patterns {
  readonly includes: readonly Include[];
  readonly discovery: Span | undefined;
  readonly complete: boolean;
}

/** What holds for all of a module. */
export interface UrlReading {
  readonly lines: Lines;
  /** Whether Django's functions may have come with a star import. */
  readonly djangoStar: boolean;
  /** As for `boundTo`. */
  readonly touched: ReadonlySet<string>;
  readonly budget: Budget;
}

const DJANGO = /^django\.(?:conf\.)?urls\.(?:\w+\.)*(?=\w+$)/;

/** The bare name of a function of django.urls or django.conf.urls, if `callee` is one. */
export function urlFunction(callee: Expression, scope: Scope, djangoStar: boolean): string | undefined {
  const dotted = dottedName(callee, scope);
  if (dotted === undefined) return undefined;
  if (DJANGO.test(dotted)) return lastPart(dotted);
  return djangoStar && callee.kind === 'name' && lookUp(scope, callee.name) === undefined
    ? dotted
    : undefined;
}

/** Whether a function loops, and includes: by its words, as function bodies are not parsed. */
export function isDiscovery({ source }: FunctionStatement): boolean {
  return /\b(?:for|while)\b/.test(source) && /\binclude\b/.test(source);
}

/** Whether something that is not understood may call `include`. */
export function mentionsInclude(expression: OpaqueExpression, scope: Scope): boolean {
  return tokensOf(expression).some((token) => {
    if (token.kind !== 'name') return false;
    const binding = lookUp(scope, nameOf(token));
    const dotted = binding?.kind === 'import' ? binding.name : token.text;
    return dotted === 'include' || (DJANGO.test(dotted) && dotted.endsWith('.include'));
  });
}

/** Whether `expression` is a comprehension that may call `include`. */
export function loopsOverIncludes(expression: OpaqueExpression, scope: Scope): boolean {
  return tokensOf(expression).some(({ text }) => text === 'for') && mentionsInclude(expression, scope);
}
