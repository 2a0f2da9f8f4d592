import type { Scope } from './scope.ts';
import type { Expression } from './syntax.ts';
import { namesIn } from './walk.ts';

/** How much text of the source goes into the normal form of an expression, in UTF-16 units. */
export type PrintingCost = (expression: Expression, scope: Scope) => number;

/** As deep as `normalForm` replaces names by what they are bound to. */
const MAX_DEPTH = 4;

/**
 * Tells what normal forms cost. A short text may cost as much as the whole source, again and again: `normalForm`
 * prints what a name is bound to before it finds it too long to stand for the name.
 */
export function printingCosts(): PrintingCost {
  const known = Array.from({ length: MAX_DEPTH }, () => new Map<Expression, number>());
  const costAt = (expression: Expression, scope: Scope, depth: number): number => {
    let cost = expression.end - expression.offset;
    const costs = known[depth];
    if (costs === undefined) return cost;
    for (const name of new Set(namesIn(expression))) {
      const home = scope.bindings.has(name) ? scope : scope.enclosing;
      const binding = home?.bindings.get(name);
      if (home === undefined || binding?.kind !== 'value') continue;
      let inner = costs.get(binding.expression);
      if (inner === undefined) {
        inner = costAt(binding.expression, home, depth + 1);
        costs.set(binding.expression, inner);
      }
      cost += inner;
    }
    return cost;
  };
  return (expression, scope) => costAt(expression, scope, 0);
}
