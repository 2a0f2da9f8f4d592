import { labelCarried, labelLost, labelPartlyCarried, type Said } from '../advice/relabelled.ts';
import type { Change } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import type { LabelChange } from '../django/labels/label-changes.ts';
import { byKey, namesake } from '../django/migrations/fates.ts';
import { named } from '../django/migrations/references.ts';
import { folderOf, pathText } from '../path.ts';
import { defineRule, type Problem } from '../rule.ts';

const migration = (label: string, rest = ''): string => `from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("${label}", "0001_initial")]
    operations = [migrations.AddField("item", "cost", models.IntegerField(default=0))]
${rest}`;

const INITIAL = `from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const CONFIG = `from django.apps import AppConfig

class StoreConfig(AppConfig):
    name = "store"
    label = "shop"
`;

const MODELS = 'from django.db import models\n\nclass Item(models.Model): ...\n';
const FILES = { 'models.py': MODELS, 'migrations/0001_initial.py': INITIAL };
const below = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
const SHOP = below('shop', { ...FILES, 'migrations/0002_cost.py': migration('shop') });

export default defineRule({
  name: 'changed-app-label',
  summary: 'an app whose tables are in other databases got another label',
  why:
    'Django knows an app by its label: that names its tables, its applied migrations, its content types and ' +
    'permissions. Under a new label every database runs all migrations again, into new, empty tables. The rows stay ' +
    'behind in the old ones, and neither migrate nor check says a word.',
  severity: 'error',
  procedures: true,
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label',
  bad: { before: SHOP, after: below('store', { ...FILES, 'migrations/0002_cost.py': migration('store') }) },
  good: {
    before: SHOP,
    after: below('store', { ...FILES, 'migrations/0002_cost.py': migration('shop'), 'apps.py': CONFIG }),
  },

  *check(change) {
    for (const label of change.labels) yield* relabelled(label, change);
  },
});

function* relabelled({ old, now, moves, carried, tables }: LabelChange, change: Change): Iterable<Problem> {
  const { published, after } = change;
  if (!published) return;
  const standing = byKey(published.history.migrations);
  const known = moves.flatMap((move) => {
    const atBase = isExample(move.old.path) ? undefined : namesake(standing, move.old);
    return atBase ? [{ ...move, atBase }] : [];
  });
  const [first] = known;
  if (!first) return;
  const { path, line, column } = first.to;
  const folder = after.apps.find(({ label }) => label === now)?.folder ?? folderOf(folderOf(path));
  const moved = { label: old, count: known.length, base: published.base, to: first.to, folder, tables };
  const waits = after.migrations.some(({ dependencies }) =>
    named(dependencies).some(({ label }) => label === now),
  );
  const left = known.flatMap(({ isReplaced, to }) => (isReplaced ? [] : to));
  const lost = (): Said =>
    left.length < known.length ? labelPartlyCarried(moved, left) : labelLost(moved, waits);
  const said = carried ? labelCarried(moved, carried) : lost();
  yield {
    path,
    line,
    column,
    subject: old,
    ...said,
    ...(carried ? { atMost: 'warning' as const } : {}),
    data: { label: old, newLabel: now, path: pathText(path) },
    published: { base: published.base, path: first.atBase.path },
  };
}
