import type { DuplicateLabel } from '../django/labels/duplicate-labels.ts';
import { pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const MANAGE = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\n';
const settings = (...apps: readonly string[]): string => `INSTALLED_APPS = ${JSON.stringify(apps)}\n`;
const config = (label: string): string => `from django.apps import AppConfig

class ShopConfig(AppConfig):
    name = "partners.shop"
    label = "${label}"
`;
const FILES = { 'manage.py': MANAGE, 'shop/models.py': '', 'partners/shop/models.py': '' };
const ONE = { ...FILES, 'mysite/settings.py': settings('shop') };
const BOTH = { ...FILES, 'mysite/settings.py': settings('shop', 'partners.shop') };

export default defineRule({
  name: 'duplicate-app-label',
  summary: 'two installed apps have one label',
  why:
    'Labels are how Django tells apps apart. With two of one label no command starts any more, for anybody who gets ' +
    'the commit: "Application labels aren\'t unique".',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.label',
  bad: { before: ONE, after: BOTH },
  good: { before: ONE, after: { ...BOTH, 'partners/shop/apps.py': config('partner_shop') } },

  *check({ duplicates }) {
    for (const duplicate of duplicates) {
      const { label, names, settings } = duplicate;
      const [first, second] = names.map((name) => visible(name ?? `django.contrib.${label}`));
      const fault =
        first === second
          ? `INSTALLED_APPS has ${second} twice`
          : `${first} and ${second} both have the label ${visible(label)}`;
      yield {
        path: settings,
        line: 1,
        column: 1,
        subject: label,
        message: `${fault}: Django does not start`,
        hint:
          first === second ? `take one of the two out of ${showPath(settings)}` : howToTellApart(duplicate),
        data: { label, names, path: pathText(settings) },
      };
    }
  },
});

/** The second one in INSTALLED_APPS is usually the newer one, whose tables nobody has yet. */
function howToTellApart({ names, folder }: DuplicateLabel): string {
  const [, second = ''] = names.map((name) => visible(name ?? ''));
  const place = folder === undefined ? '' : `; if that is ${second}, in ${showPath(folder)}/apps.py`;
  return [
    `give the newer of them a label of its own${place}:`,
    `    label = ${JSON.stringify(second.replaceAll('.', '_'))}`,
  ].join('\n');
}
