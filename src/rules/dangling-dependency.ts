import { instead, restore } from '../advice/words.ts';
import type { Change, Published } from '../change.ts';
import type { Dangling } from '../django/migrations/dangling.ts';
import { byKey, namesake, type Fate } from '../django/migrations/fates.ts';
import { migrationKey, type Key } from '../django/migrations/graph-nodes.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import { named } from '../django/migrations/references.ts';
import { grouped } from '../grouped.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const INITIAL = `from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const after = (parent: string) => `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shop", "${parent}")]
    operations = [migrations.AddField("item", "cost", models.IntegerField(default=0))]
`;

const BEFORE = { 'shop/migrations/0001_initial.py': INITIAL };

export default defineRule({
  name: 'dangling-dependency',
  summary: 'a migration depends on one that does not exist',
  why:
    'Django loads all migrations before it does anything with them. One dependency that leads nowhere stops migrate, ' +
    'makemigrations, runserver and the tests for everybody (NodeNotFoundError), whatever app they work on; ' +
    '`manage.py check` does not notice.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies',
  bad: { before: BEFORE, after: { ...BEFORE, 'shop/migrations/0002_cost.py': after('0001_start') } },
  good: { before: BEFORE, after: { ...BEFORE, 'shop/migrations/0002_cost.py': after('0001_initial') } },

  *check(change) {
    const missed = change.before.shapes.flatMap(({ dangling }) => dangling.map(({ to }) => migrationKey(to)));
    const known = new Set(missed); // Django loads nothing already
    const fresh = change.after.shapes
      .flatMap(({ dangling }) => dangling)
      .filter(({ to }) => !known.has(migrationKey(to)));
    for (const those of grouped(fresh, ({ to }) => migrationKey(to)).values()) {
      const hint = howToPoint(those, change);
      for (const { from, to, list, path, line, isBroken } of those) {
        const isEnd = isAnEnd(to);
        const what = isEnd ? `the app ${visible(to.label)}` : visible(migrationKey(to));
        const waits = list === 'dependencies' ? 'depends on' : 'is to run before';
        const isGone = byKey(change.before.migrations).has(migrationKey(to));
        const gone = isBroken ? 'Django cannot read' : isGone ? 'is gone' : 'does not exist';
        const error = isBroken
          ? 'SyntaxError or BadMigrationError'
          : isEnd
            ? 'ValueError'
            : 'NodeNotFoundError';
        yield {
          path,
          line,
          column: 1,
          subject: migrationKey(from),
          message:
            `migration ${visible(migrationKey(from))} ${waits} ${what}, which ${gone}: ` +
            `Django loads no migrations at all, of any app (${error})`,
          hint,
          data: { label: from.label, name: from.name, missing: migrationKey(to) },
        };
      }
    }
  },
});

function isAnEnd({ name }: Key): boolean {
  return /^__(?:first|latest)__$/.test(name);
}

/** The ways out for all that refer to one migration, or app, that is not there. */
function howToPoint(those: readonly Dangling[], change: Change): string {
  const { to, list, path, isBroken } = those[0]!;
  if (isBroken)
    return `put ${visible(migrationKey(to))} right: it has conflict marks in it, or no class Migration`;
  const place = `in the ${list} of ${those.length === 1 ? showPath(path) : 'each'}`;
  const lost = change.gone.find(({ old }) => migrationKey(old) === migrationKey(to));
  const heir = lost && heirOf(lost.fate);
  if (heir) {
    const isKept = change.published && byKey(change.published.history.migrations).has(migrationKey(to));
    const keep = isKept ? [`${heir.keep}: that ends this as well; else`] : [];
    return [...keep, `name ${heir.what}, ${place}:`, instead(heir.key, to)].join('\n');
  }
  if (!change.after.apps.some(({ label }) => label === to.label)) {
    return [
      `bring the app ${visible(to.label)} back; or, when nothing needs it any more,`,
      `take what names it out of the ${list} of ${those.length === 1 ? showPath(path) : 'each'}`,
    ].join('\n');
  }
  const back = lost && change.published ? bringBack(lost.old, change.published) : [];
  const other = nearest(those, lost?.old, change);
  const name = other ? [instead(other, to)] : [];
  return [
    ...back,
    `${back.length > 0 ? 'or ' : ''}name one that exists, ${place}${other ? ':' : ''}`,
    ...name,
  ].join('\n');
}

/** What stands for a migration that is gone, and what makes it count for that one. */
function heirOf(fate: Fate): { readonly key: Key; readonly what: string; readonly keep: string } | undefined {
  if (fate.kind === 'unreplaced') {
    const keep = `let ${visible(migrationKey(fate.by))} replace it as before`;
    return { key: fate.by, what: 'the squash that replaced it', keep };
  }
  if (fate.kind !== 'renamed' && fate.kind !== 'moved') return undefined;
  const name = visible(migrationKey(fate.to));
  const keep =
    fate.kind === 'moved'
      ? 'keep the app label'
      : `give ${name} its published name back, or let it replace that one`;
  return { key: fate.to, what: 'it as it is called now', keep };
}

function bringBack(old: Migration, { base, history }: Published): string[] {
  const published = namesake(byKey(history.migrations), old);
  const file = published && { path: old.path, publishedPath: published.path };
  return file ? ['bring it back:', restore(base, [file])] : [];
}

/**
 * What may have been meant: what the missing one stood on, else the only one with its number, else the newest of its
 * app; never one that waits for those that refer to it.
 */
function nearest(those: readonly Dangling[], old: Migration | undefined, { after }: Change): Key | undefined {
  const { label, name } = those[0]!.to;
  const waiting = descendants(those, after.migrations);
  const free = after.migrations.filter((each) => each.label === label && !waiting.has(migrationKey(each)));
  const parents = new Set(named(old?.dependencies ?? { known: [], complete: true }).map(migrationKey));
  const number = /^\d+/.exec(name)?.[0];
  const followed = new Set(free.flatMap(({ dependencies }) => named(dependencies).map(migrationKey)));
  const choices = [
    free.filter((each) => parents.has(migrationKey(each))),
    free.filter((each) => number !== undefined && each.name.startsWith(`${number}_`)),
    old ? [] : free.filter((each) => !followed.has(migrationKey(each))),
  ];
  return choices.find(({ length }) => length === 1)?.[0];
}

/** Those that refer to it, and all that wait for them. */
function descendants(those: readonly Dangling[], all: readonly Migration[]): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const each of all) {
    for (const parent of named(each.dependencies).map(migrationKey)) {
      children.set(parent, [...(children.get(parent) ?? []), migrationKey(each)]);
    }
  }
  const found = new Set(those.map(({ from }) => migrationKey(from)));
  for (const key of found) for (const child of children.get(key) ?? []) found.add(child);
  return found;
}
