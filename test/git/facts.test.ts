import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { committed, said, STORE } from '../helpers/django.ts';
import { factsContents, factsFiles, factsFolder, TWO_APPS } from '../helpers/facts.ts';
import { addField, CLI, cloned, type Repository } from '../helpers/repository.ts';

const COST = 'shop/migrations/0002_cost.py';
test('what is remembered says the same as what is read', () => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  expect(cold).toContain('0002_odd');
  const written = factsContents(shop);
  expect(written.length).toBeGreaterThan(0);
  expect(said(shop)).toBe(cold);
  expect(factsContents(shop)).toEqual(written);
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('what is remembered is used', () => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  const blob = shop.git('rev-parse', `HEAD:${COST}`);
  const object = join(shop.folder, '.git', 'objects', blob.slice(0, 2), blob.slice(2));
  rmSync(object);
  expect(said(shop)).toBe(cold);
});

test('every reader in the repository remembers for the others', () => {
  const shop = committed(TWO_APPS);
  shop.git('worktree', 'add', '--quiet', '-b', 'topic', '../linked');
  const linked = shop.at(join(shop.folder, '..', 'linked'));
  const cold = said(linked);
  expect(readdirSync(join(shop.folder, '.git', 'worktrees', 'linked'))).not.toContain('pyreset-hooks');
  const written = factsContents(shop);
  expect(said(shop)).toBe(cold);
  expect(said(shop.at(join(shop.folder, 'shop', 'migrations')))).toBe(cold);
  expect(factsContents(shop)).toEqual(written);
});

test('a changed blob is read anew, and the old one is still known', () => {
  const shop = committed(TWO_APPS);
  const before = said(shop);
  shop.commit('changed', { [COST]: addField('cost', '0001_start'), 'blog/apps.py': STORE });
  const ran = shop.pyreset('apps', '--format', 'json');
  expect(ran.stdout).toContain('0001_start');
  expect(ran.stdout).toContain('"store"');
  expect(ran.stdout).not.toContain('"label": "news"');
  shop.git('switch', '--quiet', '--detach', 'HEAD~1');
  expect(said(shop)).toBe(before);
});

test('check reads by what apps remembered, and the other way round', () => {
  const shop = cloned();
  const apps = said(shop);
  shop.git('mv', COST, 'shop/migrations/0002_price.py');
  const warm = shop.pyreset('check');
  expect(warm.stdout).toContain('error: migration shop.0002_cost');
  rmSync(factsFolder(shop), { recursive: true });
  expect(shop.pyreset('check')).toEqual(warm);
  expect(existsSync(factsFolder(shop))).toBe(true);
  expect(said(shop)).toBe(apps);
});

test('a folder that must not be written', () => {
  const shop = committed(TWO_APPS);
  mkdirSync(factsFolder(shop), { recursive: true });
  chmodSync(factsFolder(shop), 0o555);
  const cold = said(shop);
  expect(said(shop)).toBe(cold);
  chmodSync(factsFolder(shop), 0o755);
});

/** Runs `apps` without waiting for its end. */
function started(shop: Repository): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [CLI, 'apps', '--format', 'json'], {
    cwd: shop.folder,
    env: shop.env,
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

test('several processes at once agree, and leave a cache that works', async () => {
  const shop = committed(TWO_APPS);
  const all = await Promise.all([1, 2, 3, 4].map(() => started(shop)));
  for (const ran of all) expect(ran).toEqual({ status: 0, stdout: all[0]!.stdout, stderr: '' });
  expect(said(shop)).toBe(all[0]!.stdout);
  const written = factsContents(shop);
  expect(said(shop)).toBe(all[0]!.stdout);
  expect(factsContents(shop)).toEqual(written);
  expect(factsFiles(shop).filter((file) => file.endsWith('.lock'))).toEqual([]);
});

test('a lock of a process that died is taken away', () => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  const written = factsContents(shop);
  const locks = factsFiles(shop).map((file) => `${file}.lock`);
  rmSync(factsFolder(shop), { recursive: true });
  mkdirSync(factsFolder(shop));
  for (const lock of locks) {
    writeFileSync(lock, 'half of a fi');
    utimesSync(lock, new Date('2020-01-01'), new Date('2020-01-01'));
  }
  expect(said(shop)).toBe(cold);
  expect(factsContents(shop)).toEqual(written);
});

test('while another process writes, nothing is written, and nothing is said', () => {
  const shop = committed(TWO_APPS);
  const cold = said(shop);
  const locks = factsFiles(shop).map((file) => `${file}.lock`);
  rmSync(factsFolder(shop), { recursive: true });
  mkdirSync(factsFolder(shop));
  const soon = new Date(Date.now() + 3_600_000); // however slow this machine is
  for (const lock of locks) {
    writeFileSync(lock, 'half of a fi');
    utimesSync(lock, soon, soon);
  }
  expect(said(shop)).toBe(cold);
  expect(factsFiles(shop).toSorted()).toEqual(locks.toSorted());
  expect(factsContents(shop)).toEqual(locks.map(() => 'half of a fi'));
});

test('a note of what is remembered never shows in git, and nothing is remembered in the work tree', () => {
  const shop = committed(TWO_APPS);
  said(shop);
  expect(shop.shell('find . -path ./.git -prune -o -newer .git/HEAD -name "*pyreset*" -print').stdout).toBe(
    '',
  );
  expect(shop.git('status', '--porcelain', '--ignored')).toBe('');
});
