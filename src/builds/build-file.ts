import { linesOf } from '../python/positions.ts';
import { cacheSwitches, managerSwitchedBy } from './cache-switches.ts';
import type { Host } from './hosts.ts';
import { JSON_FORMAT, tomlFormat, type Format, type Literal } from './literals.ts';

/** What keeps a package manager from its cache, and where it stands in a build file. */
export interface Uncached {
  /** The package manager. */
  readonly manager: string;
  /** `--no-cache-dir`, or the name of a variable. */
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in Unicode code points. */
  readonly column: number;
  /** That line, without its end. */
  readonly text: string;
  /** True where a comment can follow on that line. */
  readonly takesComment: boolean;
}

/** What a build file says. */
export interface BuildFile {
  /** The commands and variables of the build, as one text to compare. */
  readonly plan: string;
  /** In the order of the file. */
  readonly uncached: readonly Uncached[];
}

/** Those that people write have a hundredth of it. */
const MAX_FILE = 100_000;

/** Reads a file of a host; undefined when it cannot be read, or is another file of that name. */
export async function readBuildFile(
  { keys, commands, variables }: Host,
  isJson: boolean,
  text: string,
): Promise<BuildFile | undefined> {
  if (text.length > MAX_FILE) return undefined;
  const format = isJson ? JSON_FORMAT : await tomlFormat();
  const document = parsed(format, text);
  if (keys.every((key) => valuesAt(document, [key]).length === 0)) return undefined;
  const run = commands.flatMap((place) => textsIn(valuesAt(document, place.split('.'))));
  const set = variables.flatMap((place) => valuesAt(document, place.split('.')).flatMap(membersOf));
  return { plan: JSON.stringify([run, set]), uncached: uncachedIn(text, format, run, set) };
}

function parsed({ parse }: Format, text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function valuesAt(value: unknown, [key, ...inner]: readonly string[]): unknown[] {
  if (key === undefined) return [value];
  const members = membersOf(value).filter(([name]) => key === '*' || name === key);
  return members.flatMap(([, member]) => valuesAt(member, inner));
}

function membersOf(value: unknown): [name: string, value: unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function textsIn(values: readonly unknown[]): string[] {
  return values.flat().filter((value) => typeof value === 'string');
}

function uncachedIn(
  text: string,
  { literals, isJson }: Format,
  commands: readonly string[],
  variables: readonly (readonly [name: string, value: unknown])[],
): Uncached[] {
  const switches = new Map(commands.map((command) => [command, cacheSwitches(command)]));
  for (const [name, value] of variables) {
    const manager = managerSwitchedBy(name, value);
    if (manager !== undefined) switches.set(name, [{ manager, name, at: 0 }]);
  }
  if ([...switches.values()].every((found) => found.length === 0)) return [];
  const lines = linesOf(text);
  const texts = text.split(/\r\n?|\n/);
  return literals(text).flatMap((literal) =>
    (switches.get(literal.value) ?? []).map(({ manager, name, at }) => {
      const { line, column } = lines.at(literal.start + offsetIn(literal, name, at));
      const takesComment = !isJson && !literal.raw.includes('\n');
      return { manager, name, line, column, text: texts[line - 1] ?? '', takesComment };
    }),
  );
}

/** Where a name stands in a literal as it is written, which stands `at` in what that means. */
function offsetIn({ value, raw }: Literal, name: string, at: number): number {
  let offset = raw.indexOf(name);
  for (let met = value.indexOf(name); met >= 0 && met < at; met = value.indexOf(name, met + 1))
    offset = raw.indexOf(name, offset + 1);
  return Math.max(0, offset);
}
