import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { OldLabel } from '../../src/django/labels/old-labels.ts';
import { staleReferences } from '../../src/django/labels/stale-references.ts';
import { pathFromText } from '../../src/path.ts';
import { DJANGOS, IN_CI } from '../helpers/python.ts';

/** What says the old label, and what Django raises where the label is another one. */
const REFERENCES = [
  ['python', 'apps.get_model("shop", "Item")', 'LookupError'],
  ['python', 'apps.get_model("shop.item")', 'LookupError'],
  ['python', 'apps.get_model(app_label="shop", model_name="item")', 'LookupError'],
  ['python', 'apps.get_app_config("shop")', 'LookupError'],
  ['python', 'apps.app_configs["shop"]', 'KeyError'],
  ['python', 'check(item=models.ForeignKey("shop.Item", models.CASCADE))', 'AssertionError'],
  ['python', 'check(item=models.ForeignKey(to="shop.item", on_delete=models.CASCADE))', 'AssertionError'],
  ['python', 'check(items=models.ManyToManyField("shop.Item"))', 'AssertionError'],
  ['python', 'with override_settings(AUTH_USER_MODEL="shop.Item"): get_user_model()', 'ImproperlyConfigured'],
  ['python', 'assert user.has_perm("shop.add_item")', 'AssertionError'],
  ['python', 'assert user.has_perm("shop.sell")', 'AssertionError'],
  ['python', 'assert user.has_module_perms("shop")', 'AssertionError'],
  ['python', 'ContentType.objects.get_by_natural_key("shop", "item")', 'DoesNotExist'],
  ['python', 'ContentType.objects.get(app_label="shop", model="item")', 'DoesNotExist'],
  ['python', 'Permission.objects.get(content_type__app_label="shop", codename="sell")', 'DoesNotExist'],
  ['python', 'call_command("sqlsequencereset", "shop", verbosity=0)', 'CommandError'],
  ['python', 'reverse("admin:shop_item_changelist")', 'NoReverseMatch'],
  ['template', "{% url 'admin:shop_item_add' %}", 'NoReverseMatch'],
  ['template', '{% if perms.shop.add_item %}yes{% endif %}', 'AssertionError'],
  ['template', '{% if perms.shop %}yes{% endif %}', 'AssertionError'],
  ['template', '{% if "shop.sell" in perms %}yes{% endif %}', 'AssertionError'],
  ['json', '[{"model": "shop.item", "pk": 1, "fields": {}}]', 'DeserializationError'],
  ['xml', '<django-objects><object model="shop.item" pk="1"/></django-objects>', 'DeserializationError'],
] as const;

/** What says no label of an app: it is fine as it is. */
const OTHERS = [
  ['python', 'import shop.models, importlib; importlib.import_module("shop.apps")'],
  ['python', 'assert apps.is_installed("shop")'],
  ['python', 'from django.utils.module_loading import import_string; import_string("shop.models.Item")'],
] as const;

const PATHS = { python: 'x.py', template: 'x.html', json: 'x.json', xml: 'x.xml' } as const;

const SHOP: OldLabel = {
  old: 'shop',
  now: ['store'],
  models: new Set(['item']),
  entries: new Map(),
  keyedIn: new Set(),
  wasNamespace: true,
};

const referencesIn = (kind: keyof typeof PATHS, text: string) =>
  staleReferences([SHOP], new Set(), [{ path: pathFromText(PATHS[kind]), line: 1, text }]);

/** The text as the finding says to write it. */
function rewritten(kind: keyof typeof PATHS, text: string): string {
  const [found] = referencesIn(kind, text);
  return found!.first.reduce((all, { text, now }) => all.replace(text, now!), text);
}

function asked(python: string, texts: readonly (readonly [kind: string, text: string])[]): (string | null)[] {
  const folder = mkdtempSync(join(tmpdir(), 'pyreset-references-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const script = join(import.meta.dirname, 'stale_references.py');
  const input = JSON.stringify(texts);
  const { stdout, stderr, status } = spawnSync(python, [script, folder], { input, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout) as (string | null)[];
}

test('there is a Django to ask', { skip: DJANGOS.length === 0 && !IN_CI }, () => {
  expect(DJANGOS.length).toBeGreaterThan(0);
});

test.for(DJANGOS)(
  'Django $version: what is stale fails, and does not as we say to write it',
  ({ python }) => {
    expect(REFERENCES.map(([kind, text]) => referencesIn(kind, text)[0]?.count)).toEqual(
      REFERENCES.map(() => 1),
    );
    expect(OTHERS.flatMap(([kind, text]) => referencesIn(kind, text))).toEqual([]);
    const stale = REFERENCES.map(([kind, text]) => [kind, text] as const);
    const fresh = REFERENCES.map(([kind, text]) => [kind, rewritten(kind, text)] as const);
    const answers = asked(python, [...stale, ...fresh, ...OTHERS]);
    expect(answers.slice(0, stale.length)).toEqual(REFERENCES.map(([, , error]) => error));
    expect(answers.slice(stale.length)).toEqual([...fresh, ...OTHERS].map(() => null));
  },
);
