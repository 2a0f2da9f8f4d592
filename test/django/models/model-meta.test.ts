import { expect, test } from 'vitest';
import { readModels, type Model } from '../../../src/django/models/models.ts';

const IMPORT = 'from django.db import models\n';
const last = (source: string): Model | undefined => readModels(IMPORT + source).models.at(-1);

/** A class with a Meta of these lines. */
const model = (header: string, ...lines: string[]): string =>
  `class ${header}:\n    class Meta:\n${lines.map((line) => `        ${line}\n`).join('')}`;

/** A class whose Meta is `class Meta(<bases>)`. */
const derived = (header: string, bases: string, line = 'pass'): string =>
  `class ${header}:\n    class Meta(${bases}):\n        ${line}\n`;

const BASE = model(
  'Base(models.Model)',
  'app_label = "shop"',
  'db_table = "base"',
  'managed = False',
  'abstract = True',
);

/** What is found of the last model, values only. */
const said = (source: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(last(source)?.meta ?? {})
      .filter(([, given]) => given !== undefined)
      .map(([name, given]) => [name, typeof given === 'object' ? given.value : given]),
  );

const INHERITED = { appLabel: 'shop', dbTable: 'base', managed: false };
const UNKNOWN = { inherited: 'unknown' };

// Expected is what Django 5.2 has in `_meta` of the last class, wherever it is not unknown.
test.for([
  ['a Meta of another module', derived('A(models.Model)', 'other.Base.Meta'), UNKNOWN],
  ['a Meta that is computed', derived('A(models.Model)', 'make()'), UNKNOWN],
  ['an imported base without a Meta here', 'from core import Base\nclass A(Base):\n    pass\n', UNKNOWN],
  ['an imported base first', `from core import Mixin\n${BASE}class A(Mixin, Base):\n    pass\n`, UNKNOWN],
  ['a metaclass of its own', 'class A(models.Model, metaclass=M):\n    pass\n', UNKNOWN],
  [
    'a base that may be abstract',
    `from core import X\n${model('B(X)', 'db_table = "b"')}class A(B):\n    pass\n`,
    UNKNOWN,
  ],
  [
    'abstract on a condition',
    `${model('B(models.Model)', 'db_table = "b"', 'abstract = X')}class A(B):\n    pass\n`,
    UNKNOWN,
  ],
  [
    'an unknown parent before one that is known',
    BASE + derived('A(Base)', 'other.Meta, Base.Meta'),
    { appLabel: 'unknown', dbTable: 'unknown', managed: 'unknown', abstract: 'unknown', ...UNKNOWN },
  ],
  [
    'an unknown parent after one that is known',
    BASE + derived('A(Base)', 'Base.Meta, other.Meta'),
    { ...INHERITED, ...UNKNOWN },
  ],
  [
    'two that inherit, of which one overrides',
    `${BASE}${derived('B(Base)', 'Base.Meta', 'abstract = True')}${derived('C(Base)', 'Base.Meta', 'abstract = True; db_table = "c"')}${derived('A(B, C)', 'B.Meta, C.Meta')}`,
    { appLabel: 'shop', dbTable: 'unknown', managed: false },
  ],
  ['a Meta that is assigned', `${BASE}class A(Base):\n    Meta = Base.Meta\n`, 'lost'],
  [
    'a Meta on a condition',
    `class A(models.Model):\n    if X:\n        class Meta:\n            db_table = "a"\n`,
    'lost',
  ],
  [
    'a Meta that is changed from outside',
    `${model('A(models.Model)', 'db_table = "a"')}A._meta.db_table = "b"\n`,
    'lost',
  ],
  ['setattr', `${model('A(models.Model)', 'db_table = "a"')}setattr(A._meta, "db_table", "b")\n`, 'lost'],
] as const)('unknown: %s', ([, source, expected]) => {
  const all = {
    appLabel: 'unknown',
    dbTable: 'unknown',
    managed: 'unknown',
    abstract: 'unknown',
    proxy: 'unknown',
  };
  expect(said(source)).toEqual(expected === 'lost' ? { ...all, ...UNKNOWN } : expected);
});

test.for([
  ['a parent that is not abstract', `${model('B(models.Model)', 'db_table = "b"')}class A(B):\n    pass\n`],
  ['its own Meta, that inherits nothing', `${BASE}${model('A(Base)', 'ordering = []')}`],
  [
    "Django's own abstract models",
    `from django.contrib.auth.models import AbstractUser\n${derived('A(AbstractUser)', 'AbstractUser.Meta')}`,
  ],
  ['a plain class', 'class Mixin:\n    pass\nclass A(Mixin, models.Model):\n    pass\n'],
  ['a Meta with object', derived('A(models.Model)', 'object')],
  ['abstract itself', `${model('B(models.Model)', 'abstract = True')}class A(B):\n    pass\n`],
  ['abstract itself, by Meta', `${model('B(models.Model)', 'abstract = True')}${derived('A(B)', 'B.Meta')}`],
] as const)('nothing is inherited: %s', ([, source]) => {
  expect(said(source)).toEqual({});
});

test.for([
  ['from an abstract model', `${BASE}class A(Base):\n    pass\n`, INHERITED],
  ['by Meta', BASE + derived('A(Base)', 'Base.Meta'), INHERITED],
  [
    'by Meta, with something of its own',
    BASE + derived('A(Base)', 'Base.Meta', 'db_table = "a"'),
    { ...INHERITED, dbTable: 'a' },
  ],
  [
    'through an abstract model without a Meta',
    `${BASE}class B(Base):\n    pass\nclass A(B):\n    pass\n`,
    INHERITED,
  ],
  [
    'past a model that is not abstract',
    `${BASE}${model('B(Base)', 'app_label = "b"')}class A(B):\n    pass\n`,
    INHERITED,
  ],
  [
    'from the first of two',
    `${BASE}${model('B(models.Model)', 'db_table = "b"', 'abstract = True')}class A(B, Base):\n    pass\n`,
    { dbTable: 'b' },
  ],
  [
    'from a plain class',
    `class M:\n    db_table = "m"\n${derived('A(models.Model)', 'M')}`,
    { dbTable: 'm' },
  ],
  [
    'from a plain class, abstract included',
    `class M:\n    abstract = True\n${derived('A(models.Model)', 'M')}`,
    { abstract: true },
  ],
  [
    'from the Meta of a plain class',
    `${model('Mixin', 'db_table = "m"')}class A(Mixin, models.Model):\n    pass\n`,
    { dbTable: 'm' },
  ],
  [
    'from two by Meta',
    `${BASE}${model('B(models.Model)', 'proxy = False', 'managed = True', 'abstract = True')}${derived('A(B, Base)', 'B.Meta, Base.Meta')}`,
    { ...INHERITED, managed: true, proxy: false },
  ],
] as const)('inherited: %s', ([, source, expected]) => {
  expect(said(source)).toEqual(expected);
});

test('the place of what is inherited is in the parent', () => {
  expect(last(`${BASE}class A(Base):\n    pass\n`)?.meta.dbTable).toEqual({
    value: 'base',
    line: 5,
    column: 20,
  });
});
