import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ignoreRules } from '../../src/reading/ignore-rules.ts';
import { folderOf, pathFromText, pathText } from '../../src/path.ts';
import { repository, type Repository } from '../helpers/repository.ts';
import { sourcesOf, treeOf, type FileContent } from '../helpers/tree.ts';

const PATHS = [
  'shop/migrations/0001_initial.py',
  'shop/migrations/__init__.py',
  'shop/models.py',
  'a/shop/migrations/0001_initial.py',
  'a/shop/migrations/0002_é.py',
  'é[x]/migrations/0001_initial.py',
  'migrations/0001_initial.py',
];

/** What git says, `file:line` for each path; empty for one that it does not ignore. */
function said(shop: Repository): string[] {
  const args = ['check-ignore', '--no-index', '--verbose', '--non-matching', '-z', '--stdin'];
  const { folder: cwd, env } = shop;
  const ran = spawnSync('git', args, { cwd, env, input: PATHS.join('\0'), encoding: 'utf8' });
  const fields = ran.stdout.split('\0');
  return PATHS.map((_, index) => {
    const [file, line, pattern = ''] = fields.slice(4 * index);
    return pattern === '' || pattern.startsWith('!') ? '' : `${file}:${line}`;
  });
}

async function ours(files: Readonly<Record<string, FileContent>>): Promise<string[]> {
  const paths = PATHS.map(pathFromText);
  const rules = await ignoreRules(treeOf(files), paths.map(folderOf), sourcesOf(files));
  return paths.map((path) => {
    const line = rules(path);
    return typeof line === 'object' ? `${pathText(line.file)}:${line.line}` : (line ?? '');
  });
}

const PARTS = [
  'shop',
  'migrations',
  '*',
  '**',
  '***',
  '*.py',
  'm*s',
  '[ms]*',
  '[!_]*.py',
  '[^0]*',
  'sh?p',
  'é*',
  '??[[]x]',
];
const FILES = [
  '0001_initial.py',
  '__init__.py',
  '00??_*',
  '*_initial*',
  '0001*',
  '0002_?.py',
  '0002_??.py',
  '\\*',
  '\\0001*',
];

const PATTERN = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '\\!', '#', ' '),
    fc.constantFrom('', '', '/'),
    fc.array(fc.constantFrom(...PARTS, ...FILES), { minLength: 0, maxLength: 3 }),
    fc.constantFrom('', '', '/', '/**', ' ', '\\ ', '\r', '\t'),
  )
  .map(([mark, top, parts, end]) => `${mark}${top}${parts.join('/')}${end}`);

const RULES = fc
  .tuple(
    fc.array(PATTERN, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\ufeff'),
  )
  .map(([lines, end, mark]) => mark + lines.join(end) + (lines.length % 2 > 0 ? end : ''));

const FOLDERS = ['', 'shop/', 'shop/migrations/', 'a/', 'a/shop/', 'é[x]/', 'é[x]/migrations/'];

test('of every path the same line is said to ignore it as git says', { timeout: 60_000 }, async () => {
  const shop = repository();
  shop.write(Object.fromEntries(PATHS.map((path) => [path, ''])));
  const trees = fc.array(fc.tuple(fc.constantFrom(...FOLDERS), RULES), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(trees, async (chosen) => {
      const files = Object.fromEntries(chosen.map(([folder, text]) => [`${folder}.gitignore`, text]));
      const none = FOLDERS.map((folder) => [`${folder}.gitignore`, null]);
      shop.write({ ...Object.fromEntries(none), ...files } as Record<string, string | null>);
      expect(await ours(files)).toEqual(said(shop));
    }),
    { seed: 20_260_801, numRuns: 400 },
  );
});

test('a link is not followed, and what is in no file is not ignored', async () => {
  const rules = { 'other.txt': 'migrations\n', '.gitignore': { link: 'other.txt' } };
  const shop = repository();
  shop.shell('ln -s other.txt .gitignore && mkdir -p shop/migrations');
  shop.write({ 'other.txt': 'migrations\n' });
  expect(await ours(rules)).toEqual(PATHS.map(() => ''));
  expect(await ours(rules)).toEqual(said(shop));
});

test('nothing is said below a file that is too long, or takes too long', async () => {
  const unread = PATHS.map((path) => (path.startsWith('shop/') ? 'unknown' : ''));
  for (const text of ['# long\n'.repeat(10_000), '**/a/**/b/**/c/**/d\n'])
    expect(await ours({ 'shop/.gitignore': `${text}migrations\n` })).toEqual(unread);
});
