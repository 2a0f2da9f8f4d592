/** Dependencies that are no plain `(label, name)`: `__first__`, `__latest__`, swappable ones, and `run_before`. */
import type { Files } from './our-answer.ts';
import { after, app, blog, migration, project, settings, two } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const LINE = { ...FIRST, '0002_next': after('blog.0001_initial') };
const SHOP = 'shop.0001_initial';

/** `blog` with these migrations, and `shop` with one that has these lines in its class. */
const shopWith = (ofBlog: Files, ...lines: readonly string[]): Files =>
  two(ofBlog, { '0001_initial': migration(...lines) });

const ENDS = [
  project('__first__', shopWith(LINE, 'dependencies = [("blog", "__first__")]'), {
    shows: { edges: ['blog.0002_next < blog.0001_initial', `${SHOP} < blog.0001_initial`] },
  }),
  project('__latest__', shopWith(LINE, 'dependencies = [("blog", "__latest__")]'), {
    shows: { edges: ['blog.0002_next < blog.0001_initial', `${SHOP} < blog.0002_next`] },
  }),
  project(
    '__first__ where there are two roots',
    shopWith({ ...LINE, '0000_other': after() }, 'dependencies = [("blog", "__first__")]'),
    { shows: { edges: ['blog.0002_next < blog.0001_initial', `${SHOP} < blog.0000_other`] } },
  ),
  project(
    '__latest__ where there are two leaves',
    shopWith({ ...LINE, '0002_a': after('blog.0001_initial') }, 'dependencies = [("blog", "__latest__")]'),
    {
      shows: {
        edges: [
          'blog.0002_a < blog.0001_initial',
          'blog.0002_next < blog.0001_initial',
          `${SHOP} < blog.0002_a`,
        ],
      },
    },
  ),
  project('__first__ of the same app', blog({ ...FIRST, '0002_next': after('blog.__first__') }), {
    shows: { edges: [], leaves: ['blog.0001_initial', 'blog.0002_next'] },
  }),
  project('__latest__ of the same app', blog({ ...FIRST, '0002_next': after('blog.__latest__') }), {
    error: 'NodeNotFoundError',
  }),
  project(
    '__first__ of an app with no migrations yet',
    shopWith({}, 'dependencies = [("blog", "__first__")]'),
    { error: 'ValueError' },
  ),
  project(
    '__first__ of an app without a migrations package',
    {
      ...shopWith({}, 'dependencies = [("news", "__first__")]'),
      'settings.py': settings(['blog', 'shop', 'news']),
      'news.py': '',
    },
    { shows: { edges: [] } },
  ),
  project(
    '__first__ of an app that is not installed',
    { ...shopWith({}, 'dependencies = [("news", "__first__")]'), ...app('news', FIRST) },
    { error: 'ValueError' },
  ),
  project('__first__ of nobody', shopWith({}, 'dependencies = [("nope", "__first__")]'), {
    error: 'ValueError',
    untold: 'the label may be that of a package beside the project',
  }),
  project(
    '__first__ of an app whose first is squashed',
    shopWith(
      { ...LINE, '0001_squashed': migration('replaces = [("blog", "0001_initial"), ("blog", "0002_next")]') },
      'dependencies = [("blog", "__first__")]',
    ),
    { shows: { edges: [`${SHOP} < blog.0001_squashed`] } },
  ),
  project(
    '__first__ of an app whose migrations are switched off',
    {
      ...shopWith(LINE, 'dependencies = [("blog", "__first__")]'),
      'settings.py': settings(['blog', 'shop'], 'MIGRATION_MODULES = {"blog": None}'),
    },
    { shows: { edges: [], unmigrated: ['blog'] } },
  ),
  project(
    'a module that is called __first__ is no migration',
    shopWith({ ...FIRST, __first__: after() }, 'dependencies = [("blog", "__first__")]', 'initial = True'),
    { shows: { edges: [`${SHOP} < blog.0001_initial`] } },
  ),
];

const BEFORE = [
  project('run_before', shopWith(LINE, 'run_before = [("blog", "0002_next")]'), {
    shows: { edges: ['blog.0002_next < blog.0001_initial', `blog.0002_next < ${SHOP}`] },
  }),
  project('run_before of an initial one', shopWith(LINE, 'run_before = (("blog", "0001_initial"),)'), {
    shows: { edges: [`blog.0001_initial < ${SHOP}`, 'blog.0002_next < blog.0001_initial'] },
  }),
  project(
    'run_before of the same app',
    blog({ ...FIRST, '0000_zero': migration('run_before = [("blog", "0001_initial")]') }),
    { shows: { edges: ['blog.0001_initial < blog.0000_zero'] } },
  ),
  project('run_before of what is gone', shopWith(LINE, 'run_before = [("blog", "0009_gone")]'), {
    error: 'NodeNotFoundError',
  }),
  project('run_before of __first__', shopWith(LINE, 'run_before = [("blog", "__first__")]'), {
    shows: { edges: [`blog.0001_initial < ${SHOP}`, 'blog.0002_next < blog.0001_initial'] },
  }),
  project('run_before of nobody, __first__', shopWith(LINE, 'run_before = [("nope", "__first__")]'), {
    error: 'ValueError',
    untold: 'the label may be that of a package beside the project',
  }),
  project('run_before, computed', shopWith(LINE, 'run_before = list([("blog", "0002_next")])'), {
    shows: { edges: ['blog.0002_next < blog.0001_initial', `blog.0002_next < ${SHOP}`] },
    unknown: 1,
  }),
];

const SWAPPABLE = 'dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]';
const USER = 'from django.contrib.auth.models import AbstractUser\n\n\nclass User(AbstractUser):\n    pass\n';
const CONTRIB = ['django.contrib.contenttypes', 'django.contrib.auth'];

/** `shop` whose migration depends on the user model, and an app `people` that may define it. */
const people = (...lines: readonly string[]): Files => ({
  'settings.py': settings([...CONTRIB, 'people', 'shop'], ...lines),
  ...app('people', { '0001_initial': after(), '0002_next': after('people.0001_initial') }, { models: USER }),
  ...app('shop', { '0001_initial': `from django.conf import settings\n${migration(SWAPPABLE)}` }),
});
const FORWARD = 'people.0002_next < people.0001_initial';
const OWN = { edges: [FORWARD, `${SHOP} < people.0001_initial`] };

const SWAPPED = [
  project(
    "swappable: Django's own user",
    { ...people(), 'people/models.py': '' },
    { shows: { edges: [FORWARD] } },
  ),
  project('swappable: a user of the project', people('AUTH_USER_MODEL = "people.User"'), { shows: OWN }),
  project('swappable: a user in lower case', people('AUTH_USER_MODEL = "people.user"'), { shows: OWN }),
  project(
    'swappable: by a literal',
    {
      ...people('AUTH_USER_MODEL = "people.User"'),
      'shop/migrations/0001_initial.py': migration(
        'dependencies = [migrations.swappable_dependency("people.User")]',
      ),
    },
    { shows: OWN },
  ),
  project(
    'swappable: a setting of the project',
    {
      ...people('AUTH_USER_MODEL = "people.User"', 'OWNER = "people.Owner"'),
      'shop/migrations/0001_initial.py': `from django.conf import settings\n${migration('dependencies = [migrations.swappable_dependency(settings.OWNER)]')}`,
    },
    { shows: OWN },
  ),
  project(
    'swappable: among others',
    {
      ...people('AUTH_USER_MODEL = "people.User"'),
      'shop/migrations/0001_initial.py': `from django.conf import settings\n${migration('dependencies = [', '    migrations.swappable_dependency(settings.AUTH_USER_MODEL),', '    ("contenttypes", "0001_initial"),', ']')}`,
    },
    { shows: OWN },
  ),
  project(
    'swappable: settings by another name',
    {
      ...people('AUTH_USER_MODEL = "people.User"'),
      'shop/migrations/0001_initial.py':
        'from django.conf import settings as conf\nfrom django.db.migrations import Migration as Base, swappable_dependency\n\n\nclass Migration(Base):\n    dependencies = [swappable_dependency(conf.AUTH_USER_MODEL)]\n',
    },
    { shows: OWN },
  ),
  project('swappable: a computed user', people('AUTH_USER_MODEL = ".".join(["people", "User"])'), {
    shows: OWN,
    unknown: 1,
  }),
  project(
    'swappable: a user that is not installed',
    {
      ...people('AUTH_USER_MODEL = "persons.User"', 'INSTALLED_APPS = ["people", "shop"]'),
      'people/models.py': '',
      'persons/__init__.py': '',
    },
    { error: 'ValueError' },
  ),
  project(
    'swappable: a user that is not installed, with the app that looks for it',
    { ...people('AUTH_USER_MODEL = "persons.User"'), 'people/models.py': '', 'persons/__init__.py': '' },
    { error: 'ImproperlyConfigured', untold: 'models are not read' },
  ),
  project(
    'a name of the user model by setting only',
    {
      ...people('AUTH_USER_MODEL = "people.User"'),
      'shop/migrations/0001_initial.py': `from django.conf import settings\n${migration('dependencies = [(settings.AUTH_USER_MODEL.split(".")[0], "__first__")]')}`,
    },
    { shows: OWN, unknown: 1 },
  ),
  project(
    'swappable: the user model in an app without migrations',
    {
      ...people('AUTH_USER_MODEL = "accounts.User"', 'INSTALLED_APPS += ["accounts"]'),
      'people/models.py': '',
      'accounts/__init__.py': '',
      'accounts/models.py': USER,
    },
    { shows: { edges: [FORWARD] } },
  ),
];

/** Dependencies that are no plain pair. */
export const SPECIAL = [...ENDS, ...BEFORE, ...SWAPPED];
