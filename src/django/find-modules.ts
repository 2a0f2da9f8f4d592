import { joinPath, type GitPath } from '../path.ts';
import type { Tree } from '../tree.ts';
import { readConfigs, type ConfigFacts } from './apps/app-config.ts';
import type { FindConfigs } from './apps/find-config.ts';
import type { Importer } from './import-path.ts';
import type { FindModule } from './modules.ts';
import type { Reading, Sources } from './sources.ts';

/** The AppConfigs of a module. */
export const CONFIGS: Reading<ConfigFacts> = { name: 'configs', read: readConfigs };

/** Finds modules with their text. */
export function moduleFinder(tree: Tree, locate: Importer, sources: Sources): FindModule {
  return async (name) => {
    const found = findFile(tree, locate, name);
    if (typeof found === 'string') return found;
    const text = found.oid === undefined ? '' : await sources.text(found.oid);
    return text === undefined ? 'outside' : { ...found.module, text };
  };
}

/** Finds modules with the AppConfigs in them; one that has not been fetched may hide some. */
export function configFinder(tree: Tree, locate: Importer, sources: Sources): FindConfigs {
  return async (name) => {
    const found = findFile(tree, locate, name);
    if (typeof found === 'string') return found;
    const facts = found.oid === undefined ? NO_CONFIGS : await sources.facts(CONFIGS, found.oid);
    return { ...found.module, facts: facts ?? { ...NO_CONFIGS, hidden: 1 } };
  };
}

const NO_CONFIGS: ConfigFacts = { classes: {}, imports: {}, hidden: null };

interface FoundFile {
  readonly module: { readonly name: string; readonly path: GitPath; readonly isPackage: boolean };
  /** Undefined for a namespace package, which is a module with nothing in it. */
  readonly oid: string | undefined;
}

function findFile(tree: Tree, locate: Importer, name: string): FoundFile | 'missing' | 'outside' {
  const place = locate(name);
  if (typeof place === 'string') return place;
  if (place.kind === 'compiled') return 'outside';
  const isPackage = place.kind !== 'module';
  const path = place.source ?? joinPath(place.path, '__init__.py');
  return { module: { name, path, isPackage }, oid: tree.entry(path)?.oid };
}
