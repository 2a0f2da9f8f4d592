/** Spellings of older Pythons in the canonical text of statements, whose tokens stand apart by blanks. */

/** Tokens of a canonical text; a string is one token with what stands before and after it, a line break is one. */
function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? 10 : text.charCodeAt(at);
    if (code === 34) {
      for (at++; at < text.length && text.charCodeAt(at) !== 34; at++) if (text.charCodeAt(at) === 92) at++;
    } else if (code === 32 || code === 10) {
      if (at > start) tokens.push(text.slice(start, at));
      if (code === 10) tokens.push('\n');
      start = at + 1;
    }
  }
  return tokens;
}

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/** `set([a, b])` is `{a, b}`. */
function withoutSetCalls(tokens: string[]): void {
  const open: { readonly at: number; readonly set: boolean }[] = [];
  for (const [at, token] of tokens.entries()) {
    if (OPENING.has(token)) {
      const set =
        token === '[' && tokens[at - 1] === '(' && tokens[at - 2] === 'set' && tokens[at - 3] !== '.';
      open.push({ at, set: set && tokens[at + 1] !== ']' });
    } else if (CLOSING.has(token)) {
      const opened = open.pop();
      if (!opened?.set || token !== ']' || tokens[at + 1] !== ')') continue;
      tokens[opened.at - 2] = '';
      tokens[opened.at - 1] = '';
      tokens[opened.at] = '{';
      tokens[at] = '}';
      // The bracket that closes the call is still to come: it must close something, and be gone.
      tokens[at + 1] = '\u0000';
      open.pop();
    }
  }
}

/** `super(A, self)` is `super()`, `class A(object)` is `class A`. */
function withoutOldClasses(tokens: string[]): void {
  for (const [at, token] of tokens.entries()) {
    if (token === 'super' && tokens[at + 1] === '(' && tokens[at + 3] === ',' && tokens[at + 5] === ')')
      tokens.fill('', at + 2, at + 5);
    else if (token === 'class' && tokens[at + 2] === '(' && tokens[at + 4] === ')') {
      if (tokens[at + 3] === 'object') tokens.fill('', at + 2, at + 5);
    }
  }
}

/** A canonical text in the spelling of Python 3: what it was made of means the same as before. */
export function modernText(text: string): string {
  if (!/\b(?:set|super|object)\b/.test(text)) return text;
  const tokens = tokensOf(text);
  withoutSetCalls(tokens);
  withoutOldClasses(tokens);
  return tokens
    .filter((token) => token !== '' && token !== '\u0000')
    .join(' ')
    .replaceAll(' \n ', '\n')
    .trimEnd();
}
