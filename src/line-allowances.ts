import type { Comment } from './comments.ts';
import { suggestion } from './config/nearest.ts';
import type { Rule } from './rule.ts';

/** What the comments of one file allow. */
export interface LineAllowances {
  /** The reason for which a rule is allowed in a 1-based line, or undefined. */
  readonly reasonFor: (rule: string, line: number) => string | undefined;
  /** Comments that allow nothing: their 1-based lines, and why. */
  readonly faults: readonly { readonly line: number; readonly fault: string }[];
}

/**
 * What comments allow in the lines of some problems. A comment is about its own line, and about the next one when it
 * stands alone; others are not read.
 */
export function lineAllowances(
  comments: readonly Comment[],
  lines: ReadonlySet<number>,
  rules: readonly Rule[],
): LineAllowances {
  const reasons = new Map<string, string>();
  const faults: { line: number; fault: string }[] = [];
  for (const { line, text, alone } of comments) {
    const covered = [line, ...(alone ? [line + 1] : [])].filter((each) => lines.has(each));
    if (covered.length === 0) continue;
    const said = readAllowance(text, rules);
    if ('fault' in said) faults.push({ line, fault: said.fault });
    else
      for (const each of covered) for (const rule of said.rules) reasons.set(`${each} ${rule}`, said.reason);
  }
  return { reasonFor: (rule, line) => reasons.get(`${line} ${rule}`), faults };
}

type Said = { readonly rules: readonly string[]; readonly reason: string } | { readonly fault: string };

const FORM = 'write "pyreset: allow RULE -- REASON"';

/** Reads `allow RULE[, RULE] -- REASON`. The separator may be an em dash: XML has no `--` inside its comments. */
function readAllowance(text: string, rules: readonly Rule[]): Said {
  const words = /^allow\s([^]*)$/.exec(text)?.[1];
  if (words === undefined) return { fault: FORM };
  const dash = /--|—/.exec(words);
  const reason = dash ? words.slice(dash.index + dash[0].length).trim() : '';
  if (reason === '') return { fault: `it gives no reason; ${FORM}` };
  const names = words
    .slice(0, dash?.index)
    .split(',')
    .map((name) => name.trim());
  for (const name of names) {
    if (name === '') return { fault: `it names no rule; ${FORM}` };
    const rule = rules.find((each) => each.name === name);
    if (!rule) return { fault: unknownRule(name, rules) };
    if (!rule.lineBound) return { fault: `${name} is allowed in the configuration only, by its subject` };
  }
  return { rules: names, reason };
}

function unknownRule(name: string, rules: readonly Rule[]): string {
  const near = suggestion(
    name,
    rules.map((rule) => rule.name),
  );
  return `there is no rule ${name.length > 60 ? `${name.slice(0, 57)}...` : name}${near}`;
}
