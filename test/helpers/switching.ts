import { expect } from 'vitest';
import { installed, type Repository } from './repository.ts';
import { add, lying, migration, SHOP, type Migrations } from './said.ts';

/** A migration of `shop` that adds a field. */
export const adding = (field: string, ...parents: readonly string[]): string =>
  migration(
    parents.map((name) => `shop.${name}`),
    add(field),
  );

/** What `topic` has beside `SHOP`. */
export const TAX: Migrations = { '0004_tax': adding('tax', '0003_note') };

/** The folders are packages. */
export const packages = (...folders: readonly string[]): Record<string, string> =>
  Object.fromEntries(folders.map((folder) => [`${folder}/__init__.py`, '']));

/** `shop` on `main`, with the hooks installed. */
export function main(files: Readonly<Record<string, string>> = {}): Repository {
  return installed({ ...packages('shop', 'shop/migrations'), ...lying(SHOP), ...files });
}

/** A branch of `main` with these files besides; it is left checked out. */
export function branch(
  made: Repository,
  files: Readonly<Record<string, string | null>> = lying(TAX),
  name = 'topic',
): string {
  quietly(made, 'switch', '--quiet', '-c', name);
  return made.commit(name, files);
}

/** What our hooks say while git runs, a line each. */
export function noted(made: Repository, ...args: readonly string[]): string[] {
  const ran = made.tryGit(...args);
  expect(ran.status, ran.output).toBe(0);
  return ran.output.split('\n').flatMap((line) => /^pyreset-hooks: (.*)/.exec(line)?.[1] ?? []);
}

/** Runs git without our hooks. */
export const quietly = (made: Repository, ...args: readonly string[]): string =>
  made.git('-c', 'core.hooksPath=/dev/null', ...args);
