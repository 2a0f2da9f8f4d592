/** Changes to objects, and to those that may be the same or hold them. */
import { extentOf, isKnown, UNKNOWN, type Value } from '../values.ts';
import {
  addCell,
  type Cell,
  type Doubt,
  isContainer,
  keyOf,
  type Meaning,
  namesOf,
  ownersOf,
  setCell,
  setModule,
  setName,
} from './heap.ts';
import { together } from './join.ts';
import { type Frame, isSpent, type Machine, spend } from './machine.ts';

/** Most values that one object may hold; more is unknown, as lists of lists of lists grow without end. */
const MAX_SIZE = 10_000;

/** A new object of that value. */
export const newCell = (
  machine: Machine,
  value: Value,
  doubts: readonly Doubt[],
  links: Partial<Pick<Cell, 'same' | 'parts'>> & { readonly meaning?: Meaning } = {},
): number => {
  const { same = [], parts = [], meaning } = links;
  const size = extentOf(value).size;
  spend(machine, size);
  const kept = size > MAX_SIZE ? UNKNOWN : value;
  return addCell(machine, { value: kept, doubts: isKnown(kept) ? [] : doubts, meaning, same, parts });
};

/** An object of which nothing is known. */
export const unknownCell = (machine: Machine, doubt: Doubt, same: readonly number[] = []): number =>
  newCell(machine, UNKNOWN, [doubt], { same });

/** Binds a name of a frame's module; one that is also bound where that cannot be followed is unknown. */
export const bindName = (frame: Frame, name: string, id: number, doubt: Doubt): void => {
  const { machine, module } = frame;
  machine.boundAt.set(keyOf(module, name), doubt);
  const exposed = machine.modules.get(module)?.exposed ?? false;
  if (!exposed && !frame.rebound.has(name)) setName(machine, module, name, id);
  else
    setName(
      machine,
      module,
      name,
      unknownCell(machine, { ...doubt, why: 'is bound where it is not followed' }, [id]),
    );
};

/** What a container is when anything may have been done to it. */
const lost = (value: Value): Value => {
  if (value.kind === 'list' || value.kind === 'set')
    return { kind: value.kind, elements: [], complete: false };
  if (value.kind === 'dict') return { kind: 'dict', entries: [], complete: false };
  return blurred(value);
};

const partBlurred = (part: Value): Value => (isContainer(part) ? UNKNOWN : part);

/** What a container is when anything may have been done to the containers in it. */
const blurred = (value: Value): Value => {
  if ('elements' in value)
    return value.elements.some(isContainer) ? { ...value, elements: value.elements.map(partBlurred) } : value;
  if ('entries' in value && value.entries.some((entry) => isContainer(entry.value)))
    return {
      ...value,
      entries: value.entries.map((entry) => ({ ...entry, value: partBlurred(entry.value) })),
    };
  return value;
};

type Mode = 'lose' | 'blur';

/** Changes objects and all that may be them or hold them, each once. */
const spread = (
  machine: Machine,
  start: readonly (readonly [number, Mode])[],
  doubt: Doubt,
  done: Set<string>,
): void => {
  const rest = [...start];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [id, mode] = next;
    const cell = machine.cells.get(id);
    if (cell === undefined || done.has(`${mode} ${id}`) || isSpent(machine)) continue;
    done.add(`${mode} ${id}`);
    spend(machine, 1);
    if (mode === 'lose' && cell.meaning?.kind === 'module') {
      for (const [, each] of namesOf(machine, cell.meaning.name)) rest.push([each, 'lose']);
      unbindNames(machine, cell.meaning.name, doubt, 'all');
    }
    const value = mode === 'lose' ? lost(cell.value) : blurred(cell.value);
    if (value !== cell.value) {
      spend(machine, extentOf(cell.value).size);
      setCell(machine, id, { ...cell, value, doubts: together([doubt], cell.doubts) });
    }
    for (const each of cell.same) rest.push([each, mode]);
    if (mode === 'lose') for (const each of cell.parts) rest.push([each, 'lose']);
    const owners = ownersOf(machine, id);
    spend(machine, owners.length + cell.same.length + cell.parts.length);
    for (const [owner, how] of owners) rest.push([owner, how === 'same' ? mode : 'blur']);
  }
};

/** Anything may have been done to the object and all that it holds. */
export const lose = (machine: Machine, id: number, doubt: Doubt): void =>
  spread(machine, [[id, 'lose']], doubt, new Set());

/** Anything may have been done to what the object holds. */
export const loseParts = (machine: Machine, id: number, doubt: Doubt): void => {
  const parts = machine.cells.get(id)?.parts ?? [];
  const start = [[id, 'blur'] as const, ...parts.map((part) => [part, 'lose'] as const)];
  spread(machine, start, doubt, new Set());
};

/** The object is now worth `value`, because of `doubts` if not known, and may hold `parts` as well. */
export const mutate = (
  machine: Machine,
  id: number,
  value: Value,
  doubt: Doubt,
  { doubts, parts }: Pick<Cell, 'doubts' | 'parts'>,
): void => {
  const cell = machine.cells.get(id);
  if (cell === undefined) return;
  const { size } = extentOf(value);
  spend(machine, size);
  const kept = size > MAX_SIZE ? lost(value) : value;
  const held = parts.length === 0 ? cell.parts : [...new Set([...cell.parts, ...parts])];
  const known = isKnown(kept) ? [] : together(cell.doubts, doubts);
  const all = isKnown(kept) || known.length > 0 ? known : [doubt];
  setCell(machine, id, { ...cell, value: kept, doubts: all, parts: held });
  const owners = ownersOf(machine, id).map(([owner, how]): readonly [number, Mode] => [
    owner,
    how === 'same' ? 'lose' : 'blur',
  ]);
  const twins = cell.same.map((each): readonly [number, Mode] => [each, 'lose']);
  spread(machine, [...owners, ...twins], doubt, new Set([`lose ${id}`, `blur ${id}`]));
};

/** Any name of the module may have been bound to anything: by a star import, or in any way at all. */
const unbindNames = (machine: Machine, module: string, doubt: Doubt, how: 'star' | 'all'): void => {
  for (const [name, id] of namesOf(machine, module)) {
    if (how === 'star' && name.startsWith('_')) continue;
    const cell = machine.cells.get(id);
    const meaning = cell?.meaning;
    if (cell?.value.kind === 'unknown' && meaning?.kind !== 'module') continue;
    const kept = meaning?.kind === 'definition' ? { meaning } : {};
    setName(machine, module, name, newCell(machine, UNKNOWN, [doubt], { same: [id], ...kept }));
  }
  openModule(machine, module, doubt);
};

/** The same, and all that its names were bound to may have been changed. */
export const loseNames = (machine: Machine, module: string, doubt: Doubt, how: 'star' | 'all'): void => {
  if (how === 'all') {
    const start = namesOf(machine, module).map(([, id]) => [id, 'lose'] as const);
    spread(
      machine,
      start.filter(([id]) => machine.cells.get(id)?.meaning?.kind !== 'module'),
      doubt,
      new Set(),
    );
  }
  unbindNames(machine, module, doubt, how);
};

/** The module may have names that are not known. */
export const openModule = (machine: Machine, module: string, doubt: Doubt): void => {
  const state = machine.modules.get(module);
  setModule(machine, module, { loaded: 'yes', exposed: false, ...state, open: state?.open ?? doubt });
};
