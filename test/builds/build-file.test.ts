import { expect, test } from 'vitest';
import { readBuildFile } from '../../src/builds/build-file.ts';
import { HOSTS, hostOf, isBuildFile } from '../../src/builds/hosts.ts';
import { pathFromText } from '../../src/path.ts';

const read = (path: string, text: string) =>
  readBuildFile(hostOf(pathFromText(path))!, path.endsWith('.json'), text);

/** `line:column name` of all that leaves a cache unused; undefined for what is not read. */
async function said(path: string, text: string): Promise<string[] | undefined> {
  const file = await read(path, text);
  return file?.uncached.map(({ line, column, name }) => `${line}:${column} ${name}`);
}

const INSTALL = 'pip install --no-cache-dir x';
const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

test('files of hosts are known by their names, in any folder', () => {
  const files = HOSTS.flatMap(({ files }) => files);
  expect(files).toEqual(['railway.toml', 'railway.json', 'nixpacks.toml']);
  expect(new Set(files).size).toBe(files.length);
  for (const file of files) expect(isBuildFile(pathFromText(`backend/${file}`))).toBe(true);
  for (const path of ['Dockerfile', 'railway.yaml', 'my-railway.toml', 'railway.toml/x', 'Railway.toml'])
    expect(isBuildFile(pathFromText(path))).toBe(false);
});

test.for<readonly [name: string, path: string, text: string]>([
  ['TOML that is none', 'railway.toml', '[build]\nbuildCommand = "pip install --no-cache-dir\n'],
  ['JSON that is none', 'railway.json', `{"build": {"buildCommand": "${INSTALL}"`],
  ['JSON with comments', 'railway.json', `{"build": {"buildCommand": "${INSTALL}"} /* yes */}`],
  ['nothing', 'railway.json', ''],
  ['a list', 'railway.json', json([{ build: { buildCommand: INSTALL } }])],
  ['no table', 'railway.json', 'null'],
  ['another file of that name', 'railway.json', json({ stations: [{ buildCommand: INSTALL }] })],
  ['a key twice', 'railway.toml', `[build]\nbuildCommand = "${INSTALL}"\nbuildCommand = "x"\n`],
  ['a merge that is not done', 'railway.toml', `<<<<<<< HEAD\n[build]\nbuildCommand = "${INSTALL}"\n`],
  [
    'more than anybody writes',
    'railway.toml',
    `[build]\nbuildCommand = "${INSTALL}"\n${'#'.repeat(100_000)}`,
  ],
])('is not read: %s', async ([, path, text]) => {
  expect(await said(path, text)).toBeUndefined();
});

test.for<readonly [name: string, path: string, text: string]>([
  [
    'a comment',
    'railway.toml',
    '# pip install --no-cache-dir\n[build] # --no-cache-dir\nbuildCommand = "pip install x" # --no-cache-dir\n',
  ],
  [
    'a comment in a list',
    'nixpacks.toml',
    '[phases.install]\ncmds = [\n  # "pip install --no-cache-dir x",\n  "pip install x",\n]\n',
  ],
  ['a comment of the shell', 'railway.toml', '[build]\nbuildCommand = "pip install x # --no-cache-dir"\n'],
  [
    'a start command',
    'railway.toml',
    `[build]\n[deploy]\nstartCommand = "${INSTALL}"\npreDeployCommand = ["${INSTALL}"]\n`,
  ],
  ['a start command of Nixpacks', 'nixpacks.toml', `[start]\ncmd = "${INSTALL}"\n`],
  [
    'what Railway does not read',
    'railway.toml',
    `[build]\ncommand = "${INSTALL}"\n[env]\nPIP_NO_CACHE_DIR = "1"\n`,
  ],
  ['packages', 'nixpacks.toml', '[phases.setup]\naptPkgs = ["pip install --no-cache-dir"]\n'],
  [
    'no command',
    'railway.json',
    json({ build: { buildCommand: null, nixpacksPlan: { phases: { install: { cmds: [1, null, {}] } } } } }),
  ],
  ['a variable that is off', 'nixpacks.toml', '[variables]\nPIP_NO_CACHE_DIR = "0"\nUV_NO_CACHE = "off"\n'],
  ['a variable that is not set', 'nixpacks.toml', '[variables]\nPIP_NO_CACHE_DIR = ""\n'],
  ['a variable of the start', 'nixpacks.toml', '[phases.install]\n[start]\nPIP_NO_CACHE_DIR = "1"\n'],
  ['a table of that name', 'nixpacks.toml', '[variables.PIP_NO_CACHE_DIR]\non = "1"\n'],
  ['keys of objects', 'railway.json', '{"build": {"__proto__": {"buildCommand": 1}, "constructor": "x"}}'],
])('stays silent: %s', async ([, path, text]) => {
  expect(await said(path, text)).toEqual([]);
});

test.for<readonly [name: string, path: string, text: string, ...found: string[]]>([
  ['a build command', 'railway.toml', `[build]\nbuildCommand = "${INSTALL}"\n`, '2:29 --no-cache-dir'],
  [
    'after a comment about it',
    'railway.toml',
    `# not --no-cache-dir!\n[build]\nbuildCommand = "${INSTALL}"\n`,
    '3:29 --no-cache-dir',
  ],
  ['in single quotes', 'railway.toml', `build.buildCommand = '${INSTALL}'\n`, '1:35 --no-cache-dir'],
  [
    'in several lines',
    'railway.toml',
    `[build]\nbuildCommand = """\n# --no-cache-dir\ncd x\n${INSTALL}\n"""\n`,
    '5:13 --no-cache-dir',
  ],
  [
    'in several literal lines',
    'railway.toml',
    `[build]\nbuildCommand = '''\n${INSTALL} 'y''''\n`,
    '3:13 --no-cache-dir',
  ],
  [
    'that ends in a quote',
    'railway.toml',
    `[build]\nbuildCommand = """${INSTALL} "y""""\n`,
    '2:31 --no-cache-dir',
  ],
  [
    'with escapes',
    'railway.toml',
    String.raw`build.buildCommand = "echo \"é\u00e9\" && pip install --no-cache-dir x"`,
    '1:55 --no-cache-dir',
  ],
  [
    'that is hidden by escapes',
    'railway.toml',
    String.raw`build.buildCommand = "pip install --no\u002dcache-dir x"`,
    '1:22 --no-cache-dir',
  ],
  ['with CRLF', 'railway.toml', `[build]\r\nbuildCommand = "${INSTALL}"\r\n`, '2:29 --no-cache-dir'],
  [
    'of Nixpacks',
    'nixpacks.toml',
    `[phases.install]\ncmds = [\n  "...",\n  "${INSTALL}",\n  "${INSTALL}",\n]\n`,
    '4:16 --no-cache-dir',
    '5:16 --no-cache-dir',
  ],
  [
    'of a phase of another name',
    'nixpacks.toml',
    `[phases.deps]\ncmds = ["${INSTALL}"]\n`,
    '2:22 --no-cache-dir',
  ],
  [
    'of the plan',
    'railway.toml',
    `[build.nixpacksPlan.phases.install]\ncmds = ["${INSTALL}"]\n`,
    '2:22 --no-cache-dir',
  ],
  [
    'of one environment',
    'railway.toml',
    `[environments.staging.build]\nbuildCommand = "${INSTALL}"\n`,
    '2:29 --no-cache-dir',
  ],
  [
    'a start command beside it',
    'railway.toml',
    `[deploy]\nstartCommand = "pip install --no-cache-dir y"\n[build]\nbuildCommand = "${INSTALL}"\n`,
    '4:29 --no-cache-dir',
  ],
  ['JSON', 'railway.json', json({ build: { buildCommand: INSTALL } }), '3:34 --no-cache-dir'],
  [
    'JSON in one line',
    'railway.json',
    JSON.stringify({ build: { buildCommand: INSTALL } }),
    '1:39 --no-cache-dir',
  ],
  [
    'the plan in JSON',
    'railway.json',
    json({ build: { nixpacksPlan: { phases: { install: { cmds: ['x', INSTALL] } } } } }),
    '8:26 --no-cache-dir',
  ],
  [
    'a variable',
    'nixpacks.toml',
    '# PIP_NO_CACHE_DIR\n[variables]\nPIP_NO_CACHE_DIR = "1"\n',
    '3:1 PIP_NO_CACHE_DIR',
  ],
  ['a variable in quotes', 'nixpacks.toml', '[variables]\n"UV_NO_CACHE" = "true"\n', '2:2 UV_NO_CACHE'],
  ['a variable with dots', 'nixpacks.toml', 'variables.PIP_NO_CACHE_DIR = true\n', '1:11 PIP_NO_CACHE_DIR'],
  [
    'a variable in JSON',
    'railway.json',
    json({ build: { nixpacksPlan: { variables: { PIP_NO_CACHE_DIR: 1 } } } }),
    '5:10 PIP_NO_CACHE_DIR',
  ],
  [
    'a variable of a command',
    'railway.toml',
    '[build]\nbuildCommand = "PIP_NO_CACHE_DIR=1 pip install x"\n',
    '2:17 PIP_NO_CACHE_DIR',
  ],
])('finds %s', async ([, path, text, ...found]) => {
  expect(await said(path, text)).toEqual(found);
});

test('a comment can follow in TOML, but not inside of a text, nor in JSON', async () => {
  const texts = [
    ['railway.toml', `[build]\nbuildCommand = "${INSTALL}"\n`],
    ['railway.toml', `[build]\nbuildCommand = """\n${INSTALL}\n"""\n`],
    ['railway.json', json({ build: { buildCommand: INSTALL } })],
  ] as const;
  const files = await Promise.all(texts.map(([path, text]) => read(path, text)));
  expect(files.map((file) => file?.uncached[0]?.takesComment)).toEqual([true, false, false]);
});

const plan = async (text: string) => (await read('railway.toml', text))?.plan;

test('what does not run in a build is no part of its plan', async () => {
  const build = '[build]\nbuildCommand = "x"\n';
  expect(await plan(`# here\n${build}[deploy]\nstartCommand = "y"\n`)).toBe(await plan(build));
  expect(await plan('[build]\nbuildCommand = "z"\n')).not.toBe(await plan(build));
});
