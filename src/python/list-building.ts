import type { Expression, Span, Statement } from './syntax.ts';
import { namesIn } from './walk.ts';

/** Under what a statement runs. */
export interface Circumstances {
  /** Inside `if`, `try`, a loop or the like: it may not run. */
  readonly conditional: boolean;
  /** The outermost loop around it. */
  readonly loop: Span | undefined;
}

/**
 * A statement that has to do with a list of a certain name. `set`: the list is now `value`. `add`: the elements of the
 * list `value` are appended. `lost`: something else, after which it is not known what is in the list; `span` is where.
 */
export type Step = Lost | (Circumstances & { readonly kind: 'set' | 'add'; readonly value: Expression });

/** A step that is not understood. */
export interface Lost extends Circumstances {
  readonly kind: 'lost';
  readonly span: Statement;
}

/**
 * The steps by which the statements of a module or class build the list `name`, in the order written. A function that
 * so much as mentions the name is taken for one that changes it. `source` is the module's text.
 */
export function stepsOf(name: string, body: readonly Statement[], source: string): Step[] {
  const mention = new RegExp(`(?<![\\w\\u0080-\\uffff])${name}(?![\\w\\u0080-\\uffff])`);
  const steps: Step[] = [];
  const walk = (statements: readonly Statement[], when: Circumstances): void => {
    for (const statement of statements) {
      if (statement.kind !== 'block') {
        steps.push(
          ...stepsIn(statement, name, when, () =>
            mention.test(source.slice(statement.offset, statement.end)),
          ),
        );
        continue;
      }
      const loops = statement.keyword === 'for' || statement.keyword === 'while';
      const inside = { conditional: true, loop: when.loop ?? (loops ? statement : undefined) };
      for (const { header, body } of statement.suites) {
        if (header.some(({ text }) => text === name))
          steps.push({ kind: 'lost', span: statement, ...inside });
        walk(body, inside);
      }
    }
  };
  walk(body, { conditional: false, loop: undefined });
  return steps;
}

function stepsIn(statement: Statement, name: string, when: Circumstances, mentioned: () => boolean): Step[] {
  const lost: Step = { kind: 'lost', span: statement, ...when };
  switch (statement.kind) {
    case 'assign': {
      const { targets, value } = statement;
      if (value === undefined) return [];
      if (targets.some((target) => isName(target, name))) return [{ kind: 'set', value, ...when }];
      return [...targets, value].some((each) => namesIn(each).includes(name)) ? [lost] : [];
    }
    case 'augmented':
      if (isName(statement.target, name) && statement.operator === '+=')
        return [{ kind: 'add', value: statement.value, ...when }];
      return namesIn(statement.target).includes(name) ? [lost] : [];
    case 'expression': {
      const added = addedBy(statement.value, name);
      if (added) return [{ kind: 'add', value: added, ...when }];
      return namesIn(statement.value).includes(name) ? [lost] : [];
    }
    case 'import':
    case 'from':
      return statement.names.some((each) => each.name === '*' || (each.alias ?? each.name) === name)
        ? [lost]
        : [];
    case 'delete':
      return statement.targets.some((target) => namesIn(target).includes(name)) ? [lost] : [];
    default:
      return mentioned() ? [lost] : [];
  }
}

function isName(expression: Expression, name: string): boolean {
  return expression.kind === 'name' && expression.name === name;
}

/** What `name.append(…)` or `name.extend(…)` appends, as a list. */
function addedBy(expression: Expression, name: string): Expression | undefined {
  if (expression.kind !== 'call' || expression.callee.kind !== 'attribute') return undefined;
  const { callee, arguments: list, keywords, offset, end } = expression;
  const [only, ...more] = list;
  if (!isName(callee.value, name) || only === undefined || more.length + keywords.length > 0)
    return undefined;
  if (callee.name === 'extend') return only;
  return callee.name === 'append' ? { kind: 'list', elements: [only], offset, end } : undefined;
}

/**
 * The names whose lists statements of a module may change: by a method, an item, `+=`, a call that they are handed to,
 * or under the second name that `a = b` gives them. That a list made of a list is changed does not count, as it does
 * for a scope: adding to `urlpatterns` adds nothing to the lists it includes.
 */
export function touchedNames(body: readonly Statement[]): ReadonlySet<string> {
  const touched = new Set<string>();
  const walk = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      for (const expression of touchedBy(statement))
        for (const name of namesIn(expression)) touched.add(name);
      if (statement.kind === 'other') for (const { text } of statement.tokens) touched.add(text);
      if (statement.kind !== 'block') continue;
      for (const suite of statement.suites) {
        for (const { text } of suite.header) touched.add(text);
        walk(suite.body);
      }
    }
  };
  walk(body);
  return touched;
}

function touchedBy(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'assign': {
      const targets = statement.targets.filter(({ kind }) => kind !== 'name');
      return statement.value?.kind === 'name' ? [...targets, statement.value] : targets;
    }
    case 'augmented':
      return [statement.target];
    case 'delete':
      return statement.targets;
    case 'expression':
      return statement.value.kind === 'constant' ? [] : [statement.value];
    default:
      return [];
  }
}
