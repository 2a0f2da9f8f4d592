import { readdirSync, type Dirent } from 'node:fs';
import { pathBytes, type GitPath } from '../path.ts';

/** What a folder holds, as names in bytes, one character each. */
export interface FolderContent {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly links: readonly string[];
  /** How many sockets, FIFOs and their like. */
  readonly others: number;
}

/** A path below `root` as node:fs takes it: text where that is possible, which is faster than bytes. */
export function placeOf(root: string, path: GitPath): string | Buffer {
  if (path === '') return root;
  if (!/[\x80-\xff]/.test(path)) return `${root}/${path}`;
  return Buffer.concat([Buffer.from(`${root}/`), pathBytes(path)]);
}

/**
 * Lists a folder.
 * @throws the system's error when it cannot be read.
 */
export function contentOf(root: string, folder: GitPath): FolderContent {
  const content = { folders: [] as string[], files: [] as string[], links: [] as string[], others: 0 };
  for (const entry of entriesIn(placeOf(root, folder))) {
    if (entry.isFile()) content.files.push(entry.name);
    else if (entry.isDirectory()) content.folders.push(entry.name);
    else if (entry.isSymbolicLink()) content.links.push(entry.name);
    else content.others++;
  }
  return content;
}

type NamedEntry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

function entriesIn(place: string | Buffer): readonly NamedEntry[] {
  try {
    return readdirSync(place, { withFileTypes: true, encoding: 'latin1' });
  } catch {
    // file systems that do not tell the kinds of entries make Node.js ask for each by its name, which must be bytes then
    const entries = readdirSync(place, { withFileTypes: true, encoding: 'buffer' });
    return entries.map((entry) => ({
      name: entry.name.toString('latin1'),
      isFile: () => entry.isFile(),
      isDirectory: () => entry.isDirectory(),
      isSymbolicLink: () => entry.isSymbolicLink(),
    }));
  }
}
