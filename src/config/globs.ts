import { pathText, type GitPath } from '../path.ts';

/**
 * A test for paths that match one of the patterns, picomatch's globs; names that begin with a dot match as any other.
 * The library is loaded only when there is a pattern.
 */
export async function globs(patterns: readonly string[]): Promise<(path: GitPath) => boolean> {
  if (patterns.length === 0) return () => false;
  const { default: picomatch } = await import('picomatch');
  const matches = picomatch([...patterns], { dot: true, noextglob: true });
  return (path) => matches(pathText(path));
}
