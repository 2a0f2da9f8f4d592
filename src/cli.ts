#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command, Invocation, Outcome } from './commands/command.ts';
import { help, unknownCommand } from './commands/help.ts';
import { hook } from './commands/hook.ts';
import { UserError } from './errors.ts';
import { visible, visibleLines } from './show.ts';

// What hooks run after a checkout is in one file; all else is loaded when it is called.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  hook: () => Promise.resolve(hook),
  check: async () => (await import('./commands/check.ts')).check,
  rules: async () => (await import('./commands/rules.ts')).rules,
  help: () => Promise.resolve(help),
  apps: async () => (await import('./commands/apps.ts')).apps,
  clean: async () => (await import('./commands/clean.ts')).clean,
  install: async () => (await import('./commands/install.ts')).install,
  uninstall: async () => (await import('./commands/uninstall.ts')).uninstall,
};

const packageFolder = dirname(import.meta.dirname);

async function main(): Promise<void> {
  const { words, colour } = takeColour(process.argv.slice(2));
  const [name = 'help', ...args] = words;
  try {
    const outcome = await run(name, args, colour);
    process.exitCode = outcome.exitCode;
    endProgress();
    for (const note of outcome.notes) process.stderr.write(`pyreset-hooks: ${visible(note)}\n`);
    process.stdout.write(outcome.output);
  } catch (error) {
    endProgress();
    process.exitCode = report(error);
    if (name === 'hook' && args[0]?.startsWith('pre-')) {
      process.stderr.write('the commit was refused; once without this check: git commit --no-verify\n');
    }
  }
}

async function run(name: string, args: readonly string[], colour: boolean): Promise<Outcome> {
  if (name === '--version' || name === '-V') return { output: `${version()}\n`, notes: [], exitCode: 0 };
  const wantsHelp = name === '--help' || name === '-h' || args.includes('--help') || args.includes('-h');
  const load = wantsHelp ? COMMANDS['help'] : Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw unknownCommand(name);
  const command = await load();
  return command(invocation(wantsHelp ? (name.startsWith('-') ? [] : [name]) : args, colour));
}

function invocation(args: readonly string[], colour: boolean): Invocation {
  return {
    args,
    cwd: currentFolder(),
    env: process.env,
    now: Math.floor(Date.now() / 1000),
    packageFolder,
    node: process.execPath,
    version: version(),
    colour,
    stdin: () => readFileSync(0),
    progress: showProgress,
  };
}

function currentFolder(): string {
  try {
    return process.cwd();
  } catch (error) {
    throw new UserError('the current folder does not exist any more', 'cd to one that does', {
      cause: error,
    });
  }
}

/** `--color` and `--no-color` anywhere, then NO_COLOR, FORCE_COLOR, and whether a terminal reads along. */
function takeColour(given: readonly string[]): { words: readonly string[]; colour: boolean } {
  const words = given.filter((word) => word !== '--color' && word !== '--no-color');
  const wanted = given.findLast((word) => word === '--color' || word === '--no-color');
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (wanted) return { words, colour: wanted === '--color' };
  if (NO_COLOR) return { words, colour: false };
  if (FORCE_COLOR !== undefined) return { words, colour: FORCE_COLOR !== '0' && FORCE_COLOR !== 'false' };
  return { words, colour: process.stdout.isTTY && TERM !== 'dumb' };
}

let progressShown = false;

/** A run that is over within a second shows nothing. */
function showProgress(text: string): void {
  if (!process.stderr.isTTY || process.env['TERM'] === 'dumb' || performance.now() < 1000) return;
  process.stderr.write(`\r\x1b[K${visible(text)}`);
  progressShown = true;
}

function endProgress(): void {
  if (progressShown) process.stderr.write('\r\x1b[K');
  progressShown = false;
}

/** Says what went wrong and hands back the exit code: 2 for the user's side, 3 for a bug of ours. */
function report(error: unknown): 2 | 3 {
  if (error instanceof UserError) {
    const hint = error.hint ? `  hint: ${visibleLines(error.hint)}\n` : '';
    process.stderr.write(`pyreset-hooks: ${visible(error.message)}\n${hint}`);
    return 2;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const versions = `pyreset-hooks ${version()}, Node.js ${process.version}, ${process.platform} ${process.arch}`;
  process.stderr.write(
    `pyreset-hooks: this is a bug in pyreset-hooks; please report it with these lines\n${versions}\n${visibleLines(stack)}\n`,
  );
  return 3;
}

function version(): string {
  const file = join(packageFolder, 'package.json');
  if (!existsSync(file)) return 'of unknown version';
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

process.on('SIGINT', () => {
  endProgress();
  process.exit(130);
});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return; // `| head` closes the pipe: that is no fault
  process.stderr.write(`pyreset-hooks: cannot write the output: ${error.code}\n`);
  process.exitCode = 2;
});
process.stderr.on('error', () => undefined); // nobody listens
void main();
