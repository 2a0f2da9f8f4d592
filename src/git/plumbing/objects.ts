import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { cannotStart, gitEnvironment, gitFailed, type Place } from './run.ts';

/** A git object as `cat-file --batch` prints it. */
export interface GitObject {
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly content: Buffer;
}

/** One long-lived `git cat-file --batch`: every object of a run is read through it. Close it when done. */
export interface ObjectReader {
  /**
   * The object that `name` stands for (an id, `HEAD`, `<commit>:<path>`, `:<path>` for the index), or undefined
   * when there is none. A name with a newline cannot be asked for and is undefined as well: ask by id.
   */
  read(name: string): Promise<GitObject | undefined>;
  close(): void;
}

interface Waiting {
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the reader. Names are sent as latin1, so a GitPath keeps its bytes. */
export function openObjects(place: Place): ObjectReader {
  const child = spawn('git', ['cat-file', '--batch'], { cwd: place.cwd, env: gitEnvironment(place.env) });
  const waiting: Waiting[] = [];
  let failure: Error | undefined;
  let stderr = '';

  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  const answers = answerParser((object) => waiting.shift()?.resolve(object));
  child.stdout.on('data', answers);
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  child.stdin.on('error', () => undefined); // git died: `close` says why
  child.on('error', (error) => fail(cannotStart(error)));
  child.on('close', (status) => {
    fail(gitFailed(['cat-file', '--batch'], { status, stdout: Buffer.alloc(0), stderr }));
  });

  return {
    read: (name) => {
      if (/[\n\0]/.test(name)) return Promise.resolve(undefined);
      if (failure) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${name}\n`, 'latin1');
      });
    },
    close: () => end(child),
  };
}

function end(child: ChildProcessWithoutNullStreams): void {
  child.stdin.end();
  child.stdout.destroy();
}

/**
 * Takes git's output in chunks and calls back once for each answer: `<oid> <type> <size>\n<content>\n`, or
 * `<name> missing\n` and its like (`ambiguous`), which no object header can be mistaken for.
 */
function answerParser(answered: (object: GitObject | undefined) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let needed = 1;
  let gathered = 0;
  return (chunk) => {
    chunks.push(chunk);
    gathered += chunk.length;
    if (pending.length + gathered < needed) return; // joining only when an answer can be complete keeps this linear
    pending = Buffer.concat([pending, ...chunks]);
    chunks = [];
    gathered = 0;
    for (;;) {
      const answer = takeAnswer(pending);
      if (typeof answer === 'number') {
        needed = answer;
        return;
      }
      pending = pending.subarray(answer.length);
      answered(answer.object);
    }
  };
}

/** The first answer in `bytes`, or how many bytes it takes at least before there can be one. */
function takeAnswer(bytes: Buffer): { object: GitObject | undefined; length: number } | number {
  const newline = bytes.indexOf(10);
  if (newline < 0) return bytes.length + 1;
  const header = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+)$/.exec(
    bytes.toString('latin1', 0, newline),
  );
  if (!header) return { object: undefined, length: newline + 1 };
  const start = newline + 1;
  const length = start + Number(header[3]) + 1;
  if (bytes.length < length) return length;
  const content = Buffer.from(bytes.subarray(start, length - 1));
  return { object: { oid: header[1]!, type: header[2] as GitObject['type'], content }, length };
}
