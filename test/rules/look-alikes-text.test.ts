import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import { COST, migration, shop, SHOP, SILENT, verdict, type Row } from '../helpers/verdict.ts';

/** A migration with a helper that opens with the old spelling of everything. */
const OLD = `# -*- coding: utf-8 -*-
from __future__ import unicode_literals

from django.db import migrations, models
import django.utils.timezone
import datetime


class Guard(object):
    def __init__(self):
        super(Guard, self).__init__()
        self.kinds = set(['a', 'b'])


def forwards(apps, schema_editor):
    Item = apps.get_model('shop', 'Item')
    Item.objects.filter(name=u'x').update(name=u'y')


class Migration(migrations.Migration):

    dependencies = [
        ('shop', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='item',
            name='cost',
            field=models.CharField(max_length=20, default=u'0', db_index=True),
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
`;

const BLACK = `# -*- coding: utf-8 -*-
from __future__ import unicode_literals

import datetime

import django.utils.timezone
from django.db import migrations, models


class Guard(object):
    def __init__(self):
        super(Guard, self).__init__()
        self.kinds = set(["a", "b"])


def forwards(apps, schema_editor):
    Item = apps.get_model("shop", "Item")
    Item.objects.filter(name="x").update(
        name="y",
    )


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="item", name="cost", field=models.CharField(max_length=20, default="0", db_index=True)
        ),
        migrations.RunPython(
            forwards,
            migrations.RunPython.noop,
        ),
    ]
`;

const MODERN = BLACK.replace('# -*- coding: utf-8 -*-\nfrom __future__ import unicode_literals\n\n', '')
  .replace('import datetime\n\nimport django.utils.timezone\n', '')
  .replace('Guard(object)', 'Guard')
  .replace('super(Guard, self)', 'super()')
  .replace('set(["a", "b"])', '{"a", "b"}');

const LICENCE = '# Copyright 2024 The Shop Authors. All rights reserved.\n# SPDX-License-Identifier: MIT\n\n';
const edited = (text: string): Files => shop({ ...SHOP, '0002_cost': text });

/** Of the text of a migration: before, and after. */
const TEXTS: readonly (readonly [name: string, before: string, after: string])[] = [
  ['4: black and isort', OLD, BLACK],
  ['4: black, taken back', BLACK, OLD],
  [
    '4: another line length',
    COST,
    COST.replace(/\(\n\s+model_name/, '(model_name').replace(/,\n\s+name/, ', name'),
  ],
  ['4: tabs for spaces', COST, COST.replaceAll('    ', '\t')],
  ['4: brackets and backslashes', OLD, OLD.replace("u'0', ", "(u'0'),\\\n            ")],
  [
    '4: keywords in another order',
    OLD,
    OLD.replace("max_length=20, default=u'0'", "default=u'0', max_length=20"),
  ],
  ['5: a licence header', COST, LICENCE + COST],
  [
    '5: the header of another Django',
    COST,
    COST.replace('Django 5.2 on 2024-05-01 09:00', 'Django 3.2.9 on 2021-12-01'),
  ],
  ['5: comments', COST, COST.replace('operations = [', '# not yet in use\n    operations = [  # one')],
  ['5: a docstring of the module', COST, `"""Adds what an item costs."""\n${COST}`],
  [
    '5: a docstring of the class',
    COST,
    COST.replace('Migration):\n', 'Migration):\n    """Adds what an item costs."""\n'),
  ],
  [
    '5: a docstring of a helper',
    OLD,
    OLD.replace('editor):\n', "editor):\n    '''Gives each its name.'''\n"),
  ],
  ['5: an encoding line goes', OLD, OLD.replace('# -*- coding: utf-8 -*-\n', '')],
  ['6: pyupgrade', OLD, MODERN],
  ['6: `from __future__` goes', OLD, OLD.replace('from __future__ import unicode_literals\n', '')],
  ['6: unused imports go', OLD, OLD.replace('import django.utils.timezone\nimport datetime\n', '')],
  ['6: an import comes', COST, COST.replace('from django', 'import django.db.models.deletion\nfrom django')],
  ['6: prefixes of Python 2 go', OLD, OLD.replaceAll("u'", "'")],
  ['6: prefixes of bytes', COST.replace('"cost"', 'b"cost"'), COST],
  ['6: set([…])', OLD, OLD.replace("set(['a', 'b'])", "{'a', 'b'}")],
  ['6: super()', OLD, OLD.replace('super(Guard, self)', 'super()')],
  ['7: CRLF', COST, COST.replaceAll('\n', '\r\n')],
  ['7: CR alone', COST, COST.replaceAll('\n', '\r')],
  ['7: no newline at the end, or several', COST, `${COST.trimEnd()}\n\n\n`],
  ['7: a byte order mark', COST, `\uFEFF${COST}`],
];

const rows = TEXTS.map(([name, before, after]): Row => [name, SILENT, edited(before), edited(after)]);

test.for(rows)('stays silent: %s', async ([, expected, before, after]) => {
  expect(after).not.toEqual(before);
  expect(await verdict(before, after)).toEqual(expected);
});

const PRINTS = OLD.replace('    Item =', "    print 'naming', \\\n        'items'\n    Item =");
const BROKEN = COST.replace('    ]\n', '    \n');
const dynamic = (list: string, attributes = ''): string =>
  COST.replace(/dependencies = \[[^\]]*\]/, `dependencies = ${list}`).replace(
    'Migration):\n',
    `Migration):\n${attributes}`,
  );
const WARNED = ['warning edited-migration shop.0002_cost'];

const UNREADABLE: readonly (readonly [
  name: string,
  verdict: readonly string[],
  before: string,
  after: string,
])[] = [
  ['46: dependencies are computed now', SILENT, COST, dynamic('get_dependencies()')],
  ['46: dependencies are computed no more', SILENT, dynamic('get_dependencies()'), COST],
  [
    '46: with one of another app, they are computed now',
    SILENT,
    dynamic('[("shop", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]'),
    dynamic('get_dependencies()'),
  ],
  ['46: they are computed otherwise', SILENT, dynamic('get_dependencies(1)'), dynamic('get_dependencies(2)')],
  [
    '46: a swappable user model',
    SILENT,
    dynamic('[("shop", "0001_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]'),
    dynamic('[migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("shop", "0001_initial")]'),
  ],
  [
    '46: a computed `replaces` comes',
    SILENT,
    COST,
    dynamic('[("shop", "0001_initial")]', '    replaces = names()\n'),
  ],
  [
    '46: a computed `run_before` comes',
    SILENT,
    COST,
    dynamic('[("shop", "0001_initial")]', '    run_before = names()\n'),
  ],
  [
    '46: computed operations change',
    WARNED,
    migration(['shop.0001_initial'], ['*steps(1)']),
    migration(['shop.0001_initial'], ['*steps(2)']),
  ],
  [
    '47: Python 2 is reformatted',
    SILENT,
    PRINTS,
    PRINTS.replace("'naming', \\\n        'items'", "'naming', 'items'  # done"),
  ],
  ['47: a print statement says something else', WARNED, PRINTS, PRINTS.replace('naming', 'renaming')],
  ['47: a syntax error comes', WARNED, COST, BROKEN],
  ['47: a syntax error goes', WARNED, BROKEN, COST],
  ['47: a syntax error is reformatted', SILENT, BROKEN, `# later\n${BROKEN.replaceAll('"', "'")}`],
  [
    '47: conflict marks: Django loads nothing, so what follows is refused',
    ['error dangling-dependency shop.0003_note'],
    COST,
    `<<<<<<< HEAD\n${COST}=======\n${COST}>>>>>>> theirs\n`,
  ],
];

test.for(UNREADABLE)('%s', async ([, expected, before, after]) => {
  expect(after).not.toBe(before);
  expect(await verdict(edited(before), edited(after))).toEqual(expected);
});

test('46: a computed `replaces` may name what is gone', async () => {
  const squash = COST.replace('    dependencies', '    replaces = names()\n    dependencies');
  const before = shop({ ...SHOP, '0001_squashed': squash });
  const after = shop({ '0001_squashed': squash, '0003_note': SHOP['0003_note']! });
  expect(await verdict(before, after)).toEqual(SILENT);
});
