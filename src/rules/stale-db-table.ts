import { subjectOf, tableLeftBehind, tablePinned } from '../advice/stale-table.ts';
import { pathText } from '../path.ts';
import { defineRule } from '../rule.ts';

const models = (meta: string): string => `from django.db import models

class Item(models.Model):
    class Meta:
        ${meta}
`;

const site = (app: string): Record<string, string> => ({
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n',
  'mysite/settings.py': `INSTALLED_APPS = ["${app}"]\n`,
});

const BEFORE = { ...site('shop'), 'shop/models.py': models('db_table = "shop_item"') };

const CONFIG = `from django.apps import AppConfig

class StoreConfig(AppConfig):
    name = "store"
    label = "shop"
`;

export default defineRule({
  name: 'stale-db-table',
  summary: 'a table is still named after a former label of its app',
  why:
    'Nothing in Django compares db_table with the label of the app. After a rename the tables lie under two names: ' +
    'dumps, reports, permissions for the database and colleagues look for one of them, and an app that gets the old ' +
    'label again wants the table for itself. Where the name is kept on purpose, to leave the rows where they are, it is right.',
  severity: 'warning',
  lineBound: true,
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/ref/models/options/#db-table',
  bad: { before: BEFORE, after: { ...site('store'), 'store/models.py': models('db_table = "shop_item"') } },
  good: {
    before: BEFORE,
    after: {
      ...site('store'),
      'store/apps.py': CONFIG,
      'store/models.py': models('db_table = "shop_item"'),
    },
  },

  *check({ tables }, { formerApps }) {
    for (const { claimed, prefixes, former: once, isPinned } of tables) {
      const { path, line, column, label, table } = claimed;
      const known = formerApps.get(label) ?? [];
      const former = prefixes.find((prefix) => once.has(prefix) || known.includes(prefix));
      if (former === undefined) continue;
      yield {
        path,
        line,
        column,
        subject: subjectOf(claimed),
        ...(isPinned ? tablePinned(claimed, former) : tableLeftBehind(claimed, former)),
        ...(isPinned ? { atMost: 'info' as const } : {}),
        data: { label, table, formerLabel: former, path: pathText(path) },
      };
    }
  },
});
