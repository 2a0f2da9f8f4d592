import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { importer, importTree } from '../../src/django/import-path.ts';
import { pathFromBytes, pathFromText, pathText, pythonPath, type GitPath } from '../../src/path.ts';
import { changedTree } from '../../src/tree.ts';
import { treeOf, type FileContent } from '../helpers/tree.ts';

type Files = Readonly<Record<string, FileContent>>;
interface Place {
  readonly root?: string;
  readonly others?: readonly string[];
}
const SUBMODULE = 'a commit of another repository';

/** What a module is and where it lies: `package shop`, `module a/b.py`, `missing`, `outside`. */
function locate(files: Files, name: string, { root = '', others = [] }: Place = {}): string {
  const paths = Object.keys(files).map((path) => ({ path: pathFromText(path), content: files[path] }));
  const submodules = paths.filter(({ content }) => content === SUBMODULE);
  const after = { mode: '160000', oid: '5'.repeat(40) };
  const tree = changedTree(
    treeOf(files),
    submodules.map(({ path }) => ({ path, after })),
  );
  const links = paths.flatMap(({ path, content }) =>
    typeof content === 'object' && 'link' in content ? [[path, content.link] as const] : [],
  );
  const find = importer(importTree(tree, new Map(links)), pathFromText(root), others.map(pathFromText));
  const found = find(name);
  return typeof found === 'string' ? found : `${found.kind} ${pathText(found.path) || '.'}`;
}

const SHOP = { 'shop/__init__.py': '', 'shop/models.py': '' };
const link = (target: string) => ({ link: target });
type Row = readonly [name: string, files: Files, module: string, place?: Place];

test.for<Row>([
  ['a package of nobody here', SHOP, 'rest_framework'],
  ['an empty name', SHOP, ''],
  ['an empty part', SHOP, 'shop..models'],
  ['a relative name', SHOP, '.shop'],
  ['a slash in a name', SHOP, 'shop/models'],
  ['a NUL in a name', SHOP, 'shop\0'],
  ['a name of more parts than any', SHOP, `shop${'.a'.repeat(60)}`],
  ['another case', SHOP, 'Shop'],
  ['a file without .py', { shop: '' }, 'shop'],
  ['a data file below', { 'shop.txt': '' }, 'shop'],
  ['a package that lies in two places', { 'a/shop/__init__.py': '', 'b/shop/__init__.py': '' }, 'shop'],
  [
    'a package inside another project',
    { 'two/shop/__init__.py': '' },
    'shop',
    { root: 'one', others: ['two'] },
  ],
  ['a package that is only part of another', { 'lib/__init__.py': '', 'lib/shop/__init__.py': '' }, 'shop'],
  ['a module that lies elsewhere', { 'lib/shop.py': '' }, 'shop'],
  ['a namespace that lies elsewhere', { 'lib/shop/models.py': '' }, 'shop'],
  ['a submodule', { shop: SUBMODULE }, 'shop'],
  ['what is in a submodule', { shop: SUBMODULE }, 'shop.models'],
  ['a submodule in a package', { ...SHOP, 'shop/vendor': SUBMODULE }, 'shop.vendor'],
  ['what is in a submodule in a package', { ...SHOP, 'shop/vendor': SUBMODULE }, 'shop.vendor.a'],
  ['a submodule in src', { 'src/shop': SUBMODULE }, 'shop'],
  ['an absolute link', { ...SHOP, 'shop/lib': link('/usr/lib/shop') }, 'shop.lib'],
  ['a link that leaves the tree', { ...SHOP, 'shop/lib': link('../../shop') }, 'shop.lib'],
  [
    'a link that leaves the tree and comes back',
    { ...SHOP, 'shop/lib': link('../../main/shop') },
    'shop.lib',
  ],
  ['a link to itself', { ...SHOP, 'shop/lib': link('lib') }, 'shop.lib'],
  ['two links to each other', { ...SHOP, 'shop/one': link('two'), 'shop/two': link('one') }, 'shop.one'],
  ['a link that has itself on its way', { ...SHOP, 'shop/lib': link('lib/../models') }, 'shop.lib'],
  ['a chain of 41 links', { ...SHOP, ...chain(41) }, 'shop.l0'],
])('nothing can be said of %s', ([, files, name, place]) => {
  expect(locate(files, name, place)).toBe('outside');
});

function chain(length: number): Files {
  const links = Array.from({ length }, (_, index) => [`shop/l${index}`, link(`l${index + 1}`)] as const);
  return { ...Object.fromEntries(links), [`shop/l${length}/__init__.py`]: '' };
}

test.for<Row>([
  ['a module that a package does not have', SHOP, 'shop.apps'],
  ['a module in a module', SHOP, 'shop.models.Item'],
  ['what is below one that is missing', SHOP, 'shop.apps.config.Shop'],
  ['a folder that is not there', SHOP, 'shop.migrations'],
  ['a file without .py', { ...SHOP, 'shop/apps': '' }, 'shop.apps'],
  ['a link to nothing', { ...SHOP, 'shop/apps': link('nothing') }, 'shop.apps'],
  ['a link to a file, taken for a folder', { ...SHOP, 'shop/apps': link('models.py') }, 'shop.apps'],
  ['a link to a folder, taken for a file', { ...SHOP, 'shop/apps.py': link('../shop') }, 'shop.apps'],
  [
    'a module that only another package of that name has',
    { ...SHOP, 'src/shop/__init__.py': '', 'src/shop/apps.py': '' },
    'shop.apps',
  ],
])('missing: %s', ([, files, name, place]) => {
  expect(locate(files, name, place)).toBe('missing');
});

test.for<readonly [name: string, files: Files, module: string, answer: string, place?: Place]>([
  ['a package', SHOP, 'shop', 'package shop'],
  ['a module', SHOP, 'shop.models', 'module shop/models.py'],
  ['a module at the top', { 'shop.py': '' }, 'shop', 'module shop.py'],
  ['a package before a module', { ...SHOP, 'shop.py': '' }, 'shop', 'package shop'],
  ['a module before a namespace', { 'shop.py': '', 'shop/a.py': '' }, 'shop', 'module shop.py'],
  ['a namespace', { 'shop/a/b.txt': '' }, 'shop', 'namespace shop'],
  ['a package in a namespace', { 'apps/shop/__init__.py': '' }, 'apps.shop', 'package apps/shop'],
  ['a namespace in a package', { ...SHOP, 'shop/sql/a.sql': '' }, 'shop.sql', 'namespace shop/sql'],
  [
    'a namespace in two places',
    { 'apps/a/__init__.py': '', 'src/apps/b/__init__.py': '' },
    'apps.b',
    'package src/apps/b',
  ],
  [
    'a package in src before a namespace',
    { 'shop/a.txt': '', 'src/shop/__init__.py': '' },
    'shop',
    'package src/shop',
  ],
  ['only bytecode of a package', { 'shop/__init__.pyc': '' }, 'shop', 'compiled shop'],
  ['a package and its bytecode', { ...SHOP, 'shop/__init__.pyc': '' }, 'shop', 'package shop'],
  ['a package in src', { 'src/shop/__init__.py': '' }, 'shop', 'package src/shop'],
  ['beside manage.py before src', { ...SHOP, 'src/shop/__init__.py': '' }, 'shop', 'package shop'],
  ['below the root', { 'web/shop/__init__.py': '', ...SHOP }, 'shop', 'package web/shop', { root: 'web' }],
  [
    'the one package of that name elsewhere',
    { 'lib/py/shop/__init__.py': '' },
    'shop',
    'package lib/py/shop',
    { root: 'web' },
  ],
  [
    'of two, the one below the project',
    { 'web/lib/shop/__init__.py': '', 'lib/shop/__init__.py': '' },
    'shop',
    'package web/lib/shop',
    { root: 'web' },
  ],
  [
    'of two, the one in no other project',
    { 'two/shop/__init__.py': '', 'lib/shop/__init__.py': '' },
    'shop',
    'package lib/shop',
    { root: 'one', others: ['two'] },
  ],
  ['a package of the project around this one', SHOP, 'shop', 'package shop', { root: 'sub', others: [''] }],
  [
    'a link to a folder',
    { 'lib/store/__init__.py': '', shop: link('lib/store') },
    'shop',
    'package lib/store',
  ],
  [
    'a link with dots',
    { 'lib/store/__init__.py': '', 'a/b/shop': link('./../.././lib//store/') },
    'a.b.shop',
    'package lib/store',
  ],
  ['a link on the way', { 'lib/store/a.py': '', shop: link('lib/store') }, 'shop.a', 'module lib/store/a.py'],
  ['a link in a link', { 'real/a.py': '', two: link('real'), one: link('two') }, 'one.a', 'module real/a.py'],
  ['a chain of 40 links', { ...SHOP, ...chain(40) }, 'shop.l0', 'package shop/l40'],
  ['a link to a file', { ...SHOP, 'shop/apps.py': link('models.py') }, 'shop.apps', 'module shop/models.py'],
  ['a link to a namespace', { 'lib/a.txt': '', shop: link('lib') }, 'shop', 'namespace lib'],
  [
    'a link to the folder it lies in',
    { ...SHOP, 'shop/again': link('.') },
    'shop.again.again.models',
    'module shop/models.py',
  ],
  ['a name that is no ASCII', { 'dépôt/日本.py': '' }, 'dépôt.日本', 'module dépôt/日本.py'],
  ['a name with a space, a quote, a dash', { "a b/c'd/e-f.py": '' }, "a b.c'd.e-f", "module a b/c'd/e-f.py"],
  [
    'names of every object',
    { 'constructor/__proto__.py': '' },
    'constructor.__proto__',
    'module constructor/__proto__.py',
  ],
])('%s', ([, files, name, answer, place]) => {
  expect(locate(files, name, place)).toBe(answer);
});

test('a folder that is no UTF-8 is found by the name that Python gives it (PEP 383)', () => {
  const folder = pathFromBytes(Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  const tree = changedTree(treeOf({}), [
    { path: `${folder}/__init__.py` as GitPath, after: { mode: '100644', oid: '1'.repeat(40) } },
  ]);
  const find = importer(importTree(tree, new Map()), '' as GitPath, []);
  expect(pythonPath(folder)).toBe('caf\udce9');
  expect(find('caf\udce9')).toEqual({ kind: 'package', path: folder, source: `${folder}/__init__.py` });
  expect([find('café'), find('caf\ufffd'), find('caf\xe9')]).toEqual(['outside', 'outside', 'outside']);
});

test('whatever links there are, each question ends, with one answer', () => {
  const part = fc.constantFrom('a', 'b', 'c', '..', '.', '');
  const target = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));
  const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });
  const links = fc.array(
    fc.tuple(
      path.map((parts) => parts.join('/') as GitPath),
      target,
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(links, fc.array(path, { minLength: 1, maxLength: 5 }), (links, names) => {
      const files = importTree(treeOf({ 'a/b/__init__.py': '', 'c/x.py': '' }), new Map(links));
      const find = importer(files, '' as GitPath, []);
      for (const parts of names) {
        const first = find(parts.join('.'));
        expect(find(parts.join('.'))).toEqual(first);
        const real = files.real(parts.join('/') as GitPath);
        if (real !== undefined) expect(files.real(real)).toBe(real);
      }
    }),
    { numRuns: 1000 },
  );
});
