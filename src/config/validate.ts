import { DEFAULTS, type Allowance, type Config, type Level } from './config.ts';
import { suggestion } from './nearest.ts';

/** A configuration and what is wrong with it. Errors stop the run, warnings do not. */
export interface Validation {
  readonly config: Config;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const LEVELS: readonly Level[] = ['off', 'info', 'warning', 'error'];

/**
 * Checks what was read from a configuration file. All problems are found in one go, each with its key path, the
 * value and what was expected; unknown keys only warn, so that a colleague's newer configuration blocks nobody.
 */
export function validateConfig(input: unknown, ruleNames: readonly string[]): Validation {
  const problems: Problems = { errors: [], warnings: [] };
  const settings = table(input ?? {}, '', Object.keys(DEFAULTS), problems);
  const config: Config = {
    protected: texts(settings['protected'], 'protected', problems),
    grace: days(settings['grace'], 'grace', problems),
    rules: levels(settings['rules'], ruleNames, problems),
    ignore: globs(settings['ignore'], 'ignore', problems),
    allow: allowances(settings['allow'], ruleNames, problems),
    formerApps: formerApps(settings['formerApps'], problems),
    bytecode: {
      except: globs(
        table(settings['bytecode'] ?? {}, 'bytecode', ['except'], problems)['except'],
        'bytecode.except',
        problems,
      ),
    },
    clean: cleanSettings(settings['clean'], problems),
  };
  return { config, ...problems };
}

interface Problems {
  readonly errors: string[];
  readonly warnings: string[];
}

type Table = Readonly<Record<string, unknown>>;

function isTable(value: unknown): value is Table {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value); // a date is an object too
  return prototype === Object.prototype || prototype === null;
}

function table(value: unknown, key: string, known: readonly string[], { errors, warnings }: Problems): Table {
  if (!isTable(value)) {
    errors.push(expected(key || 'the configuration', value, `a table of ${known.join(', ')}`));
    return {};
  }
  for (const name of Object.keys(value)) {
    const path = key ? `${key}.${name}` : name;
    if (!known.includes(name)) warnings.push(`${path} is not known${suggestion(name, known)}`);
  }
  return value;
}

function texts(value: unknown, key: string, { errors }: Problems): readonly string[] {
  const list = typeof value === 'string' ? [value] : (value ?? []);
  if (Array.isArray(list) && list.every((item): item is string => typeof item === 'string' && item !== ''))
    return list;
  errors.push(expected(key, value, 'a text or a list of texts'));
  return [];
}

/** Globs that can be matched in bounded time, whatever a branch writes into them; `!` would turn a list around. */
function globs(value: unknown, key: string, problems: Problems): readonly string[] {
  const patterns = texts(value, key, problems);
  const unfit = patterns.filter((pattern) => !isBounded(pattern));
  for (const pattern of unfit) {
    problems.errors.push(
      expected(key, pattern, 'globs without a leading !, with at most three * between two /'),
    );
  }
  return patterns.filter(isBounded);
}

function isBounded(pattern: string): boolean {
  const parts = pattern.split('/');
  const deep = parts.filter((part) => part.includes('**')).length;
  const starred = parts.every((part) => part.split('*').length <= 4);
  return pattern.length <= 500 && !pattern.startsWith('!') && deep <= 3 && starred;
}

function days(value: unknown, key: string, { errors }: Problems): number {
  if (value === undefined || value === null) return DEFAULTS.grace;
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return value;
  errors.push(expected(key, value, 'a number of days, 0 or more'));
  return DEFAULTS.grace;
}

function levels(value: unknown, ruleNames: readonly string[], problems: Problems): Config['rules'] {
  const rules: Partial<Record<string, Level>> = {};
  for (const [name, level] of Object.entries(table(value ?? {}, 'rules', ruleNames, problems))) {
    if (!ruleNames.includes(name)) continue; // `table` has warned
    // YAML 1.1 and careless JSON say `false` for `off`
    const found = LEVELS.find((known) => known === (level === false ? 'off' : level));
    if (found) rules[name] = found;
    else problems.errors.push(expected(`rules.${name}`, level, LEVELS.join(', ')));
  }
  return rules;
}

function allowances(
  value: unknown,
  ruleNames: readonly string[],
  { errors }: Problems,
): readonly Allowance[] {
  const list = value ?? [];
  if (!Array.isArray(list)) {
    errors.push(expected('allow', value, 'a list of {rule, subject, reason}'));
    return [];
  }
  return list.flatMap((item: unknown, index) => {
    const { rule, subject, reason } = isTable(item) ? item : {};
    if (!isText(rule) || !isText(subject) || !isText(reason)) {
      errors.push(expected(`allow[${index}]`, item, '{rule, subject, reason}, three texts'));
      return [];
    }
    if (!ruleNames.includes(rule))
      errors.push(`allow[${index}].rule: there is no rule ${rule}${suggestion(rule, ruleNames)}`);
    return [{ rule, subject, reason }];
  });
}

/** A label is a Python identifier, `__proto__` too: `fromEntries` makes a plain key of that. */
function formerApps(value: unknown, { errors }: Problems): Config['formerApps'] {
  const given = value ?? {};
  if (!isTable(given)) {
    errors.push(expected('formerApps', value, 'a table from a label to its former labels'));
    return {};
  }
  return Object.fromEntries(
    Object.entries(given).flatMap(([label, former]) => {
      const labels: readonly unknown[] = [former ?? []].flat(); // one text is a list of one
      if (!isLabel(label)) errors.push(expected('a key of formerApps', label, 'the label of an app'));
      else if (labels.every(isLabel)) return [[label, labels] as const];
      else errors.push(expected(`formerApps.${label}`, former, 'a former label or a list of them'));
      return [];
    }),
  );
}

function cleanSettings(value: unknown, problems: Problems): Config['clean'] {
  const known = table(value ?? {}, 'clean', Object.keys(DEFAULTS.clean), problems);
  return {
    roots: folders(known['roots'], 'clean.roots', problems),
    skip: globs(known['skip'], 'clean.skip', problems),
    tools: onOrOff(known['tools'], 'clean.tools', problems, DEFAULTS.clean.tools),
    migrationNotes: onOrOff(
      known['migrationNotes'],
      'clean.migrationNotes',
      problems,
      DEFAULTS.clean.migrationNotes,
    ),
  };
}

/** Folders of the repository, without slashes at their ends. */
function folders(value: unknown, key: string, problems: Problems): readonly string[] {
  const given = texts(value, key, problems).map((folder) => folder.replace(/^(?:\.\/)+|\/+$/g, ''));
  const outside = given.find((folder) => folder.startsWith('/') || folder.split('/').includes('..'));
  if (outside === undefined) return given.filter((folder) => folder !== '' && folder !== '.');
  problems.errors.push(expected(key, outside, 'folders of the repository, from its top'));
  return [];
}

/** YAML 1.1 reads `on` and `off` as truth values, YAML 1.2 as texts. */
function onOrOff(value: unknown, key: string, { errors }: Problems, otherwise: boolean): boolean {
  if (value === undefined || value === null) return otherwise;
  if (typeof value === 'boolean') return value;
  if (value !== 'on' && value !== 'off') errors.push(expected(key, value, 'on or off'));
  return value === 'on';
}

function isLabel(value: unknown): value is string {
  return typeof value === 'string' && /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function expected(key: string, value: unknown, what: string): string {
  const shown = shownValue(value);
  return `${key} is ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown}, expected ${what}`;
}

/** YAML can make a value that contains itself, or one of a billion parts. */
function shownValue(value: unknown): string {
  let parts = 0;
  const counting = (_: string, part: unknown): unknown => {
    if (++parts > 100) throw new RangeError('too large to show');
    return part;
  };
  try {
    return (typeof value === 'number' ? undefined : JSON.stringify(value, counting)) ?? String(value);
  } catch {
    return 'a value too large to show';
  }
}
