import * as fc from 'fast-check';
import type { Files } from '../../src/rule.ts';
import { app, at, site, urls } from '../helpers/urlconfs.ts';

/** Modules that include those after them, the last one nothing. */
const MODULES = 5;
const NAMES = ['a', 'b'] as const;

interface Included {
  readonly of: number;
  readonly as: 'text' | 'module' | 'named' | 'list' | 'named list';
  readonly name: string;
  /** An instance namespace, where the module has an application namespace. */
  readonly instance: string | null;
}

const included: fc.Arbitrary<Included> = fc.record({
  of: fc.nat(MODULES),
  as: fc.constantFrom('text', 'module', 'named', 'list', 'named list'),
  name: fc.constantFrom(...NAMES),
  instance: fc.option(fc.constantFrom(...NAMES)),
});

const modules = fc.array(
  fc.record({
    name: fc.option(fc.constantFrom(...NAMES)),
    includes: fc.array(included, { maxLength: 3 }),
    optional: fc.array(included, { maxLength: 1 }),
  }),
  { minLength: MODULES, maxLength: MODULES },
);

type Module = typeof modules extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

/** Projects whose URLconfs include each other in every way that can be read; those of `optional`, if at all. */
export function generatedUrlconfs(seed: number, count: number): { sure: boolean; files: Files }[] {
  return fc.sample(modules, { seed, numRuns: count }).map((all) => {
    const texts = all.map((_, index) => textOf(all, index));
    const files = Object.fromEntries(texts.map((text, index) => [`m${index}/urls.py`, text]));
    const root = urls(...all.flatMap((_, index) => at(`include("m${index}.urls")`)).slice(0, 2));
    return { sure: all.every(({ optional }) => optional.length === 0), files: site(root, files) };
  });
}

function textOf(all: readonly Module[], index: number): string {
  const { name, includes, optional } = all[index]!;
  const imports = all
    .map((_, other) => (other > index ? `from m${other} import urls as u${other}\n` : ''))
    .join('');
  const show = (each: Included): string => at(viewOf(all, index, each));
  const body = name === null ? urls(...includes.map(show)) : app(name, ...includes.map(show));
  const more = optional.map(
    (each) => `if ${each.name === 'a' ? 'True' : 'False'}:\n    urlpatterns += [${show(each)}]\n`,
  );
  return imports + body + more.join('');
}

function viewOf(all: readonly Module[], index: number, { of, as, name, instance }: Included): string {
  const target = index + 1 + (of % Math.max(1, all.length - index - 1));
  const inside = target < all.length ? at(`include("m${target}.urls")`) : '';
  const isNamed = as.startsWith('named') || (as !== 'list' && all[target]?.name);
  const given = instance !== null && isNamed ? `, namespace="${instance}"` : '';
  if (as === 'list' || target >= all.length) return `include([${inside}])`;
  if (as === 'named list') return `include(([${inside}], "${name}")${given})`;
  if (as === 'named') return `include(("m${target}.urls", "${name}")${given})`;
  return `include(${as === 'text' ? `"m${target}.urls"` : `u${target}`}${given})`;
}
