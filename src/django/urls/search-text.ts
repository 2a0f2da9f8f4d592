import type { Scope } from '../../python/scope.ts';
import type { Span } from '../../python/syntax.ts';

/** Longest text, in UTF-16 units, and most names in it that are looked up. */
const MAX_LENGTH = 10_000;
const MAX_NAMES = 200;

/**
 * The text of what searches for URLconfs, and of the functions of its module and the constants (`NAME = …`) that it
 * names, and these in turn. Lists that other statements may change are left out. Undefined when that is too long.
 */
export function searchText(search: Span, scope: Scope, source: string): string | undefined {
  const parts = [source.slice(search.offset, search.end)];
  const seen = new Set(['urlpatterns']); // it holds what is included by hand
  let length = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    length += part.length;
    if (length > MAX_LENGTH) return undefined;
    for (const [name] of part.matchAll(/(?<!\w)[a-z_]\w*/gi)) {
      if (seen.has(name)) continue;
      if (seen.add(name).size > MAX_NAMES) return undefined;
      const named = definitionOf(name, scope, source);
      if (named !== undefined && named !== parts[0]) parts.push(named);
    }
  }
  return parts.join('\n');
}

function definitionOf(name: string, scope: Scope, source: string): string | undefined {
  const binding = scope.bindings.get(name);
  if (binding?.kind === 'definition')
    return binding.statement.kind === 'function' ? textOf(binding.statement, source) : undefined;
  if (binding?.kind !== 'value' || binding.changed) return undefined;
  return `${name} = ${textOf(binding.expression, source)}`;
}

function textOf({ offset, end }: Span, source: string): string {
  return source.slice(offset, end);
}
