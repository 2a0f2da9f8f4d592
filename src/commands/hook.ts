import { clearAfter } from '../caches/clear.ts';
import { UserError } from '../errors.ts';
import { gitHeads } from '../git/plumbing/repository.ts';
import type { TouchedSource } from '../git/moves.ts';
import { mayTakeMigration, switchOf } from '../git/switch.ts';
import type { Command, Invocation, Outcome } from './command.ts';

const SILENT: Outcome = { output: '', notes: [], exitCode: 0 };

/** What the hook scripts call, with the arguments that git gave them, see githooks(5). */
export const hook: Command = async (invocation) => {
  const [event = '', ...args] = invocation.args;
  if (invocation.env['PYRESET'] === '0') return SILENT; // whoever calls it: the shim looks as well, to spare the start
  switch (event) {
    case 'pre-commit':
      return check(invocation, undefined);
    case 'pre-merge-commit':
      return check(invocation, gitHeads(invocation.env));
    case 'post-checkout':
    case 'post-merge':
    case 'post-rewrite':
    case 'post-index-change':
      return { ...SILENT, notes: await clear(invocation, event, args) };
    default:
      throw new UserError(
        `hook: there is no hook ${JSON.stringify(event)}`,
        'the hook scripts of the package call this',
      );
  }
};

/** The rules are loaded only for commits: a checkout has no use for them. */
async function check(invocation: Invocation, otherParents: readonly string[] | undefined): Promise<Outcome> {
  const { checkStaged } = await import('./check.ts');
  return checkStaged(invocation, otherParents);
}

/** Never fails: the checkout is done, and git would report our status as its own. */
async function clear(
  invocation: Invocation,
  event: Parameters<typeof clearAfter>[1],
  args: readonly string[],
): Promise<readonly string[]> {
  try {
    const { said, touched } = await clearAfter(invocation, event, args, invocation.stdin, invocation.now);
    const notes = event === 'post-checkout' ? await leftBehind(invocation, args, touched) : [];
    return said === undefined ? notes : [said, ...notes];
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    return [`stale caches were not cleared: ${reason}`];
  }
}

/** What a switch leaves behind in the database; looked for only when it took modules away. Never fails either. */
async function leftBehind(
  invocation: Invocation,
  args: readonly string[],
  touched: readonly TouchedSource[],
): Promise<readonly string[]> {
  const moved = switchOf(args);
  if (!moved || !touched.some(mayTakeMigration)) return [];
  try {
    const { migrationNotes } = await import('../migration-notes.ts');
    return await migrationNotes(invocation, moved, invocation.version);
  } catch {
    return []; // a note that cannot be given is none; the checkout is done
  }
}
