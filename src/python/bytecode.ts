import { nameOf, type GitPath } from '../path.ts';

/**
 * True for what a Python leaves behind when it compiles: `.pyc` and `.pyo` at any optimisation level or tag,
 * leftovers of an interrupted write (`m.cpython-312.pyc.140123`), Jython's `$py.class`, and anything in a
 * `__pycache__` folder. `.pyd` and `.so` are native modules, not bytecode (PEP 3147, PEP 488).
 */
export function isBytecode(path: GitPath): boolean {
  return /(?:^|\/)__pycache__(?:\/|$)/.test(path) || isBytecodeName(nameOf(path));
}

/** The same for a file name alone. */
export function isBytecodeName(name: string): boolean {
  return /\.py[co](?:\.\d+)?$|\$py\.class$/.test(name);
}

/** The outermost `__pycache__` folder that a path lies in, or undefined. */
export function bytecodeFolder(path: GitPath): GitPath | undefined {
  return /^(?:.*?\/)?__pycache__(?=\/)/s.exec(path)?.[0] as GitPath | undefined;
}

/** What the name of a file in a `__pycache__` folder says (PEP 3147, PEP 488). */
export interface CacheName {
  /** The module: `m` for `m.py`. It may hold dots. */
  readonly stem: string;
  /** Who compiled it: `cpython-312`, `pypy39`; pytest adds itself, `cpython-312-pytest-8.3.2`. */
  readonly tag: string;
  /** `1` for `-O`, `2` for `-OO`; undefined without, and for `.pyo`, which is for either (up to Python 3.4). */
  readonly optimization: string | undefined;
  /** True for what an interrupted write left, `m.cpython-312.pyc.140123`: no Python reads it. */
  readonly leftover: boolean;
}

const CACHE_NAME =
  /^(?<stem>.+)\.(?<tag>(?:cpython|pypy|graalpy|jython|ironpython|rustpython|pyston)-?\d.*?)(?:\.opt-(?<optimization>[A-Za-z\d]+))?\.py[co](?<leftover>\.\d+)?$/s;

/** Reads the name of a file in a `__pycache__` folder: any interpreter's tag, `opt-N`, pytest's rewritten tests. */
export function cacheName(name: string): CacheName | undefined {
  const { stem, tag, optimization, leftover } = CACHE_NAME.exec(name)?.groups ?? {};
  if (stem === undefined || tag === undefined) return undefined;
  return { stem, tag, optimization, leftover: leftover !== undefined };
}

/**
 * The name of the source that a compiled file of this name was compiled from: any interpreter's tag, `opt-N`, pytest's
 * rewritten tests, leftovers of an interrupted write, and files that lie beside their source. Undefined for other files.
 */
export function sourceName(name: string): string | undefined {
  if (!isBytecodeName(name)) return undefined;
  return `${cacheName(name)?.stem ?? name.replace(/(?:\.py[co](?:\.\d+)?|\$py\.class)$/, '')}.py`;
}
