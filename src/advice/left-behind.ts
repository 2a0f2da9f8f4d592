/** What a switch says of the migrations that stay behind. */
import { migrationKey, type Key } from '../django/migrations/graph-nodes.ts';
import type { Rollback, Step } from '../django/migrations/rollback.ts';
import { grouped } from '../grouped.ts';
import { pathText, type GitPath } from '../path.ts';
import { isTypeable, shellWord, showPath, visible } from '../show.ts';
import { few, word } from './words.ts';

/** Migrations that only the branch has that was left, and how to unapply them there. */
export interface Behind {
  readonly migrations: readonly Key[];
  /** The labels of apps of which nothing else was there. */
  readonly whole: ReadonlySet<string>;
  /** Undefined when it cannot be told. */
  readonly rollback: Rollback | undefined;
  /** As one calls it from where one stands. */
  readonly manage: GitPath;
}

/** What was left: the branch in bytes, if there was one, and its commit; and whether a branch is checked out now. */
export interface Left {
  readonly branch: GitPath | undefined;
  readonly commit: string;
  readonly onBranch: boolean;
}

/** More commands than these are no line that one pastes. */
const MANY = 3;

/** The lines to print, the command at the end of one. */
export function notesOn({ migrations, whole, rollback, manage }: Behind, left: Left): string[] {
  const name = left.branch === undefined ? left.commit.slice(0, 7) : visible(pathText(left.branch));
  const here = left.onBranch ? 'this branch' : 'this commit';
  const [what, them] = migrations.length === 1 ? ['a migration', 'it'] : ['migrations', 'them'];
  const said = `${name} has ${what} that ${here} does not: ${list(migrations, whole)}; a database that applied ${them} is ahead`;
  if (!rollback || !rollback.steps.every(isPlain)) return [said];
  const { steps, stuck } = rollback;
  const lone = few(stuck.map(migrationKey));
  const others = stuck.length > 0 ? 'the others ' : '';
  return [
    said,
    ...(lone ? [`Django cannot roll back ${lone} without others that ${here} has`] : []),
    ...(steps.length > 0 ? [`roll back ${others}from there${commands(steps, manage, left)}`] : []),
  ];
}

/** A few of them; of an app that is gone as a whole, how many there were. */
function list(migrations: readonly Key[], whole: ReadonlySet<string>): string {
  const items = [...grouped(migrations, ({ label }) => label)].flatMap(([label, those]) =>
    whole.has(label) && those.length > 1
      ? [{ text: `all ${those.length} of ${label}`, count: those.length }]
      : those.map((each) => ({ text: migrationKey(each), count: 1 })),
  );
  const shown = items.slice(0, MANY);
  const more = migrations.length - shown.reduce((sum, { count }) => sum + count, 0);
  return `${shown.map(({ text }) => visible(text)).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** True for a step that can be typed as it is shown. */
function isPlain({ label, target }: Step): boolean {
  return [label, target].every((text) => visible(text) === text && !/^-|\\/.test(text));
}

function commands(steps: readonly Step[], manage: GitPath, left: Left): string {
  const migrate = `python ${shellWord(isTypeable(manage) ? showPath(manage) : 'manage.py')} migrate`;
  const words = steps.map(({ label, target }) => `${word(label)} ${word(target)}`);
  const back = left.onBranch ? 'git switch -' : 'git switch --detach -';
  if (steps.length <= MANY) {
    return `: ${[thither(left), ...words.map((each) => `${migrate} ${each}`), back].join(' && ')}`;
  }
  return ` (${thither(left)}), app by app: ${migrate} ${few(words)}; then ${back}`;
}

/** A branch that cannot be typed, or that git would take for something else, is reached by its commit. */
function thither({ branch, commit }: Left): string {
  const isUsable = branch !== undefined && isTypeable(branch) && !/^(?:-|HEAD$)/.test(branch);
  return isUsable
    ? `git switch ${shellWord(pathText(branch))}`
    : `git switch --detach ${commit.slice(0, 12)}`;
}
