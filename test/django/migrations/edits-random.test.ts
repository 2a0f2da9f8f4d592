import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { editsOf } from '../../../src/django/migrations/edits/edits.ts';
import {
  choices,
  type Choose,
  chooser,
  type Literal,
  literal,
  print,
  separated,
} from '../../python/literals.ts';

interface Field {
  readonly name: string;
  readonly type: string;
  readonly keywords: readonly (readonly [string, Literal])[];
}

/** A migration: fields of a model that is created, fields that are added to another, what code writes. */
interface Source {
  readonly created: readonly Field[];
  readonly added: readonly Field[];
  readonly code: string;
}

const fields = (maxLength: number): fc.Arbitrary<Field[]> =>
  fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      type: fc.constantFrom('CharField', 'IntegerField', 'FileField'),
      keywords: fc.uniqueArray(
        fc.tuple(fc.constantFrom('default', 'help_text', 'max_length', 'null'), literal),
        { maxLength: 3, selector: ([name]) => name },
      ),
    }),
    { maxLength, selector: ({ name }) => name },
  );

const source: fc.Arbitrary<Source> = fc.record({
  created: fields(3),
  added: fields(2),
  code: fc.string({ unit: fc.constantFrom('a', ' ', '#', 'é'), maxLength: 4 }),
});

const LOCAL = 'CharField, FileField, IntegerField';

const IMPORTS = [
  ['from django.db import migrations, models', 'migrations.', 'models.'],
  ['import django.db.models.fields.files\nimport django.db.migrations as m', 'm.', 'django.db.models.'],
  [`from django.db.models import (${LOCAL})\nfrom django.db import migrations`, 'migrations.', ''],
  ['from django.contrib.gis.db import models\nfrom django.db import migrations', 'migrations.', 'models.'],
] as const;

const call = (name: string, parts: readonly string[], choose: Choose): string =>
  `${name}(${separated(parts, choose, ')')}`;

function printField({ type, keywords }: Field, models: string, choose: Choose): string {
  const parts = keywords.map(([name, value]) => `${name}=${print(value, choose)}`);
  return call(models + type, choose(2) === 0 ? parts : parts.toReversed(), choose);
}

function printSource({ created, added, code }: Source, choose: Choose): string {
  const [imports, migrations, models] = IMPORTS[choose(IMPORTS.length)] ?? IMPORTS[0];
  const quote = ['"', "'", '"""'][choose(3)] ?? '"';
  const list = created.map((field) => `('${field.name}', ${printField(field, models, choose)})`);
  const add = (field: Field): string => {
    const name = choose(2) === 0 ? `"${field.name}"` : `name='${field.name}'`;
    const model = choose(2) === 0 ? 'tag' : 'Tag';
    const parts = [`model_name="${model}"`, name, `field=${printField(field, models, choose)}`];
    const positions = [`"${model}"`, `'${field.name}'`, printField(field, models, choose)];
    return call(`${migrations}AddField`, name.startsWith('n') ? parts : positions, choose);
  };
  const operations = [
    call(`${migrations}CreateModel`, ['"Item"', `fields=[${separated(list, choose, ']')}`], choose),
    ...added.map(add),
    call(`${migrations}RunPython`, [choose(2) === 0 ? 'forwards' : 'code=forwards'], choose),
  ];
  const text = [
    choose(2) === 0 ? '"""Why."""\n' : '# why\n',
    `${imports}\n\n`,
    `def forwards(apps, editor):\n${['    ', '\t'][choose(2)]}write(${quote}${code}${quote})${choose(2) === 0 ? '  # c' : ''}\n`,
    `class Migration(${migrations}Migration):\n`,
    `    operations = [${separated(operations, choose, ']')}\n`,
  ].join('');
  return text.replaceAll(/\r\n?/g, '\n').replaceAll('\n', ['\n', '\r\n', '\r'][choose(3)] ?? '\n');
}

const NOTE: Field = { name: 'note', type: 'CharField', keywords: [] };

test('formatting is no edit', () => {
  fc.assert(
    fc.property(source, choices, choices, (value, first, second) => {
      expect(editsOf(printSource(value, chooser(first)), printSource(value, chooser(second)))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('a field that comes or goes is one of the schema, wherever it is', () => {
  fc.assert(
    fc.property(source, choices, choices, (value, first, second) => {
      const before = printSource(value, chooser(first));
      for (const other of [
        { ...value, created: [NOTE, ...value.created] },
        { ...value, added: [...value.added, NOTE] },
      ]) {
        const after = printSource(other, chooser(second));
        expect(editsOf(before, after).map(({ weight }) => weight)).toEqual(['schema']);
        expect(editsOf(after, before).map(({ weight }) => weight)).toEqual(['schema']);
      }
    }),
    { numRuns: 100 },
  );
});

test('a field that is added to the model that is created may as well be created with it', () => {
  fc.assert(
    fc.property(source, choices, choices, ({ created, code }, first, second) => {
      const one = printSource({ created, added: [], code }, chooser(first));
      const [field, ...others] = created.toReversed();
      const more = field ? [field] : [];
      const other = printSource({ created: others.toReversed(), added: more, code }, chooser(second));
      const weights = editsOf(one, other.replaceAll(/(["'])tag\1/gi, '"item"')).map(({ weight }) => weight);
      expect(weights).toEqual(field ? ['state'] : []);
    }),
    { numRuns: 100 },
  );
});

test('any other code is a warning', () => {
  fc.assert(
    fc.property(source, choices, choices, (value, first, second) => {
      const after = printSource({ ...value, code: 'other' }, chooser(second));
      expect(editsOf(printSource(value, chooser(first)), after)).toMatchObject([
        { weight: 'behaviour', what: 'helper forwards' },
      ]);
    }),
    { numRuns: 100 },
  );
});

const deep = (open: string, depth: number, close: string): string =>
  `${open.repeat(depth)}x${close.repeat(depth)}`;
const many = (text: (index: number) => string, count: number): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(',\n');

const ROOT = 'from django.db import migrations, models\nimport django.contrib.postgres.fields as p\n';
const module = (operations: string, head = ''): string =>
  `${ROOT}${head}\nclass Migration(migrations.Migration):\n    operations = [${operations}]\n`;
const field = (text: string): string => `migrations.AddField('a', 'b', ${text})`;

test.for([
  ['many fields', module(many((index) => `migrations.AddField('a', 'b${index}', F(c=1))`, 4000))],
  ['one field many times', module(many(() => "migrations.AddField('a', 'b', F(c=1))", 4000))],
  ['many steps', module(many((index) => `migrations.RunPython(f${index})`, 5000))],
  ['many steps that are alike', module(many(() => 'migrations.RunPython(lambda a, b: 1)', 4000))],
  ['one long string', module(`migrations.RunSQL("${'\\\\'.repeat(100_000)}")`)],
  ['one long name', module(field('a'.repeat(200_000)))],
  ['deep brackets', module(deep('[', 40_000, ']'))],
  ['fields in fields', module(field(deep('p.ArrayField(', 150, ')')))],
  ['operations in operations', module(deep('migrations.SeparateDatabaseAndState([', 150, '])'))],
  [
    'names for long names',
    module(
      many(() => field('F(a=L)'), 4000),
      `L = '${'x'.repeat(90_000)}'\n`,
    ),
  ],
  [
    'many helpers',
    module('', many((index) => `\ndef f${index}(): f${index + 1}()\n`, 5000).replaceAll(',\n', '\n')),
  ],
  ['one helper many times', module('', 'def f():\n    set([super(A, self), set([1])])\n'.repeat(3000))],
  ['a long line', module('', `x = ${'set([f([1]), '.repeat(100)}${'a.b, '.repeat(30_000)}\n`)],
  ['many quotes', module(field(`F(a=b${'"x" '.repeat(40_000)})`))],
  ['no end', module('(('.repeat(50_000))],
] as const)('takes its time, but no more: %s', { timeout: 20_000 }, ([, text]) => {
  const after = text.replace(/\n(?=class)/, '\nY = 1\n').replace(/\]\n$/, ', migrations.RunSQL("x")]\n');
  expect(editsOf(text, after).length).toBeGreaterThan(0);
  expect(editsOf(text, `# why\n${text}`)).toEqual([]);
});
