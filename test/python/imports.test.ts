import { expect, test } from 'vitest';
import { resolveName } from '../../src/python/imports.ts';
import { lastValue } from './read.ts';

const resolve = (source: string): string | undefined => {
  const { expression, scope } = lastValue(source);
  return resolveName(scope, expression);
};

test.for([
  ['from django.db import models\nmodels.CharField', 'django.db.models.CharField'],
  ['from django.db.models import CharField\nCharField', 'django.db.models.CharField'],
  ['from django.db.models import CharField as C\nC', 'django.db.models.CharField'],
  ['import django.db.models\ndjango.db.models.X', 'django.db.models.X'],
  ['import django.db.models as m\nm.X.y', 'django.db.models.X.y'],
  ['import a.b, a.c\na.c.X', 'a.c.X'],
  ['from . import y\ny', '.y'],
  ['from .pkg import y\ny.z', '.pkg.y.z'],
  ['from .. import y as z\nz', '..y'],
  ['from ...pkg.sub import y\ny', '...pkg.sub.y'],
  ['class A: pass\nA', 'A'],
  ['def f(): pass\nf.x', 'f.x'],
  ['from a import *\nB.c', 'B.c'],
  ['from a import *\nfrom b import C\nC', 'b.C'],
  ['from a import b\nB = b.C\nD = B\nD.e', 'a.b.C.e'],
  ['if x:\n  from a import b\nb', 'a.b'],
  ['try:\n  from a import b\nexcept E:\n  from a import b\nb', 'a.b'],
  ['if x: from a import *\nb', 'b'],
  ['(((b)))\nfrom a import b\n(b).c', 'a.b.c'],
  ['from a import b\nb.c()\nb.c', 'a.b.c'],
] as const)('%j is %s', ([source, expected]) => {
  expect(resolve(source)).toBe(expected);
});

test.for([
  ['a builtin or unknown name', 'list'],
  ['an attribute of an unknown name', 'a.b'],
  ['a call', 'from a import b\nb()'],
  ['an attribute of a call', 'from a import b\nb().c'],
  ['a subscript', 'from a import b\nb[0]'],
  ['a string', '"a"'],
  ['a name imported from two places', 'try:\n  from a import b\nexcept E:\n  from c import b\nb'],
  ['a name imported or None', 'try:\n  from a import b\nexcept E:\n  b = None\nb'],
  ['a name imported, then bound', 'from a import b\nb = c\nb'],
  ['a name imported, then a loop variable', 'from a import b\nfor b in c: pass\nb'],
  ['a name imported, then global', 'from a import b\ndef f():\n  global b\nb'],
  ['a name imported, then deleted', 'from a import b\ndel b\nb'],
  ['a class and an import', 'from a import b\nclass b: pass\nb'],
  ['a name bound to a call', 'from a import b\nc = b()\nc'],
  ['a name bound to itself', 'a = a\na'],
  ['a name bound to its own attribute', 'a = a.b\na'],
  ['a name bound in a circle', 'a = b\nb = a\na'],
  ['a name bound in a condition', 'from a import b\nif x: c = b\nc'],
  ['a name bound twice under a star import', 'from a import *\nb = 1\nb = 2\nb'],
  ['an operator', 'from a import b, c\nb | c'],
] as const)('%s stays unresolved', ([, source]) => {
  expect(resolve(source)).toBeUndefined();
});

test('imports inside functions bind nothing outside', () => {
  expect(resolve('def f():\n  from a import b\nb')).toBeUndefined();
});
