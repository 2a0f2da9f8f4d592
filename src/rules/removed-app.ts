import { howToCompare, howToRemove } from '../advice/lost-migrations.ts';
import { publishedOn } from '../advice/words.ts';
import { isVendored } from '../django/example-apps.ts';
import { isRemoved, lossesByApp } from '../django/migrations/losses.ts';
import { pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { counted, visible } from '../show.ts';

const INITIAL = `from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("item", [("id", models.AutoField(primary_key=True))])]
`;

const DROP = `from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.DeleteModel("item")]
`;

const BLOG = { 'blog/migrations/0001_initial.py': INITIAL };
const SHOP = { 'shop/migrations/0001_initial.py': INITIAL, 'shop/models.py': 'class Item(Model): ...\n' };

export default defineRule({
  name: 'removed-app',
  summary: 'an app whose tables are in other databases is gone',
  why:
    'Removing an app does not drop its tables, and no migration can do so afterwards. They stay in every database, ' +
    'with their rows, their foreign keys to other tables, and the content types and permissions of the app.',
  severity: 'warning',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/ref/django-admin/#remove-stale-contenttypes',
  bad: { before: { ...BLOG, ...SHOP }, after: BLOG },
  good: {
    before: { ...BLOG, ...SHOP },
    after: { ...BLOG, ...SHOP, 'shop/models.py': '', 'shop/migrations/0002_drop.py': DROP },
  },

  *check(change) {
    for (const losses of lossesByApp(change)) {
      if (!isRemoved(losses, change)) continue;
      const { old, fate, published } = losses[0]!;
      const { label, path } = old;
      const isOutside = change.outside.has(label);
      const harm = isOutside ? 'it is installed from elsewhere now' : 'its tables stay in every database';
      const verb = fate.kind === 'gone' ? 'is removed' : 'is no longer installed';
      const lost = `its ${counted(losses.length, 'migration')}, ${publishedOn(published.base)}`;
      yield {
        path,
        line: 1,
        column: 1,
        subject: label,
        message: `app ${visible(label)} ${verb}, with ${lost}: ${harm}`,
        hint: isOutside ? howToCompare(label) : howToRemove(label),
        atMost: isOutside || isVendored(path) ? 'info' : 'warning',
        data: { label, path: pathText(path) },
      };
    }
  },
});
