import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { removeCaches } from '../../src/caches/remove.ts';
import { pathFromBytes, pathFromText } from '../../src/path.ts';
import { bound, has } from '../helpers/caches.ts';
import { CLI, repository, type Repository } from '../helpers/repository.ts';

const NAME = 'm.cpython-311.pyc';
const IN = `__pycache__/${NAME}`;

function project(...paths: readonly string[]): Repository {
  const shop = repository();
  shop.write(Object.fromEntries(paths.map((path) => [path, 'bytecode'])));
  return shop;
}

/** A folder outside with caches of the same names, that nobody may touch. */
function outside(): string {
  const folder = mkdtempSync(join(tmpdir(), 'outside-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, '__pycache__'));
  mkdirSync(join(folder, 'ghost', '__pycache__'), { recursive: true });
  for (const path of [NAME, IN, `ghost/${IN}`]) writeFileSync(join(folder, path), 'theirs');
  return folder;
}

const expectUntouched = (folder: string): void => {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  expect(paths).toEqual(['__pycache__', IN, 'ghost', 'ghost/__pycache__', `ghost/${IN}`, NAME]);
};

test('nothing is looked at or removed through a symlink', () => {
  const shop = project('real/m.py', `kept/${IN}`);
  const theirs = outside();
  symlinkSync(theirs, join(shop.folder, 'package'));
  symlinkSync(theirs, join(shop.folder, 'real/__pycache__'));
  symlinkSync(join(shop.folder, 'kept'), join(shop.folder, 'real/within'));
  for (const options of [['--all', '--venv', '--tools'], []])
    expect(shop.pyreset('clean', ...options, 'real').output).toMatch(/^no (compiled Python|stale caches)\n$/);
  expect(shop.pyreset('clean', '--all').stdout).toMatch(/^removed 1 file and 2 folders/);
  expectUntouched(theirs);
  expect(has(shop, 'package') && has(shop, 'real/__pycache__')).toBe(true);
});

test.for([
  ['the cache folder becomes a symlink', 'p/__pycache__', '__pycache__'],
  ['the package becomes a symlink', 'p', '.'],
] as const)('%s between plan and removal', async ([, swapped, target]) => {
  const shop = project(`p/${IN}`, `q/${IN}`);
  const theirs = outside();
  renameSync(join(shop.folder, swapped), join(shop.folder, 'moved'));
  symlinkSync(join(theirs, target), join(shop.folder, swapped));
  const stood = process.cwd();
  const removed = await removeCaches(shop.folder, {
    files: [pathFromText(`p/${IN}`), pathFromText(`q/${IN}`)],
    folders: ['p/__pycache__', 'q/__pycache__', 'p', 'q'].map(pathFromText),
  });
  expect(removed).toEqual({ files: [`q/${IN}`], folders: ['q/__pycache__', 'q'], failed: [] });
  expectUntouched(theirs);
  expect(process.cwd()).toBe(stood);
});

test('a folder that becomes another repository between plan and removal is left alone', async () => {
  const shop = project(`p/q/${IN}`, 'p/.git');
  const removal = { files: [pathFromText(`p/q/${IN}`)], folders: [pathFromText('p/q/__pycache__')] };
  expect(await removeCaches(shop.folder, removal)).toEqual({ files: [], folders: [], failed: [] });
  expect(has(shop, `p/q/${IN}`)).toBe(true);
});

test('names that are not UTF-8: the folders are looked at again, and files in others go by their bytes', async () => {
  const shop = project();
  const at = (path: Buffer): Buffer => Buffer.concat([Buffer.from(`${shop.folder}/`), path]);
  const odd = Buffer.from([0x70, 0xe9, 0x0a]);
  const theirs = outside();
  mkdirSync(at(odd));
  symlinkSync(join(theirs, '__pycache__'), at(Buffer.concat([odd, Buffer.from('/__pycache__')])));
  const file = pathFromBytes(Buffer.concat([odd, Buffer.from(`/${IN}`)]));
  expect((await removeCaches(shop.folder, { files: [file], folders: [] })).files).toEqual([]);
  expectUntouched(theirs);

  for (const folder of [
    Buffer.from('a\n b/__pycache__/'),
    Buffer.concat([odd, Buffer.from('q/__pycache__/')]),
  ]) {
    mkdirSync(at(folder), { recursive: true });
    writeFileSync(at(Buffer.concat([folder, Buffer.from(`\xff\n\x1b[31m.cpython-311.pyc`, 'latin1')])), 'x');
  }
  const dry = shop.pyreset('clean', '--dry-run');
  expect(dry.stdout).toContain(
    String.raw`a\x0a b/__pycache__/\xff\x0a\x1b[31m.cpython-311.pyc: its source is gone`,
  );
  expect(dry.stdout).not.toContain('\u001b');
  expect(shop.pyreset('clean').stdout).toMatch(/^removed 2 files and 4 folders, 2 bytes\n$/);
  expect(readdirSync(shop.folder, { encoding: 'buffer' }).map(String).sort()).toEqual([
    '.git',
    odd.toString(),
  ]);
});

test('what only has the name: a file __pycache__, a folder m.pyc, a FIFO that nobody writes to', () => {
  const shop = project('file/__pycache__', `p/${IN}/x.txt`, `q/${IN}`, 'q/n.py');
  const fifos = ['q/__pycache__/n.cpython-311.pyc', 'q/o.pyc', 'q/m.py'];
  for (const fifo of fifos) expect(shop.shell(`mkfifo '${fifo}'`).status).toBe(0);
  expect(shop.pyreset('clean').stdout).toMatch(/^removed 1 file, /); // a FIFO is no source
  expect(shop.pyreset('clean', '--all').stdout).toBe('no compiled Python\n');
  expect(['file/__pycache__', `p/${IN}/x.txt`, ...fifos].every((path) => has(shop, path))).toBe(true);
});

test('what the system does not let us remove is said, the rest goes, exit code 2', () => {
  const shop = project(`locked/${IN}`, `shut/${IN}`, `open/${IN}`);
  chmodSync(join(shop.folder, 'locked/__pycache__'), 0o555);
  chmodSync(join(shop.folder, 'shut'), 0o000);
  const ran = bound(shop, 'clean', '--format', 'json');
  chmodSync(join(shop.folder, 'shut'), 0o755);
  expect(ran.status).toBe(2);
  expect(ran.stderr.split('\n').sort()).toEqual([
    '',
    'pyreset-hooks: cannot look into shut',
    `pyreset-hooks: cannot remove locked/${IN}: permission denied`,
  ]);
  const { removed, folders, failed } = JSON.parse(ran.stdout) as Record<string, { path: string }[]>;
  expect(removed).toEqual([expect.objectContaining({ path: `open/${IN}` })]);
  expect(folders).toEqual(['open', 'open/__pycache__']);
  expect(failed).toEqual([{ path: `locked/${IN}`, reason: 'EACCES' }]);
  expect(has(shop, `shut/${IN}`)).toBe(true);
});

/** Folders with many caches. */
function many(folders: number, each: number): Repository {
  const shop = project();
  for (let folder = 0; folder < folders; folder++) {
    const place = join(shop.folder, `p${folder}`, '__pycache__');
    mkdirSync(place, { recursive: true });
    for (let index = 0; index < each; index++) writeFileSync(join(place, `m${index}.cpython-311.pyc`), 'x');
    writeFileSync(join(shop.folder, `p${folder}`, 'notes.txt'), '');
  }
  return shop;
}

function started(shop: Repository, program: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { cwd: shop.folder, env: shop.env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const ended = async (child: ChildProcess): Promise<unknown> => (await once(child, 'close'))[0] as unknown;
const countIn = (shop: Repository, folder: string): number =>
  has(shop, folder) ? readdirSync(join(shop.folder, folder)).length : 0;

test('50,000 files in one folder', () => {
  const shop = many(1, 50_000);
  expect(shop.pyreset('clean', '--all').output).toBe('removed 50000 files and 1 folder, 50 kB\n');
  expect(readdirSync(join(shop.folder, 'p0'))).toEqual(['notes.txt']);
});

test('Ctrl-C ends a run with 130, and nothing is gone but what was planned', async () => {
  const shop = many(20, 1_000);
  const child = started(shop, process.execPath, CLI, 'clean', '--all');
  const left = (): number =>
    Array.from({ length: 20 }, (_, at) => countIn(shop, `p${at}/__pycache__`)).reduce((a, b) => a + b);
  const end = ended(child);
  while (child.exitCode === null && left() === 20_000) await setImmediate();
  child.kill('SIGINT');
  expect(await end).toBe(130);
  expect(left()).toBeGreaterThan(0);
  for (let at = 0; at < 20; at++) expect(has(shop, `p${at}/notes.txt`)).toBe(true);
  expect(shop.pyreset('clean', '--all').status).toBe(0);
  expect(left()).toBe(0);
});

test('two at once, while somebody else removes the same: neither fails', async () => {
  const shop = many(20, 200);
  const cleaning = [1, 2].map(() => ended(started(shop, process.execPath, CLI, 'clean')));
  const other = ended(started(shop, 'rm', '-rf', 'p3', 'p7/__pycache__', 'p11'));
  expect(await Promise.all([...cleaning, other])).toEqual([0, 0, 0]);
  expect(countIn(shop, 'p0')).toBe(1);
});

const SWAP = `
const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
const folders = Array.from({ length: 40 }, (_, at) => 'p' + at);
const attempt = (act) => { try { act(); } catch {} };
for (let round = 0; ; round++) {
  for (const folder of folders) {
    attempt(() => renameSync(folder, folder + '.away'));
    attempt(() => symlinkSync(process.argv[1], folder));
  }
  for (const folder of folders) {
    attempt(() => unlinkSync(folder));
    attempt(() => renameSync(folder + '.away', folder));
  }
  if (round === 0) process.stdout.write('ready');
}`;

test('folders that turn into symlinks and back all the while', async () => {
  const shop = many(40, 50);
  const theirs = mkdtempSync(join(tmpdir(), 'outside-'));
  onTestFinished(() => rmSync(theirs, { recursive: true }));
  mkdirSync(join(theirs, '__pycache__'));
  for (let index = 0; index < 50; index++) {
    writeFileSync(join(theirs, `__pycache__/m${index}.cpython-311.pyc`), '');
  }
  const swapper = started(shop, process.execPath, '-e', SWAP, theirs);
  await once(swapper.stdout!, 'data');
  for (let run = 0; run < 5; run++) expect(shop.pyreset('clean', '--all').status).toBe(0);
  swapper.kill('SIGKILL');
  await ended(swapper);
  expect(readdirSync(join(theirs, '__pycache__')).length).toBe(50);
});
