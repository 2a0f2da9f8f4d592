/** Following compound statements: every way that may be taken (Python reference, "Compound statements"). */
import { cursorOf } from '../cursor.ts';
import { readExpressions } from '../expressions.ts';
import { nameOf } from '../names.ts';
import type { BlockStatement, Suite } from '../syntax.ts';
import type { Token } from '../tokens.ts';
import { bindName, lose, loseNames, loseParts, unknownCell } from './changes.ts';
import { choose } from './choices.ts';
import { isSame } from './common.ts';
import { disturbTokens } from './effects.ts';
import { apply, type Changes, type Doubt, keyOf, setKey, takeBack } from './heap.ts';
import { everSince } from './join.ts';
import { idOf, linksOf } from './links.ts';
import { doubtAt, type Frame, isSpent, type Machine, type RunSuite, type Stop } from './machine.ts';
import { valueIn } from './values.ts';
import { settle, tryWay, type Way } from './ways.ts';

const NOTHING = (): Promise<undefined> => Promise.resolve(undefined);

/** What the tokens of a header evaluate to, after what evaluating them does. */
const truthOf = (frame: Frame, { header, offset }: Suite): boolean | undefined => {
  disturbTokens(frame, header, header[0]?.offset ?? offset);
  const { value } = choose.operand(header, (part) => valueIn(frame, part), 0);
  return choose.truth(value);
};

/** Follows an `if` statement. */
export const runIf = async (
  frame: Frame,
  { suites, offset }: BlockStatement,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine } = frame;
  const doubt = doubtAt(frame, offset, 'is changed under a condition');
  const ways: Way[] = [];
  for (const suite of suites) {
    if (isSpent(machine)) return undefined;
    const holds = suite.keyword === 'else' ? true : truthOf(frame, suite);
    if (holds === false) continue;
    if (holds === true && ways.length === 0) return runSuite(frame, suite.body);
    ways.push(await tryWay(machine, () => runSuite(frame, suite.body), doubt));
    if (holds === true) return settle(machine, ways, doubt);
  }
  if (ways.length === 0) return undefined;
  ways.push(await tryWay(machine, NOTHING, doubt));
  return settle(machine, ways, doubt);
};

/** Follows a `match` statement. */
export const runMatch = async (
  frame: Frame,
  { suites, offset }: BlockStatement,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine } = frame;
  const doubt = doubtAt(frame, offset, 'is changed under a condition');
  const ways = [await tryWay(machine, NOTHING, doubt)];
  for (const suite of suites) {
    if (isSpent(machine)) return undefined;
    const follow = (): Promise<Stop | undefined> => {
      disturbTokens(frame, suite.header, suite.offset, true);
      bindTokens(frame, suite.header, doubt);
      return runSuite(frame, suite.body);
    };
    ways.push(await tryWay(machine, follow, doubt));
  }
  return settle(machine, ways, doubt);
};

/** Binds every name among some tokens to something unknown; what is assigned to an attribute or item is changed. */
export const bindTokens = (
  frame: Frame,
  tokens: readonly Token[],
  doubt: Doubt,
  same: readonly number[] = [],
): void => {
  const { machine } = frame;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'name' || tokens[index - 1]?.text === '.') continue;
    const name = nameOf(token);
    const after = tokens[index + 1]?.text;
    const id = machine.names.get(keyOf(frame.module, name));
    if (id !== undefined && (after === '.' || after === '[')) {
      lose(machine, id, doubt);
      bindName(frame, name, unknownCell(machine, doubt, [id]), doubt);
    } else bindName(frame, name, unknownCell(machine, doubt, same), doubt);
  }
};

/** Rounds in which a loop may make less and less known, before what still changes is unknown. */
const ROUNDS = 3;

/** Rounds after which the whole module is given up. */
const MAX_ROUNDS = 8;

/** Follows a loop: no, one or many times, left at any place. */
export const runLoop = async (
  frame: Frame,
  { suites, keyword, offset }: BlockStatement,
  runSuite: RunSuite,
): Promise<undefined> => {
  const { machine } = frame;
  const [loop, ...others] = suites;
  if (loop === undefined) return undefined;
  const doubt = doubtAt(frame, offset, 'is changed in a loop');
  const turn = keyword === 'for' ? openLoop(frame, loop, doubt) : NOTHING;
  machine.trying++;
  const before = machine.raises.length;
  const start = machine.trail.length;
  for (let round = 0; ; round++) {
    const mark = machine.trail.length;
    if (keyword === 'while') disturbTokens(frame, loop.header, loop.offset);
    await turn();
    await runSuite(frame, loop.body);
    const ever = everSince(machine, mark, doubt);
    takeBack(machine, mark);
    if (isSteady(machine, ever) || isSpent(machine)) break;
    apply(machine, ever);
    if (round >= ROUNDS) loseChanged(machine, ever, doubt);
    if (round < MAX_ROUNDS) continue;
    loseNames(machine, frame.module, doubt, 'all');
    break;
  }
  machine.trying--;
  const raised = machine.raises.splice(before).map(({ kinds }) => ({ kinds, position: start }));
  if (machine.trying > 0) machine.raises.push(...raised);
  for (const { body } of others) {
    const way = await tryWay(machine, () => runSuite(frame, body), doubt);
    settle(machine, [way, await tryWay(machine, NOTHING, doubt)], doubt);
  }
  return undefined;
};

/** Evaluates what a `for` iterates over; the result binds the targets for one turn. */
const openLoop = (frame: Frame, { header }: Suite, doubt: Doubt): (() => Promise<undefined>) => {
  const place = header.findIndex(({ text }) => text === 'in');
  const targets = header.slice(0, Math.max(place, 0));
  const tokens = header.slice(place + 1);
  disturbTokens(frame, tokens, doubt.offset);
  const expression = readExpressions(cursorOf(tokens));
  const id = idOf(frame, expression);
  const links = linksOf(frame, expression);
  if (id !== undefined) loseParts(frame.machine, id, doubt);
  return () => {
    bindTokens(frame, targets, doubt, links);
    return NOTHING();
  };
};

/** Whether a turn changes nothing that was known. */
const isSteady = (machine: Machine, { cells, names, modules }: Changes): boolean => {
  for (const [id, cell] of cells) {
    const old = machine.cells.get(id);
    if (old && cell && !isSame(old.value, cell.value)) return false;
    if (old && cell && (cell.same.length > old.same.length || cell.parts.length > old.parts.length))
      return false;
  }
  for (const [key, id] of names) {
    const old = machine.names.get(key);
    if (old === id) continue;
    const [was, is] = [old, id].map((each) =>
      each === undefined ? undefined : (cells.get(each) ?? machine.cells.get(each)),
    );
    if (!was || !is || !isSame(was.value, is.value) || was.meaning !== is.meaning) return false;
    if (is.same.some((each) => each !== old && machine.cells.has(each) && !was.same.includes(each)))
      return false;
  }
  for (const [name, state] of modules) if (machine.modules.get(name)?.loaded !== state?.loaded) return false;
  return true;
};

const loseChanged = (machine: Machine, { cells, names }: Changes, doubt: Doubt): void => {
  for (const id of cells.keys()) lose(machine, id, doubt);
  for (const [key, id] of names) {
    if (id !== undefined) setKey(machine, key, unknownCell(machine, doubt, [id]));
  }
};
