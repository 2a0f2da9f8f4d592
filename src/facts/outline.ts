import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag, deserialize, serialize } from 'node:v8';
import type { Outline } from '../django/project.ts';

/** The apps of a commit as they were read last. */
export interface KeptOutline {
  /** Object id of the commit. */
  readonly commit: string;
  readonly outline: Outline;
}

/** Keeps the apps of the commit that was read last, so that the next one is only compared with it. */
export interface OutlineStore {
  /** Undefined when none is kept, or it was damaged. */
  load(): KeptOutline | undefined;
  /** Fails in silence: what is not kept is read again. */
  save(kept: KeptOutline): void;
}

/** Below so many apps reading them costs no more than comparing. */
const WORTH = 100;

/**
 * The outline kept in `folder` (see `openFacts`), one file: a line with the version, a digest, and plain data as V8
 * writes it. It may be deleted at any time.
 */
export function openOutline(folder: string, version: string): OutlineStore {
  const file = join(folder, 'apps');
  const header = `pyreset-hooks ${version} ${cachedDataVersionTag()}\n`;
  return {
    load: () => {
      try {
        return readKept(readFileSync(file), header);
      } catch {
        return undefined;
      }
    },
    save: (kept) => {
      if (kept.outline.projects.every(({ apps }) => apps.length < WORTH)) return;
      try {
        for (const made of [dirname(folder), folder]) if (!existsSync(made)) mkdirSync(made);
        const body = serialize(kept);
        const fresh = `${file}.${randomUUID()}`;
        writeFileSync(fresh, Buffer.concat([Buffer.from(header + digest(body)), body]), { flag: 'wx' });
        try {
          renameSync(fresh, file);
        } catch {
          rmSync(fresh, { force: true });
        }
      } catch {
        // the folder is not ours to write
      }
    },
  };
}

function readKept(content: Buffer, header: string): KeptOutline | undefined {
  const start = header.length;
  if (content.toString('latin1', 0, start) !== header) return undefined;
  const body = content.subarray(start + DIGEST);
  const isWhole = content.toString('latin1', start, start + DIGEST) === digest(body);
  return isWhole ? (deserialize(body) as KeptOutline) : undefined;
}

const DIGEST = 40;

function digest(body: Buffer): string {
  return createHash('sha1').update(body).digest('hex');
}
