import { classScope, type Scope } from '../../python/scope.ts';
import type { CallExpression, ClassStatement, Expression, Statement } from '../../python/syntax.ts';
import { argumentOf, boundTo, dottedName, lastPart } from '../../python/bindings.ts';
import { evaluate } from '../../python/evaluate.ts';
import { givenText, type Given } from '../../python/given.ts';
import type { Lines } from '../../python/positions.ts';

/**
 * What a relation points at: a string as written (`'blog.Post'`, `'Post'`, `'self'`), the model that a setting names,
 * or a class, by its dotted name (bare when it is one of the same module).
 */
export type Target = string | { readonly setting: string } | { readonly name: string };

/** A ForeignKey, OneToOneField or ManyToManyField of a model. */
export interface Relation {
  /** The name of the field. */
  readonly field: string;
  /**
   * The field's class as a dotted name. Besides Django's own, those of other modules count whose names end like
   * theirs, or in ParentalKey; what they take is then taken to be what Django's take.
   */
  readonly type: string;
  /** Under a condition in the class body. */
  readonly conditional: boolean;
  readonly to: Given<Target>;
  /** Of a ManyToManyField; undefined when not given, and for the others. */
  readonly through: Given<Target>;
  /** The table of a ManyToManyField; undefined when not given, and for the others. */
  readonly dbTable: Given<string>;
  /** Where the field stands; 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
}

const RELATION = /(?<!Generic)(?:ForeignKey|OneToOneField|ManyToManyField|ParentalKey)$/;

const GET_USER_MODEL = /^django\.contrib\.auth\.get_user_model$/;

/**
 * The relations that the body of a model class defines, in the order written
 * (https://docs.djangoproject.com/en/5.2/ref/models/fields/#module-django.db.models.fields.related). Those that base
 * classes bring, or that are added from outside, are not among them.
 */
export function readRelations(definition: ClassStatement, module: Scope, lines: Lines): Relation[] {
  const scope = classScope(definition, module);
  const relations: Relation[] = [];
  const walk = (body: readonly Statement[], conditional: boolean): void => {
    for (const statement of body) {
      if (statement.kind === 'block') for (const suite of statement.suites) walk(suite.body, true);
      if (statement.kind !== 'assign' || statement.value === undefined) continue;
      for (const target of statement.targets) {
        if (target.kind !== 'name') continue;
        const relation = relationOf(statement.value, scope, lines);
        const place = lines.at(target.offset);
        if (relation) relations.push({ field: target.name, conditional, ...relation, ...place });
      }
    }
  };
  walk(definition.body, false);
  return relations;
}

type Described = Pick<Relation, 'type' | 'to' | 'through' | 'dbTable'>;

/** What the call of a field says, when it is a relation. */
export function relationOf(call: Expression, scope: Scope, lines: Lines): Described | undefined {
  if (call.kind !== 'call') return undefined;
  const type = dottedName(call.callee, scope);
  if (type === undefined || !RELATION.test(lastPart(type))) return undefined;
  const many = type.endsWith('ManyToManyField');
  const given = (name: string, index: number): Given<Target> => targetIn(call, name, index, scope, lines);
  // The lines of ManyToManyField's parameters are the same in Django 1.7 to 6.1.
  const through = many ? given('through', 5) : undefined;
  return {
    type,
    to: given('to', 0),
    through,
    dbTable: many ? tableIn(call, scope, lines) : undefined,
  };
}

/** The table that the call of a ManyToManyField gives; None is nothing. */
export function tableIn(call: CallExpression, scope: Scope, lines: Lines): Given<string> {
  const table = argumentOf(call, 'db_table', 8);
  if (table === undefined || table === 'unknown') return table;
  return evaluate(table, scope).kind === 'none' ? undefined : givenText(table, scope, lines);
}

function targetIn(
  call: CallExpression,
  name: string,
  index: number,
  scope: Scope,
  lines: Lines,
): Given<Target> {
  const argument = argumentOf(call, name, index);
  if (argument === undefined || argument === 'unknown') return argument;
  const written = evaluate(argument, scope);
  if (written.kind === 'none') return undefined;
  const value = written.kind === 'string' ? written.value : targetOf(argument, scope);
  return value === undefined ? 'unknown' : { value, ...lines.at(argument.offset) };
}

function targetOf(argument: Expression, home: Scope): Target | undefined {
  const { expression, scope } = boundTo({ expression: argument, scope: home });
  if (expression.kind === 'call') return targetOfCall(expression, scope);
  const name = dottedName(expression, scope);
  const setting = /^django\.conf\.settings\.(\w+)$/.exec(name ?? '')?.[1];
  if (setting !== undefined) return { setting };
  return name === undefined ? undefined : { name };
}

/** `get_user_model()`, and `getattr(settings, 'AUTH_USER_MODEL', …)`: that setting always has a value. */
function targetOfCall(call: CallExpression, scope: Scope): Target | undefined {
  const callee = dottedName(call.callee, scope);
  if (GET_USER_MODEL.test(callee ?? '')) return { setting: 'AUTH_USER_MODEL' };
  const [settings, name] = call.arguments;
  const isGetattr = call.callee.kind === 'name' && call.callee.name === 'getattr' && callee === undefined;
  if (!isGetattr || !settings || !name || dottedName(settings, scope) !== 'django.conf.settings')
    return undefined;
  const asked = evaluate(name, scope);
  return asked.kind === 'string' && asked.value === 'AUTH_USER_MODEL'
    ? { setting: 'AUTH_USER_MODEL' }
    : undefined;
}
