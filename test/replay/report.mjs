// What a replay found, counted, as text and as JSON.

/** @typedef {import('./judge.mjs').Verdict} Verdict */
/** @typedef {import('./judge.mjs').Finding} Finding */

/**
 * @typedef {object} Outcome
 * @property {number} commits Without merges.
 * @property {number} cut Where a shallow clone begins: not judged.
 * @property {readonly Verdict[]} verdicts Newest first.
 */

const SEVERITIES = /** @type {const} */ (['error', 'warning', 'info']);
const FEW = 5;

// Controls, what reorders or hides text, line ends, blank letters: as src/show.ts has it.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/**
 * Text that cannot move a cursor or reorder a line; inside a JSON string it reads back as what went in.
 * @param {string} text
 */
function visible(text) {
  return text.replace(INVISIBLE, (character) => character.split('').map(escaped).join(''));
}

/** @param {string} unit Of UTF-16. */
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** @param {readonly Finding[]} findings */
const worst = (findings) =>
  SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));

/** @param {Outcome} outcome */
function count({ commits, cut, verdicts }) {
  const those = (/** @type {string} */ severity) =>
    verdicts.filter(({ findings }) => worst(findings) === severity).length;
  const refused = those('error');
  return {
    commits,
    cut,
    judged: verdicts.length,
    refused,
    refusedPer1000: commits === 0 ? 0 : Number(((refused / commits) * 1000).toFixed(2)),
    warned: those('warning'),
    unknown: verdicts.filter(({ unknown }) => unknown > 0).length,
    failed: verdicts.filter(({ failure }) => failure).length,
    rules: countRules(verdicts),
  };
}

/** @param {readonly Verdict[]} verdicts */
function countRules(verdicts) {
  /** @type {Map<string, { errors: number, warnings: number, infos: number, refused: number, commits: number }>} */
  const rules = new Map();
  for (const { findings } of verdicts) {
    for (const rule of new Set(findings.map((finding) => finding.rule))) {
      const own = findings.filter((finding) => finding.rule === rule);
      const [errors, warnings, infos] = SEVERITIES.map(
        (one) => own.filter(({ severity }) => severity === one).length,
      );
      const sum = rules.get(rule) ?? { errors: 0, warnings: 0, infos: 0, refused: 0, commits: 0 };
      rules.set(rule, {
        errors: sum.errors + (errors ?? 0),
        warnings: sum.warnings + (warnings ?? 0),
        infos: sum.infos + (infos ?? 0),
        refused: sum.refused + (errors ? 1 : 0),
        commits: sum.commits + 1,
      });
    }
  }
  return Object.fromEntries([...rules].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** @param {Verdict} verdict */
function shown({ commit, findings }) {
  const first = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  return {
    commit: commit.id,
    date: day(commit.authored),
    subject: commit.subject,
    verdict: { error: 'refused', warning: 'warned', info: 'passed' }[worst(findings) ?? 'info'],
    findings: first.slice(0, FEW).map(({ rule, severity, subject, message }) => {
      return { rule, severity, subject, message: message.split('\n', 1)[0] ?? '' };
    }),
    more: Math.max(0, first.length - FEW),
  };
}

/** @param {number} time */
function day(time) {
  const date = new Date(time * 1000);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().slice(0, 10);
}

/** @param {Outcome} outcome */
function listed({ verdicts }) {
  return verdicts.filter(({ findings }) => ['error', 'warning'].includes(worst(findings) ?? '')).map(shown);
}

/** @param {Outcome} outcome */
function failures({ verdicts }) {
  return verdicts.flatMap((verdict) => (verdict.failure ? [{ ...shown(verdict), ...verdict.failure }] : []));
}

/**
 * @param {Outcome} outcome
 * @param {{ list: boolean }} options
 */
export function jsonReport(outcome, { list }) {
  const failed = failures(outcome).map(({ commit, date, subject, exitCode, message }) => {
    return { commit, date, subject, exitCode, message };
  });
  const document = {
    version: 1,
    ...count(outcome),
    failures: failed,
    ...(list ? { list: listed(outcome) } : {}),
  };
  return `${JSON.stringify(document, undefined, 2).split('\n').map(visible).join('\n')}\n`;
}

/**
 * @param {Outcome} outcome
 * @param {{ list: boolean }} options
 */
export function textReport(outcome, { list }) {
  const { commits, cut, judged, refused, refusedPer1000, warned, unknown, failed, rules } = count(outcome);
  const sums = [
    ['commits', commits, 'without merges'],
    ['judged', judged, 'in the others, nothing that a rule could speak about'],
    ...(cut > 0 ? [['cut off', cut, 'their parents are not in this shallow clone']] : []),
    ['refused', refused, `${refusedPer1000} of 1000 commits`],
    ['warned', warned, 'and not refused'],
    ['unknown', unknown, 'with migrations whose app could not be told'],
    ['failed', failed, 'the program could not judge them'],
  ];
  const lines = sums.map(([name, number, note]) =>
    `${String(name).padEnd(8)}${String(number).padStart(8)}   ${note}`.trimEnd(),
  );
  const paragraphs = [
    lines,
    ruleTable(rules),
    ...failures(outcome).map(failureBlock),
    ...(list ? listed(outcome).map(block) : []),
  ];
  return paragraphs
    .flatMap((paragraph) => (paragraph.length > 0 ? `${paragraph.join('\n')}\n` : []))
    .join('\n');
}

/** @param {ReturnType<typeof countRules>} rules */
function ruleTable(rules) {
  const names = Object.keys(rules);
  const width = Math.max(4, ...names.map((name) => name.length));
  const row = (/** @type {string} */ name, /** @type {readonly unknown[]} */ cells) =>
    name.padEnd(width) + cells.map((cell) => String(cell).padStart(10)).join('');
  const heads = Object.keys(Object.values(rules)[0] ?? {});
  return names.length === 0
    ? []
    : [row('rule', heads), ...Object.entries(rules).map(([name, sums]) => row(name, Object.values(sums)))];
}

/** @param {{ commit: string, date: string, subject: string }} commit */
const title = ({ commit, date, subject }) => `${commit.slice(0, 10)} ${date} ${visible(subject)}`;

/** @param {ReturnType<typeof failures>[number]} failure */
function failureBlock({ exitCode, message, ...commit }) {
  const said = message.split('\n').slice(0, FEW);
  return [
    title(commit),
    `  the program failed with exit code ${exitCode}:`,
    ...said.map((line) => `    ${visible(line)}`),
  ];
}

/** @param {ReturnType<typeof shown>} commit */
function block(commit) {
  return [
    `${title(commit)} (${commit.verdict})`,
    ...commit.findings.map(
      ({ rule, severity, subject, message }) =>
        `  ${severity.padEnd(7)} ${visible(rule)} ${visible(subject)}: ${visible(message)}`,
    ),
    ...(commit.more > 0 ? [`  … and ${commit.more} more`] : []),
  ];
}
