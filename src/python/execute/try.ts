/** Following `try` and `with`: what a suite does before something is raised, and who goes on from there. */
import { isKeyword, nameOf } from '../names.ts';
import type { BlockStatement, Statement, Suite } from '../syntax.ts';
import type { Token } from '../tokens.ts';
import { bindTokens } from './blocks.ts';
import { disturbTokens } from './effects.ts';
import { apply, type Changes, changesSince, type Doubt, keyOf, takeBack } from './heap.ts';
import { everSince } from './join.ts';
import { doubtAt, type Frame, type Kind, type RunSuite, type Stop } from './machine.ts';
import { settle, tryWay, type Way } from './ways.ts';

/** Whether a handler catches what is raised. */
type Catches = 'yes' | 'no' | 'maybe';

const EVERYTHING: ReadonlySet<string> = new Set(['Exception', 'BaseException']);

/** Builtin exceptions that are no ImportError and no base of it. */
const OTHERS =
  /^(?:Arithmetic|Assertion|Attribute|EOF|Environment|FileExists|FileNotFound|IO|Index|Key|Lookup|Memory|Name|NotImplemented|OS|Overflow|Permission|Recursion|Runtime|Syntax|Type|UnboundLocal|Unicode|UnicodeDecode|UnicodeEncode|Value|ZeroDivision)Error$/;

const catchesKind = (name: string, kind: Kind): Catches => {
  if (kind === 'jump') return 'no';
  if (EVERYTHING.has(name)) return 'yes';
  if (name === 'ImportError') return kind === 'other' ? 'no' : 'yes';
  if (name === 'ModuleNotFoundError') return kind === 'missing' ? 'yes' : kind === 'import' ? 'maybe' : 'no';
  if (OTHERS.test(name)) return kind === 'other' ? 'maybe' : 'no';
  return 'maybe';
};

/** The names of the exceptions in a header, without the name that the exception is bound to. */
const namesOf = (frame: Frame, { header }: Suite): string[] => {
  const as = header.findIndex(({ text }) => text === 'as');
  const tokens = as < 0 ? header : header.slice(0, as);
  return tokens.flatMap((token) => {
    if (token.kind !== 'name' || isKeyword(token.text)) return [];
    const name = nameOf(token);
    return [frame.machine.names.has(keyOf(frame.module, name)) ? `${name}?` : name];
  });
};

const catches = (frame: Frame, suite: Suite, kind: Kind): Catches => {
  if (suite.header.length === 0) return kind === 'jump' ? 'no' : 'yes';
  const found = namesOf(frame, suite).map((name) => catchesKind(name, kind));
  if (found.includes('yes') && !suite.header.some(({ text }) => text === '.' || text === '[')) return 'yes';
  return found.every((each) => each === 'no') && found.length > 0 ? 'no' : 'maybe';
};

/** What a suite came to: its end, if it has one, and where something may have been raised in it. */
interface Body {
  readonly end: Changes | undefined;
  readonly raised: Changes | undefined;
  readonly kinds: ReadonlySet<Kind>;
  readonly stop: Stop | undefined;
}

/** Follows a suite, and takes back what it did. */
const runBody = async (
  frame: Frame,
  body: readonly Statement[],
  doubt: Doubt,
  runSuite: RunSuite,
): Promise<Body> => {
  const { machine } = frame;
  const mark = machine.trail.length;
  const before = machine.raises.length;
  machine.trying++;
  const stop = await runSuite(frame, body);
  machine.trying--;
  const raises = machine.raises.splice(before);
  if (stop) raises.push({ kinds: stop.kinds, position: machine.trail.length });
  const end = stop ? undefined : changesSince(machine, mark);
  if (raises.length === 0) {
    takeBack(machine, mark);
    return { end, raised: undefined, kinds: new Set(), stop };
  }
  const first = raises.reduce((least, { position }) => Math.min(least, position), machine.trail.length);
  const single = raises.every(({ position }) => position === first);
  const ever = single ? undefined : everSince(machine, first, doubt);
  takeBack(machine, first);
  if (ever) apply(machine, ever);
  const kinds = new Set(raises.flatMap((raise) => Array.from(raise.kinds)));
  return { end, raised: takeBack(machine, mark), kinds, stop };
};

/** Follows a `try` statement. */
export const runTry = async (
  frame: Frame,
  { suites, offset }: BlockStatement,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine } = frame;
  const doubt = doubtAt(frame, offset, 'is changed where something may be raised');
  const [first, ...clauses] = suites;
  const { end, raised, kinds, stop } = await runBody(frame, first?.body ?? [], doubt, runSuite);
  const suitesOf = (keyword: Suite['keyword']): Suite[] => clauses.filter((each) => each.keyword === keyword);
  const others = suitesOf('else').flatMap(({ body }) => body);
  const last = suitesOf('finally').flatMap(({ body }) => body);
  const ways: Way[] = [];
  if (end) ways.push(await wayFrom(frame, end, () => runSuite(frame, others), doubt));
  const rest = new Set(kinds);
  if (raised) {
    for (const handler of suitesOf('except')) {
      const caught = [...rest].filter((kind) => catches(frame, handler, kind) !== 'no');
      if (caught.length === 0) continue;
      ways.push(await wayFrom(frame, raised, () => runHandler(frame, handler, doubt, runSuite), doubt));
      for (const kind of caught) if (catches(frame, handler, kind) === 'yes') rest.delete(kind);
    }
    if (rest.size > 0)
      ways.push(await wayOut(frame, raised, rest, stop?.doubt ?? doubt, () => runSuite(frame, last)));
  }
  const ended = settle(machine, ways, doubt);
  return (await runSuite(frame, last)) ?? ended;
};

const wayFrom = (
  frame: Frame,
  start: Changes,
  follow: () => Promise<Stop | undefined>,
  doubt: Doubt,
): Promise<Way> =>
  tryWay(
    frame.machine,
    () => {
      apply(frame.machine, start);
      return follow();
    },
    doubt,
  );

/** The way of what nobody here catches. */
const wayOut = (
  frame: Frame,
  raised: Changes,
  kinds: ReadonlySet<Kind>,
  doubt: Doubt,
  last: () => Promise<Stop | undefined>,
): Promise<Way> => wayFrom(frame, raised, async () => (await last()) ?? { kinds, doubt }, doubt);

const runHandler = (
  frame: Frame,
  { header, body }: Suite,
  doubt: Doubt,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const as = header.findIndex(({ text }) => text === 'as');
  const bound =
    as >= 0 ? header.slice(as + 1) : header.some(({ text }) => text === ',') ? header.slice(-1) : [];
  bindTokens(frame, bound, doubt);
  return runSuite(frame, body);
};

/** Follows a `with` statement, whose context manager may swallow what is raised. */
export const runWith = async (
  frame: Frame,
  { suites, offset }: BlockStatement,
  runSuite: RunSuite,
): Promise<Stop | undefined> => {
  const { machine, module } = frame;
  const [suite] = suites;
  if (suite === undefined) return undefined;
  const { header, body } = suite;
  const doubt = doubtAt(frame, offset, 'is changed where something may be raised');
  disturbTokens(frame, header, offset);
  const links = header.flatMap((token) => machine.names.get(keyOf(module, token.text)) ?? []);
  bindTokens(frame, asTargets(header), doubt, links);
  const { end, raised, kinds, stop } = await runBody(frame, body, doubt, runSuite);
  const ways: Way[] = [];
  if (end) ways.push(await wayFrom(frame, end, () => Promise.resolve(undefined), doubt));
  if (raised) {
    const isOpen = header[0]?.text === 'open' && !machine.names.has(keyOf(module, 'open'));
    const isCaught = !isOpen && [...kinds].some((kind) => kind !== 'jump');
    if (isCaught) ways.push(await wayFrom(frame, raised, () => Promise.resolve(undefined), doubt));
    ways.push(await wayOut(frame, raised, kinds, stop?.doubt ?? doubt, () => Promise.resolve(undefined)));
  }
  return settle(machine, ways, doubt);
};

/** The tokens between each `as` and the comma or bracket after it. */
const asTargets = (header: readonly Token[]): Token[] => {
  const found: Token[] = [];
  let inside = false;
  for (const token of header) {
    if (inside && token.kind === 'operator' && token.text !== '.' && token.text !== '[') inside = false;
    if (inside) found.push(token);
    if (token.text === 'as') inside = true;
  }
  return found;
};
