import { allow, few, makemigrations, publishedHere, restore, word } from '../advice/words.ts';
import type { Base, EditedMigration } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import { heaviest, type Edit, type EditWeight } from '../django/migrations/edits/edit.ts';
import { referenceEdits } from '../django/migrations/edits/reference-edits.ts';
import { byKey } from '../django/migrations/fates.ts';
import { migrationKey } from '../django/migrations/graph-nodes.ts';
import { defineRule, type Severity } from '../rule.ts';

const cost = (type: string) => `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.AddField("item", "cost", models.${type}(default=0))]
`;

const ALTER = `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("shop", "0002_cost")]
    operations = [migrations.AlterField("item", "cost", models.BigIntegerField(default=0))]
`;

const INITIAL = `from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const SHOP = {
  'shop/migrations/0001_initial.py': INITIAL,
  'shop/migrations/0002_cost.py': cost('IntegerField'),
};

export default defineRule({
  name: 'edited-migration',
  summary: 'a migration that other databases may have applied does something else now',
  why:
    'Django runs a migration once. A database that has applied the old text never gets the new one, and new databases ' +
    'get the new one only: from then on their tables differ, and nothing says so until a query fails. Formatting, ' +
    'comments and imports may change freely, and so may what no database sees: help texts, choices, reverse code.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#workflow',
  bad: { before: SHOP, after: { ...SHOP, 'shop/migrations/0002_cost.py': cost('BigIntegerField') } },
  good: { before: SHOP, after: { ...SHOP, 'shop/migrations/0003_bigger.py': ALTER } },

  *check(change) {
    const { published } = change;
    if (!published) return;
    const known = byKey(published.history.migrations);
    const around = { ...change, isPublished: (key: string) => known.has(key) };
    for (const edited of change.edited) {
      const { old, now, published: atBase } = edited;
      const repointed =
        referenceEdits(atBase, now, around).length > 0 ? referenceEdits(old, now, around) : [];
      const edits = [...edited.edits, ...repointed];
      const weight = heaviest(edits);
      if (weight === undefined || isExample(now.path)) continue;
      const those = edits.filter((edit) => edit.weight === weight);
      const isOrder = weight === 'behaviour' && those.every((edit) => repointed.includes(edit));
      const harm = isOrder ? harmOfOrder(those) : HARMS[weight];
      yield {
        path: now.path,
        line: those[0]!.line,
        column: 1,
        subject: migrationKey(now),
        message: `${publishedHere(now, published.base)} and was edited (${few(those.map(({ what }) => what))}): ${harm}`,
        hint: HINTS[isOrder ? 'order' : weight](edited, published.base),
        atMost: change.reverts && weight === 'schema' ? 'warning' : WEIGHS[weight],
        data: {
          label: now.label,
          name: now.name,
          edits: edits.map(({ weight: kind, what }) => ({ kind, what })),
        },
        published: { base: published.base, path: atBase.path },
      };
    }
  },
});

const WEIGHS = { schema: 'error', behaviour: 'warning', state: 'info' } as const satisfies Record<
  EditWeight,
  Severity
>;

const HARMS = {
  schema: 'databases that have applied it never get the change',
  behaviour: 'databases that have applied it do not run it again',
  state: 'no database sees the difference',
} as const satisfies Record<EditWeight, string>;

/** What happens where only dependencies changed. */
function harmOfOrder(edits: readonly Edit[]): string {
  return edits.every(({ what }) => what.startsWith('it no longer waits'))
    ? 'new databases may run it before what it needs'
    : 'databases that have applied only one of the two may refuse to migrate (InconsistentMigrationHistory)';
}

const HINTS: Record<EditWeight | 'order', (edited: EditedMigration, base: Base) => string> = {
  schema: (edited, base) =>
    [
      'put the published text back, and let Django write a migration for the change in the models:',
      putBack(edited, base),
      makemigrations(edited.now.label),
      ...allowed(edited),
    ].join('\n'),
  behaviour: (edited, base) =>
    [
      'right, where it only helps databases that have not applied it yet; else put the published text back,',
      'and do what is missing in a migration of its own:',
      putBack(edited, base),
      `    python manage.py makemigrations --empty ${word(edited.now.label)}`,
      ...allow('edited-migration', [migrationKey(edited.now)], 'if it is right'),
    ].join('\n'),
  order: (edited, base) =>
    [
      'put the published text back, and let a new migration wait for what it needs:',
      putBack(edited, base),
      `    python manage.py makemigrations --empty ${word(edited.now.label)}`,
      ...allow(
        'edited-migration',
        [migrationKey(edited.now)],
        'if every database has applied both, or neither',
      ),
    ].join('\n'),
  state: () => 'nothing needs to be done',
};

function allowed({ now }: EditedMigration): string[] {
  return allow('edited-migration', [migrationKey(now)], 'if no other database has ever applied it');
}

function putBack({ now, published }: EditedMigration, base: Base): string {
  return restore(base, [{ path: now.path, publishedPath: published.path }]);
}
