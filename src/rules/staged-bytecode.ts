import type { DiffEntry } from '../change.ts';
import { bytecodeFolder, isBytecode } from '../python/bytecode.ts';
import { nameOf, pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { isTypeable, shellWord, showPath, visible } from '../show.ts';

const FEW = 3;

// From the top, wherever one stands: what the rule finds, and nothing that only looks alike (gitglossary: pathspec).
// Left by an interrupted write; no glob says "digits only", so each is named.
const LEFTOVER = /\.py[co]\.\d+$/;

const EVERY_BYTECODE = ['**/__pycache__', '**/__pycache__/**', '**/*.py[co]', '**/*$py.class'];

export default defineRule({
  name: 'staged-bytecode',
  summary: 'compiled Python is about to be committed',
  why:
    'Bytecode belongs to one machine. Once it is tracked, every run of Python makes it differ, so that colleagues ' +
    'cannot switch branches ("local changes would be overwritten"), and a compiled module without its source is ' +
    'imported, or even applied as a migration, wherever the repository is cloned.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://peps.python.org/pep-3147/',
  bad: {
    before: { 'shop/models.py': 'PRICE = 1\n' },
    after: { 'shop/models.py': 'PRICE = 1\n', 'shop/__pycache__/models.cpython-312.pyc': 'bytecode' },
  },
  good: {
    before: { 'shop/__pycache__/models.cpython-312.pyc': 'bytecode' },
    after: { '.gitignore': '__pycache__/\n*.py[co]\n', 'shop/native.pyd': 'a module in C, not bytecode' },
  },

  *check(change, options) {
    const staged = change.entries.filter(
      ({ path, after }) =>
        after && after.mode !== '160000' && isBytecode(path) && !options.bytecodeAllowed?.(path),
    );
    const hint = howToUnstage(staged, options.bytecodeAllowed !== undefined);
    for (const { path, before } of staged) {
      yield {
        path,
        line: 1,
        column: 1,
        subject: pathText(path),
        message: before
          ? `${visible(pathText(nameOf(path)))} is bytecode that git tracks, and it was changed: it differs on every machine`
          : `${visible(pathText(nameOf(path)))} is bytecode: once git tracks it, it differs on every machine`,
        hint,
      };
    }
  },
});

/** Where some bytecode is allowed, each file is named: a pattern or a folder could take out what is to stay. */
function howToUnstage(staged: readonly DiffEntry[], someAllowed: boolean): string {
  const targets = new Set(staged.map(({ path }) => (someAllowed ? path : (bytecodeFolder(path) ?? path))));
  const named = (someAllowed || targets.size <= FEW) && [...targets].every(isTypeable);
  const literal = [...targets].filter((path) => named || (isTypeable(path) && LEFTOVER.test(path)));
  const pathspecs = [
    ...(named ? [] : EVERY_BYTECODE.map((pattern) => `':(top,glob)${pattern}'`)),
    ...literal.map((path) => shellWord(`:(top,literal)${showPath(path)}`)),
  ];
  return [
    'take it out of the index; the files stay on disk:',
    `    git rm -rf --cached --ignore-unmatch -- ${pathspecs.join(' ')}`,
    'and keep it out, with these lines in .gitignore:',
    ...ignoreLines(staged).map((line) => `    ${line}`),
  ].join('\n');
}

function ignoreLines(staged: readonly DiffEntry[]): string[] {
  const beside = staged.filter(({ path }) => !bytecodeFolder(path)).map(({ path }) => nameOf(path));
  const covers = (pattern: string, matches: RegExp): string[] =>
    beside.some((name) => matches.test(name)) ? [pattern] : [];
  return [
    '__pycache__/',
    ...covers('*.py[co]', /\.py[co]$/),
    ...covers('*.py[co].[0-9]*', LEFTOVER),
    ...covers('*$py.class', /\$py\.class$/),
    ...covers('__pycache__', /^__pycache__$/),
  ];
}
