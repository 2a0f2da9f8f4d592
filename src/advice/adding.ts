/** Commands that give files to git, for hints. */
import { folderOf, joinPath, type GitPath } from '../path.ts';
import { shellWord } from '../show.ts';
import { FEW, isPlain, pathspec, globOf } from './words.ts';

/** The command that adds these files; where they are many, all Python files beside them. */
export function addFiles(paths: readonly GitPath[]): string[] {
  if (paths.length > FEW) return addPythonIn([...new Set(paths.map(folderOf))]);
  return [`    git add -- ${paths.map(pathspec).join(' ')}`];
}

/** The commands that add the Python files in these folders. */
export function addPythonIn(folders: readonly GitPath[]): string[] {
  const commands = folders.slice(0, FEW).map((folder) => `    git add -- ${pythonIn(folder)}`);
  return folders.length > FEW
    ? [...commands, `    # and ${folders.length - FEW} more, a line each`]
    : commands;
}

function pythonIn(folder: GitPath): string {
  const glob = joinPath(globOf(folder), '*.py');
  return shellWord(isPlain(folder) ? `:/${glob}` : `:(top,glob)${glob}`);
}
