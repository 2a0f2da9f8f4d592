import type { LabelChange } from '../django/labels/label-changes.ts';
import type { StaleTable } from '../django/tables/stale-tables.ts';
import type { HistoryReader } from './read-change.ts';
import type { Sides } from './sides.ts';

/** Not yet. */
export async function readTables(
  _labels: readonly LabelChange[],
  _sides: Sides,
  _history: HistoryReader,
): Promise<StaleTable[]> {
  return Promise.resolve([]);
}
