/** One run of a settings module, or any other: what is known, and how much may still be done. */
import { MAX_FOLLOWED_DEPTH, MAX_WORK } from '../limits.ts';
import { parseModule } from '../parse.ts';
import type { ClassStatement, Module, Statement } from '../syntax.ts';
import { newHeap, type Doubt, type Heap, type SourceText } from './heap.ts';

/**
 * Finds a module by its absolute dotted name. `missing`: importing it fails. `outside`: nothing can be said of it.
 */
export type FindSource = (name: string) => Promise<SourceText | 'missing' | 'outside'>;

/**
 * What ends a suite early: a ModuleNotFoundError, another ImportError, any other exception, or a `break` and its like.
 */
export type Kind = 'missing' | 'import' | 'other' | 'jump';

/** A place in the trail where something may have been raised. */
export interface Raise {
  readonly kinds: ReadonlySet<Kind>;
  readonly position: number;
}

/** The suite certainly ends here. */
export interface Stop {
  readonly kinds: ReadonlySet<Kind>;
  readonly doubt: Doubt;
}

/** A class that a module defines. */
export interface DefinedClass {
  readonly source: SourceText;
  readonly statement: ClassStatement;
}

/** The heap, and what following a program keeps beside it. */
export interface Machine extends Heap {
  readonly find: FindSource;
  readonly found: Map<string, Promise<SourceText | 'missing' | 'outside'>>;
  readonly trees: Map<string, Module>;
  /** What may have been raised in the `try` suites that are being followed. */
  readonly raises: Raise[];
  /** How many suites are being followed whose early ends matter. */
  trying: number;
  /** Modules that are being imported. */
  readonly running: Set<string>;
  readonly classes: DefinedClass[];
  /** By key: where the name was bound last. */
  readonly boundAt: Map<string, Doubt>;
  depth: number;
}

/** One file that is being followed, and the module whose names it binds. */
export interface Frame {
  readonly machine: Machine;
  /** The module whose names are bound. */
  readonly module: string;
  /** The package from which relative imports count. */
  readonly home: string;
  readonly source: SourceText;
  readonly tree: Module;
  readonly rebound: ReadonlySet<string>;
}

/** Follows statements until one of them certainly raises something; handed in because suites hold statements. */
export type RunSuite = (frame: Frame, body: readonly Statement[]) => Promise<Stop | undefined>;

/** A run in which nothing has been done. */
export const newMachine = (find: FindSource): Machine => ({
  ...newHeap(),
  find,
  found: new Map(),
  trees: new Map(),
  raises: [],
  trying: 0,
  running: new Set(),
  classes: [],
  boundAt: new Map(),
  depth: 0,
});

/** Counts work. */
export const spend = (machine: Machine, amount: number): void => {
  machine.work += amount;
};

/** Whether no more may be done. */
export const isSpent = (machine: Machine): boolean =>
  machine.work > MAX_WORK || machine.depth > MAX_FOLLOWED_DEPTH;

/** The tree of a source, read once. */
export const treeOf = (machine: Machine, source: SourceText): Module => {
  const known = machine.trees.get(source.path);
  if (known) return known;
  spend(machine, source.text.length >> 4);
  const tree = parseModule(source.text);
  machine.trees.set(source.path, tree);
  return tree;
};

/** A doubt at a place of a frame's file. */
export const doubtAt = (frame: Frame, offset: number, why: string): Doubt => ({
  source: frame.source,
  offset,
  why,
});

/** Notes that something may be raised here. */
export const mayRaise = (machine: Machine, ...kinds: readonly Kind[]): void => {
  if (machine.trying > 0) machine.raises.push({ kinds: new Set(kinds), position: machine.trail.length });
};
