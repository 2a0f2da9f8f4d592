import { isInside, joinPath, type GitPath } from '../../path.ts';

/** True for files called as those that hold models: `models.py`, and modules of a package `models`. */
export function isModelFile(path: GitPath): boolean {
  return /(?:^|\/)models(?:\.py$|\/(?:.*\/)?[^/]+\.py$)/s.test(path);
}

/** True when the file holds models of the app in this folder. */
export function holdsModelsOf(path: GitPath, folder: GitPath): boolean {
  const isModule = path === joinPath(folder, 'models.py');
  return isModule || (path.endsWith('.py') && isInside(path, joinPath(folder, 'models')));
}
