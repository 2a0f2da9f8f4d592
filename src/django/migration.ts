import { evaluate } from '../python/evaluate.ts';
import { resolveName } from '../python/imports.ts';
import { normalDefinition } from '../python/functions.ts';
import { normalForm } from '../python/normal.ts';
import { parseModule } from '../python/parse.ts';
import { positionAt } from '../python/positions.ts';
import { classScope, moduleScope, type Scope } from '../python/scope.ts';
import type { ClassStatement, Expression, Module, Statement } from '../python/syntax.ts';
import type { Value } from '../python/values.ts';

/** A migration as others refer to it: `(app label, name)`. */
export type Reference = readonly [label: string, name: string];

/** What a module says of its `class Migration`, read without running it. */
export interface MigrationFacts {
  /** Where `class Migration` stands; 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
  /** Undefined when it is not a list of literals: nothing may be concluded from it. */
  readonly replaces: readonly Reference[] | undefined;
  /** Canonical text of what the migration does: two migrations with the same meaning do the same. */
  readonly meaning: string;
}

/** A cheap look at the text: only what passes it is parsed. */
export function mayBeMigration(source: string): boolean {
  return /^[ \t]*class[ \t]+Migration\b/m.test(source);
}

/**
 * The facts of a migration module, or undefined when it is none: no `class Migration`, or one that is not Django's
 * (South, Alembic and others number their files alike).
 */
export function readMigration(source: string): MigrationFacts | undefined {
  if (!mayBeMigration(source)) return undefined;
  const module = parseModule(source);
  const scope = moduleScope(module);
  const migration = module.body.find((statement) => isMigrationClass(statement));
  if (!migration || !isDjango(migration, module, scope)) return undefined;
  const { line, column } = positionAt(source, migration.offset);
  const replaces = attribute(migration, 'replaces');
  return {
    line,
    column,
    replaces: replaces ? references(evaluate(replaces, classScope(migration, scope))) : [],
    meaning: meaningOf(migration, module, scope),
  };
}

function isMigrationClass(statement: Statement): statement is ClassStatement {
  return statement.kind === 'class' && statement.name === 'Migration';
}

/** Django's own base class, or one of the project's own in a module that uses Django's migrations. */
function isDjango(migration: ClassStatement, module: Module, scope: Scope): boolean {
  const bases = migration.bases.map((base) => resolveName(scope, base) ?? '');
  if (bases.some((base) => base.startsWith('django.db.migrations.') || base === 'django.db.migrations'))
    return true;
  return bases.length > 0 && module.body.some(importsDjangoMigrations);
}

function importsDjangoMigrations(statement: Statement): boolean {
  if (statement.kind !== 'from' || statement.level > 0) return false;
  if (statement.module.startsWith('django.db.migrations')) return true;
  return statement.module === 'django.db' && statement.names.some(({ name }) => name === 'migrations');
}

/** The value last assigned to a class attribute. */
export function attribute(definition: ClassStatement, name: string): Expression | undefined {
  return definition.body
    .flatMap((statement) =>
      assignedNames(statement).includes(name) && 'value' in statement ? [statement.value] : [],
    )
    .findLast((value) => value !== undefined);
}

function references(value: Value): readonly Reference[] | undefined {
  if ((value.kind !== 'list' && value.kind !== 'tuple') || !value.complete) return undefined;
  const pairs = value.elements.map((element) => {
    if (element.kind !== 'tuple' && element.kind !== 'list') return undefined;
    const [label, name] = element.elements;
    return label?.kind === 'string' && name?.kind === 'string'
      ? ([label.value, name.value] as const)
      : undefined;
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

// Who a migration is and what it stands on, not what it does.
const IDENTITY: ReadonlySet<string> = new Set([
  'dependencies',
  'replaces',
  'run_before',
  'initial',
  'atomic',
]);

/**
 * All that a migration does: the body of its class, its bases, and what else the module defines. Operations that do
 * nothing (a merge) mean what they depend on.
 */
function meaningOf(migration: ClassStatement, module: Module, scope: Scope): string {
  const operations = attribute(migration, 'operations');
  const nothing = !operations || ('elements' in operations && operations.elements.length === 0);
  const dependencies = nothing ? attribute(migration, 'dependencies') : undefined;
  const body = migration.body.filter(
    (statement) => !assignedNames(statement).some((name) => IDENTITY.has(name)),
  );
  const others = module.body.filter(
    ({ kind, offset }) => kind !== 'import' && kind !== 'from' && offset !== migration.offset,
  );
  const text = (statement: Statement): string[] =>
    isDocstring(statement) ? [] : [statementText(statement, module.source, scope)];
  return [
    migration.bases.map((base) => normalForm(base, scope)).join(),
    dependencies ? normalForm(dependencies, scope) : '',
    ...body.flatMap(text),
    '--',
    ...others.flatMap(text),
  ].join('\n');
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
