import type { GitPath } from '../../path.ts';
import { absoluteName } from '../../python/imports.ts';
import { isRegular, type Tree } from '../../tree.ts';
import type { Importer } from '../import-path.ts';
import type { Reading, Sources } from '../sources.ts';
import type { Include } from './url-includes.ts';
import { readUrls, type UrlsFacts } from './urls.ts';

const URLS: Reading<UrlsFacts> = { name: 'urls', read: readUrls };

/** A module of the repository that may have `urlpatterns`. */
export interface Urlconf {
  /** The dotted name by which it is imported. */
  readonly name: string;
  readonly path: GitPath;
  readonly facts: UrlsFacts;
  /** The module that an include of this one stands for; undefined when it is none, or none of the repository. */
  readonly included: (include: Include) => Urlconf | undefined;
}

/** Finds a URLconf by its dotted name, with all that it includes. */
export type FindUrlconf = (name: string) => Promise<Urlconf | undefined>;

/** More modules than any project includes; what is beyond is not read. */
const MAX_MODULES = 20_000;

/** Reads URLconfs, each once, whoever includes it. */
export function urlconfFinder(locate: Importer, tree: Tree, sources: Sources): FindUrlconf {
  const known = new Map<string, Urlconf | undefined>();
  const read = async (name: string): Promise<readonly string[]> => {
    known.set(name, undefined);
    const place = locate(name);
    if (typeof place === 'string' || place.source === undefined) return [];
    const { kind, source: path } = place;
    const entry = tree.entry(path);
    const facts = isRegular(entry) ? await sources.facts(URLS, entry.oid) : undefined;
    if (facts === undefined) return [];
    const home = kind === 'package' ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')));
    const included = (include: Include): Urlconf | undefined => known.get(moduleIn(include, home) ?? '');
    known.set(name, { name, path, facts, included });
    return modulesIn(facts.includes, home);
  };
  return async (name) => {
    for (let wanted = new Set([name]); wanted.size > 0;) {
      const fresh = [...wanted].filter((each) => !known.has(each)).slice(0, MAX_MODULES - known.size);
      const named = await Promise.all(fresh.map(read));
      wanted = new Set(named.flat());
    }
    return known.get(name);
  };
}

/** The modules that includes of a module in the package `home` may stand for. */
function modulesIn(includes: readonly Include[], home: string): string[] {
  return includes.flatMap((include) =>
    [moduleIn(include, home) ?? [], modulesIn(include.nested, home)].flat(),
  );
}

function moduleIn({ included }: Include, home: string): string | undefined {
  if (included.kind !== 'module' && included.kind !== 'reference') return undefined;
  const [dots = ''] = /^\.*/.exec(included.name)!;
  if (included.kind === 'module') return dots === '' ? included.name : undefined;
  return absoluteName(home, dots.length, included.name.slice(dots.length));
}
