import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathFromBytes, pathFromText } from '../src/path.ts';
import { counted, isTypeable, shellWord, showPath, visible, visibleLines } from '../src/show.ts';

test.for([
  '',
  'shop/models.py',
  'a b\u00a0c',
  'dépôt/Überzug.py',
  '日本語',
  '🐍',
  'שלום',
  String.raw`\x1b[31m`,
  '~!@#$%^&*()"\'`',
])('%j is shown as it is', (text) => {
  expect(visible(text)).toBe(text);
  expect(visibleLines(text)).toBe(text);
  expect(showPath(pathFromText(text))).toBe(text);
});

test.for([
  [String.raw`\x1b[31mred`, '\u001b[31mred'],
  [String.raw`a\x0ab\x0d\x09c`, 'a\nb\r\tc'],
  [String.raw`\x00\x7f`, '\u0000\u007f'],
  [String.raw`\x85\x9b`, '\u0085\u009b'],
  [String.raw`\u{202e}gnp.py`, '\u202egnp.py'],
  [String.raw`\u{2066}a\u{2069}`, '\u2066a\u2069'],
  [String.raw`\u{200b}\u{200f}\u{feff}`, '\u200b\u200f\ufeff'],
  [String.raw`\u{2028}\u{2029}`, '\u2028\u2029'],
] as const)('what cannot be seen is shown as %s', ([shown, text]) => {
  expect(visible(text)).toBe(shown);
  expect(showPath(pathFromText(text))).toBe(shown);
});

test('text that may span lines keeps its line breaks, and nothing else that is invisible', () => {
  expect(visibleLines('one\ntwo\r\n\n\u001bthree\n')).toBe('one\ntwo\\x0d\n\n\\x1bthree\n');
});

const character = fc
  .nat(0x10ffff)
  .map((code) => String.fromCodePoint(code))
  .filter((text) => !/\p{Cs}/u.test(text));

test('what was made visible stays as it is, and holds nothing invisible', () => {
  const letters = fc.constantFrom('\u001b', '\n', '\u0085', '\u202e', '\u2069', '\u200f', '\\', 'x', '🐍');
  const nasty = fc.oneof(fc.string({ unit: letters }), fc.string({ unit: character }));
  fc.assert(
    fc.property(nasty, (text) => {
      const shown = visible(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      expect(visible(shown)).toBe(shown);
      expect(visibleLines(text).split('\n')).toHaveLength(text.split('\n').length);
    }),
  );
});

test.for(['a.py', 'dépôt/a b.py', "it's", '$(x)', String.raw`\x1b`, '\ufffd'])(
  '%j can be typed as it is shown',
  (text) => {
    expect(isTypeable(pathFromText(text))).toBe(true);
  },
);

test.for([pathFromText('a\nb'), pathFromText('\u202ea'), pathFromBytes(Buffer.from([0x61, 0xe9]))])(
  '%j cannot be typed as it is shown',
  (path) => {
    expect(isTypeable(path)).toBe(false);
  },
);

test.for(['a', 'shop/migrations/0001_initial.py', 'user@host:a', 'a+b=c', '100%', 'a,b', ':a', '_-x'])(
  'a shell reads %s as it is',
  (text) => {
    expect(shellWord(text)).toBe(text);
  },
);

test.for([
  ['', "''"],
  ['a b', "'a b'"],
  ["it's", String.raw`'it'\''s'`],
  ["'", String.raw`''\'''`],
  ['$HOME `x` "y"', '\'$HOME `x` "y"\''],
  ['-rf', "'-rf'"],
  ['~', "'~'"],
  ['*.pyc', "'*.pyc'"],
  ['#a', "'#a'"],
  ['a\nb', "'a\nb'"],
  ['a\n', "'a\n'"],
  ['{a,b}', "'{a,b}'"],
  ['é', "'é'"],
  ['\\', "'\\'"],
] as const)('a shell must be told to take %j as one word', ([text, word]) => {
  expect(shellWord(text)).toBe(word);
});

/** What a POSIX shell makes of a word: plain characters, `'…'` and backslashes (XCU 2.2); undefined for all else. */
function readWord(word: string): string | undefined {
  let text = '';
  for (let rest = word; rest !== '';) {
    const [part, quoted, escaped, plain] =
      /^(?:'([^']*)'|\\([^\n])|([A-Za-z0-9_@%+=:,./-]+))/.exec(rest) ?? [];
    if (part === undefined) return undefined;
    text += quoted ?? escaped ?? plain ?? '';
    rest = rest.slice(part.length);
  }
  return word === '' ? undefined : text;
}

test('the reader of this test knows what a shell expands', () => {
  for (const word of ['', 'a b', '$a', '`a`', '"a"', "'a", '~', '*', 'a;b', 'a&', 'a\n', 'é']) {
    expect(readWord(word)).toBeUndefined();
  }
});

test('a shell reads back whatever the text was', () => {
  const letters = fc.constantFrom(...`'"\\$\`!*?[]{}()<>|&;#~ \t\n\r-=%aé`.split(''));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: letters }), fc.string({ unit: character })), (text) => {
      expect(readWord(shellWord(text))).toBe(text);
      expect(shellWord(text)).not.toMatch(/^-/);
    }),
    { numRuns: 500 },
  );
});

test('counts agree with their nouns', () => {
  expect([0, 1, 2, 21].map((count) => counted(count, 'file'))).toEqual([
    '0 files',
    '1 file',
    '2 files',
    '21 files',
  ]);
});
