import { styleText } from 'node:util';
import { grouped } from '../grouped.ts';
import { countsOf } from '../lint.ts';
import type { Finding, Severity } from '../rule.ts';
import { counted, showPath, visible, visibleLines } from '../show.ts';
import type { Report, TextStyle } from './report.ts';

const FEW = 5;
const COLOURS = { error: 'red', warning: 'yellow', info: 'cyan', allowed: 'green' } as const satisfies Record<
  Weight,
  string
>;

/** What a finding counts as. */
type Weight = Severity | 'allowed';

/** The findings as a person reads them in a terminal; nothing at all when there are none. */
export function textReport(report: Report, style: TextStyle): string {
  const shown = report.findings.map(weighed).filter(({ weight }) => isShown(weight, style));
  if (shown.length === 0 && !style.verbose) return '';
  const groups = byHint(shown).map((group) => `${groupText(group, style)}\n`);
  const unknown = report.unknown.map((path) => `${showPath(path)}: its app label is unknown\n`);
  return `${groups.join('')}${style.verbose ? unknown.join('') : ''}${summary(report)}\n`;
}

/** A finding as it is printed; of one that is allowed the reason stands where the remedy would. */
interface Shown extends Pick<Finding, 'rule' | 'path' | 'line' | 'column' | 'message' | 'hint'> {
  readonly weight: Weight;
}

function weighed(finding: Finding): Shown {
  const { allowed, severity } = finding;
  return allowed
    ? { ...finding, weight: 'allowed', hint: `reason: ${allowed.reason}` }
    : { ...finding, weight: severity };
}

function isShown(weight: Weight, { quiet, verbose }: TextStyle): boolean {
  if (quiet) return weight === 'error';
  return verbose || weight === 'error' || weight === 'warning';
}

/** Findings with one remedy stand together, in the order of their first: the remedy is printed once. */
function byHint(findings: readonly Shown[]): Shown[][] {
  return [...grouped(findings, ({ rule, weight, hint }) => `${rule}\0${weight}\0${hint}`).values()];
}

function groupText(group: readonly Shown[], style: TextStyle): string {
  const lines = group.slice(0, FEW).map((finding) => findingLine(finding, style));
  if (group.length > FEW) lines.push(`… and ${group.length - FEW} more like these  [${group[0]!.rule}]`);
  const hint = visibleLines(group[0]!.hint).replaceAll('\n', '\n  ');
  return `${lines.join('\n')}\n  ${hint}\n`;
}

function findingLine({ path, line, column, weight, message, rule }: Shown, { colour }: TextStyle): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const place = `${showPath(path)}:${line}:${column}:`;
  return `${paint('bold', place)} ${paint(COLOURS[weight], `${weight}:`)} ${visible(message)}  ${paint('dim', `[${rule}]`)}`;
}

function summary({ findings, unknown }: Report): string {
  const { error, warning, allowed } = countsOf(findings);
  const parts = [counted(error, 'error'), counted(warning, 'warning')];
  if (allowed > 0) parts.push(`${allowed} allowed`);
  if (unknown.length > 0) parts.push(`${unknown.length} unknown`);
  return parts.join(', ');
}
