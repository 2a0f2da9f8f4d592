/**
 * Canonical text of tokens and literals. A `$` begins everything whose text is kept rather than understood, a `@` every
 * imported name; as neither stands elsewhere outside quotes, different things never print alike.
 */
import { bodyOf, isHole, numberValue, prefixOf, quotesOf, stringValue, unescape } from './literals.ts';
import { isKeyword, nameOf } from './names.ts';
import { lookUp, type Scope } from './scope.ts';
import { endOfFormatted, type Hole } from './strings.ts';
import { tokenize } from './lines.ts';
import type { Token } from './tokens.ts';

/** Deepest nesting of f-strings in holes of f-strings that is still looked into. */
const MAX_FORMATTED = 8;

/** Canonical text of a number token: equal numbers of one type print alike. */
export const numberText = (token: Token): string =>
  numberValue(token)?.text ?? `$n${JSON.stringify(token.text)}`;

/** Literal text collected so far, and finished pieces. */
interface Pieces {
  readonly done: string[];
  literal: string;
}

const finishLiteral = (pieces: Pieces): void => {
  if (pieces.literal !== '') pieces.done.push(JSON.stringify(pieces.literal));
  pieces.literal = '';
};

const addPiece = (pieces: Pieces, text: string): void => {
  finishLiteral(pieces);
  pieces.done.push(text);
};

const addLiteral = (pieces: Pieces, value: string | undefined, raw: string): void => {
  if (value === undefined) addPiece(pieces, `$r${JSON.stringify(raw)}`);
  else pieces.literal += value;
};

const holeText = (source: string, hole: Hole, scope: Scope, nesting: number): string => {
  const code = source.slice(hole.open + 1, hole.colon === -1 ? hole.close : hole.colon);
  const specifier = hole.colon === -1 ? '' : ` : ${JSON.stringify(source.slice(hole.colon + 1, hole.close))}`;
  const tokens = tokenize(`(${code}\n)`).slice(1, -2);
  // f"{x = }" shows the text itself.
  const shown = tokens.some((token, index) => token.text === '=' && (tokens[index + 1]?.text ?? '!') === '!');
  const text = shown ? JSON.stringify(code) : canonicalTokens(tokens, scope, nesting + 1).join(' ');
  return `{${text}${specifier}}`;
};

const addFormatted = (pieces: Pieces, token: Token, scope: Scope, nesting: number): void => {
  const prefix = prefixOf(token);
  const raw = prefix.includes('r');
  const holes: Hole[] = [];
  const { text } = token;
  const end = endOfFormatted(text, prefix.length, raw, holes);
  if (prefix.includes('t') || end !== text.length || nesting >= MAX_FORMATTED) {
    addPiece(pieces, `$r${prefix}${JSON.stringify(bodyOf(token, prefix))}`);
    return;
  }
  const quotes = quotesOf(token, prefix);
  let from = prefix.length + quotes;
  const addText = (to: number): void => {
    const body = text.slice(from, to).replaceAll(/\r\n?/g, '\n').replaceAll('{{', '{').replaceAll('}}', '}');
    addLiteral(pieces, raw ? body : unescape(body, false), body);
  };
  for (const hole of holes) {
    addText(hole.open);
    addPiece(pieces, holeText(text, hole, scope, nesting));
    from = hole.close + 1;
  }
  addText(text.length - quotes);
};

/** Canonical text of implicitly concatenated string tokens: how they are quoted, prefixed and split does not show. */
export const stringText = (tokens: readonly Token[], scope: Scope, nesting = 0): string => {
  const pieces: Pieces = { done: [], literal: '' };
  let bytes = 0;
  for (const token of tokens) {
    const prefix = prefixOf(token);
    if (prefix.includes('b')) bytes++;
    if (isHole(token, prefix)) addFormatted(pieces, token, scope, nesting);
    else addLiteral(pieces, stringValue(token), prefix + bodyOf(token, prefix));
  }
  const kind = bytes === 0 ? '' : bytes === tokens.length ? 'b' : '$b';
  if (pieces.done.length === 0) return kind + JSON.stringify(pieces.literal);
  finishLiteral(pieces);
  return `${kind}$f(${pieces.done.join(' ')}$)`;
};

/** Whether an opening bracket after `token` calls or subscripts what stands before it. */
const endsOperand = (token: Token | undefined): boolean => {
  if (token === undefined) return false;
  if (token.kind === 'string' || token.kind === 'number') return true;
  if (token.kind === 'name') {
    const { text } = token;
    // In Python 2, what follows these is no argument list.
    if (text === 'print' || text === 'exec') return false;
    return !isKeyword(text) && text !== 'lambda' && text !== 'not' && text !== 'yield' && text !== 'await';
  }
  return token.text === ')' || token.text === ']' || token.text === '}';
};

/** An open bracket: whether a comma before its closing one means nothing, and its commas outside of lambdas' parameters. */
interface Bracket {
  readonly free: boolean;
  commas: number;
  lambdas: number;
}

const isOpening = (text: string): boolean => text === '(' || text === '[' || text === '{';
const isClosing = (text: string | undefined): boolean => text === ')' || text === ']' || text === '}';

/** Whether `token` is a comma that changes nothing, standing in `bracket` and before `next`; counts along in `bracket`. */
const isFreeComma = (token: Token, next: Token | undefined, bracket: Bracket | undefined): boolean => {
  if (bracket === undefined) return false;
  if (token.text === 'lambda') bracket.lambdas++;
  else if (token.text === ':' && bracket.lambdas > 0) bracket.lambdas--;
  else if (token.text === ',' && bracket.lambdas === 0) {
    bracket.commas++;
    return isClosing(next?.text) && (bracket.free || bracket.commas > 1);
  }
  return false;
};

/** `tokens` without commas before closing brackets, where those change nothing, and without brackets round one word. */
const withoutFormatting = (tokens: readonly Token[]): Token[] => {
  const kept: Token[] = [];
  const brackets: Bracket[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const inner = tokens[index + 1];
    const { text } = token;
    const operator = token.kind === 'operator';
    if (operator && isOpening(text)) {
      const follows = endsOperand(kept.at(-1));
      const word =
        inner?.kind === 'name' && !isKeyword(inner.text) && inner.text !== 'yield' && inner.text !== 'lambda';
      if (text === '(' && !follows && inner !== undefined && word && tokens[index + 2]?.text === ')') {
        kept.push(inner);
        index += 2;
        continue;
      }
      brackets.push({ free: text === '{' || (text === '(') === follows, commas: 0, lambdas: 0 });
    } else if (operator && isClosing(text)) brackets.pop();
    else if (isFreeComma(token, inner, brackets.at(-1))) continue;
    kept.push(token);
  }
  return kept;
};

/** Whether the name at `index` is an attribute or a keyword of a call, so looked up in no scope. */
const isFixed = (tokens: readonly Token[], index: number): boolean => {
  const before = tokens[index - 1]?.text;
  return (
    before === '.' ||
    before === '!' ||
    (tokens[index + 1]?.text === '=' && (before === '(' || before === ','))
  );
};

/** Names that `tokens` may bind themselves: all but those only ever called, subscripted or asked for an attribute. */
export const localNames = (tokens: readonly Token[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'name' || tokens[index - 1]?.text === '.') continue;
    const after = tokens[index + 1]?.text;
    const before = tokens[index - 1]?.text ?? '';
    const used = after === '.' || after === '(' || after === '[';
    if (!used || /^(?:import|def|class|as)$/.test(before)) names.add(nameOf(token));
  }
  return names;
};

const nameText = (name: string, scope: Scope, local: boolean): string => {
  const binding = lookUp(scope, name);
  if (binding?.kind !== 'import') return name;
  return local ? `${name}${importedText(binding.name)}` : importedText(binding.name);
};

/** Longest dotted name that stands for the word it is imported as: a longer one, used often, would fill the memory. */
const MAX_IMPORTED = 200;

/** Canonical text of an imported name. */
export const importedText = (dotted: string): string =>
  dotted.length > MAX_IMPORTED ? `@${dotted.slice(0, MAX_IMPORTED)}$${dotted.length}` : `@${dotted}`;

/**
 * Canonical texts of `tokens`, in which comments, line breaks, quotes, trailing commas and import aliases are gone.
 * Names in `locals` keep their name beside what they may have been imported as.
 */
export const canonicalTokens = (
  tokens: readonly Token[],
  scope: Scope,
  nesting = 0,
  locals: ReadonlySet<string> = localNames(tokens),
): string[] => {
  const kept = withoutFormatting(tokens);
  const texts: string[] = [];
  for (let index = 0; index < kept.length; index++) {
    const token = kept[index];
    if (token === undefined) break;
    if (token.kind === 'string') {
      let end = index + 1;
      while (kept[end]?.kind === 'string') end++;
      texts.push(stringText(kept.slice(index, end), scope, nesting));
      index = end - 1;
    } else if (token.kind === 'number') texts.push(numberText(token));
    else if (token.kind === 'name') {
      const name = nameOf(token);
      texts.push(isFixed(kept, index) ? name : nameText(name, scope, locals.has(name)));
    } else if (token.kind === 'error') texts.push(`$e${JSON.stringify(token.text)}`);
    else texts.push(token.text === '<>' ? '!=' : token.text);
  }
  return texts;
};
