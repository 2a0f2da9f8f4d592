import { parseModule } from '../../python/parse.ts';
import { MAX_SOURCE } from '../../python/limits.ts';
import { classScope, lookUp, moduleScope, type Scope } from '../../python/scope.ts';
import type { ClassStatement, Module } from '../../python/syntax.ts';
import { stepsOf } from '../../python/list-building.ts';
import { hasPlainBase, isChangedLater, isDjango, isMigrationClass, mayBeMigration } from './migration.ts';
import type { OperationReading } from './operation-arguments.ts';
import { operationsOf, type Operation } from './operation-call.ts';
import { linesOf } from '../../python/positions.ts';
import { printingCosts } from '../../python/printing-cost.ts';

/** What a migration does, operation by operation, as far as that is certain. */
export interface Operations {
  /** Whether these are all operations, nested ones included, and in this order. */
  readonly complete: boolean;
  /** Whether they are complete but for what a base class of the project's own may do to them. */
  readonly listed: boolean;
  readonly operations: readonly Operation[];
}

/** Longest imported name, in UTF-16 units: a normal form repeats it wherever it is used. */
const MAX_IMPORTED = 200;

/** Length of all texts, and number of all values, that are made of one module. */
const MAX_MADE = 4 * MAX_SOURCE;

/**
 * The operations of the class Migration of a module, or undefined when it has none of Django's. Of a list that is
 * changed or chosen under a condition, the unconditional part is given, and `complete` is false.
 */
export function readOperations(source: string): Operations | undefined {
  if (!mayBeMigration(source)) return undefined;
  const module = parseModule(source);
  const scope = moduleScope(module);
  const migration = module.body.findLast((statement) => isMigrationClass(statement));
  if (!migration || !isDjango(migration, module, scope)) return undefined;
  const sure = isWhatItSays(migration, module, scope);
  const reading: OperationReading = {
    lines: linesOf(source),
    budget: { left: MAX_MADE },
    costOf: printingCosts(),
    complete: sure,
  };
  const operations = operationsIn(migration, module, scope, reading);
  const { complete } = reading;
  return { operations, listed: complete, complete: complete && hasPlainBase(migration, scope) };
}

/** Nothing but its own body and its bases say what the class Migration is. */
function isWhatItSays(migration: ClassStatement, module: Module, scope: Scope): boolean {
  const { keywords, decorators } = migration;
  return (
    module.errors === 0 &&
    keywords.length + decorators.length === 0 &&
    lookUp(scope, 'Migration')?.kind === 'definition' &&
    !isChangedLater(migration, module)
  );
}

function operationsIn(
  migration: ClassStatement,
  module: Module,
  scope: Scope,
  reading: OperationReading,
): Operation[] {
  const inside = classScope(migration, scope);
  let operations: Operation[] = [];
  if (hasLongImport(scope) || hasLongImport(inside)) {
    reading.complete = false;
    return operations;
  }
  for (const step of stepsOf('operations', migration.body, module.source)) {
    if (step.kind === 'lost' || step.conditional) {
      reading.complete = false;
      continue;
    }
    const found = operationsOf({ expression: step.value, scope: inside }, reading);
    if (step.kind === 'set') operations = found;
    else for (const each of found) operations.push(each);
  }
  return operations;
}

function hasLongImport({ bindings }: Scope): boolean {
  return [...bindings.values()].some((each) => each.kind === 'import' && each.name.length > MAX_IMPORTED);
}
