import { addFiles } from '../advice/adding.ts';
import { nameOf, pathText, type GitPath } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const MODELS =
  'from django.db import models\n\n\nclass Item(models.Model):\n    cost = models.IntegerField()\n';

const MIGRATION = `from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [migrations.CreateModel("Item", [("cost", models.IntegerField())])]
`;

const BEFORE = { 'shop/models.py': MODELS, 'shop/migrations/0001_initial.py': MIGRATION };
const NOTE = 'shop/migrations/0002_item_note.py';
const AFTER = { ...BEFORE, 'shop/models.py': `${MODELS}    note = models.TextField()\n` };

const ADD_NOTE = MIGRATION.replace(
  /operations = .*/,
  'dependencies = [("shop", "0001_initial")]\n    operations = [migrations.AddField("Item", "note", models.TextField())]',
);

export default defineRule({
  name: 'untracked-migration',
  summary: 'models change while a migration of the same app is not tracked',
  why:
    'makemigrations wrote a file, and git add was not told about it. It works on this machine. Everybody else gets ' +
    'models whose columns no database has, and their makemigrations writes a migration of its own, which clashes with ' +
    'yours as soon as you commit it. Asked only about what is staged, and only when models of the app are.',
  severity: 'warning',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#version-control',
  bad: { before: BEFORE, after: AFTER, untracked: [NOTE] },
  good: { before: BEFORE, after: { ...AFTER, [NOTE]: ADD_NOTE } },

  *check({ untracked }) {
    for (const { label, model, migrations, files } of untracked) {
      for (const path of migrations) {
        const subject = `${label}.${moduleOf(path)}`;
        yield {
          path,
          line: 1,
          column: 1,
          subject,
          message:
            `migration ${visible(subject)} is not tracked, and this commit changes ${showPath(model)}: others get ` +
            'the models without it, and their makemigrations writes another one',
          hint: [`add ${files.length === 1 ? 'it' : 'them'} to this commit:`, ...addFiles(files)].join('\n'),
          data: { label, model: pathText(model) },
        };
      }
    }
  },
});

function moduleOf(path: GitPath): string {
  return pathText(nameOf(path).slice(0, -'.py'.length) as GitPath);
}
