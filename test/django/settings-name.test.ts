import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { settingsName } from '../../src/django/settings-name.ts';

const KEY = '"DJANGO_SETTINGS_MODULE"';
const named = (source: string): string | undefined => {
  const found = settingsName(source);
  return typeof found === 'object' ? found.name : found;
};

const MANAGE = `#!/usr/bin/env python
"""Django's command-line utility for administrative tasks."""
import os
import sys


def main():
    """Run administrative tasks."""
    os.environ.setdefault(${KEY}, "mysite.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as exc:
        raise ImportError("Couldn't import Django.") from exc
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
`;

test.for([
  ['mysite.settings', 'startproject', MANAGE],
  ['a.b', 'at the top', `os.environ.setdefault(${KEY}, "a.b")`],
  ['a.b', 'assigned', `import os\nos.environ[${KEY}] = 'a.b'\n`],
  [
    'a.b',
    'other quotes, a prefix, a comma, two lines',
    `environ.setdefault(\n    u'DJANGO_SETTINGS_MODULE',\n    r"a" ".b",\n)`,
  ],
  [
    'a.b',
    'under the question that runs the program',
    `if __name__ == "__main__":\n    os.environ.setdefault(${KEY}, "a.b")`,
  ],
  ['a.b', 'twice the same', `if x:\n    os.environ[${KEY}] = "a.b"\nelse:\n    os.environ[${KEY}] = "a.b"`],
  [
    'a.b',
    'another one for tests',
    `if "test" in sys.argv:\n    os.environ[${KEY}] = "a.test"\nos.environ.setdefault(${KEY}, "a.b")`,
  ],
  [
    'a.b',
    'a computed one on a condition',
    `if x:\n    os.environ[${KEY}] = get()\nos.environ.setdefault(${KEY}, "a.b")`,
  ],
  ['a.b', 'after a condition on one line', `if x: pass\nos.environ.setdefault(${KEY}, "a.b")`],
  [
    'a.b',
    'beside a comment and a docstring',
    `"""os.environ[${KEY.replaceAll('"', "'")}] = 'x.y'"""\n# os.environ[${KEY}] = "x.y"\nos.environ[${KEY}] = "a.b"`,
  ],
] as const)('%s: %s', ([expected, , source]) => {
  expect(named(source)).toBe(expected);
});

test.for([
  ['computed', `os.environ.setdefault(${KEY}, get())`],
  ['a format', `os.environ.setdefault(${KEY}, "%s.settings" % name)`],
  ['an f-string', `os.environ.setdefault(${KEY}, f"{name}.settings")`],
  ['chosen in an expression', `os.environ.setdefault(${KEY}, "a.b" if x else "a.c")`],
  ['chosen by a condition', `if x:\n    os.environ[${KEY}] = "a.b"\nelse:\n    os.environ[${KEY}] = "a.c"`],
  [
    'two without a condition',
    `def a():\n    os.environ[${KEY}] = "a.b"\ndef b():\n    os.environ[${KEY}] = "a.c"`,
  ],
  ['no name of a module', `os.environ.setdefault(${KEY}, "a-b/c.py")`],
  ['empty', `os.environ.setdefault(${KEY}, "")`],
  ['part of a sum', `os.environ[${KEY}] = "a" + x`],
] as const)('unknown: %s', ([, source]) => {
  expect(settingsName(source)).toBe('unknown');
});

test.for([
  ['nothing', ''],
  ['a question', `if os.environ.get(${KEY}):\n    pass`],
  ['a reading', `print(os.environ[${KEY}])`],
  ['a comparison', `os.environ[${KEY}] == "a.b"`],
  ['a comment', `# os.environ[${KEY}] = "a.b"`],
  ['a text', `"""os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'a.b')"""`],
  ['another dict', `config[${KEY}] = "a.b"`],
] as const)('says nothing of settings: %s', ([, source]) => {
  expect(settingsName(source)).toBeUndefined();
});

test('no text makes it throw', () => {
  const word = constantFrom(
    KEY,
    'os',
    '.',
    'environ',
    '[',
    ']',
    '=',
    'setdefault',
    '(',
    ')',
    ',',
    '"a.b"',
    '\n',
    ' ',
    ':',
    'if',
    'def',
    'x',
    '"""',
    '\\',
    '\0',
  );
  assert(
    property(
      array(word).map((words) => words.join('')),
      (source) => {
        const found = settingsName(source);
        if (typeof found === 'object') expect(source.replaceAll('"', '')).toContain('a.b');
      },
    ),
  );
});
