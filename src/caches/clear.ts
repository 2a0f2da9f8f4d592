import { touchedSources, trackedBytecode, type MoveEvent } from '../git/moves.ts';
import type { Place } from '../git/plumbing/run.ts';
import { nameOf, pathFromText } from '../path.ts';
import { counted, showPath } from '../show.ts';
import { listFolders, removeCaches, type Removed } from './remove.ts';
import { foldersToList, staleCaches } from './stale.ts';

/**
 * Clears the caches that went stale when git moved the work tree, whose top is `place.cwd`: git starts hooks there.
 * Hands back one line for the user, or undefined when there was nothing to clear.
 */
export async function clearAfter(
  place: Place,
  event: MoveEvent,
  args: readonly string[],
  input: () => string,
): Promise<string | undefined> {
  const touched = await touchedSources(place, event, args, input);
  if (touched.length === 0) return undefined;
  const listing = listFolders(place.cwd, foldersToList(touched));
  const prefix = place.env['GIT_PREFIX']?.replace(/\/$/, '');
  const standsIn = prefix ? pathFromText(prefix) : undefined;
  const planned = staleCaches(touched, listing, new Set(), standsIn);
  if (planned.files.length === 0 && planned.folders.length === 0) return undefined;
  const removal = staleCaches(
    touched,
    listing,
    await trackedBytecode(place, planned.folders.length > 0),
    standsIn,
  );
  return describe(removeCaches(place.cwd, removal));
}

function describe({ files, folders }: Removed): string | undefined {
  const ghosts = folders.filter((folder) => nameOf(folder) !== '__pycache__');
  const parts = [
    ...(files.length > 0 ? [counted(files.length, 'stale cache file')] : []),
    ...(ghosts.length > 0
      ? [`${counted(ghosts.length, 'ghost package')} (${listed(ghosts.map(showPath))})`]
      : []),
  ];
  return parts.length > 0 ? `cleared ${parts.join(' and ')}` : undefined;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}
