import { classScope, type Scope } from '../../python/scope.ts';
import type { ClassStatement, Expression } from '../../python/syntax.ts';
import { classNamed, dottedName } from '../../python/bindings.ts';
import { givenBoolean, givenText, type Given, type Placed } from '../../python/given.ts';
import { isModelClass, modelhoodOf, type Modelhood } from './model-bases.ts';
import type { Lines } from '../../python/positions.ts';

/**
 * What a model's Meta says, inheritance within the module included; lines are where the value stands, be it in a
 * parent. An attribute not given here may still come from elsewhere when `inherited` is `'unknown'`
 * (https://docs.djangoproject.com/en/5.2/topics/db/models/#meta-inheritance).
 */
export interface ModelMeta {
  readonly appLabel: Given<string>;
  readonly dbTable: Given<string>;
  readonly managed: Given<boolean>;
  readonly abstract: Given<boolean>;
  readonly proxy: Given<boolean>;
  readonly inherited: 'unknown' | undefined;
}

/** What a class used as a Meta says: by itself, and with what it inherits. */
interface MetaClass {
  readonly own: Partial<ModelMeta>;
  readonly all: ModelMeta;
}

/** What `SomeClass.Meta` is: undefined when there is no such attribute; `own` when the class itself defines it. */
interface MetaAttribute {
  readonly meta: MetaClass;
  readonly own: boolean;
}

/** What has been read of the classes of a module, in the order written, and how to tell lines in it. */
export interface MetaReading {
  readonly module: Scope;
  readonly lines: Lines;
  /** Classes whose Meta is changed from outside (`Post._meta.db_table = …`). */
  readonly changed: ReadonlySet<string>;
  readonly attributes: Map<ClassStatement, MetaAttribute | undefined>;
  readonly plain: Map<ClassStatement, MetaClass>;
}

const NAMES = {
  appLabel: 'app_label',
  dbTable: 'db_table',
  managed: 'managed',
  abstract: 'abstract',
  proxy: 'proxy',
} as const;
const KEYS = ['appLabel', 'dbTable', 'managed', 'abstract', 'proxy'] as const;

const NOTHING: ModelMeta = {
  appLabel: undefined,
  dbTable: undefined,
  managed: undefined,
  abstract: undefined,
  proxy: undefined,
  inherited: undefined,
};

/** Of the Meta of an abstract model, Django sets `abstract` to False once the model is made. */
const RESET: Placed<boolean> = { value: false, line: 0, column: 0 };

const SILENT: MetaClass = { own: {}, all: NOTHING };
const HIDDEN: MetaClass = { own: {}, all: { ...NOTHING, inherited: 'unknown' } };
const LOST: ModelMeta = {
  appLabel: 'unknown',
  dbTable: 'unknown',
  managed: 'unknown',
  abstract: 'unknown',
  proxy: 'unknown',
  inherited: 'unknown',
};

/**
 * The Meta of the class `definition`, whose bases are `bases`. Classes are read in the order written: what this one
 * says is kept in `reading` for those after it.
 */
export function readMeta(
  definition: ClassStatement,
  bases: readonly Expression[],
  modelhood: Modelhood,
  reading: MetaReading,
): ModelMeta {
  const { module, changed, attributes } = reading;
  const inherited = inheritedMeta(bases, reading);
  if (changed.has(definition.name)) {
    attributes.set(definition, { meta: HIDDEN, own: true });
    return LOST;
  }
  const scope = classScope(definition, module);
  const binding = scope.bindings.get('Meta');
  const meta = binding === undefined ? undefined : ownMeta(definition, scope, reading);
  attributes.set(definition, meta === undefined ? inherited : attributeOf(meta, modelhood, inherited));
  const { all } = meta ?? { all: { ...(inherited?.meta.all ?? NOTHING), abstract: undefined } };
  const custom = definition.keywords.some(({ name }) => name === undefined || name === 'metaclass');
  return {
    ...all,
    abstract: all.abstract === RESET ? undefined : all.abstract,
    ...(custom && { inherited: 'unknown' }),
  };
}

/** Keeps what a class that is no model says, for it may serve as the base of a Meta. */
export function readPlainClass(definition: ClassStatement, reading: MetaReading): void {
  reading.plain.set(definition, metaClass(definition, reading.module, reading));
}

function ownMeta(definition: ClassStatement, scope: Scope, reading: MetaReading): MetaClass {
  const meta = definition.body.find(
    (each): each is ClassStatement => each.kind === 'class' && each.name === 'Meta',
  );
  const known = meta && scope.bindings.get('Meta')?.kind === 'definition';
  return known ? metaClass(meta, scope, reading) : { own: LOST, all: LOST };
}

function metaClass(definition: ClassStatement, scope: Scope, reading: MetaReading): MetaClass {
  const { bindings } = classScope(definition, scope);
  const inner = classScope(definition, scope);
  const given = <T>(
    name: string,
    read: (value: Expression, scope: Scope, lines: Lines) => Placed<T> | 'unknown',
  ): Given<T> => {
    const binding = bindings.get(name);
    return binding?.kind === 'value' ? read(binding.expression, inner, reading.lines) : binding && 'unknown';
  };
  const own: ModelMeta = {
    appLabel: given(NAMES.appLabel, givenText),
    dbTable: given(NAMES.dbTable, givenText),
    managed: given(NAMES.managed, givenBoolean),
    abstract: given(NAMES.abstract, givenBoolean),
    proxy: given(NAMES.proxy, givenBoolean),
    inherited: definition.keywords.length + definition.decorators.length > 0 ? 'unknown' : undefined,
  };
  const bases = definition.bases.map((base) => metaBase(base, scope, reading));
  return { own, all: bases.length === 0 ? own : merged([{ own, all: own }, ...bases]) };
}

/** The class that a Meta inherits from: `Base.Meta`, or a plain class of the module. */
function metaBase(base: Expression, scope: Scope, reading: MetaReading): MetaClass {
  if (base.kind === 'name' && base.name === 'object' && dottedName(base, scope) === undefined) return SILENT;
  const plain = classNamed(base, scope);
  if (plain) return reading.plain.get(plain) ?? HIDDEN;
  if (base.kind !== 'attribute' || base.name !== 'Meta') return HIDDEN;
  const attribute = attributeOfBase(base.value, scope, reading);
  return attribute === 'unknown' ? HIDDEN : (attribute?.meta ?? HIDDEN);
}

/** Attribute by attribute, the first class that gives it wins; where Python's order may differ, it is unknown. */
function merged(classes: readonly MetaClass[]): ModelMeta {
  const all: Record<string, unknown> = {};
  for (const key of KEYS) {
    const from = classes.findIndex((each) => each.all[key] !== undefined || each.all.inherited === 'unknown');
    const first = classes[from];
    const value = first?.all[key];
    const unsure = value === undefined || first?.own[key] === undefined;
    const rivals = classes.slice(from + 1).some(({ all }) => mayDiffer(all, key, value));
    all[key] = unsure && rivals ? 'unknown' : value;
  }
  const hidden = classes.some((each) => each.all.inherited === 'unknown');
  return { ...(all as unknown as ModelMeta), inherited: hidden ? 'unknown' : undefined };
}

function mayDiffer(meta: ModelMeta, key: (typeof KEYS)[number], value: unknown): boolean {
  if (meta[key] !== undefined) return meta[key] !== value;
  return value !== undefined && meta.inherited === 'unknown';
}

/** What `Model.Meta` is once Django has made the model: it keeps the Meta of abstract models only. */
function attributeOf(
  meta: MetaClass,
  modelhood: Modelhood,
  inherited: MetaAttribute | undefined,
): MetaAttribute | undefined {
  const { abstract } = meta.all;
  const isAbstract =
    abstract === 'unknown' || (abstract === undefined && meta.all.inherited) ? 'unknown' : abstract?.value;
  if (modelhood === 'no') return { meta, own: true };
  if (isAbstract === true)
    return {
      meta: { own: { ...meta.own, abstract: RESET }, all: { ...meta.all, abstract: RESET } },
      own: true,
    };
  return isAbstract === 'unknown' || modelhood === 'maybe' ? { meta: HIDDEN, own: true } : inherited;
}

/** The Meta that a class without one finds in its bases, as Python looks attributes up. */
function inheritedMeta(bases: readonly Expression[], reading: MetaReading): MetaAttribute | undefined {
  const found = bases.map((base) => attributeOfBase(base, reading.module, reading));
  const first = found.findIndex((each) => each !== undefined);
  const attribute = found[first];
  if (attribute === undefined) return undefined;
  // A later base may override what the first one merely inherits.
  const rivals = found
    .slice(first + 1)
    .some(
      (each) => each !== undefined && (each === 'unknown' || each.meta !== (attribute as MetaAttribute).meta),
    );
  if (attribute === 'unknown' || (rivals && !attribute.own)) return { meta: HIDDEN, own: true };
  return { meta: attribute.meta, own: false };
}

function attributeOfBase(
  base: Expression,
  scope: Scope,
  reading: MetaReading,
): MetaAttribute | 'unknown' | undefined {
  const definition = classNamed(base, scope);
  if (definition) return reading.attributes.has(definition) ? reading.attributes.get(definition) : 'unknown';
  if (base.kind === 'subscript') return attributeOfBase(base.value, scope, reading);
  if (base.kind === 'call') return 'unknown';
  const dotted = dottedName(base, scope);
  if (dotted === undefined) return base.kind === 'name' && base.name === 'object' ? undefined : 'unknown';
  if (isModelClass(dotted)) return undefined;
  const modelhood = modelhoodOf(dotted);
  // Django's own abstract models give none of the attributes read here.
  if (modelhood === 'yes') return { meta: SILENT, own: true };
  return modelhood === 'no' ? undefined : 'unknown';
}
