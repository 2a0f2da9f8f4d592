/** What is said of a table that has the name of a former label, and the ways out. */
import type { ClaimedTable } from '../django/tables/stale-tables.ts';
import { visible } from '../show.ts';
import { allow, makemigrations } from './words.ts';

/** Nothing tells that it is meant. */
export function tableLeftBehind(table: ClaimedTable, former: string): { message: string; hint: string } {
  const message =
    `${nameOfTable(table)} still has the name of ${visible(former)}, a former label: who looks for the rows of ` +
    `${visible(table.label)} finds them under another name, and a new app ${visible(former)} could clash with it`;
  return {
    message,
    hint: [...howToKeep(table, 'to keep it, with the rows where they are'), ...howToRename(table)].join('\n'),
  };
}

/** It is pinned, as a proper rename of an app may do. */
export function tablePinned(table: ClaimedTable, former: string): { message: string; hint: string } {
  const message =
    `${nameOfTable(table)} keeps the name of ${visible(former)}, a former label, on purpose: that is a part of a ` +
    'proper rename, and its rows stay where they are';
  return {
    message,
    hint: [
      ...howToKeep(table, 'nothing needs to be done; so that nobody asks again'),
      ...howToRename(table),
    ].join('\n'),
  };
}

/** `label.Model`, or `label.Model.field` for the table of a many-to-many field. */
export function subjectOf({ label, model, field }: ClaimedTable): string {
  return [label, model, ...(field === undefined ? [] : [field])].join('.');
}

function nameOfTable(table: ClaimedTable): string {
  return `table ${visible(table.table)} of ${visible(subjectOf(table))}`;
}

function howToKeep(table: ClaimedTable, lead: string): string[] {
  return allow('stale-db-table', [subjectOf(table)], lead);
}

/** Django renames the tables of many-to-many fields along with that of their model. */
function howToRename({ label, field }: ClaimedTable): string[] {
  const [place, operation] = field === undefined ? ['model', 'AlterModelTable'] : ['field', 'AlterField'];
  return [
    `or rename it in a release of its own, with db_table taken out of the ${place}:`,
    makemigrations(label),
    `it writes ${operation}, which keeps the rows; migrate when no code runs any more that looks for the old table`,
  ];
}
