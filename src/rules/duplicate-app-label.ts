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
    for (const { label, names, settings, folder } of duplicates) {
      const [first, second] = names;
      const isTwice = first === second;
      const of = isTwice
        ? `INSTALLED_APPS has ${visible(second ?? label)} twice`
        : `${visible(first ?? `django.contrib.${label}`)} and ${visible(second ?? label)} have both the label ${visible(label)}`;
      const hint = isTwice
        ? [`take one of the two out of INSTALLED_APPS (${showPath(settings)})`]
        : [
            `give the newer of them a label of its own${folder === undefined ? '' : `; if that is ${visible(second ?? label)}, in ${showPath(folder)}/apps.py`}:`,
            `    label = ${JSON.stringify(`${visible(second ?? label).replaceAll('.', '_')}`)}`,
          ];
      yield {
        path: settings,
        line: 1,
        column: 1,
        subject: label,
        message: `${of}: Django does not start`,
        hint: hint.join('\n'),
        data: { label, names, path: pathText(settings) },
      };
    }
  },
});
