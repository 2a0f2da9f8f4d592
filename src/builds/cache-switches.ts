/** Something in a command that switches the cache of a package manager off. */
export interface CacheSwitch {
  readonly manager: string;
  /** `--no-cache-dir`, or the name of a variable. */
  readonly name: string;
  /** Where it stands in the command, in UTF-16 units. */
  readonly at: number;
}

interface Manager {
  readonly name: string;
  readonly program: RegExp;
  readonly flags: readonly string[];
  /** Of the environment; true values of it do the same. */
  readonly variable?: string;
}

const MANAGERS: readonly Manager[] = [
  {
    // https://pip.pypa.io/en/stable/topics/caching/; it takes beginnings of its options for the whole
    name: 'pip',
    program: /^pip[\d.]*$/,
    flags: ['--no-cache-dir', '--no-cache'],
    variable: 'PIP_NO_CACHE_DIR',
  },
  {
    // https://docs.astral.sh/uv/reference/cli/
    name: 'uv',
    program: /^uv$/,
    flags: ['--no-cache', '--no-cache-dir'],
    variable: 'UV_NO_CACHE',
  },
  // https://python-poetry.org/docs/cli/#global-options
  { name: 'Poetry', program: /^poetry$/, flags: ['--no-cache'] },
  // https://bun.sh/docs/install/cache
  { name: 'Bun', program: /^bun$/, flags: ['--no-cache'] },
];

/** Words of commands that install: of others a flag may belong to the program that they run. */
const INSTALLS = /^(?:install|i|ci|add|sync|update|lock|compile|wheel|download)$/;

/** What may stand before the program that a command runs. */
const BEFORE =
  /^(?:[A-Za-z_]\w*=.*|sudo|env|exec|command|time|export|then|do|else|if|!|\{|-\w+|python[\d.]*)$/s;
const RUNNER = /^(?:uv|poetry|pipenv|pdm|hatch)$/;

// pip takes false values for true ones as well (pypa/pip#5884), but who writes them wants the cache
const TRUE = /^(?:1|y|yes|t|true|on)$/i;

interface Word {
  /** Without quotes. */
  readonly text: string;
  readonly at: number;
  readonly raw: string;
}

/** What switches caches off in a command line of a POSIX shell, in its order. */
export function cacheSwitches(command: string): CacheSwitch[] {
  return simpleCommands(command).flatMap(switchesIn);
}

/** The package manager whose cache a variable switches off, when it has that value. */
export function managerSwitchedBy(variable: string, value: unknown): string | undefined {
  const isTrue = value === true || value === 1 || (typeof value === 'string' && TRUE.test(value));
  return isTrue ? MANAGERS.find((manager) => manager.variable === variable)?.name : undefined;
}

function switchesIn(words: readonly Word[]): CacheSwitch[] {
  const start = words.findIndex((_, index) => !isBefore(words, index));
  const before = start < 0 ? words : words.slice(0, start);
  const assigned = before.flatMap(({ text, at }): CacheSwitch[] => {
    const [name = '', value = ''] = text.split('=', 2);
    const manager = managerSwitchedBy(name, value);
    return manager === undefined ? [] : [{ manager, name, at }];
  });
  const [program, ...rest] = words.slice(before.length);
  const manager = MANAGERS.find((each) => program && each.program.test(fileOf(program)));
  if (!manager || !rest.some(({ text }) => INSTALLS.test(text))) return assigned;
  const flags = rest.filter(({ text }) => manager.flags.includes(text));
  const found = flags.map(({ text, raw, at }) => ({
    manager: manager.name,
    name: text,
    at: at + Math.max(0, raw.indexOf(text)),
  }));
  return [...assigned, ...found];
}

function isBefore(words: readonly Word[], index: number): boolean {
  const [last, here, next] = [words[index - 1], words[index]!, words[index + 1]];
  if (BEFORE.test(fileOf(here))) return true;
  if (here.text === 'run') return last !== undefined && RUNNER.test(fileOf(last));
  return next?.text === 'run' && RUNNER.test(fileOf(here));
}

/** A program without its folder. */
function fileOf({ text }: Word): string {
  return /^[^=]*\//s.test(text) ? text.slice(text.lastIndexOf('/') + 1) : text;
}

const TOKEN = /#[^\n]*|[;&|()\n]+|(?:[^\s;&|()"'\\]|\\[^]|"(?:[^"\\]|\\[^])*"|'[^']*')+|["'\\]/g;

/** Longer ones were not written by hand. */
const MAX_COMMAND = 10_000;

/** The simple commands of a command line, each its words; comments are left out (POSIX.1-2024, 2.3 and 2.9.1). */
function simpleCommands(line: string): Word[][] {
  const commands: Word[][] = [[]];
  if (line.length > MAX_COMMAND) return commands;
  for (const { 0: raw, index: at } of line.matchAll(TOKEN)) {
    if (/^["'\\]$/.test(raw)) return []; // what is never closed does not run
    if (/^[;&|()\n]/.test(raw)) commands.push([]);
    else if (!raw.startsWith('#')) {
      const text = raw.replaceAll('\\\n', '').replace(/["'\\]/g, '');
      commands.at(-1)!.push({ raw, text, at });
    }
  }
  return commands;
}
