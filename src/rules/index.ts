import type { Rule } from '../rule.ts';
import renamedMigration from './renamed-migration.ts';
import stagedBytecode from './staged-bytecode.ts';

/** Every rule, in the order in which they are listed. */
export const RULES = [stagedBytecode, renamedMigration] as const satisfies readonly Rule[];

/** The names of the rules. */
export const RULE_NAMES: readonly string[] = RULES.map(({ name }) => name);
