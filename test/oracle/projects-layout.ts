/** Where projects lie in a repository. */
import type { Files } from './our-answer.ts';
import { after, app, project, settings, type Rest } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const TWO: Files = { ...app('blog', FIRST), ...app('shop', FIRST) };
const BOTH: Rest = { shows: { labels: ['blog', 'shop'] } };
const base = settings(['blog']);

const MANAGE = { 'manage.py': 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n' };
const below = (folder: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
const SITE: Files = { ...MANAGE, 'settings.py': base, ...app('blog', FIRST) };
const OTHER: Files = { ...MANAGE, 'settings.py': base, ...app('blog', { '0001_other': after() }) };

/** Where projects lie in a repository. */
export const LAYOUT = [
  project('a project in src', below('src', SITE), {
    root: 'src',
    shows: { migrations: ['blog.0001_initial'] },
  }),
  project('a project deep in a repository', below('services/web/site', SITE), {
    root: 'services/web/site',
    shows: { migrations: ['blog.0001_initial'] },
  }),
  project(
    'the first of two projects',
    { ...below('one', SITE), ...below('two', OTHER) },
    { root: 'one', shows: { migrations: ['blog.0001_initial'] } },
  ),
  project(
    'the second of two projects',
    { ...below('one', SITE), ...below('two', OTHER) },
    { root: 'two', shows: { migrations: ['blog.0001_other'] } },
  ),
  project(
    'a project within a project',
    { ...SITE, ...below('nested', OTHER) },
    { root: 'nested', shows: { migrations: ['blog.0001_other'] } },
  ),
  project(
    'an app beside the root is not found',
    {
      ...below('src', { ...MANAGE, 'settings.py': settings(['blog']), 'blog.py': '' }),
      ...app('blog', FIRST),
    },
    { root: 'src', shows: { unmigrated: ['blog'] } },
  ),
  project(
    'apps in a folder that is a package',
    { 'settings.py': settings(['apps.blog', 'apps.shop']), 'apps/__init__.py': '', ...below('apps', TWO) },
    BOTH,
  ),
  project(
    'apps in a folder without __init__',
    { 'settings.py': settings(['apps.blog', 'apps.shop']), ...below('apps', TWO) },
    BOTH,
  ),
  project(
    'a folder that settings put on sys.path',
    {
      'settings.py': `import sys\nsys.path.insert(0, "apps")\n${settings(['blog', 'shop'])}`,
      ...below('apps', TWO),
    },
    BOTH,
  ),
  project(
    'the settings as startproject makes them',
    {
      ...TWO,
      'site1/__init__.py': '',
      'site1/settings.py': `from pathlib import Path\n\nBASE_DIR = Path(__file__).resolve().parent.parent\nDEBUG = True\n${settings(['blog', 'shop'], 'ROOT_URLCONF = "site1.urls"', 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}')}`,
    },
    { ...BOTH, settings: 'site1.settings' },
  ),
];
