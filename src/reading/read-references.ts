import type { LabelChange } from '../django/labels/label-changes.ts';
import type { StaleReferences } from '../django/labels/stale-references.ts';
import type { HistoryReader } from './read-change.ts';
import type { Sides } from './sides.ts';

/** Not yet. */
export async function readReferences(
  _labels: readonly LabelChange[],
  _sides: Sides,
  _history: HistoryReader,
): Promise<StaleReferences[]> {
  return Promise.resolve([]);
}
