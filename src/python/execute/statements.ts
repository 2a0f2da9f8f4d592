/** Following statements one by one. */
import { tokenize } from '../lines.ts';
import type {
  BlockStatement,
  CallExpression,
  ClassStatement,
  ExpressionStatement,
  FunctionStatement,
  OtherStatement,
  Statement,
} from '../syntax.ts';
import { UNKNOWN } from '../values.ts';
import { bindTokens, runIf, runLoop, runMatch } from './blocks.ts';
import { bindName, loseNames, newCell } from './changes.ts';
import { disturb, disturbTokens } from './effects.ts';
import { runFrom, runImport } from './imports.ts';
import { isInclude, runInclude } from './include.ts';
import { outsideName } from './links.ts';
import {
  doubtAt,
  type Frame,
  isSpent,
  type Kind,
  mayRaise,
  type RunSuite,
  spend,
  type Stop,
} from './machine.ts';
import { runAssign, runAugmented, runDelete, runMethod } from './simple.ts';
import { runTry, runWith } from './try.ts';

/** Follows statements until one of them certainly raises something. */
export const runSuite: RunSuite = async (
  frame: Frame,
  body: readonly Statement[],
): Promise<Stop | undefined> => {
  const { machine } = frame;
  machine.depth++;
  for (const statement of body) {
    spend(machine, 1);
    if (isSpent(machine)) {
      machine.work = Infinity;
      break;
    }
    const stop = await runStatement(frame, statement);
    if (stop) {
      machine.depth--;
      return stop;
    }
  }
  machine.depth--;
  return undefined;
};

const runStatement = (frame: Frame, statement: Statement): Promise<Stop | undefined> | Stop | undefined => {
  switch (statement.kind) {
    case 'import':
      return runImport(frame, statement, runSuite);
    case 'from':
      return runFrom(frame, statement, runSuite);
    case 'block':
      return runBlock(frame, statement);
    case 'assign':
      runAssign(frame, statement);
      break;
    case 'augmented':
      runAugmented(frame, statement);
      break;
    case 'delete':
      runDelete(frame, statement);
      break;
    case 'function':
      define(frame, statement);
      break;
    case 'class':
      defineClass(frame, statement);
      break;
    case 'expression':
      return runExpression(frame, statement);
    case 'other':
      return runOther(frame, statement);
  }
  return undefined;
};

const runBlock = (frame: Frame, block: BlockStatement): Promise<Stop | undefined> => {
  switch (block.keyword) {
    case 'if':
      return runIf(frame, block, runSuite);
    case 'try':
      return runTry(frame, block, runSuite);
    case 'with':
      return runWith(frame, block, runSuite);
    case 'for':
    case 'while':
      return runLoop(frame, block, runSuite);
    case 'match':
      return runMatch(frame, block, runSuite);
  }
};

const define = (
  frame: Frame,
  { name, decorators, offset, end }: FunctionStatement | ClassStatement,
): void => {
  const { machine, module } = frame;
  for (const decorator of decorators) disturb(frame, decorator);
  const text = frame.source.text.slice(offset, end);
  const doubt = doubtAt(frame, offset, 'is a definition');
  const id = newCell(machine, UNKNOWN, [doubt], { meaning: { kind: 'definition', module, text } });
  bindName(frame, name, id, doubt);
};

const defineClass = (frame: Frame, statement: ClassStatement): void => {
  const { offset, end } = statement;
  frame.machine.classes.push({ source: frame.source, statement });
  disturbTokens(frame, tokenize(frame.source.text.slice(offset, end)), offset, true);
  define(frame, statement);
};

const runExpression = (
  frame: Frame,
  { value }: ExpressionStatement,
): Promise<Stop | undefined> | Stop | undefined => {
  if (value.kind === 'call') {
    if (isInclude(frame, value)) return runInclude(frame, value, runSuite);
    if (runMethod(frame, value)) return undefined;
    if (isExit(frame, value))
      return stopAt(frame, value.offset, 'is not bound before the program exits', 'jump', 'other');
  }
  disturb(frame, value);
  if (value.kind !== 'constant') mayRaise(frame.machine, 'other');
  return undefined;
};

const isExit = (frame: Frame, { callee }: CallExpression): boolean =>
  outsideName(frame, callee) === 'sys.exit';

const stopAt = (frame: Frame, offset: number, why: string, ...kinds: readonly Kind[]): Stop => ({
  kinds: new Set(kinds),
  doubt: doubtAt(frame, offset, why),
});

/** Which exceptions a `raise` may raise. */
const raisedBy = ({ tokens }: OtherStatement): readonly Kind[] => {
  const name = tokens[1]?.text ?? '';
  if (name === 'ModuleNotFoundError') return ['missing'];
  if (name === 'ImportError') return ['import'];
  return /^(?:Attribute|Key|Name|OS|Runtime|Type|Value|NotImplemented)Error$/.test(name)
    ? ['other']
    : ['missing', 'import', 'other'];
};

/** Follows a line that the tree does not divide. */
const runOther = (frame: Frame, statement: OtherStatement): Stop | undefined => {
  const { keyword, offset, tokens } = statement;
  const { machine, module } = frame;
  const doubt = doubtAt(frame, offset, 'is in a line that is not understood');
  switch (keyword) {
    case 'pass':
    case 'global':
    case 'nonlocal':
      return undefined;
    case 'break':
    case 'continue':
    case 'return':
      return stopAt(frame, offset, 'is left early', 'jump');
    case 'raise':
      disturbTokens(frame, tokens, offset);
      return stopAt(frame, offset, 'is not bound before an exception is raised', ...raisedBy(statement));
    case 'assert':
    case 'print':
      disturbTokens(frame, tokens.slice(1), offset);
      mayRaise(machine, 'other');
      return undefined;
    case 'exec':
      loseNames(machine, module, { ...doubt, why: 'may be bound by its text' }, 'all');
      return undefined;
    default:
      mayRaise(machine, 'missing', 'import', 'other');
      disturbTokens(frame, tokens, offset, true);
      bindTokens(frame, tokens, doubt);
      return undefined;
  }
};
