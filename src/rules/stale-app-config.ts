import type { MisnamedConfig } from '../django/labels/misnamed-configs.ts';
import { nameOf, pathText } from '../path.ts';
import { defineRule } from '../rule.ts';
import { showPath, visible } from '../show.ts';

const config = (name: string, rest = ''): string => `from django.apps import AppConfig

class ShopConfig(AppConfig):
    name = "${name}"
${rest}`;

const SHOP = { 'shop/apps.py': config('shop'), 'shop/models.py': '' };

export default defineRule({
  name: 'stale-app-config',
  summary: 'an app was moved, and its AppConfig still names the old package',
  why:
    'Where the old folder survives, be it only with the caches that Python left in it, Django starts, finds an app ' +
    'without models, and says nothing. In a clean clone, and at the next deploy, it does not start at all.',
  severity: 'error',
  since: '0.1.0',
  docs: 'https://docs.djangoproject.com/en/stable/ref/applications/#django.apps.AppConfig.name',
  bad: { before: SHOP, after: { 'store/apps.py': config('shop'), 'store/models.py': '' } },
  good: {
    before: SHOP,
    after: { 'store/apps.py': config('store', '    label = "shop"\n'), 'store/models.py': '' },
  },

  *check({ misnamed }) {
    for (const config of misnamed) {
      const { path, line, className, name, folder, formerFolder, label } = config;
      yield {
        path,
        line,
        column: 1,
        subject: label,
        message:
          `${visible(className)} names ${visible(name)}, which moved from ${showPath(formerFolder)} to ` +
          `${showPath(folder)}: Django starts only where the old folder is left over`,
        hint: howToName(config),
        data: { label, name, path: pathText(path) },
      };
    }
  },
});

/** The label stays what it was, for it names the tables. */
function howToName({ path, name, label, isPinned, folder, formerFolder }: MisnamedConfig): string {
  const now = packageNow(name, folder, formerFolder);
  return [
    `name the package as it is called now, in ${showPath(path)}:`,
    `    name = ${JSON.stringify(now)}`,
    ...(isPinned ? [] : [`    label = ${JSON.stringify(visible(label))}`]),
    `and ${JSON.stringify(now)} instead of ${JSON.stringify(visible(name))} in INSTALLED_APPS and in imports`,
  ].join('\n');
}

/** The dotted name that the folder has, as deep below its root as the former one was. */
function packageNow(name: string, folder: string, formerFolder: string): string {
  const root = formerFolder.slice(0, formerFolder.length - name.length);
  const inside = folder.startsWith(root) ? folder.slice(root.length) : nameOf(folder as never);
  return visible(inside).replaceAll('/', '.');
}
