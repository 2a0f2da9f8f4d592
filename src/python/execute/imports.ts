/** Following imports (Python reference, "The import system"). */
import { absoluteName } from '../imports.ts';
import type { Alias, FromImportStatement, ImportStatement } from '../syntax.ts';
import { bindName, loseNames, openModule, unknownCell } from './changes.ts';
import { type Doubt, keyOf, namesOf } from './heap.ts';
import { doubtAt, type Frame, mayRaise, type RunSuite, type Stop } from './machine.ts';
import { findOnce, type Imported, importModule, meaningCell } from './modules.ts';

/** Modules of the standard library that are always there, with what is imported of them. */
const ALWAYS: ReadonlySet<string> = new Set(
  '__future__ os os.path sys re json logging datetime pathlib warnings typing contextlib'.split(' '),
);

/** Follows an import statement. */
export const runImport = async (
  frame: Frame,
  statement: ImportStatement,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine } = frame;
  for (const { name, alias, offset } of statement.names) {
    const doubt = doubtAt(frame, offset, `${name} cannot be imported`);
    const imported = await importModule(machine, name, doubt, runSuite);
    if (imported.kind === 'stopped') return imported.stop;
    const [root = name] = name.split('.', 1);
    const bound = alias === undefined ? root : name;
    if (imported.kind === 'outside' && !ALWAYS.has(name)) mayRaise(machine, 'missing', 'import', 'other');
    const id = meaningCell(
      machine,
      { kind: imported.kind === 'outside' ? 'outside' : 'module', name: bound },
      {
        ...doubt,
        why: 'is a module',
      },
    );
    bindName(frame, alias ?? root, id, doubt);
  }
  return undefined;
};

/** Follows `from module import names`. */
export const runFrom = async (
  frame: Frame,
  statement: FromImportStatement,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine } = frame;
  const { level, names, offset } = statement;
  const doubt = doubtAt(frame, offset, `${'.'.repeat(level)}${statement.module} cannot be imported`);
  const module = absoluteName(frame.home, level, statement.module);
  if (module === undefined) return { kinds: new Set(['import']), doubt };
  const imported = await importModule(machine, module, doubt, runSuite);
  if (imported.kind === 'outside') return fromOutside(frame, module, names, doubt);
  if (imported.kind === 'stopped' && typeof (await findOnce(machine, module)) === 'object')
    return imported.stop;
  for (const alias of names) {
    const found =
      alias.name === '*'
        ? importAll(frame, module, imported, doubt)
        : await importOne(frame, module, alias, imported, runSuite);
    if (found) return found;
  }
  return undefined;
};

const fromOutside = (frame: Frame, module: string, names: readonly Alias[], doubt: Doubt): undefined => {
  const { machine } = frame;
  if (!ALWAYS.has(module)) mayRaise(machine, 'missing', 'import', 'other');
  for (const { name, alias } of names) {
    const why = { ...doubt, why: `is imported from ${module}, which cannot be read` };
    if (name === '*')
      loseNames(
        machine,
        frame.module,
        { ...doubt, why: `may be replaced by what is imported from ${module}` },
        'star',
      );
    else
      bindName(
        frame,
        alias ?? name,
        meaningCell(machine, { kind: 'outside', name: `${module}.${name}` }, why),
        doubt,
      );
  }
};

const importOne = async (
  frame: Frame,
  module: string,
  { name, alias, offset }: Alias,
  imported: Imported,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine } = frame;
  const doubt = doubtAt(frame, offset, `${name} cannot be imported from ${module}`);
  const inner = `${module}.${name}`;
  const isHalfLoaded = machine.modules.get(inner)?.loaded === 'maybe' && !machine.running.has(inner);
  const known = isHalfLoaded ? undefined : machine.names.get(keyOf(module, name));
  if (known !== undefined && imported.kind === 'loaded') {
    if (machine.cells.get(known)?.meaning === undefined) mayRaise(machine, 'import');
    bindName(frame, alias ?? name, known, doubt);
    return undefined;
  }
  const isFound = typeof (await findOnce(machine, inner)) === 'object';
  const submodule = isFound ? await importModule(machine, inner, doubt, runSuite) : imported;
  if (submodule.kind === 'stopped') return submodule.stop;
  if (isFound) {
    // One that is still being imported is no name of its package yet, but is found all the same.
    const bound = machine.names.get(keyOf(module, name));
    const id =
      bound ?? meaningCell(machine, { kind: 'module', name: inner }, { ...doubt, why: 'is a module' });
    bindName(frame, alias ?? name, id, doubt);
    return undefined;
  }
  const isOpen = machine.modules.get(module)?.open ?? machine.names.has(keyOf(module, '__getattr__'));
  if (!isOpen) return { kinds: new Set(['import']), doubt };
  mayRaise(machine, 'import', 'other');
  bindName(
    frame,
    alias ?? name,
    unknownCell(machine, { ...doubt, why: `is imported from ${module}, where it is not known` }),
    doubt,
  );
  return undefined;
};

/** `from module import *`: the names in `__all__`, or those without an underscore in front. */
const importAll = (frame: Frame, module: string, imported: Imported, doubt: Doubt): Stop | undefined => {
  const { machine } = frame;
  if (imported.kind === 'stopped') return imported.stop;
  const listed = machine.names.get(keyOf(module, '__all__'));
  const all = listed === undefined ? undefined : machine.cells.get(listed);
  const open = machine.modules.get(module)?.open;
  const wanted = all && 'elements' in all.value && all.value.complete ? all.value.elements : undefined;
  const names = new Set(wanted?.flatMap((each) => (each.kind === 'string' ? [each.value] : [])));
  const isSure = all === undefined || (wanted !== undefined && names.size === wanted.length);
  if (!isSure || open) {
    const why = `may be replaced by what is imported from ${module}`;
    loseNames(machine, frame.module, { ...doubt, why }, 'star');
  }
  if (!isSure) mayRaise(machine, 'other');
  if (!isSure) return undefined;
  for (const [name, id] of namesOf(machine, module)) {
    const isWanted = all === undefined ? !name.startsWith('_') : names.has(name);
    if (isWanted) bindName(frame, name, id, machine.boundAt.get(keyOf(module, name)) ?? doubt);
  }
  for (const name of names) {
    if (machine.names.has(keyOf(module, name))) continue;
    mayRaise(machine, 'other', 'import', 'missing');
    bindName(frame, name, unknownCell(machine, { ...doubt, why: `is not known in ${module}` }), doubt);
  }
  if (open) openModule(machine, frame.module, open);
  return undefined;
};
