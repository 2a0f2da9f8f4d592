import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cacheSwitches, managerSwitchedBy } from '../../src/builds/cache-switches.ts';

const said = (command: string): string[] =>
  cacheSwitches(command).map(({ manager, name, at }) => `${manager} ${name} ${at}`);

test.for([
  ['nothing', ''],
  ['the cache is used', 'pip install -r requirements.txt'],
  ['a comment of the shell', 'pip install -r requirements.txt # not with --no-cache-dir'],
  ['a whole line of comment', '# pip install --no-cache-dir x\npip install x'],
  ['a text', 'echo "pip install --no-cache-dir x"'],
  ['words of another program', 'echo pip install --no-cache-dir'],
  ['a part of a word', 'pip install x--no-cache-dir --no-cache-dirs --no-cache-dir-x'],
  ['a part of a number sign in a word', 'pip install git+https://x/y#--no-cache-dir'],
  ['of what follows', 'pip install x && other install --no-cache-dir'],
  ['of what comes before', 'other --no-cache-dir; pip install x'],
  ['of what is piped', 'pip install x | tee install --no-cache-dir'],
  ['of a subshell', '(pip install x) --no-cache-dir'],
  ['Alpine, where nothing is cached between builds', 'apk add --no-cache postgresql-dev'],
  ['Docker', 'docker build --no-cache .'],
  ['Bundler, which means another cache', 'bundle install --no-cache'],
  ['npm, which has no such option', 'npm ci --no-cache'],
  ['a program that uv runs', 'uv run manage.py collectstatic --no-cache'],
  ['a tool that uv runs', 'uv tool run ruff check --no-cache'],
  ['nothing is installed', 'pip list --no-cache-dir'],
  ['an option of pip that Poetry has not', 'poetry install --no-cache-dir'],
  ['a false value', 'PIP_NO_CACHE_DIR=0 UV_NO_CACHE=false pip install x'],
  ['another variable', 'MY_PIP_NO_CACHE_DIR=1 PIP_CACHE_DIR=1 pip install x'],
  ['an argument that looks like an assignment', 'echo PIP_NO_CACHE_DIR=1'],
  ['quotes that never end', 'pip install "--no-cache-dir'],
  ['a file of that name', 'pip install -r ./--no-cache-dir'],
])('stays silent: %s', ([, command]) => {
  expect(said(command!)).toEqual([]);
});

test.for<readonly [command: string, ...found: string[]]>([
  ['pip install --no-cache-dir -r requirements.txt', 'pip --no-cache-dir 12'],
  ['pip --no-cache-dir install x', 'pip --no-cache-dir 4'],
  ['pip install x --no-cache', 'pip --no-cache 14'],
  ['pip3 install --no-cache-dir x', 'pip --no-cache-dir 13'],
  ['pip3.12 install --no-cache-dir x', 'pip --no-cache-dir 16'],
  ['/opt/venv/bin/pip install --no-cache-dir x', 'pip --no-cache-dir 26'],
  ['python -m pip install --no-cache-dir x', 'pip --no-cache-dir 22'],
  ['/opt/venv/bin/python3.12 -u -m pip wheel --no-cache-dir x', 'pip --no-cache-dir 41'],
  [
    'python -m venv /opt/venv && . /opt/venv/bin/activate && pip install --no-cache-dir x',
    'pip --no-cache-dir 68',
  ],
  ['cd backend; sudo -H pip install --no-cache-dir x', 'pip --no-cache-dir 32'],
  ['if true; then pip install --no-cache-dir x; fi', 'pip --no-cache-dir 26'],
  ['poetry run pip install --no-cache-dir x', 'pip --no-cache-dir 23'],
  ['(cd a && pip install x --no-cache-dir)', 'pip --no-cache-dir 23'],
  ['pip install "--no-cache-dir" x', 'pip --no-cache-dir 13'],
  ['pip install \\\n  --no-cache-dir \\\n  x', 'pip --no-cache-dir 16'],
  ['pip install \\\n--no-cache-dir x', 'pip --no-cache-dir 14'],
  [
    'pip install a --no-cache-dir\npip install b --no-cache-dir',
    'pip --no-cache-dir 14',
    'pip --no-cache-dir 43',
  ],
  ['uv pip install --no-cache -r requirements.txt', 'uv --no-cache 15'],
  ['uv sync --no-cache-dir', 'uv --no-cache-dir 8'],
  ['poetry install --no-cache', 'Poetry --no-cache 15'],
  ['bun install --no-cache', 'Bun --no-cache 12'],
  ['PIP_NO_CACHE_DIR=1 pip install x', 'pip PIP_NO_CACHE_DIR 0'],
  ['export PIP_NO_CACHE_DIR=true && pip install x', 'pip PIP_NO_CACHE_DIR 7'],
  ['env UV_NO_CACHE="on" uv sync', 'uv UV_NO_CACHE 4'],
])('finds what switches a cache off: %s', ([command, ...found]) => {
  expect(said(command)).toEqual(found);
});

test.for(['1', 'true', 'True', 'YES', 'on', 'y', 't'])('a variable with the value %s does', (value) => {
  expect(managerSwitchedBy('PIP_NO_CACHE_DIR', value)).toBe('pip');
  expect(managerSwitchedBy('UV_NO_CACHE', value)).toBe('uv');
});

test.for(['', '0', 'off', 'false', 'No', 'n', 'f', 'maybe', ' '])(
  'a variable with the value "%s" does not',
  (value) => {
    expect(managerSwitchedBy('PIP_NO_CACHE_DIR', value)).toBeUndefined();
  },
);

const PARTS = [
  'pip install',
  'x',
  ' ',
  ' --no-cache-dir',
  '"',
  "'",
  '\\',
  '\n',
  '#',
  '&&',
  '(',
  ')',
  ';',
  '=',
  '\u001b',
];

test('whatever the command is, what is found stands where it is said to stand', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PARTS), { maxLength: 60 }), (parts) => {
      const command = parts.join('');
      for (const { name, at } of cacheSwitches(command))
        expect(command.slice(at).startsWith(name)).toBe(true);
    }),
  );
});

test.for(['"', "'", '\\', '"\'', '"\\"', '(', '# ', 'a=', '$(', '`'])('many of %s are no trouble', (part) => {
  expect(cacheSwitches(part.repeat(9_000 / part.length))).toEqual([]);
  expect(cacheSwitches(`pip install --no-cache-dir ${part.repeat(100_000)}`)).toEqual([]);
});
