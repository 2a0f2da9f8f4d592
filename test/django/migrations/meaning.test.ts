import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMigration } from '../../../src/django/migrations/migration.ts';
import {
  choices,
  type Choose,
  chooser,
  type Literal,
  literal,
  print,
  separated,
  space,
} from '../../python/literals.ts';

/** A call in a migration: `migrations.AddField(…)`, `models.CharField(…)`. */
interface Call {
  readonly module: 'migrations' | 'models';
  readonly name: string;
  readonly list: readonly Part[];
  readonly keywords: readonly (readonly [string, Part])[];
}

/** An argument: a literal, a call, a list of operations, a helper of the module by its number, or `RunPython.noop`. */
type Part = Literal | Call | { readonly operations: readonly Call[] } | { readonly helper: number | 'noop' };

/** A migration: what its helper functions write into the database, and its operations. */
interface Source {
  readonly helpers: readonly string[];
  readonly operations: readonly Call[];
}

const keywordsOf = (names: readonly string[], part: fc.Arbitrary<Part>): fc.Arbitrary<Call['keywords']> =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...names), part), { maxLength: 3, selector: ([name]) => name });

const field: fc.Arbitrary<Call> = fc.record({
  module: fc.constant('models' as const),
  name: fc.constantFrom('CharField', 'ForeignKey', 'IntegerField'),
  list: fc.array(literal, { maxLength: 1 }),
  keywords: keywordsOf(['to', 'default', 'max_length', 'choices'], literal),
});

const plain: fc.Arbitrary<Call> = fc.record({
  module: fc.constant('migrations' as const),
  name: fc.constantFrom('AddField', 'AlterField', 'CreateModel', 'RunSQL', 'AlterModelOptions'),
  list: fc.array(fc.oneof(literal, field), { maxLength: 3 }),
  keywords: keywordsOf(['name', 'field', 'options', 'preserve_default'], fc.oneof(literal, field)),
});

const helper = fc.record({ helper: fc.constantFrom(0, 1, 'noop' as const) });

const code: fc.Arbitrary<Call> = fc.record({
  module: fc.constant('migrations' as const),
  name: fc.constant('RunPython'),
  list: fc.tuple(helper),
  keywords: keywordsOf(['reverse_code', 'elidable'], helper),
});

const { operation } = fc.letrec<{ operation: Call }>((tie) => ({
  operation: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plain,
    code,
    fc.record({
      module: fc.constant('migrations' as const),
      name: fc.constant('SeparateDatabaseAndState'),
      list: fc.constant([]),
      keywords: keywordsOf(
        ['database_operations', 'state_operations'],
        fc.array(tie('operation'), { maxLength: 2 }).map((operations) => ({ operations })),
      ),
    }),
  ),
}));

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '#', 'é'), maxLength: 4 });

const migration: fc.Arbitrary<Source> = fc.record({
  helpers: fc.tuple(text, text),
  operations: fc.array(operation, { minLength: 1, maxLength: 3 }),
});

const CLASSES = 'CharField, CharField2, ForeignKey, ForeignKey2 as ForeignKey2, IntegerField, IntegerField2';

/** How a source may import its names, and what it then calls them. */
const IMPORTS = [
  [['from django.db import migrations, models'], 'migrations.', 'models.'],
  [['from django.db import models', 'from django.db import migrations'], 'migrations.', 'models.'],
  [
    ['import django.db.models', 'from django.db import (\n  migrations as m, # c\n)'],
    'm.',
    'django.db.models.',
  ],
  [['import os, django.db.models as x', 'import django.db.migrations as y'], 'y.', 'x.'],
  [
    [`from django.db.models import ${CLASSES}`, 'from django.db import migrations; import re'],
    'migrations.',
    '',
  ],
] as const;
type Names = (typeof IMPORTS)[number];

const printPart = (part: Part, names: Names, choose: Choose): string => {
  const [, migrations, models] = names;
  if ('operations' in part)
    return `[${separated(
      part.operations.map((each) => printPart(each, names, choose)),
      choose,
      ']',
    )}`;
  if ('helper' in part)
    return part.helper === 'noop' ? `${migrations}RunPython.noop` : `helper${part.helper}`;
  if ('kind' in part) return print(part, choose);
  const keywords = part.keywords.map(
    ([name, each]) => `${name}${space(choose)}=${printPart(each, names, choose)}`,
  );
  if (choose(2) === 0) keywords.reverse();
  const parts = [...part.list.map((each) => printPart(each, names, choose)), ...keywords];
  const call = `${part.module === 'models' ? models : migrations}${part.name}(${separated(parts, choose, ')')}`;
  return choose(4) === 0 ? `(${space(choose)}${call})` : call;
};

const docstring = (indent: string, choose: Choose): string =>
  ['', `${indent}"""Why."""\n`, `${indent}'one' "line"\n`, `${indent}u'''Two\nlines.'''\n\n`][choose(4)] ??
  '';

const gap = (choose: Choose): string =>
  ['', '\n', '# a comment: "\n', '   \n\n  # another\n'][choose(4)] ?? '';

const printHelper = (text: string, number: number, choose: Choose): string => {
  const indent = ['    ', '  ', '\t'][choose(3)] ?? ' ';
  const quote = ['"', "'", '"""', "u'"][choose(4)] ?? '"';
  const written = `${quote}${text}${quote.replace('u', '')}`;
  const comma = choose(2) === 0 ? ',' : '';
  return [
    `def helper${number}(apps, schema_editor${comma}):${choose(2) === 0 ? ' # c' : ''}\n`,
    docstring(indent, choose),
    gap(choose),
    `${indent}Item = apps.get_model(${choose(2) === 0 ? '"shop", "Item"' : "'shop',\n 'Item'"})\n`,
    gap(choose),
    `${indent}Item.objects.update(name=${written}${comma})\n`,
  ].join('');
};

const COOKIES = [
  '',
  '# -*- coding: utf-8 -*-\n',
  '#!/usr/bin/env python\n# vim: set fileencoding=utf-8 :\n',
  '\ufeff',
];

const printSource = ({ helpers, operations }: Source, choose: Choose): string => {
  const names = IMPORTS[choose(IMPORTS.length)] ?? IMPORTS[0];
  const [imports, migrations] = names;
  const lines = choose(2) === 0 ? imports : imports.toReversed();
  const list = separated(
    operations.map((each) => printPart(each, names, choose)),
    choose,
    ']',
  );
  const body = [
    choose(2) === 0 ? '    initial = True\n' : '',
    `    dependencies = [${choose(2) === 0 ? '("shop", "0001")' : "('shop','0001',),"}]\n`,
    `    operations = ${choose(3) === 0 ? `([${list})` : `[${list}`}\n`,
  ];
  const source = [
    COOKIES[choose(COOKIES.length)] ?? '',
    docstring('', choose),
    gap(choose),
    ...lines.map((line) => `${line}\n${gap(choose)}`),
    ...helpers.map((text, number) => printHelper(text, number, choose) + gap(choose)),
    `class Migration(${migrations}Migration):\n`,
    docstring('    ', choose),
    ...body.flatMap((line) => [gap(choose), line]),
    gap(choose),
  ].join('');
  const lineEnd = ['\n', '\r\n', '\r'][choose(3)] ?? '\n';
  return source.replaceAll(/\r\n?/g, '\n').replaceAll('\n', lineEnd);
};

const meaning = (value: Source, numbers: readonly number[]): string | undefined =>
  readMigration(printSource(value, chooser(numbers)))?.meaning;

const MARKER: Literal = { kind: 'string', value: 'changed by the test' };

/** The list with one element left out, written twice or changed, in every way. */
const changedList = <T>(list: readonly T[], change: (each: T) => readonly T[]): T[][] =>
  list.flatMap((each, at) => [
    list.toSpliced(at, 1),
    list.toSpliced(at, 0, each),
    ...change(each).map((other) => list.with(at, other)),
  ]);

const changedPart = (part: Part): Part[] => {
  if ('operations' in part)
    return changedList(part.operations, changedCall).map((operations) => ({ operations }));
  if ('helper' in part) return [MARKER, { helper: part.helper === 'noop' ? 0 : 'noop' }];
  return 'kind' in part ? [MARKER] : [MARKER, ...changedCall(part)];
};

const withList = (call: Call, list: Call['list']): Call => ({ ...call, list });
const withKeywords = (call: Call, keywords: Call['keywords']): Call => ({ ...call, keywords });

/** All calls that differ from `call` in one thing. */
const changedCall = (call: Call): Call[] => [
  { ...call, name: call.module === 'models' ? `${call.name}2` : 'AlterUniqueTogether' },
  withList(call, [...call.list, MARKER]),
  withKeywords(call, [...call.keywords, ['added', MARKER]]),
  ...changedList(call.list, changedPart).map((list) => withList(call, list)),
  ...call.keywords.flatMap(([name, part], at): Call[] => [
    withKeywords(call, call.keywords.toSpliced(at, 1)),
    withKeywords(call, call.keywords.with(at, ['renamed', part])),
    ...changedPart(part).map((other) => withKeywords(call, call.keywords.with(at, [name, other]))),
  ]),
];

const changedSource = ({ helpers, operations }: Source): Source[] => [
  ...helpers.map((_, at): Source => ({ helpers: helpers.with(at, 'changed by the test'), operations })),
  ...changedList(operations, changedCall).map((changed): Source => ({ helpers, operations: changed })),
];

test('a migration has one meaning, however it is written', () => {
  fc.assert(
    fc.property(migration, choices, choices, (value, first, second) => {
      expect(meaning(value, first)).toBeDefined();
      expect(meaning(value, first)).toBe(meaning(value, second));
    }),
    { numRuns: 1000 },
  );
});

test('any single change of a migration changes its meaning', () => {
  fc.assert(
    fc.property(migration, choices, choices, (value, first, second) => {
      const before = meaning(value, first);
      for (const other of changedSource(value)) expect(meaning(other, second)).not.toBe(before);
    }),
    { numRuns: 150 },
  );
});

test('two operations that change places change the meaning', () => {
  const other: Call = { module: 'migrations', name: 'RunSQL', list: [MARKER], keywords: [] };
  fc.assert(
    fc.property(migration, choices, choices, ({ helpers, operations }, first, second) => {
      const one = meaning({ helpers, operations: [other, ...operations] }, first);
      expect(one).not.toBe(meaning({ helpers, operations: [...operations, other] }, second));
    }),
    { numRuns: 300 },
  );
});
