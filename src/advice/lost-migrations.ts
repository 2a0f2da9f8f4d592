/** The ways out for migrations that are gone. */
import type { Base } from '../change.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named } from '../django/migrations/references.ts';
import type { GitPath } from '../path.ts';
import { isTypeable, shellWord, showPath, visible } from '../show.ts';
import { allow, FEW, makemigrations, replacesLine, restore, word, type Wanted } from './words.ts';

/** A migration that is gone, and where it is at the base. */
export interface Lost {
  readonly old: Migration;
  readonly published: { readonly base: Base; readonly path: GitPath };
}

/** Of migrations of one app that are just gone. */
export function howToUndo(losses: readonly Lost[]): string {
  return [
    `bring ${them(losses)} back:`,
    bringBack(losses),
    'and undo what is unwanted with a new migration, from models without it:',
    makemigrations(losses[0]!.old.label),
    ...allow('deleted-migration', keysOf(losses), `if no other database has ever applied ${them(losses)}`),
  ].join('\n');
}

/** Of migrations of one app that a revert takes back. */
export function howToUnapply(losses: readonly Lost[]): string {
  const { label } = losses[0]!.old;
  const keys = new Set(keysOf(losses));
  const parents = losses.flatMap(({ old }) =>
    named(old.dependencies).filter((parent) => parent.label === label && !keys.has(migrationKey(parent))),
  );
  const [first, ...others] = new Set(parents.map(({ name }) => name));
  const target =
    others.length > 0 ? [] : [`    python manage.py migrate ${word(label)} ${word(first ?? 'zero')}`];
  return [
    `wherever ${losses.length === 1 ? 'it is' : 'they are'} applied, unapply ${them(losses)} with the code that still has ${them(losses)}:`,
    ...target,
    `or bring ${them(losses)} back:`,
    bringBack(losses),
    ...allow(
      'deleted-migration',
      keysOf(losses),
      `if no other database has ${them(losses)} applied any more`,
    ),
  ].join('\n');
}

/** Of originals that a squash replaces, or replaced. */
export function howToKeepOriginals(losses: readonly Lost[]): string {
  return [
    'keep the originals beside the squash until every database has applied it:',
    bringBack(losses),
    ...allow('deleted-migration', keysOf(losses), 'if every database has'),
  ].join('\n');
}

/** Of a squash that is taken back. */
export function howToKeepSquash(losses: readonly Lost[]): string {
  return [
    'nothing needs to be done unless a database was pruned (migrate --prune); then bring the squash back:',
    bringBack(losses),
    ...allow('deleted-migration', keysOf(losses), 'if none was'),
  ].join('\n');
}

/** Of an app that keeps its models and has no migrations, or those in `fresh`; `beside` went with them. */
export function howToReset(
  label: string,
  losses: readonly Lost[],
  fresh: readonly Migration[],
  beside: readonly Wanted[],
): string {
  const [first, ...others] = fresh;
  const last = losses
    .map(({ old }) => old.name)
    .sort()
    .at(-1)!;
  const standFor =
    first && others.length === 0
      ? [
          `let ${visible(first.name)} stand for them, in class Migration of ${showPath(first.path)}:`,
          replacesLine(losses.map(({ old }) => old)),
          'or bring them back:',
        ]
      : ['bring them back:'];
  return [
    ...standFor,
    ...removal(fresh),
    bringBack(losses, beside),
    'and have Django squash them, if one is to stand for all:',
    `    python manage.py squashmigrations ${word(label)} ${word(last)}`,
    ...allow('deleted-migration', [label], 'if no other database has ever applied them'),
  ].join('\n');
}

/** The command that takes files away that must not stand beside the old ones. */
function removal(migrations: readonly Migration[]): string[] {
  const few = migrations.slice(0, FEW).map(({ path }) => path);
  const words = few.filter(isTypeable).map((path) => shellWord(showPath(path)));
  return words.length > 0 ? [`    git rm -f -- ${words.join(' ')}`] : [];
}

/** Of an app that goes. */
export function howToRemove(label: string): string {
  return [
    'to have them dropped, remove only the models first, and the app a release later:',
    makemigrations(label),
    'then nothing is left but its content types and permissions:',
    '    python manage.py remove_stale_contenttypes --include-stale-apps',
    ...allow('removed-app', [label], 'if its tables may stay'),
  ].join('\n');
}

/** Of an app that comes from a package now. */
export function howToCompare(label: string): string {
  return [
    'its package must have the same migrations under the same names; on a copy of a real database:',
    `    python manage.py migrate --plan ${word(label)}`,
  ].join('\n');
}

function bringBack(losses: readonly Lost[], beside: readonly Wanted[] = []): string {
  const files = losses.map(({ old, published }) => ({ path: old.path, publishedPath: published.path }));
  return restore(losses[0]!.published.base, [...files, ...beside]);
}

function keysOf(losses: readonly Lost[]): string[] {
  return losses.map(({ old }) => migrationKey(old));
}

function them({ length }: readonly Lost[]): string {
  return length === 1 ? 'it' : 'them';
}
