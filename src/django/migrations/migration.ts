import { evaluate } from '../../python/evaluate.ts';
import { resolveName } from '../../python/imports.ts';
import { normalForm } from '../../python/normal.ts';
import { parseModule } from '../../python/parse.ts';
import { linesOf, type Lines } from '../../python/positions.ts';
import { classScope, isBuiltin, moduleScope, type Scope } from '../../python/scope.ts';
import type { ClassStatement, Module, Statement } from '../../python/syntax.ts';
import { attribute, meaningOf, type Meaning } from './meaning.ts';
import { readReferences, type References } from './references.ts';
import type { Reading } from '../sources.ts';

/** What a module says of its `class Migration`, read without running it. Plain data: it is remembered as JSON. */
export interface MigrationFacts extends Meaning {
  /** Where `class Migration` stands; 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
  readonly dependencies: References;
  readonly replaces: References;
  readonly runBefore: References;
  /** As the class says; null when it says nothing (Django then looks at the dependencies). */
  readonly initial: boolean | null | 'unknown';
  /** Normal form of `atomic`, empty when the class does not say it. */
  readonly atomic: string;
}

/**
 * What a module in a migrations package is. `none`: nothing in it is called Migration, and Django refuses to load
 * it; `foreign`: its class Migration is not Django's (South, Alembic); `unclear`: `Migration` is bound to something
 * that is not read; `broken`: conflict markers of a merge.
 */
export type MigrationModule =
  | (MigrationFacts & { readonly kind: 'migration' })
  | { readonly kind: 'none' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unclear'; readonly line: number }
  | { readonly kind: 'broken'; readonly line: number };

/** Reads what a module is to Django's loader. */
export const MIGRATION: Reading<MigrationModule> = { name: 'migration', read: readMigrationModule };

/** A cheap look at the text: only what passes it is parsed. */
export function mayBeMigration(source: string): boolean {
  return /^[ \t]*class[ \t]+Migration\b/m.test(source);
}

/** The facts of a migration module, or undefined when it has no `class Migration` of Django's. */
export function readMigration(source: string): MigrationFacts | undefined {
  if (!mayBeMigration(source)) return undefined;
  const read = readMigrationModule(source);
  return read.kind === 'migration' ? read : undefined;
}

/** What the module is to Django's loader (django/db/migrations/loader.py, `load_disk`). */
export function readMigrationModule(source: string): MigrationModule {
  const module = parseModule(source);
  const lines = linesOf(source);
  const marker = module.errors > 0 ? /^<{7} [^]*^>{7} /m.exec(source) : null;
  if (marker) return { kind: 'broken', line: lines.lineAt(marker.index) };
  const scope = moduleScope(module);
  const migration = module.body.findLast((statement) => isMigrationClass(statement));
  if (!migration) {
    const bound = scope.bindings.has('Migration') || scope.star || module.errors > 0;
    return bound ? { kind: 'unclear', line: lineOfBinding(module, lines) } : { kind: 'none' };
  }
  if (!isDjango(migration, module, scope)) {
    const line = lines.lineAt(migration.offset);
    return isForeign(migration, scope) ? { kind: 'foreign' } : { kind: 'unclear', line };
  }
  return { kind: 'migration', ...factsOf(migration, module, scope, lines) };
}

function factsOf(migration: ClassStatement, module: Module, scope: Scope, lines: Lines): MigrationFacts {
  const [initial, atomic] = [attribute(migration, 'initial'), attribute(migration, 'atomic')];
  const inside = classScope(migration, scope);
  const said = initial && evaluate(initial, inside);
  const changed = isChangedLater(migration, module);
  const references = (name: string): References => {
    const { known, complete } = readReferences(migration, name, scope, lines);
    return { known, complete: complete && !changed };
  };
  const dependencies = references('dependencies');
  const inherits = !attribute(migration, 'dependencies') && !hasPlainBase(migration, scope);
  return {
    ...lines.at(migration.offset),
    dependencies: inherits ? { ...dependencies, complete: false } : dependencies,
    replaces: references('replaces'),
    runBefore: references('run_before'),
    initial: said === undefined ? null : said.kind === 'boolean' ? said.value : 'unknown',
    atomic: atomic ? normalForm(atomic, inside) : '',
    ...meaningOf(migration, module, scope),
  };
}

export function isMigrationClass(statement: Statement): statement is ClassStatement {
  return statement.kind === 'class' && statement.name === 'Migration';
}

function lineOfBinding(module: Module, lines: Lines): number {
  const binding = module.body.find(({ offset, end }) =>
    module.source.slice(offset, end).includes('Migration'),
  );
  return lines.lineAt(binding?.offset ?? 0);
}

const DJANGO = /^django\.db\.migrations(?:\.|$)/;

/** Django's own base class, or one of the project's own in a module that uses Django's migrations. */
export function isDjango(migration: ClassStatement, module: Module, scope: Scope): boolean {
  const bases = migration.bases.map((base) => resolveName(scope, base) ?? '');
  if (bases.some((base) => DJANGO.test(base))) return true;
  return bases.length > 0 && module.body.some(importsDjangoMigrations);
}

/** A class of its own, or of the migrations of another framework. */
function isForeign(migration: ClassStatement, scope: Scope): boolean {
  return migration.bases.every(
    (base) => isBuiltin(base, scope) || /^(?:south|alembic)\./.test(resolveName(scope, base) ?? ''),
  );
}

/** A base class of the project's own may bring dependencies of its own. */
export function hasPlainBase(migration: ClassStatement, scope: Scope): boolean {
  return migration.bases.every((base) => DJANGO.test(resolveName(scope, base) ?? ''));
}

/** `Migration.dependencies.append(…)` after the class. */
export function isChangedLater(migration: ClassStatement, module: Module): boolean {
  return module.body.some(
    ({ kind, offset, end }) =>
      offset > migration.offset &&
      kind !== 'function' &&
      kind !== 'class' &&
      /\bMigration\b/.test(module.source.slice(offset, end)),
  );
}

function importsDjangoMigrations(statement: Statement): boolean {
  if (statement.kind !== 'from' || statement.level > 0) return false;
  if (statement.module.startsWith('django.db.migrations')) return true;
  return statement.module === 'django.db' && statement.names.some(({ name }) => name === 'migrations');
}
