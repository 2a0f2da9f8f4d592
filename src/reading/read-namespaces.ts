import type { DuplicateNamespace } from '../django/urls/namespaces.ts';
import type { Sides } from './sides.ts';

/** Not yet. */
export async function readNamespaces(_sides: Sides): Promise<DuplicateNamespace[]> {
  return Promise.resolve([]);
}
