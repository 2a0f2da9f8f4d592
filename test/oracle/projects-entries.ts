/** What an entry of INSTALLED_APPS leads to. */
import type { Files } from './our-answer.ts';
import {
  after,
  app,
  apps,
  blog,
  config,
  installed,
  labelled,
  project,
  settings,
  within,
} from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const FOREIGN = 'it may be a package that is installed beside the project';
const NAMED = 'name = "blog"';
const STORE = config('StoreConfig', NAMED, 'label = "store"');

/** The app `blog` with this `apps.py`. */
const withApps = (...classes: readonly string[]): Files => blog(FIRST, { apps: apps(...classes) });
/** The same, installed under another entry. */
const under = (entry: string, ...classes: readonly string[]): Files => ({
  ...withApps(...classes),
  ...installed(entry),
});

const PATHS = [
  project(
    'a dotted path',
    under('blog.apps.B', config('A', NAMED, 'label = "a"'), config('B', NAMED, 'label = "b"')),
    labelled('b'),
  ),
  project(
    'a dotted path to one that is not by default',
    under('blog.apps.A', config('A', NAMED, 'label = "a"', 'default = False')),
    labelled('a'),
  ),
  project('the module of the configs: the label is apps', under('blog.apps', STORE), {
    shows: { labels: ['apps'], unmigrated: ['apps'], migrations: [] },
  }),
  project('a class that is missing', under('blog.apps.Nope', STORE), { error: 'ImportError' }),
  project('a class of the wrong module', under('blog.StoreConfig', STORE), { error: 'ImportError' }),
  project('a class that is none of Django', under('blog.apps.A', 'class A:\n    name = "blog"\n'), {
    error: 'ImproperlyConfigured',
  }),
  project('a module that is missing', installed('blog'), { error: 'ModuleNotFoundError', untold: FOREIGN }),
  project(
    'a submodule that is missing',
    { ...blog(FIRST), ...installed('blog.extras') },
    { error: 'ModuleNotFoundError' },
  ),
  project('a config of a module that is missing', installed('blog.apps.BlogConfig'), {
    error: 'ModuleNotFoundError',
    untold: FOREIGN,
  }),
  project(
    'a name elsewhere',
    { ...under('blog', config('A', 'name = "news"')), ...app('news', FIRST) },
    labelled('news'),
  ),
  project('a name that cannot be imported', withApps(config('A', 'name = "blog.web"')), {
    error: 'ImproperlyConfigured',
  }),
  project('a name of nobody', withApps(config('A', 'name = "weblog"')), {
    error: 'ImproperlyConfigured',
    untold: FOREIGN,
  }),
  project('no name', withApps(config('A', 'label = "store"')), { error: 'ImproperlyConfigured' }),
  project('a label that is no identifier', withApps(config('A', NAMED, 'label = "a-b"')), {
    error: 'ImproperlyConfigured',
  }),
  project(
    'a folder that is no identifier',
    { ...installed('my-app'), ...app('my-app', FIRST) },
    { error: 'ImproperlyConfigured' },
  ),
  project('an empty label', withApps(config('A', NAMED, 'label = ""')), { error: 'ImproperlyConfigured' }),
  project(
    'the same app twice',
    { ...blog(FIRST), ...installed('blog', 'blog') },
    { error: 'ImproperlyConfigured' },
  ),
  project(
    'two apps of one label',
    { ...blog(FIRST), ...installed('blog', 'old.blog'), 'old/__init__.py': '', ...app('old/blog', FIRST) },
    { error: 'ImproperlyConfigured' },
  ),
  project(
    'two apps of one label, one relabelled',
    {
      ...blog(FIRST),
      ...installed('blog', 'old.blog'),
      'old/__init__.py': '',
      ...app('old/blog', FIRST, { apps: apps(config('A', 'name = "old.blog"', 'label = "old"')) }),
    },
    labelled('blog', 'old'),
  ),
  project(
    "an app of the project with a label of Django's",
    { ...blog(FIRST), 'settings.py': settings(['django.contrib.sites', 'sites']), ...app('sites', FIRST) },
    { error: 'ImproperlyConfigured' },
  ),
  project('an apps.py with a syntax error', blog(FIRST, { apps: 'x = (\n' }), {
    error: 'SyntaxError',
    untold: 'the reader is no judge of syntax',
  }),
  project(
    'a trailing dot',
    { ...blog(FIRST), ...installed('blog.') },
    { error: 'IndexError', untold: 'Django stumbles over it by accident' },
  ),
];

const SHAPES = [
  project(
    'an app that is a module',
    { ...installed('blog'), 'blog.py': '' },
    { shows: { labels: ['blog'], unmigrated: ['blog'] } },
  ),
  project('a package wins over a module of its name', { ...blog(FIRST), 'blog.py': '' }, labelled('blog')),
  project(
    'an app in an app',
    { ...blog(FIRST), ...installed('blog', 'blog.comments'), ...app('blog/comments', FIRST) },
    labelled('blog', 'comments'),
  ),
  project(
    'an app without __init__',
    { ...installed('blog'), 'blog/models.py': '', ...within('blog/migrations', { __init__: '', ...FIRST }) },
    labelled('blog'),
  ),
  project(
    'an app without __init__, with an AppConfig',
    {
      ...installed('blog'),
      ...within('blog', { apps: apps(STORE) }),
      ...within('blog/migrations', { __init__: '', ...FIRST }),
    },
    labelled('store'),
  ),
  project(
    'a module wins over a folder without __init__',
    { ...installed('blog'), 'blog.py': '', ...within('blog/migrations', { __init__: '', ...FIRST }) },
    { shows: { labels: ['blog'], unmigrated: ['blog'] } },
  ),
  project(
    'a ghost app: only caches are left',
    { ...blog(FIRST), ...installed('blog', 'old'), 'old/__pycache__/x.cpython-312.pyc': 'x' },
    { shows: { labels: ['blog', 'old'], unmigrated: ['old'] } },
  ),
  project(
    'a label in the letters of another language',
    { ...installed('größe'), ...app('größe', FIRST) },
    labelled('größe'),
  ),
];

/** What an entry of INSTALLED_APPS leads to (facts B2). */
export const ENTERED = [...PATHS, ...SHAPES];
