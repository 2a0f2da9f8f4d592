import { styleText } from 'node:util';
import type { Finding, Severity } from '../rule.ts';
import { counted, showPath, visible, visibleLines } from '../show.ts';
import type { Report, TextStyle } from './report.ts';

const FEW = 5;
const COLOURS = { error: 'red', warning: 'yellow', info: 'cyan' } as const satisfies Record<Severity, string>;

/** The findings as a person reads them in a terminal; nothing at all when there are none. */
export function textReport(report: Report, style: TextStyle): string {
  const shown = report.findings.filter(({ severity }) =>
    style.quiet ? severity === 'error' : style.verbose || severity !== 'info',
  );
  if (shown.length === 0 && !style.verbose) return '';
  const groups = byHint(shown).map((group) => `${groupText(group, style)}\n`);
  const unknown = report.unknown.map((path) => `${showPath(path)}: its app label is unknown\n`);
  return `${groups.join('')}${style.verbose ? unknown.join('') : ''}${summary(report)}\n`;
}

/** Findings with one remedy stand together, in the order of their first: the remedy is printed once. */
function byHint(findings: readonly Finding[]): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule}\0${finding.severity}\0${finding.hint}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()];
}

function groupText(group: readonly Finding[], style: TextStyle): string {
  const lines = group.slice(0, FEW).map((finding) => findingLine(finding, style));
  if (group.length > FEW) lines.push(`… and ${group.length - FEW} more like these  [${group[0]!.rule}]`);
  const hint = visibleLines(group[0]!.hint).replaceAll('\n', '\n  ');
  return `${lines.join('\n')}\n  ${hint}\n`;
}

function findingLine(
  { path, line, column, severity, message, rule }: Finding,
  { colour }: TextStyle,
): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const place = `${showPath(path)}:${line}:${column}:`;
  return `${paint('bold', place)} ${paint(COLOURS[severity], `${severity}:`)} ${visible(message)}  ${paint('dim', `[${rule}]`)}`;
}

function summary({ findings, allowed, unknown }: Report): string {
  const count = (severity: Severity): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const parts = [counted(count('error'), 'error'), counted(count('warning'), 'warning')];
  if (allowed > 0) parts.push(`${allowed} allowed`);
  if (unknown.length > 0) parts.push(`${unknown.length} unknown`);
  return parts.join(', ');
}
