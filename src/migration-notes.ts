import { relative } from 'node:path/posix';
import { notesOn } from './advice/left-behind.ts';
import type { DiffEntry } from './change.ts';
import { DEFAULTS } from './config/config.ts';
import { readConfig } from './config/read.ts';
import { UserError } from './errors.ts';
import { isExample } from './django/example-apps.ts';
import type { Sources } from './django/sources.ts';
import { departureOf } from './git/departure.ts';
import { diff } from './git/plumbing/diff.ts';
import { openObjects, type ObjectReader } from './git/plumbing/objects.ts';
import { findRepository, isWandering } from './git/plumbing/repository.ts';
import type { Place } from './git/plumbing/run.ts';
import { mayTakeMigration, type Switch } from './git/switch.ts';
import { folderOf, nameOf, pathFromText, type GitPath } from './path.ts';
import { openCommits } from './reading/commits.ts';
import { RULE_NAMES } from './rules/index.ts';

/**
 * From a switch that took modules away to what there is to say of it, a line each: git → histories → notes. Nothing
 * while a rebase or a bisection goes on, and where the settings want none.
 */
export async function migrationNotes(place: Place, moved: Switch, version: string): Promise<string[]> {
  const objects = openObjects(place);
  try {
    const [repository, isWanted] = await Promise.all([findRepository(place), areWanted(objects)]);
    if (!isWanted || isWandering(repository)) return [];
    const commits = openCommits(place, objects, repository, version);
    const entries = await diff(place, { kind: 'trees', ...moved });
    if (!(await holdMigrations(entries, await commits.sources(moved.before)))) return [];
    const [departure, { readLeftBehind }] = await Promise.all([
      departureOf(place, objects, moved),
      import('./reading/read-left-behind.ts'),
      commits.tree(moved.before), // git lists it while the program is loaded
    ]);
    if (!departure) return [];
    const behind = await readLeftBehind(commits, moved.before, entries);
    commits.remember();
    return behind ? notesOn({ ...behind, manage: fromHere(place, behind.manage) }, departure) : [];
  } finally {
    objects.close();
  }
}

/** A first look at what is gone: one that cannot be read may be a migration where migrations usually are. */
async function holdMigrations(entries: readonly DiffEntry[], sources: Sources): Promise<boolean> {
  const looks = entries.map(async ({ path, before, after }) => {
    const isTaken = path.endsWith('.py') && mayTakeMigration({ path, deleted: !after });
    if (!before || !isTaken || isExample(path)) return false;
    const text = await sources.text(before.oid);
    return text === undefined ? nameOf(folderOf(path)) === 'migrations' : text.includes('Migration');
  });
  return (await Promise.all(looks)).includes(true);
}

/** What the settings in the index say; of those that cannot be read, the check before a commit tells. */
async function areWanted(objects: ObjectReader): Promise<boolean> {
  try {
    const { config } = await readConfig((path) => objects.read(`:${path}`), RULE_NAMES);
    return config.clean.migrationNotes;
  } catch (error) {
    if (error instanceof UserError) return DEFAULTS.clean.migrationNotes;
    throw error;
  }
}

/** `manage.py` from the folder in which the user gave the command; hooks run at the top. */
function fromHere({ env }: Place, manage: GitPath | undefined): GitPath {
  const standsIn = pathFromText(env['GIT_PREFIX'] ?? '');
  return (manage === undefined ? 'manage.py' : relative(standsIn, manage)) as GitPath;
}
