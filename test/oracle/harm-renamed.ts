import { BODY, NOTE, SINGLE, PAIR, LINE, WITH_SHOP, KEPT_LINE } from './harm-blog.ts';
import { added, does, field, model, models, moved, type Scenario } from './harm-shape.ts';

const TEXT = 'blog/migrations/0002_text.py';
const NOT_FOUND = `NodeNotFoundError: Migration blog.0003_note dependencies reference nonexistent parent node ('blog', '0002_body')`;
const INCONSISTENT = `InconsistentMigrationHistory: Migration blog.0003_note is applied before its dependency blog.0002_text on database 'default'.`;

const FOLLOWED = { ...moved(LINE, BODY, TEXT), [NOTE]: does([added('note')], ['blog.0002_text']) };

const everywhere = (outcome: string) => ({
  check: 'ok',
  runserver: outcome,
  unapplied: outcome,
  drift: outcome,
  migrate: outcome,
});

const NAME_ONLY: readonly Scenario[] = [
  {
    name: '1a renamed leaf that is the first one',
    before: SINGLE,
    change: moved(SINGLE, 'blog/migrations/0001_initial.py', 'blog/migrations/0001_start.py'),
    existing: { drift: [], migrate: 'OperationalError: table "blog_post" already exists' },
    fresh: { migrate: 'ok' },
    next: [
      {
        migrate: ['--fake-initial'],
        existing: { migrate: 'ok', applied: ['blog.0001_start (faked)'], sees: { 'blog.Post': 1 } },
      },
    ],
  },
  {
    name: '1b renamed in the middle, the dependants not updated',
    before: LINE,
    change: moved(LINE, BODY, TEXT),
    existing: { ...everywhere(NOT_FOUND), tables: KEPT_LINE, sees: { 'blog.Post': 1 } },
    fresh: everywhere(NOT_FOUND),
  },
  {
    name: '1b renamed leaf on which another app depends',
    before: WITH_SHOP,
    change: moved(WITH_SHOP, BODY, TEXT),
    existing: everywhere(NOT_FOUND.replace('blog.0003_note', 'shop.0001_initial')),
    fresh: everywhere(NOT_FOUND.replace('blog.0003_note', 'shop.0001_initial')),
  },
  {
    name: '1c renamed in the middle, the dependants updated',
    before: LINE,
    change: FOLLOWED,
    existing: {
      check: 'ok',
      runserver: 'ok',
      unapplied: ['blog.0002_text'],
      drift: INCONSISTENT,
      migrate: INCONSISTENT,
      tables: KEPT_LINE,
    },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_initial', 'blog.0002_text', 'blog.0003_note'] },
    next: [
      { migrate: ['--fake'], existing: { migrate: INCONSISTENT } },
      {
        sql: ["UPDATE django_migrations SET name = '0002_text' WHERE app = 'blog' AND name = '0002_body'"],
        existing: { drift: [], migrate: 'ok', applied: [], tables: KEPT_LINE },
      },
    ],
  },
  {
    name: '1d renamed before it was applied',
    before: LINE,
    target: ['blog', '0002_body'],
    change: moved(LINE, NOTE, 'blog/migrations/0003_remark.py'),
    existing: { drift: [], migrate: 'ok', applied: ['blog.0003_remark'], tables: KEPT_LINE },
    fresh: { drift: [], migrate: 'ok' },
  },
];

const TAGS = 'migrations.AddField("post", "tags", models.IntegerField(null=True))';
const tagged = (...names: readonly string[]): string =>
  models(model('Post', names, 'tags = models.IntegerField(null=True)'));
const TAGGED_AFTER_INITIAL = { 'blog/migrations/0002_tags.py': does([TAGS], ['blog.0001_initial']) };

const RENUMBERED: readonly Scenario[] = [
  {
    name: '6a renumbered leaf behind a new one',
    before: PAIR,
    change: {
      ...TAGGED_AFTER_INITIAL,
      'blog/models.py': tagged('title', 'body'),
      ...moved(PAIR, BODY, 'blog/migrations/0003_body.py', does([added('body')], ['blog.0002_tags'])),
    },
    existing: {
      drift: [],
      migrate: 'ok',
      applied: ['blog.0002_tags', 'blog.0003_body'],
      tables: { 'blog_post(id, title, tags, body)': [[1, 'Hello', null, 'none']] },
    },
    fresh: { drift: [], migrate: 'ok' },
  },
  {
    name: '6b renumbered below an applied one that keeps its name',
    before: LINE,
    change: {
      ...TAGGED_AFTER_INITIAL,
      'blog/models.py': tagged('title', 'body', 'note'),
      ...moved(LINE, BODY, 'blog/migrations/0003_body.py', does([added('body')], ['blog.0002_tags'])),
      [NOTE]: does([added('note')], ['blog.0003_body']),
    },
    existing: {
      migrate: `InconsistentMigrationHistory: Migration blog.0003_note is applied before its dependency blog.0003_body`,
    },
    fresh: { drift: [], migrate: 'ok' },
  },
  {
    name: '6b renumbered with all that follows: the first that rebuilds the table drops the later columns',
    before: LINE,
    data: ["INSERT INTO blog_post (title, body, note) VALUES ('Hello', 'World', 7)"],
    change: {
      ...TAGGED_AFTER_INITIAL,
      'blog/models.py': tagged('title', 'body', 'note'),
      ...moved(LINE, BODY, 'blog/migrations/0003_body.py', does([added('body')], ['blog.0002_tags'])),
      ...moved(LINE, NOTE, 'blog/migrations/0004_note.py', does([added('note')], ['blog.0003_body'])),
    },
    existing: {
      migrate: 'ok',
      applied: ['blog.0002_tags', 'blog.0003_body', 'blog.0004_note'],
      tables: { 'blog_post(id, title, tags, body, note)': [[1, 'Hello', null, 'none', null]] },
    },
    fresh: { drift: [], migrate: 'ok' },
  },
  {
    name: '1a rename that only adds what may be null: duplicate column (policy: rename leaf)',
    before: LINE,
    change: moved(LINE, NOTE, 'blog/migrations/0003_remark.py'),
    existing: { drift: [], migrate: 'OperationalError: duplicate column name: note', tables: KEPT_LINE },
    fresh: { migrate: 'ok' },
  },
  {
    name: '1a renamed leaf whose field changed its default: the row gets the new one',
    before: PAIR,
    change: moved(
      PAIR,
      BODY,
      TEXT,
      does(
        [`migrations.AddField("post", "body", ${field('body').replace('none', 'new')})`],
        ['blog.0001_initial'],
      ),
    ),
    existing: { migrate: 'ok', tables: { 'blog_post(id, title, body)': [[1, 'Hello', 'new']] } },
    fresh: { migrate: 'ok' },
  },
];

/** Migrations that got another name or number. */
export const RENAMED = [...NAME_ONLY, ...RENUMBERED];
