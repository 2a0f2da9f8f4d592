/** What evaluating some tokens may do to the objects that their names stand for. Errs on the side of change. */
import { prefixOf } from '../literals.ts';
import { isKeyword, nameOf } from '../names.ts';
import type { Token } from '../tokens.ts';
import { READING } from './methods.ts';

/** What some code may do. Names are dotted: the attributes that follow, methods included, are a part of them. */
export interface Traces {
  /** Names whose objects may be changed in any way, or called. */
  readonly changed: ReadonlySet<string>;
  /** Names of which no more than the parts of their objects may be changed. */
  readonly visited: ReadonlySet<string>;
  /** All names in it. */
  readonly mentioned: ReadonlySet<string>;
  /** Whether it may bind or change any name of its module. */
  readonly everything: boolean;
  /** Whether it calls anything that is not understood. */
  readonly calls: boolean;
}

/** Says of a name whether it stands for a function that changes none of its arguments. */
export type IsHarmless = (name: string, tokens: readonly Token[], index: number) => boolean;

const SAFE_BEFORE: ReadonlySet<string> = new Set('in + == != is not % < > <= >= <> - /'.split(' '));
const SAFE_AFTER: ReadonlySet<string> = new Set('in + == != is not % < > <= >= <> - /'.split(' '));
const NAMESPACES: ReadonlySet<string> = new Set(['globals', 'locals', 'vars']);
const RUNNING: ReadonlySet<string> = new Set(['exec', 'execfile', 'eval']);
const SELF_IMPORTING: ReadonlySet<string> = new Set(['__import__', 'import_module']);
const ASSIGNING = /^(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)?=$/;

/** By index of an opening bracket, that of the closing one, and the other way round. */
const matching = (tokens: readonly Token[]): ReadonlyMap<number, number> => {
  const open: number[] = [];
  const pairs = new Map<number, number>();
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'operator') continue;
    if (text === '(' || text === '[' || text === '{') open.push(index);
    else if (text === ')' || text === ']' || text === '}') {
      const start = open.pop();
      if (start === undefined) continue;
      pairs.set(start, index);
      pairs.set(index, start);
    }
  }
  return pairs;
};

/** What follows an atom: what is done to the object. */
type Use = 'called' | 'changed' | 'read' | 'none';

/** Reads `.a.b[c]` and what comes then, from `start` on; every step once, as it is stopped at the first call. */
const useAt = (tokens: readonly Token[], pairs: ReadonlyMap<number, number>, start: number): Use => {
  let method: string | undefined;
  let steps = 0;
  for (let index = start; ; steps++) {
    const text = tokens[index]?.text;
    if (text === '.' && tokens[index + 1]?.kind === 'name') {
      method = tokens[index + 1]!.text;
      index += 2;
    } else if (text === '[') {
      method = undefined;
      index = (pairs.get(index) ?? tokens.length) + 1;
    } else if (text === '(') {
      if (steps === 0) return 'called';
      return method !== undefined && READING.has(method) ? 'read' : 'changed';
    } else {
      if (text !== undefined && ASSIGNING.test(text) && (steps > 0 || text !== '=')) return 'changed';
      return steps > 0 ? 'read' : 'none';
    }
    if (steps > 200) return 'changed';
  }
};

interface Scan {
  readonly tokens: readonly Token[];
  readonly pairs: ReadonlyMap<number, number>;
  readonly isHarmless: IsHarmless;
  readonly strict: boolean;
  /** How many calls that are not understood enclose the token, and the harmless ones. */
  readonly enclosing: ('unknown' | 'harmless' | 'group')[];
  unknown: number;
  harmless: number;
}

const isTruthOnly = (before: string | undefined, after: string | undefined): boolean =>
  (before === undefined || /^(?:if|elif|while|and|or)$/.test(before)) &&
  (after === undefined || /^(?:and|or|:|else)$/.test(after)) &&
  (before !== undefined || after !== undefined) &&
  !((before === 'and' || before === 'or') && after === undefined);

const isKeywordName = ({ tokens, enclosing }: Scan, index: number): boolean =>
  tokens[index + 1]?.text === '=' && enclosing.length > 0 && /^[(,]$/.test(tokens[index - 1]?.text ?? '');

/** Whether the name at `index` is handed on to something that may change its object; or kept, if strict. */
const handed = (scan: Scan, index: number): 'changed' | 'visited' | undefined => {
  const { tokens, strict } = scan;
  const before = tokens[index - 1]?.text;
  const after = tokens[index + 1]?.text;
  if (SAFE_BEFORE.has(before ?? '') || SAFE_AFTER.has(after ?? '')) return 'visited';
  if ((before === '*' || before === '**') && scan.enclosing.length > 0) return 'visited';
  if (scan.unknown > 0) return 'changed';
  if (isTruthOnly(before, after)) return undefined;
  if (!strict || scan.harmless > 0) return strict ? 'visited' : undefined;
  return after === '=' ? undefined : 'changed';
};

const callKind = (scan: Scan, index: number): 'unknown' | 'harmless' | 'group' => {
  const { tokens, isHarmless } = scan;
  const before = tokens[index - 1];
  if (before === undefined || tokens[index]!.text !== '(') return 'group';
  const second = tokens[index - 2]?.text;
  if (before.kind === 'name' && (!isKeyword(before.text) || second === '.')) {
    const isHeader = second === 'def' || second === 'class';
    return isHeader || isHarmless(before.text, tokens, index - 1) ? 'harmless' : 'unknown';
  }
  return before.text === ')' || before.text === ']' || before.kind === 'string' ? 'unknown' : 'group';
};

const isNamespaceUse = (
  tokens: readonly Token[],
  pairs: ReadonlyMap<number, number>,
  index: number,
): boolean => {
  const before = tokens[index - 1]?.text;
  const text = tokens[index]!.text;
  if (text === 'modules')
    return before === '.' && tokens[index - 2]?.text === 'sys' && tokens[index - 3]?.text !== 'in';
  if (before === '.') return false;
  if (RUNNING.has(text)) return tokens[index + 1]?.text === '(' || tokens[index + 1]?.kind === 'string';
  if (!NAMESPACES.has(text) || before === 'in') return false;
  const close = tokens[index + 1]?.text === '(' ? pairs.get(index + 1) : undefined;
  return close === undefined || useAt(tokens, pairs, close + 1) !== 'read';
};

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];

/**
 * What evaluating `tokens` may do. `strict` for the bodies of functions: what they bind to other names is not followed.
 * Takes time linear in the number of tokens.
 */
export const tracesOf = (tokens: readonly Token[], isHarmless: IsHarmless, strict: boolean): Traces => {
  const changed = new Set<string>();
  const visited = new Set<string>();
  const mentioned = new Set<string>();
  const pairs = matching(tokens);
  const scan: Scan = { tokens, pairs, isHarmless, strict, enclosing: [], unknown: 0, harmless: 0 };
  const groups: [number, number][] = [];
  let everything = false;
  let calls = false;
  for (const [index, token] of tokens.entries()) {
    const { kind, text } = token;
    if (kind === 'operator') {
      calls = enter(scan, index) || calls;
      const opened = isClosing(text) ? pairs.get(index) : undefined;
      if (opened !== undefined && isChangedGroup(useAt(tokens, pairs, index + 1)))
        groups.push([opened, index]);
    } else if (kind === 'string' && /[ft]/.test(prefixOf(token)) && text.includes('(')) {
      calls = true;
      for (const word of wordsOf(text)) {
        changed.add(word);
        mentioned.add(word);
      }
    } else if (kind === 'name') {
      everything ||= isNamespaceUse(tokens, pairs, index);
      const isAttribute = tokens[index - 1]?.text === '.';
      if (isAttribute || isKeyword(text) || isKeywordName(scan, index)) continue;
      const dotted = dottedAt(tokens, index);
      mentioned.add(dotted);
      const use = useAt(tokens, pairs, index + 1);
      const how = use === 'none' ? handed(scan, index) : use === 'read' ? 'visited' : 'changed';
      if (how === 'changed' && !(use === 'called' && isHarmless(dotted, tokens, index))) changed.add(dotted);
      if (how === 'visited') visited.add(dotted);
    }
  }
  addGroups(changed, tokens, groups);
  everything ||= mentioned.has('__name__') && tokens.some(({ text }) => SELF_IMPORTING.has(text));
  return { changed, visited, mentioned, everything, calls };
};

/** Most attributes that are read of a name. */
const MAX_ATTRIBUTES = 8;

const dottedAt = (tokens: readonly Token[], start: number): string => {
  let dotted = nameOf(tokens[start]!);
  for (let index = start + 1; index < start + 2 * MAX_ATTRIBUTES; index += 2) {
    const attribute = tokens[index + 1];
    if (tokens[index]?.text !== '.' || attribute?.kind !== 'name') break;
    dotted += `.${nameOf(attribute)}`;
  }
  return dotted;
};

const isClosing = (text: string): boolean => text === ')' || text === ']' || text === '}';

const isChangedGroup = (use: Use): boolean => use === 'changed' || use === 'called';

/** Keeps account of the calls around; true for one that is not understood. */
const enter = (scan: Scan, index: number): boolean => {
  const { text } = scan.tokens[index]!;
  if (isClosing(text)) {
    const left = scan.enclosing.pop();
    if (left === 'unknown') scan.unknown--;
    if (left === 'harmless') scan.harmless--;
    return false;
  }
  if (text !== '(' && text !== '[' && text !== '{') return false;
  const kind = callKind(scan, index);
  scan.enclosing.push(kind);
  if (kind === 'unknown') scan.unknown++;
  if (kind === 'harmless') scan.harmless++;
  return kind === 'unknown';
};

/** All names between brackets whose contents as a whole are changed. */
const addGroups = (
  changed: Set<string>,
  tokens: readonly Token[],
  groups: readonly (readonly [number, number])[],
): void => {
  const depths = new Int32Array(tokens.length + 1);
  for (const [start, end] of groups) {
    depths[start]!++;
    depths[end]!--;
  }
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    depth += depths[index]!;
    if (depth > 0 && token.kind === 'name') changed.add(nameOf(token));
  }
};
