import { normalDefinition } from '../../../python/functions.ts';
import { parseModule } from '../../../python/parse.ts';
import { linesOf } from '../../../python/positions.ts';
import { printingCosts } from '../../../python/printing-cost.ts';
import { MAX_SOURCE } from '../../../python/limits.ts';
import { classScope, moduleScope, type Scope } from '../../../python/scope.ts';
import type { ClassStatement, Statement } from '../../../python/syntax.ts';
import { resolveName } from '../../../python/imports.ts';
import { IDENTITY } from '../meaning.ts';
import { isDjango, isMigrationClass } from '../migration.ts';
import type { OperationReading } from '../operation-arguments.ts';
import { readOperations } from '../operations.ts';
import { plainFormOf } from './calls.ts';
import type { Effect } from './effect.ts';
import { effectsOf, type Sides } from './effects.ts';
import { attributesIn, helpersIn, methodsIn, type Helpers } from './helpers.ts';
import { isDjangos } from './field-attributes.ts';
import { modernText } from './old-python.ts';
import { namesIn } from '../../../python/walk.ts';

/** A migration's module, taken apart for comparison with another text of it. */
export interface MigrationText {
  /** Whether all operations are known; if not, only `body` says what they are. */
  readonly told: boolean;
  readonly effects: Sides;
  /** Normal text of the class. */
  readonly body: string;
  /** Its base classes, and whether those are Django's. */
  readonly bases: { readonly form: string; readonly djangos: boolean };
  readonly helpers: Helpers;
  readonly methods: Helpers;
  readonly attributes: Helpers;
  /** Names that are used where operations change something, and by the base classes. */
  readonly used: readonly string[];
  /** Names that are used in what no database sees: code for the way back, validators. */
  readonly idle: readonly string[];
  /** 1-based, of the operations. */
  readonly line: number;
}

/** Most that is made of one text; see `OperationReading`. */
const MAX_MADE = 4 * MAX_SOURCE;

/** Takes a migration apart; undefined when it is none of Django's, or not Python that is understood. */
export function readMigrationText(source: string): MigrationText | undefined {
  const module = parseModule(source);
  const scope = moduleScope(module);
  const migration = module.body.findLast((statement) => isMigrationClass(statement));
  const read = module.errors === 0 ? readOperations(source) : undefined;
  if (!read || !migration || !isDjango(migration, module, scope)) return undefined;
  const reading: OperationReading = {
    lines: linesOf(source),
    budget: { left: MAX_MADE },
    costOf: printingCosts(),
    complete: read.listed,
  };
  const inside = classScope(migration, scope);
  const place = { scope, source, reading };
  const within = { scope: inside, source, reading };
  const parts = {
    effects: effectsOf(read.operations, reading),
    body: bodyText(source, migration, inside),
    bases: basesOf(migration, scope, reading),
    helpers: helpersIn(module, migration, place),
    methods: methodsIn(migration, within),
    attributes: attributesIn(migration, within),
  };
  const { used, idle } = namesOf(parts.effects.database);
  return {
    ...parts,
    told: reading.complete,
    used: [...used, ...migration.bases.flatMap(namesIn)],
    idle,
    line: reading.lines.lineAt(operationsOf(migration).offset),
  };
}

/** Where the operations are; the class when it has none. */
function operationsOf(migration: ClassStatement): Statement {
  const found = migration.body.find(
    (statement) =>
      statement.kind === 'assign' &&
      statement.targets.some((target) => target.kind === 'name' && target.name === 'operations'),
  );
  return found ?? migration;
}

/** The text of the class without what a migration is and stands on. */
function bodyText(source: string, migration: ClassStatement, scope: Scope): string {
  const body = migration.body.filter(
    (statement) =>
      statement.kind !== 'assign' ||
      !statement.targets.some((target) => target.kind === 'name' && IDENTITY.has(target.name)),
  );
  return body.map((statement) => modernText(normalDefinition(source, statement, scope))).join('\n');
}

function basesOf(migration: ClassStatement, scope: Scope, reading: OperationReading): MigrationText['bases'] {
  const form = migration.bases.map((expression) => plainFormOf({ expression, scope }, reading)).join(', ');
  return { form, djangos: migration.bases.every((base) => isDjangos(resolveName(scope, base) ?? '')) };
}

function namesOf(effects: readonly Effect[]): Pick<MigrationText, 'used' | 'idle'> {
  const [used, idle]: [string[], string[]] = [[], []];
  for (const { call, weigh, weight } of effects) {
    const calls = [call, ...[...call.parts.values()].flatMap((part) => part.call ?? [])];
    for (const name of calls.flatMap(({ names }) => names)) used.push(name);
    for (const [name, part] of call.parts) {
      const isIdle = weight === 'state' || weigh(call.callee, name, part, part) === 'state';
      for (const each of part.names) (isIdle ? idle : used).push(each);
    }
  }
  return { used, idle };
}
