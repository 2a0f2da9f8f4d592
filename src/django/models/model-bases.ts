import { lookUp, type Scope } from '../../python/scope.ts';
import type { ClassStatement, Expression } from '../../python/syntax.ts';
import { classNamed, dottedName, lastPart } from '../../python/bindings.ts';

/** Whether a class is a Django model; `'maybe'` when that depends on what another module defines. */
export type Modelhood = 'yes' | 'maybe' | 'no';

/** The classes of a module that have been looked at. */
export type KnownClasses = ReadonlyMap<ClassStatement, Modelhood>;

const MODEL = /^django\.(?:db\.models\.(?:base\.)?|contrib\.gis\.db\.models\.)Model$/;

/** The models that Django defines in places meant to be imported from (django/contrib, 4.2 to 6.1). */
const DJANGO_MODELS: ReadonlySet<string> = new Set([
  'admin.models.LogEntry',
  'auth.base_user.AbstractBaseUser',
  'auth.models.AbstractBaseUser',
  'auth.models.AbstractUser',
  'auth.models.Group',
  'auth.models.Permission',
  'auth.models.PermissionsMixin',
  'auth.models.User',
  'contenttypes.models.ContentType',
  'flatpages.models.FlatPage',
  'redirects.models.Redirect',
  'sessions.base_session.AbstractBaseSession',
  'sessions.models.AbstractBaseSession',
  'sessions.models.Session',
  'sites.models.Site',
]);

/** Python's own classes that models.py files inherit from; all of them are plain. */
const BUILTIN =
  /^(?:object|type|dict|list|tuple|set|frozenset|str|bytes|int|float|bool|property|\w*(?:Error|Exception|Warning))$/;

/** Packages whose classes are no models. */
const PLAIN_PACKAGE =
  /^(?:abc|collections|contextlib|dataclasses|datetime|decimal|enum|functools|html|http|io|json|logging|string|threading|types|typing|typing_extensions|unittest|uuid|pydantic|rest_framework\.(?!authtoken\.)|django_filters|factory|graphene)(?:$|\.|(?<=\.))/;

/** Kinds of classes that models never are: a class on one of these is no model, whatever its mixins are. */
const OTHER_KIND = /^(?:django\.(?:(?:contrib\.gis\.)?db\.models|forms|views)|rest_framework\.serializers)\./;

/** Whether `base` makes a class a manager, queryset, field, form, view or serializer. */
export function isOtherKind(base: Expression, scope: Scope): boolean {
  const named = base.kind === 'call' ? base.callee : base;
  const dotted = dottedName(named, scope);
  return dotted !== undefined && OTHER_KIND.test(dotted) && modelhoodOf(dotted) === 'no';
}

/** `django.db.models.Model` itself, which has no Meta. */
export function isModelClass(dotted: string): boolean {
  return MODEL.test(dotted);
}

/** Whether a dotted name of another module is a model. Of Django and of known packages it is known. */
export function modelhoodOf(dotted: string): Modelhood {
  if (MODEL.test(dotted)) return 'yes';
  if (dotted.startsWith('django.contrib.') && DJANGO_MODELS.has(dotted.slice('django.contrib.'.length)))
    return 'yes';
  return dotted.startsWith('django.') || PLAIN_PACKAGE.test(dotted) ? 'no' : 'maybe';
}

/** Whether inheriting from `base` makes a class a model. */
export function modelhoodOfBase(base: Expression, scope: Scope, known: KnownClasses): Modelhood {
  const definition = classNamed(base, scope);
  if (definition) return known.get(definition) ?? 'maybe';
  if (base.kind === 'subscript') return modelhoodOfBase(base.value, scope, known); // Generic[T]
  if (base.kind === 'call') return modelhoodOfCall(base.callee, scope);
  if (base.kind === 'name' && lookUp(scope, base.name) === undefined && BUILTIN.test(base.name)) return 'no';
  const dotted = dottedName(base, scope);
  return dotted === undefined ? 'maybe' : modelhoodOf(dotted);
}

function modelhoodOfCall(callee: Expression, scope: Scope): Modelhood {
  const dotted = dottedName(callee, scope);
  if (dotted === undefined) return 'maybe';
  if (/^django\.(?:contrib\.auth\.get_user_model|apps\.apps\.get_model)$/.test(dotted)) return 'yes';
  if (lastPart(dotted) === 'with_metaclass') return 'maybe';
  return modelhoodOf(dotted);
}

/**
 * The classes that a class inherits from: its bases, and those handed to `six.with_metaclass(Meta, *bases)`, which
 * Python 2 needed.
 */
export function basesOf(definition: ClassStatement, scope: Scope): readonly Expression[] {
  return definition.bases.flatMap((base) => {
    if (base.kind !== 'call') return [base];
    const callee = dottedName(base.callee, scope);
    return callee !== undefined && lastPart(callee) === 'with_metaclass' ? base.arguments.slice(1) : [base];
  });
}
