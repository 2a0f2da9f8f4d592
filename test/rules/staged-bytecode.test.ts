import { expect, test } from 'vitest';
import type { DiffEntry } from '../../src/change.ts';
import { DEFAULTS, type Config } from '../../src/config/config.ts';
import { findProblems } from '../../src/lint.ts';
import { pathFromBytes, pathFromText, type GitPath } from '../../src/path.ts';
import type { Files } from '../../src/rule.ts';
import { RULES } from '../../src/rules/index.ts';
import rule from '../../src/rules/staged-bytecode.ts';
import { changeOf, lint, NO_CHANGE, optionsOf, problemsOf } from '../helpers/change.ts';

const PYC = 'shop/__pycache__/models.cpython-312.pyc';

/** Stages new files of these names. */
const added = (...paths: string[]) => ({
  before: {},
  after: Object.fromEntries(paths.map((path) => [path, 'bytecode'])),
});

const LOOK_ALIKES = [
  'shop/models.py',
  'shop/models.pyi',
  'shop/models.pyx',
  'shop/native.pyd',
  'shop/native.cpython-312-x86_64-linux-gnu.so',
  'shop/Models.class',
  'shop/models$py.classes',
  'shop/models$py_class',
  'app.pyz',
  'pyc',
  'shop.pyc/notes.txt',
  'settings.pyc.example',
  'settings.pyc.1.txt',
  'settings.pyc~',
  'settings.pycx',
  'settings_pyc',
  '.pycodestyle',
  'docs/__pycache__.md',
  'docs/__pycache__s/notes.txt',
  'my__pycache__/notes.txt',
  '.gitignore',
];

test.for(LOOK_ALIKES)('stays silent: %s only looks like bytecode', async (path) => {
  expect(await lint(added(path))).toEqual([]);
});

const SILENT: readonly (readonly [name: string, before: Files, after: Files])[] = [
  ['nothing is staged', {}, {}],
  ['bytecode is taken out', { [PYC]: 'x', 'old.pyc': 'x' }, {}],
  ['bytecode is taken out and ignored', { [PYC]: 'x' }, { '.gitignore': '__pycache__/\n' }],
  ['tracked bytecode stays as it is', { [PYC]: 'x', 'a.py': '1' }, { [PYC]: 'x', 'a.py': '2' }],
  ['tracked bytecode becomes a source', { 'a.pyc': 'x' }, { 'a.py': 'x' }],
];

test.for(SILENT)('stays silent: %s', async ([, before, after]) => {
  expect(await lint({ before, after })).toEqual([]);
});

test.for(['vendor.pyc', 'vendor/__pycache__'])('stays silent: a submodule is called %s', (path) => {
  expect(found([entry(path, undefined, '160000'), entry(path, '160000', '160000')])).toEqual([]);
});

test('stays silent: a symlink with the name of bytecode goes', () => {
  expect(found([entry('link.pyc', '120000', undefined)])).toEqual([]);
});

test.for(['frozen/app.pyc', 'tests/fixtures/bad.pyc', 'frozen/__pycache__/app.cpython-312.pyc'])(
  'stays silent: the configuration allows %s',
  (path) => {
    const entries = [entry(path, undefined, '100644')];
    expect(found(entries, (candidate) => candidate === pathFromText(path))).toEqual([]);
  },
);

test('stays silent: the rule is off', async () => {
  const config: Config = { ...DEFAULTS, rules: { 'staged-bytecode': 'off' } };
  expect(await lint(added(PYC), RULES, config)).toEqual([]);
});

test.for([
  'models.pyc',
  'models.pyo',
  'shop/models.cpython-312.pyc',
  'shop/models.cpython-312.opt-2.pyc',
  'shop/models.cpython-312.pyc.140123',
  'shop/models.pyo.7',
  'shop/models$py.class',
  '.pyc',
  '__pycache__/models.cpython-312.pyc',
  'shop/__pycache__/notes.txt',
  'shop/__pycache__/models.py',
  'shop/__pycache__/test_a.cpython-312-pytest-8.3.4.pyc',
  'a/__pycache__/b/c.txt',
  'line\nbreak.pyc',
])('finds %j', async (path) => {
  expect(await lint(added(path))).toEqual([`${path}:1:1 staged-bytecode ${path}`]);
});

test('finds bytecode that was moved, at its new place only', async () => {
  expect(await lint({ before: { 'a.pyc': 'x' }, after: { 'b.pyc': 'x' } })).toEqual([
    'b.pyc:1:1 staged-bytecode b.pyc',
  ]);
});

test('finds symlinks, one called __pycache__ too, and files that were submodules', () => {
  const entries = [
    entry('link.pyc', undefined, '120000'),
    entry('shop/__pycache__', undefined, '120000'),
    entry('vendor.pyc', '160000', '100644'),
  ];
  expect(found(entries)).toEqual(['link.pyc', 'shop/__pycache__', 'vendor.pyc']);
});

test('a name that is not UTF-8 is identified by its escaped bytes', () => {
  const path = pathFromBytes(Buffer.from('caf\u00e9.pyc', 'latin1'));
  expect(found([{ ...entry('', undefined, '100644'), path }])).toEqual([String.raw`caf\xe9.pyc`]);
});

test('new bytecode: the message says what it does to others, the hint how to be rid of it', async () => {
  const [problem, ...others] = await problemsOf(added(PYC));
  expect(others).toEqual([]);
  expect(problem).toEqual({
    rule: 'staged-bytecode',
    severity: 'error',
    path: PYC,
    line: 1,
    column: 1,
    subject: PYC,
    message: 'models.cpython-312.pyc is bytecode: once git tracks it, it differs on every machine',
    hint: `take it out of the index; the files stay on disk:
    git rm -rf --cached --ignore-unmatch -- ':(top,literal)shop/__pycache__'
and keep it out, with these lines in .gitignore:
    __pycache__/`,
  });
});

test('tracked bytecode that was changed says that git tracks it', async () => {
  const problems = await problemsOf({ before: { 'm.pyc': 'one' }, after: { 'm.pyc': 'two' } });
  expect(problems.map(({ message }) => message)).toEqual([
    'm.pyc is bytecode that git tracks, and it was changed: it differs on every machine',
  ]);
});

test('control characters of a name do not reach the message', async () => {
  const [problem] = await problemsOf(added('\u001b[31mred\n.pyc'));
  expect(problem?.message).toBe(
    String.raw`\x1b[31mred\x0a.pyc is bytecode: once git tracks it, it differs on every machine`,
  );
});

const EVERYTHING =
  "':(top,glob)**/__pycache__' ':(top,glob)**/__pycache__/**' ':(top,glob)**/*.py[co]' " +
  "':(top,glob)**/*$py.class'";

const literal = (...words: string[]): string => words.map((word) => `':(top,literal)${word}'`).join(' ');

test.for<readonly [pathspecs: string, ...paths: string[]]>([
  [literal('m.pyc'), 'm.pyc'],
  [literal('a/__pycache__'), 'a/__pycache__/m.pyc', 'a/__pycache__/n.pyc'],
  [literal('a/__pycache__'), 'a/__pycache__/b/__pycache__/m.pyc'],
  [literal('__pycache__', 'a/m.pyc', 'b/__pycache__'), '__pycache__/m.pyc', 'a/m.pyc', 'b/__pycache__/m.pyc'],
  [EVERYTHING, 'a/m.pyc', 'b/m.pyc', 'c/m.pyc', 'd/m.pyc'],
  [literal('my shop/__pycache__'), 'my shop/__pycache__/m.pyc'],
  [literal(String.raw`it'\''s.pyc`), "it's.pyc"],
  [literal('$(touch hacked).pyc'), '$(touch hacked).pyc'],
  [literal('-rf.pyc'), '-rf.pyc'],
  [literal('ünï.pyc'), 'ünï.pyc'],
  [literal(':(top)m.pyc', '*.pyc', '[m].pyc'), ':(top)m.pyc', '*.pyc', '[m].pyc'],
  [literal('back\\slash.pyc'), 'back\\slash.pyc'],
  [`${EVERYTHING} ${literal('d.pyc.140')}`, 'a.pyc', 'b.pyc', 'c.pyc', 'd.pyc.140'],
  [EVERYTHING, 'line\nbreak.pyc'],
  [EVERYTHING, '\u202egnp.pyc'],
])('the hint names %s', async ([pathspecs, ...paths]) => {
  const hints = new Set((await problemsOf(added(...paths))).map(({ hint }) => hint.split('\n')[1]));
  expect([...hints]).toEqual([`    git rm -rf --cached --ignore-unmatch -- ${pathspecs}`]);
});

test('where some bytecode is allowed, the hint names every file and no folder', async () => {
  const paths = ['a/__pycache__/m.pyc', 'b/m.pyc', 'c/m.pyc', 'd/m.pyc', 'kept/m.pyc'];
  const options = { ...optionsOf(), bytecodeAllowed: (path: string) => path.startsWith('kept/') };
  const [problem] = findProblems([await changeOf(added(...paths))], [rule], DEFAULTS, options);
  expect(problem?.hint.split('\n')[1]).toContain(`-- ${literal(...paths.slice(0, 4))}`);
});

test.for<readonly [lines: string[], path: string]>([
  [['__pycache__/'], PYC],
  [['__pycache__/', '*.py[co]'], 'm.pyc'],
  [['__pycache__/', '*.py[co].[0-9]*'], 'm.pyc.140123'],
  [['__pycache__/', '*$py.class'], 'm$py.class'],
])('the lines to ignore are %j for %s', async ([lines, path]) => {
  const [problem] = await problemsOf(added(path));
  expect(
    problem?.hint
      .split('\n')
      .slice(3)
      .map((line) => line.trim()),
  ).toEqual(lines);
});

function entry(path: string, before: string | undefined, after: string | undefined): DiffEntry {
  return {
    path: pathFromText(path),
    before: before === undefined ? undefined : { mode: before, oid: 'a' },
    after: after === undefined ? undefined : { mode: after, oid: 'b' },
  };
}

/** The subjects that the rule finds among these entries. */
function found(
  entries: readonly DiffEntry[],
  bytecodeAllowed: (path: GitPath) => boolean = () => false,
): string[] {
  const problems = findProblems([{ ...NO_CHANGE, entries }], [rule], DEFAULTS, {
    ...optionsOf(),
    bytecodeAllowed,
    formerApps: new Map(),
  });
  return problems.map(({ subject }) => subject);
}
