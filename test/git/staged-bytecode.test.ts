import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installed, repository, SHOP, type Repository } from '../helpers/repository.ts';

const PYC = 'shop/__pycache__/models.cpython-312.pyc';

test('`git commit` of bytecode is refused, and the remedy that is printed ends it', () => {
  const shop = installed();
  shop.write({ [PYC]: 'bytecode' });
  shop.git('add', '--force', PYC);
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain(`${PYC}:1:1: error: models.cpython-312.pyc is bytecode`);
  expect(shop.git('log', '--format=%s')).toBe('shop');

  const [unstage, ignore] = refused.output.split('\n').filter((line) => line.startsWith('      '));
  const inside = shop.at(join(shop.folder, 'shop')); // the remedy works wherever one stands
  expect(inside.shell(unstage ?? 'false').status).toBe(0);
  expect(shop.git('diff', '--cached', '--name-only')).toBe('');
  expect(shop.read(PYC)).toBe('bytecode');
  shop.write({ '.gitignore': `${ignore?.trim()}\n` });
  expect(shop.git('status', '--porcelain')).toBe('');
});

test('`git commit -a` and `git commit <path>` are judged by the temporary index that git hands over', () => {
  const shop = installed({ ...SHOP, '.gitignore': '', [PYC]: 'tracked' });
  shop.write({ [PYC]: 'changed', 'notes.txt': 'x' });
  const all = shop.tryGit('commit', '-am', 'all');
  expect(all.status).toBe(1);
  expect(all.output).toContain('bytecode that git tracks, and it was changed');
  const path = shop.tryGit('commit', '-m', 'path', PYC);
  expect(path.status).toBe(1);
  shop.git('add', 'notes.txt');
  expect(shop.tryGit('commit', '-m', 'staged notes only').status).toBe(0);
});

test('`git commit <path>` of something else passes while bytecode waits in the real index', () => {
  const shop = installed();
  shop.write({ [PYC]: 'bytecode', 'shop/models.py': 'V = 2\n' });
  shop.git('add', '--force', PYC);
  expect(shop.tryGit('commit', '-m', 'models only', 'shop/models.py').status).toBe(0);
  expect(shop.git('diff', '--cached', '--name-only')).toBe(PYC);
});

test('--amend that adds bytecode is refused, and one that only rewords is not', () => {
  const shop = installed();
  expect(shop.tryGit('commit', '--amend', '-m', 'reworded').status).toBe(0);
  shop.write({ [PYC]: 'bytecode' });
  shop.git('add', '--force', PYC);
  expect(shop.tryGit('commit', '--amend', '-m', 'amended').status).toBe(1);
  expect(shop.git('log', '--format=%s')).toBe('reworded');
});

test('the first commit of a repository is judged too', () => {
  const fresh = repository();
  expect(fresh.pyreset('install').status).toBe(0);
  fresh.write({ [PYC]: 'bytecode', 'shop/models.py': '' });
  fresh.git('add', '--all');
  const refused = fresh.tryGit('commit', '-m', 'first');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain(PYC);
  expect(fresh.shell('git rm -rf --cached --ignore-unmatch -- shop/__pycache__/').status).toBe(0);
  expect(fresh.tryGit('commit', '-m', 'first').status).toBe(0);
});

test('a linked work tree and a commit from a sub-folder run the same hooks', () => {
  const shop = installed();
  shop.git('worktree', 'add', '--quiet', '-b', 'topic', '../linked work tree');
  const linked = shop.at(join(shop.folder, '..', 'linked work tree'));
  linked.write({ [PYC]: 'bytecode' });
  linked.git('add', '--force', PYC);
  expect(linked.tryGit('commit', '-m', 'x').status).toBe(1);
  expect(linked.at(join(linked.folder, 'shop')).tryGit('commit', '-m', 'x').status).toBe(1);
});

test('a repository in the SHA-256 object format is judged as any other', () => {
  const shop = repository('--object-format=sha256');
  expect(shop.pyreset('install').status).toBe(0);
  shop.write({ [PYC]: 'bytecode' });
  shop.git('add', '--all');
  expect(shop.tryGit('commit', '-m', 'first').status).toBe(1);
});

const ODD_NAMES = [
  'with space.pyc',
  'with"quote.pyc',
  "with'quote.pyc",
  'with\nnewline.pyc',
  'with\ttab.pyc',
  '-leading-dash.pyc',
  ':(top)magic.pyc',
  '*.pyc',
  'back\\slash.pyc',
  'ünïcode.pyc',
  '$(touch hacked).pyc',
  '\u001b[31mred.pyc',
  'trailing space /m.pyc',
];

test.for(ODD_NAMES)('the name %j is refused, shown harmlessly, and its remedy works', (name) => {
  const shop = installed();
  shop.write({ [name]: 'bytecode' });
  shop.git('add', '--force', '--', `:(literal)${name}`);
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.status).toBe(1);
  expect(refused.output).not.toContain('\u001b');
  const remedy = refused.output.split('\n').find((line) => line.includes('git rm'));
  expect(shop.shell(remedy ?? 'false').status).toBe(0);
  expect(shop.git('diff', '--cached', '--name-only')).toBe('');
});

test('a name that is not UTF-8 keeps its bytes', () => {
  const shop = installed();
  const name = Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x2e, 0x70, 0x79, 0x63]);
  writeFileSync(Buffer.concat([Buffer.from(`${shop.folder}/`), name]), 'bytecode');
  shop.git('add', '--all', '--force');
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.status).toBe(1);
  expect(refused.output).toContain(String.raw`caf\xe9.pyc`);
  const json = JSON.parse(shop.pyreset('check', '--format', 'json').stdout) as {
    findings: { subject: string }[];
  };
  expect(json.findings.map(({ subject }) => subject)).toEqual([String.raw`caf\xe9.pyc`]);
});

test.for([
  ['removing tracked bytecode', (shop: Repository) => shop.git('rm', '--quiet', '--cached', PYC)],
  ['a native module', (shop: Repository) => stage(shop, 'shop/native.cpython-312-x86_64-linux-gnu.so')],
  ['a .pyd module', (shop: Repository) => stage(shop, 'shop/native.pyd')],
  ['a stub', (shop: Repository) => stage(shop, 'shop/models.pyi')],
  ['a name that only looks alike', (shop: Repository) => stage(shop, 'docs/__pycache__.md')],
  ['a folder that only looks alike', (shop: Repository) => stage(shop, 'my__pycache__/notes.txt')],
  ['a file whose folder ends in .pyc', (shop: Repository) => stage(shop, 'odd.pyc/notes.txt')],
  ['a template for settings', (shop: Repository) => stage(shop, 'settings.pyc.example')],
  ['nothing at all', (shop: Repository) => shop.git('commit', '--quiet', '--allow-empty', '-m', 'empty')],
] as const)('stays silent: %s', ([, prepare]) => {
  const shop = installed({ ...SHOP, '.gitignore': '', [PYC]: 'tracked' });
  prepare(shop);
  const passed = shop.tryGit('commit', '--allow-empty', '-m', 'x');
  expect(passed.stderr).toBe('');
  expect(passed.status).toBe(0);
});

test('a symlink with the name of bytecode counts, an intent to add does not', () => {
  const shop = installed();
  writeFileSync(join(shop.folder, 'later.pyc'), 'x');
  shop.git('add', '--intent-to-add', '--force', 'later.pyc');
  expect(shop.pyreset('check').output).toBe('');
  symlinkSync('nowhere', join(shop.folder, 'link.pyc'));
  shop.git('add', '--force', 'link.pyc');
  expect(shop.pyreset('check').stdout).toContain('link.pyc');
});

test('`git --literal-pathspecs commit` does not slip through the prefilter', () => {
  const shop = installed();
  stage(shop, PYC);
  expect(shop.tryGit('--literal-pathspecs', 'commit', '-m', 'x').status).toBe(1);
});

test("a user's diff settings change nothing", () => {
  const shop = installed();
  for (const setting of [
    'diff.renames=copies',
    'diff.relative=true',
    'diff.noprefix=true',
    'core.quotePath=true',
  ]) {
    shop.git('config', ...(setting.split('=') as [string, string]));
  }
  shop.git('config', 'diff.external', 'false');
  stage(shop, PYC);
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(1);
});

test('many files make a short message', () => {
  const shop = installed();
  for (let index = 0; index < 40; index++)
    shop.write({ [`lib/m${index}/__pycache__/m.cpython-312.pyc`]: 'x' });
  shop.git('add', '--all', '--force');
  const refused = shop.tryGit('commit', '-m', 'x');
  expect(refused.output).toContain('… and 35 more like these');
  expect(refused.output.split('\n').length).toBeLessThan(20);
});

test('PYRESET=0 switches the hooks off', () => {
  const shop = installed().with({ PYRESET: '0' });
  stage(shop, PYC);
  expect(shop.tryGit('commit', '-m', 'x').status).toBe(0);
});

function stage(shop: Repository, path: string): void {
  shop.write({ [path]: 'x' });
  shop.git('add', '--force', path);
}
