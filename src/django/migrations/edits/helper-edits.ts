import { edit, type Edit, type EditWeight } from './edit.ts';
import { reachable, type Helper } from './helpers.ts';
import type { MigrationText } from './migration-text.ts';
import { looseForm, upgradedForm, type Renaming } from './spellings.ts';
import { rewritten } from './upgrades.ts';

/** What differs in the functions and constants of the module; those that only reverse code uses change no database. */
export function helperEdits(before: MigrationText, after: MigrationText, told: boolean): Edit[] {
  const [old, now] = [usedIn(before), usedIn(after)];
  const weigh = (name: string): EditWeight =>
    !told || old.has(name) || now.has(name) ? 'behaviour' : 'state';
  const { line } = after;
  return [
    ...differing(before.helpers, after.helpers, weigh, line),
    // A method that is not only code for the way back may be one that Django calls.
    ...differing(before.methods, after.methods, weigh, line),
  ];
}

/** What differs in attributes of the class: to Django they say how a migration runs, not what it does. */
export function attributeEdits(before: MigrationText, after: MigrationText): Edit[] {
  return differing(before.attributes, after.attributes, () => 'state', after.line);
}

/** The base class says what running a migration means. */
export function baseEdits(before: MigrationText, after: MigrationText): Edit[] {
  const [old, now] = [before.bases, after.bases];
  if (old.form === now.form) return [];
  const moved = looseForm(old.form) === looseForm(now.form);
  const weight = moved || (old.djangos && now.djangos) ? 'state' : 'behaviour';
  return [edit(weight, 'the base class of Migration', after.line)];
}

function usedIn({ used, idle, helpers, methods }: MigrationText): ReadonlySet<string> {
  const others = new Set(idle);
  const called = [...methods.keys()].filter((name) => !others.has(name));
  return reachable([...used, ...called], [helpers, methods]);
}

function differing(
  before: MigrationText['helpers'],
  after: MigrationText['helpers'],
  weigh: (name: string) => EditWeight,
  gone: number,
): Edit[] {
  const edits: Edit[] = [];
  for (const [name, helper] of after) {
    const old = before.get(name);
    if (!old) edits.push(edit(weigh(name), `${helper.label} is new`, helper.line));
    else for (const each of changes(old, helper, () => weigh(name))) edits.push(each);
  }
  for (const [name, { label }] of before)
    if (!after.has(name)) edits.push(edit(weigh(name), `${label} is gone`, gone));
  return edits;
}

function changes(before: Helper, after: Helper, weigh: () => EditWeight): Edit[] {
  if (before.form === after.form) return [];
  const [olds, news]: [Renaming[], Renaming[]] = [[], []];
  const [old, now] = [upgradedForm(before.form, olds), upgradedForm(after.form, news)];
  const { label, line } = after;
  if (old === now) return rewritten(olds, news).map((what) => edit('state', what, line));
  const moved = looseForm(old) === looseForm(now);
  return [edit(moved ? 'state' : weigh(), label, line)];
}
