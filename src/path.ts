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

/** A path below `root` as node:fs takes it: text where that is possible, which is faster than bytes. */
export function placeOf(root: string, path: GitPath): string | Buffer {
  if (path === '') return root;
  if (!/[\x80-\xff]/.test(path)) return `${root}/${path}`;
  return Buffer.concat([Buffer.from(`${root}/`), pathBytes(path)]);
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

/** True for a folder itself and for all below it; `''` is the top, which everything is below. */
export function isInside(path: GitPath, folder: GitPath): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The folder and those above it, the top of the work tree included. */
export function withParents(folder: GitPath): GitPath[] {
  const folders = [folder];
  for (let at = folder; at !== '';) folders.push((at = folderOf(at)));
  return folders;
}

/** A path as Python names it: bytes that are not UTF-8 are lone surrogates (PEP 383). */
export function pythonPath(path: GitPath): string {
  if (!/[\x80-\xff]/.test(path)) return path;
  const text = pathBytes(path).toString('utf8');
  if (Buffer.from(text, 'utf8').equals(pathBytes(path))) return text;
  return path.replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(0xdc00 + byte.charCodeAt(0)));
}

/** The path that Python names so. */
export function pathFromPython(name: string): GitPath {
  if (!/[^\0-\x7f]/.test(name)) return name as GitPath;
  return name.replace(/[\ud800-\udbff][\udc00-\udfff]|[^\0-\x7f]/g, (part) => {
    const unit = part.charCodeAt(0);
    const isByte = part.length === 1 && unit >= 0xdc80 && unit <= 0xdcff;
    return isByte ? String.fromCharCode(unit - 0xdc00) : pathFromText(part);
  }) as GitPath;
}
