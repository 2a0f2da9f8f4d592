/** Where Django looks for the migrations of an app. */
import { after, app, installed, blog, project, settings, two, within } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const ONE = ['blog.0001_initial'];
const shows = { migrations: ONE };

const PLACES = [
  project(
    'a migrations package whose __init__ is legacy bytecode',
    {
      ...installed('blog'),
      'blog/__init__.py': '',
      ...within('blog/migrations', FIRST),
      'blog/migrations/__init__.pyc': { pyc: '' },
    },
    { shows, unknown: 1 },
  ),
  project(
    'an app that is bytecode alone',
    { ...blog(FIRST), 'settings.py': settings(['blog', 'news']), 'news/__init__.pyc': { pyc: '' } },
    { shows: { labels: ['blog', 'news'], unmigrated: ['news'] } },
  ),
  project(
    'no migrations at all',
    { ...installed('blog'), 'blog/__init__.py': '' },
    { shows: { unmigrated: ['blog'] } },
  ),
  project('an empty migrations package', blog(), { shows: { unmigrated: [], migrations: [] } }),
  project(
    'a migrations package without __init__',
    { ...installed('blog'), 'blog/__init__.py': '', ...within('blog/migrations', FIRST) },
    { shows: { unmigrated: ['blog'], migrations: [] } },
  ),
  project(
    'a ghost: only __pycache__ is left of the package',
    { ...installed('blog'), 'blog/__init__.py': '', 'blog/migrations/__pycache__/x.cpython-312.pyc': 'x' },
    { shows: { unmigrated: ['blog'] } },
  ),
  project(
    'a migrations.py',
    { ...installed('blog'), 'blog/__init__.py': '', 'blog/migrations.py': after() },
    { shows: { unmigrated: ['blog'] } },
  ),
  project(
    'a migrations.py beside a package: the package wins',
    { ...blog(FIRST), 'blog/migrations.py': 'X = 1\n' },
    { shows },
  ),
  project(
    'a migrations.py beside a folder without __init__: the module wins',
    {
      ...installed('blog'),
      'blog/__init__.py': '',
      'blog/migrations.py': '',
      ...within('blog/migrations', FIRST),
    },
    { shows: { unmigrated: ['blog'] } },
  ),
  project(
    'the app is not installed',
    { ...blog(FIRST), ...app('shop', { '0001_initial': after('nope.0001_x') }) },
    { shows },
  ),
  project(
    'migrations in another case',
    {
      ...installed('blog'),
      'blog/__init__.py': '',
      ...within('blog/Migrations', { __init__: '', ...FIRST }),
    },
    {
      shows: { unmigrated: ['blog'] },
    },
  ),
  project(
    'a symbolic link for a package',
    { ...blog(FIRST), 'settings.py': settings(['news']), news: { link: 'blog' } },
    {
      shows: { migrations: ['news.0001_initial'] },
    },
  ),
];

const MODULES = (...lines: string[]) => ({ 'settings.py': settings(['blog', 'shop'], ...lines) });
const BOTH = two(FIRST, { '0001_initial': after() });

const ELSEWHERE = [
  project(
    'MIGRATION_MODULES: None',
    { ...BOTH, ...MODULES('MIGRATION_MODULES = {"shop": None}') },
    {
      shows: { unmigrated: ['shop'], migrations: ONE },
    },
  ),
  project(
    'MIGRATION_MODULES: another package',
    {
      ...BOTH,
      ...MODULES('MIGRATION_MODULES = {"blog": "history.blog"}'),
      'history/__init__.py': '',
      ...within('history/blog', { __init__: '', '0001_other': after() }),
    },
    { shows: { migrations: ['blog.0001_other', 'shop.0001_initial'] } },
  ),
  project(
    'MIGRATION_MODULES: a package under a folder without __init__',
    {
      ...BOTH,
      ...MODULES('MIGRATION_MODULES = dict(blog="history.blog")'),
      ...within('history/blog', { __init__: '', '0001_other': after() }),
    },
    { shows: { migrations: ['blog.0001_other', 'shop.0001_initial'] } },
  ),
  project(
    'MIGRATION_MODULES: a package that is missing',
    { ...BOTH, ...MODULES('MIGRATION_MODULES = {"blog": "blog.history"}') },
    { error: 'ModuleNotFoundError' },
  ),
  project(
    'MIGRATION_MODULES: a package of nobody',
    { ...BOTH, ...MODULES('MIGRATION_MODULES = {"blog": "history"}') },
    {
      error: 'ModuleNotFoundError',
      untold: 'it may be a package that is installed beside the project',
      unknown: 1,
    },
  ),
  project(
    'MIGRATION_MODULES: a label that is not installed',
    { ...BOTH, ...MODULES('MIGRATION_MODULES = {"news": "nowhere"}') },
    {
      shows: { migrations: ['blog.0001_initial', 'shop.0001_initial'] },
    },
  ),
  project(
    'MIGRATION_MODULES: one package for two labels',
    { ...BOTH, ...MODULES('MIGRATION_MODULES = {"shop": "blog.migrations"}') },
    {
      shows: { migrations: ['blog.0001_initial', 'shop.0001_initial'] },
    },
  ),
  project(
    'MIGRATION_MODULES: computed',
    { ...BOTH, ...MODULES('MIGRATION_MODULES = {label: None for label in ["shop"]}') },
    { shows: { unmigrated: ['shop'] }, unknown: 2 },
  ),
  project(
    'MIGRATION_MODULES: an entry added',
    { ...BOTH, ...MODULES('MIGRATION_MODULES = {}', 'MIGRATION_MODULES["shop"] = None') },
    {
      shows: { unmigrated: ['shop'] },
    },
  ),
];

/** Where Django looks for the migrations of an app (facts B1). */
export const PLACED = [...PLACES, ...ELSEWHERE];
