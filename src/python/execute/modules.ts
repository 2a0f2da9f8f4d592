/** Importing modules, each once (Python reference, "The import system"). */
import { UNKNOWN } from '../values.ts';
import { newCell } from './changes.ts';
import { type Doubt, type Meaning, namesOf, setModule, setName, type SourceText } from './heap.ts';
import {
  doubtAt,
  type Frame,
  type Kind,
  type Machine,
  mayRaise,
  type RunSuite,
  spend,
  type Stop,
  treeOf,
} from './machine.ts';
import { settle, tryWay } from './ways.ts';

/** What a module's import comes to. `uncertain`: it may also fail. */
export type Imported =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'stopped'; readonly stop: Stop };

const LOADED: Imported = { kind: 'loaded' };

/** Finds a module, once. */
export const findOnce = (machine: Machine, name: string): Promise<SourceText | 'missing' | 'outside'> => {
  const known = machine.found.get(name);
  if (known) return known;
  spend(machine, 100);
  const found = machine.find(name);
  machine.found.set(name, found);
  return found;
};

const stopped = (doubt: Doubt, ...kinds: readonly Kind[]): Imported => ({
  kind: 'stopped',
  stop: { kinds: new Set(kinds), doubt },
});

/** The frame in which a module is followed. */
export const frameOf = (machine: Machine, source: SourceText, module = source.name, home?: string): Frame => {
  const tree = treeOf(machine, source);
  const parent = source.name.slice(0, Math.max(source.name.lastIndexOf('.'), 0));
  return {
    machine,
    module,
    home: home ?? (source.isPackage ? source.name : parent),
    source,
    tree,
    rebound: new Set(tree.rebound),
  };
};

/** An object that is known for what it means. */
export const meaningCell = (machine: Machine, meaning: Meaning, doubt: Doubt): number =>
  newCell(machine, UNKNOWN, [doubt], { meaning });

/** Follows a module from its first statement. */
const follow = async (
  machine: Machine,
  source: SourceText,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { name } = source;
  const frame = frameOf(machine, source);
  for (const [each] of namesOf(machine, name)) setName(machine, name, each, undefined);
  setModule(machine, name, { loaded: 'yes', open: undefined, exposed: false });
  setName(machine, name, '__name__', newCell(machine, { kind: 'string', value: name }, []));
  machine.running.add(name);
  machine.depth += 4;
  const stop = await runSuite(frame, frame.tree.body);
  machine.depth -= 4;
  machine.running.delete(name);
  if (stop) setModule(machine, name, undefined);
  else bindInParent(machine, name, doubtAt(frame, 0, 'is a module'));
  return stop;
};

const bindInParent = (machine: Machine, name: string, doubt: Doubt): void => {
  const dot = name.lastIndexOf('.');
  if (dot > 0)
    setName(
      machine,
      name.slice(0, dot),
      name.slice(dot + 1),
      meaningCell(machine, { kind: 'module', name }, doubt),
    );
};

/** Imports one module, its parents taken for imported. */
const load = async (machine: Machine, name: string, doubt: Doubt, runSuite: RunSuite): Promise<Imported> => {
  const state = machine.modules.get(name);
  if (machine.running.has(name) || state?.loaded === 'yes') return LOADED;
  const source = await findOnce(machine, name);
  if (source === 'outside') return { kind: 'outside' };
  if (source === 'missing') return stopped(doubt, 'missing');
  if (state === undefined) {
    const stop = await follow(machine, source, runSuite);
    return stop ? { kind: 'stopped', stop } : LOADED;
  }
  const ways = [
    await tryWay(machine, () => Promise.resolve(undefined), doubt),
    await tryWay(machine, () => follow(machine, source, runSuite), doubt),
  ];
  settle(machine, ways, doubt);
  const now = machine.modules.get(name) ?? state;
  if (now.loaded !== 'yes') setModule(machine, name, { ...now, loaded: 'yes' });
  bindInParent(machine, name, doubt);
  return LOADED;
};

/** Imports a module and the packages it is in. */
export const importModule = async (
  machine: Machine,
  name: string,
  doubt: Doubt,
  runSuite: RunSuite,
): Promise<Imported> => {
  const parts = name.split('.');
  if (parts.length > 50) return { kind: 'outside' };
  const isFound = typeof (await findOnce(machine, name)) === 'object';
  for (let length = 1; length < parts.length; length++) {
    const parent = parts.slice(0, length).join('.');
    const isSource = typeof (await findOnce(machine, parent)) === 'object';
    if (!isSource && !isFound) continue;
    const imported = isSource ? await load(machine, parent, doubt, runSuite) : LOADED;
    // A package that fails here may be whole where the project runs.
    if (imported.kind === 'stopped') mayRaise(machine, ...imported.stop.kinds);
    if (!machine.modules.has(parent))
      setModule(machine, parent, { loaded: 'yes', open: doubt, exposed: false });
    bindInParent(machine, parent, doubt);
  }
  return load(machine, name, doubt, runSuite);
};
