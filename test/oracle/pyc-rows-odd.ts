import type { Python } from './pyc-python.ts';
import { compiled, LATER, NEW, rowsOn, type Compiled } from './pyc-rows.ts';
import type { Row, Step } from './pyc-truth.ts';

const IS_ROOT = process.getuid?.() === 0;

/** Rows on how Python is started, and on the names of caches: P17 to P24. */
export function startRows({ tag, version }: Python): Row[] {
  const cache = `__pycache__/m.${tag}.pyc`;
  const { row } = rowsOn(cache);
  const level = (optimize: number): Partial<Compiled> => ({
    at: `__pycache__/m.${tag}.opt-${optimize}.pyc`,
    optimize,
  });
  const moved = (name: string, state: Row['state'] & string, to: string, ran?: string): Row =>
    row(
      name,
      state,
      { age: 'old' },
      {
        cache: to,
        steps: [...compiled({ at: cache, age: 'old' }), ['move', cache, to]],
        ...(ran !== undefined && { ran }),
      },
    );
  const mirrored = { at: `PREFIX/m.${tag}.pyc` };
  return [
    row('P17 -B', 'suspect', {}, { start: '-B' }),
    row('P17 PYTHONDONTWRITEBYTECODE', 'suspect', {}, { start: 'PYTHONDONTWRITEBYTECODE' }),
    row('P17b -B, stale', 'stale', { to: LATER }, { start: '-B' }),
    // another option, another file
    row('P19 no opt, run with -O', 'suspect', {}, { start: '-O', ran: 'new' }),
    row('P20 opt-1, run without -O', 'suspect', level(1), { ran: 'new' }),
    row('P21 opt-1, run with -O', 'suspect', level(1), { start: '-O' }),
    row('P21 opt-2, run with -O', 'suspect', level(2), { start: '-O', ran: 'new' }),
    row('P21 opt-2, run with -OO', 'suspect', level(2), { start: '-OO' }),
    moved('P22 left by an interrupted write', 'unread', `${cache}.140123`),
    moved('P23 the tag of another Python', 'stale', '__pycache__/m.cpython-399.pyc'),
    moved('P24 no tag', 'unread', '__pycache__/m.pyc'),
    moved('a tag that pytest made', 'certainly-stale', `__pycache__/m.${tag}-pytest-7.2.1.pyc`, 'new'),
    // the variable is known since 3.8
    row('P18 a prefix', 'suspect', {}, { start: 'prefix', ...(version >= 308 && { ran: 'new' }) }),
    ...(version >= 308
      ? [
          row('P18 below the prefix', 'suspect', mirrored, { start: 'prefix' }),
          row('P18 below the prefix, stale', 'stale', { ...mirrored, to: LATER }, { start: 'prefix' }),
          row('P18 below a prefix that is not set', 'suspect', mirrored, { ran: 'new' }),
        ]
      : []),
  ];
}

/** Rows on what is no ordinary file: links, folders, rights. None of it makes an import fail. */
export function oddRows({ tag }: Python): Row[] {
  const cache = `__pycache__/m.${tag}.pyc`;
  const { row } = rowsOn(cache);
  const source: Step = ['write', 'm.py', NEW];
  return [
    { name: 'a folder for a cache', steps: [source, ['folder', cache]], ran: 'new' },
    { name: '__pycache__ is a file', steps: [source, ['write', '__pycache__', '']], ran: 'new' },
    { name: 'a link to nowhere', steps: [source, ['link', cache, 'nowhere']], ran: 'new' },
    row(
      'a link to a cache',
      'suspect',
      {},
      {
        steps: [...compiled({ at: 'kept.pyc' }), ['link', cache, '../kept.pyc']],
      },
    ),
    row(
      'a source that is a link',
      'suspect',
      {},
      {
        steps: [...compiled({ at: cache, source: 'real.py' }), ['link', 'm.py', 'real.py']],
      },
    ),
    row(
      'a source that is a link, to a later file',
      'stale',
      {},
      {
        steps: [...compiled({ at: cache, source: 'real.py', to: LATER }), ['link', 'm.py', 'real.py']],
      },
    ),
    row('a folder that cannot be written', 'stale', { to: LATER }, { locked: ['__pycache__', 0o555] }),
    ...(IS_ROOT
      ? []
      : [row('a cache that cannot be read', 'suspect', {}, { locked: [cache, 0], ran: 'new' })]),
  ];
}
