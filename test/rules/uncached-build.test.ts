import { expect, test } from 'vitest';
import type { Example, Files } from '../../src/rule.ts';
import rule from '../../src/rules/uncached-build.ts';
import { lint as lintAll, problemsOf as problemsOfAll } from '../helpers/change.ts';
import { site } from '../helpers/django.ts';

const lint = (example: Example) => lintAll(example, [rule]);
const problemsOf = (example: Example) => problemsOfAll(example, [rule]);

const PROJECT: Files = { ...site('', 'INSTALLED_APPS = ["shop"]\n'), 'shop/__init__.py': '' };
const INSTALL = 'pip install --no-cache-dir -r requirements.txt';
const RAILWAY = `[build]\nbuildCommand = "${INSTALL}"\n`;
const CACHED = RAILWAY.replace(' --no-cache-dir', '');

const added = (path: string, text: string): Example => ({
  before: PROJECT,
  after: { ...PROJECT, [path]: text },
});

test.for<readonly [name: string, path: string, text: string]>([
  ['a Dockerfile, whose image is smaller for it', 'Dockerfile', `FROM python\nRUN ${INSTALL}\n`],
  ['a comment that names the flag', 'railway.toml', `${CACHED}# no --no-cache-dir here\n`],
  ['a start command', 'railway.toml', `[build]\n[deploy]\nstartCommand = "${INSTALL}"\n`],
  ['another file of that name', 'railway.json', JSON.stringify({ lines: [INSTALL] })],
  ['a file of a similar name', 'railway.toml.example', RAILWAY],
  ['documentation', 'docs/railway.md', INSTALL],
  ['a variable that is off', 'nixpacks.toml', '[variables]\nPIP_NO_CACHE_DIR = "0"\n'],
  ['a variable that says off', 'nixpacks.toml', '[variables]\nPIP_NO_CACHE_DIR = "off"\n'],
  ['a file that cannot be parsed', 'railway.toml', `${RAILWAY}=`],
  ['an example', 'examples/shop/railway.toml', RAILWAY],
  ['a test', 'tests/railway.toml', RAILWAY],
])('stays silent: %s', async ([, path, text]) => {
  expect(await lint(added(path, text))).toEqual([]);
});

const LEFT: Files = { ...PROJECT, 'railway.toml': RAILWAY };

test.for<readonly [name: string, before: Files, after: Files]>([
  ['the flag is in a file that is not touched', LEFT, { ...LEFT, 'shop/views.py': 'V = 1\n' }],
  ['settings change, and it is not touched', LEFT, { ...LEFT, ...site('', 'INSTALLED_APPS = []\n') }],
  ['the flag is taken out', LEFT, { ...PROJECT, 'railway.toml': CACHED }],
  ['the file is taken out', LEFT, PROJECT],
  [
    'another line changes, without the flag',
    { ...PROJECT, 'railway.toml': CACHED },
    { ...PROJECT, 'railway.toml': `${CACHED}watchPatterns = []\n` },
  ],
])('stays silent: %s', async ([, before, after]) => {
  expect(await lint({ before, after })).toEqual([]);
});

test.for<readonly [name: string, path: string, text: string, line: number]>([
  ['a build command', 'railway.toml', RAILWAY, 2],
  ['in JSON', 'railway.json', JSON.stringify({ build: { buildCommand: INSTALL } }), 1],
  ['of Nixpacks', 'nixpacks.toml', `[phases.install]\ncmds = [\n    "${INSTALL}",\n]\n`, 3],
  ['of a part of the repository', 'backend/railway.toml', RAILWAY, 2],
  ['a variable', 'nixpacks.toml', '[variables]\nPIP_NO_CACHE_DIR = "1"\n', 2],
  ['of uv', 'railway.toml', RAILWAY.replace('pip install --no-cache-dir', 'uv sync --no-cache'), 2],
])('finds a cache that is off: %s', async ([, path, text, line]) => {
  expect(await lint(added(path, text))).toEqual([
    expect.stringMatching(new RegExp(`^${path}:${line}:\\d+ uncached-build ${path}$`)),
  ]);
});

test('finds it again where another line of the file changes: it is still there', async () => {
  const after = { ...LEFT, 'railway.toml': `${RAILWAY}watchPatterns = []\n` };
  expect(await lint({ before: LEFT, after })).toEqual(['railway.toml:2:29 uncached-build railway.toml']);
});

test('a repository without Django is read as well', async () => {
  expect(await lint({ before: {}, after: { 'railway.toml': RAILWAY } })).toHaveLength(1);
});

test('the message says what it costs, the hint gives the line without it and how to keep it', async () => {
  const [found, ...others] = await problemsOf(added('railway.toml', RAILWAY));
  expect(others).toEqual([]);
  expect(found).toEqual({
    rule: 'uncached-build',
    severity: 'warning',
    path: 'railway.toml',
    line: 2,
    column: 29,
    subject: 'railway.toml',
    message:
      '--no-cache-dir keeps pip from its cache: every build on Railway that installs packages downloads and compiles ' +
      'all of them again',
    hint: `once the build that needed it is through, take --no-cache-dir out of line 2 of railway.toml:
    buildCommand = "pip install -r requirements.txt"
if it is to stay, say why at the end of that line:
    # pyreset: allow uncached-build -- …`,
    data: { host: 'Railway', lines: [2] },
  });
});

test('JSON has no comments: there it is allowed in the configuration', async () => {
  const text = JSON.stringify({ build: { buildCommand: INSTALL } }, undefined, 2);
  const [found] = await problemsOf(added('backend/railway.json', text));
  expect(found?.hint)
    .toBe(`once the build that needed it is through, take --no-cache-dir out of line 3 of backend/railway.json:
    "buildCommand": "pip install -r requirements.txt"
if it is to stay, record that once in .pyresetrc:
    allow: [{rule: uncached-build, subject: "backend/railway.json", reason: "…"}]`);
});

test('of a variable it names the line, of several lines all', async () => {
  const text = `[variables]\nPIP_NO_CACHE_DIR = "1"\n\n[phases.install]\ncmds = ["${INSTALL}"]\n`;
  const [found, ...others] = await problemsOf(added('nixpacks.toml', text));
  expect(others).toEqual([]);
  expect(found?.message).toMatch(/^PIP_NO_CACHE_DIR keeps pip from its cache: every build on Nixpacks /);
  expect(found?.hint)
    .toBe(`once the build that needed it is through, take PIP_NO_CACHE_DIR out of line 2 of nixpacks.toml
the same goes for line 5
if it is to stay, say why at the end of that line:
    # pyreset: allow uncached-build -- …`);
});

test('names and texts cannot hurt a terminal, and long lines are left out', async () => {
  const folder = 'a\u001b[31m\u202e';
  const [hostile] = await problemsOf(
    added(
      `${folder}/railway.json`,
      `{"\u202ebuild\u2066": 1, "build": {"buildCommand":\n"pip install --no-cache-dir \u202ex"}}`,
    ),
  );
  expect(hostile?.hint).toContain(
    'out of line 2 of a\\x1b[31m\\u{202e}/railway.json:\n    "pip install \\u{202e}x"}}\n',
  );
  const [long] = await problemsOf(added('railway.toml', RAILWAY.replace('-r ', `-r ${'x'.repeat(200)}`)));
  expect(long?.hint).toMatch(/^once .* out of line 2 of railway.toml\nif it is to stay/);
});
