import { pathText } from '../path.ts';
import { visibleJson } from '../show.ts';
import type { Report } from './report.ts';

/** The findings as JSON, version 1 of the design; one document with a newline at its end. */
export function jsonReport(report: Report): string {
  const document = {
    version: 1,
    tool: { name: 'pyreset-hooks', version: report.toolVersion },
    scope: report.scope,
    findings: report.findings.map(({ rule, severity, path, line, column, subject, message, hint, data }) => ({
      rule,
      severity,
      path: pathText(path),
      line,
      column,
      subject,
      message,
      hint,
      data: data ?? {},
    })),
    summary: {
      errors: count(report, 'error'),
      warnings: count(report, 'warning'),
      infos: count(report, 'info'),
      allowed: report.allowed,
      unknown: report.unknown.length,
    },
  };
  return `${visibleJson(document)}\n`;
}

function count({ findings }: Report, severity: string): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
