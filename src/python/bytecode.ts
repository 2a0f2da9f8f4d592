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

const TAG = /\.(?:cpython|pypy|graalpy|jython|ironpython|rustpython|pyston)-?\d[^/]*$/;

/**
 * The name of the source that a compiled file of this name was compiled from: any interpreter's tag, `opt-N`, pytest's
 * rewritten tests, leftovers of an interrupted write, and files that lie beside their source. Undefined for other files.
 */
export function sourceName(name: string): string | undefined {
  if (!isBytecodeName(name)) return undefined;
  const stem = name.replace(/(?:\.py[co](?:\.\d+)?|\$py\.class)$/, '');
  return `${stem.replace(TAG, '')}.py`;
}
