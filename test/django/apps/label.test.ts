import { expect, test } from 'vitest';
import { readRepository } from '../../../src/django/read-repository.ts';
import { sourcesOf, treeOf } from '../../helpers/tree.ts';

const IMPORT = 'from django.apps import AppConfig\n';
const config = (name: string, ...lines: string[]): string =>
  `class ${name}(AppConfig):\n    name = "shop"\n${lines.map((line) => `    ${line}\n`).join('')}`;

/** The label of an app that nothing installs, by what its apps.py says. */
const label = async (source: string | undefined): Promise<string | undefined> => {
  const files = {
    'shop/__init__.py': '',
    'shop/migrations/__init__.py': '',
    ...(source === undefined ? {} : { 'shop/apps.py': source }),
  };
  const { loose } = await readRepository(treeOf(files), sourcesOf(files));
  const app = loose[0]?.app;
  return app?.label === undefined ? undefined : `${app.label} (${app.labelFrom})`;
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
  ['a name that is computed', `${IMPORT}${config('S').replace('"shop"', '__package__')}`],
  ['no name at all', `${IMPORT}class S(AppConfig):\n    label = "store"\n`],
  [
    'two defaults, with which Django does not start',
    `${IMPORT}${config('A', 'default = True')}${config('B', 'default = True')}`,
  ],
])('unknown: %s', async ([, source]) => {
  expect(await label(source)).toBeUndefined();
});

test.for([
  [
    'store (AppConfig.label)',
    'what is imported for type checkers only',
    `${IMPORT}if TYPE_CHECKING is True:\n    from x import YConfig\nif typing.TYPE_CHECKING:\n    from x import ZConfig\n${config('S', 'label = "store"')}`,
  ],
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
    `${IMPORT}${config('A').replace('shop', 'project.apps.store')}`,
  ],
  ['store (AppConfig.label)', 'the label before the name', `${IMPORT}${config('A', 'label = "store"')}`],
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
  [
    'store (AppConfig.name)',
    'a constant',
    `${IMPORT}NAME = "store"\n${config('A').replace('"shop"', '"x." + NAME')}`,
  ],
  [
    'a (AppConfig.label)',
    'a name of the class',
    `${IMPORT}L = "module"\n${config('A', 'L = "a"', 'label = L')}`,
  ],
  [
    'store (AppConfig.name)',
    'other imports',
    `${IMPORT}from django.utils.translation import gettext_lazy as _\nfrom . import signals\n${config('A', 'verbose_name = _("Store")').replace('shop', 'store')}`,
  ],
] as const)('%s: %s', async ([expected, , source]) => {
  expect(await label(source)).toBe(expected);
});

test('an app at the top of the repository has no label', async () => {
  const files = { 'migrations/__init__.py': '', '__init__.py': '' };
  const { loose } = await readRepository(treeOf(files), sourcesOf(files));
  expect(loose.map(({ app, unknown }) => [app.label, unknown.length])).toEqual([[undefined, 1]]);
});
