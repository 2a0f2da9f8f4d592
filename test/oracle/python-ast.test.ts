import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { decodePython } from '../../src/python/decode.ts';
import { parseModule } from '../../src/python/parse.ts';
import { ODDITIES } from '../python/oddities.ts';
import { moduleTree, type Tree } from '../python/tree.ts';

/** Where python3 keeps its standard library, or undefined if there is no python3 of at least 3.9. */
const findLibrary = (): string | undefined => {
  const code =
    'import sys, sysconfig; print(sysconfig.get_path("stdlib") if sys.version_info >= (3, 9) else "")';
  const { status, stdout } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
};

const library = findLibrary();
const skip = library === undefined && process.env['CI'] !== 'true';

const pythonFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('site-packages'))
    .sort();

/** CPython's trees of `files`, one after the other; null for those it rejects. */
async function* oracle(files: readonly string[]): AsyncGenerator<Tree> {
  const python = spawn('python3', [path.join(import.meta.dirname, 'python_ast.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  python.stdin.end(files.map((file) => `${file}\n`).join(''));
  for await (const line of createInterface({ input: python.stdout })) yield JSON.parse(line) as Tree;
}

/** Where `theirs` and `ours` first differ, or undefined. `["loose", x]` is met by x and by unknown. */
const difference = (theirs: Tree, ours: Tree, where = ''): string | undefined => {
  if (Array.isArray(theirs) && theirs[0] === 'loose') {
    if (Array.isArray(ours) && ours[0] === 'unknown') return undefined;
    return difference(theirs[1] ?? null, ours, where);
  }
  if (!Array.isArray(theirs) || !Array.isArray(ours)) {
    return theirs === ours ? undefined : `${where}: ${JSON.stringify(theirs)} is not ${JSON.stringify(ours)}`;
  }
  for (const [index, each] of theirs.entries()) {
    const found = difference(each, ours[index] ?? null, `${where}/${index}`);
    if (found !== undefined) return found;
  }
  return theirs.length === ours.length ? undefined : `${where}: ${theirs.length} parts, not ${ours.length}`;
};

interface Outcome {
  compared: number;
  rejected: number;
  readonly mismatches: string[];
}

const compare = async (files: readonly string[]): Promise<Outcome> => {
  const outcome: Outcome = { compared: 0, rejected: 0, mismatches: [] };
  let next = 0;
  for await (const theirs of oracle(files)) {
    const file = files[next++] ?? '';
    if (theirs === null) {
      outcome.rejected++;
      continue;
    }
    outcome.compared++;
    const module = parseModule(decodePython(readFileSync(file)));
    const found = difference(theirs, moduleTree(module));
    if (found !== undefined) outcome.mismatches.push(`${file}${found}`);
    else if (module.errors > 0) outcome.mismatches.push(`${file}: ${module.errors} false errors`);
  }
  expect(next).toBe(files.length);
  return outcome;
};

test.skipIf(skip)('reads the standard library as CPython does', async () => {
  expect(library).toBeDefined();
  const files = pythonFiles(library ?? '');
  const { compared, rejected, mismatches } = await compare(files);
  console.info(
    `${compared} files compared with CPython, ${rejected} rejected by it, ${mismatches.length} mismatches`,
  );
  expect(mismatches).toEqual([]);
  expect(compared).toBeGreaterThan(200);
});

test.skipIf(skip)('reads odd syntax as CPython does', async () => {
  expect(library).toBeDefined();
  const folder = mkdtempSync(path.join(tmpdir(), 'pyreset-python-'));
  try {
    const files = ODDITIES.map((source, index) => {
      const file = path.join(folder, `${index}.py`);
      writeFileSync(file, source);
      return file;
    });
    const { compared, mismatches } = await compare(files);
    console.info(
      `${compared} of ${files.length} oddities compared with CPython, ${mismatches.length} mismatches`,
    );
    expect(mismatches).toEqual([]);
    expect(compared).toBeGreaterThan(50);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
