import type { LabelledApp, Relabelling } from '../django/labels/relabelling.ts';
import { aboutLongNames } from '../advice/label-sql.ts';
import { labelProcedures } from '../advice/label-procedures.ts';
import type { Procedure, Step } from '../advice/procedure.ts';
import { tableNames } from '../django/tables/database-tables.ts';

/** The page that `pyreset-hooks rules changed-app-label OLD NEW` prints, as Markdown. */
export function proceduresPage(relabelling: Relabelling): string {
  const { app, label, model, heir } = relabelling;
  const what = model ? `${app.label}.${model.model}` : app.label;
  const only = heir && !model ? ', which is another app: models can move there one by one' : '';
  return [
    `# ${what} → ${label}${only}`,
    '## As it is',
    ...state(relabelling),
    ...proceduresMarkdown(relabelling, '##'),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The procedures, each below a heading of that level, and what holds for all of them. */
function proceduresMarkdown(relabelling: Relabelling, heading: string): string[] {
  return [
    ...labelProcedures(relabelling).flatMap((procedure) => procedureMarkdown(procedure, heading)),
    `${heading} What else names the label`,
    elsewhere(relabelling).join('\n'),
    `${heading} Starting afresh`,
    'Deleting the migrations and the tables is right only where no database holds data that anybody needs. Even there, back up first.',
  ];
}

function elsewhere({ app: { label } }: Relabelling): string[] {
  return [
    `- settings: \`AUTH_USER_MODEL\` before all others, keys of \`MIGRATION_MODULES\`, \`DATABASE_ROUTERS\``,
    `- fixtures (\`"model": "${label}.…"\`) and templates (\`perms.${label}\`, \`{% url "admin:${label}_…" %}\`)`,
    `- folders called ${label} in \`templates/\` and \`static/\`, namespaces of URLs`,
    '- Celery: the names of tasks, and messages that wait in a queue; pickles in caches and sessions',
    '- what reads the tables from outside: reports, replicas, triggers, views',
  ];
}

function state({ app, dependents, root }: Relabelling): string[] {
  const tables = (app.models ?? []).map((model) => tableNames(app.label, model));
  const long = aboutLongNames(tables.flat());
  const rows = app.models?.map(({ model }, index) => {
    const [own, ...manyToMany] = tables[index]!;
    return `| ${model} | ${own} | ${manyToMany.join(', ')} |`;
  });
  const models = rows
    ? ['| model | table | its many-to-many tables |', '|---|---|---|', ...rows].join('\n')
    : 'Its models cannot all be told from its migrations: what follows has "…" for their tables.';
  const newest = app.newest.length > 0 ? `; newest migration: ${app.newest.join(', ')}` : '';
  const others = dependents.length > 0 ? ` Apps that depend on it: ${dependents.join(', ')}.` : '';
  const where = root === '' ? '' : ` All commands are run in \`${root}\`, and paths begin there.`;
  return [
    `The app ${app.label} lies in \`${app.folder}\`${newest}.${others}${where}`,
    models,
    ...(long ? [long] : []),
  ];
}

function procedureMarkdown({ title, when, steps, back, later = [] }: Procedure, heading: string): string[] {
  return [
    `${heading} ${title}`,
    when,
    ...stepsMarkdown(steps),
    ...(back.length > 0 ? ['To go back:', ...stepsMarkdown(back)] : []),
    ...(later.length > 0 ? ['In a later release, if you like:', ...stepsMarkdown(later)] : []),
  ];
}

function stepsMarkdown(steps: readonly Step[]): string[] {
  return steps.map(({ lead, block }, index) => {
    const number = `${index + 1}.`;
    const lines = block ? [`\`\`\`${block.language}`, ...block.lines, '```'] : [];
    const indented = lines.map((line) => (line === '' ? '' : `${' '.repeat(number.length + 1)}${line}`));
    return [`${number} ${lead}`, ...(block ? ['', ...indented] : [])].join('\n');
  });
}

/** The procedures for an app with one model, as the page of the rule has them. */
export function exampleProcedures(): string {
  const app: LabelledApp = {
    label: 'shop',
    folder: 'shop',
    package: 'shop',
    labelFrom: 'AppConfig.name',
    modules: ['admin', 'apps', 'migrations', 'models', 'tests', 'views'],
    modelsIn: 'models.py',
    installed: { settings: 'mysite/settings.py', entry: 'shop' },
    models: [
      {
        model: 'Item',
        table: undefined,
        manyToMany: [{ field: 'tags', table: undefined }],
        createdBy: '0001_initial',
      },
    ],
    newest: ['0002_cost'],
  };
  const relabelling = { app, label: 'store', model: undefined, heir: undefined, dependents: [], root: '' };
  const lead =
    'With the names of your own app: `npx pyreset-hooks rules changed-app-label OLD NEW`; of one model: `OLD.Model NEW`.';
  return [lead, ...proceduresMarkdown(relabelling, '###')].join('\n\n');
}
