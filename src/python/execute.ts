/**
 * What a module's names are bound to when it has been imported, for modules that bind and change names again and again
 * (Python reference, "Execution model"). Nothing is run.
 */
import type { GitPath } from '../path.ts';
import { type Doubt, keyOf, namesOf, type SourceText } from './execute/heap.ts';
import { type FindSource, isSpent, newMachine } from './execute/machine.ts';
import { importModule } from './execute/modules.ts';
import { runSuite } from './execute/statements.ts';
import { type Lines, linesOf } from './positions.ts';
import type { ClassStatement } from './syntax.ts';
import { UNKNOWN, type Value } from './values.ts';

/** Where something became unknown, and why: a predicate such as `is changed under a condition`. */
export interface Trouble {
  readonly path: GitPath;
  /** 1-based. */
  readonly line: number;
  readonly why: string;
}

/** What a name is bound to. One that may be unbound is unknown. */
export interface Bound {
  readonly value: Value;
  /** Where and why the value is not known; empty when it is. */
  readonly troubles: readonly Trouble[];
  /** Where it was bound last. */
  readonly at: Trouble;
}

/** A class defined at the top of a module that was read. */
export interface Defined {
  readonly path: GitPath;
  /** 1-based. */
  readonly line: number;
  readonly statement: ClassStatement;
}

/** A module as it is after its import. */
export interface Execution {
  readonly names: ReadonlyMap<string, Bound>;
  /** Why other names may be bound; empty when none are. */
  readonly open: readonly Trouble[];
  /** Where its import certainly fails: then the names are as they were there. */
  readonly stopped: Trouble | undefined;
  /** The classes of all modules that were read. */
  readonly classes: readonly Defined[];
}

/** Follows the import of a module. Never throws for what a module holds; `find` may. */
export const execute = async (source: SourceText, find: FindSource): Promise<Execution> => {
  const machine = newMachine(find);
  machine.found.set(source.name, Promise.resolve(source));
  const start: Doubt = { source, offset: 0, why: 'cannot be imported' };
  const imported = await importModule(machine, source.name, start, runSuite);
  const lines = new Map<SourceText, Lines>();
  const troubleOf = ({ source: file, offset, why }: Doubt): Trouble => {
    const known = lines.get(file) ?? linesOf(file.text);
    lines.set(file, known);
    return { path: file.path, line: known.lineAt(offset), why };
  };
  const spent: Doubt = { source, offset: 0, why: 'is not read: the program is too large' };
  const names = new Map<string, Bound>();
  for (const [name, id] of namesOf(machine, source.name)) {
    const { value, doubts } = machine.cells.get(id)!;
    if (name.startsWith('__')) continue;
    const at = troubleOf(machine.boundAt.get(keyOf(source.name, name)) ?? start);
    const bound = isSpent(machine)
      ? { value: UNKNOWN, troubles: [troubleOf(spent)], at }
      : { value, troubles: doubts.map(troubleOf), at };
    names.set(name, bound);
  }
  const open = machine.modules.get(source.name)?.open;
  return {
    names,
    open: [...(isSpent(machine) ? [spent] : []), ...(open ? [open] : [])].map(troubleOf),
    stopped: imported.kind === 'stopped' ? troubleOf(imported.stop.doubt) : undefined,
    classes: machine.classes.map(({ source: file, statement }) => {
      const { path, line } = troubleOf({ source: file, offset: statement.offset, why: '' });
      return { path, line, statement };
    }),
  };
};
