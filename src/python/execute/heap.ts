/** What names are bound to while a program is followed, with every write noted so that it can be taken back. */
import type { GitPath } from '../../path.ts';
import type { Value } from '../values.ts';

/** The text of a module, and the name by which it is imported. */
export interface SourceText {
  readonly name: string;
  readonly path: GitPath;
  readonly text: string;
  /** True for an `__init__.py`: relative imports then count from the module itself. */
  readonly isPackage: boolean;
}

/** Where something became unknown, and why: a predicate such as `is changed under a condition`. */
export interface Doubt {
  readonly source: SourceText;
  /** UTF-16 offset in the source's text. */
  readonly offset: number;
  readonly why: string;
}

/** What an object is, beside its value: a module read here, something of another package, a class or function. */
export type Meaning =
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'outside'; readonly name: string }
  | { readonly kind: 'definition'; readonly module: string; readonly text: string };

/** One object. Several names may be bound to it. */
export interface Cell {
  readonly value: Value;
  readonly doubts: readonly Doubt[];
  readonly meaning: Meaning | undefined;
  /** Numbers of the objects that this one may be. */
  readonly same: readonly number[];
  /** Numbers of the objects that this one may hold. */
  readonly parts: readonly number[];
}

/** A module that is or may be imported. */
export interface ModuleState {
  readonly loaded: 'yes' | 'maybe';
  /** Why it may have names that are not known here. */
  readonly open: Doubt | undefined;
  /** Whether something may bind its names unseen from now on. */
  readonly exposed: boolean;
}

type Write =
  | { readonly kind: 'cell'; readonly key: number; readonly old: Cell | undefined }
  | { readonly kind: 'name'; readonly key: string; readonly old: number | undefined }
  | { readonly kind: 'module'; readonly key: string; readonly old: ModuleState | undefined };

/** All objects, names and modules of a run. Names are keyed by {@link keyOf}. */
export interface Heap {
  readonly cells: Map<number, Cell>;
  readonly names: Map<string, number>;
  readonly modules: Map<string, ModuleState>;
  readonly trail: Write[];
  /** Every name a module ever bound. */
  readonly everBound: Map<string, Set<string>>;
  /** By object: those that may be it or hold it. */
  readonly owners: Map<number, Set<number>>;
  next: number;
  /** How much has been done, in no particular unit; see MAX_WORK in limits.ts. */
  work: number;
}

/** What some writes made of the heap; undefined: gone. */
export interface Changes {
  readonly cells: ReadonlyMap<number, Cell | undefined>;
  readonly names: ReadonlyMap<string, number | undefined>;
  readonly modules: ReadonlyMap<string, ModuleState | undefined>;
}

/** No changes. */
export const NO_CHANGES: Changes = { cells: new Map(), names: new Map(), modules: new Map() };

/** Whether a value has parts. */
export const isContainer = (value: Value): boolean => 'elements' in value || 'entries' in value;

/** Whether changing an object can be seen through another. */
export const isShared = (cell: Cell | undefined): boolean =>
  cell !== undefined && (isContainer(cell.value) || cell.same.length > 0 || cell.parts.length > 0);

/** Whether more than the value of an object counts, so that what may be it is linked to it. */
export const isLinked = (cell: Cell | undefined): boolean =>
  isShared(cell) || cell?.meaning?.kind === 'module' || cell?.meaning?.kind === 'definition';

/** An empty heap. */
export const newHeap = (): Heap => ({
  cells: new Map(),
  names: new Map(),
  modules: new Map(),
  trail: [],
  everBound: new Map(),
  owners: new Map(),
  next: 1,
  work: 0,
});

/** The key of a module's name. */
export const keyOf = (module: string, name: string): string => `${module} ${name}`;

/** The module of a name's key. */
export const moduleOf = (key: string): string => key.slice(0, key.indexOf(' '));

const put = <Key, Content>(map: Map<Key, Content>, key: Key, content: Content | undefined): void => {
  if (content === undefined) map.delete(key);
  else map.set(key, content);
};

const own = (heap: Heap, owner: number, parts: readonly number[]): void => {
  for (const part of parts) {
    const owners = heap.owners.get(part);
    if (owners === undefined) heap.owners.set(part, new Set([owner]));
    else owners.add(owner);
  }
};

const ownAll = (heap: Heap, id: number, cell: Cell): void => {
  own(heap, id, cell.same);
  own(heap, id, cell.parts);
};

/** The objects that may be this one or hold it, and how. */
export const ownersOf = (heap: Heap, id: number): (readonly [number, 'same' | 'part'])[] => {
  const owners = heap.owners.get(id);
  if (owners === undefined) return [];
  const found: (readonly [number, 'same' | 'part'])[] = [];
  for (const owner of owners) {
    const cell = heap.cells.get(owner);
    if (cell?.same.includes(id)) found.push([owner, 'same']);
    else if (cell?.parts.includes(id)) found.push([owner, 'part']);
    else owners.delete(owner); // comes back when the object does
  }
  return found;
};

/** Makes an object what it is from now on. */
export const setCell = (heap: Heap, id: number, cell: Cell | undefined): void => {
  heap.trail.push({ kind: 'cell', key: id, old: heap.cells.get(id) });
  put(heap.cells, id, cell);
  if (cell !== undefined) ownAll(heap, id, cell);
};

/** A new object's number. */
export const addCell = (heap: Heap, cell: Cell): number => {
  const id = heap.next++;
  setCell(heap, id, cell);
  return id;
};

/** Binds a name, or unbinds it. */
export const setKey = (heap: Heap, key: string, id: number | undefined): void => {
  heap.trail.push({ kind: 'name', key, old: heap.names.get(key) });
  put(heap.names, key, id);
  const module = moduleOf(key);
  const names = heap.everBound.get(module);
  const name = key.slice(module.length + 1);
  if (names === undefined) heap.everBound.set(module, new Set([name]));
  else names.add(name);
};

/** Binds a name of a module, or unbinds it. */
export const setName = (heap: Heap, module: string, name: string, id: number | undefined): void =>
  setKey(heap, keyOf(module, name), id);

/** Makes a module what it is from now on. */
export const setModule = (heap: Heap, name: string, state: ModuleState | undefined): void => {
  heap.trail.push({ kind: 'module', key: name, old: heap.modules.get(name) });
  put(heap.modules, name, state);
};

/** The names that a module binds now, with their objects. */
export const namesOf = (heap: Heap, module: string): [string, number][] => {
  const names = heap.everBound.get(module) ?? [];
  const found: [string, number][] = [];
  for (const name of names) {
    heap.work++;
    const id = heap.names.get(keyOf(module, name));
    if (id !== undefined) found.push([name, id]);
  }
  return found;
};

const note = <Key, Content>(into: Map<Key, Content | undefined>, from: Map<Key, Content>, key: Key): void => {
  if (!into.has(key)) into.set(key, from.get(key));
};

/** What the writes since the trail was `mark` long have made of the heap. */
export const changesSince = (heap: Heap, mark: number): Changes => {
  const cells = new Map<number, Cell | undefined>();
  const names = new Map<string, number | undefined>();
  const modules = new Map<string, ModuleState | undefined>();
  for (const write of heap.trail.slice(mark)) {
    if (write.kind === 'cell') note(cells, heap.cells, write.key);
    else if (write.kind === 'name') note(names, heap.names, write.key);
    else note(modules, heap.modules, write.key);
  }
  return { cells, names, modules };
};

const restore = (heap: Heap, id: number, cell: Cell | undefined): void => {
  put(heap.cells, id, cell);
  if (cell !== undefined) ownAll(heap, id, cell);
};

/** Takes back the writes since the trail was `mark` long, and says what they had made of the heap. */
export const takeBack = (heap: Heap, mark: number): Changes => {
  const changes = changesSince(heap, mark);
  while (heap.trail.length > mark) {
    const write = heap.trail.pop()!;
    if (write.kind === 'cell') restore(heap, write.key, write.old);
    else if (write.kind === 'name') put(heap.names, write.key, write.old);
    else put(heap.modules, write.key, write.old);
  }
  return changes;
};

/** Makes changes that were taken back, or joined. */
export const apply = (heap: Heap, changes: Changes): void => {
  for (const [id, cell] of changes.cells) setCell(heap, id, cell);
  for (const [key, id] of changes.names) setKey(heap, key, id);
  for (const [name, state] of changes.modules) setModule(heap, name, state);
};

/** `over` on top of `under`. */
export const overlay = (under: Changes, over: Changes): Changes => ({
  cells: new Map([...under.cells, ...over.cells]),
  names: new Map([...under.names, ...over.names]),
  modules: new Map([...under.modules, ...over.modules]),
});

/** What the keys of `changes` are in the heap as it is. */
export const asNow = (heap: Heap, changes: Changes): Changes => ({
  cells: new Map([...changes.cells.keys()].map((id) => [id, heap.cells.get(id)])),
  names: new Map([...changes.names.keys()].map((key) => [key, heap.names.get(key)])),
  modules: new Map([...changes.modules.keys()].map((name) => [name, heap.modules.get(name)])),
});
