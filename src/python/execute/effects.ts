/** What evaluating an expression does to the names of a module, beside giving a value. */
import { tokenize } from '../lines.ts';
import { nameOf } from '../names.ts';
import type { Span } from '../syntax.ts';
import type { Token } from '../tokens.ts';
import { lose, loseNames, loseParts, unknownCell } from './changes.ts';
import { type Cell, type Doubt, keyOf, setName } from './heap.ts';
import { doubtAt, type Frame, type Machine, mayRaise, spend } from './machine.ts';
import { READING } from './methods.ts';
import { type Traces, tracesOf } from './traces.ts';

/** Builtins that change none of their arguments, and call nothing but functions that are named. */
const HARMLESS: ReadonlySet<string> = new Set(
  'len list tuple dict set frozenset sorted reversed enumerate zip min max sum any all print range isinstance issubclass repr str int bool float hasattr type id map filter open format'.split(
    ' ',
  ),
);

/** Of the standard library, what changes no lists and raises no ImportError. */
const STANDARD = /^(?:os|sys|pathlib|datetime|re|logging)(?:\.|$)/;

/** The object that a name of a module is bound to. */
const cellNamed = (machine: Machine, module: string, name: string): Cell | undefined => {
  const id = machine.names.get(keyOf(module, name));
  return id === undefined ? undefined : machine.cells.get(id);
};

/** The first token of the dotted name that ends at `index`, or undefined for `f().x` and the like. */
const rootOf = (
  tokens: readonly Token[],
  index: number,
): { readonly root: Token; readonly dotted: string } | undefined => {
  let at = index;
  let dotted = tokens[at]?.text ?? '';
  while (tokens[at - 1]?.text === '.') {
    const before = tokens[at - 2];
    if (before?.kind !== 'name') return undefined;
    at -= 2;
    dotted = `${before.text}.${dotted}`;
    if (dotted.length > 200) return undefined;
  }
  const root = tokens[at];
  return root && { root, dotted };
};

/** Whether calling the name at `index` of the tokens changes none of its arguments. */
const isHarmless =
  (machine: Machine, module: string) =>
  (name: string, tokens: readonly Token[], index: number): boolean => {
    if (tokens[index - 1]?.text === '.' && tokens[index - 2]?.kind === 'string') return READING.has(name);
    const found = rootOf(tokens, index);
    if (found === undefined) return false;
    const cell = cellNamed(machine, module, nameOf(found.root));
    if (found.dotted === name) {
      if (cell === undefined) return HARMLESS.has(name);
      return cell.meaning?.kind === 'outside' && STANDARD.test(cell.meaning.name);
    }
    if (cell?.meaning?.kind === 'outside') return STANDARD.test(cell.meaning.name);
    return cell !== undefined && cell.value.kind !== 'unknown' && READING.has(name);
  };

/** Most definitions that are looked into for one expression. */
const MAX_DEFINITIONS = 200;

interface Scanned {
  readonly module: string;
  readonly traces: Traces;
}

/** What a dotted name stands for: the object, and the module and name by which it was found. */
interface Found {
  readonly id: number;
  readonly module: string;
  readonly name: string;
}

/** Follows a dotted name through modules, as far as they go. */
const findDotted = (machine: Machine, module: string, dotted: string): Found | undefined => {
  let home = module;
  let found: Found | undefined;
  for (const name of dotted.split('.')) {
    const id = machine.names.get(keyOf(home, name));
    if (id === undefined) return found?.module === module ? undefined : found;
    found = { id, module: home, name };
    const meaning = machine.cells.get(id)?.meaning;
    if (meaning?.kind !== 'module') return found;
    home = meaning.name;
  }
  return found;
};

/** The traces of some code, and of all functions and classes that it names. */
const withDefinitions = (machine: Machine, first: Scanned): Scanned[] => {
  const all = [first];
  const seen = new Set<string>();
  for (const { module, traces } of all) {
    for (const dotted of traces.mentioned) {
      for (const { meaning } of cellsFrom(machine, findDotted(machine, module, dotted)?.id)) {
        if (meaning?.kind !== 'definition' || seen.has(meaning.text) || seen.size > MAX_DEFINITIONS) continue;
        seen.add(meaning.text);
        spend(machine, meaning.text.length >> 3);
        const inner = tracesOf(tokenize(meaning.text), isHarmless(machine, meaning.module), true);
        all.push({ module: meaning.module, traces: inner });
      }
    }
  }
  return all;
};

/** An object, and those that it may be or hold. */
const cellsFrom = (machine: Machine, start: number | undefined): Cell[] => {
  const found: Cell[] = [];
  const seen = new Set<number>();
  const rest = [start];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const cell = machine.cells.get(next);
    if (cell === undefined || seen.has(next) || seen.size > MAX_DEFINITIONS) continue;
    seen.add(next);
    found.push(cell);
    for (const each of [...cell.same, ...cell.parts]) rest.push(each);
  }
  return found;
};

const leave = (machine: Machine, { module, traces }: Scanned, doubt: Doubt, strict: boolean): void => {
  for (const dotted of traces.visited) {
    const found = findDotted(machine, module, dotted);
    if (found && machine.cells.get(found.id)?.meaning === undefined) loseParts(machine, found.id, doubt);
  }
  for (const dotted of traces.changed) {
    const found = findDotted(machine, module, dotted);
    const cell = found && machine.cells.get(found.id);
    if (!found || !cell) continue;
    lose(machine, found.id, doubt);
    if (strict && found.module !== module && cell.meaning === undefined)
      setName(machine, found.module, found.name, unknownCell(machine, doubt, [found.id]));
  }
  if (traces.everything) loseNames(machine, module, { ...doubt, why: 'may be bound by its text' }, 'all');
};

/** Does what evaluating some tokens may do. */
export const disturbTokens = (
  frame: Frame,
  tokens: readonly Token[],
  offset: number,
  strict = false,
): void => {
  const { machine, module } = frame;
  spend(machine, tokens.length >> 2);
  const traces = tracesOf(tokens, isHarmless(machine, module), strict);
  if (traces.calls) mayRaise(machine, 'missing', 'import', 'other');
  const doubt = doubtAt(frame, offset, 'is handed to code that may change it');
  for (const [index, each] of withDefinitions(machine, { module, traces }).entries())
    leave(machine, each, doubt, strict || index > 0);
};

/** Does what evaluating a part of the source may do. */
export const disturb = (frame: Frame, { offset, end }: Span): void => {
  const tokens = tokenize(frame.source.text.slice(offset, end)).filter(({ kind }) => kind !== 'newline');
  if (tokens.length > 1 || tokens[0]?.kind !== 'number') disturbTokens(frame, tokens, offset);
};
