import { countsOf } from '../lint.ts';
import { pathText } from '../path.ts';
import type { Finding } from '../rule.ts';
import { visibleJson } from '../show.ts';
import type { Report } from './report.ts';

/** The findings as JSON, version 1 of the design; one document with a newline at its end. */
export function jsonReport(report: Report): string {
  const counts = countsOf(report.findings);
  const document = {
    version: 1,
    tool: { name: 'pyreset-hooks', version: report.toolVersion },
    scope: report.scope,
    findings: report.findings.map(findingJson),
    summary: {
      errors: counts.error,
      warnings: counts.warning,
      infos: counts.info,
      allowed: counts.allowed,
      unknown: report.unknown.length,
    },
  };
  return `${visibleJson(document)}\n`;
}

function findingJson(finding: Finding): object {
  const { rule, severity, path, line, column, subject, message, hint, data, allowed } = finding;
  return {
    rule,
    severity,
    path: pathText(path),
    line,
    column,
    subject,
    message,
    hint,
    data: data ?? {},
    ...(allowed ? { allowed } : {}),
  };
}
