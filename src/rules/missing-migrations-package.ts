import type { TreeEntry } from '../change.ts';
import { joinPath, pathText, type GitPath } from '../path.ts';
import { defineRule } from '../rule.ts';
import { isTypeable, shellWord, showPath } from '../show.ts';

const INITIAL = `from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const BEFORE = { 'shop/__init__.py': '' };
const AFTER = { ...BEFORE, 'shop/migrations/0001_initial.py': INITIAL };

export default defineRule({
  name: 'missing-migrations-package',
  summary: 'migrations lie in a folder that is no package, where Django does not see them',
  why:
    'A folder without __init__.py is no package to Django: the app counts as one without migrations, migrate creates ' +
    'no tables for it in a new database, and makemigrations says "No changes detected". Nothing warns. It works on ' +
    'the machine that still has the file, and nowhere else.',
  severity: 'warning',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#adding-migrations-to-apps',
  bad: { before: BEFORE, after: AFTER },
  good: { before: BEFORE, after: { ...AFTER, 'shop/migrations/__init__.py': '' } },

  *check({ unpackaged, entries }) {
    for (const { folder, migration } of unpackaged) {
      const init = joinPath(folder, '__init__.py');
      const gone = entries.find(({ path }) => path === init)?.before;
      yield {
        path: migration,
        line: 1,
        column: 1,
        subject: pathText(folder),
        message:
          `${showPath(folder)} holds migrations and ${gone ? 'loses its' : 'has no'} __init__.py: ` +
          'Django does not see them, and creates no tables for the app in a new database',
        hint: howToMakePackage(init, gone),
      };
    }
  },
});

function howToMakePackage(init: GitPath, gone: TreeEntry | undefined): string {
  const word = shellWord(showPath(init));
  const make = gone ? `git show ${gone.oid.slice(0, 12)} > ${word}` : `touch ${word}`;
  return [
    gone ? 'bring the file back:' : 'add the file, empty:',
    isTypeable(init) ? `    ${make} && git add -- ${word}` : `    ${showPath(init)}`,
  ].join('\n');
}
