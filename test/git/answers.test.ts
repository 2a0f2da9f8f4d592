import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAnswers } from '../../src/git/answers.ts';
import { compile, has, twoApps } from '../helpers/caches.ts';
import { repository } from '../helpers/repository.ts';

const ANY_BYTE = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1)).filter(
  (byte) => byte !== '/',
);
const NAMES = [
  ...ANY_BYTE.map((byte) => `a${byte}b.py`),
  ...ANY_BYTE.map((byte) => `${byte === '.' ? 'dot' : byte}/m.py`),
  String.raw`back\101slash.py`,
  '"quoted".py',
  'ends in "/m.py',
  'D\ttab/m.py',
  ' .py',
];

test('every name that git prints in quotes is read back as it is', () => {
  const shop = repository();
  for (const name of NAMES) {
    const path = Buffer.concat([Buffer.from(`${shop.folder}/`), Buffer.from(name, 'latin1')]);
    mkdirSync(folderOf(path), { recursive: true });
    writeFileSync(path, 'V = 1');
  }
  const before = shop.commit('one');
  shop.git('rm', '--quiet', '-r', '.');
  const after = shop.commit('two');
  const args = [
    '-c',
    'core.quotePath=true',
    'diff-tree',
    '-r',
    '--no-renames',
    '--name-status',
    before,
    after,
  ];
  const { stdout } = spawnSync('git', args, { cwd: shop.folder, env: shop.env });
  const answers = readAnswers(Buffer.concat([stdout.subarray(0, -1), Buffer.from('\0ok')]));
  expect(answers?.touched.map(({ path }) => path).sort()).toEqual([...NAMES].sort());
  expect(answers?.touched.every(({ deleted }) => deleted)).toBe(true);
});

function folderOf(path: Buffer): Buffer {
  return path.subarray(0, path.lastIndexOf('/'));
}

test.for<readonly [name: string, input: string]>([
  ['nothing', ''],
  ['no end', 'M\tshop/models.py'],
  ['an end without the records', 'M\tshop/models.pyok'],
  ['records that break off', 'M\tshop/models.py\x00100644 0123 0\tx.pyc'],
  ['a path that is called ok', 'M\tshop/models.py\x00100644 0123 0\tok\0'],
])('an answer with %s is none', ([, input]) => {
  expect(readAnswers(Buffer.from(input))).toBeUndefined();
});

test('of what is tracked, bytecode and submodules count', () => {
  const records = [
    '100644 1 0\ta.py',
    '100644 2 0\tb/__pycache__/c',
    '160000 3 0\tsub',
    '120000 4 0\td\te.pyc',
  ];
  const answers = readAnswers(Buffer.from(`M\ta.py\0${records.join('\0')}\0ok`));
  expect(answers).toEqual({
    touched: [{ path: 'a.py', deleted: false }],
    tracked: new Set(['b/__pycache__/c', 'sub', 'd\te.pyc']),
  });
});

test('without the answers of the hook script, git is asked', () => {
  const shop = twoApps();
  const heads = [shop.git('rev-parse', 'main'), shop.git('rev-parse', 'topic')];
  shop.git('-c', 'core.hooksPath=/dev/null', 'switch', '--quiet', 'topic');
  for (const rest of [[], ['answered'], ['more']]) {
    compile(shop, 'shop/__pycache__/models.cpython-311.pyc');
    shop.pyreset('hook', 'post-checkout', ...heads, '1', ...rest);
    expect(has(shop, 'shop/__pycache__/models.cpython-311.pyc')).toBe(false);
  }
});
