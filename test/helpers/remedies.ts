import { expect } from 'vitest';
import type { Repository } from './repository.ts';

/** One way out, or a part of it: what a hint says, and the lines that it gives. */
export interface Remedy {
  readonly rule: string;
  readonly lead: string;
  readonly lines: readonly string[];
}

/** The remedies that an output names, in its order. */
export function remediesIn(output: string): Remedy[] {
  const remedies: { rule: string; lead: string; lines: string[] }[] = [];
  let rule = '';
  for (const line of output.split('\n')) {
    const [, indent = '', text = ''] = /^( *)(.*)$/.exec(line) ?? [];
    if (indent.length === 0) rule = /\[([a-z-]+)\]$/.exec(text)?.[1] ?? rule;
    else if (indent.length === 2) remedies.push({ rule, lead: text, lines: [] });
    else remedies.at(-1)?.lines.push(line.slice(6));
  }
  return remedies;
}

/** The first remedy whose lead begins so. */
export function remedy(output: string, lead: string): Remedy {
  const found = remediesIn(output).find((each) => each.lead.startsWith(lead));
  if (!found) throw new Error(`no remedy "${lead}" in:\n${output}`);
  return found;
}

/** Does what a remedy says, as a person would, and stages it; `run` runs what is no command of git's. */
export function follow(
  made: Repository,
  { lead, lines }: Remedy,
  run: (line: string) => void = (line) => {
    throw new Error(`what is ${line}?`);
  },
): void {
  const path = /(?:^|\s)(\S+\.py):?$/.exec(lead)?.[1];
  const config = lines[0]?.startsWith('allow:');
  const script = lines.some((line) => /^(?:git|UPDATE|python) /.test(line));
  if (config) made.write({ '.pyresetrc': `${lines.join('\n').replaceAll('…', 'agreed')}\n` });
  else if (script) for (const line of commandsIn(lines)) command(made, line, run);
  else if (path === undefined) throw new Error(`where does that go? ${lead}`);
  else if (lines[0]?.startsWith('class ')) made.write({ [path]: appConfig(lines) });
  else for (const line of lines) made.write({ [path]: edited(made.read(path), line) });
  made.git('add', '--all');
}

/** A line that ends in a pipe goes on in the next one. */
function commandsIn(lines: readonly string[]): string[] {
  return lines
    .join('\n')
    .replace(/\|\n\s*/g, '| ')
    .split('\n');
}

function command(made: Repository, line: string, run: (line: string) => void): void {
  if (!line.startsWith('git ')) run(line);
  else {
    const ran = made.shell(line);
    if (ran.status !== 0) throw new Error(`${line}: ${ran.output}`);
  }
}

function appConfig(lines: readonly string[]): string {
  return `from django.apps import AppConfig\n\n\n${lines.join('\n')}\n`;
}

const PAIR = String.raw`\("[^"]+", "[^"]+"\)`;

function edited(text: string, line: string): string {
  const [, now, was] = new RegExp(`^(${PAIR})(?: instead of (${PAIR}))?$`).exec(line) ?? [];
  if (now !== undefined && was !== undefined) return text.replace(was, now);
  if (now !== undefined) return text.replace(new RegExp(`(?:, )?${escaped(now)}`), '');
  return /^ *replaces = .*$/m.test(text)
    ? text.replace(/^ *replaces = .*$/m, `    ${line}`)
    : `${text.trimEnd()}\n    ${line}\n`;
}

function escaped(text: string): string {
  return text.replace(/[()]/g, String.raw`\$&`);
}

/** What the hook says to a commit of everything, with BASE for the id of the base. */
export function committed(made: Repository, status: number): string {
  made.git('add', '--all');
  const base = made.git('rev-parse', 'origin/main');
  const ran = made.tryGit('commit', '--quiet', '--allow-empty', '-m', 'x');
  expect(ran.status, ran.output).toBe(status);
  return ran.output.replaceAll(base.slice(0, 12), 'BASE').replaceAll(base.slice(0, 7), 'BASE');
}

/** The same of `check`, as it is: the commands in it can be run. */
export function checked(made: Repository): string {
  made.git('add', '--all');
  return made.pyreset('check').output;
}
