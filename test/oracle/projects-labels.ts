/** Which AppConfig of its apps.py an app gets. */
import type { Files } from './our-answer.ts';
import { after, app, apps, blog, config, installed, labelled, project } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };

const NAMED = 'name = "blog"';
const STORE = config('StoreConfig', NAMED, 'label = "store"');

/** The app `blog` with this `apps.py`. */
const withApps = (...classes: readonly string[]): Files => blog(FIRST, { apps: apps(...classes) });
const PLAIN = [
  project(
    'a dotted package',
    {
      ...installed('company.sites.blog'),
      'company/__init__.py': '',
      'company/sites/__init__.py': '',
      ...app('company/sites/blog', FIRST),
    },
    labelled('blog'),
  ),
  project('one AppConfig with a label', withApps(STORE), labelled('store')),
  project('one AppConfig with a name only', withApps(config('BlogConfig', NAMED)), labelled('blog')),
  project('an empty apps.py', withApps(), labelled('blog')),
  project('an apps package', { ...blog(FIRST), 'blog/apps/__init__.py': apps(STORE) }, labelled('store')),
  project('a class in lower case', withApps(config('store', NAMED, 'label = "store"')), labelled('store')),
  project(
    'attributes that are of no account',
    withApps(
      config('A', NAMED, 'verbose_name = "Store"', 'default_auto_field = "django.db.models.BigAutoField"'),
    ),
    labelled('blog'),
  ),
  project(
    'a label that is a constant of the module',
    withApps('LABEL = "store"\n\n', config('A', NAMED, 'label = LABEL')),
    labelled('store'),
  ),
  project(
    'a label that is computed',
    withApps('import os\n\n', config('A', NAMED, 'label = os.environ.get("NO_SUCH_NAME", "store")')),
    { ...labelled('store'), unknown: 1 },
  ),
  project('a label put together', withApps(config('A', NAMED, 'label = "st" + "ore"')), labelled('store')),
  project('a name that is __package__', withApps(config('A', 'name = __package__')), {
    ...labelled('blog'),
    unknown: 1,
  }),
  project(
    'a name by annotation',
    withApps(config('A', 'name: str = "blog"', 'label: str = "store"')),
    labelled('store'),
  ),
  project(
    'default_app_config is ignored',
    {
      ...withApps(config('A', NAMED, 'label = "a"'), config('B', NAMED, 'label = "b"')),
      'blog/__init__.py': 'default_app_config = "blog.apps.A"\n',
    },
    labelled('blog'),
  ),
  project(
    'a config in __init__ is not looked for',
    { ...blog(FIRST), 'blog/__init__.py': apps(STORE) },
    labelled('blog'),
  ),
  project(
    'a config in __init__, installed by its path',
    { ...blog(FIRST), ...installed('blog.StoreConfig'), 'blog/__init__.py': apps(STORE) },
    labelled('store'),
  ),
  project(
    'a config of another module, installed by its path',
    { ...blog(FIRST), ...installed('conf.StoreConfig'), 'conf.py': apps(STORE) },
    labelled('store'),
  ),
  project(
    'a config re-exported by another module',
    {
      ...blog(FIRST),
      ...installed('blog.StoreConfig'),
      'blog/__init__.py': 'from .configs import StoreConfig\n',
      'blog/configs.py': apps(STORE),
    },
    labelled('store'),
  ),
];

const SEVERAL = [
  project(
    'two without a mark: neither',
    withApps(STORE, config('B', NAMED, 'label = "b"')),
    labelled('blog'),
  ),
  project(
    'two, one by default',
    withApps(config('A', NAMED, 'label = "a"'), config('B', NAMED, 'label = "b"', 'default = True')),
    labelled('b'),
  ),
  project(
    'two, one not by default',
    withApps(config('A', NAMED, 'label = "a"'), config('B', NAMED, 'label = "b"', 'default = False')),
    labelled('a'),
  ),
  project(
    'two, both by default',
    withApps(config('A', NAMED, 'default = True'), config('B', NAMED, 'default = True')),
    { error: 'RuntimeError' },
  ),
  project(
    'one that is not by default',
    withApps(config('A', NAMED, 'label = "a"', 'default = False')),
    labelled('blog'),
  ),
  project(
    'a label that is inherited: both count',
    withApps(STORE, 'class B(StoreConfig):\n    pass\n'),
    labelled('blog'),
  ),
  project(
    'a label inherited from one that is not by default',
    withApps(
      config('Base', NAMED, 'label = "store"', 'default = False'),
      'class B(Base):\n    default = True\n',
    ),
    labelled('store'),
  ),
  project(
    'default = False is inherited',
    withApps(config('Base', NAMED, 'label = "store"', 'default = False'), 'class B(Base):\n    pass\n'),
    labelled('blog'),
  ),
  project(
    'a label from a mixin',
    withApps('class Mixin:\n    label = "store"\n\n', 'class B(Mixin, AppConfig):\n    name = "blog"\n'),
    labelled('store'),
  ),
  project(
    'a config imported from a module of the project',
    { ...withApps('from conf import StoreConfig\n'), 'conf.py': apps(STORE) },
    labelled('store'),
  ),
  project(
    'an imported base counts as well',
    {
      ...withApps('from conf import Base\n\n', 'class A(Base):\n    name = "blog"\n    label = "store"\n'),
      'conf.py': apps('class Base(AppConfig):\n    pass\n'),
    },
    labelled('blog'),
  ),
  project(
    "an imported config of Django's counts as well",
    withApps('from django.contrib.contenttypes.apps import ContentTypesConfig\n\n', STORE),
    labelled('blog'),
  ),
  project(
    'a module that is imported does not count',
    {
      ...withApps('import conf\n\n', 'class A(conf.Base):\n    name = "blog"\n    label = "store"\n'),
      'conf.py': apps('class Base(AppConfig):\n    pass\n'),
    },
    labelled('store'),
  ),
  project(
    'a star import',
    { ...withApps('from conf import *\n'), 'conf.py': apps(STORE) },
    { ...labelled('store'), unknown: 1 },
  ),
  project('two names of one class: both count', withApps(STORE, 'Other = StoreConfig\n'), {
    ...labelled('blog'),
    unknown: 1,
  }),
  project('a class that is deleted again', withApps(STORE, config('B', NAMED), 'del B\n'), {
    ...labelled('store'),
    unknown: 1,
  }),
  project(
    'a class under a condition',
    withApps(
      'import sys\n\n',
      'if sys.version_info > (3,):\n    class A(AppConfig):\n        name = "blog"\n        label = "store"\n',
    ),
    { ...labelled('store'), unknown: 1 },
  ),
  project(
    'a class in a function does not count',
    withApps(STORE, 'def make():\n    class B(AppConfig):\n        name = "blog"\n    return B\n'),
    labelled('store'),
  ),
];

/** Which AppConfig of its apps.py an app gets (facts B2). */
export const LABELLED = [...PLAIN, ...SEVERAL];
