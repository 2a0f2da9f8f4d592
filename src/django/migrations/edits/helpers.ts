/** What a migration's module has besides its operations, and which of it the operations use. */
import { normalDefinition } from '../../../python/functions.ts';
import type { Scope } from '../../../python/scope.ts';
import type { ClassStatement, Module, Statement } from '../../../python/syntax.ts';
import { namesIn } from '../../../python/walk.ts';
import { IDENTITY } from '../meaning.ts';
import type { OperationReading } from '../operation-arguments.ts';
import { plainFormOf, withoutSetCall } from './calls.ts';
import { modernText } from './old-python.ts';
import { plainForm, wordsOf } from './spellings.ts';

/** A function, class or constant, or all else that stands in a module. */
export interface Helper {
  /** As a message calls it: `helper forwards`, `class attribute safe`. */
  readonly label: string;
  /** Its normal form, in one spelling. */
  readonly form: string;
  /** 1-based; where it begins. */
  readonly line: number;
}

/** By name. What has no name is there under the name `''`. */
export type Helpers = ReadonlyMap<string, Helper>;

/** What a statement is for a migration, besides its operations. */
interface Place {
  readonly scope: Scope;
  readonly source: string;
  readonly reading: OperationReading;
}

/** The functions, classes and constants of the module, and all else that it does when it is imported. */
export function helpersIn(module: Module, migration: ClassStatement, place: Place): Helpers {
  const found = new Map<string, Helper>();
  for (const statement of module.body) {
    if (statement.offset === migration.offset || isNothing(statement)) continue;
    addHelper(found, statement, place, (name) => (name === '' ? 'the code of the module' : `helper ${name}`));
  }
  return found;
}

/** The methods of the class and what other statements there are in it, without its attributes. */
export function methodsIn(migration: ClassStatement, place: Place): Helpers {
  const found = new Map<string, Helper>();
  for (const statement of migration.body) {
    if (isNothing(statement) || statement.kind === 'assign' || isAbout(statement, 'operations', place))
      continue;
    if ([...IDENTITY].some((name) => isAbout(statement, name, place))) continue;
    addHelper(found, statement, place, (name) =>
      name === '' ? 'the code of the class' : `${statement.kind === 'function' ? 'method' : 'class'} ${name}`,
    );
  }
  return found;
}

/** The attributes of the class that are not operations, and not what a migration is and stands on. */
export function attributesIn(migration: ClassStatement, place: Place): Helpers {
  const found = new Map<string, Helper>();
  for (const statement of migration.body) {
    if (statement.kind !== 'assign') continue;
    const names = namesOf(statement).filter((name) => name !== 'operations' && !IDENTITY.has(name));
    if (names.length > 0) addHelper(found, statement, place, () => `class attribute ${names.join(', ')}`);
  }
  return found;
}

function addHelper(
  found: Map<string, Helper>,
  statement: Statement,
  place: Place,
  labelOf: (name: string) => string,
): void {
  const form = formOf(statement, place);
  const line = place.reading.lines.lineAt(statement.offset);
  const names = namesOf(statement);
  for (const name of names.length === 0 ? [''] : names) {
    const old = found.get(name);
    const joined = old ? { ...old, form: `${old.form}\n${form}` } : { label: labelOf(name), form, line };
    place.reading.budget.left -= joined.form.length;
    if (place.reading.budget.left < 0) place.reading.complete = false;
    else found.set(name, joined);
  }
}

function formOf(statement: Statement, { scope, source, reading }: Place): string {
  if (statement.kind !== 'assign' || !statement.value)
    return plainForm(modernText(normalDefinition(source, statement, scope)));
  const targets = statement.targets.map((expression) =>
    expression.kind === 'name' ? expression.name : plainFormOf({ expression, scope }, reading),
  );
  const value = plainFormOf(withoutSetCall({ expression: statement.value, scope }), reading);
  return [...targets, value].join(' = ');
}

/** The names that a definition or an assignment binds as a whole. */
function namesOf(statement: Statement): string[] {
  if (statement.kind === 'function' || statement.kind === 'class') return [statement.name];
  if (statement.kind !== 'assign') return [];
  return statement.targets.flatMap((target) => (target.kind === 'name' ? [target.name] : []));
}

/** Whether a statement is there for readers, or only binds what is imported. */
function isNothing(statement: Statement): boolean {
  switch (statement.kind) {
    case 'import':
    case 'from':
      return true;
    case 'expression':
      return statement.value.kind === 'constant';
    case 'other':
      return statement.keyword === 'pass';
    case 'block':
      return statement.suites.every(({ body }) => body.every(isNothing));
    default:
      return false;
  }
}

function isAbout(statement: Statement, name: string, { source }: Place): boolean {
  if (statement.kind === 'augmented') return namesIn(statement.target).includes(name);
  if (statement.kind === 'expression') return namesIn(statement.value).includes(name);
  if (statement.kind !== 'block') return false;
  return source.slice(statement.offset, statement.end).includes(name);
}

/** The names that `roots` use, through the helpers that they use. */
export function reachable(roots: Iterable<string>, helpers: readonly Helpers[]): ReadonlySet<string> {
  const found = new Set(roots);
  // What has no name runs in any case.
  found.add('');
  for (const name of found)
    for (const each of helpers) {
      const helper = each.get(name);
      if (helper) for (const word of wordsOf(helper.form)) found.add(word);
    }
  return found;
}
