import { expect, test } from 'vitest';
import { apps, type Files, read, settings } from './read-settings.ts';

const APPS = 'INSTALLED_APPS = ["a", "b"]';

const LOCAL = 'try:\n    from .local import *\nexcept ImportError:\n    pass';

const COOKIECUTTER: Files = {
  'config/__init__.py': '',
  'config/settings/__init__.py': '',
  'config/settings/base.py': `"""Base settings to build other settings files upon."""
import ssl
from pathlib import Path
import environ

BASE_DIR = Path(__file__).resolve(strict=True).parent.parent.parent
APPS_DIR = BASE_DIR / "shop"
env = environ.Env()
READ_DOT_ENV_FILE = env.bool("DJANGO_READ_DOT_ENV_FILE", default=False)
if READ_DOT_ENV_FILE:
    env.read_env(str(BASE_DIR / ".env"))
DEBUG = env.bool("DJANGO_DEBUG", False)
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
DJANGO_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
THIRD_PARTY_APPS = ["crispy_forms", "allauth"]
LOCAL_APPS = ["shop.users"]
INSTALLED_APPS = DJANGO_APPS + THIRD_PARTY_APPS + LOCAL_APPS
MIGRATION_MODULES = {"sites": "shop.contrib.sites.migrations"}
AUTH_USER_MODEL = "users.User"
ROOT_URLCONF = "config.urls"
TEMPLATES = [{"DIRS": [str(APPS_DIR / "templates")], "OPTIONS": {"context_processors": []}}]
`,
  'config/settings/local.py': `from .base import *  # noqa: F403
from .base import INSTALLED_APPS
from .base import env
DEBUG = True
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
INSTALLED_APPS += ["debug_toolbar"]
if env("USE_DOCKER") == "yes":
    import socket
    hostname, _, ips = socket.gethostbyname_ex(socket.gethostname())
    INTERNAL_IPS = [".".join(ip.split(".")[:-1] + ["1"]) for ip in ips]
INSTALLED_APPS += ["django_extensions"]
`,
  'config/settings/test.py': `from .base import *
from .base import TEMPLATES
TEMPLATES[0]["OPTIONS"]["debug"] = True
class DisableMigrations:
    def __contains__(self, item): return True
    def __getitem__(self, item): return None
MIGRATION_MODULES = DisableMigrations()
`,
};

test('the settings that cookiecutter-django makes', async () => {
  const base = [
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'crispy_forms',
    'allauth',
    'shop.users',
  ];
  const local = await read(COOKIECUTTER, 'config.settings.local');
  expect(local.installedApps).toEqual({
    entries: ['whitenoise.runserver_nostatic', ...base, 'debug_toolbar', 'django_extensions'],
    complete: true,
  });
  expect(local.migrationModules).toEqual({
    entries: new Map([['sites', 'shop.contrib.sites.migrations']]),
    complete: true,
  });
  expect(local.strings).toEqual(
    new Map([
      ['AUTH_USER_MODEL', 'users.User'],
      ['ROOT_URLCONF', 'config.urls'],
    ]),
  );
  expect(local.unknown).toEqual([]);
  expect([...local.unsure].sort()).toEqual([
    'APPS_DIR',
    'BASE_DIR',
    'DATABASES',
    'INTERNAL_IPS',
    'READ_DOT_ENV_FILE',
    'TEMPLATES',
  ]);
});

test('what disables migrations in tests is not known', async () => {
  const { migrationModules, unknown, installedApps } = await read(COOKIECUTTER, 'config.settings.test');
  expect(installedApps.complete).toBe(true);
  expect(migrationModules).toEqual({ entries: new Map(), complete: false });
  expect(unknown).toEqual([
    { path: 'config/settings/test.py', line: 7, what: 'MIGRATION_MODULES is computed' },
  ]);
});

test.for([
  ['', 'nothing is said of apps', settings('DEBUG = True')],
  ['a b', 'a list', settings(APPS)],
  ['a b', 'a tuple, and unicode literals', settings(`INSTALLED_APPS = (u'a', u'b',)`)],
  ['x a b', 'added in front', settings(`${APPS}\nINSTALLED_APPS = ["x"] + INSTALLED_APPS`)],
  [
    'x a b',
    'tuples added in front',
    settings('INSTALLED_APPS = ("a", "b")\nINSTALLED_APPS = ("x",) + INSTALLED_APPS'),
  ],
  [
    'a b x',
    'a condition that holds',
    settings(`DEBUG = True\n${APPS}\nif DEBUG:\n    INSTALLED_APPS += ["x"]`),
  ],
  [
    'a b',
    'a condition that does not',
    settings(`DEBUG = False\n${APPS}\nif DEBUG:\n    INSTALLED_APPS += ["x"]`),
  ],
  [
    'a b y',
    'an else',
    settings(
      `DEBUG = False\n${APPS}\nif DEBUG and X:\n    INSTALLED_APPS += ["x"]\nelse:\n    INSTALLED_APPS += ["y"]`,
    ),
  ],
  ['a b x', 'membership', settings(`${APPS}\nif "x" not in INSTALLED_APPS:\n    INSTALLED_APPS.append("x")`)],
  [
    'a x b',
    'a place that is looked up',
    settings(`${APPS}\nINSTALLED_APPS.insert(INSTALLED_APPS.index("b"), "x")`),
  ],
  [
    'a b x',
    'a conditional expression',
    settings(`D = True\n${APPS}\nINSTALLED_APPS = INSTALLED_APPS + (["x"] if D else [])`),
  ],
  ['a b', 'a Python 2 file', settings(`print "settings"\n${APPS}\nDATABASES = {}`)],
  ['a b', 'local settings that are not committed', settings(`${APPS}\n${LOCAL}`)],
  [
    'z',
    'local settings that are',
    settings(`${APPS}\n${LOCAL}`, { 'conf/local.py': 'INSTALLED_APPS = ["z"]' }),
  ],
  [
    'a b l',
    'local settings that import the base',
    settings(`${APPS}\n${LOCAL}`, {
      'conf/local.py': 'from . import settings\nINSTALLED_APPS = settings.INSTALLED_APPS + ["l"]',
    }),
  ],
  [
    'a b',
    'names that __all__ leaves out',
    settings(`${APPS}\nfrom .extra import *`, {
      'conf/extra.py': '__all__ = ["DEBUG"]\nDEBUG = True\nINSTALLED_APPS = ["z"]',
    }),
  ],
  [
    'a b c',
    'a list of another module, changed in place',
    settings('from .base import *\nINSTALLED_APPS += ["c"]', { 'conf/base.py': APPS }),
  ],
  [
    'a b c',
    'changed by the package before',
    settings('from .base import *', {
      'conf/__init__.py': 'from .base import *\nINSTALLED_APPS.append("c")',
      'conf/base.py': APPS,
    }),
  ],
  [
    'a b c',
    'files that are included',
    settings(
      'from split_settings.tools import include, optional\ninclude("parts/base.py", optional("local.py"), "parts/more.py")',
      { 'conf/parts/base.py': APPS, 'conf/parts/more.py': 'INSTALLED_APPS += ["c"]' },
    ),
  ],
  [
    'a b',
    'functions and classes that leave it alone',
    settings(
      `${APPS}\ndef show(request):\n    return "a" in INSTALLED_APPS\nclass Router:\n    apps = 1\nTOOLBAR = {"SHOW": show}`,
    ),
  ],
] as const)('known: %s (%s)', async ([expected, , files]) => {
  expect(await apps(files)).toBe(expected);
});

test('a reason says where: in the file that it is in', async () => {
  const { unknown } = await read({
    'conf/settings.py': 'from .base import *\nINSTALLED_APPS += ["c"]',
    'conf/base.py': 'import os\nINSTALLED_APPS = []\nif os.getenv("X"):\n    INSTALLED_APPS.append("x")',
  });
  expect(unknown).toEqual([
    { path: 'conf/base.py', line: 3, what: 'INSTALLED_APPS is changed under a condition' },
  ]);
});
