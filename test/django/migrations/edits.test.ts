import { expect, test } from 'vitest';
import { editsOf } from '../../../src/django/migrations/edits/edits.ts';
import { edits, migration, type Case } from '../../helpers/edits.ts';

const CODE = "    Item = apps.get_model('shop', 'Item')\n    Item.objects.update(cost=PRICE)\n";
const FORWARDS = `def forwards(apps, schema_editor):\n${CODE}`;
const BACKWARDS = 'def backwards(apps, schema_editor):\n    undo(apps)\n';
const UNDO = '\ndef undo(apps):\n    pass\n';
const HEAD = `import os\nfrom shop.helpers import fill\n\nPRICE = 1\n\n${FORWARDS}\n${BACKWARDS}${UNDO}`;
const RUN = 'migrations.RunPython(forwards, backwards)';
const BASE = migration(RUN, HEAD);

const helped = (head: string, operations = RUN, rest = ''): string => migration(operations, head, '', rest);
const check = ([, before, after, ...expected]: Case): void => {
  expect(edits(before, after)).toEqual(expected);
};

test.for<Case>([
  ['nothing', BASE, BASE],
  ['4: quotes', BASE, BASE.replaceAll("'", '"')],
  [
    '4: line breaks and commas',
    BASE,
    BASE.replace('(forwards, backwards)', '(\n  forwards,\n  backwards,\n)'),
  ],
  ['4: u prefixes', BASE, BASE.replaceAll("'I", "u'I")],
  ['4: b prefixes', migration("F(b'a')"), migration("F('a')")],
  ['4: indentation of helpers', BASE, BASE.replaceAll('\n    Item', '\n\tItem')],
  ['4: blank lines', BASE, BASE.replaceAll('\ndef', '\n\n\ndef')],
  [
    '4: the order of imports',
    BASE,
    BASE.replace('import os\nfrom shop.helpers import fill', 'from shop.helpers import fill\nimport os'),
  ],
  ['5: a licence', BASE, `# Copyright\n# -*- coding: utf-8 -*-\n${BASE}`],
  [
    '5: docstrings',
    BASE,
    `"""Costs."""\n${BASE.replace(FORWARDS, FORWARDS.replace(':\n', ':\n    """Why."""\n'))}`,
  ],
  ['5: a docstring of the class', BASE, BASE.replace('    dependencies', "    'Costs.'\n\n    dependencies")],
  ['6: from __future__', `from __future__ import unicode_literals\n${BASE}`, BASE],
  ['6: an unused import', BASE, BASE.replace('import os\n', '')],
  [
    '6: an import that may fail',
    `try:\n    import json\nexcept ImportError:\n    json = None\n`.replace('json = None', 'pass') + BASE,
    BASE,
  ],
  ['6: set([…])', helped(`A = set([1])\n${HEAD}`), helped(`A = {1}\n${HEAD}`)],
  [
    '6: set([…]) in a helper',
    helped(HEAD.replace('pass', "set([('a', f[1])]) + set([1] + x)")),
    helped(HEAD.replace('pass', "{('a', f[1])} + set([1] + x)")),
  ],
  [
    '6: super()',
    helped(`class A(object):\n    def f(self):\n        super(A, self).f()\n${HEAD}`),
    helped(`class A:\n    def f(self):\n        super().f()\n${HEAD}`),
  ],
  [
    '6: an alias',
    BASE,
    BASE.replace('import migrations', 'import migrations as m')
      .replace('(migrations.', '(m.')
      .replace('[migrations.', '[m.'),
  ],
  ['7: CRLF', BASE, BASE.replaceAll('\n', '\r\n')],
  ['7: CR', BASE, BASE.replaceAll('\n', '\r')],
  ['dependencies', BASE, BASE.replace('0001_initial', '0001_other')],
  ['dependencies of a merge', migration(''), migration('').replace('0001_initial', '0001_other')],
  [
    'what others have rules for',
    BASE,
    helped(HEAD, RUN, "    replaces = [('a', 'b')]\n    run_before = []\n    initial = True\n"),
  ],
  ['helpers in another order', BASE, helped(HEAD.replace(UNDO, '').replace('PRICE', `${UNDO}\nPRICE`))],
  ['46: computed dependencies', BASE.replace('[(', 'f() + [('), BASE.replace('[(', 'g() + [(')],
  ['46: computed operations that are formatted', migration('*make("a")'), migration("* make('a',)")],
  ['47: Python 2', BASE.replace('pass', 'print "a"'), `# why\n${BASE.replace('pass', "print 'a'")}`],
  ['47: a syntax error', migration('f("a"'), `# why\n${migration("f('a'")}`],
  ['47: no migration at all', 'a = f(\n', 'import os\na = f( # b\n'],
])('means the same: %s', (each) => {
  check(each);
  const [name, before, after] = each;
  check([name, after, before]);
});

test('a description is short, and cut between code points', () => {
  const name = '😀'.repeat(100);
  const [edit] = editsOf(migration(''), migration(`migrations.DeleteModel('${name}')`));
  expect(Array.from(edit?.what ?? '')).toHaveLength(80);
  expect(edit?.what).toMatch(/^DeleteModel 😀+…$/u);
});

test('edits stand in the order of their lines', () => {
  const after = helped(HEAD.replace('pass', 'x()'), RUN.replace(')', ',\n elidable=True)'), '    safe = 1\n');
  expect(editsOf(BASE, after).map(({ line, what }) => [line, what])).toEqual([
    [14, 'helper undo'],
    [21, 'RunPython forwards: elidable'],
    [22, 'class attribute safe is new'],
  ]);
});
