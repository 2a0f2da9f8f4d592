/** Which objects an expression stands for, and which ones its value may be or hold. */
import type { Expression } from '../syntax.ts';
import type { Value } from '../values.ts';
import { namesIn } from '../walk.ts';
import { type Cell, isShared, keyOf } from './heap.ts';
import { type Frame, spend } from './machine.ts';

/** The object that a name, or a name in a module, stands for. */
export const idOf = (
  { machine, module }: Pick<Frame, 'machine' | 'module'>,
  expression: Expression,
): number | undefined => {
  const attributes: string[] = [];
  let node = expression;
  while (node.kind === 'attribute') {
    attributes.push(node.name);
    node = node.value;
  }
  if (node.kind !== 'name') return undefined;
  let id = machine.names.get(keyOf(module, node.name));
  for (let name = attributes.pop(); name !== undefined; name = attributes.pop()) {
    const meaning = id === undefined ? undefined : machine.cells.get(id)?.meaning;
    if (meaning?.kind !== 'module') return undefined;
    id = machine.names.get(keyOf(meaning.name, name));
  }
  return id;
};

/** The dotted name of something of another package: `os.environ.get`. */
export const outsideName = (frame: Frame, expression: Expression): string | undefined => {
  let attributes = '';
  for (let node = expression; ; node = node.value) {
    const id = idOf(frame, node);
    const meaning = id === undefined ? undefined : frame.machine.cells.get(id)?.meaning;
    if (meaning?.kind === 'outside') return meaning.name + attributes;
    if (node.kind !== 'attribute') return undefined;
    attributes = `.${node.name}${attributes}`;
  }
};

/** The objects that the value of an expression may be or hold. */
export const linksOf = (frame: Frame, expression: Expression): number[] => {
  const { machine, module } = frame;
  const ids = new Set<number>();
  for (const name of new Set(namesIn(expression))) {
    const id = machine.names.get(keyOf(module, name));
    if (id === undefined) continue;
    const { meaning } = machine.cells.get(id) ?? {};
    if (meaning?.kind === 'module')
      for (const each of machine.everBound.get(meaning.name) ?? []) {
        const held = machine.names.get(keyOf(meaning.name, each));
        if (held !== undefined && isShared(machine.cells.get(held))) ids.add(held);
      }
    else if (isShared(machine.cells.get(id)) || expression.kind === 'opaque') ids.add(id);
  }
  spend(machine, ids.size);
  return [...ids];
};

const isFlat = (value: Value): boolean =>
  'elements' in value
    ? value.elements.every((each) => !('elements' in each || 'entries' in each || each.kind === 'unknown'))
    : 'entries' in value &&
      value.entries.every(
        ({ value: each }) => !('elements' in each || 'entries' in each || each.kind === 'unknown'),
      );

const isScalar = ({ kind }: Value): boolean =>
  kind === 'string' || kind === 'bytes' || kind === 'number' || kind === 'boolean' || kind === 'none';

const BUILDING: ReadonlySet<string> = new Set('list tuple dict set frozenset sorted'.split(' '));

/** Whether evaluating the expression makes a new object, which no other name can stand for. */
const makesNew = (frame: Frame, expression: Expression): boolean => {
  switch (expression.kind) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
    case 'binary':
      return true;
    case 'call':
      if (expression.callee.kind === 'attribute') return expression.callee.name === 'copy';
      return (
        expression.callee.kind === 'name' &&
        BUILDING.has(expression.callee.name) &&
        idOf(frame, expression.callee) === undefined
      );
    case 'subscript':
      return expression.index.kind === 'slice';
    default:
      return false;
  }
};

/** The objects that a container may hold after the elements of a value, or the value itself, were put into it. */
export const partsIn = (frame: Frame, expression: Expression, value: Value): readonly number[] =>
  isScalar(value) || (isFlat(value) && 'complete' in value && value.complete && makesNew(frame, expression))
    ? []
    : linksOf(frame, expression);

/** What a new object is linked to. */
export const newLinks = (
  frame: Frame,
  expression: Expression,
  value: Value,
): Pick<Cell, 'same' | 'parts'> => {
  if (isScalar(value)) return { same: [], parts: [] };
  if (!makesNew(frame, expression)) return { same: linksOf(frame, expression), parts: [] };
  return {
    same: [],
    parts: isFlat(value) && ('complete' in value ? value.complete : false) ? [] : linksOf(frame, expression),
  };
};
