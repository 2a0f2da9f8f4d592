import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLabel, searchPattern, type OldLabel } from '../../../src/django/labels/old-labels.ts';
import { EXTENSIONS } from '../../../src/django/labels/reference-files.ts';
import { staleReferences } from '../../../src/django/labels/stale-references.ts';
import { pathFromText } from '../../../src/path.ts';

const label = (old: string, more: Partial<OldLabel> = {}): OldLabel => ({
  old,
  now: ['store'],
  models: new Set(['item']),
  entries: new Map([[old, 'store']]),
  keyedIn: new Set(),
  wasNamespace: true,
  ...more,
});

const LABELS = [label('shop'), label('é_1'), label('admin')];

/** How many references there are in a line of each kind of file. */
function counted(text: string, labels: readonly OldLabel[] = LABELS): number[] {
  return ['x.py', 'settings.py', 'x.html', 'x.json', 'x.yaml', 'x.xml'].map((name) => {
    const [found] = staleReferences(labels, new Set(), [{ path: pathFromText(name), line: 1, text }]);
    return found?.count ?? 0;
  });
}

const PARTS = [
  ...'"\'#\\ .:(),=%{}'.split(''),
  ...'""" {% %} {{ {# #} shop é_1 admin Item item add_item admin:shop_item_add perms. f \u{1F600} \ud800'.split(
    ' ',
  ),
  ...'app_label= get_model( ForeignKey( reverse( model= to='.split(' '),
  '"model": ',
  'model: ',
  'in perms',
  'url ',
];
const mixed = fc.array(fc.constantFrom(...PARTS)).map((parts) => parts.join(''));

test('no line throws, and every reference looks as the search expects', () => {
  const pattern = new RegExp(searchPattern(LABELS));
  fc.assert(
    fc.property(fc.oneof(mixed, fc.string({ unit: 'binary' })), (text) => {
      if (counted(text).some((count) => count > 0)) expect(text).toMatch(pattern);
    }),
    { numRuns: 5000 },
  );
});

test.for(EXTENSIONS)('files named *.%s are read', (extension) => {
  const path = pathFromText(`fixtures/x.${extension}`);
  const texts = [
    'ForeignKey("shop.Item")',
    '{% if perms.shop %}',
    '{"model": "shop.item"}',
    'model: shop.item',
  ];
  const found = texts.flatMap((text, line) => staleReferences(LABELS, new Set(), [{ path, line, text }]));
  expect(found.length + Number(extension === 'xml')).toBeGreaterThan(0);
});

const MEGABYTE = 1_000_000;
const LONG = [
  ...PARTS,
  '"shop.Item", ',
  '"shop.item", ',
  '"shop", ',
  'app_label in ("x", ',
  '"shop.',
  "'a\\",
  '{#{% if perms.shop %}',
  "{% url 'shop:list' %}",
  "{% url 'shop:",
  'url                      ',
  'perms.shop.perms.',
  '"model": "shop.item"',
  'model: shop.',
  ' model="shop.item"',
  'admin:shop_item_',
  '("shop"',
];

test.for(LONG)('a megabyte of %j is read', (part) => {
  expect(counted(part.repeat(MEGABYTE / part.length))).toHaveLength(6);
  expect(counted(`{{ "admin:${part.repeat(MEGABYTE / part.length)}"`)).toHaveLength(6);
});

test('a label is what Python takes for an identifier, and no more than can be searched for', () => {
  expect(['shop', 'é', '_x1', 'été'].filter((text) => !isLabel(text))).toEqual([]);
  const others = ['', 'a b', 'a-b', '1a', 'a.b', 'a\nb', 'a\0', '(', 'x'.repeat(101)];
  expect(others.filter((text) => isLabel(text))).toEqual([]);
});

test('entries that are no dotted names are not searched for', () => {
  const entries = new Map(['old.shop', 'a|b', '(', '.*', 'shop\n'].map((entry) => [entry, 'store']));
  const pattern = new RegExp(searchPattern([label('shop', { entries })]));
  expect("'old.shop'").toMatch(pattern);
  expect("'oldxshop' 'a' 'x'").not.toMatch(pattern);
});

test('a label that became several is replaced by none of them', () => {
  const line = { path: pathFromText('x.py'), line: 7, text: 'x = "shop.Item", "shop.Item", "shop.add_item"' };
  const [found] = staleReferences([label('shop', { now: ['a', 'b'] })], new Set(), [line]);
  expect(found).toMatchObject({ line: 7, column: 5, count: 3 });
  expect(found!.first).toEqual([
    { line: 7, text: '"shop.Item"', now: undefined },
    { line: 7, text: '"shop.add_item"', now: undefined },
  ]);
});
