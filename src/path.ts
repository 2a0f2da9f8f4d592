/**
 * A path as git stores it: bytes separated by `/`, relative to the top of the tree, one character per byte
 * (latin1), because a path need not be UTF-8. Decode it only to show it, encode it only to open it.
 */
export type GitPath = string & { readonly __path: 'bytes' };

/** The path whose UTF-8 bytes are those of `text`. */
export function pathFromText(text: string): GitPath {
  return Buffer.from(text, 'utf8').toString('latin1') as GitPath;
}

/** The path stored in `bytes`. */
export function pathFromBytes(bytes: Uint8Array): GitPath {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') as GitPath;
}

/** The bytes of a path, as the file system and git take them. */
export function pathBytes(path: GitPath): Buffer {
  return Buffer.from(path, 'latin1');
}

/**
 * The path as text: UTF-8 where it is valid, `\xHH` for each byte that is not, so that two different paths
 * never read alike unless a name itself contains such an escape.
 */
export function pathText(path: GitPath): string {
  if (!/[\x80-\xff]/.test(path)) return path;
  const bytes = pathBytes(path);
  const text = bytes.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(bytes)) return text;
  return path.replace(/[\x80-\xff]+/g, (run) => decodeRun(Buffer.from(run, 'latin1')));
}

function decodeRun(run: Buffer): string {
  const text = run.toString('utf8');
  if (Buffer.from(text, 'utf8').equals(run)) return text;
  return Array.from(run, (byte) => `\\x${byte.toString(16)}`).join('');
}

/** The folder part of a path, `''` at the top. */
export function folderOf(path: GitPath): GitPath {
  const slash = path.lastIndexOf('/');
  return (slash < 0 ? '' : path.slice(0, slash)) as GitPath;
}

/** The last part of a path. */
export function nameOf(path: GitPath): GitPath {
  return path.slice(path.lastIndexOf('/') + 1) as GitPath;
}

/** `folder/name`, or just `name` at the top. */
export function joinPath(folder: GitPath, name: string): GitPath {
  return (folder === '' ? name : `${folder}/${name}`) as GitPath;
}

/** The folder and those above it, the top of the work tree included. */
export function withParents(folder: GitPath): GitPath[] {
  return folder === '' ? [folder] : [folder, ...withParents(folderOf(folder))];
}
