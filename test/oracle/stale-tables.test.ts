import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { usualTable } from '../../src/django/tables/table-names.ts';
import { DJANGO_PYTHON, DJANGOS, IN_CI } from '../helpers/python.ts';
import { checked, follow, remedy } from '../helpers/remedies.ts';
import type { Repository } from '../helpers/repository.ts';
import { CREATE, SHOP, lying, migration, replacing } from '../helpers/said.ts';
import { applied, INTEGER, migrate, models, python, SETTINGS } from '../helpers/team-database.ts';

const skip = DJANGO_PYTHON === undefined && !IN_CI;

const NAMES = ['Item', 'UserProfile', 'HTTPLog', 'Äpfel', 'item_2', 'X'];
const ASK = `
import json, sys
from django.conf import settings
settings.configure(INSTALLED_APPS=[])
import django
django.setup()
from django.db import models
found = {}
for name in json.loads(sys.argv[1]):
    meta = type("Meta", (), {"app_label": "workspace_app"})
    body = {"Meta": meta, "__module__": "m", "tags": models.ManyToManyField("self")}
    model = type(name, (models.Model,), body)
    found[name] = [model._meta.db_table, model._meta.get_field("tags").m2m_db_table()]
print(json.dumps(found))
`;

test('there is a Django to ask', { skip }, () => {
  expect(DJANGO_PYTHON).toBeDefined();
});

test.for(DJANGOS)('Django $version: the tables that it names itself', ({ python }) => {
  const { stdout, stderr } = spawnSync(python, ['-W', 'ignore', '-c', ASK, JSON.stringify(NAMES)], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1' },
  });
  expect(stderr).toBe('');
  const ours = NAMES.map((model) => [
    model,
    [undefined, 'tags'].map((field) => usualTable('workspace_app', { model, field })),
  ]);
  expect(JSON.parse(stdout)).toEqual(Object.fromEntries(ours));
});

const PEERS = 'models.ManyToManyField("self")';
const FIELDS = { cost: INTEGER, note: INTEGER, peers: PEERS };
const PEERS_ADDED = `migrations.AddField("item", "peers", ${PEERS})`;

/** What SQL gives, of the database of the team; nothing for one that changes rows. */
function sql(made: Repository, statement: string): string {
  const program = `import sqlite3; c = sqlite3.connect("team.sqlite3"); print(c.execute("${statement}").fetchall()); c.commit()`;
  return python(made, `python -c '${program}'`).stdout.trim();
}

/** `shop` is `store`, its history is carried over, and its tables are pinned: a proper rename. */
function rename(made: Repository): void {
  const texts = { ...SHOP, '0004_peers': migration(['shop.0003_note'], PEERS_ADDED) };
  const pinned = CREATE.replace(/\)$/, ', options={"db_table": "shop_item"})');
  made.git('mv', 'shop', 'store');
  for (const [name, text] of Object.entries(texts)) {
    const moved = text.replaceAll('"shop"', '"store"').replace(CREATE, pinned);
    made.write({ [`store/migrations/${name}.py`]: `${moved.trimEnd()}\n    ${replacing(name)}\n` });
  }
  made.write({
    'settings.py': SETTINGS.replace('"shop"', '"store"'),
    'store/models.py': `${models(FIELDS)}\n    class Meta:\n        db_table = "shop_item"\n`,
  });
}

test('a pinned table, renamed in a release of its own: rows and many-to-many rows are kept', { skip }, () => {
  const made = applied();
  made.write({
    'shop/models.py': models(FIELDS),
    ...lying({ '0004_peers': migration(['shop.0003_note'], PEERS_ADDED) }),
  });
  expect(migrate(made).status).toBe(0);
  made.commit('peers');
  sql(made, 'INSERT INTO shop_item (id, cost, note) VALUES (1, 7, 8), (2, 9, 9)');
  sql(made, 'INSERT INTO shop_item_peers (from_item_id, to_item_id) VALUES (1, 2)');
  rename(made);
  made.git('add', '--all');
  const output = made.pyreset('check', '--verbose').output;
  expect(output).toContain('keeps the name of shop, a former label, on purpose');
  expect(migrate(made).output).toContain('No migrations to apply');
  made.commit('renamed');

  made.write({ 'store/models.py': models(FIELDS) });
  follow(made, remedy(output, 'or rename it in a release of its own'), (line) => {
    expect(python(made, line).output).toContain('Rename table for item to (default)');
  });
  expect(migrate(made).status).toBe(0);
  expect(sql(made, 'SELECT id, cost FROM store_item')).toBe('[(1, 7), (2, 9)]');
  expect(sql(made, 'SELECT from_item_id, to_item_id FROM store_item_peers')).toBe('[(1, 2)]');
  expect(python(made, 'python manage.py makemigrations --check --dry-run').status).toBe(0);
  expect(migrate(made, 'fresh').status).toBe(0);
  expect(checked(made)).not.toContain('stale-db-table');
});

test('the table of a many-to-many field, renamed so: its rows are kept', { skip }, () => {
  const made = applied();
  const pinned = PEERS.replace(')', ', db_table="store_item_peers")');
  made.write({
    'shop/models.py': models({ ...FIELDS, peers: pinned }),
    ...lying({ '0004_peers': migration(['shop.0003_note'], PEERS_ADDED.replace(PEERS, pinned)) }),
  });
  expect(migrate(made).status).toBe(0);
  sql(made, 'INSERT INTO store_item_peers (from_item_id, to_item_id) VALUES (1, 2)');
  made.write({ 'shop/models.py': models(FIELDS) });
  expect(python(made, 'python manage.py makemigrations shop').output).toContain('Alter field peers on item');
  expect(sql(made, 'INSERT INTO shop_item (id, cost, note) VALUES (1, 7, 8), (2, 9, 9)')).toBe('[]');
  expect(migrate(made).status).toBe(0);
  expect(sql(made, 'SELECT from_item_id, to_item_id FROM shop_item_peers')).toBe('[(1, 2)]');
});
