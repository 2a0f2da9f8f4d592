import { FIRST, BODY, NOTE, INITIAL, POST, PAIR, LINE, KEPT, KEPT_LINE } from './harm-blog.ts';
import { added, created, does, model, models, ROW, type Expected, type Scenario } from './harm-shape.ts';
import { blog, two } from './projects-shape.ts';

const INIT = 'blog/migrations/__init__.py';
const NOT_FOUND = `NodeNotFoundError: Migration blog.0003_note dependencies reference nonexistent parent node ('blog', '0002_body')`;

/** `migrate` has nothing to do, and nothing is said. */
const SILENT: Expected = { check: 'ok', runserver: 'ok', unapplied: [], migrate: 'ok', applied: [] };

const RELINKED = { [BODY]: null, [NOTE]: does([added('note')], ['blog.0001_initial']) };

const LEAF: readonly Scenario[] = [
  {
    name: '3a deleted leaf, the field stays in the model; a new migration for it empties the column',
    before: PAIR,
    change: { [BODY]: null },
    existing: {
      ...SILENT,
      drift: ['Add field body to post'],
      tables: KEPT,
      recorded: ['blog.0001_initial', 'blog.0002_body'],
    },
    fresh: {
      drift: ['Add field body to post'],
      migrate: 'ok',
      tables: { 'blog_post(id, title)': [] },
      sees: { 'blog.Post': 'OperationalError: no such column: blog_post.body' },
    },
    next: [
      {
        run: ['makemigrations', 'blog', '--noinput', '--name', 'again'],
        existing: {
          drift: [],
          migrate: 'ok',
          applied: ['blog.0002_again'],
          tables: { 'blog_post(id, title, body)': [[1, 'Hello', 'none']] },
        },
        fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } },
      },
    ],
  },
  {
    name: '3a deleted leaf, made again where the column may be null: it fails',
    before: LINE,
    change: { [NOTE]: null },
    existing: { ...SILENT, drift: ['Add field note to post'], tables: KEPT_LINE },
    next: [
      {
        run: ['makemigrations', 'blog', '--noinput', '--name', 'again'],
        existing: { drift: [], migrate: 'OperationalError: duplicate column name: note', tables: KEPT_LINE },
        fresh: { drift: [], migrate: 'ok' },
      },
    ],
  },
  {
    name: '3a deleted leaf and its field: silent, the column stays, and rows can no longer be added',
    before: PAIR,
    change: { [BODY]: null, 'blog/models.py': models(model('Post', ['title'])) },
    existing: { ...SILENT, drift: [], tables: KEPT, sees: { 'blog.Post': 1 } },
    fresh: { drift: [], migrate: 'ok', tables: { 'blog_post(id, title)': [] } },
    next: [
      {
        change: {
          'blog/migrations/0002_row.py': does(
            [`migrations.RunSQL("INSERT INTO blog_post (title) VALUES ('more')")`],
            ['blog.0001_initial'],
          ),
        },
        existing: { migrate: 'IntegrityError: NOT NULL constraint failed: blog_post.body' },
        fresh: { migrate: 'ok', sees: { 'blog.Post': 1 } },
      },
    ],
  },
  {
    name: '3a3 another migration under the name of a deleted one counts as applied',
    before: PAIR,
    change: {
      [BODY]: does([added('note')], ['blog.0001_initial']),
      'blog/models.py': models(model('Post', ['title', 'note'])),
    },
    existing: {
      ...SILENT,
      drift: [],
      tables: KEPT,
      sees: { 'blog.Post': 'OperationalError: no such column: blog_post.note' },
    },
    fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } },
  },
];

const MIDDLE: readonly Scenario[] = [
  {
    name: '3b deleted in the middle, the dependants not updated',
    before: LINE,
    change: { [BODY]: null },
    existing: { check: 'ok', runserver: NOT_FOUND, drift: NOT_FOUND, migrate: NOT_FOUND, tables: KEPT_LINE },
    fresh: { check: 'ok', drift: NOT_FOUND, migrate: NOT_FOUND },
  },
  {
    name: '3b deleted leaf on which another app depends',
    before: two(
      {
        '0001_initial': INITIAL,
        '0002_body': does([added('body')], ['blog.0001_initial']),
        '../models': POST,
      },
      { '0001_initial': does([], ['blog.0002_body']) },
    ),
    change: { [BODY]: null },
    existing: { migrate: NOT_FOUND.replace('blog.0003_note', 'shop.0001_initial') },
    fresh: { migrate: NOT_FOUND.replace('blog.0003_note', 'shop.0001_initial') },
  },
  {
    name: '3b deleted in the middle, the dependants re-pointed, the field stays in the model',
    before: LINE,
    change: RELINKED,
    existing: { ...SILENT, drift: ['Add field body to post'], tables: KEPT_LINE },
    fresh: { drift: ['Add field body to post'], migrate: 'ok', tables: { 'blog_post(id, title, note)': [] } },
  },
  {
    name: '3b deleted in the middle, the dependants re-pointed, and the field deleted',
    before: LINE,
    change: { ...RELINKED, 'blog/models.py': models(model('Post', ['title', 'note'])) },
    existing: { ...SILENT, drift: [], tables: KEPT_LINE },
    fresh: { drift: [], migrate: 'ok', tables: { 'blog_post(id, title, note)': [] } },
  },
  {
    name: '3b deleted data migration in the middle, the dependants re-pointed: new databases lack the row',
    before: blog(
      {
        '0001_initial': does([created('Post', ['title', 'body'])]),
        '0002_body': does([ROW], ['blog.0001_initial']),
        '0003_note': does([added('note')], ['blog.0002_body']),
      },
      { models: models(model('Post', ['title', 'body', 'note'])) },
    ),
    data: [],
    change: RELINKED,
    existing: { ...SILENT, drift: [], sees: { 'blog.Post': 1 } },
    fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } },
  },
];

const UNMIGRATED: Pick<Scenario, 'existing' | 'fresh'> = {
  existing: { ...SILENT, drift: [], tables: KEPT, sees: { 'blog.Post': 1 } },
  fresh: {
    ...SILENT,
    drift: [],
    tables: {},
    sees: { 'blog.Post': 'OperationalError: no such table: blog_post' },
  },
};

const PACKAGE: readonly Scenario[] = [
  { name: '3c deleted migrations/__init__.py', before: PAIR, change: { [INIT]: null }, ...UNMIGRATED },
  {
    name: '3c deleted migrations folder',
    before: PAIR,
    change: { [INIT]: null, [FIRST]: null, [BODY]: null },
    ...UNMIGRATED,
  },
  {
    name: '3c all migrations deleted, __init__.py stays: the app counts as migrated, with nothing to do',
    before: PAIR,
    change: { [FIRST]: null, [BODY]: null },
    existing: { ...SILENT, drift: ['Create model Post'], tables: KEPT, sees: { 'blog.Post': 1 } },
    fresh: { ...SILENT, drift: ['Create model Post'], tables: {} },
  },
  {
    name: '3c deleted migrations/__init__.py of an app on which another depends',
    before: two(
      {
        '0001_initial': INITIAL,
        '0002_body': does([added('body')], ['blog.0001_initial']),
        '../models': POST,
      },
      { '0001_initial': does([], ['blog.0002_body']) },
    ),
    change: { [INIT]: null },
    existing: { migrate: NOT_FOUND.replace('blog.0003_note', 'shop.0001_initial') },
    fresh: { migrate: NOT_FOUND.replace('blog.0003_note', 'shop.0001_initial') },
  },
];

/** Migrations that are gone. */
export const DELETED = [...LEAF, ...MIDDLE, ...PACKAGE];
