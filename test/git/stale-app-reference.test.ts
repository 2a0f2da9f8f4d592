import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesMatching, parseLines } from '../../src/git/plumbing/grep.ts';
import { pathFromText } from '../../src/path.ts';
import { installed, repository, type Repository } from '../helpers/repository.ts';
import { app, project, relabelled, said, SHOP } from '../helpers/verdict.ts';

const STALE = 'item = models.ForeignKey("shop.Item", on_delete=models.CASCADE)\n';
const packages = (folder: string) => ({
  [`${folder}/__init__.py`]: '',
  [`${folder}/migrations/__init__.py`]: '',
  'mysite/__init__.py': '',
});
const START = { ...project(['shop'], app('shop', SHOP)), ...packages('shop') };
const MOVED = { ...project(['store'], app('store', relabelled('store'))), ...packages('store') };

/** A repository in which the move of the app, and with it of its label, is staged. */
function moved(files: Readonly<Record<string, string>> = { 'code.py': STALE }): Repository {
  const shop = installed({ ...START, ...files });
  shop.git('rm', '-r', '--quiet', 'shop');
  shop.write(MOVED);
  shop.git('add', '--all');
  return shop;
}

function stale(shop: Repository, ...args: readonly string[]): string[] {
  return said(shop, ...args).filter((line) => line.includes('stale-app-reference'));
}

const CODE = ['warning stale-app-reference code.py'];

test('what is staged counts, not what lies in the work tree', () => {
  const shop = moved();
  expect(stale(shop)).toEqual(CODE);
  shop.write({ 'code.py': '' });
  expect(stale(shop)).toEqual(CODE);
  shop.git('add', 'code.py');
  shop.write({ 'code.py': STALE, 'untracked.py': STALE });
  expect(stale(shop)).toEqual([]);
});

test('`git commit <path>` is judged by the index that git hands over', () => {
  const shop = moved();
  shop.write({ 'code.py': 'x = 1\n' });
  const ran = shop.tryGit('commit', '--quiet', '--all', '--message', 'x');
  expect(ran.output).toContain('[changed-app-label]');
  expect(ran.output).not.toContain('[stale-app-reference]');
});

test('a merge that brings a label and what says the old one together', () => {
  const shop = installed(START);
  shop.git('switch', '--quiet', '-c', 'topic');
  shop.commit('new here', { 'code.py': STALE });
  shop.git('switch', '--quiet', 'main');
  shop.git('rm', '-r', '--quiet', 'shop');
  shop.commit('moved', MOVED);
  shop.git('merge', '--quiet', '--no-commit', 'topic');
  expect(said(shop)).toEqual(CODE);
  shop.git('merge', '--abort');
  expect(shop.tryGit('merge', '--no-edit', 'topic').output).toContain('code.py:1:26: warning');
});

test('an entry of INSTALLED_APPS that is no label', () => {
  const shop = installed({
    ...project(['apps.shop'], app('apps/shop', SHOP)),
    ...packages('apps/shop'),
    'apps/__init__.py': '',
  });
  shop.git('mv', 'apps', 'lib');
  shop.git('mv', 'lib/shop', 'lib/store');
  shop.write(app('lib/store', relabelled('store')));
  expect(stale(shop)).toEqual([]);
  shop.git('add', '--all');
  expect(stale(shop)).toEqual(['warning stale-app-reference mysite/settings.py']);
  shop.write(project(['lib.store'], {}));
  shop.git('add', '--all');
  expect(stale(shop)).toEqual([]);
});

test('from a folder, and in a range, from a bare repository as well', () => {
  const shop = moved();
  shop.write({ 'docs/x.txt': '' });
  expect(stale(shop.at(`${shop.folder}/docs`))).toEqual(CODE);
  shop.commit('moved');
  shop.commit('rewritten', { 'code.py': STALE.replace('shop', 'store') });
  expect(stale(shop, '--range', 'HEAD~2..HEAD~1')).toEqual(CODE);
  expect(stale(shop, '--range', 'HEAD~2..HEAD')).toEqual([]);
  shop.git('clone', '--quiet', '--bare', '.', '../bare');
  expect(stale(shop.at(`${shop.folder}/../bare`), '--range', 'HEAD~2..HEAD~1')).toEqual(CODE);
});

test.for([
  ['grep.patternType', 'perl'],
  ['grep.patternType', 'fixed'],
  ['grep.extendedRegexp', 'false'],
  ['grep.column', 'true'],
  ['grep.lineNumber', 'false'],
  ['grep.fullName', 'false'],
  ['grep.threads', '1'],
  ['grep.fallbackToNoIndex', 'true'],
  ['color.ui', 'always'],
  ['color.grep', 'always'],
  ['core.quotePath', 'true'],
  ['submodule.recurse', 'true'],
  ['core.attributesFile', 'attributes'],
] as const)('in spite of %s = %s', ([setting, value]) => {
  const shop = moved();
  shop.write({ attributes: '*.py binary diff=x\n' });
  shop.git('config', setting, value);
  shop.git('config', 'diff.x.textconv', 'false');
  expect(stale(shop)).toEqual(CODE);
});

test('paths with odd bytes, lines with odd ends', () => {
  const files = {
    'a b/\n"é\u001b[2J.py': STALE,
    ':(top)x.py': `\uFEFF${STALE.replace('\n', '\r\n')}`,
    '-e.html': '\0{% if perms.shop %}',
    'x.min.json': `[${'{"model": "shop.item"},'.repeat(50_000)}{}]`,
    'nothing.css': '"shop.Item"',
  };
  const shop = moved(files);
  shop.write({ link: null });
  expect(shop.shell('ln -s code.py link.py && git add link.py').status).toBe(0);
  expect(stale(shop)).toEqual([
    'warning stale-app-reference -e.html',
    'warning stale-app-reference :(top)x.py',
    'warning stale-app-reference a b/\n"é\u001b[2J.py',
    'warning stale-app-reference x.min.json',
  ]);
  const { stdout } = shop.pyreset('check');
  expect(stdout).toContain(':(top)x.py:1:26: warning');
  expect(stdout).toContain('x.min.json:1:12: warning: 50000 references');
  expect(stdout).not.toContain('\u001b');
});

test('a search is one process, and none is made without a change of a label', () => {
  const shop = moved();
  const trace = `${shop.folder}.trace`;
  shop.with({ GIT_TRACE: trace }).pyreset('check');
  expect(readFileSync(trace, 'utf8').match(/built-in: git grep/g)).toHaveLength(1);
  shop.commit('moved');
  shop.write({ 'store/apps.py': `${MOVED['store/apps.py']!}\n# why\n` });
  shop.git('add', '--all');
  const other = `${shop.folder}.other`;
  shop.with({ GIT_TRACE: other }).pyreset('check');
  expect(readFileSync(other, 'utf8')).not.toContain('git grep');
});

test('a partial clone fetches nothing for it', () => {
  const shop = moved();
  shop.commit('moved', { 'absent.py': STALE });
  shop.git('config', 'uploadpack.allowFilter', 'true');
  shop.git('clone', '--quiet', '--bare', '--filter=blob:none', `file://${shop.folder}`, '../partial');
  const partial = shop.at(`${shop.folder}/../partial`);
  for (const commit of ['HEAD~1', 'HEAD']) {
    for (const path of partial.git('ls-tree', '-r', '--name-only', commit).split('\n')) {
      if (!path.endsWith('absent.py') && path !== 'code.py')
        partial.git('cat-file', '-e', `${commit}:${path}`);
    }
  }
  const missing = () => partial.git('rev-list', '--objects', '--missing=print', '--all').match(/^\?.*$/gm);
  const before = missing();
  expect(before).toHaveLength(1); // both files are one blob
  expect(said(partial, '--range', 'HEAD~1..HEAD')).toEqual(['error changed-app-label shop']);
  expect(missing()).toEqual(before);
  expect(partial.pyreset('check', '--range', 'HEAD~1..HEAD').stderr).toBe(
    'pyreset-hooks: what still says the old app labels is not known: a partial clone would fetch every file\n',
  );
});

const INDEX = { kind: 'index', before: '' } as const;

test('what is too much is not told by halves', async () => {
  const shop = repository();
  shop.write({ 'a.py': STALE.repeat(1000) });
  shop.git('add', '--all');
  const place = { cwd: shop.folder, env: { ...process.env, ...shop.env } };
  const search = (bytes: number) =>
    linesMatching(place, INDEX, 'shop', ['py'], { milliseconds: 60_000, bytes });
  expect(await search(1 << 20)).toHaveLength(1000);
  expect(await search(1000)).toBeUndefined();
  expect(await linesMatching(place, INDEX, 'nothing like it', ['py'])).toEqual([]);
});

test('what git prints is read back, and half of it does not throw', () => {
  const name = fc.string({ minLength: 1 }).map((text) => text.replaceAll('\0', '') || 'x');
  const text = fc.string().map((each) => each.replaceAll(/[\n\r\uFEFF]/g, ''));
  const found = fc.array(fc.record({ path: name, line: fc.integer({ min: 1, max: 9e6 }), text }));
  fc.assert(
    fc.property(found, fc.nat(), (lines, cut) => {
      const records = lines.map(({ path, line, text }) => `tree:${path}\0${line}\0${text}\n`);
      const output = Buffer.from(records.join(''));
      const expected = lines.map(({ path, line, text }) => ({
        path: pathFromText(path),
        line,
        text: Buffer.from(text).toString(),
      }));
      expect(parseLines(output, 5)).toEqual(expected);
      parseLines(output.subarray(0, cut % (output.length + 1)), 5);
    }),
  );
});
