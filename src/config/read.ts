import { UserError } from '../errors.ts';
import type { GitObject } from '../git/plumbing/objects.ts';
import { DEFAULTS, type Config } from './config.ts';
import { validateConfig } from './validate.ts';

/** Where a configuration may stand, at the top of the repository; the first that is there counts. */
const PLACES = [
  'package.json',
  '.pyresetrc',
  '.pyresetrc.json',
  '.pyresetrc.yaml',
  '.pyresetrc.yml',
  '.pyresetrc.toml',
  'pyproject.toml',
] as const;

const REFUSED = ['.pyresetrc.js', '.pyresetrc.cjs', '.pyresetrc.mjs', '.pyresetrc.ts'].concat([
  'pyreset.config.js',
  'pyreset.config.cjs',
  'pyreset.config.mjs',
  'pyreset.config.ts',
]);

const MAX_BYTES = 1_000_000;

/** A configuration, the file it comes from (undefined: the defaults), and warnings about unknown keys. */
export interface FoundConfig {
  readonly config: Config;
  readonly place: string | undefined;
  readonly warnings: readonly string[];
}

/** Reads a file at the top of the tree being checked. */
export type ReadFile = (path: string) => Promise<GitObject | undefined>;

/**
 * Reads the configuration from the tree being checked. Never from the work tree, whose files need not be what is
 * committed; and data only, for a hook must not run what a branch brings.
 * @throws {UserError} naming everything that is wrong with it at once.
 */
export async function readConfig(read: ReadFile, ruleNames: readonly string[]): Promise<FoundConfig> {
  const [found, refused] = await Promise.all([
    Promise.all(PLACES.map((place) => readText(read, place))),
    Promise.all(REFUSED.map((place) => read(place))),
  ]);
  const code = REFUSED.find((_, index) => refused[index]);
  if (code) {
    throw new UserError(
      `${code} is a program, and a hook must not run code that a branch brought`,
      'write the settings as data: .pyresetrc (YAML), .pyresetrc.json, .pyresetrc.toml, package.json or pyproject.toml',
    );
  }
  for (const [index, place] of PLACES.entries()) {
    const text = found[index];
    const settings = text === undefined ? undefined : await parse(place, text);
    if (settings === undefined) continue;
    const { config, errors, warnings } = validateConfig(settings, ruleNames);
    if (errors.length === 0)
      return { config, place, warnings: warnings.map((warning) => `${place}: ${warning}`) };
    throw new UserError(
      `${place}: ${errors.join('; ')}`,
      'every setting, with its default: .pyresetrc.example of the package',
    );
  }
  return { config: DEFAULTS, place: undefined, warnings: [] };
}

async function readText(read: ReadFile, place: string): Promise<string | undefined> {
  const object = await read(place);
  if (object?.type !== 'blob') return undefined;
  if (object.content.length > MAX_BYTES && place.startsWith('.pyresetrc')) {
    throw new UserError(`${place} is larger than a megabyte`, 'is that really the configuration?');
  }
  return object.content.toString('utf8');
}

/** The settings in a file, or undefined when the file has none of ours. Loaders are fetched only when needed. */
async function parse(place: string, text: string): Promise<unknown> {
  try {
    if (place === 'package.json')
      return text.includes('"pyreset"') ? member(JSON.parse(text), 'pyreset') : undefined;
    if (place === 'pyproject.toml')
      return text.includes('pyreset') ? member(member(await toml(text), 'tool'), 'pyreset') : undefined;
    if (place.endsWith('.toml')) return await toml(text);
    const { defaultLoadersSync } = await import('cosmiconfig');
    const load = defaultLoadersSync[place.endsWith('.json') ? '.json' : '.yaml'];
    return (load(place, text) as unknown) ?? {};
  } catch (error) {
    throw new UserError(`${place} cannot be read: ${firstLine(error)}`, 'is it valid, and complete?', {
      cause: error,
    });
  }
}

async function toml(text: string): Promise<unknown> {
  const { parse } = await import('smol-toml');
  return parse(text);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function firstLine(error: unknown): string {
  return (
    (error instanceof Error ? error.message : String(error))
      .split('\n')
      .find((line) => /[^:\s]\s*$/.test(line)) ?? 'no reason given'
  );
}
