/** Following `include(…)` of django-split-settings (https://django-split-settings.readthedocs.io). */
import type { CallExpression, Expression, Keyword } from '../syntax.ts';
import { bindName, loseNames, newCell } from './changes.ts';
import { disturb } from './effects.ts';
import { type Doubt, keyOf } from './heap.ts';
import { outsideName } from './links.ts';
import { doubtAt, type Frame, mayRaise, type RunSuite, type Stop } from './machine.ts';
import { findOnce, frameOf } from './modules.ts';
import { valueIn } from './values.ts';

const TOOLS = /^split_settings\.tools\.(include|optional)$/;

const toolOf = (frame: Frame, callee: Expression): string | undefined =>
  TOOLS.exec(outsideName(frame, callee) ?? '')?.[1];

/** Whether a call includes files. */
export const isInclude = (frame: Frame, call: CallExpression): boolean =>
  toolOf(frame, call.callee) === 'include';

/** `scope=globals()`, which is what `include` takes by itself. */
const isOwnScope = ({ name, value }: Keyword): boolean =>
  name === 'scope' &&
  value.kind === 'call' &&
  value.callee.kind === 'name' &&
  /^(?:globals|locals)$/.test(value.callee.name);

/** Runs the files that the call names among the names of the frame's module, as if they stood here. */
export const runInclude = async (
  frame: Frame,
  call: CallExpression,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const doubt = doubtAt(frame, call.offset, 'may be bound in files that are included');
  if (!call.keywords.every(isOwnScope)) loseNames(frame.machine, frame.module, doubt, 'all');
  for (const argument of call.arguments) {
    const isOptional = argument.kind === 'call' && toolOf(frame, argument.callee) === 'optional';
    const path = isOptional ? argument.arguments[0] : argument;
    if (!isOptional) disturb(frame, argument);
    const value = path && valueIn(frame, path).value;
    const stop = await includeFile(
      frame,
      value?.kind === 'string' ? value.value : undefined,
      isOptional,
      doubt,
      runSuite,
    );
    if (stop) return stop;
  }
  return undefined;
};

const includeFile = async (
  frame: Frame,
  path: string | undefined,
  isOptional: boolean,
  doubt: Doubt,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine, module } = frame;
  if (path === '' && isOptional) return undefined;
  const name = path === undefined ? undefined : includedName(frame, path);
  const source = name === undefined ? 'outside' : await findOnce(machine, name);
  if (source === 'outside') {
    mayRaise(machine, 'missing', 'import', 'other');
    loseNames(machine, module, doubt, 'all');
    return undefined;
  }
  if (source === 'missing') return isOptional ? undefined : { kinds: new Set(['other']), doubt };
  // A file is included once, which a hidden name remembers.
  const mark = `__included__${source.path}`;
  if (machine.names.has(keyOf(module, mark))) return undefined;
  const inner = frameOf(machine, source, module, frame.home);
  bindName(inner, mark, newCell(machine, { kind: 'none' }, []), doubt);
  return runSuite(inner, inner.tree.body);
};

/** The dotted name of a file that lies relative to the including one; undefined for a pattern and for odd names. */
const includedName = ({ source }: Frame, path: string): string | undefined => {
  if (!/^[\w./-]+\.py$/.test(path) || path.startsWith('/')) return undefined;
  const parts = source.name.split('.').slice(0, source.isPackage ? undefined : -1);
  for (const step of path.slice(0, -3).split('/')) {
    if (step === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (step !== '.' && step !== '') parts.push(step);
  }
  const name = parts.join('.');
  return /^[\w-]+(?:\.[\w-]+)*$/.test(name) &&
    !path.slice(0, -3).replaceAll('../', '').replace('./', '').includes('.')
    ? name
    : undefined;
};
