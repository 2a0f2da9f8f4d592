import { POST, PAIR } from './harm-blog.ts';
import {
  added,
  created,
  does,
  model,
  models,
  moved,
  replaces,
  type Changes,
  type Expected,
  type Scenario,
} from './harm-shape.ts';
import type { Files } from './our-answer.ts';
import { installed, apps, config } from './projects-shape.ts';

const DJANGOS = ['django.contrib.contenttypes', 'django.contrib.auth'];
const BEFORE: Files = { ...PAIR, ...installed(...DJANGOS, 'blog') };
const CREATING = 'weblog/migrations/0001_initial.py';
const LATER = 'weblog/migrations/0002_body.py';
const WORLD = [[1, 'Hello', 'World']];

/** The folder renamed, and everything that names the label. */
const FOLLOWED: Changes = {
  ...Object.assign(
    {},
    ...Object.keys(PAIR)
      .filter((path) => path.startsWith('blog/'))
      .map((path) => moved(PAIR, path, `we${path}`)),
  ),
  ...installed(...DJANGOS, 'weblog'),
  [LATER]: does([added('body')], ['weblog.0001_initial']),
};
const EMPTY: Expected = {
  drift: [],
  migrate: 'ok',
  sees: { 'weblog.Post': 0 },
  contentTypes: { 'blog.post': 4, 'weblog.post': 4 },
};
const FRESH: Expected = { drift: [], migrate: 'ok', sees: { 'weblog.Post': 0 } };

const HISTORY = [
  "UPDATE django_migrations SET app = 'weblog' WHERE app = 'blog'",
  "UPDATE django_content_type SET app_label = 'weblog' WHERE app_label = 'blog'",
];
/** `CreateModel` with the table pinned. */
const PINNED = created('Post', ['title']).replace(/\)$/, ', options={"db_table": "blog_post"})');
const PINNED_TABLE: Changes = {
  'weblog/models.py': models(model('Post', ['title', 'body'], 'class Meta:', '    db_table = "blog_post"')),
  [CREATING]: does([PINNED]),
};
const there = (table: string): Expected => ({
  unapplied: [],
  drift: [],
  migrate: 'ok',
  applied: [],
  sees: { 'weblog.Post': 1 },
  tables: { [`${table}(id, title, body)`]: WORLD },
});

/** What messages advise about labels: the harm happens, the advice is followed, the harm is gone. */
export const LABEL_REMEDIES: readonly Scenario[] = [
  {
    name: 'remedy label changed: the old one pinned (C: P1)',
    before: BEFORE,
    change: FOLLOWED,
    existing: EMPTY,
    fresh: FRESH,
    next: [
      {
        change: {
          'weblog/apps.py': apps(config('B', 'name = "weblog"', 'label = "blog"')),
          [LATER]: does([added('body')], ['blog.0001_initial']),
        },
        existing: {
          ...there('blog_post'),
          sees: { 'blog.Post': 1 },
          contentTypes: { 'blog.post': 4 },
        },
        fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } },
      },
    ],
  },
  {
    name: 'remedy label changed: history, content types and tables renamed before migrating (C: P2a)',
    before: BEFORE,
    change: FOLLOWED,
    existing: EMPTY,
    fresh: FRESH,
    next: [
      {
        sql: [...HISTORY, 'ALTER TABLE blog_post RENAME TO weblog_post'],
        existing: { ...there('weblog_post'), contentTypes: { 'weblog.post': 4 } },
        fresh: FRESH,
      },
    ],
  },
  {
    name: 'remedy label changed: history and content types renamed, the table pinned (C: P2b)',
    before: BEFORE,
    change: FOLLOWED,
    existing: EMPTY,
    fresh: FRESH,
    next: [
      {
        change: PINNED_TABLE,
        sql: HISTORY,
        existing: { ...there('blog_post'), contentTypes: { 'weblog.post': 4 } },
        fresh: { ...FRESH, tables: { 'blog_post(id, title, body)': [] } },
      },
    ],
  },
  {
    name: 'remedy label changed: replaces in every migration and the table pinned, nothing done to the database',
    before: BEFORE,
    change: FOLLOWED,
    existing: EMPTY,
    fresh: FRESH,
    next: [
      {
        change: {
          ...PINNED_TABLE,
          [CREATING]: does([PINNED], [], replaces('blog.0001_initial')),
          [LATER]: does([added('body')], ['weblog.0001_initial'], replaces('blog.0002_body')),
        },
        existing: { ...there('blog_post'), contentTypes: { 'blog.post': 4, 'weblog.post': 4 } },
        fresh: { ...FRESH, tables: { 'blog_post(id, title, body)': [] } },
      },
    ],
  },
  {
    name: 'remedy folder renamed while apps.py names the old package: the new one named, the label pinned',
    before: { ...PAIR, 'blog/apps.py': apps(config('B', 'name = "blog"')) },
    change: {
      ...FOLLOWED,
      'blog/apps.py': null,
      'weblog/apps.py': apps(config('B', 'name = "blog"')),
      ...installed('weblog'),
      [LATER]: PAIR['blog/migrations/0002_body.py']!,
    },
    existing: { setup: `ImproperlyConfigured: Cannot import 'blog'.` },
    fresh: { setup: `ImproperlyConfigured: Cannot import 'blog'.` },
    next: [
      {
        change: { 'weblog/apps.py': apps(config('B', 'name = "weblog"', 'label = "blog"')) },
        existing: { ...there('blog_post'), sees: { 'blog.Post': 1 } },
        fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } },
      },
    ],
  },
  {
    name: 'content types of a label that is gone stay, unless they are asked for with --include-stale-apps',
    before: BEFORE,
    change: FOLLOWED,
    existing: EMPTY,
    next: [
      {
        onward: true,
        run: ['remove_stale_contenttypes', '--noinput'],
        existing: { migrate: 'ok', contentTypes: { 'blog.post': 4, 'weblog.post': 4 } },
      },
      {
        onward: true,
        run: ['remove_stale_contenttypes', '--noinput', '--include-stale-apps'],
        existing: { migrate: 'ok', contentTypes: { 'weblog.post': 4 } },
      },
    ],
  },
  {
    name: 'RenameModel takes the content type along; up to 5.2 its permissions are doubled',
    before: BEFORE,
    change: {
      'blog/migrations/0003_text.py': does(['migrations.RenameModel("Post", "Text")'], ['blog.0002_body']),
      'blog/models.py': POST.replace('Post', 'Text'),
    },
    existing: { drift: [], migrate: 'ok', sees: { 'blog.Text': 1 }, contentTypes: { 'blog.text': 4 } },
    until: { '5.2': { existing: { contentTypes: { 'blog.text': 8 } } } },
    fresh: { drift: [], migrate: 'ok' },
  },
];
