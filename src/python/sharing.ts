/** Which names may hold lists, sets or dicts that other statements change. Errs on the side of change. */
import { nameOf } from './names.ts';
import type { Expression, Statement, Suite } from './syntax.ts';
import type { Token } from './tokens.ts';
import { namesChangedBy, namesIn } from './walk.ts';

/** Names bound to something made of `parts`: a change seen under one of the names is one of every part. */
interface Group {
  readonly names: readonly string[];
  readonly parts: readonly string[];
}

/** What reading statements has shown so far. */
export interface Sharing {
  readonly changed: Set<string>;
  readonly groups: Group[];
}

/** Nothing read yet. */
export const newSharing = (): Sharing => ({ changed: new Set(), groups: [] });

const change = (sharing: Sharing, names: readonly string[]): void => {
  for (const name of names) sharing.changed.add(name);
};

const namesOf = (tokens: readonly Token[]): string[] =>
  tokens.filter((token) => token.kind === 'name').map(nameOf);

/** An item or attribute that is set changes what holds it. */
const noteTarget = (sharing: Sharing, target: Expression): void => {
  if (target.kind === 'attribute' || target.kind === 'subscript') change(sharing, namesIn(target));
  else if (target.kind === 'starred') noteTarget(sharing, target.value);
  else if (target.kind === 'tuple' || target.kind === 'list') {
    for (const each of target.elements) noteTarget(sharing, each);
  }
};

const noteExpression = (sharing: Sharing, expression: Expression | undefined): void => {
  if (expression !== undefined) change(sharing, namesChangedBy(expression));
};

const noteAssignment = (sharing: Sharing, targets: readonly Expression[], value: Expression): void => {
  for (const target of targets) noteTarget(sharing, target);
  noteExpression(sharing, value);
  const names = targets.flatMap(namesIn);
  sharing.groups.push({ names, parts: [...names, ...namesIn(value)] });
};

/** Notes the header of a clause: loop variables and the like share what they are taken from. */
export const noteSuite = (sharing: Sharing, suite: Suite): void => {
  const { header, keyword } = suite;
  const names = namesOf(header);
  if (keyword === 'for' || keyword === 'with') sharing.groups.push({ names, parts: names });
  if (header.some((token, index) => token.text === '(' && header[index - 1]?.kind === 'name'))
    change(sharing, names);
};

/** Notes what `statement` itself changes; not what its suites or its body do. */
export const noteStatement = (sharing: Sharing, statement: Statement): void => {
  switch (statement.kind) {
    case 'assign':
      noteExpression(sharing, statement.annotation);
      if (statement.value !== undefined) noteAssignment(sharing, statement.targets, statement.value);
      break;
    case 'augmented':
      change(sharing, namesIn(statement.target));
      noteAssignment(sharing, [statement.target], statement.value);
      break;
    case 'delete':
      for (const target of statement.targets) noteTarget(sharing, target);
      break;
    case 'expression':
      if (statement.value.kind !== 'name') change(sharing, namesIn(statement.value));
      break;
    case 'other':
      change(sharing, namesOf(statement.tokens));
      break;
    case 'class':
      for (const each of [...statement.decorators, ...statement.bases]) noteExpression(sharing, each);
      for (const { value } of statement.keywords) noteExpression(sharing, value);
      break;
    case 'function':
      for (const each of statement.decorators) noteExpression(sharing, each);
      break;
    case 'import':
    case 'from':
    case 'block':
      break;
  }
};

const groupsByName = (groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> => {
  const byName = new Map<string, Group[]>();
  for (const group of groups) {
    for (const name of new Set(group.names)) {
      const found = byName.get(name);
      if (found === undefined) byName.set(name, [group]);
      else found.push(group);
    }
  }
  return byName;
};

/** All names whose lists, sets or dicts may be changed, be it under another name. */
export const changedNames = (sharing: Sharing): ReadonlySet<string> => {
  const { changed, groups } = sharing;
  if (changed.size === 0) return changed;
  const byName = groupsByName(groups);
  const spread = new Set<Group>();
  // A set visits what is added to it while it is walked over.
  for (const name of changed) {
    for (const group of byName.get(name) ?? []) {
      if (!spread.has(group)) change(sharing, group.parts);
      spread.add(group);
    }
  }
  return changed;
};
