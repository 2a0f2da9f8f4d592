/** How settings come to INSTALLED_APPS. */
import type { Files } from './our-answer.ts';
import { after, app, project, type Rest } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const NOT_A_LIST = 'what kind of sequence it is is not judged';

/** Apps `blog` and `shop`. */
export const TWO: Files = { ...app('blog', FIRST), ...app('shop', FIRST) };

/** Both are installed, or the first alone. */
export const BOTH: Rest = { shows: { labels: ['blog', 'shop'] } };
export const BLOG: Rest = { shows: { labels: ['blog'] } };

/** The two apps, and settings made of these lines. */
export const by = (...lines: readonly string[]): Files => ({
  ...TWO,
  'settings.py': ['SECRET_KEY = "x"', ...lines, ''].join('\n'),
});

/** How settings come to INSTALLED_APPS. */
export const SETTINGS = [
  project('a list', by('INSTALLED_APPS = ["blog", "shop"]'), BOTH),
  project('a tuple', by('INSTALLED_APPS = ("blog", "shop")'), BOTH),
  project('a sum of lists', by('OURS = ["blog"]', 'INSTALLED_APPS = OURS + ["shop"]'), BOTH),
  project(
    'a sum of tuples',
    by(
      'OURS = ("blog",)',
      'THEIRS = ("django.contrib.sessions",)',
      'INSTALLED_APPS = THEIRS + OURS + ("shop",)',
    ),
    BOTH,
  ),
  project(
    'starred',
    by('OURS = ["blog", "shop"]', 'INSTALLED_APPS = ["django.contrib.messages", *OURS]'),
    BOTH,
  ),
  project('added with +=', by('INSTALLED_APPS = ["blog"]', 'INSTALLED_APPS += ["shop"]'), BOTH),
  project(
    'a tuple added to a list with +=',
    by('INSTALLED_APPS = ["blog"]', 'INSTALLED_APPS += ("shop",)'),
    BOTH,
  ),
  project('appended', by('INSTALLED_APPS = ["blog"]', 'INSTALLED_APPS.append("shop")'), BOTH),
  project('extended', by('INSTALLED_APPS = ["blog"]', 'INSTALLED_APPS.extend(["shop"])'), BOTH),
  project('inserted', by('INSTALLED_APPS = ["blog"]', 'INSTALLED_APPS.insert(0, "shop")'), BOTH),
  project(
    'another name of the list is appended to',
    by('INSTALLED_APPS = ["blog"]', 'APPS = INSTALLED_APPS', 'APPS.append("shop")'),
    BOTH,
  ),
  project('removed', by('INSTALLED_APPS = ["blog", "shop"]', 'INSTALLED_APPS.remove("shop")'), BLOG),
  project('a comprehension', by('INSTALLED_APPS = [name for name in ("blog", "shop")]'), {
    ...BOTH,
    unknown: 1,
  }),
  project('list() of a tuple', by('INSTALLED_APPS = list(("blog", "shop"))'), BOTH),
  project(
    'an environment variable',
    by('import os', 'INSTALLED_APPS = ["blog", os.environ.get("NO_SUCH_NAME", "shop")]'),
    { ...BOTH, unknown: 1 },
  ),
  project(
    'if DEBUG',
    by('DEBUG = True', 'INSTALLED_APPS = ["blog"]', 'if DEBUG:', '    INSTALLED_APPS += ["shop"]'),
    BOTH,
  ),
  project(
    'if DEBUG, which is off',
    by('DEBUG = False', 'INSTALLED_APPS = ["blog"]', 'if DEBUG:', '    INSTALLED_APPS += ["shop"]'),
    BLOG,
  ),
  project(
    'only when a package is there',
    by(
      'INSTALLED_APPS = ["blog"]',
      'try:',
      '    import no_such_package',
      '    INSTALLED_APPS += ["shop"]',
      'except ImportError:',
      '    pass',
    ),
    { ...BLOG, unknown: 1 },
  ),
  project('globals()', by('globals()["INSTALLED_APPS"] = ["blog", "shop"]'), BOTH),
  project('no INSTALLED_APPS', by(), { shows: { labels: [] } }),
  project('an empty INSTALLED_APPS', by('INSTALLED_APPS = []'), { shows: { labels: [] } }),
  project('assigned twice', by('INSTALLED_APPS = ["nope"]', 'INSTALLED_APPS = ["blog", "shop"]'), BOTH),
  project('annotated', by('INSTALLED_APPS: list[str] = ["blog", "shop"]'), BOTH),
  project('a comma that is missing', by('INSTALLED_APPS = ["blog" "shop"]'), {
    error: 'ModuleNotFoundError',
    untold: 'blogshop may be a package beside the project',
  }),
  project('a string', by('INSTALLED_APPS = "blog"'), {
    error: 'ImproperlyConfigured',
    untold: NOT_A_LIST,
    unknown: 1,
  }),
  project('a tuple without its comma', by('INSTALLED_APPS = ("blog")'), {
    error: 'ImproperlyConfigured',
    untold: NOT_A_LIST,
    unknown: 1,
  }),
  project(
    'with apps of Django',
    by(
      'INSTALLED_APPS = ["django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "blog", "shop"]',
    ),
    BOTH,
  ),
  project(
    'an annotated constant of another module',
    {
      ...by('from apps_list import OURS', 'INSTALLED_APPS = [*OURS]'),
      'apps_list.py': 'OURS: list = ["blog", "shop"]\n',
    },
    BOTH,
  ),
  project(
    'a module imported whole',
    {
      ...by('import apps_list', 'INSTALLED_APPS = apps_list.OURS'),
      'apps_list.py': 'OURS = ["blog", "shop"]\n',
    },
    BOTH,
  ),
];
