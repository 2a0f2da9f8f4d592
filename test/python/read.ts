/** Short ways to read small sources in tests. */
import { parseModule } from '../../src/python/parse.ts';
import { moduleScope, type Scope } from '../../src/python/scope.ts';
import type {
  ClassStatement,
  Expression,
  FunctionStatement,
  Module,
  Statement,
} from '../../src/python/syntax.ts';

/** The value of the module's last assignment or expression statement, and the module's scope. */
export const lastValue = (
  source: string,
): { readonly expression: Expression; readonly scope: Scope; readonly module: Module } => {
  const module = parseModule(source);
  const statement = module.body.at(-1);
  const value =
    statement?.kind === 'assign' || statement?.kind === 'expression' ? statement.value : undefined;
  if (value === undefined) throw new Error(`no value at the end of ${source}`);
  return { expression: value, scope: moduleScope(module), module };
};

/** All statements of a body, nested ones included. */
export const allStatements = (body: readonly Statement[]): readonly Statement[] =>
  body.flatMap((statement) => {
    if (statement.kind === 'class') return [statement, ...allStatements(statement.body)];
    if (statement.kind === 'block')
      return [statement, ...statement.suites.flatMap((suite) => allStatements(suite.body))];
    return [statement];
  });

/** The class of that name, wherever it is. */
export const findClass = (module: Module, name: string): ClassStatement | undefined =>
  allStatements(module.body).find(
    (each): each is ClassStatement => each.kind === 'class' && each.name === name,
  );

/** The first function of a source. */
export const firstFunction = (
  source: string,
): { readonly statement: FunctionStatement; readonly scope: Scope } => {
  const module = parseModule(source);
  const statement = allStatements(module.body).find(
    (each): each is FunctionStatement => each.kind === 'function',
  );
  if (statement === undefined) throw new Error(`no function in ${source}`);
  return { statement, scope: moduleScope(module) };
};
