import { expect, test } from 'vitest';
import type { Files } from '../../src/rule.ts';
import {
  addField,
  app,
  COST,
  createModel,
  INITIAL,
  migration,
  project,
  shop,
  SHOP,
  SILENT,
  verdict,
} from '../helpers/verdict.ts';

const JOB = `from kobo.apps.openrosa.apps.logger.models import XForm


def run():
    for xform in XForm.objects.iterator():
        xform.save()
`;
const ALEMBIC = `"""add cost

Revision ID: 1975ea83b712
"""
from alembic import op
import sqlalchemy as sa

revision = "1975ea83b712"
down_revision = None


def upgrade():
    op.add_column("item", sa.Column("cost", sa.Integer()))
`;
const CLICKHOUSE = `from infi.clickhouse_orm import migrations

from posthog.models.event.sql import EVENTS_TABLE_SQL

operations = [migrations.RunSQL(EVENTS_TABLE_SQL())]
`;
const ASYNC = `from posthog.async_migrations.definition import AsyncMigrationDefinition, AsyncMigrationOperation


class Migration(AsyncMigrationDefinition):
    depends_on = "0001_events"
    operations = [AsyncMigrationOperation(fn=lambda query: None)]
`;
const SOUTH = `# encoding: utf-8
import datetime
from south.db import db
from south.v2 import SchemaMigration
from django.db import models


class Migration(SchemaMigration):

    def forwards(self, orm):
        db.add_column('shop_item', 'cost', self.gf('django.db.models.fields.IntegerField')(default=0))

    models = {
        'shop.item': {'Meta': {'object_name': 'Item'}},
    }
`;
const DATA = `from django.db import migrations, models


def forwards(apps, schema_editor):
    apps.get_model("shop", "Item").objects.update(cost=1)
`;
const LFS =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';

/** Files that are no migrations: what becomes of them is nobody's business here. */
const OTHERS: readonly (readonly [name: string, path: string, text: string])[] = [
  ['35: a numbered job (kobo)', 'kobo/apps/long_running_migrations/jobs/0001_fix.py', JOB],
  ['35: a numbered job in a folder `migrations`', 'jobs/migrations/0001_fix.py', JOB],
  ['35: Alembic', 'alembic/versions/0002_cost.py', ALEMBIC],
  ['35: Alembic (Flask-Migrate)', 'migrations/versions/0002_cost.py', ALEMBIC],
  ['35: ClickHouse (posthog)', 'posthog/clickhouse/migrations/0002_events.py', CLICKHOUSE],
  ['35: asynchronous (posthog)', 'posthog/async_migrations/migrations/0002_events.py', ASYNC],
  ['35: South', 'shop/south_migrations/0004_more.py', SOUTH],
  ['35: South, in a folder `migrations`', 'old/migrations/0004_more.py', SOUTH],
  ['37: a helper that Django passes over', 'shop/migrations/_utils.py', DATA],
  ['37: one with a class Migration', 'shop/migrations/_base.py', COST],
  ['37: a back-up', 'shop/migrations/~0002_cost.py', COST],
  ['37: a data script beside', 'shop/migrations/0002_data.py', DATA],
  ['37: a helper without number', 'shop/migrations/helpers.py', DATA],
  ['37: a package of helpers', 'shop/migrations/operations/add.py', DATA],
  ['37: a migration in a package below', 'shop/migrations/archive/0001_old.py', COST],
  ['37: data of another kind', 'shop/migrations/0002_data.sql', 'UPDATE shop_item SET cost = 1;\n'],
  ['38: a fixture of tests', 'tests/testapp/migrations/0001_initial.py', INITIAL],
  ['38: of an app', 'shop/tests/migrations/0001_initial.py', INITIAL],
  ['38: below', 'shop/tests/apps/sold/migrations/0001_initial.py', INITIAL],
  ['38: an example', 'examples/demo/migrations/0001_initial.py', INITIAL],
  ['38: an app for tests', 'test_app/migrations/0001_initial.py', INITIAL],
  ['45: a pointer of git-lfs', 'shop/migrations/0004_data.py', LFS],
  ['45: a file that git-lfs keeps', 'shop/migrations/0004_data.bin', LFS],
];

const INIT = Object.fromEntries(['', 'migrations/'].map((folder) => [`shop/${folder}__init__.py`, '']));
const BASE = { ...shop(SHOP), 'mysite/__init__.py': '', ...INIT };

/** The shop with a file, whose folders are packages. */
function beside(path: string, text: string): Files {
  const parts = path.split('/').slice(0, -1);
  const packages = parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/__init__.py`);
  return { ...BASE, ...Object.fromEntries(packages.map((init) => [init, ''])), [path]: text };
}

test.for(OTHERS)('stays silent: %s', async ([, path, text]) => {
  const before = beside(path, text);
  const { [path]: _, ...without } = before;
  const renamed = path.replace(/\w+(\.\w+)$/, (name) => name.replace(/(\.\w+)$/, '_again$1'));
  const afters = {
    without,
    renamed: { ...without, [renamed]: text },
    edited: { ...without, [path]: `${text}# more\nONE = 1\n` },
  };
  for (const [what, after] of Object.entries(afters))
    expect([what, ...(await verdict(before, after))]).toEqual([what]);
  expect(await verdict(without, before)).toEqual(SILENT);
});

const FIX = migration(['shop.0003_note'], ['migrations.RunPython(forwards)'], {
  helpers:
    'def forwards(apps, schema_editor):\n    apps.get_model("shop", "Item").objects.filter(note="").update(note="-")\n\n',
});
const FIXED = { ...SHOP, fix_empty_data_in_lines: FIX };
const SUB = { ...SHOP, '0001_1_prices': migration(['shop.0001_initial'], [createModel('Price')]) };
const SUBS = { ...SUB, '0002_cost': COST.replace('0001_initial', '0001_1_prices') };
const REGENERATED = migration(
  ['shop.0002_cost'],
  [addField('remark', 'models.TextField(blank=True, default="")')],
);

const FIGURES: readonly (readonly [name: string, verdict: readonly string[], before: Files, after: Files])[] =
  [
    ['36: a migration without number comes', SILENT, SHOP, FIXED],
    ['36: it goes', ['error deleted-migration shop.fix_empty_data_in_lines'], FIXED, SHOP],
    [
      '36: it gets a number',
      ['error renamed-migration shop.fix_empty_data_in_lines'],
      FIXED,
      { ...SHOP, '0004_fix': FIX },
    ],
    [
      '36: its helper is edited',
      ['warning edited-migration shop.fix_empty_data_in_lines'],
      FIXED,
      { ...SHOP, fix_empty_data_in_lines: FIX.replace('"-"', '"?"') },
    ],
    [
      'a number in between (0001_1_x) is renamed',
      ['error renamed-migration shop.0001_1_prices'],
      SUBS,
      {
        ...SHOP,
        '0001_2_prices': SUB['0001_1_prices'],
        '0002_cost': COST.replace('0001_initial', '0001_2_prices'),
      },
    ],
    [
      '44: regenerated under another name: gone, not renamed',
      ['error deleted-migration shop.0003_note'],
      SHOP,
      { '0001_initial': INITIAL, '0002_cost': COST, '0003_item_remark': REGENERATED },
    ],
    [
      '44: all regenerated, as similar as git likes',
      ['error deleted-migration shop.0002_cost', 'error deleted-migration shop.0003_note'],
      SHOP,
      {
        '0001_initial': INITIAL,
        '0002_price': COST.replaceAll('cost', 'price'),
        '0003_remark': REGENERATED.replace('0002_cost', '0002_price'),
      },
    ],
    ['37: __init__.py gets code', SILENT, SHOP, SHOP],
  ];

test.for(FIGURES)('%s', async ([name, expected, before, after]) => {
  const code = name.startsWith('37') ? { 'shop/migrations/__init__.py': 'VERSION = 1\n' } : {};
  const packages = { 'shop/__init__.py': '', 'shop/migrations/__init__.py': '', 'mysite/__init__.py': '' };
  expect(await verdict({ ...shop(before), ...packages }, { ...shop(after), ...packages, ...code })).toEqual(
    expected,
  );
});

const TESTS = app('tests/testapp', { '0001_initial': INITIAL });
const DANGLING = app('tests/testapp', {
  '0001_initial': migration(['shop.0009_gone'], [createModel('Item')]),
});

test('38: only the graph of test apps is looked at', async () => {
  const before = project(['shop', 'tests.testapp'], { ...app('shop', SHOP), ...TESTS });
  const after = project(['shop', 'tests.testapp'], { ...app('shop', SHOP), ...DANGLING });
  expect(await verdict(before, after)).toEqual(['error dangling-dependency testapp.0001_initial']);
});
