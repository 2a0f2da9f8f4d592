import { FIRST, BODY, NOTE, POST, PAIR, LINE, KEPT } from './harm-blog.ts';
import {
  added,
  created,
  does,
  field,
  model,
  models,
  ROW,
  type Expected,
  type Scenario,
} from './harm-shape.ts';
import { blog } from './projects-shape.ts';

/** `migrate` has nothing to do, and nothing is said. */
const SILENT: Expected = {
  check: 'ok',
  runserver: 'ok',
  unapplied: [],
  migrate: 'ok',
  applied: [],
  tables: KEPT,
};
const missing = (column: string): NonNullable<Expected['sees']> => ({
  'blog.Post': `OperationalError: no such column: blog_post.${column}`,
});

const IN_PLACE: readonly Scenario[] = [
  {
    name: '2 an operation added in place, with the model: the database never gets it',
    before: PAIR,
    change: {
      [BODY]: does([added('body'), added('note')], ['blog.0001_initial']),
      'blog/models.py': models(model('Post', ['title', 'body', 'note'])),
    },
    existing: { ...SILENT, drift: [], sees: missing('note') },
    fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } },
  },
  {
    name: '2 a column renamed in place, with the model (a word replaced everywhere)',
    before: PAIR,
    change: {
      [BODY]: does([`migrations.AddField("post", "text", ${field('body')})`], ['blog.0001_initial']),
      'blog/models.py': models(model('Post', ['title'], `text = ${field('body')}`)),
    },
    existing: { ...SILENT, drift: [], sees: missing('text') },
    fresh: { drift: [], migrate: 'ok', tables: { 'blog_post(id, title, text)': [] } },
  },
  {
    name: '2 a table renamed in place, with the model',
    before: PAIR,
    change: {
      [FIRST]: does([created('Text', ['title'])]),
      [BODY]: does([`migrations.AddField("text", "body", ${field('body')})`], ['blog.0001_initial']),
      'blog/models.py': models(model('Text', ['title', 'body'])),
    },
    existing: { ...SILENT, drift: [], sees: { 'blog.Text': 'OperationalError: no such table: blog_text' } },
    fresh: { drift: [], migrate: 'ok', sees: { 'blog.Text': 0 } },
  },
  {
    name: '2 an operation removed in place, with the model: the column stays',
    before: LINE,
    change: { [NOTE]: does([], ['blog.0002_body']), 'blog/models.py': POST },
    existing: {
      ...SILENT,
      drift: [],
      tables: { 'blog_post(id, title, body, note)': [[1, 'Hello', 'World', null]] },
    },
    fresh: { drift: [], migrate: 'ok', tables: { 'blog_post(id, title, body)': [] } },
  },
  {
    name: '2 a type changed in place, with the model: the old rule of the table holds',
    before: blog(
      {
        '0001_initial': does([
          created('Post', ['title'], '("body", models.CharField(max_length=9, unique=True))'),
        ]),
      },
      { models: models(model('Post', ['title'], 'body = models.CharField(max_length=9, unique=True)')) },
    ),
    change: {
      [FIRST]: does([created('Post', ['title', 'body'])]),
      'blog/models.py': POST,
      [BODY]: does(
        [`migrations.RunSQL("INSERT INTO blog_post (title, body) VALUES ('Twin', 'World')")`],
        ['blog.0001_initial'],
      ),
    },
    existing: {
      drift: [],
      migrate: 'IntegrityError: UNIQUE constraint failed: blog_post.body',
      tables: KEPT,
    },
    fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 1 } },
  },
  {
    name: '2 edited without the model: makemigrations wants to change it back',
    before: PAIR,
    change: {
      [BODY]: does([`migrations.AddField("post", "text", ${field('body')})`], ['blog.0001_initial']),
    },
    existing: { ...SILENT, drift: ['Remove field text from post', 'Add field body to post'] },
    fresh: { migrate: 'ok', sees: missing('body') },
    next: [
      {
        run: ['makemigrations', 'blog', '--noinput', '--name', 'back'],
        existing: { drift: [], migrate: 'OperationalError: no such column', tables: KEPT },
        fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } },
      },
    ],
  },
  {
    name: '2 only a length edited, with the model: silent, and SQLite does not mind',
    before: PAIR,
    change: {
      [BODY]: does(
        [`migrations.AddField("post", "body", ${field('body').replace('9', '99')})`],
        ['blog.0001_initial'],
      ),
      'blog/models.py': models(model('Post', ['title'], `body = ${field('body').replace('9', '99')}`)),
    },
    existing: { ...SILENT, drift: [], sees: { 'blog.Post': 1 } },
    fresh: { drift: [], migrate: 'ok' },
  },
];

const OTHERWISE: readonly Scenario[] = [
  {
    name: '2 RunPython edited: who has applied it never runs it',
    before: blog(
      {
        '0001_initial': does([created('Post', ['title', 'body'])]),
        '0002_body': does([], ['blog.0001_initial']),
      },
      { models: POST },
    ),
    change: { [BODY]: does([ROW], ['blog.0001_initial']) },
    existing: { ...SILENT, drift: [] },
    fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 1 } },
  },
  {
    name: '2 options that only the state knows, edited with the model: harmless',
    before: PAIR,
    change: {
      [BODY]: does(
        [added('body'), 'migrations.AlterModelOptions("post", {"ordering": ["title"]})'],
        ['blog.0001_initial'],
      ),
      'blog/models.py': models(model('Post', ['title', 'body'], 'class Meta:', '    ordering = ["title"]')),
    },
    existing: { ...SILENT, drift: [], sees: { 'blog.Post': 1 } },
    fresh: { drift: [], migrate: 'ok' },
  },
  {
    name: '2 deleted and written again word by word: nothing happens',
    before: PAIR,
    change: { [BODY]: PAIR[BODY]! },
    existing: { ...SILENT, drift: [], sees: { 'blog.Post': 1 } },
    fresh: { drift: [], migrate: 'ok' },
  },
];

const INCONSISTENT = (applied: string, slipped: string): string =>
  `InconsistentMigrationHistory: Migration ${applied} is applied before its dependency ${slipped} on database 'default'.`;

const INSERTED: readonly Scenario[] = [
  {
    name: '6c a new one before an applied one (policy: slipped before an applied one)',
    before: PAIR,
    change: {
      'blog/migrations/0002_aside.py': does([added('note')], ['blog.0001_initial']),
      [BODY]: does([added('body')], ['blog.0002_aside']),
      'blog/models.py': models(model('Post', ['title', 'body', 'note'])),
    },
    existing: {
      check: 'ok',
      runserver: 'ok',
      unapplied: ['blog.0002_aside'],
      drift: INCONSISTENT('blog.0002_body', 'blog.0002_aside'),
      migrate: INCONSISTENT('blog.0002_body', 'blog.0002_aside'),
      tables: KEPT,
    },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_initial', 'blog.0002_aside', 'blog.0002_body'] },
    next: [{ migrate: ['--fake'], existing: { migrate: INCONSISTENT('blog.0002_body', 'blog.0002_aside') } }],
  },
  {
    name: '6c a new one that runs before an applied one',
    before: PAIR,
    change: {
      'blog/migrations/0002_aside.py': does(
        [],
        ['blog.0001_initial'],
        'run_before = [("blog", "0002_body")]',
      ),
    },
    existing: { migrate: INCONSISTENT('blog.0002_body', 'blog.0002_aside') },
    fresh: { drift: [], migrate: 'ok' },
  },
  {
    name: '6c a new first one',
    before: PAIR,
    change: {
      'blog/migrations/0000_base.py': does([]),
      [FIRST]: does([created('Post', ['title'])], ['blog.0000_base']),
    },
    existing: { migrate: INCONSISTENT('blog.0001_initial', 'blog.0000_base') },
    fresh: { drift: [], migrate: 'ok' },
  },
];

/** Migrations whose text changed, and new ones on which an applied one was made to depend. */
export const EDITED = [...IN_PLACE, ...OTHERWISE, ...INSERTED];
