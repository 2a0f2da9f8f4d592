/** The git hooks that pyreset-hooks installs, see githooks(5). */
export const HOOK_EVENTS = [
  'pre-commit',
  'pre-merge-commit',
  'post-checkout',
  'post-merge',
  'post-rewrite',
  'post-index-change',
] as const;

/** One of the git hooks that pyreset-hooks installs. */
export type HookEvent = (typeof HOOK_EVENTS)[number];

/** Appended to the name of a hook that was there before ours. */
export const PREVIOUS_SUFFIX = '.pyreset-prev';

/** What lies at a hook's place. `ours` carries our identity line; `changed` is ours but not as we wrote it. */
export type HookOwner = 'nobody' | 'ours' | 'changed' | 'other';

/** One hook as found in the hooks folder. */
export interface FoundHook {
  readonly event: HookEvent;
  readonly owner: HookOwner;
  /** True when the file is, byte for byte, what would be written now. */
  readonly current: boolean;
  /** True when a previous hook is kept beside it. */
  readonly previous: boolean;
}

/** One change to the hooks folder. Names are relative to it. */
export type Step =
  | { readonly kind: 'keep'; readonly event: HookEvent }
  | { readonly kind: 'write'; readonly event: HookEvent; readonly upgrade: boolean }
  | { readonly kind: 'remove'; readonly event: HookEvent }
  | { readonly kind: 'restore'; readonly event: HookEvent }
  | { readonly kind: 'leave'; readonly event: HookEvent; readonly reason: string };

/** The steps to take, or the hooks that stand in the way. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Hooks that cannot be dealt with without losing something; nothing is done while there is one. */
  readonly conflicts: readonly { readonly event: HookEvent; readonly reason: string }[];
}

/**
 * A foreign hook is kept and runs before ours; a second one is never written over the first that was kept, and what
 * somebody added to one of ours is not lost either.
 */
export function planInstall(found: readonly FoundHook[]): Plan {
  const conflicts = found.flatMap(({ event, owner, previous }) => {
    if (owner === 'changed') return [edited(event)];
    const both = owner === 'other' && previous;
    return both ? [{ event, reason: `both ${event} and ${event}${PREVIOUS_SUFFIX} are other hooks` }] : [];
  });
  const steps = found.flatMap(({ event, owner, current }): Step[] => {
    if (current) return [{ kind: 'leave', event, reason: 'unchanged' }];
    const write: Step = { kind: 'write', event, upgrade: owner === 'ours' };
    return owner === 'other' ? [{ kind: 'keep', event }, write] : [write];
  });
  return { steps, conflicts };
}

/** Ours goes, the kept hook comes back; a hook that somebody else put in our place is left alone. */
export function planUninstall(found: readonly FoundHook[]): Plan {
  const conflicts = found.flatMap(({ event, owner, previous }) => {
    if (owner === 'changed') return [edited(event)];
    if (owner === 'other' && previous) {
      return [
        { event, reason: `${event} is another hook by now, and ${event}${PREVIOUS_SUFFIX} is still kept` },
      ];
    }
    return [];
  });
  const steps = found.flatMap(({ event, owner, previous }): Step[] => {
    if (owner === 'other') return [{ kind: 'leave', event, reason: 'not ours' }];
    const remove: Step[] = owner === 'nobody' ? [] : [{ kind: 'remove', event }];
    return previous ? [...remove, { kind: 'restore', event }] : remove;
  });
  return { steps, conflicts };
}

function edited(event: HookEvent): Plan['conflicts'][number] {
  return { event, reason: `${event} was edited after it was installed` };
}

/** What has been done, in words. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'keep':
      return `the hook that was there is kept as ${step.event}${PREVIOUS_SUFFIX}, and still runs`;
    case 'write':
      return step.upgrade ? 'rewritten' : 'written';
    case 'remove':
      return 'removed';
    case 'restore':
      return 'the hook that was there before is back';
    case 'leave':
      return step.reason;
  }
}
