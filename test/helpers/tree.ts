import { createHash } from 'node:crypto';
import type { Sources } from '../../src/django/sources.ts';
import { pathBytes, pathFromText } from '../../src/path.ts';
import { decodePython } from '../../src/python/decode.ts';
import { listedTree, type Tree } from '../../src/tree.ts';

/** A file of a tree in memory: its text, its bytes, or a symbolic link. */
export type FileContent = string | Buffer | { readonly link: string };

/** The object id of a content; its own for each, as git's. */
export function oidOf(content: FileContent): string {
  const bytes = contentOf(content);
  return createHash('sha1').update(bytes).digest('hex');
}

function contentOf(content: FileContent): string | Buffer {
  return typeof content === 'object' && 'link' in content ? content.link : content;
}

/** A tree as git would list it. */
export function treeOf(files: Readonly<Record<string, FileContent>>): Tree {
  const records = Object.entries(files).map(([path, content]) => {
    const mode = typeof content === 'object' && 'link' in content ? '120000' : '100644';
    return [pathFromText(path), `${mode} blob ${oidOf(content)}\t${pathFromText(path)}\0`] as const;
  });
  const sorted = records.sort(([one], [other]) => Buffer.compare(pathBytes(one), pathBytes(other)));
  return listedTree(sorted.map(([, record]) => record).join(''));
}

/** The contents of some trees. */
export function sourcesOf(...trees: readonly Readonly<Record<string, FileContent>>[]): Sources {
  const texts = new Map(
    trees.flatMap((files) =>
      Object.values(files).map(
        (content) => [oidOf(content), decodePython(Buffer.from(contentOf(content)))] as const,
      ),
    ),
  );
  return {
    text: (oid) => Promise.resolve(texts.get(oid)),
    facts: (reading, oid) => {
      const text = texts.get(oid);
      return Promise.resolve(text === undefined ? undefined : reading.read(text));
    },
  };
}
