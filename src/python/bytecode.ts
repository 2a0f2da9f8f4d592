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

/**
 * True when the file `name` in a `__pycache__` folder was compiled from the module `stem`: any interpreter's tag,
 * `opt-N`, pytest's rewritten tests, and leftovers of an interrupted write.
 */
export function isCacheOf(stem: string, name: string): boolean {
  if (!name.startsWith(`${stem}.`)) return false;
  return /^(?:cpython|pypy|graalpy|jython|ironpython|rustpython|pyston)-?\d[^/]*\.py[co](?:\.\d+)?$/.test(
    name.slice(stem.length + 1),
  );
}

/** The names under which the module `stem` may lie compiled beside its source. */
export function legacyNames(stem: string): string[] {
  return [`${stem}.pyc`, `${stem}.pyo`, `${stem}$py.class`];
}
