import { NOTED, BODY, SECOND, PAIR, KEPT, KEPT_LINE } from './harm-blog.ts';
import { added, does, field, model, models, type Expected, type Scenario } from './harm-shape.ts';

/** On a new database all is well. */
const FRESH: Expected = { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } };

const inconsistent = (applied: string, before: string): string =>
  `InconsistentMigrationHistory: Migration ${applied} is applied before its dependency ${before}`;

const TEXT_IN_PLACE = does([`migrations.AddField("post", "text", ${field('body')})`], ['blog.0001_initial']);

const EDITED: readonly Scenario[] = [
  {
    name: 'remedy (c) an operation added in place: the text restored, and makemigrations',
    before: PAIR,
    change: { [BODY]: does([added('body'), added('note')], ['blog.0001_initial']), ...NOTED },
    existing: { migrate: 'ok', sees: { 'blog.Post': 'OperationalError: no such column: blog_post.note' } },
    fresh: FRESH,
    next: [
      {
        change: { [BODY]: SECOND },
        run: ['makemigrations', 'blog', '--noinput', '--name', 'note'],
        existing: { drift: [], migrate: 'ok', applied: ['blog.0003_note'], tables: KEPT_LINE },
        fresh: FRESH,
      },
    ],
  },
  {
    name: 'remedy (c) a column renamed in place: the text restored, and RenameField; makemigrations --noinput empties it',
    before: PAIR,
    change: {
      [BODY]: TEXT_IN_PLACE,
      'blog/models.py': models(model('Post', ['title'], `text = ${field('body')}`)),
    },
    existing: { migrate: 'ok', sees: { 'blog.Post': 'OperationalError: no such column: blog_post.text' } },
    fresh: FRESH,
    next: [
      {
        change: {
          [BODY]: SECOND,
          'blog/migrations/0003_text.py': does(
            ['migrations.RenameField("post", "body", "text")'],
            ['blog.0002_body'],
          ),
        },
        existing: {
          drift: [],
          migrate: 'ok',
          tables: { 'blog_post(id, title, text)': [[1, 'Hello', 'World']] },
        },
        fresh: FRESH,
      },
      {
        change: { 'blog/migrations/0003_text.py': null },
        run: ['makemigrations', 'blog', '--noinput', '--name', 'text'],
        existing: {
          drift: [],
          migrate: 'ok',
          tables: { 'blog_post(id, title, text)': [[1, 'Hello', 'none']] },
        },
      },
    ],
  },
];

const INSERTED: readonly Scenario[] = [
  {
    name: 'remedy (d) a new one before an applied one: the dependency put back, and the new one behind the leaf',
    before: PAIR,
    change: {
      'blog/migrations/0002_aside.py': does([added('note')], ['blog.0001_initial']),
      [BODY]: does([added('body')], ['blog.0002_aside']),
      ...NOTED,
    },
    existing: { migrate: inconsistent('blog.0002_body', 'blog.0002_aside') },
    fresh: FRESH,
    next: [
      {
        change: {
          'blog/migrations/0002_aside.py': does([added('note')], ['blog.0002_body']),
          [BODY]: SECOND,
        },
        existing: { drift: [], migrate: 'ok', applied: ['blog.0002_aside'], tables: KEPT_LINE },
        fresh: FRESH,
      },
      // A database that migrated anew in between has both already.
      {
        onward: true,
        existing: { drift: [], migrate: 'ok', applied: [] },
        fresh: { ...FRESH, applied: [] },
      },
    ],
  },
  {
    name: 'remedy (d) a new one that runs before an applied one: without run_before, behind the leaf',
    before: PAIR,
    change: {
      'blog/migrations/0002_aside.py': does(
        [],
        ['blog.0001_initial'],
        'run_before = [("blog", "0002_body")]',
      ),
    },
    existing: { migrate: inconsistent('blog.0002_body', 'blog.0002_aside') },
    fresh: FRESH,
    next: [
      {
        change: { 'blog/migrations/0002_aside.py': does([], ['blog.0002_body']) },
        existing: { drift: [], migrate: 'ok', applied: ['blog.0002_aside'], tables: KEPT },
        fresh: FRESH,
      },
    ],
  },
];

/** What messages advise about texts and dependencies: the harm happens, the advice is followed, the harm is gone. */
export const TEXT_REMEDIES = [...EDITED, ...INSERTED];
