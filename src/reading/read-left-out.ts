import type { Change, DiffEntry, IgnoredMigrations, TreeEntry, UntrackedMigrations } from '../change.ts';
import { isExample } from '../django/example-apps.ts';
import { migrationHomes, type MigrationHome } from '../django/migrations/migration-homes.ts';
import { isPassedOver } from '../django/migrations/migrations-package.ts';
import { holdsModelsOf, isModelFile } from '../django/models/model-files.ts';
import type { Repository } from '../django/project.ts';
import type { Sources } from '../django/sources.ts';
import { grouped } from '../grouped.ts';
import { ignoreRules, type IgnoreLine } from './ignore-rules.ts';
import { folderOf, joinPath, nameOf, type GitPath } from '../path.ts';
import { normalDefinition } from '../python/functions.ts';
import { MAX_SOURCE } from '../python/limits.ts';
import { parseModule } from '../python/parse.ts';
import { moduleScope } from '../python/scope.ts';
import type { HistoryReader } from './read-change.ts';
import type { Sides } from './sides.ts';
import { isRegular } from '../tree.ts';

/** Finds the migrations that git is kept from, or was not given, of the apps that a change concerns. */
export async function readLeftOut(
  history: HistoryReader,
  { old, fresh, entries, sources }: Sides,
): Promise<Pick<Change, 'ignored' | 'untracked'>> {
  const ruled = entries.some(({ path }) => nameOf(path) === '.gitignore');
  const models = await changedModels(entries, sources);
  if (!ruled && models.length === 0) return { ignored: [], untracked: [] };
  const hasChanged = ({ folder }: { readonly folder: GitPath | undefined }): boolean =>
    models.some((path) => isOf(path, folder));
  const homes = migrationHomes(fresh, (app) => ruled || hasChanged(app));
  const changed = homes.filter(({ app }) => hasChanged({ folder: app }));
  const [ignored, untracked] = await Promise.all([
    ignoredMigrations(old, fresh, ruled ? homes : changed, new Set(changed), sources),
    untrackedMigrations(changed, models, history),
  ]);
  return { ignored, untracked };
}

function isOf(path: GitPath, app: GitPath | undefined): boolean {
  return app !== undefined && holdsModelsOf(path, app);
}

/** The files with models of which more than the formatting changed. */
async function changedModels(entries: readonly DiffEntry[], sources: Sources): Promise<GitPath[]> {
  const changed = entries.map(async ({ path, before, after }) => {
    const isFile = [before, after].every((entry) => !entry || isRegular(entry));
    if (!isFile || !isModelFile(path)) return [];
    const [old, now] = await Promise.all([textOf(before, sources), textOf(after, sources)]);
    return old === undefined || now === undefined || meaningOf(old) === meaningOf(now) ? [] : [path];
  });
  return (await Promise.all(changed)).flat();
}

async function textOf(entry: TreeEntry | undefined, sources: Sources): Promise<string | undefined> {
  return entry ? sources.text(entry.oid) : '';
}

/** The normal text of a module without its imports: what an imported name stands for shows where it is used. */
function meaningOf(source: string): string {
  if (source.length > MAX_SOURCE / 4) return source;
  const module = parseModule(source);
  if (module.errors > 0) return normalDefinition(source, { offset: 0, end: source.length });
  const scope = moduleScope(module);
  const statements = module.body.filter(({ kind }) => kind !== 'import' && kind !== 'from');
  const texts = statements.map((statement) => normalDefinition(source, statement, scope));
  return texts.filter((text) => text !== '').join('\n'); // of a docstring nothing is left
}

/**
 * By the line that ignores them: the migrations of all `homes` that were not ignored before, and of those whose models
 * `changed` the next migration, too, when it was.
 */
async function ignoredMigrations(
  old: Repository,
  fresh: Repository,
  homes: readonly MigrationHome[],
  changed: ReadonlySet<MigrationHome>,
  sources: Sources,
): Promise<IgnoredMigrations[]> {
  const migrated = homes.filter((home) => hasModels(home, fresh) && !isExample(`${home.folder}/` as GitPath));
  const folders = migrated.map(({ folder }) => folder);
  const [before, after] = await Promise.all([
    ignoreRules(old.files.tree, folders, sources),
    ignoreRules(fresh.files.tree, folders, sources),
  ]);
  const found = migrated.flatMap((home) => {
    const next = joinPath(home.folder, nextName(home.paths));
    const lines = [next, ...home.paths].flatMap((path): IgnoreLine[] => {
      const line = after(path);
      const isWanted = before(path) === undefined || (path === next && changed.has(home));
      return typeof line === 'object' && isWanted ? [line] : [];
    });
    return [...new Set(lines)].map((line) => ({ home, line }));
  });
  return [...grouped(found, ({ line }) => line)].map(([line, group]) => ({
    line,
    homes: group.map(({ home }) => home),
  }));
}

function hasModels({ app, paths }: MigrationHome, { files }: Repository): boolean {
  const modules = ['models.py', 'models/__init__.py'];
  const isThere = (module: string): boolean =>
    app !== undefined && files.tree.entry(joinPath(app, module)) !== undefined;
  return paths.length > 0 || modules.some(isThere);
}

/** What makemigrations might call the next migration. */
function nextName(paths: readonly GitPath[]): string {
  if (paths.length === 0) return '0001_initial.py';
  const numbers = paths.map((path) => Number(/^\d{1,6}/.exec(nameOf(path))?.[0] ?? 0));
  return `${String(Math.max(...numbers) + 1).padStart(4, '0')}_more.py`;
}

async function untrackedMigrations(
  changed: readonly MigrationHome[],
  models: readonly GitPath[],
  history: HistoryReader,
): Promise<UntrackedMigrations[]> {
  if (changed.length === 0) return [];
  const files = grouped(await history.untracked(changed.map(({ folder }) => folder)), folderOf);
  return changed.flatMap(({ label, app, folder }) => {
    const here = (files.get(folder) ?? []).toSorted();
    const paths = here.filter((path) => !isPassedOver(path));
    const init = here.filter((path) => nameOf(path) === '__init__.py');
    const model = models.find((path) => isOf(path, app))!;
    return paths.length > 0 ? [{ label, model, migrations: paths, files: [...init, ...paths] }] : [];
  });
}
