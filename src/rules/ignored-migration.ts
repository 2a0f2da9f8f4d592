import { addPythonIn } from '../advice/adding.ts';
import { allow, few } from '../advice/words.ts';
import type { IgnoredMigrations } from '../change.ts';
import { pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const SETTINGS = 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "conf.settings")\n';
const MODELS =
  'from django.db import models\n\n\nclass Item(models.Model):\n    cost = models.IntegerField()\n';

const BEFORE = {
  'manage.py': SETTINGS,
  'conf/settings.py': 'INSTALLED_APPS = ["shop"]\n',
  'shop/models.py': MODELS,
};

export default defineRule({
  name: 'ignored-migration',
  summary: 'an ignore rule keeps migration files out of git',
  why:
    'git add passes ignored files over, so migrations never reach anybody else. makemigrations then writes others ' +
    'under the same names on every machine and server, in another order and with other contents: databases drift ' +
    'apart, and no review sees a change of the schema. In production there are none, or those that a server made up.',
  severity: 'warning',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/topics/migrations/#version-control',
  bad: { before: BEFORE, after: { ...BEFORE, '.gitignore': '__pycache__/\n*/migrations/\n' } },
  good: { before: BEFORE, after: { ...BEFORE, '.gitignore': '__pycache__/\n*/migrations/*.pyc\n' } },

  *check({ ignored }) {
    for (const found of ignored) {
      const { line } = found;
      yield {
        path: line.file,
        line: line.line,
        column: 1,
        subject: subjectOf(found),
        message: `${visible(line.pattern)} ${harmOf(found)}`,
        hint: howToTrack(found),
        data: { pattern: line.pattern, apps: found.homes.map(({ label }) => label) },
      };
    }
  },
});

/** Lines move, and one file may ignore migrations in several of them. */
function subjectOf({ line }: IgnoredMigrations): string {
  return `${pathText(line.file)}:${line.pattern}`;
}

function harmOf({ homes }: IgnoredMigrations): string {
  const labels = [...new Set(homes.map(({ label }) => label))];
  const apps = `${labels.length === 1 ? 'app' : 'apps'} ${few(labels)}`;
  if (homes.every(({ paths }) => paths.length > 0)) {
    return (
      `keeps new migrations of ${apps} out of git, though older ones are tracked: git add passes them over, and ` +
      'others get the models without the migrations that belong to them'
    );
  }
  return (
    `keeps the migrations of ${apps} out of git: makemigrations invents others of the same names on every machine, ` +
    'and production has none'
  );
}

function howToTrack(found: IgnoredMigrations): string {
  const { line, homes } = found;
  const place = `line ${line.line} of ${showPath(line.file)}`;
  const isMeant = line.pattern.includes('migrations');
  return [
    isMeant ? `take ${place} out:` : `let ${place} spare the migrations, or take it out:`,
    `    ${visible(line.pattern)}`,
    'and add the migrations that were kept out:',
    ...addPythonIn(homes.map(({ folder }) => folder)),
    ...allow('ignored-migration', [subjectOf(found)], 'if no other database is ever made from them'),
  ].join('\n');
}
