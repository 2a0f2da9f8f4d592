/** Ways that a program may have taken, made one state again. */
import { UNKNOWN } from '../values.ts';
import { common, isSame } from './common.ts';
import {
  type Cell,
  type Changes,
  type Doubt,
  isLinked,
  type Meaning,
  moduleOf,
  type ModuleState,
} from './heap.ts';
import { type Machine, spend } from './machine.ts';

/** Most doubts that are kept of one object. */
const MAX_DOUBTS = 5;

/** Several doubts, each once. */
export const together = (...all: readonly (readonly Doubt[])[]): readonly Doubt[] => {
  const [first = [], ...others] = all;
  if (others.every((doubts) => doubts.every((doubt) => first.includes(doubt)))) return first;
  return [...new Set(all.flat())].slice(0, MAX_DOUBTS);
};

const sameMeaning = (one: Meaning | undefined, other: Meaning | undefined): Meaning | undefined => {
  if (one === other) return one;
  if (one?.kind !== other?.kind || one === undefined || other === undefined) return undefined;
  if (one.kind === 'definition' || other.kind === 'definition') return undefined;
  return one.name === other.name ? one : undefined;
};

const numbers = (...all: readonly (readonly number[])[]): readonly number[] => [...new Set(all.flat())];

/** An object that is one of two, or one object that is in one of two states. */
const joinCells = (machine: Machine, one: Cell, other: Cell, doubt: Doubt): Cell => {
  if (one === other) return one;
  const value = common(one.value, other.value);
  const links = one.same.length + other.same.length + one.parts.length + other.parts.length;
  spend(machine, links + ('elements' in value ? value.elements.length + 1 : 1));
  const equal = isSame(one.value, other.value);
  return {
    value,
    doubts: together(one.doubts, other.doubts, equal ? [] : [doubt]),
    meaning: sameMeaning(one.meaning, other.meaning),
    same: numbers(one.same, other.same),
    parts: numbers(one.parts, other.parts),
  };
};

const joinStates = (one: ModuleState | undefined, other: ModuleState | undefined): ModuleState | undefined =>
  one === other || (one === undefined && other === undefined)
    ? one
    : {
        loaded: one?.loaded === 'yes' && other?.loaded === 'yes' ? 'yes' : 'maybe',
        open: one?.open ?? other?.open,
        exposed: (one?.exposed ?? false) || (other?.exposed ?? false),
      };

/** The one of several objects that stands for all of them already, if there is one. */
const standIn = (ids: readonly number[], cellOf: (id: number) => Cell | undefined): number | undefined => {
  const linked = ids.filter((id) => isLinked(cellOf(id)));
  return linked.find((id) => {
    const cell = cellOf(id);
    if (cell?.value.kind !== 'unknown' || cell.meaning !== undefined) return false;
    return linked.every((each) => each === id || cell.same.includes(each));
  });
};

/** An object that is one of several; its number is new. */
const anyOf = (
  machine: Machine,
  ids: readonly number[],
  cellOf: (id: number) => Cell | undefined,
  doubt: Doubt,
): Cell => {
  const cells = ids.flatMap((id) => cellOf(id) ?? []);
  const [first, ...others] = cells;
  let joined: Cell = first ?? { value: UNKNOWN, doubts: [doubt], meaning: undefined, same: [], parts: [] };
  for (const each of others) joined = joinCells(machine, joined, each, doubt);
  return { ...joined, same: ids.filter((id) => isLinked(cellOf(id))), parts: [] };
};

const perhapsUnbound = (id: number, cell: Cell | undefined, doubt: Doubt): Cell => ({
  value: UNKNOWN,
  doubts: together([doubt], cell?.doubts ?? []),
  meaning: cell?.meaning,
  same: isLinked(cell) ? [id] : [],
  parts: [],
});

/** Two ways, and what was made of both so far. */
interface Joining {
  readonly machine: Machine;
  readonly one: Changes;
  readonly other: Changes;
  readonly doubt: Doubt;
  readonly cells: Map<number, Cell | undefined>;
  /** By the objects of one name in both ways: the joined one, as names of one object stay names of one object. */
  readonly pairs: Map<string, number>;
}

const cellIn = (machine: Machine, changes: Changes, id: number): Cell | undefined =>
  changes.cells.has(id) ? changes.cells.get(id) : machine.cells.get(id);

const nameIn = (machine: Machine, changes: Changes, key: string): number | undefined =>
  changes.names.has(key) ? changes.names.get(key) : machine.names.get(key);

const stateIn = (machine: Machine, changes: Changes, name: string): ModuleState | undefined =>
  changes.modules.has(name) ? changes.modules.get(name) : machine.modules.get(name);

/** What is certain when either `one` or `other` was done to the heap as it is. */
export const joinChanges = (machine: Machine, one: Changes, other: Changes, doubt: Doubt): Changes => {
  const cells = new Map([...one.cells, ...other.cells]);
  const names = new Map([...one.names, ...other.names]);
  const modules = new Map([...one.modules, ...other.modules]);
  spend(machine, cells.size + names.size + modules.size);
  for (const id of cells.keys()) {
    const left = cellIn(machine, one, id);
    const right = cellIn(machine, other, id);
    cells.set(id, left && right ? joinCells(machine, left, right, doubt) : (left ?? right));
  }
  for (const name of modules.keys())
    modules.set(name, joinStates(stateIn(machine, one, name), stateIn(machine, other, name)));
  const joining: Joining = { machine, one, other, doubt, cells, pairs: new Map() };
  for (const key of names.keys()) names.set(key, joinName(joining, key));
  return { cells, names, modules };
};

/** The object that a name is bound to after one of two ways. */
const joinName = (joining: Joining, key: string): number | undefined => {
  const { machine, one, other } = joining;
  const [left, right] = [nameIn(machine, one, key), nameIn(machine, other, key)];
  const module = moduleOf(key);
  // A module that only one way imported has the names that it was given there.
  if (left === right || (right === undefined && !stateIn(machine, other, module))) return left;
  if (left === undefined && !stateIn(machine, one, module)) return right;
  const lookUp = (id: number): Cell | undefined => joining.cells.get(id) ?? machine.cells.get(id);
  const both = left === undefined || right === undefined ? undefined : ([left, right] as const);
  const stands = both && standIn(both, lookUp);
  if (stands !== undefined) return stands;
  const pair = `${left} ${right}`;
  const known = joining.pairs.get(pair);
  if (known !== undefined) return known;
  const id = machine.next++;
  joining.pairs.set(pair, id);
  const sure = left ?? right!;
  joining.cells.set(id, both ? eitherOf(joining, both) : perhapsUnbound(sure, lookUp(sure), joining.doubt));
  return id;
};

const eitherOf = ({ machine, one, other, doubt }: Joining, [left, right]: readonly [number, number]): Cell =>
  anyOf(machine, [left, right], (id) => cellIn(machine, id === left ? one : other, id), doubt);

/** All that was the case at some time since the trail was `from` long. */
export const everSince = (machine: Machine, from: number, doubt: Doubt): Changes => {
  const cells = new Map<number, Cell | undefined>();
  const names = new Map<string, Set<number | undefined>>();
  const modules = new Map<string, ModuleState | undefined>();
  const hold = (id: number, cell: Cell | undefined): void => {
    const held = cells.get(id);
    cells.set(id, held && cell ? joinCells(machine, held, cell, doubt) : (held ?? cell));
  };
  const keep = (key: string, id: number | undefined): void => {
    names.set(key, (names.get(key) ?? new Set()).add(id));
  };
  for (const write of machine.trail.slice(from)) {
    spend(machine, 1);
    if (write.kind === 'cell') hold(write.key, write.old);
    else if (write.kind === 'name') keep(write.key, write.old);
    else
      modules.set(
        write.key,
        modules.has(write.key) ? joinStates(modules.get(write.key), write.old) : write.old,
      );
  }
  for (const id of cells.keys()) hold(id, machine.cells.get(id));
  for (const key of names.keys()) keep(key, machine.names.get(key));
  for (const [name, state] of modules) modules.set(name, joinStates(state, machine.modules.get(name)));
  const bound = new Map<string, number | undefined>();
  for (const [key, ids] of names) bound.set(key, oneOf(machine, ids, cells, doubt));
  return { cells, names: bound, modules };
};

const oneOf = (
  machine: Machine,
  ids: ReadonlySet<number | undefined>,
  cells: Map<number, Cell | undefined>,
  doubt: Doubt,
): number | undefined => {
  if (ids.size === 1) return [...ids][0];
  const bound = [...ids].filter((id) => id !== undefined);
  const lookUp = (id: number): Cell | undefined => cells.get(id) ?? machine.cells.get(id);
  const stands = standIn(bound, lookUp);
  if (stands !== undefined) return stands;
  const cell = anyOf(machine, bound, lookUp, doubt);
  const id = machine.next++;
  cells.set(
    id,
    bound.length === ids.size ? cell : { ...cell, value: UNKNOWN, doubts: together([doubt], cell.doubts) },
  );
  return id;
};
