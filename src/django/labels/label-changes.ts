import type { Gone } from '../migrations/fates.ts';
import type { Migration } from '../migrations/read-migrations.ts';
import { grouped } from '../../grouped.ts';

/** A migration that was one of the old label, and is one of the new label now. */
export interface Move {
  readonly old: Migration;
  readonly to: Migration;
  /** True when `replaces` of the new one names the old one. */
  readonly isReplaced: boolean;
}

/** A label that became another one: the app under it is the same. */
export interface LabelChange {
  readonly old: string;
  readonly now: string;
  /** At least one. */
  readonly moves: readonly Move[];
  /**
   * What carries the history over to the new label: `replaces` in every migration that moved, or something in the
   * change that rewrites the table in which Django records migrations; undefined when nothing does.
   */
  readonly carried: 'replaced' | 'rewritten' | undefined;
}

/** The labels that changed, as the migrations that are gone tell. */
export function labelChanges(gone: readonly Gone[], rewritesRecords: boolean): LabelChange[] {
  const moves = gone.flatMap(({ old, fate }): Move[] => {
    const isReplaced = fate.kind === 'replaced';
    const to = isReplaced ? fate.by : fate.kind === 'moved' ? fate.to : undefined;
    return to && to.label !== old.label ? [{ old, to, isReplaced }] : [];
  });
  return [...grouped(moves, ({ old, to }) => `${old.label} ${to.label}`).values()].map((those) => {
    const { old, to } = those[0]!;
    const carried = those.every(({ isReplaced }) => isReplaced)
      ? 'replaced'
      : rewritesRecords
        ? 'rewritten'
        : undefined;
    return { old: old.label, now: to.label, moves: those, carried };
  });
}
