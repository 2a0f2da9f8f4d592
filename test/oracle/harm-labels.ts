import { SECOND, SINGLE, PAIR, folderRenamed } from './harm-blog.ts';
import { added, created, does, model, models, type Expected, type Scenario } from './harm-shape.ts';
import type { Files } from './our-answer.ts';
import { installed, apps, config } from './projects-shape.ts';

const WORLD = [[1, 'Hello', 'World']];
const STRANDED = { 'blog_post(id, title, body)': WORLD, 'weblog_post(id, title, body)': [] };
const POST_WITH = (...lines: readonly string[]): string => models(model('Post', ['title', 'body'], ...lines));

/** Who has migrated has empty new tables, and the data in the old ones. */
const EMPTY: Expected = {
  check: 'ok',
  runserver: 'ok',
  drift: [],
  migrate: 'ok',
  tables: STRANDED,
  sees: { 'weblog.Post': 0 },
};
const NOT_FOUND = `NodeNotFoundError: Migration weblog.0002_body dependencies reference nonexistent parent node ('blog', '0001_initial')`;
const FINE: Expected = {
  drift: [],
  migrate: 'ok',
  applied: [],
  sees: { 'blog.Post': 1 },
  tables: { 'blog_post(id, title, body)': WORLD },
};

const WITH_TYPES: Files = {
  ...SINGLE,
  ...installed('django.contrib.contenttypes', 'django.contrib.auth', 'blog'),
};

const FOLLOWING: readonly Scenario[] = [
  {
    name: '4a/5a folder renamed, the label follows: new empty tables, everything of the old label stays',
    before: WITH_TYPES,
    change: {
      ...folderRenamed(SINGLE),
      ...installed('django.contrib.contenttypes', 'django.contrib.auth', 'weblog'),
    },
    existing: {
      ...EMPTY,
      unapplied: ['weblog.0001_initial'],
      applied: ['weblog.0001_initial'],
      recorded: ['blog.0001_initial', 'weblog.0001_initial'],
      contentTypes: { 'blog.post': 4, 'weblog.post': 4 },
    },
    fresh: { drift: [], migrate: 'ok', tables: { 'weblog_post(id, title, body)': [] } },
  },
  {
    name: '4a label changed in apps.py',
    before: SINGLE,
    change: { 'blog/apps.py': apps(config('B', 'name = "blog"', 'label = "weblog"')) },
    existing: EMPTY,
    fresh: { drift: [], migrate: 'ok' },
  },
  {
    name: '4b folder renamed, its migrations depend on the old label; once they follow, new empty tables (policy)',
    before: PAIR,
    change: folderRenamed(PAIR),
    existing: { check: 'ok', runserver: NOT_FOUND, drift: NOT_FOUND, migrate: NOT_FOUND },
    fresh: { migrate: NOT_FOUND },
    next: [
      {
        change: { 'weblog/migrations/0002_body.py': does([added('body')], ['weblog.0001_initial']) },
        existing: { ...EMPTY, applied: ['weblog.0001_initial', 'weblog.0002_body'] },
        fresh: { drift: [], migrate: 'ok' },
      },
    ],
  },
  {
    name: 'policy: label follows, replaces everywhere, but the table is not renamed',
    before: PAIR,
    change: {
      ...folderRenamed(PAIR),
      'weblog/migrations/0001_initial.py': does(
        [created('Post', ['title'])],
        [],
        'replaces = [("blog", "0001_initial")]',
      ),
      'weblog/migrations/0002_body.py': does(
        [added('body')],
        ['weblog.0001_initial'],
        'replaces = [("blog", "0002_body")]',
      ),
    },
    existing: {
      drift: [],
      migrate: 'ok',
      applied: [],
      sees: { 'weblog.Post': 'OperationalError: no such table: weblog_post' },
    },
    fresh: { drift: [], migrate: 'ok', sees: { 'weblog.Post': 0 } },
  },
];

const pinned = (name: string): string => config('B', `name = "${name}"`, 'label = "blog"');

const PINNED_LABEL: readonly Scenario[] = [
  {
    name: '5b folder renamed, the label pinned (policy)',
    before: PAIR,
    change: { ...folderRenamed(PAIR), 'weblog/apps.py': apps(pinned('weblog')) },
    existing: FINE,
    fresh: { drift: [], migrate: 'ok', tables: { 'blog_post(id, title, body)': [] } },
  },
  {
    name: '5c the pin is not seen because apps.py has two configurations',
    before: SINGLE,
    change: {
      ...folderRenamed(SINGLE),
      'weblog/apps.py': apps(pinned('weblog'), config('C', 'name = "weblog"')),
    },
    existing: EMPTY,
    fresh: { drift: [], migrate: 'ok' },
  },
];

const VALIDATED: Files = {
  ...PAIR,
  'blog/validators.py': 'def fine(value):\n    pass\n',
  'blog/migrations/0002_body.py': `import blog.validators\n${SECOND.replace('"none"', '"none", validators=[blog.validators.fine]')}`,
  'blog/models.py': `from .validators import fine\n${POST_WITH().replace('"none"', '"none", validators=[fine]')}`,
};
const STALE: Files = { ...PAIR, 'blog/apps.py': apps(config('B', 'name = "blog"')) };
const PIN = { 'weblog/apps.py': apps(pinned('weblog')) };

const OLD_NAMES: readonly Scenario[] = [
  {
    name: '5d folder renamed, a migration imports the old module; where the old folder survives, another message',
    before: VALIDATED,
    change: { ...folderRenamed(VALIDATED), ...PIN },
    existing: { check: 'ok', migrate: `ModuleNotFoundError: No module named 'blog'` },
    fresh: { migrate: `ModuleNotFoundError: No module named 'blog'` },
    next: [
      {
        change: { 'blog/__pycache__/validators.cpython-399.pyc': '' },
        existing: { check: 'ok', migrate: `ModuleNotFoundError: No module named 'blog.validators'` },
      },
    ],
  },
  {
    name: 'folder renamed while apps.py names the old package: it starts only where the old folder survives',
    before: STALE,
    change: folderRenamed(STALE),
    existing: {
      setup: `ImproperlyConfigured: Cannot import 'blog'. Check that 'weblog.apps.B.name' is correct.`,
    },
    next: [
      {
        change: { 'blog/__pycache__/models.cpython-399.pyc': '' },
        existing: { check: 'ok', unapplied: [], drift: [], migrate: 'ok', applied: [], sees: {} },
      },
    ],
  },
];

/** Labels and folders that changed. */
export const LABELS = [...FOLLOWING, ...PINNED_LABEL, ...OLD_NAMES];
