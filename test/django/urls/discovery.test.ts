import { expect, test } from 'vitest';
import { searchIn } from '../../../src/django/urls/discovery.ts';
import { readUrls } from '../../../src/django/urls/urls.ts';

const HEAD = 'import os\nfrom django.apps import apps\nfrom django.urls import include, path\n';

/** Whether what searches in a URLconf comes upon that module. */
const finds = (source: string, module = 'blog.urls'): boolean => {
  const { discovery } = readUrls(`${HEAD}urlpatterns = [path("blog/", include("${module}"))]\n${source}`);
  expect(discovery, 'something searches').toBeDefined();
  return discovery?.text !== undefined && searchIn(discovery.text)(module);
};

const ADD = 'urlpatterns.append(path(app, include(f"{app}.urls")))';
const loop = (over: string, condition = '', add = ADD): string =>
  condition
    ? `for app in ${over}:\n    if ${condition}:\n        ${add}\n`
    : `for app in ${over}:\n    ${add}\n`;
const comprehension = (rest: string): string =>
  `urlpatterns += [path(app, include(f"{app}.urls")) for app in ${rest}]\n`;

test.for<readonly [name: string, source: string, module?: string]>([
  ['installed apps', loop('settings.INSTALLED_APPS')],
  ['a comprehension', comprehension('settings.LOCAL_APPS')],
  ['a sum', loop('INSTALLED_APPS', '', 'urlpatterns += [path(app, include(app + ".urls"))]')],
  ['a format', loop('INSTALLED_APPS', '', 'urlpatterns += [path(app, include("%s.urls" % app))]')],
  ['an app below a package', loop('settings.INSTALLED_APPS'), 'apps.blog.urls'],
  [
    'those that can be imported',
    'for app in settings.INSTALLED_APPS:\n    try:\n        urlpatterns += [path(app, include(f"{app}.urls"))]\n    except ImportError:\n        continue\n',
  ],
  ['those that have a module', loop('settings.INSTALLED_APPS', 'find_spec(f"{app}.urls") is not None')],
  ["all but Django's", loop('settings.INSTALLED_APPS', 'not app.startswith("django.")')],
  ['all but some', `SKIP = ["admin"]\n${loop('settings.INSTALLED_APPS', 'app not in SKIP')}`],
  [
    'all but some, by another way',
    'SKIP = {"admin"}\nfor app in settings.INSTALLED_APPS:\n    if app in SKIP:\n        continue\n    urlpatterns.append(path(app, include(f"{app}.urls")))\n',
  ],
  [
    'configurations of apps',
    'for config in apps.get_app_configs():\n    if module_has_submodule(config.module, "urls"):\n        urlpatterns.append(path(config.label, include(f"{config.name}.urls")))\n',
  ],
  [
    'a folder',
    `APPS = os.path.join(settings.BASE_DIR, "apps")
for app in os.listdir(APPS):
    if os.path.exists(os.path.join(APPS, app, "urls.py")):
        urlpatterns.append(path(f"{app}/", include(f"apps.{app}.urls")))
`,
    'apps.blog.urls',
  ],
  ['the top', loop('os.listdir(settings.BASE_DIR)', 'os.path.isfile(os.path.join(app, "urls.py"))')],
  [
    'a function, and one that it calls',
    `def folders():
    return [each.name for each in (BASE / "apps").iterdir() if (each / "urls.py").exists()]

def found():
    return [path(app, include("apps." + app + ".urls")) for app in folders()]

urlpatterns += found()
`,
    'apps.blog.urls',
  ],
])('comes upon it: %s', ([, source, module]) => {
  expect(finds(source, module)).toBe(true);
});

test.for<readonly [name: string, source: string, module?: string]>([
  ['a list that leaves it out', `SKIP = ["blog"]\n${loop('INSTALLED_APPS', 'app not in SKIP')}`],
  ['a list in the loop', loop('INSTALLED_APPS', 'app not in ("blog", "shop")')],
  [
    'a list that a function names',
    'SKIP = {"blog.urls"}\ndef found():\n    return [path(a, include(f"{a}.urls")) for a in INSTALLED_APPS if a not in SKIP]\nurlpatterns += found()\n',
  ],
  ['a list of another module', loop('INSTALLED_APPS', 'app not in settings.SKIP')],
  ['a list that is changed', `SKIP = ["a"]\nSKIP.append(X)\n${loop('INSTALLED_APPS', 'app not in SKIP')}`],
  ['a list of those it includes', `ONLY = ["shop"]\n${loop('INSTALLED_APPS', 'app in ONLY')}`],
  ['one app', loop('INSTALLED_APPS', 'app == "shop"')],
  ['one comparison', loop('INSTALLED_APPS', 'len(app) > 3')],
  ['a prefix', loop('INSTALLED_APPS', 'app.startswith("plugins.")')],
  ['a function of others decides', loop('INSTALLED_APPS', 'is_public(app)')],
  ['a function decides', `def good(a):\n    return a in NAMES\n${loop('INSTALLED_APPS', 'good(app)')}`],
  ['a flag of the app', loop('INSTALLED_APPS', 'app.enabled')],
  ['filter', loop('filter(public, INSTALLED_APPS)')],
  ['a difference', loop('set(INSTALLED_APPS) - EXTERNAL')],
  ['a part', loop('INSTALLED_APPS[6:]')],
  ['what was included already', `SEEN = set()\n${comprehension('INSTALLED_APPS if app not in SEEN')}`],
  ['a condition of several lines', loop('INSTALLED_APPS', '(\n        app\n    )')],
  [
    'namespaces of their own',
    loop('INSTALLED_APPS', '', 'urlpatterns.append(path(app, include(f"{app}.urls", namespace="x" + app)))'),
  ],
  ['other names', loop('INSTALLED_APPS', '', 'urlpatterns.append(path(app, include(f"{app}.api.urls")))')],
  ['no names', loop('INSTALLED_APPS', '', 'urlpatterns.append(path(app, include(urls_of(app))))')],
  ['another folder', loop('os.listdir(PLUGINS)')],
  ['a folder of another package', loop('os.listdir(X)', '', ADD.replace('{app}', 'plugins.{app}'))],
  ['a folder, and no module in it', loop('os.listdir(BASE_DIR)'), 'apps.blog.urls'],
  ['languages', loop('LANGUAGES')],
  ['a list that names it', loop('["blog", "shop"]')],
  ['labels', loop('apps.get_app_configs()', '', ADD.replaceAll('{app}', '{app.label}')), 'apps.blog.urls'],
  ['a function of another module', 'from core import autodiscover\nurlpatterns += autodiscover()\n'],
  ['a module of another name', loop('INSTALLED_APPS'), 'blog.routes'],
])('may not come upon it: %s', ([, source, module]) => {
  expect(finds(source, module)).toBe(false);
});

test('a text that is too long is not looked into', () => {
  expect(finds(`# ${'x'.repeat(20_000)}\n${loop('INSTALLED_APPS')}`)).toBe(true);
  expect(finds(loop('INSTALLED_APPS', '', `"${'x'.repeat(20_000)}"; ${ADD}`))).toBe(false);
});
