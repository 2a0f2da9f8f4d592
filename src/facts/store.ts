import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findRecord, mergeRecords, recordsOf, type Records } from './records.ts';

/** What was found in blobs before, by reading and object id. A blob never changes, so that nothing in it goes stale. */
export interface FactStore {
  /** What the reading found in that blob, or undefined when that is not remembered. */
  get(reading: string, oid: string): unknown;
  put(reading: string, oid: string, facts: unknown): void;
  /** Writes down what is new. Fails in silence: what is not remembered is read again. */
  save(): void;
}

/** New facts wait in a small file, so that a commit does not write the large one again; in characters. */
const SMALL = 100_000;

/** A file that outgrows this starts again from what is new; in characters. */
const LARGE = 50_000_000;

/** After this long another process has died rather than still being at it; in milliseconds. */
const ABANDONED = 10_000;

/**
 * The facts kept in `folder`, two files for each reading. They may be deleted at any time. Those of another `version`
 * are left out, for it may have read other things. Two processes at once are safe: files are replaced as a whole, and
 * only one of the two writes. Only `folder` and the one around it are made: where there is nothing above them, git's
 * folder has a name that is not UTF-8, and nothing is kept.
 */
export function openFacts(folder: string, version: string): FactStore {
  const header = `pyreset-hooks ${version}\n`;
  const read = new Map<string, Records>();
  const fresh = new Map<string, Map<string, unknown>>();
  const records = (file: string): Records => {
    const known = read.get(file) ?? readRecords(join(folder, file), header);
    read.set(file, known);
    return known;
  };
  return {
    get: (reading, oid) =>
      fresh.get(reading)?.get(oid) ??
      findRecord(records(`${reading}.new`), oid) ??
      findRecord(records(reading), oid),
    put: (reading, oid, facts) => {
      const added = fresh.get(reading) ?? new Map<string, unknown>();
      fresh.set(reading, added.set(oid, facts));
    },
    save: () => {
      for (const [reading, added] of fresh) saveReading(folder, reading, header, recordsOf(added));
      fresh.clear();
      read.clear();
    },
  };
}

function readRecords(file: string, header: string): Records {
  try {
    const text = readFileSync(file, 'latin1');
    return text.startsWith(header) ? text.slice(header.length) : '';
  } catch {
    return ''; // not there yet, or not readable: then everything is read again
  }
}

function saveReading(folder: string, reading: string, header: string, added: Records): void {
  const [large, small] = [join(folder, reading), join(folder, `${reading}.new`)];
  const lock = `${small}.lock`;
  try {
    for (const made of [dirname(folder), folder]) if (!existsSync(made)) mkdirSync(made);
    removeAbandoned(lock);
    const waiting = mergeRecords(readRecords(small, header), added);
    if (waiting.length <= SMALL) return replace(small, lock, header + waiting);
    const all = mergeRecords(readRecords(large, header), waiting);
    replace(large, lock, header + (all.length > LARGE ? waiting : all));
    rmSync(small, { force: true });
  } catch {
    // another process writes, or the folder is not ours to write
  }
}

/** Writes beside the file and takes its place; throws when another process is about to. */
function replace(file: string, lock: string, text: string): void {
  writeFileSync(lock, text, { encoding: 'latin1', flag: 'wx' });
  try {
    renameSync(lock, file);
  } catch (error) {
    rmSync(lock, { force: true });
    throw error;
  }
}

function removeAbandoned(lock: string): void {
  const age = statSync(lock, { throwIfNoEntry: false });
  if (age && Date.now() - age.mtimeMs > ABANDONED) rmSync(lock, { force: true });
}
