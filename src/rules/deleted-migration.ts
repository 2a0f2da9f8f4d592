import {
  howToKeepOriginals,
  howToKeepSquash,
  howToReset,
  howToUnapply,
  howToUndo,
} from '../advice/lost-migrations.ts';
import { few, publishedHere, publishedOn, type Wanted } from '../advice/words.ts';
import type { Change } from '../change.ts';
import { byKey } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import {
  freshOf,
  isAll,
  isTakenBack,
  keepsModels,
  lossesByApp,
  type Loss,
} from '../django/migrations/losses.ts';
import { named } from '../django/migrations/references.ts';
import { grouped } from '../grouped.ts';
import { folderOf, joinPath, pathText } from '../path.ts';
import { defineRule, type Problem } from '../rule.ts';
import { counted, visible } from '../show.ts';

const INITIAL = `from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const COST = `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.AddField("item", "cost", models.IntegerField(default=0))]
`;

const DROP = `from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("shop", "0002_cost")]
    operations = [migrations.RemoveField("item", "cost")]
`;

const SHOP = { 'shop/migrations/0001_initial.py': INITIAL, 'shop/migrations/0002_cost.py': COST };

export default defineRule({
  name: 'deleted-migration',
  summary: 'a migration that other databases may have applied is gone',
  why:
    'Deleting a migration does not undo it. Databases that have applied it keep the column or table, new ones never ' +
    'get it, and Django says nothing: from then on they differ. Where the model still has the field, makemigrations ' +
    'writes the migration again, and applying it again fails or, on SQLite, resets the column.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#squashing-migrations',
  bad: { before: SHOP, after: { 'shop/migrations/0001_initial.py': INITIAL } },
  good: { before: SHOP, after: { ...SHOP, 'shop/migrations/0003_no_cost.py': DROP } },

  *check(change) {
    for (const those of lossesByApp(change)) {
      const gone = those.filter(({ fate }) => fate.kind === 'gone');
      const squashes = gone.filter(({ old }) => isTakenBack(old, change));
      const [first, ...more] = gone.filter((loss) => !squashes.includes(loss));
      const isWhole =
        first &&
        isAll(
          gone.map(({ old }) => old),
          change,
        );
      if (isWhole) yield* wholeApp([first, ...more], change);
      else if (first) yield* single([first, ...more], change);
      yield* withdrawn(squashes, change);
      yield* squashed(those, change);
    }
  },
});

function* single(gone: readonly Loss[], change: Change): Iterable<Problem> {
  const former = new Map(change.formerSquashes.map((squash) => [squash.replaced, squash.commit]));
  const leftovers = gone.filter(({ old }) => former.has(migrationKey(old)));
  const plain = gone.filter((loss) => !leftovers.includes(loss));
  const { reverts } = change;
  const harm = reverts
    ? 'is taken back: where it was applied, what it did stays, and nothing can unapply it any more'
    : 'is gone: databases that have applied it keep what it did, and new ones never get it';
  for (const loss of plain) {
    yield {
      ...about(loss, harm),
      hint: reverts ? howToUnapply(plain) : howToUndo(plain),
      ...(reverts ? { atMost: 'warning' as const } : {}),
    };
  }
  for (const loss of leftovers) {
    const commit = former.get(migrationKey(loss.old))!.slice(0, 7);
    const since = `is gone; a squash replaced it until ${commit}: `;
    const harm = 'a database that has not applied that squash cannot be migrated any more';
    yield { ...about(loss, since + harm), hint: howToKeepOriginals(leftovers), atMost: 'warning' };
  }
}

/** Where a squash is applied, what it replaced is recorded as applied as well, unless the records were pruned. */
function* withdrawn(squashes: readonly Loss[], { before }: Change): Iterable<Problem> {
  const known = byKey(before.migrations);
  for (const loss of squashes) {
    const originals = named(loss.old.replaces);
    const came = originals.some((each) => !known.has(migrationKey(each)));
    const names = few(originals.map(({ name }) => name));
    const harm = came
      ? `is gone, and what it replaced is back (${names}): databases that were pruned since run that again`
      : `is gone, and what it replaced is still there (${names}): databases know both`;
    yield {
      ...about(loss, harm),
      hint: howToKeepSquash(squashes),
      atMost: came ? 'warning' : 'info',
    };
  }
}

/** An app that loses all its migrations. */
function* wholeApp(gone: readonly [Loss, ...Loss[]], change: Change): Iterable<Problem> {
  const { label } = gone[0].old;
  const { base } = gone[0].published;
  const place = { ...about(gone[0], ''), subject: label };
  const app = `app ${visible(label)}`;
  const lost = `its ${counted(gone.length, 'migration')}, ${publishedOn(base)}`;
  const fresh = freshOf(gone[0].old, change);
  if (fresh.length > 0) {
    const harm = 'every database runs that over the tables that it has, and fails (table already exists)';
    const message = `${app} loses ${lost}, and starts again with ${few(fresh.map(({ name }) => name))}: ${harm}`;
    yield { ...place, message, hint: howToReset(label, gone, fresh, packageOf(gone[0], change)) };
    return;
  }
  const { published: _, ...ageless } = place; // however young: it hurts new databases at once
  if (!keepsModels(gone[0].old, change)) return; // the app itself goes: removed-app
  const harm = 'new databases get no tables for it, and existing ones no changes';
  const message = `${app} keeps its models and loses ${lost}: ${harm}`;
  yield { ...ageless, message, hint: howToReset(label, gone, [], packageOf(gone[0], change)) };
}

/** What made their folder a package, if it went with them. */
function packageOf({ old, published }: Loss, { entries }: Change): Wanted[] {
  const path = joinPath(folderOf(old.path), '__init__.py');
  const publishedPath = joinPath(folderOf(published.path), '__init__.py');
  const isGone = entries.some((entry) => entry.path === path && !entry.after);
  return isGone ? [{ path, publishedPath }] : [];
}

/** Migrations that a squash stands for. One that replaces a single other one is right at once, as a new name is. */
function* squashed(those: readonly Loss[], change: Change): Iterable<Problem> {
  const covered = those.flatMap(({ fate, ...loss }) =>
    fate.kind === 'replaced' && fate.by.label === loss.old.label ? [{ ...loss, fate }] : [],
  );
  const label = covered[0]?.old.label;
  const known = byKey(change.before.migrations);
  const isReset =
    covered.length === those.length &&
    change.after.migrations.every((each) => each.label !== label || !known.has(migrationKey(each)));
  for (const [by, group] of grouped(covered, ({ fate }) => fate.by)) {
    if (by.replaces.complete && named(by.replaces).length === 1) continue;
    const isEarly = group.some(({ fate }) => fate.isNew) && !isReset;
    const replaces = `is gone; ${visible(migrationKey(by))} replaces it`;
    const harm = isEarly
      ? ' since this very change: a database that has applied only a part of it is stuck'
      : ': every database must have applied all of it, or nothing';
    for (const loss of group) {
      yield {
        ...about(loss, replaces + harm),
        hint: howToKeepOriginals(group),
        atMost: isEarly ? 'warning' : 'info',
      };
    }
  }
}

/** All of a problem but the hint: that it is published, and `harm`. */
function about({ old, published }: Omit<Loss, 'fate'>, harm: string): Omit<Problem, 'hint'> {
  const { label, name, path } = old;
  return {
    path,
    line: 1,
    column: 1,
    subject: migrationKey(old),
    message: `${publishedHere(old, published.base)} and ${harm}`,
    data: { label, name, path: pathText(path) },
    published,
  };
}
