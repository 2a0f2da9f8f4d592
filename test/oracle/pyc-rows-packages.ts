import { basename } from 'node:path';
import type { Python } from './pyc-python.ts';
import { compiled, NEW, OLD } from './pyc-rows.ts';
import type { Row, Step } from './pyc-truth.ts';

/** A compiled file without its source. */
function alone(at: string): Step[] {
  return compiled({ at, source: 'gone.py', now: undefined });
}

const newSource = (path: string): Step => ['write', path, NEW];

/** Rows on folders that Python takes for packages, and on which of two wins: part A2 of the facts. */
export function packageRows(python: Python): Row[] {
  return [...ghostRows(python), ...winnerRows(python)];
}

/** Ghosts: folders without a source. Since 3.3 they are namespace packages (PEP 420), before they are nothing. */
function ghostRows({ version, tag }: Python): Row[] {
  const ghost = version < 300 ? 'nothing' : 'namespace of 1';
  const cache = `m/__pycache__/x.${tag || 'cpython-27'}.pyc`;
  return [
    { name: 'a ghost', steps: alone(cache), cache, source: 'm/x.py', state: 'orphan', ran: ghost },
    {
      name: 'a module of a ghost',
      steps: alone(cache),
      cache,
      source: 'm/x.py',
      state: 'orphan',
      module: 'm.x',
    },
    { name: 'an empty folder', steps: [['folder', 'm']], ran: ghost },
    {
      name: 'a folder of other files',
      steps: [
        ['write', 'm/debug.log', ''],
        ['write', 'm/.DS_Store', ''],
      ],
      ran: ghost,
    },
    { name: 'a ghost in a ghost', steps: [['folder', 'm/b/__pycache__']], module: 'm.b', ran: ghost },
    { name: 'no __init__.py', steps: [newSource('m/x.py')], ran: ghost },
    {
      name: 'a module where is no __init__.py',
      steps: [newSource('m/x.py')],
      module: 'm.x',
      ran: version < 300 ? 'nothing' : 'new',
    },
    { name: '__pycache__ itself', steps: [['folder', '__pycache__']], module: '__pycache__', ran: ghost },
    {
      name: '__init__.pyc',
      steps: alone('m/__init__.pyc'),
      cache: 'm/__init__.pyc',
      source: 'm/__init__.py',
      state: 'legacy-orphan',
    },
    {
      name: 'models.pyc where is no __init__.py',
      steps: alone('m/models.pyc'),
      cache: 'm/models.pyc',
      source: 'm/models.py',
      state: 'legacy-orphan',
      module: 'm.models',
      ...(version < 300 && { ran: 'nothing' }),
    },
  ];
}

function winnerRows({ version, extension }: Python): Row[] {
  const ghost: Step = ['folder', 'm/__pycache__'];
  const native = extension === undefined ? undefined : basename(extension);
  return [
    { name: 'a ghost and m.py', steps: [ghost, newSource('m.py')], ran: 'new' },
    {
      name: 'm/__init__.py and m.py',
      steps: [newSource('m/__init__.py'), ['write', 'm.py', OLD]],
      ran: 'new',
    },
    {
      name: 'm/__init__.pyc and m.py',
      steps: [...alone('m/__init__.pyc'), newSource('m.py')],
      cache: 'm/__init__.pyc',
      source: 'm/__init__.py',
      state: 'shadowing',
    },
    {
      name: 'an empty m/__init__.pyc and m.py',
      steps: [['write', 'm/__init__.pyc', ''], newSource('m.py')],
      cache: 'm/__init__.pyc',
      source: 'm/__init__.py',
      state: 'corrupt',
    },
    {
      // the package is found first, and that m.pyc is in nobody's way
      name: 'm.pyc and m/__init__.py',
      steps: [...alone('m.pyc'), newSource('m/__init__.py')],
      cache: 'm.pyc',
      state: 'legacy-orphan',
      ran: 'new',
    },
    { name: 'm.pyc and a ghost', steps: [...alone('m.pyc'), ghost], cache: 'm.pyc', state: 'legacy-orphan' },
    {
      name: 'a ghost, and a package later on the path',
      steps: [['folder', 'a/m'], newSource('b/m/__init__.py')],
      path: ['a', 'b'],
      ran: 'new',
    },
    {
      name: 'a ghost, and a namespace later on the path',
      steps: [['folder', 'a/m'], newSource('b/m/x.py')],
      path: ['a', 'b'],
      ran: version < 300 ? 'nothing' : 'namespace of 2',
    },
    {
      name: 'm.pyc, and m.py later on the path',
      steps: [...alone('a/m.pyc'), newSource('b/m.py')],
      path: ['a', 'b'],
      cache: 'a/m.pyc',
      source: 'a/m.py',
      state: 'legacy-orphan',
    },
    ...(native === undefined
      ? []
      : [
          {
            name: 'a native module and its source',
            steps: [['copy', extension!, native], newSource('mmap.py')] as const,
            module: 'mmap',
            ran: '.so',
          },
        ]),
  ];
}
