/** Sentences and commands that the hints of several rules share, filled with the user's own names. */
import type { Base } from '../change.ts';
import { migrationKey, type Key } from '../django/migrations/graph-nodes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { folderOf, type GitPath } from '../path.ts';
import { isTypeable, shellWord, showPath, visible } from '../show.ts';

/** As many paths or names as a command or line lists before there is another way to say it. */
export const FEW = 5;

/** Lines of one kind; where there are more than three, two of them and how many more. */
export function fewLines(lines: readonly string[]): string[] {
  if (lines.length <= 3) return [...lines];
  const indent = /^ */.exec(lines[0]!)![0];
  return [...lines.slice(0, 2), `${indent}# and ${lines.length - 2} more, a line each`];
}

/** `migration shop.0002_cost is published on origin/main (1a2b3c4)`. */
export function publishedHere(migration: Migration, base: Base): string {
  return `migration ${visible(migrationKey(migration))} is ${publishedOn(base)}`;
}

/** `published on origin/main (1a2b3c4)`. */
export function publishedOn({ ref, oid }: Base): string {
  const id = oid.slice(0, 7);
  return /^[0-9a-f]{40,64}$/.test(ref) ? `published in ${id}` : `published on ${visible(ref)} (${id})`;
}

/** A file that is to be as it is at the base, where it may have lain elsewhere. */
export interface Wanted {
  readonly path: GitPath;
  readonly publishedPath: GitPath;
}

/** The commands that give files the text back that they have at the base, in the index and on disk. */
export function restore({ oid }: Base, files: readonly Wanted[]): string {
  const commit = oid.slice(0, 12);
  const moved = files.filter(({ path, publishedPath }) => path !== publishedPath);
  const all = [...new Set(files.filter((file) => !moved.includes(file)).map(({ path }) => path))].sort();
  return [
    ...(all.length > 0 ? [restoreInPlace(commit, all)] : []),
    ...fewLines(moved.map((file) => restoreElsewhere(commit, file))),
  ].join('\n');
}

function restoreInPlace(commit: string, paths: readonly GitPath[]): string {
  const command = `git restore --source=${commit} --staged --worktree`;
  if (paths.length <= FEW || !paths.every(isPlain))
    return `    ${command} -- ${paths.map(pathspec).join(' ')}`;
  // not whole folders: what was born on the branch lies there as well, and would be gone
  const folders = [...new Set(paths.map(folderOf))].map(pathspec).join(' ');
  return [
    `    git diff --no-renames --name-only --diff-filter=D --line-prefix=:/ ${commit} -- ${folders} |`,
    `        ${command} --pathspec-from-file=-`,
  ].join('\n');
}

function restoreElsewhere(commit: string, { path, publishedPath }: Wanted): string {
  const source = shellWord(`${commit}:${showPath(publishedPath)}`);
  const target = shellWord(showPath(path));
  return `    git show ${source} > ${target} && git add -- ${target}`;
}

/** True when nothing in a path means anything to a shell or to git. */
export function isPlain(path: GitPath): boolean {
  return /^[\w./-]+$/.test(path);
}

/** From the top of the work tree, wherever one stands; without magic where it makes no difference to the reader. */
export function pathspec(path: GitPath): string {
  if (isPlain(path)) return shellWord(`:/${path}`);
  if (isTypeable(path)) return shellWord(`:(top,literal)${showPath(path)}`);
  return shellWord(`:(top,glob)${globOf(path)}`);
}

/** What matches the path: in a pathspec with the magic word `glob`, `?` stands for any byte that cannot be typed. */
export function globOf(path: GitPath): GitPath {
  return path.replace(/[*?[\]\\]/g, String.raw`\$&`).replace(/[^ -~]/g, '?') as GitPath;
}

/** How to record that findings are meant. */
export function allow(rule: string, subjects: readonly string[], when: string): string[] {
  const entry = (subject: string): string =>
    `{rule: ${rule}, subject: ${JSON.stringify(subject)}, reason: "…"}`;
  const lines =
    subjects.length === 1
      ? [`    allow: [${entry(subjects[0]!)}]`]
      : ['    allow:', ...fewLines(subjects.map((subject) => `      - ${entry(subject)}`))];
  return [`${when}, record that once in .pyresetrc:`, ...lines];
}

/** `("shop", "0002_cost")`, as `dependencies` and `replaces` list it. */
export function pair({ label, name }: Key): string {
  return `(${JSON.stringify(label)}, ${JSON.stringify(name)})`;
}

/** `replaces = [("shop", "0001_initial"), …]`, indented. */
export function replacesLine(keys: readonly Key[]): string {
  const more = keys.length > FEW ? `, …]  # all ${keys.length}` : ']';
  return `    replaces = [${keys.slice(0, FEW).map(pair).join(', ')}${more}`;
}

/** What to write in a list of dependencies, and what for. */
export function instead(now: Key, was: Key | undefined): string {
  return `    ${pair(now)}${was ? ` instead of ${pair(was)}` : ''}`;
}

/** A label or another word of the project's as a shell word. */
export function word(text: string): string {
  return shellWord(visible(text));
}

/** A few of many, and how many more. */
export function few(texts: readonly string[]): string {
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : '';
  return `${texts.slice(0, 3).map(visible).join(', ')}${more}`;
}

/** The command that writes the migration for what the models say now. */
export function makemigrations(label: string): string {
  return `    python manage.py makemigrations ${word(label)}`;
}
