import { lastPart } from '../../../python/bindings.ts';
import { MODELS, textOf, type Call, type Part } from './calls.ts';
import type { EditWeight } from './edit.ts';
import { attributeWeight, isDjangos } from './field-attributes.ts';
import { looseForm } from './spellings.ts';
import { rewritten, upgraded } from './upgrades.ts';

/** In what two calls differ. */
export interface Difference {
  readonly weight: EditWeight;
  /** What follows the name of what was edited; `''` when nothing does. */
  readonly about: string;
  /** Whether `about` stands for itself, as a rewrite does that is the same everywhere. */
  readonly alone: boolean;
  /** In the new text; undefined for what is gone from there. */
  readonly line: number | undefined;
}

/** What changing one argument of a call does. */
export type Weigh = (
  callee: string | undefined,
  name: string,
  before: Part | undefined,
  after: Part | undefined,
) => EditWeight;

/** How the arguments of a field weigh. */
export const weighField: Weigh = (callee, name, before, after) => {
  const weight = attributeWeight(callee, name, [before?.form, after?.form]);
  return MODELS.has(name) && before && after && !areOtherModels(before, after) ? 'behaviour' : weight;
};

/** How the arguments of an index or a constraint weigh. */
export const weighConstraint: Weigh = (_callee, name) =>
  name.startsWith('violation_error_') ? 'state' : 'schema';

/** Names of models are compared without case, and only where both say of which app they are. */
function areOtherModels(before: Part, after: Part): boolean {
  const [old, now] = [modelIn(before), modelIn(after)];
  if (old === undefined || now === undefined) return false;
  return old.label !== undefined && now.label !== undefined
    ? true
    : old.model !== now.model && !isSelf(old, now);
}

interface ModelName {
  readonly label: string | undefined;
  readonly model: string;
}

const isSelf = (...names: readonly ModelName[]): boolean =>
  names.some(({ label, model }) => label === undefined && model === 'self');

function modelIn(part: Part): ModelName | undefined {
  const text = textOf(part);
  if (text === undefined) return undefined;
  const dot = text.lastIndexOf('.');
  const model = text.slice(dot + 1).toLowerCase();
  return { label: dot === -1 ? undefined : text.slice(0, dot), model };
}

/** In what two calls differ; first what later releases of Django make of both is taken out of them. */
export function differencesOf(before: Call, after: Call, weigh: Weigh): Difference[] {
  if (isSameCall(before, after)) return [];
  const old = upgraded(before);
  const now = upgraded(after);
  const line = [...after.parts.values()][0]?.line;
  const rewrites = rewritten(old.renamings, now.renamings).map((about): Difference => ({
    weight: 'state',
    about,
    alone: true,
    line,
  }));
  return [...rewrites, ...calleeAndParts(old.call, now.call, weigh)];
}

function isSameCall(before: Call, after: Call): boolean {
  if (before.callee !== after.callee || before.parts.size !== after.parts.size) return false;
  return [...before.parts].every(([name, { form }]) => after.parts.get(name)?.form === form);
}

function calleeAndParts(before: Call, after: Call, weigh: Weigh): Difference[] {
  const [old, now] = [before.callee, after.callee];
  if (old === now) return partDifferences(before, after, weigh);
  const line = [...after.parts.values()][0]?.line;
  const changed = (weight: EditWeight, about: string): Difference => ({ weight, about, alone: false, line });
  if (old === undefined || now === undefined) return [changed('behaviour', '')];
  const [was, is] = [lastPart(old), lastPart(now)];
  if (isDjangos(old) && isDjangos(now)) return [changed('schema', `${was} is ${is} now`)];
  if (was === is && !isDjangos(old) && !isDjangos(now))
    return [changed('state', `${is} comes from another module`), ...partDifferences(before, after, weigh)];
  // What a class of another package took for granted may now be said, or the other way round.
  const common = partDifferences(before, after, weigh, true).filter(({ weight }) => weight === 'schema');
  return [changed('behaviour', was === is ? `another ${is}` : `${was} is ${is} now`), ...common];
}

function partDifferences(before: Call, after: Call, weigh: Weigh, onlyCommon = false): Difference[] {
  const names = new Set([...before.parts.keys(), ...after.parts.keys()]);
  const unpacked = [before, after].some(({ parts }) => parts.has('*') || parts.has('**'));
  return [...names].flatMap((name) => {
    const [old, now] = [before.parts.get(name), after.parts.get(name)];
    if (onlyCommon && !(old && now)) return [];
    const hidden = unpacked && !(old && now);
    const told = !hidden && !isComputed(old) && !isComputed(now);
    return partDifference(name, old, now, (one, two) => {
      const weight = weigh(after.callee, name, one, two);
      return weight === 'schema' && !told ? 'behaviour' : weight;
    });
  });
}

/** Whether it is not told what an argument is: neither a value nor something that Django makes SQL of. */
function isComputed(part: Part | undefined): boolean {
  if (!part || part.call || part.value.kind !== 'unknown') return false;
  return !/@django\.(?!conf\.)/.test(part.form);
}

function partDifference(
  name: string,
  before: Part | undefined,
  after: Part | undefined,
  weigh: (before: Part | undefined, after: Part | undefined) => EditWeight,
): Difference[] {
  if (before?.form === after?.form) return [];
  const [about = ''] = name.split('#', 1);
  const found = (weight: EditWeight): Difference => ({
    weight,
    about: about === '*' || about === '**' ? '' : about,
    alone: false,
    // What an upgrade would put there stands nowhere.
    line: after?.line || undefined,
  });
  if (!before || !after) return [found(weigh(before, after))];
  if (before.call && after.call) {
    return differencesOf(before.call, after.call, weighField).map(({ weight, about, alone, line }) => {
      const inside = about === '' ? name : `${name} ${about}`;
      return { weight, about: alone ? about : inside, alone, line };
    });
  }
  if (isSameList(before.form, after.form)) return [];
  return [found(looseForm(before.form) === looseForm(after.form) ? 'state' : weigh(before, after))];
}

/** Names of fields mean the same in a list and in a tuple. */
function isSameList(before: string, after: string): boolean {
  return listed(before) === listed(after);
}

function listed(form: string): string {
  return form.replace(/^\(("[^()[\]{}]*"),\)$/, '[$1]');
}
