import type { Sources } from '../django/sources.ts';
import type { ObjectReader } from '../git/plumbing/objects.ts';
import { decodePython } from '../python/decode.ts';
import type { FactStore } from './store.ts';

/**
 * The contents of git's blobs, each read through the batch when it is asked for, and its facts remembered in `store`.
 * Blobs in `absent` are not in the repository; asking for them would fetch them one by one (partial clone).
 */
export function blobSources(objects: ObjectReader, store: FactStore, absent: ReadonlySet<string>): Sources {
  const text = async (oid: string): Promise<string | undefined> => {
    const object = absent.has(oid) ? undefined : await objects.read(oid);
    return object?.type === 'blob' ? decodePython(object.content) : undefined;
  };
  return {
    text,
    facts: async (reading, oid) => {
      const known = store.get(reading.name, oid) as ReturnType<typeof reading.read> | undefined;
      if (known !== undefined) return known;
      const source = await text(oid);
      if (source === undefined) return undefined;
      const facts = reading.read(source);
      store.put(reading.name, oid, facts);
      return facts;
    },
  };
}
