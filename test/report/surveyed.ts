/** Repositories of few files, and what `apps` says of them. */
import { readRepository } from '../../src/django/read-repository.ts';
import { surveyLoose, surveyProject, type Survey } from '../../src/django/survey.ts';
import { appsJson, appsText } from '../../src/report/apps.ts';
import { sourcesOf, treeOf, type FileContent } from '../helpers/tree.ts';

export type Files = Readonly<Record<string, FileContent>>;

const IMPORT = 'from django.conf import settings\nfrom django.db import migrations\n';
export const migration = (...lines: string[]): string =>
  `${IMPORT}class Migration(migrations.Migration):\n${['pass', ...lines].map((line) => `    ${line}\n`).join('')}`;
export const config = (name: string, label: string): string =>
  `from django.apps import AppConfig\nclass C(AppConfig):\n    name = "${name}"\n    label = ${label}\n`;
export const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
export const app = (folder: string, files: Files = {}, modules: Files = {}): Files =>
  below(folder, {
    '__init__.py': '',
    'migrations/__init__.py': '',
    ...modules,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/${name}.py`, text])),
  });
export const site = (settings: string): Files => ({
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
  'settings.py': settings,
});
export const installs = (...apps: string[]): string => `INSTALLED_APPS = ${JSON.stringify(apps)}\n`;

export async function survey(files: Files): Promise<Survey[]> {
  const sources = sourcesOf(files);
  const repository = await readRepository(treeOf(files), sources);
  const surveys = repository.projects.map((project) => surveyProject(project, repository, sources));
  return [...(await Promise.all(surveys)), ...(await surveyLoose(repository, sources))];
}

export const text = async (files: Files): Promise<string> => appsText(await survey(files));
export const json = async (files: Files): Promise<unknown> => JSON.parse(appsJson(await survey(files)));
