import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, SHOP, type Ran, type Repository } from './repository.ts';

const TOP = join(import.meta.dirname, '..', '..');

/** The package as npm would publish it. */
export interface Packed {
  /** The tarball, absolute. */
  readonly tarball: string;
  readonly files: readonly string[];
  /** Bytes of the tarball. */
  readonly size: number;
  remove(): void;
}

/** Packs the built project; remove it when the tests of the file are done. */
export function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'pyreset-pack-'));
  const { stdout, status, stderr } = spawnSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    {
      cwd: TOP,
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  const [packed] = Object.values(
    JSON.parse(stdout) as Record<string, { filename: string; size: number; files: { path: string }[] }>,
  );
  return {
    tarball: join(folder, packed!.filename),
    files: packed!.files.map(({ path }) => path).sort(),
    size: packed!.size,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A Django repository into which the tarball was installed with npm, and its hooks with npx. */
export function repositoryWith({ tarball }: Packed): Repository {
  const shop = repository();
  shop.commit(
    'shop',
    { ...SHOP, '.gitignore': '__pycache__/\nnode_modules/\n', 'package.json': '{"private": true}\n' },
    '2020-01-01T12:00:00Z',
  );
  const installed = npm(shop, 'install', '--save-dev', '--offline', '--no-audit', '--no-fund', tarball);
  if (installed.status !== 0) throw new Error(installed.output);
  const hooked = npx(shop, 'install');
  if (hooked.status !== 0) throw new Error(hooked.output);
  return shop;
}

/** Runs npm in a repository. */
export function npm(shop: Repository, ...args: readonly string[]): Ran {
  return shop.shell(`npm ${args.map((word) => `'${word}'`).join(' ')}`);
}

/** Runs the installed program as a user does. */
export function npx(shop: Repository, ...args: readonly string[]): Ran {
  return npm(shop, 'exec', '--offline', '--', 'pyreset-hooks', ...args);
}
