import type { LabelledApp, Relabelling } from '../django/labels/relabelling.ts';
import type { ModelTable } from '../django/tables/model-tables.ts';
import { tablesOf } from '../django/tables/database-tables.ts';
import { shellWord } from '../show.ts';
import {
  BACKUP,
  CHECKS,
  REVERT,
  commands,
  commit,
  destinationOf,
  file,
  modelReferences,
} from './label-steps.ts';
import type { Procedure, Step } from './procedure.ts';

/** One model moves to a new app, or to one that is there; where none is named, the first one stands for all. */
export function moveModel(relabelling: Relabelling): Procedure {
  const { app, label, heir } = relabelling;
  const model = relabelling.model ?? app.models?.[0] ?? EXAMPLE;
  const name = model.model;
  return {
    title: `P3: move one model, ${relabelling.model ? '' : 'for example '}${name}`,
    when: 'When a part of the app belongs elsewhere. Its table and all that refers to it stay; nothing has to stop.',
    steps: [
      BACKUP,
      commands('Before anything else, this must say "No changes detected":', CHECKS[0]),
      ...(heir ? [] : newAppSteps(relabelling)),
      ...moveSteps(relabelling, model),
      commands('This must say "No changes detected":', CHECKS[0]),
      commit(`move ${name} from ${app.label} to ${label}`),
      commands('With the new code, on every database:', CHECKS[1]),
    ],
    back: backSteps(relabelling),
    ...(model.table === undefined ? { later: laterSteps(relabelling, model) } : {}),
  };
}

const EXAMPLE: ModelTable = { model: 'Item', table: undefined, manyToMany: [], createdBy: undefined };

/** What `startapp` makes, installed. */
function newAppSteps(relabelling: Relabelling): Step[] {
  const { app, label } = relabelling;
  const folder = folderOfHeir(relabelling);
  const { package: dotted } = destinationOf(relabelling);
  const isNested = dotted !== label;
  const start = `python manage.py startapp ${label}`;
  const made = isNested ? [`mkdir ${shellWord(folder)}`, `${start} ${shellWord(folder)}`] : [start];
  const named = [`-    name = "${label}"`, `+    name = "${dotted}"`];
  const { installed } = app;
  const entry = installed && [`     "${installed.entry}",`, `+    "${dotted}",`];
  return [
    commands('The app that it moves to:', ...made),
    ...(isNested ? [file('Its whole name in', `${folder}/apps.py`, 'diff', named)] : []),
    entry
      ? file('INSTALLED_APPS in', installed.settings, 'diff', entry)
      : { lead: `"${dotted}" in INSTALLED_APPS.` },
  ];
}

function folderOfHeir(relabelling: Relabelling): string {
  const { folder } = relabelling.heir ?? destinationOf(relabelling);
  return folder;
}

function modelsOfHeir(relabelling: Relabelling): string {
  return `${folderOfHeir(relabelling)}/${relabelling.heir?.modelsIn ?? 'models.py'}`;
}

function moveSteps(relabelling: Relabelling, model: ModelTable): Step[] {
  const { app, label } = relabelling;
  const { model: name } = model;
  const folder = folderOfHeir(relabelling);
  const table = tablesOf(app.label, model).own;
  const step = `move_${name.toLowerCase()}`;
  const lead = `Move \`class ${name}\`, and what it needs, from \`${app.folder}/${app.modelsIn}\` to`;
  return [
    file(lead, modelsOfHeir(relabelling), 'diff', pinnedModel(name, table)),
    modelReferences('What names it, outside of migrations; imports by hand:', app.label, label, [name]),
    commands(
      'Have the migrations written, and do not run them yet:',
      `python manage.py makemigrations --name ${step}`,
    ),
    file(
      'They would drop the table. Only the state is to change, in each',
      `*_${step}.py`,
      'diff',
      STATE_ONLY,
    ),
    file(
      'Its content type moves along, and with it permissions, in',
      `${folder}/migrations/*_${step}.py`,
      'diff',
      contentType(app.label, label, name.toLowerCase()),
    ),
  ];
}

/** The lines of a model whose table keeps its name. */
export function pinnedModel(model: string, table: string): string[] {
  return [` class ${model}(…):`, '+    class Meta:', `+        db_table = ${JSON.stringify(table)}`];
}

const STATE_ONLY: readonly string[] = [
  '     operations = [',
  '+        migrations.SeparateDatabaseAndState(state_operations=[',
  '…',
  '+        ]),',
  '     ]',
];

function contentType(old: string, now: string, model: string): string[] {
  const update = (from: string, to: string): string =>
    `"UPDATE django_content_type SET app_label = '${to}' WHERE app_label = '${from}' AND model = '${model}'",`;
  return [
    '     dependencies = [',
    '+        ("contenttypes", "0002_remove_content_type_name"),',
    '…',
    '     operations = [',
    '…',
    '+        migrations.RunSQL(',
    `+            ${update(old, now)}`,
    `+            ${update(now, old)}`,
    '+        ),',
    '     ]',
  ];
}

function backSteps({ app, label, heir }: Relabelling): Step[] {
  const [theirs, ours] = [newest(heir), newest(app)];
  const lead = 'While the new code is still there:';
  return [
    theirs === undefined || ours === undefined
      ? { lead: `${lead} \`migrate\` ${label}, then ${app.label}, to what they had before.` }
      : commands(lead, migrateTo(label, theirs), migrateTo(app.label, ours)),
    commands('Then go back to the former code:', REVERT),
  ];
}

function migrateTo(label: string, name: string): string {
  return `python manage.py migrate ${label} ${shellWord(name)}`;
}

/** What to migrate to for an app to be as it was; undefined when it has several migrations that are newest. */
function newest(app: LabelledApp | undefined): string | undefined {
  const [name = 'zero', ...more] = app?.newest ?? [];
  return more.length > 0 ? undefined : name;
}

/** The table gets the name that Django would give it. */
function laterSteps(relabelling: Relabelling, { model, table, ...rest }: ModelTable): Step[] {
  const { app, label } = relabelling;
  const old = tablesOf(app.label, { model, table, ...rest }).own;
  const lines = [` class ${model}(…):`, '     class Meta:', `-        db_table = ${JSON.stringify(old)}`];
  const lead =
    'For the table to be called after the new label, with the application stopped, take this (and an empty `class Meta`) out of';
  return [
    file(lead, modelsOfHeir(relabelling), 'diff', lines),
    commands('and have it renamed:', `python manage.py makemigrations ${label} --name own_table`, CHECKS[1]),
  ];
}
