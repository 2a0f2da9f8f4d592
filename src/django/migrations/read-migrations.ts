import type { GitPath } from '../../path.ts';
import { MIGRATION, type MigrationFacts, type MigrationModule } from './migration.ts';
import type { MigrationFile } from './migrations-package.ts';
import type { Unknown } from '../modules.ts';
import type { Sources } from '../sources.ts';

/** A migration as Django knows it: by label and name, wherever its file lies. */
export interface Migration extends MigrationFacts {
  readonly label: string;
  /** The module's name: the file name without `.py`. */
  readonly name: string;
  readonly path: GitPath;
  readonly oid: string;
  /** False when only its name is known. */
  readonly isRead: boolean;
}

/** A module that Django refuses to load as a migration. */
export interface Refusal {
  readonly error: 'BadMigrationError' | 'SyntaxError';
  readonly path: GitPath;
  /** 1-based. */
  readonly line: number;
}

/** The migrations of one app, or some of them. */
export interface Migrations {
  readonly migrations: readonly Migration[];
  readonly refused: readonly Refusal[];
  readonly unknown: readonly Unknown[];
}

/** Reads the modules of a migrations package. */
export async function readMigrations(
  label: string,
  files: readonly MigrationFile[],
  sources: Sources,
): Promise<Migrations> {
  const migrations: Migration[] = [];
  const refused: Refusal[] = [];
  const unknown: Unknown[] = [];
  const read = await Promise.all(files.map((file) => readFile(file, sources)));
  for (const [index, module] of read.entries()) {
    const { name, path, oid } = files[index]!;
    if (module.kind === 'none') refused.push({ error: 'BadMigrationError', path, line: 1 });
    if (module.kind === 'broken') refused.push({ error: 'SyntaxError', path, line: module.line });
    if (module.kind === 'unclear') {
      migrations.push({ ...unread(module.line, oid), label, name, path, oid, isRead: false });
      unknown.push({ path, line: module.line, what: `what the migration ${label}.${name} does` });
    }
    if (module.kind !== 'migration') continue;
    const { kind: _, ...facts } = module;
    migrations.push({ ...facts, label, name, path, oid, isRead: true });
    unknown.push(...unknownLists(facts, path, `${label}.${name}`));
  }
  return { migrations, refused, unknown };
}

async function readFile({ oid, readable }: MigrationFile, sources: Sources): Promise<MigrationModule> {
  const facts = readable ? await sources.facts(MIGRATION, oid) : undefined;
  return facts ?? { kind: 'unclear', line: 1 };
}

/** A migration of which only the name is known. */
function unread(line: number, oid: string): MigrationFacts {
  const nothing = { known: [], complete: false } as const;
  return {
    line,
    column: 1,
    dependencies: nothing,
    replaces: nothing,
    runBefore: nothing,
    initial: 'unknown',
    atomic: '',
    meaning: `blob ${oid}`,
    likeness: `blob ${oid}`,
  };
}

function unknownLists(facts: MigrationFacts, path: GitPath, key: string): Unknown[] {
  const lists = { dependencies: facts.dependencies, replaces: facts.replaces, run_before: facts.runBefore };
  const unknown = Object.entries(lists).flatMap(([name, { complete }]) => (complete ? [] : [name]));
  if (facts.initial === 'unknown') unknown.push('initial');
  return unknown.map((name) => ({ path, line: facts.line, what: `the ${name} of ${key}` }));
}
