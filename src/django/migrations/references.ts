import { evaluate } from '../../python/evaluate.ts';
import { resolveName } from '../../python/imports.ts';
import type { Lines } from '../../python/positions.ts';
import { classScope, type Scope } from '../../python/scope.ts';
import type { Scoped } from '../../python/bindings.ts';
import { elementsOf } from '../../python/sequences.ts';
import type { CallExpression, ClassStatement } from '../../python/syntax.ts';
import type { Value } from '../../python/values.ts';

/** A migration as others refer to it: `(app label, name)`. The name may be `__first__` or `__latest__`. */
export interface Reference {
  readonly label: string;
  readonly name: string;
  /** 1-based line in the file that refers to it. */
  readonly line: number;
}

/** A dependency on the first migration of the app whose model a setting names (`swappable_dependency`). */
export interface Swappable {
  /** `AUTH_USER_MODEL`. */
  readonly setting: string;
  readonly line: number;
}

/** A list of references as far as it is known; unless `complete`, there may be others. */
export interface References {
  readonly known: readonly (Reference | Swappable)[];
  readonly complete: boolean;
}

/** How far lists that are named in lists are followed; see `elementsOf`. No migration has as many references. */
const MAX_WORK = 20_000;

/**
 * What the class attribute `name` (`dependencies`, `replaces`, `run_before`) lists; nothing when the class does not
 * have it. `scope` is the module's.
 */
export function readReferences(
  migration: ClassStatement,
  name: string,
  scope: Scope,
  lines: Lines,
): References {
  const inside = classScope(migration, scope);
  const binding = inside.bindings.get(name);
  if (!binding) return { known: [], complete: true };
  if (binding.kind !== 'value' || binding.changed) return { known: [], complete: false };
  const { elements, rest } = elementsOf(
    { expression: binding.expression, scope: inside },
    { left: MAX_WORK },
  );
  const known = elements.flatMap((element) => {
    const found = referenceIn(element);
    return found ? [{ ...found, line: lines.lineAt(element.expression.offset) }] : [];
  });
  return { known, complete: rest.length === 0 && known.length === elements.length };
}

type Named = Pick<Reference, 'label' | 'name'> | Pick<Swappable, 'setting'>;

function referenceIn({ expression, scope }: Scoped): Named | undefined {
  const swappable = expression.kind === 'call' ? swappableModel(expression, scope) : undefined;
  return swappable ?? pair(evaluate(expression, scope));
}

/**
 * `swappable_dependency("accounts.User")` stands for `("accounts", "__first__")`
 * (https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies).
 */
function swappableModel({ callee, arguments: [model] }: CallExpression, scope: Scope): Named | undefined {
  const name = resolveName(scope, callee);
  if (!model || !/^django\.db\.migrations\.(?:migration\.)?swappable_dependency$/.test(name ?? '')) {
    return undefined;
  }
  const value = evaluate(model, scope);
  if (value.kind === 'string') return { label: value.value.split('.', 1)[0]!, name: '__first__' };
  const setting = /^django\.conf\.settings\.(\w+)$/.exec(resolveName(scope, model) ?? '');
  return setting ? { setting: setting[1]! } : undefined;
}

function pair(value: Value): Named | undefined {
  if (value.kind !== 'tuple' && value.kind !== 'list') return undefined;
  const [label, name] = value.elements;
  const isPair = value.complete && value.elements.length === 2;
  return isPair && label?.kind === 'string' && name?.kind === 'string'
    ? { label: label.value, name: name.value }
    : undefined;
}

/** The references that name a migration, without those to what a setting names. */
export function named({ known }: References): readonly Reference[] {
  return known.filter((reference) => 'label' in reference);
}

/** The references to what a setting names. */
export function settingsIn({ known }: References): readonly Swappable[] {
  return known.filter((reference) => 'setting' in reference);
}

/** True for a list that is known to hold nothing. */
export function isEmpty({ known, complete }: References): boolean {
  return complete && known.length === 0;
}

/** Whether two texts of a migration refer to the same others, in whatever order; of what is unknown, only that it is. */
export function sameReferences(
  one: Record<ReferenceList, References>,
  other: Record<ReferenceList, References>,
): boolean {
  return LISTS.every((list) => areEqual(one[list], other[list]));
}

const LISTS = ['dependencies', 'replaces', 'runBefore'] as const;
type ReferenceList = (typeof LISTS)[number];

function areEqual(one: References, other: References): boolean {
  return textOf(one) === textOf(other) && one.complete === other.complete;
}

function textOf({ known }: References): string {
  const texts = known.map((each) => ('label' in each ? `${each.label}.${each.name}` : each.setting));
  return [...new Set(texts)].sort().join('\n');
}
