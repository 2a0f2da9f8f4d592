import { parseModule } from '../../python/parse.ts';
import { moduleScope, type Scope } from '../../python/scope.ts';
import type { ClassStatement, Expression, Statement } from '../../python/syntax.ts';
import { namesIn } from '../../python/walk.ts';
import { dottedName } from '../../python/bindings.ts';
import { basesOf, isOtherKind, modelhoodOfBase, type Modelhood } from './model-bases.ts';
import { readMeta, readPlainClass, type MetaReading, type ModelMeta } from './model-meta.ts';
import { linesOf } from '../../python/positions.ts';
import { readRelations, type Relation } from './relations.ts';

/** A class at module level that is, or may be, a Django model. */
export interface Model {
  readonly name: string;
  /** Where the word `class` stands; 1-based, the column in code points. */
  readonly line: number;
  readonly column: number;
  /** Inside `if`, `try` or the like. */
  readonly conditional: boolean;
  /** `'maybe'`: a base comes from a module that is not known. */
  readonly model: 'yes' | 'maybe';
  /** Dotted names, bare for classes of the module, relative imports with their dots; undefined when not told. */
  readonly bases: readonly (string | undefined)[];
  readonly meta: ModelMeta;
  readonly relations: readonly Relation[];
}

/** What a module says of models. */
export interface ModelsFacts {
  /** In the order written. A name may occur twice: in `if` and in `else`. */
  readonly models: readonly Model[];
}

/**
 * The models that a module defines at its top level (https://docs.djangoproject.com/en/5.2/topics/db/models/). Not
 * seen: those made in functions or by calls of `type`, and what class decorators and `exec` do.
 */
export function readModels(source: string): ModelsFacts {
  const module = parseModule(source);
  const scope = moduleScope(module);
  const reading: MetaReading = {
    module: scope,
    lines: linesOf(source),
    changed: new Set(statementsIn(module.body).flatMap(({ statement }) => changedMetas(statement))),
    attributes: new Map(),
    plain: new Map(),
  };
  const known = new Map<ClassStatement, Modelhood>();
  const models: Model[] = [];
  for (const { statement, conditional } of statementsIn(module.body)) {
    if (statement.kind !== 'class') continue;
    const bases = basesOf(statement, scope);
    const modelhood = modelhoodOf(bases, scope, known);
    known.set(statement, modelhood);
    const meta = readMeta(statement, bases, modelhood, reading);
    if (modelhood === 'no') readPlainClass(statement, reading);
    else models.push({ ...modelOf(statement, bases, reading), conditional, model: modelhood, meta });
  }
  return { models };
}

function modelhoodOf(
  bases: readonly Expression[],
  scope: Scope,
  known: ReadonlyMap<ClassStatement, Modelhood>,
): Modelhood {
  const all = new Set(bases.map((base) => modelhoodOfBase(base, scope, known)));
  if (all.has('yes')) return 'yes';
  return all.has('maybe') && !bases.some((base) => isOtherKind(base, scope)) ? 'maybe' : 'no';
}

function modelOf(
  definition: ClassStatement,
  bases: readonly Expression[],
  { module, lines }: MetaReading,
): Pick<Model, 'name' | 'line' | 'column' | 'bases' | 'relations'> {
  return {
    name: definition.name,
    ...lines.at(definition.offset),
    bases: bases.map((base) => {
      const named = base.kind === 'subscript' ? base.value : base;
      return named.kind === 'name' || named.kind === 'attribute' ? dottedName(named, module) : undefined;
    }),
    relations: readRelations(definition, module, lines),
  };
}

const META = /^(?:Meta|_meta)$/;

/** All statements of a module that are not inside a class or function. */
function statementsIn(
  body: readonly Statement[],
  conditional = false,
): { readonly statement: Statement; readonly conditional: boolean }[] {
  return body.flatMap((statement) =>
    statement.kind === 'block'
      ? statement.suites.flatMap((suite) => statementsIn(suite.body, true))
      : [{ statement, conditional }],
  );
}

/** The classes whose Meta a statement changes: `Post.Meta.managed = False`, `setattr(Post._meta, …)`. */
function changedMetas(statement: Statement): string[] {
  switch (statement.kind) {
    case 'assign':
      return statement.targets.flatMap(ownerOfMeta);
    case 'augmented':
      return ownerOfMeta(statement.target);
    case 'delete':
      return statement.targets.flatMap(ownerOfMeta);
    case 'expression':
      return statement.value.kind === 'call' ? statement.value.arguments.flatMap(metaItself) : [];
    default:
      return [];
  }
}

/** For what is handed to a function: `Post._meta`, not what is in it. */
function metaItself(argument: Expression): string[] {
  return argument.kind === 'attribute' && META.test(argument.name) ? namesIn(argument.value) : [];
}

function ownerOfMeta(target: Expression): string[] {
  for (let node = target; node.kind === 'attribute'; node = node.value)
    if (META.test(node.name)) return namesIn(node.value);
  return [];
}
