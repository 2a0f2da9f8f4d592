import { expect, test } from 'vitest';
import { appLabel } from '../../src/django/label.ts';

const IMPORT = 'from django.apps import AppConfig\n';
const config = (name: string, ...lines: string[]): string =>
  `class ${name}(AppConfig):\n${lines.map((line) => `    ${line}\n`).join('')}`;

const label = (source: string | undefined): string | undefined => {
  const found = appLabel('shop', source);
  return found && `${found.label} (${found.from})`;
};

test.for([
  ['an imported AppConfig', `${IMPORT}from core.apps import CoreConfig\n${config('S', 'label = "store"')}`],
  ['an imported one under another name', `from core.apps import Shop as AppBase\n`],
  ['a base in another module', `from core import apps\nclass S(apps.BaseConfig):\n    label = "store"\n`],
  ['a base in a module imported whole', `import core.apps\nclass S(core.apps.Base):\n    label = "store"\n`],
  ['a star import', `from .configs import *\n`],
  ['a class under a condition', `${IMPORT}if X:\n    class S(AppConfig):\n        label = "store"\n`],
  [
    'an import under a condition',
    `${IMPORT}try:\n    from x import YConfig\nexcept ImportError:\n    pass\n`,
  ],
  ['an attribute set from outside', `${IMPORT}${config('S', 'label = "a"')}S.label = "b"\n`],
  ['a label that is computed', `${IMPORT}${config('S', 'name = "shop"', 'label = get()')}`],
  ['a name that is computed', `${IMPORT}${config('S', 'name = __package__')}`],
  ['no name at all', `${IMPORT}${config('S', 'verbose_name = "Shop"')}`],
  [
    'two defaults, with which Django does not start',
    `${IMPORT}${config('A', 'default = True')}${config('B', 'default = True')}`,
  ],
])('unknown: %s', ([, source]) => {
  expect(label(source)).toBeUndefined();
});

test.for([
  ['shop (directory)', 'no apps.py', undefined],
  ['shop (directory)', 'an empty apps.py', ''],
  ['shop (directory)', 'no AppConfig in it', 'class Helper:\n    label = "store"\n'],
  [
    'shop (directory)',
    'two without a mark',
    `${IMPORT}${config('A', 'label = "a"')}${config('B', 'label = "b"')}`,
  ],
  ['shop (directory)', 'one that is no default', `${IMPORT}${config('A', 'label = "a"', 'default = False')}`],
  [
    'shop (directory)',
    'default = False inherited',
    `${IMPORT}${config('A', 'default = False')}class B(A):\n    label = "b"\n`,
  ],
  [
    'store (AppConfig.name)',
    'the last part of the name',
    `${IMPORT}${config('A', 'name = "project.apps.store"')}`,
  ],
  [
    'store (AppConfig.label)',
    'the label before the name',
    `${IMPORT}${config('A', 'name = "x.y"', 'label = "store"')}`,
  ],
  [
    'b (AppConfig.label)',
    'the marked one of two',
    `${IMPORT}${config('A', 'label = "a"')}${config('B', 'label = "b"', 'default = True')}`,
  ],
  [
    'a (AppConfig.label)',
    'the only eligible one of two',
    `${IMPORT}${config('A', 'label = "a"')}${config('B', 'label = "b"', 'default = False')}`,
  ],
  [
    'store (AppConfig.label)',
    'a label inherited',
    `${IMPORT}${config('A', 'default = False', 'label = "store"')}class B(A):\n    default = True\n    name = "x.shop2"\n`,
  ],
  [
    'store (AppConfig.name)',
    'the module under another name',
    `import django.apps as d\nclass A(d.AppConfig):\n    name = "store"\n`,
  ],
  ['store (AppConfig.name)', 'a constant', `${IMPORT}NAME = "store"\n${config('A', 'name = "x." + NAME')}`],
  [
    'a (AppConfig.label)',
    'a name of the class',
    `${IMPORT}L = "module"\n${config('A', 'L = "a"', 'label = L')}`,
  ],
  [
    'store (AppConfig.name)',
    'other imports',
    `${IMPORT}from django.utils.translation import gettext_lazy as _\nfrom . import signals\n${config('A', 'name = "store"', 'verbose_name = _("Store")')}`,
  ],
] as const)('%s: %s', ([expected, , source]) => {
  expect(label(source)).toBe(expected);
});

test('an app without a folder name has no label but a written one', () => {
  expect(appLabel('', undefined)).toBeUndefined();
  expect(appLabel('', `${IMPORT}${config('A', 'name = "store"')}`)?.label).toBe('store');
});
