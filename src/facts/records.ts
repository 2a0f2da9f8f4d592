/**
 * Facts by key as one text: a line for each, `<key> <checksum> <JSON>`, sorted by key, so that one is found without
 * reading the others. ASCII only; keys hold no space. A line that was damaged is as good as absent.
 */
export type Records = string;

const SUM_LENGTH = 8;

/** What is remembered under `key`, or undefined. */
export function findRecord(records: Records, key: string): unknown {
  const start = startOf(records, key);
  if (start === undefined) return undefined;
  const sum = start + key.length + 1;
  const end = records.indexOf('\n', sum);
  const json = records.slice(sum + SUM_LENGTH + 1, end < 0 ? records.length : end);
  if (records.slice(sum, sum + SUM_LENGTH) !== checksum(key + json)) return undefined;
  return parsed(json);
}

/** A short checksum may by chance be right of what is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** Records of facts that JSON can hold. */
export function recordsOf(facts: ReadonlyMap<string, unknown>): Records {
  return sorted(new Map([...facts].map(([key, value]) => [key, lineOf(key, value)])));
}

/** The records of both; where both know a key, those of `newer` count. */
export function mergeRecords(records: Records, newer: Records): Records {
  return sorted(new Map([...linesOf(records), ...linesOf(newer)]));
}

function sorted(lines: ReadonlyMap<string, string>): Records {
  return [...lines.keys()]
    .sort()
    .map((key) => `${lines.get(key)}\n`)
    .join('');
}

function linesOf(records: Records): [key: string, line: string][] {
  return records
    .split('\n')
    .filter((line) => line.includes(' '))
    .map((line) => [line.slice(0, line.indexOf(' ')), line]);
}

function lineOf(key: string, value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0'),
  );
  return `${key} ${checksum(key + json)} ${json}`;
}

/** Where the line of a key begins. */
function startOf(records: Records, key: string): number | undefined {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = middle === 0 ? 0 : records.lastIndexOf('\n', middle - 1) + 1;
    const end = records.indexOf('\n', middle);
    const found = records.slice(start, records.indexOf(' ', start));
    if (found === key) return start;
    if (found < key) low = end < 0 ? records.length : end + 1;
    else high = start;
  }
  return undefined;
}

/** FNV-1a, 32 bits: for accidents, not for attackers, who would have to write below `.git`. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(SUM_LENGTH, '0');
}
