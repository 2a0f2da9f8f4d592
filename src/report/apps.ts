import type { SurveyedApp, Survey } from '../django/survey.ts';
import type { Migration } from '../django/migrations/read-migrations.ts';
import type { References } from '../django/migrations/references.ts';
import { pathText, type GitPath } from '../path.ts';
import { counted, showPath, visible, visibleJson } from '../show.ts';

/** What was read of a repository's apps as JSON, version 1 (issue: `pyreset-hooks apps`). */
export function appsJson(surveys: readonly Survey[]): string {
  const document = {
    version: 1,
    apps: surveys.flatMap((survey) => survey.apps.map((app) => appJson(app, survey))),
    unknown: surveys.flatMap(({ unknown }) =>
      unknown.map(({ path, line, what }) => ({ path: pathText(path), line, what })),
    ),
  };
  return `${visibleJson(document)}\n`;
}

function appJson({ label, labelFrom, migrated, migrations, leaves, ...app }: SurveyedApp, survey: Survey) {
  return {
    label: label ?? null,
    dir: folderShown(app),
    labelFrom: labelFrom ?? null,
    migrated: migrated ?? null,
    migrations: inOrder(migrations).map((migration) => ({
      name: migration.name,
      path: pathText(migration.path),
      initial: migration.initial === 'unknown' ? null : migration.initial,
      dependencies: pairs(migration.dependencies, survey),
      replaces: pairs(migration.replaces, survey),
      runBefore: pairs(migration.runBefore, survey),
    })),
    leaves,
  };
}

function folderShown({ folder, migrationsFolder }: Pick<SurveyedApp, 'folder' | 'migrationsFolder'>): string {
  return pathText((folder ?? migrationsFolder ?? '') as GitPath) || '.';
}

function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  return migrations.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** `[label, name]` of each reference; those to a model that a setting names, where the setting is known. */
function pairs({ known }: References, { labels }: Survey): (readonly [label: string, name: string])[] {
  return known.flatMap((reference): [string, string][] => {
    if ('label' in reference) return [[reference.label, reference.name]];
    const label = labels.labelOfSetting(reference.setting);
    return label === undefined ? [] : [[label, '__first__']];
  });
}

/** The same for a person. */
export function appsText(surveys: readonly Survey[]): string {
  const headings = new Set(surveys.map(headingOf));
  const blocks = surveys.flatMap((survey, index) => {
    const heading = headingOf(survey);
    const isNew = headings.size > 1 && (index === 0 || heading !== headingOf(surveys[index - 1]!));
    return [...(isNew ? [heading] : []), ...survey.apps.map((app) => appText(app, survey))];
  });
  const unknown = surveys.flatMap((survey) => survey.unknown);
  const lines = unknown.map(({ path, line, what }) => `  ${showPath(path)}:${line}: ${visible(what)}\n`);
  if (lines.length > 0)
    blocks.push(`unknown, because it cannot be read without running Python:\n${lines.join('')}`);
  return blocks.join('\n') || 'no Django apps\n';
}

function headingOf({ project }: Survey): string {
  if (!project) return 'apps that no project is known to install\n';
  return `project in ${project.root === '' ? '.' : `${showPath(project.root)}/`}\n`;
}

/** More leaves than these are a mistake, and listed in JSON. */
const FEW = 5;

function appText(app: SurveyedApp, survey: Survey): string {
  const label =
    app.label === undefined ? 'label unknown' : `${visible(app.label)} (label from ${app.labelFrom})`;
  const head = `${label} in ${visible(folderShown(app))}`;
  if (app.migrated === false) return `${head}: not migrated\n`;
  if (app.migrations.length === 0 && !app.migrated) return `${head}: where its migrations are is unknown\n`;
  const more = app.leaves.length > FEW ? `, … and ${app.leaves.length - FEW} more` : '';
  const newest = app.leaves.slice(0, FEW).join(', ');
  const leaves = newest === '' ? '' : `, newest ${visible(newest)}${more}`;
  const lines = inOrder(app.migrations).map((migration) => migrationText(migration, survey));
  const perhaps = app.migrated ? '' : ' (unless MIGRATION_MODULES says otherwise)';
  return `${head}: ${counted(app.migrations.length, 'migration')}${perhaps}${leaves}\n${lines.join('')}`;
}

function migrationText(migration: Migration, survey: Survey): string {
  const list = (what: string, references: References): string[] => {
    const shown = pairs(references, survey).map((pair) => pair.join('.'));
    if (!references.complete) shown.push('(unknown)');
    return shown.length > 0 ? [`    ${what} ${visible(shown.join(', '))}\n`] : [];
  };
  return [
    `  ${visible(migration.name)}${migration.initial === true ? ' (initial)' : ''}\n`,
    ...list('after', migration.dependencies),
    ...list('before', migration.runBefore),
    ...list('replaces', migration.replaces),
  ].join('');
}
