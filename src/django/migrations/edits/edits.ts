import { normalDefinition } from '../../../python/functions.ts';
import { MAX_SOURCE } from '../../../python/limits.ts';
import { parseModule } from '../../../python/parse.ts';
import { moduleScope } from '../../../python/scope.ts';
import { readMigrationModule, type MigrationModule } from '../migration.ts';
import { compareEffects, regrouped } from './compare-effects.ts';
import { edit, untold, WEIGHTS, type Edit } from './edit.ts';
import { attributeEdits, baseEdits, helperEdits } from './helper-edits.ts';
import { modernText } from './old-python.ts';
import { readMigrationText, type MigrationText } from './migration-text.ts';
import { plainForm } from './spellings.ts';

export { heaviest, WEIGHTS } from './edit.ts';
export type { Edit } from './edit.ts';

/** Longest text that is compared in more than its normal form, in UTF-16 units. */
const MAX_COMPARED = MAX_SOURCE / 2;

/**
 * What differs between two texts of one migration; nothing when they mean the same. What the migration is and stands on
 * (`dependencies`, `replaces`, `run_before`, `initial`) is not looked at.
 */
export function editsOf(before: string, after: string): readonly Edit[] {
  if (before === after) return [];
  const [old, now] = [readMigrationModule(before), readMigrationModule(after)];
  const same = old.kind === 'migration' && now.kind === 'migration' && old.meaning === now.meaning;
  // The meaning of a migration does not depend on `atomic`.
  if (same && ![before, after].some((text) => text.includes('atomic'))) return [];
  const isShort = before.length <= MAX_COMPARED && after.length <= MAX_COMPARED;
  if (!isShort) return same ? [] : [untold(lineOf(now))];
  const [text, other] = [readMigrationText(before), readMigrationText(after)];
  if (same) return text && other ? attributeEdits(text, other) : [];
  if (text && other) return withoutRepetition(textEdits(text, other));
  return wholeText(before) === wholeText(after) ? [] : [untold(lineOf(now))];
}

function lineOf(read: MigrationModule): number {
  return 'line' in read ? read.line : 1;
}

// All lines of the module are deeper than this one, and its docstring is one.
const HEADER = 'def module():\n';

/** The normal text of a whole module, its imports apart: for one that is not understood. */
function wholeText(source: string): string {
  const inside = HEADER + source.replace(/^\ufeff/, '');
  const scope = moduleScope(parseModule(source));
  const text = normalDefinition(inside, { offset: 0, end: inside.length }, scope);
  return plainForm(modernText(text.replaceAll(/^\d+ (?:import|from) .*\n?/gm, '')));
}

function textEdits(before: MigrationText, after: MigrationText): Edit[] {
  const { line } = after;
  const told = before.told && after.told;
  if (!told && before.body !== after.body) return [untold(line)];
  const operations = told ? operationEdits(before, after) : [];
  return [
    ...baseEdits(before, after),
    ...operations,
    ...helperEdits(before, after, told),
    ...attributeEdits(before, after),
  ];
}

function operationEdits(before: MigrationText, after: MigrationText): Edit[] {
  const { line } = after;
  const [old, now] = [before.effects, after.effects];
  const state = compareEffects(old.state, now.state, line).map(({ what, line }) => edit('state', what, line));
  const edits = [...compareEffects(old.database, now.database, line), ...state];
  if (edits.length > 0) return edits;
  return [...regrouped(old.database, now.database, line), ...regrouped(old.state, now.state, line)];
}

/** In the order of the lines; of what is said twice, what weighs more. */
function withoutRepetition(edits: readonly Edit[]): Edit[] {
  const sorted = edits.toSorted((one, other) => WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight));
  const said = new Map<string, Edit>();
  for (const each of sorted) if (!said.has(each.what)) said.set(each.what, each);
  return [...said.values()].sort((one, other) => one.line - other.line);
}
