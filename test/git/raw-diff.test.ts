import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DiffEntry, TreeEntry } from '../../src/change.ts';
import { diffArguments, parseRawDiff, splitNul } from '../../src/git/plumbing/diff.ts';
import { pathBytes, pathFromBytes } from '../../src/path.ts';

const ONE = '3b18e512dba79e4c8300dd08aeb37f8e728b8dad';
const TWO = 'c0d0fb45c382919737f8d0c20aaf57cf89b74af8';
const NONE = '0'.repeat(40);

const file = (oid: string, mode = '100644'): TreeEntry => ({ mode, oid });

/** What git prints; `␀` stands for NUL. */
const raw = (...records: string[]): Buffer => Buffer.from(records.join('').replaceAll('␀', '\0'));

test.for([
  ['nothing', ''],
  ['an unmerged path', `:100644 000000 ${ONE} ${NONE} U␀a.py␀`],
  ['a new path that is unmerged', `:000000 000000 ${NONE} ${NONE} U␀a.py␀`],
  ['a record that was cut off', `:100644 000000 ${ONE} ${NONE} D␀`],
  ['a path that was cut off before it began', `:100644 000000 ${ONE} ${NONE} D`],
] as const)('no entry comes of %s', ([, output]) => {
  expect(parseRawDiff(raw(output))).toEqual([]);
});

test.for<
  readonly [name: string, record: string, before: TreeEntry | undefined, after: TreeEntry | undefined]
>([
  ['added', `:000000 100644 ${NONE} ${ONE} A␀a.py␀`, undefined, file(ONE)],
  ['deleted', `:100644 000000 ${ONE} ${NONE} D␀a.py␀`, file(ONE), undefined],
  ['modified', `:100644 100644 ${ONE} ${TWO} M␀a.py␀`, file(ONE), file(TWO)],
  ['made executable', `:100644 100755 ${ONE} ${ONE} M␀a.py␀`, file(ONE), file(ONE, '100755')],
  ['made a symlink', `:100644 120000 ${ONE} ${TWO} T␀a.py␀`, file(ONE), file(TWO, '120000')],
  ['made a submodule', `:100644 160000 ${ONE} ${TWO} T␀a.py␀`, file(ONE), file(TWO, '160000')],
  [
    'added in SHA-256',
    `:000000 100644 ${'0'.repeat(64)} ${'a'.repeat(64)} A␀a.py␀`,
    undefined,
    file('a'.repeat(64)),
  ],
])('a path that was %s', ([, record, before, after]) => {
  expect(parseRawDiff(raw(record))).toEqual([{ path: 'a.py', before, after }]);
});

test('several entries keep their order, and those that are unmerged are left out between them', () => {
  const output = raw(
    `:100644 000000 ${ONE} ${NONE} D␀shop/migrations/0002_cost.py␀`,
    `:100644 100644 ${ONE} ${TWO} U␀shop/models.py␀`,
    `:000000 100644 ${NONE} ${ONE} A␀shop/migrations/0002_price.py␀`,
  );
  expect(parseRawDiff(output)).toEqual([
    { path: 'shop/migrations/0002_cost.py', before: file(ONE), after: undefined },
    { path: 'shop/migrations/0002_price.py', before: undefined, after: file(ONE) },
  ]);
});

test.for([
  ['a newline', Buffer.from('a\nb.py')],
  ['a tab and quotes', Buffer.from('a\t"b\'.py')],
  ['the look of a record', Buffer.from(`:100644 000000 ${ONE} ${NONE} D`)],
  ['UTF-8', Buffer.from('dépôt/日本.py')],
  ['bytes that are no UTF-8', Buffer.from([0x61, 0xe9, 0xff, 0x2f, 0x80])],
  ['spaces at both ends', Buffer.from(' a ')],
] as const)('a name with %s keeps its bytes', ([, name]) => {
  const output = Buffer.concat([raw(`:000000 100644 ${NONE} ${ONE} A␀`), name, raw('␀')]);
  expect(parseRawDiff(output).map(({ path }) => pathBytes(path))).toEqual([name]);
});

test.for<readonly [output: string, records: string[]]>([
  ['', []],
  ['␀', ['']],
  ['a␀', ['a']],
  ['a', ['a']],
  ['a␀b␀', ['a', 'b']],
  ['a␀b', ['a', 'b']],
  ['␀␀a␀␀', ['', '', 'a', '']],
])('%j holds the records %j', ([output, records]) => {
  expect(splitNul(raw(output)).map(String)).toEqual(records);
});

const RAW = '--raw -z --no-renames --no-abbrev --no-ext-diff --ignore-submodules=none';

test('the index is compared as git would commit it, trees with all their folders, renames never paired', () => {
  const index = diffArguments({ kind: 'index', before: ONE });
  expect(index.join(' ')).toBe(`diff-index --cached --ita-invisible-in-index ${RAW} ${ONE} --`);
  const trees = diffArguments({ kind: 'trees', before: ONE, after: TWO }, ['*.py', 'a b']);
  expect(trees.slice(-3)).toEqual(['--', '*.py', 'a b']);
  expect(trees.join(' ')).toBe(`diff-tree -r ${RAW} ${ONE} ${TWO} -- *.py a b`);
});

const oid = fc
  .oneof(fc.uint8Array({ minLength: 20, maxLength: 20 }), fc.uint8Array({ minLength: 32, maxLength: 32 }))
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const side = fc.option(fc.record({ mode: fc.constantFrom('100644', '100755', '120000', '160000'), oid }), {
  nil: undefined,
});
const name = fc
  .uint8Array({ minLength: 1 })
  .map((bytes) => pathFromBytes(bytes.filter((byte) => byte !== 0)));
const entries = fc.array(fc.record({ path: name.filter((path) => path !== ''), before: side, after: side }));

function print({ path, before, after }: DiffEntry): Buffer {
  const status = before ? (after ? 'M' : 'D') : 'A';
  const modes = `${before?.mode ?? '000000'} ${after?.mode ?? '000000'}`;
  const oids = `${before?.oid ?? NONE} ${after?.oid ?? NONE}`;
  return Buffer.concat([raw(`:${modes} ${oids} ${status}␀`), pathBytes(path), raw('␀')]);
}

test('whatever git prints is read back', () => {
  fc.assert(
    fc.property(entries, (all) => {
      expect(parseRawDiff(Buffer.concat(all.map(print)))).toEqual(all);
    }),
  );
});
