import { expect } from 'vitest';
import type { Ran, Repository } from './repository.ts';

/** A step as it is printed: what to do, and the block below it. */
export interface PrintedStep {
  readonly lead: string;
  /** Empty when there is no block. */
  readonly language: string;
  readonly lines: readonly string[];
}

/** A procedure as it is printed. */
export interface PrintedProcedure {
  readonly title: string;
  readonly steps: readonly PrintedStep[];
  readonly back: readonly PrintedStep[];
  readonly later: readonly PrintedStep[];
}

/** The procedures on a page, in its order. */
export function proceduresIn(page: string): PrintedProcedure[] {
  return page
    .split(/^#+ (?=P\d)/m)
    .slice(1)
    .map((section) => {
      const [there = '', ...rest] = section.split(/^#/m)[0]!.split(/^(?=To go back:|In a later release)/m);
      const part = (head: string): PrintedStep[] =>
        stepsIn(rest.find((each) => each.startsWith(head))?.replace(/.*\n/, '') ?? '');
      return {
        title: section.slice(0, section.indexOf('\n')),
        steps: stepsIn(there.slice(there.indexOf('\n'))),
        back: part('To go back'),
        later: part('In a later release'),
      };
    });
}

function stepsIn(text: string): PrintedStep[] {
  return text
    .split(/^(?=\d+\. )/m)
    .filter((each) => /^\d/.test(each))
    .map((each) => {
      const [, number = '', lead = '', rest = ''] = /^(\d+\. )(.*)\n([^]*)$/.exec(`${each}\n`)!;
      const [, language = '', block = ''] = /^ *```(\w+)\n([^]*?)\n *```$/m.exec(rest) ?? [];
      const lines = language === '' ? [] : block.split('\n').map((line) => line.slice(number.length));
      return { lead, language, lines };
    });
}

/** Does what a step says, and nothing else; `run` runs lines of shell. */
export function followStep(made: Repository, step: PrintedStep, run: (script: string) => Ran): void {
  const { lead, language, lines } = step;
  const [, path = ''] = /`([^`]+)`:$/.exec(lead) ?? [];
  if (language === 'sh') expectSaid(lead, run(lines.join('\n')));
  else if (language === 'diff') {
    const [, name, from] = /^Move `class (\w+)`.* from `(.+?)` to /.exec(lead) ?? [];
    if (name !== undefined && from !== undefined) moveClass(made, name, from, path);
    const paths = made.git('ls-files', '-co', '--exclude-standard', '--', path).split('\n');
    expect(paths, lead).not.toEqual(['']);
    for (const each of paths) made.write({ [each]: applied(made.read(each), lines) });
  } else if (language !== '') made.write({ [path]: `${lines.join('\n')}\n` });
}

function expectSaid(lead: string, ran: Ran): void {
  expect(ran.status, `${lead}\n${ran.output}`).toBe(0);
  if (!lead.includes('must say')) return;
  for (const [, words] of lead.matchAll(/"([^"]+)"/g)) expect(ran.output, lead).toContain(words);
}

/** Cuts a class out of a module, and puts it at the end of another one. */
function moveClass(made: Repository, name: string, from: string, to: string): void {
  const text = made.read(from);
  const [definition = ''] = new RegExp(`^class ${name}\\(.*\n(?:(?:    .*)?\n)*`, 'm').exec(text) ?? [];
  expect(definition, `${name} in ${from}`).not.toBe('');
  made.write({ [from]: text.replace(definition, ''), [to]: `${made.read(to).trimEnd()}\n\n\n${definition}` });
}

/**
 * The text with a printed diff applied, as a person would: quotes of either kind are the same, `…` stands for whatever
 * is there, and what is there already is not added again.
 */
function applied(text: string, diff: readonly string[]): string {
  const lines = text.split('\n');
  let at = 0;
  let waiting: string[] | undefined;
  const find = (wanted: string): number => {
    const found = lines.findIndex((line, index) => index >= at && isLike(line, wanted));
    if (found < 0) throw new Error(`no ${JSON.stringify(wanted)} in:\n${text}`);
    return found;
  };
  for (const line of diff) {
    const [mark, rest] = [line.slice(0, 1), line.slice(1)];
    if (line === '@@') at = 0;
    else if (mark === '…') waiting = [];
    else if (mark === '-') lines.splice((at = find(rest)), 1);
    else if (mark === '+' && waiting) waiting.push(rest);
    else if (mark === '+') at = added(lines, at, rest) + 1;
    else {
      const found = find(rest);
      lines.splice(found, 0, ...(waiting ?? []));
      at = found + (waiting?.length ?? 0) + 1;
      waiting = undefined;
    }
  }
  return lines.join('\n');
}

/** Where the line stands afterwards: where it is already, in the block that begins at `at`, or there. */
function added(lines: string[], at: number, line: string): number {
  const outside = lines.findIndex((each, index) => index >= at && each !== '' && indent(each) < indent(line));
  const end = outside < 0 ? lines.length : outside;
  const known = lines.findIndex((each, index) => index >= at && index < end && isLike(each, line));
  if (known >= 0) return known;
  lines.splice(at, 0, line);
  return at;
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

function isLike(line: string, wanted: string): boolean {
  const parts = wanted
    .replaceAll("'", '"')
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(line.replaceAll("'", '"'));
}
