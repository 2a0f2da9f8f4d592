import type { Build } from '../builds/hosts.ts';
import type { LabelChange } from '../django/labels/label-changes.ts';
import type { Sides } from './sides.ts';

/** Not yet. */
export async function readBuilds(_labels: readonly LabelChange[], _sides: Sides): Promise<Build[]> {
  return Promise.resolve([]);
}
