import { differencesOf } from './compare-calls.ts';
import { edit, type Edit } from './edit.ts';
import type { Effect } from './effect.ts';
import { netOf, type Net, type Placed } from './net-effect.ts';

/** One thing before and after; undefined where it is not there. */
type Pair = readonly [before: Placed | undefined, after: Placed | undefined];

/** What differs between two lists of effects; `gone` is the line for what is not there any more. */
export function compareEffects(before: readonly Effect[], after: readonly Effect[], gone: number): Edit[] {
  const [old, now] = [netOf(before), netOf(after)];
  const pairs = pairsOf(old, now);
  const edits: Edit[] = [];
  for (const pair of pairs) for (const each of editsOfPair(pair, old, now, gone)) edits.push(each);
  if (edits.every(({ weight }) => weight === 'state') && isReordered(pairs, old))
    edits.push(edit('behaviour', 'the order of the operations', gone));
  return edits;
}

/** What differs where effects that come to the same are told in other operations, or in another order. */
export function regrouped(before: readonly Effect[], after: readonly Effect[], gone: number): Edit[] {
  const [was, is] = [before.map(textOf), after.map(textOf)];
  if (isSame(was, is)) return [];
  const what = isSame(was.toSorted(), is.toSorted()) ? orderIn(before, after) : 'operations merged or split';
  return [edit('state', what, gone)];
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}

function orderIn(before: readonly Effect[], after: readonly Effect[]): string {
  return isSame(outerTexts(before), outerTexts(after))
    ? 'the order of the fields'
    : 'the order of the operations';
}

function outerTexts(effects: readonly Effect[]): string[] {
  return effects.filter((effect) => !isInner(effect)).map(textOf);
}

function textOf({ verb, key, to, call, operation }: Effect): string {
  const parts = [...call.parts].map(([name, { form }]) => `${name}=${form}`).sort();
  return `${verb} ${operation} ${key} ${to ?? ''} ${call.callee ?? ''}(${parts.join(', ')})`;
}

/** Things that have one key, in the order of the new text; then what is gone. */
function pairsOf(before: Net, after: Net): Pair[] {
  const pairs: Pair[] = [];
  for (const [key, placed] of after) if (before.has(key)) pairs.push([before.get(key), placed]);
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, placed]) => placed);
  const come = [...after].filter(([key]) => !before.has(key)).map(([, placed]) => placed);
  const rest = paired(gone, come, ({ effect }) => effect.label, pairs);
  const others = paired(rest.gone, rest.come, ({ effect }) => effect.operation, pairs);
  for (const placed of others.come) pairs.push([undefined, placed]);
  const places = new Map([...after.values()].map((placed, index) => [placed, index]));
  const placeOf = ([, placed]: Pair): number => (placed && places.get(placed)) ?? 0;
  pairs.sort((one, other) => placeOf(one) - placeOf(other));
  for (const placed of others.gone) pairs.push([placed, undefined]);
  return pairs;
}

interface Unpaired {
  readonly gone: readonly Placed[];
  readonly come: readonly Placed[];
}

/** Takes data steps of which nothing tells that they are other ones for the same steps, edited. */
function paired(
  gone: readonly Placed[],
  come: readonly Placed[],
  likeness: (placed: Placed) => string,
  into: Pair[],
): Unpaired {
  const waiting = new Map<string, Placed[]>();
  for (const placed of gone.toReversed()) {
    if (placed.effect.verb !== 'step') continue;
    const alike = waiting.get(likeness(placed));
    if (alike) alike.push(placed);
    else waiting.set(likeness(placed), [placed]);
  }
  const taken = new Set<Placed>();
  for (const placed of come) {
    const old = placed.effect.verb === 'step' ? waiting.get(likeness(placed))?.pop() : undefined;
    if (!old) continue;
    into.push([old, placed]);
    taken.add(old).add(placed);
  }
  return { gone: gone.filter((each) => !taken.has(each)), come: come.filter((each) => !taken.has(each)) };
}

function editsOfPair([before, after]: Pair, old: Net, now: Net, gone: number): readonly Edit[] {
  if (before && after) return editsOfBoth(before.effect, after.effect, gone);
  const effect = (after ?? before)?.effect;
  if (!effect) return [];
  // A model that comes or goes is named once, without all that it has.
  const { parent, label, weight, whole } = effect;
  if (parent !== undefined && parent !== effect.key && !(after ? old : now).has(parent)) return [];
  return [edit(weight, whole ? label : `${label} is ${after ? 'new' : 'gone'}`, after ? effect.line : gone)];
}

function editsOfBoth(before: Effect, after: Effect, gone: number): readonly Edit[] {
  return differencesOf(before.call, after.call, after.weigh).map(({ weight, about, alone, line }) => {
    const { label, whole } = after;
    if (alone) return edit(weight, about, line ?? after.line);
    if (about.startsWith('reverse_')) return edit(weight, `${about} of ${label}`, line ?? gone);
    return edit(weight, about === '' || whole ? label : `${label}: ${about}`, line ?? gone);
  });
}

/** Whether what stands on both sides stands in another order there, or before and after other data steps. */
function isReordered(pairs: readonly Pair[], before: Net): boolean {
  const places = new Map([...before.values()].map((placed, index) => [placed, index]));
  let last = -1;
  for (const [old, now] of pairs) {
    if (!old || !now || now.effect.weight === 'state') continue;
    if (old.phase !== now.phase) return true;
    const inner = isInner(old.effect) || isInner(now.effect);
    if (inner || old.effect.operation !== now.effect.operation) continue;
    const place = places.get(old) ?? last;
    if (place < last) return true;
    last = place;
  }
  return false;
}

/** Whether it is part of a model that is created, whose fields and options stand in no order. */
function isInner({ parent, key }: Effect): boolean {
  return parent !== undefined && parent !== key;
}
