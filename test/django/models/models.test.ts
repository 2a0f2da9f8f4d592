import { expect, test } from 'vitest';
import { readModels, type Model } from '../../../src/django/models/models.ts';

const IMPORT = 'from django.db import models\n';

/** The models of a source as `name:yes`, in the order written. */
const found = (source: string): string[] =>
  readModels(source).models.map(({ name, model }) => `${name}:${model}`);

/** The last model of a source that begins with the import of models. */
const last = (source: string): Model | undefined => readModels(IMPORT + source).models.at(-1);

test.for([
  ['no bases', 'class A:\n    pass\n'],
  ['empty bases', 'class A():\n    pass\n'],
  ['object', 'class A(object):\n    pass\n'],
  ['an exception', 'class A(ValueError):\n    pass\n'],
  ['an enum', 'import enum\nclass A(str, enum.Enum):\n    X = 1\n'],
  ['choices', 'class A(models.TextChoices):\n    X = "x"\n'],
  ['a manager', 'class A(models.Manager):\n    pass\n'],
  ['a manager made of a queryset', 'class A(models.Manager.from_queryset(Q)):\n    pass\n'],
  ['a queryset', 'class A(models.QuerySet):\n    pass\n'],
  ['a manager with a mixin', 'from core import Mixin\nclass A(Mixin, models.Manager):\n    pass\n'],
  ['a field', 'class A(models.CharField):\n    pass\n'],
  [
    "Django's own manager",
    'from django.contrib.auth.models import UserManager\nclass A(UserManager):\n    pass\n',
  ],
  ['a form', 'from django import forms\nclass A(forms.ModelForm):\n    pass\n'],
  [
    'a serializer',
    'from rest_framework import serializers\nclass A(serializers.ModelSerializer):\n    pass\n',
  ],
  ['a class on a plain class', 'class A:\n    pass\nclass B(A):\n    pass\n'],
  ['a generic class', 'from typing import Generic\nclass A(Generic[T]):\n    pass\n'],
  ['a data class', 'from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\n'],
  ['a model in a function', 'def f():\n    class A(models.Model):\n        pass\n'],
  ['a model in a string', '"""\nclass A(models.Model):\n    pass\n"""\n'],
] as const)('no model: %s', ([, source]) => {
  expect(found(IMPORT + source)).toEqual([]);
});

test.for([
  ['a base of another module', 'from core.models import Base\nclass A(Base):\n    pass\n'],
  ['a relative base', 'from . import base\nclass A(base.Base):\n    pass\n'],
  ['a star import', 'from django.db.models import *\nclass A(Model):\n    pass\n'],
  ['a base that is computed', 'class A(make()):\n    pass\n'],
  ['a name bound nowhere', 'class A(Base):\n    pass\n'],
  [
    'a base that is one of two',
    'try:\n    from x import B\nexcept ImportError:\n    B = object\nclass A(B):\n    pass\n',
  ],
  [
    'authtoken of a package that has plain classes otherwise',
    'from rest_framework.authtoken.models import Token\nclass A(Token):\n    pass\n',
  ],
] as const)('perhaps a model: %s', ([, source]) => {
  expect(found(source)).toEqual(['A:maybe']);
});

test.for([
  ['models.Model', `${IMPORT}class A(models.Model):\n    pass\n`],
  ['an alias', 'from django.db import models as m\nclass A(m.Model):\n    pass\n'],
  ['the name alone', 'from django.db.models import Model as M\nclass A(M):\n    pass\n'],
  ['the whole name', 'import django.db.models\nclass A(django.db.models.Model):\n    pass\n'],
  ['where it is defined', 'from django.db.models.base import Model\nclass A(Model):\n    pass\n'],
  ['GeoDjango', 'from django.contrib.gis.db import models\nclass A(models.Model):\n    pass\n'],
  [
    'an abstract user',
    'from django.contrib.auth.models import AbstractUser\nclass A(AbstractUser):\n    pass\n',
  ],
  [
    'the user model',
    'from django.contrib.auth import get_user_model\nclass A(get_user_model()):\n    pass\n',
  ],
  ['a name for the base', `${IMPORT}Base = models.Model\nclass A(Base):\n    pass\n`],
  ['a plain base beside it', `${IMPORT}from core import Mixin\nclass A(Mixin, models.Model):\n    pass\n`],
  ['six', `${IMPORT}import six\nclass A(six.with_metaclass(Meta, models.Model)):\n    pass\n`],
] as const)('a model: %s', ([, source]) => {
  expect(found(source)).toEqual(['A:yes']);
});

test('models of the module make models, conditional ones are marked', () => {
  const source = `${IMPORT}class A(models.Model):\n    pass\nclass B(A):\n    pass\nif X:\n    class C(B):\n        pass\nelse:\n    class D(B):\n        pass\n`;
  const { models } = readModels(source);
  expect(models.map(({ name, line, column, conditional }) => [name, line, column, conditional])).toEqual([
    ['A', 2, 1, false],
    ['B', 4, 1, false],
    ['C', 7, 5, true],
    ['D', 10, 5, true],
  ]);
  expect(models[1]?.bases).toEqual(['A']);
});

test('bases are dotted names, or undefined', () => {
  const source = 'from .base import B\nclass A(B, models.Model, make(), core.X, G[int]):\n    pass\n';
  expect(last(source)?.bases).toEqual(['.base.B', 'django.db.models.Model', undefined, undefined, undefined]);
});

const meta = (...lines: string[]): string =>
  `    class Meta:\n${lines.map((line) => `        ${line}\n`).join('')}`;
const A = 'class A(models.Model):\n';

test.for([
  ['a call', 'db_table = table()'],
  ['an f-string', 'db_table = f"{PREFIX}_post"'],
  ['a name bound nowhere', 'db_table = TABLE'],
  ['bound twice', 'db_table = "a"\ndb_table = "b"'],
  ['a condition', 'if X:\n    db_table = "a"'],
  ['no string', 'db_table = 1'],
  ['a name that is changed', 'from x import db_table'],
] as const)('a table stays unknown: %s', ([, line]) => {
  expect(last(A + meta(...line.split('\n')))?.meta.dbTable).toBe('unknown');
});

test.for([
  ['no Meta', `${A}    pass\n`],
  ['an empty Meta', A + meta('pass')],
  ['another attribute', A + meta('ordering = ["x"]')],
  ['an annotation without a value', A + meta('db_table: str')],
  ['a Meta in another class', `${A}    class Other:\n        db_table = "x"\n`],
  ['a table of the model, not of Meta', `${A}    db_table = "x"\n`],
] as const)('a table is not given: %s', ([, source]) => {
  const { dbTable, inherited } = last(source)?.meta ?? {};
  expect([dbTable, inherited]).toEqual([undefined, undefined]);
});

test('all that Meta says, with places', () => {
  const lines = [
    'app_label = "shop"',
    'db_table = u"x" "y"',
    'managed = False',
    'abstract = True',
    'proxy: bool = False',
  ];
  expect(last(A + meta(...lines))?.meta).toEqual({
    appLabel: { value: 'shop', line: 4, column: 21 },
    dbTable: { value: 'xy', line: 5, column: 20 },
    managed: { value: false, line: 6, column: 19 },
    abstract: { value: true, line: 7, column: 20 },
    proxy: { value: false, line: 8, column: 23 },
    inherited: undefined,
  });
});

test.for([
  ['a constant of the module', `PREFIX = "blog"\n${A}${meta('db_table = PREFIX + "_post"')}`, 'blog_post'],
  [
    'a constant of Meta, not of the model',
    `T = "a"\n${A}    T = "b"\n${meta('T = "c"', 'db_table = T')}`,
    'c',
  ],
  ['the module rather than the class around', `T = "a"\n${A}    T = "b"\n${meta('db_table = T')}`, 'a'],
] as const)('a table is known: %s', ([, source, value]) => {
  expect(last(source)?.meta.dbTable).toMatchObject({ value });
});

test.for([
  ['ForeignKey("blog.Post", models.CASCADE)', 'blog.Post'],
  ['ForeignKey(to="self", on_delete=models.CASCADE)', 'self'],
  ['OneToOneField("Post", models.CASCADE)', 'Post'],
  ['ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)', { setting: 'AUTH_USER_MODEL' }],
  ['ForeignKey(User, models.CASCADE)', { setting: 'AUTH_USER_MODEL' }],
  ['ForeignKey(getattr(settings, "AUTH_USER_MODEL", "auth.User"))', { setting: 'AUTH_USER_MODEL' }],
  ['ForeignKey(Other, models.CASCADE)', { name: 'core.models.Other' }],
  ['ForeignKey(APP + ".Post", models.CASCADE)', 'blog.Post'],
  ['ForeignKey(f"{APP}.Post", models.CASCADE)', 'unknown'],
  ['ForeignKey(getattr(settings, "OTHER", "x.Y"))', 'unknown'],
  ['ForeignKey(*args)', 'unknown'],
  ['ForeignKey(**options)', 'unknown'],
  ['ForeignKey(on_delete=models.CASCADE)', undefined],
] as const)('models.%s', ([call, expected]) => {
  const head =
    'from django.conf import settings\nfrom django.contrib.auth import get_user_model\nfrom core.models import Other\nUser = get_user_model()\nAPP = "blog"\n';
  const [relation] = last(`${head}${A}    f = models.${call}\n`)?.relations ?? [];
  const to = relation?.to;
  expect(typeof to === 'object' ? to.value : to).toEqual(expected);
  expect(relation).toMatchObject({ field: 'f', line: 8, column: 5, conditional: false, dbTable: undefined });
});

test.for([
  [
    'a table',
    'ManyToManyField("Tag", db_table="x_tags")',
    { dbTable: { value: 'x_tags', line: 3, column: 51 } },
  ],
  ['an unknown table', 'ManyToManyField("Tag", db_table=table())', { dbTable: 'unknown' }],
  ['no table', 'ManyToManyField("Tag", db_table=None)', { dbTable: undefined, through: undefined }],
  ['a hidden table', 'ManyToManyField("Tag", **options)', { dbTable: 'unknown', through: 'unknown' }],
  [
    'a model between',
    'ManyToManyField("Tag", through="shop.Tagged")',
    { through: { value: 'shop.Tagged', line: 3, column: 50 } },
  ],
  ['a class between', 'ManyToManyField("Tag", through=Tagged)', { through: 'unknown' }],
] as const)('many to many: %s', ([, call, expected]) => {
  expect(last(`${A}    tags = models.${call}\n`)?.relations).toMatchObject([expected]);
});

test('relations under a condition, and those that are none', () => {
  const body =
    '    if X:\n        a = models.ForeignKey("x.Y", 1)\n    b = GenericForeignKey("c", "d")\n    c = ForeignKey("x.Y")\n    d = models.CharField()\n';
  const head =
    'from django.contrib.contenttypes.fields import GenericForeignKey\nfrom mptt.models import TreeForeignKey\n';
  const { relations = [] } = last(`${head}${A}${body}    e = TreeForeignKey("self")\n`) ?? {};
  expect(relations.map(({ field, type, conditional }) => [field, type, conditional])).toEqual([
    ['a', 'django.db.models.ForeignKey', true],
    ['e', 'mptt.models.TreeForeignKey', false],
  ]);
});
