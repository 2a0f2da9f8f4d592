/** The safe ways to rename an app, or to move a model out of it, with the names of a project. */
import type { Relabelling } from '../django/labels/relabelling.ts';
import type { ModelTable } from '../django/tables/model-tables.ts';
import { tablesOf } from '../django/tables/database-tables.ts';
import { grouped } from '../grouped.ts';
import {
  BACKUP,
  CHECKS,
  REVERT,
  commands,
  commit,
  destinationOf,
  file,
  joined,
  moveSteps,
  referenceSteps,
} from './label-steps.ts';
import { relabelStatements, renameStatements, runStatements } from './label-sql.ts';
import { moveModel, pinnedModel } from './move-model.ts';
import type { Procedure, Step } from './procedure.ts';

/** The ways to a new label; for one model, and where another app has that label, there is only one. */
export function labelProcedures(relabelling: Relabelling): Procedure[] {
  if (relabelling.model || relabelling.heir) return [moveModel(relabelling)];
  return [renameFolder, renameTables, keepTables, moveModel].map((procedure) => procedure(relabelling));
}

function renameFolder(relabelling: Relabelling): Procedure {
  const { app, label } = relabelling;
  const { moves } = destinationOf(relabelling);
  const steps = moveSteps(relabelling, true);
  return {
    title: 'P1: rename the folder, keep the label',
    when: 'Nearly always the right one: nobody sees a label, and no database notices anything.',
    steps:
      steps.length === 0
        ? [{ lead: `The folder is called ${label} already, and the label is pinned: nothing is left to do.` }]
        : [
            ...steps,
            commands(SAYS_NOTHING, ...CHECKS),
            commit(moves ? `move ${app.label} to ${label}, keep its label` : `keep the label ${app.label}`),
          ],
    back: steps.length === 0 ? [] : [commands('Nothing is to be done to any database:', REVERT)],
  };
}

function renameTables(relabelling: Relabelling): Procedure {
  return relabel(relabelling, {
    title: 'P2a: rename the label and the tables',
    when: 'When the label has to go, out of the names of tables as well. The application stops for a moment.',
    edits: [],
    sql: (from, to) => renameStatements(from, to, relabelling.app.models),
    note: 'The sequences, indexes and constraints of PostgreSQL keep their old names, and keep working.',
  });
}

function keepTables(relabelling: Relabelling): Procedure {
  const title = 'P2b: rename the label, keep the tables';
  const when = 'When the label has to go, and its tables may be called as they are: no table is touched.';
  const renamed = named(relabelling).filter(({ createdBy }) => createdBy === undefined);
  if (renamed.length > 0) {
    const names = renamed.map(({ model }) => model).join(', ');
    const why = `a migration renamed ${names} or its table, and pinning the first name would break new databases`;
    return { title, when, steps: [{ lead: `Not for this app: ${why}. Rename the tables (P2a).` }], back: [] };
  }
  return relabel(relabelling, {
    title,
    when: `${when} The application stops for a moment.`,
    edits: pinSteps(relabelling),
    sql: () => [],
    note: 'The tables of many-to-many fields are named after those of their models, and stay as well.',
  });
}

/** The models whose tables have names that Django makes of the label. */
function named({ app }: Relabelling): ModelTable[] {
  return (app.models ?? []).filter(({ table }) => table === undefined);
}

interface Way {
  readonly title: string;
  readonly when: string;
  /** What else changes in the code. */
  readonly edits: readonly Step[];
  /** The statements for the tables, when one label becomes the other. */
  readonly sql: (from: string, to: string) => readonly string[];
  readonly note: string;
}

function relabel(relabelling: Relabelling, { title, when, edits, sql, note }: Way): Procedure {
  const { app, label } = relabelling;
  const { folder } = destinationOf(relabelling);
  const scriptOf = (from: string, to: string): string => `${folder}/rename_${from}_to_${to}.sql`;
  const [there, back] = [scriptOf(app.label, label), scriptOf(label, app.label)];
  const script = (lead: string, path: string, from: string, to: string): Step =>
    file(lead, path, 'sql', [...relabelStatements(from, to), ...sql(from, to)]);
  return {
    title,
    when,
    steps: [
      BACKUP,
      ...moveSteps(relabelling, false),
      ...referenceSteps(relabelling),
      ...edits,
      script('What each database needs, a statement on each line of', there, app.label, label),
      script('And the way back, in', back, label, app.label),
      commit(`rename the app ${app.label} to ${label}`),
      commands(`${STOP} with the new code, and before anything is migrated:`, ...runStatements(there)),
      commands(`${SAYS_NOTHING} Then start the application again.`, ...CHECKS),
      { lead: note },
    ],
    back: [
      commands(`${STOP} while the new code is still there:`, ...runStatements(back)),
      commands('Then go back to the former code, and start that:', REVERT),
    ],
  };
}

const STOP = 'Stop the application and all else that uses the database;';
const SAYS_NOTHING = 'This must say "No changes detected" and "No migrations to apply".';

/** `db_table` in the models and in the migrations that created them. */
function pinSteps(relabelling: Relabelling): Step[] {
  const { folder } = destinationOf(relabelling);
  const { models, label, modelsIn } = relabelling.app;
  if (!models) {
    const pinned = `"db_table": "${label}_…"`;
    return [
      { lead: `In \`class Meta\` of each model the name that its table has: \`db_table = "${label}_…"\`` },
      { lead: `The same in the original \`CreateModel\` of each: \`options={${pinned}}\`` },
    ];
  }
  const made = named(relabelling);
  const hunks = (those: readonly ModelTable[], lines: (name: string, table: string) => string[]): string[] =>
    joined(those.map((model) => lines(model.model, tablesOf(label, model).own)));
  if (made.length === 0) return [];
  return [
    file('The names of the tables in', `${folder}/${modelsIn}`, 'diff', hunks(made, pinnedModel)),
    ...[...grouped(made, ({ createdBy }) => createdBy!)].map(([name, those]) =>
      file('And in the original', `${folder}/migrations/${name}.py`, 'diff', hunks(those, pinnedCreation)),
    ),
  ];
}

function pinnedCreation(model: string, table: string): string[] {
  return [
    `             name="${model}",`,
    '+            options={',
    `+                "db_table": ${JSON.stringify(table)},`,
    '+            },',
  ];
}
