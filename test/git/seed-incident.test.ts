import { expect, test } from 'vitest';
import { checked } from '../helpers/remedies.ts';
import { cloned, LONG_AGO, type Repository } from '../helpers/repository.ts';
import { createModel, migration, project, said, stage } from '../helpers/verdict.ts';

/** The app as it was before anybody renamed it: two models, a data step, URLs; another app points at it. */
const OWN = (label: string, folder = label): Record<string, string> => ({
  [`${folder}/__init__.py`]: '',
  [`${folder}/apps.py`]: config(folder),
  [`${folder}/models.py`]: models(),
  [`${folder}/urls.py`]: `from django.urls import path\n\nfrom ${folder} import views\n\napp_name = "people"\nurlpatterns = [path("", views.index, name="index")]\n`,
  [`${folder}/views.py`]: 'def index(request):\n    return None\n',
  [`${folder}/migrations/__init__.py`]: '',
  [`${folder}/migrations/0001_initial.py`]: migration([], [createModel('UserProfile')], {
    attributes: 'initial = True',
  }),
  [`${folder}/migrations/0002_fill.py`]: migration(
    [`${label}.0001_initial`],
    ['migrations.RunPython(fill)'],
    {
      helpers: `def fill(apps, schema_editor):\n    apps.get_model("${label}", "UserProfile").objects.create()\n`,
    },
  ),
});

const config = (name: string, rest = ''): string =>
  `from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n    name = "${name}"\n${rest}`;

const models = (table = ''): string =>
  `from django.db import models\n\n\nclass UserProfile(models.Model):\n    name = models.TextField()\n${
    table && `\n    class Meta:\n        db_table = "${table}"\n`
  }`;

const BILLING: Record<string, string> = {
  'billing/__init__.py': '',
  'billing/models.py': `from django.db import models\n\n\nclass Bill(models.Model):\n    payer = models.ForeignKey("core_app.UserProfile", models.CASCADE)\n`,
  'billing/migrations/__init__.py': '',
  'billing/migrations/0001_initial.py': migration(
    ['core_app.0001_initial'],
    [createModel('Bill', { payer: 'models.ForeignKey(models.CASCADE, to="core_app.userprofile")' })],
  ),
};

const URLS = (app: string): string =>
  `from django.urls import include, path\n\nurlpatterns = [\n    path("people/", include("${app}.urls")),\n]\n`;

const DISCOVERY = `from importlib import import_module

from django.apps import apps

for config in apps.get_app_configs():
    try:
        import_module(f"{config.name}.urls")
    except ImportError:
        continue
    urlpatterns.append(path(f"{config.label}/", include(f"{config.name}.urls")))
`;

const SETTINGS = (app: string): Record<string, string> =>
  project(
    [app, 'billing'],
    { 'mysite/__init__.py': '', 'mysite/urls.py': URLS(app) },
    'ROOT_URLCONF = "mysite.urls"\n',
  );

const START = { ...SETTINGS('core_app'), ...OWN('core_app'), ...BILLING };

/** Commits past the hooks, as the team did, and everybody has it for long. */
function publish(made: Repository): void {
  made.commit('past the hooks', {}, LONG_AGO);
  made.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
}

function replaceIn(made: Repository, old: string, now: string, ...paths: readonly string[]): void {
  for (const path of paths) made.write({ [path]: made.read(path).replaceAll(old, now) });
}

const FILES = ['apps.py', 'urls.py', 'models.py', 'migrations/0001_initial.py', 'migrations/0002_fill.py'];
const REFERRING = ['billing/models.py', 'billing/migrations/0001_initial.py'];

test('an app that was renamed by hand, twice: each step is refused, or warned about', () => {
  const made = cloned(LONG_AGO, START);
  made.git('switch', '--quiet', '-c', 'refactoring');

  // the folder gets another name, and the settings, but not its AppConfig
  made.git('mv', 'core_app', 'workspace_app');
  stage(made, SETTINGS('workspace_app'));
  expect(said(made)).toEqual(['error stale-app-config core_app']);
  expect(made.tryGit('commit', '-m', 'core is called workspace').status).toBe(1);
  publish(made);

  // the AppConfig follows, and with it the label; what others say of the app stays
  replaceIn(made, 'core_app', 'workspace_app', 'workspace_app/apps.py', 'workspace_app/urls.py');
  stage(made);
  expect(said(made)).toEqual([
    'error changed-app-label core_app',
    'error dangling-dependency billing.0001_initial',
    'error dangling-dependency workspace_app.0002_fill',
    'warning stale-app-reference billing/migrations/0001_initial.py',
    'warning stale-app-reference billing/models.py',
    'warning stale-app-reference workspace_app/migrations/0002_fill.py',
  ]);

  // then the word is replaced everywhere: Django is content, and the data is gone
  replaceIn(made, 'core_app', 'workspace_app', ...FILES.map((file) => `workspace_app/${file}`), ...REFERRING);
  stage(made);
  expect(said(made)).toEqual(['error changed-app-label core_app']);
  expect(checked(made)).toContain(
    'every database runs them again, into new tables, and the data stays behind',
  );
  publish(made);

  // a shell loop gives the migrations better names
  made.shell(
    'for file in workspace_app/migrations/0*.py; do git mv "$file" "${file%.py}_workspace.py"; done',
  );
  replaceIn(
    made,
    '0001_initial',
    '0001_initial_workspace',
    'workspace_app/migrations/0002_fill_workspace.py',
    ...REFERRING.slice(1),
  );
  stage(made);
  expect(said(made)).toEqual([
    'error renamed-migration workspace_app.0001_initial',
    'error renamed-migration workspace_app.0002_fill',
  ]);
  expect(checked(made)).toContain('every database that has applied it will run it again'); // and fill in the same rows twice
  publish(made);

  // somebody writes down where the data is; then the app gets its second name, with everything but the table
  stage(made, { 'workspace_app/models.py': models('workspace_app_userprofile') });
  expect(said(made)).toEqual([]);
  publish(made);
  made.git('mv', 'workspace_app', 'profile_app');
  const now = [
    'apps.py',
    'urls.py',
    'migrations/0001_initial_workspace.py',
    'migrations/0002_fill_workspace.py',
  ];
  replaceIn(made, 'workspace_app', 'profile_app', ...now.map((file) => `profile_app/${file}`), ...REFERRING);
  stage(made, SETTINGS('profile_app'));
  expect(said(made)).toEqual([
    'error changed-app-label workspace_app',
    'warning stale-db-table profile_app.UserProfile',
  ]);
  publish(made);

  // and the URLs of all apps are found by a loop, beside those that are written down
  stage(made, { 'mysite/urls.py': `${URLS('profile_app')}\n${DISCOVERY}` });
  expect(said(made)).toEqual(['warning duplicate-url-namespace people']);
  expect(made.tryGit('commit', '--quiet', '-m', 'find URLs').status).toBe(0);
});

test('the same app, renamed with its label kept: silence', () => {
  const made = cloned(LONG_AGO, START);
  made.git('switch', '--quiet', '-c', 'refactoring');
  made.git('mv', 'core_app', 'profile_app');
  made.write({ 'profile_app/apps.py': config('profile_app', '    label = "core_app"\n') });
  replaceIn(made, 'core_app', 'profile_app', 'profile_app/urls.py');
  stage(made, SETTINGS('profile_app'));
  expect(said(made)).toEqual([]);
  expect(made.tryGit('commit', '--quiet', '-m', 'core is called profile')).toMatchObject({
    status: 0,
    output: '',
  });
});
