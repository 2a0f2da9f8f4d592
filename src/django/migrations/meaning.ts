import { createHash } from 'node:crypto';
import { normalDefinition } from '../../python/functions.ts';
import { normalForm } from '../../python/normal.ts';
import { printingCosts } from '../../python/printing-cost.ts';
import type { Scope } from '../../python/scope.ts';
import type { ClassStatement, Expression, Module, Statement } from '../../python/syntax.ts';

/** The value last assigned to a class attribute. */
export function attribute(definition: ClassStatement, name: string): Expression | undefined {
  return definition.body
    .flatMap((statement) =>
      assignedNames(statement).includes(name) && 'value' in statement ? [statement.value] : [],
    )
    .findLast((value) => value !== undefined);
}

/** The attributes that say who a migration is and what it stands on, not what it does. */
export const IDENTITY: ReadonlySet<string> = new Set(['dependencies', 'replaces', 'run_before', 'initial']);

/** In one transaction or not, it does the same. */
const isAside = (name: string): boolean => name === 'atomic' || IDENTITY.has(name);

/** Text that a file may make of its names before it is compared as it stands, in UTF-16 units. */
const MAX_COST = 4_000_000;

/** Digests of all that a migration does. */
export interface Meaning {
  /** Two migrations of one meaning do the same, however their files are formatted. */
  readonly meaning: string;
  /** The same without the labels in `"label.Model"`: what an app and the same app under another label have in common. */
  readonly likeness: string;
}

/**
 * What a migration does: the body of its class, its bases, and what else the module defines. Operations that do nothing
 * (a merge) mean what they depend on.
 */
export function meaningOf(migration: ClassStatement, module: Module, scope: Scope): Meaning {
  const body = migration.body.filter((statement) => !assignedNames(statement).some(isAside));
  const others = module.body.filter(
    ({ kind, offset }) => kind !== 'import' && kind !== 'from' && offset !== migration.offset,
  );
  if (costOf([...body, ...others], scope) > MAX_COST) return digests([module.source]);
  const operations = attribute(migration, 'operations');
  const nothing = !operations || ('elements' in operations && operations.elements.length === 0);
  const dependencies = nothing ? attribute(migration, 'dependencies') : undefined;
  const text = (statement: Statement): string[] =>
    isDocstring(statement) ? [] : [statementText(statement, module.source, scope)];
  return digests([
    migration.bases.map((base) => normalForm(base, scope)).join(),
    dependencies ? normalForm(dependencies, scope) : '',
    ...body.flatMap(text),
    '--',
    ...others.flatMap(text),
  ]);
}

function costOf(statements: readonly Statement[], scope: Scope): number {
  const cost = printingCosts();
  return statements
    .flatMap((statement) => (statement.kind === 'assign' && statement.value ? [statement.value] : []))
    .reduce((sum, value) => sum + cost(value, scope), 0);
}

function digests(lines: readonly string[]): Meaning {
  const meaning = digest(lines);
  const bare = lines.map((line) => line.replace(/"\w+\.(\w+)"/g, '".$1"'));
  return { meaning, likeness: bare.every((line, index) => line === lines[index]) ? meaning : digest(bare) };
}

// what is compared is remembered for every migration of a repository, and texts are as long as the files
function digest(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('base64url').slice(0, 27);
}

function isDocstring(statement: Statement): boolean {
  return statement.kind === 'expression' && statement.value.kind === 'constant';
}

function statementText(statement: Statement, source: string, scope: Scope): string {
  if (statement.kind !== 'assign' || !statement.value) return normalDefinition(source, statement, scope);
  return [...statement.targets, statement.value]
    .map((expression) => normalForm(expression, scope))
    .join(' = ');
}

function assignedNames(statement: Statement): string[] {
  if (statement.kind !== 'assign') return [];
  return statement.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
}
