import { expect, test } from 'vitest';
import { edits, migration, type Case } from '../../helpers/edits.ts';

const CODE = "    Item = apps.get_model('shop', 'Item')\n    Item.objects.update(cost=PRICE)\n";
const FORWARDS = `def forwards(apps, schema_editor):\n${CODE}`;
const BACKWARDS = 'def backwards(apps, schema_editor):\n    undo(apps)\n';
const UNDO = '\ndef undo(apps):\n    pass\n';
const HEAD = `import os\nfrom shop.helpers import fill\n\nPRICE = 1\n\n${FORWARDS}\n${BACKWARDS}${UNDO}`;
const RUN = 'migrations.RunPython(forwards, backwards)';
const ADD = "migrations.AddField('item', 'cost', models.IntegerField(validators=[is_cost], default=cost))";
const BASE = migration(RUN, HEAD);

const helped = (head: string, operations = RUN, rest = ''): string => migration(operations, head, '', rest);
const check = ([, before, after, ...expected]: Case): void => {
  expect(edits(before, after)).toEqual(expected);
};

test.for<Case>([
  [
    '9: a helper of the way back',
    BASE,
    BASE.replace('undo(apps)', 'undo(apps, 1)'),
    'state helper backwards',
  ],
  ['9: a helper of that', BASE, BASE.replace('pass', 'return 1'), 'state helper undo'],
  [
    '9: a way back',
    helped(HEAD, 'migrations.RunPython(forwards)'),
    BASE,
    'state reverse_code of RunPython forwards',
  ],
  ['a helper that nothing uses', BASE, helped(`${HEAD}\nUNUSED = 1\n`), 'state helper UNUSED is new'],
  ['10: atomic', BASE, helped(HEAD, RUN, '    atomic = False\n'), 'state class attribute atomic is new'],
  [
    '10: another attribute',
    helped(HEAD, RUN, '    safe = Safe.before()\n'),
    helped(HEAD, RUN, '    safe = Safe.after()\n'),
    'state class attribute safe',
  ],
  [
    '10: with another edit',
    BASE,
    helped(HEAD, RUN.replace(')', ', elidable=True)'), '    safe = 1\n'),
    'state RunPython forwards: elidable',
    'state class attribute safe is new',
  ],
  [
    'a base class of Django',
    BASE,
    BASE.replace('(migrations.Migration)', '(migrations.OtherMigration)'),
    'state the base class of Migration',
  ],
  [
    '14: imported code that moved',
    helped(HEAD, 'migrations.RunPython(fill)'),
    helped(HEAD.replace('shop.helpers', 'core.fills'), 'migrations.RunPython(fill)'),
    'state RunPython fill: code',
  ],
  [
    '14: what a helper imports moved',
    BASE.replace('PRICE)', 'fill())'),
    BASE.replace('PRICE)', 'fill())').replace('shop.helpers', 'core.fills'),
    'state helper forwards',
  ],
  [
    '12: what a helper imports was renamed',
    BASE.replace('PRICE)', 'f(1))').replace('import os', 'from django.utils.encoding import force_text as f'),
    BASE.replace('PRICE)', 'f(1))').replace('import os', 'from django.utils.encoding import force_str as f'),
    'state force_text is force_str now',
  ],
  [
    'a validator of the module',
    migration(ADD, 'def is_cost(x): pass\n'),
    migration(ADD, 'def is_cost(x): check(x)\n'),
    'state helper is_cost',
  ],
])('no database sees: %s', check);

test.for<Case>([
  ['11: the code', BASE, BASE.replace('objects.update', 'objects.all().update'), 'behaviour helper forwards'],
  ['11: a constant that it uses', BASE, BASE.replace('PRICE = 1', 'PRICE = 2'), 'behaviour helper PRICE'],
  [
    '11: a helper that it uses',
    helped(HEAD.replace('PRICE)', 'undo())')),
    helped(HEAD.replace('PRICE)', 'undo())').replace('pass', 'return 1')),
    'behaviour helper undo',
  ],
  [
    '11: code that does nothing any more',
    BASE,
    helped(HEAD.replace(CODE, '    pass\n')),
    'behaviour helper forwards',
  ],
  [
    '11: code that is gone',
    BASE,
    helped(HEAD.replace(FORWARDS, ''), RUN),
    'behaviour helper forwards is gone',
  ],
  [
    'code and step',
    BASE,
    helped(HEAD.replace('forwards', 'others'), RUN.replace('forwards', 'others')),
    'behaviour helper others is new',
    'behaviour RunPython others: code',
    'behaviour helper forwards is gone',
  ],
  [
    'a default of the module',
    migration(ADD, 'def cost(): return 1\n'),
    migration(ADD, 'def cost(): return 2\n'),
    'behaviour helper cost',
  ],
  [
    'code of the class',
    helped('', 'migrations.RunPython(f)', '    def f(apps, editor):\n        a()\n'),
    helped('', 'migrations.RunPython(f)', '    def f(apps, editor):\n        b()\n'),
    'behaviour method f',
  ],
  [
    'a method that Django calls',
    BASE,
    helped(HEAD, RUN, '    def apply(self):\n        undo()\n'),
    'behaviour helper undo',
  ]
    .slice(0, 3)
    .concat('behaviour method apply is new') as unknown as Case,
  [
    'code that runs on import',
    BASE,
    helped(`${HEAD}\nregister()\n`),
    'behaviour the code of the module is new',
  ],
  [
    'a base class of the project',
    BASE,
    BASE.replace('(migrations.Migration)', '(fill.Migration)'),
    'behaviour the base class of Migration',
  ],
  [
    '46: computed operations',
    migration('*make("a")'),
    migration('*make("b")'),
    'behaviour what it does cannot be told',
  ],
  [
    '46: operations that are changed later',
    migration(RUN, '', 'Migration.operations.append(a)'),
    migration(`${RUN}, ${RUN}`, '', 'Migration.operations.append(a)'),
    'behaviour what it does cannot be told',
  ],
  [
    '47: another syntax error',
    migration('f("a"'),
    migration('f("b"'),
    'behaviour what it does cannot be told',
  ],
  [
    '47: a syntax error that is mended',
    migration('f("a"'),
    migration('f("a")'),
    'behaviour what it does cannot be told',
  ],
  [
    '47: Python 2',
    BASE.replace('PRICE)', 'PRICE)\n    print "a"'),
    BASE.replace('PRICE)', 'PRICE)\n    print("b")'),
    'behaviour helper forwards',
  ],
  [
    'another indentation',
    BASE.replace('pass', 'if a:\n        b()\n    c()').replace('PRICE)', 'undo())'),
    BASE.replace('pass', 'if a:\n        b()\n        c()').replace('PRICE)', 'undo())'),
    'behaviour helper undo',
  ],
  ['no migration any more', BASE, 'x = 1\n', 'behaviour what it does cannot be told'],
])('warns of %s', check);

test.for<Case>([
  [
    'a base class of the project',
    ...([BASE, helped(HEAD, `${RUN}, ${ADD}`)].map((text) =>
      text.replace('(migrations.Migration)', '(fill.Migration)'),
    ) as [string, string]),
    'schema AddField item.cost is new',
  ],
  [
    'a constant',
    helped('L = 1\n', "migrations.AddField('a', 'b', models.CharField(max_length=L))"),
    helped('L = 2\n', "migrations.AddField('a', 'b', models.CharField(max_length=L))"),
    'behaviour helper L',
    'schema AddField a.b: max_length',
  ],
  [
    'a list of the module',
    helped(`OPS = [${RUN}]\n${HEAD}`, '*OPS'),
    helped(`OPS = [${RUN}, ${ADD}]\n${HEAD}`, '*OPS'),
    'schema AddField item.cost is new',
    'state helper OPS',
  ],
])('databases never get: what is said with %s', check);
