import { stringValue } from '../python/literals.ts';
import { openReader, readLine } from '../python/lines.ts';
import type { Token } from '../python/tokens.ts';

/** One statement that names the settings; undefined where the name is computed. */
interface Said {
  readonly name: string | undefined;
  /** Whether it stands in an `if`, a loop or a handler. */
  readonly conditional: boolean;
}

const CONDITIONAL: ReadonlySet<string> = new Set(
  'if elif else for while except finally match case'.split(' '),
);

/**
 * The settings module that `manage.py`, `wsgi.py` or `asgi.py` names, at the top or in a function: by
 * `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")` or by `os.environ["DJANGO_SETTINGS_MODULE"] = …`
 * (https://docs.djangoproject.com/en/stable/topics/settings/#designating-the-settings). `unknown` when it is computed,
 * or when several are named and not exactly one of them unconditionally; undefined when nothing is said of settings.
 */
export function settingsName(source: string): { readonly name: string } | 'unknown' | undefined {
  if (!source.includes('DJANGO_SETTINGS_MODULE')) return undefined;
  const said = allSaid(source);
  if (said.length === 0) return undefined;
  return only(said) ?? only(said.filter(({ conditional }) => !conditional)) ?? 'unknown';
}

function only(said: readonly Said[]): { readonly name: string } | undefined {
  const names = new Set(said.map(({ name }) => name));
  const [name] = names;
  return names.size === 1 && name !== undefined ? { name } : undefined;
}

function allSaid(source: string): Said[] {
  const reader = openReader(source);
  const conditions: { readonly indent: number; readonly conditional: boolean }[] = [];
  const said: Said[] = [];
  while (reader.position < source.length) {
    const { indent } = reader;
    const tokens = readLine(reader);
    while (conditions.length > 0 && conditions.at(-1)!.indent >= indent) conditions.pop();
    const opens = tokens[0]?.kind === 'name' && CONDITIONAL.has(tokens[0].text);
    const conditional = opens || (conditions.at(-1)?.conditional ?? false);
    for (const name of namesIn(tokens)) said.push({ name, conditional });
    if (tokens.at(-1)?.text === ':') conditions.push({ indent, conditional });
  }
  return said;
}

/** The settings that the statements of a line name. */
function namesIn(tokens: readonly Token[]): (string | undefined)[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'string' || stringValue(token) !== 'DJANGO_SETTINGS_MODULE') return [];
    const [first, second] = [tokens[index - 2]?.text, tokens[index - 1]?.text];
    const [after, next] = [tokens[index + 1]?.text, tokens[index + 2]?.text];
    if (first === 'setdefault' && second === '(' && after === ',')
      return [moduleAt(tokens, index + 2, /^[),]$/)];
    if (first === 'environ' && second === '[' && after === ']' && next === '=')
      return [moduleAt(tokens, index + 3, /^;?$/)];
    return [];
  });
}

/** The dotted name written at `start`, if nothing but it stands there. */
function moduleAt(tokens: readonly Token[], start: number, end: RegExp): string | undefined {
  let text = '';
  let index = start;
  for (; tokens[index]?.kind === 'string'; index++) {
    const token = tokens[index]!;
    const part = /^\w*[bBfFtT]/.test(token.text) ? undefined : stringValue(token);
    if (part === undefined) return undefined;
    text += part;
  }
  if (!end.test(tokens[index]?.text ?? '')) return undefined;
  return /^[^\W\d]\w*(?:\.[^\W\d]\w*)*$/u.test(text) ? text : undefined;
}
