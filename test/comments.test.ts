import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { commentsIn } from '../src/comments.ts';
import { pathFromText } from '../src/path.ts';
import { MAX_SOURCE } from '../src/python/limits.ts';

const ALLOW = 'pyreset: allow r -- why';

/** The lines in which a comment speaks to us; those that stand alone with a `+`. */
function spoken(path: string, text: string): string[] {
  return commentsIn(pathFromText(path), text).map(({ line, alone }) => `${line}${alone ? '+' : ''}`);
}

test.for<readonly [path: string, name: string, text: string]>([
  ['a.py', 'a string', `x = "# ${ALLOW}"`],
  ['a.py', 'a string with an escaped quote', String.raw`x = 'it\'s # ${ALLOW}'`],
  ['a.py', 'a docstring', `def f():\n    """\n    # ${ALLOW}\n    """\n`],
  ['a.py', 'a string that goes on in the next line', `x = 'a\\\n# ${ALLOW}'`],
  ['a.py', 'a formatted string', `x = f"{y} # ${ALLOW}"`],
  ['a.py', 'a string that never ends', `x = """\n# ${ALLOW}\n`],
  ['a.py', 'a line that is no comment', ALLOW],
  ['a.py', 'a comment to somebody else', '# noqa: E501\n# not pyreset at all\n'],
  ['a.py', 'a comment of HTML', `<!-- ${ALLOW} -->`],
  ['a.toml', 'a basic string', String.raw`x = "a \" # ${ALLOW}"`],
  ['a.toml', 'a literal string, which has no escapes', String.raw`x = ['\', ' # ${ALLOW}']`],
  ['a.toml', 'strings of several lines', `x = """\n# ${ALLOW}"""\ny = '''\n# ${ALLOW}'''\n`],
  ['a.toml', 'a string that never ends', `x = '''\n# ${ALLOW}\n`],
  ['a.yaml', 'quoted scalars', `a: "# ${ALLOW}"\nb: '# ${ALLOW}'\n`],
  ['a.yaml', 'a quoted scalar of several lines', `a: "one\n  # ${ALLOW}\n  two"\n`],
  ['a.yaml', 'quotes in quotes', `a: 'it''s # ${ALLOW}'\nb: "\\" # ${ALLOW}"\n`],
  ['a.yaml', 'a flow sequence', `a: [b, " # ${ALLOW}", {"c":" # ${ALLOW}"}]\n`],
  ['a.yaml', 'block scalars', `a: |\n  one\n  # ${ALLOW}\n\n  # ${ALLOW}\nb: >-  # folded\n  # ${ALLOW}\n`],
  ['a.yaml', 'a block scalar with its indentation', `a: |2-\n    one\n  # ${ALLOW}\n`],
  ['a.yaml', 'a block scalar in a sequence', `- a: |\n    one\n    # ${ALLOW}\n- |\n # ${ALLOW}\n`],
  ['a.yaml', 'a plain scalar', `a: b#${ALLOW}\n`],
  ['a.json', 'anything: JSON has no comments', `{"a": 1} # ${ALLOW}\n<!-- ${ALLOW} -->`],
  ['a.html', 'a tag', `{% url "{# ${ALLOW} #}" %} {{ "{# ${ALLOW} #}" }}`],
  ['a.html', 'a comment that does not end in its line', `{# ${ALLOW}\n#} <!-- ${ALLOW}\n-->`],
  ['a.html', 'a comment of Python', `# ${ALLOW}`],
])('%s: no comment is %s', ([path, , text]) => {
  expect(spoken(path, text)).toEqual([]);
});

test.for<readonly [path: string, name: string, text: string, lines: string[]]>([
  ['a.py', 'end of line', `x = 1  # ${ALLOW}\ny = 2#${ALLOW}`, ['1', '2']],
  ['a.py', 'alone', `if x:\n    # ${ALLOW}\n    y = 1\n`, ['2+']],
  ['a.py', 'inside brackets', `x = [\n    # ${ALLOW}\n    1,  # ${ALLOW}\n]`, ['2+', '3']],
  ['a.py', 'behind other comments', `x = 1  # noqa  # ${ALLOW}\n# one # ${ALLOW}`, ['1', '2+']],
  ['a.py', 'behind a string that says the same', `x = "# ${ALLOW}"  # ${ALLOW}`, ['1']],
  ['a.py', 'behind a docstring', `"""\n# ${ALLOW}\n"""  # ${ALLOW}`, ['3']],
  ['a.py', 'after an open string', `x = "\ny = 1  # ${ALLOW}`, ['2']],
  ['a.py', 'any end of line', `a\r\n# ${ALLOW}\r\nb\r# ${ALLOW}\n\n# ${ALLOW}`, ['2+', '4+', '6+']],
  ['a.pyi', 'a stub', `# ${ALLOW}`, ['1+']],
  ['a.py', 'no space', `#${ALLOW.replace(': ', ':')}`, ['1+']],
  ['a.toml', 'end of line, alone', `x = "#"  # ${ALLOW}\n  # ${ALLOW}\n`, ['1', '2+']],
  ['a.toml', 'behind a path of Windows', String.raw`x = 'C:\' # ${ALLOW}`, ['1']],
  ['a.toml', 'behind strings of several lines', `x = '''\n#''' # ${ALLOW}\ny = ""\n# it's ${ALLOW}`, ['2']],
  ['a.toml', 'a quote in a comment', `# it's\nx = 1 # ${ALLOW}`, ['2']],
  ['a.yaml', 'end of line, alone', `a: b # ${ALLOW}\n# ${ALLOW}\n`, ['1', '2+']],
  ['a.yml', 'an apostrophe in a plain scalar', `a: it's\nb: "x" # ${ALLOW}\nc: don't # ${ALLOW}`, ['2', '3']],
  ['a.yaml', 'behind a block scalar', `- a: |\n    one\n  # ${ALLOW}\n  b: 1 # ${ALLOW}`, ['3+', '4']],
  ['a.yaml', 'behind an empty block scalar', `a: |\nb: 1 # ${ALLOW}`, ['2']],
  ['a.yaml', 'a block indicator that is none', `a: x|\n  # ${ALLOW}\n`, ['2+']],
  ['a.yaml', 'quotes in a comment', `a: b # it's "\nc: d # ${ALLOW}`, ['2']],
  ['a.html', 'Django’s comments', `{# ${ALLOW} #}\n<a href="{% url 'a:b' %}">  {# ${ALLOW} #}`, ['1+', '2']],
  ['a.html', 'HTML’s comments', `  <!-- ${ALLOW} -->\n<!--${ALLOW}--><br>`, ['1+', '2']],
  ['a.html', 'several', `{# one #} {# ${ALLOW} #} {% x %} <!-- ${ALLOW} -->`, ['1', '1']],
  ['a.txt', 'any name of a template', `{# ${ALLOW} #}`, ['1+']],
  ['Dockerfile', 'no ending', `{# ${ALLOW} #}`, ['1+']],
])('%s: %s', ([path, , text, lines]) => {
  expect(spoken(path, text)).toEqual(lines);
});

test.for<readonly [path: string, text: string, said: string[]]>([
  ['a.py', '#  pyreset:  allow r -- why not? \t', ['allow r -- why not?']],
  ['a.py', '# pyreset:', ['']],
  ['a.html', '{#pyreset: allow r -- a #}{# pyreset: b#}', ['allow r -- a', 'b']],
  ['a.xml', '<!-- pyreset: allow r — why -->', ['allow r — why']],
])('%s: what `%s` says is what follows, without what closes it', ([path, text, said]) => {
  expect(commentsIn(pathFromText(path), text).map((comment) => comment.text)).toEqual(said);
});

const PATHS = ['a.py', 'a.toml', 'a.yaml', 'a.json', 'a.html'];
const MARKS = [
  '"',
  "'",
  '"""',
  "'''",
  '\\',
  '#',
  '\n',
  '\r',
  ' ',
  ': ',
  '- ',
  '|',
  '>2',
  '[',
  '{#',
  '#}',
  '{%',
  '<!--',
];
const part = fc.constantFrom(...MARKS, '-->', `# ${ALLOW}`, ALLOW, 'a', 'é', '\u{1f40d}', '\ud800', '\u2028');
const texts = fc.oneof(
  fc.array(part, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

test('no text makes it throw, and what it finds stands where it says', () => {
  fc.assert(
    fc.property(fc.constantFrom(...PATHS), texts, (path, text) => {
      const lines = text.split(/\r\n?|\n/);
      for (const { line, text: said, alone } of commentsIn(pathFromText(path), text)) {
        expect(lines[line - 1]).toContain('pyreset:');
        expect(lines[line - 1]).toContain(said);
        if (alone) expect(lines[line - 1]!.trim()).toMatch(/^(?:#|\{#|<!--)/);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a comment is found behind any Python that is whole, and none in its strings', () => {
  const literal = fc.string({ unit: 'binary' }).map((text) => JSON.stringify(`${text} # ${ALLOW}`));
  fc.assert(
    fc.property(fc.array(literal), (literals) => {
      expect(spoken('a.py', `x = [${literals.join(', ')}]  # ${ALLOW}`)).toEqual(['1']);
    }),
  );
});

const REPEATED = [
  '"',
  "'",
  '"""',
  "'''",
  '\\"',
  "''",
  '#',
  '# pyreset:',
  'pyreset:',
  '{#',
  '{#pyreset:',
  '<!--',
].concat([
  '{# pyreset: #}',
  '{% %}',
  'a: |\n',
  '- "\n',
  " '",
  '- ',
  '| ',
  '> \n',
  '\r',
  '    ',
  `# ${ALLOW}\n`,
  'f"{',
  '\n\n #',
]);

test.for(PATHS.flatMap((path) => REPEATED.map((piece) => [path, piece] as const)))(
  '%s: much of %j does not hang it',
  ([path, piece]) => {
    for (const [before, after] of [
      ['', ''],
      ['pyreset: ', ''],
      ['', `\n# ${ALLOW}`],
    ] as const) {
      commentsIn(pathFromText(path), before + piece.repeat(200_000 / piece.length) + after);
    }
  },
);

test('in a file that is too long nothing is found', () => {
  const text = `# ${ALLOW}\n`;
  expect(spoken('a.py', text.padEnd(MAX_SOURCE, ' '))).toEqual(['1+']);
  expect(spoken('a.py', text.padEnd(MAX_SOURCE + 1, ' '))).toEqual([]);
});
