import { MAX_NESTING } from './limits.ts';
import type { Expression } from './syntax.ts';
import { boundTo, type Scoped } from './bindings.ts';

/** Work that may still be done: lists named in lists grow exponentially. */
export interface Budget {
  left: number;
}

/** What a list is made of, in the order written. */
export interface Parts {
  readonly elements: readonly Scoped[];
  /** Parts of which it is not known what elements they give, and how many. */
  readonly rest: readonly Scoped[];
}

const MAX_DEPTH = 2 * MAX_NESTING;

/** What following a name, a sum or a list costs, in elements. */
const STEP = 10;

interface Collection {
  readonly elements: Scoped[];
  readonly rest: Scoped[];
  readonly active: Set<Expression>;
  readonly budget: Budget;
  readonly touched: ReadonlySet<string> | undefined;
}

/**
 * The elements of a list or tuple: those of displays, of `+` and `*[…]`, and of names bound once to such. Takes from
 * `budget` for every step; when that is used up, what remains is `rest`. `touched` is as for `boundTo`.
 */
export function elementsOf(sequence: Scoped, budget: Budget, touched?: ReadonlySet<string>): Parts {
  const into: Collection = { elements: [], rest: [], active: new Set(), budget, touched };
  collect(into, sequence);
  return into;
}

function collect(into: Collection, sequence: Scoped): void {
  const found = boundTo(sequence, into.touched);
  const { expression } = found;
  const { active, budget } = into;
  budget.left -= STEP;
  // A list that is bound to a name within itself: what the name held before is not known.
  if (budget.left < 0 || active.size >= MAX_DEPTH || active.has(expression)) {
    into.rest.push(found);
    return;
  }
  active.add(expression);
  collectParts(into, found);
  active.delete(expression);
}

function collectParts(into: Collection, found: Scoped): void {
  const { expression, scope } = found;
  if (expression.kind === 'binary' && expression.operator === '+') {
    collect(into, { expression: expression.left, scope });
    collect(into, { expression: expression.right, scope });
    return;
  }
  if (expression.kind !== 'list' && expression.kind !== 'tuple') {
    into.rest.push(found);
    return;
  }
  for (const element of expression.elements) {
    if (into.budget.left < 0) {
      into.rest.push(found);
      return;
    }
    if (element.kind === 'starred') collect(into, { expression: element.value, scope });
    else {
      into.budget.left--;
      into.elements.push({ expression: element, scope });
    }
  }
}
