import { THIRD, NOTED, BODY, NOTE, SECOND, POST, PAIR, LINE, KEPT, KEPT_LINE, EMPTIED } from './harm-blog.ts';
import {
  added,
  created,
  does,
  model,
  models,
  moved,
  replaces,
  ROW,
  type Expected,
  type Scenario,
} from './harm-shape.ts';
import { blog } from './projects-shape.ts';

const TEXT = 'blog/migrations/0002_text.py';
const NOT_FOUND = `NodeNotFoundError: nonexistent parent node ('blog', '0002_body')`;
const inconsistent = (applied: string, before: string): string =>
  `InconsistentMigrationHistory: Migration ${applied} is applied before its dependency ${before}`;

/** On a new database all is well. */
const FRESH: Expected = { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } };

/** It has nothing to do, and nothing is missing. */
const nothing = (tables: NonNullable<Expected['tables']>): Expected => ({
  unapplied: [],
  drift: [],
  migrate: 'ok',
  applied: [],
  tables,
  sees: { 'blog.Post': 1 },
});

/** What puts it right for all. */
const ended = (tables: NonNullable<Expected['tables']>): Pick<Scenario, 'existing' | 'fresh'> => ({
  existing: nothing(tables),
  fresh: FRESH,
});

const TWICE = blog(
  {
    '0001_initial': does([created('Post', ['title', 'body'])]),
    '0002_body': does([ROW], ['blog.0001_initial']),
  },
  { models: POST },
);

const RENAMED: readonly Scenario[] = [
  {
    name: 'remedy (a) renamed leaf: the name put back, or replaces',
    before: PAIR,
    change: moved(PAIR, BODY, TEXT),
    existing: { migrate: 'ok', tables: EMPTIED },
    fresh: FRESH,
    next: [
      { change: moved({}, TEXT, BODY, SECOND), ...ended(KEPT) },
      {
        change: moved(
          {},
          BODY,
          TEXT,
          does([added('body')], ['blog.0001_initial'], replaces('blog.0002_body')),
        ),
        ...ended(KEPT),
      },
    ],
  },
  {
    name: 'remedy (a) renamed in the middle, nobody follows: the name put back, or replaces',
    before: LINE,
    change: moved(LINE, BODY, TEXT),
    existing: { migrate: NOT_FOUND },
    fresh: { migrate: NOT_FOUND },
    next: [
      { change: moved({}, TEXT, BODY, SECOND), ...ended(KEPT_LINE) },
      {
        change: moved(
          {},
          BODY,
          TEXT,
          does([added('body')], ['blog.0001_initial'], replaces('blog.0002_body')),
        ),
        ...ended(KEPT_LINE),
      },
    ],
  },
  {
    name: 'remedy (a) renamed in the middle, all follow: replaces, or the names put back',
    before: LINE,
    change: { ...moved(LINE, BODY, TEXT), [NOTE]: does([added('note')], ['blog.0002_text']) },
    existing: { migrate: inconsistent('blog.0003_note', 'blog.0002_text') },
    fresh: FRESH,
    next: [
      {
        change: { [TEXT]: does([added('body')], ['blog.0001_initial'], replaces('blog.0002_body')) },
        ...ended(KEPT_LINE),
      },
      { change: { ...moved({}, TEXT, BODY, SECOND), [NOTE]: THIRD }, ...ended(KEPT_LINE) },
    ],
  },
  {
    name: 'remedy (a) renamed back where it already ran twice: nothing more happens, what was done stays',
    before: TWICE,
    data: [],
    change: moved(TWICE, BODY, TEXT),
    existing: { migrate: 'ok', sees: { 'blog.Post': 2 } },
    fresh: { migrate: 'ok', sees: { 'blog.Post': 1 } },
    next: [
      {
        change: moved({}, TEXT, BODY, TWICE[BODY]),
        onward: true,
        existing: { drift: [], migrate: 'ok', applied: [], sees: { 'blog.Post': 2 } },
        fresh: { drift: [], migrate: 'ok', applied: ['blog.0002_body'], sees: { 'blog.Post': 2 } },
      },
      {
        existing: { drift: [], migrate: 'ok', applied: [], sees: { 'blog.Post': 1 } },
        fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 1 } },
      },
    ],
  },
  {
    name: 'remedy (a) renumbered leaf behind a new one: the number put back, and the new one behind it',
    before: PAIR,
    change: {
      'blog/migrations/0002_note.py': does([added('note')], ['blog.0001_initial']),
      ...moved(PAIR, BODY, 'blog/migrations/0003_body.py', does([added('body')], ['blog.0002_note'])),
      ...NOTED,
    },
    existing: { migrate: 'ok', tables: { 'blog_post(id, title, note, body)': [[1, 'Hello', null, 'none']] } },
    fresh: FRESH,
    next: [
      {
        change: {
          ...moved({}, 'blog/migrations/0003_body.py', BODY, SECOND),
          ...moved({}, 'blog/migrations/0002_note.py', NOTE, does([added('note')], ['blog.0002_body'])),
        },
        existing: { drift: [], migrate: 'ok', applied: ['blog.0003_note'], tables: KEPT_LINE },
        fresh: FRESH,
      },
    ],
  },
];

const DELETED: readonly Scenario[] = [
  {
    name: 'remedy (b) deleted leaf: restored',
    before: PAIR,
    change: { [BODY]: null },
    existing: { drift: ['Add field body to post'], migrate: 'ok' },
    fresh: { migrate: 'ok', sees: { 'blog.Post': 'OperationalError: no such column: blog_post.body' } },
    next: [{ change: { [BODY]: SECOND }, ...ended(KEPT) }],
  },
  {
    name: 'remedy (b) deleted in the middle: restored',
    before: LINE,
    change: { [BODY]: null },
    existing: { migrate: NOT_FOUND },
    fresh: { migrate: NOT_FOUND },
    next: [{ change: { [BODY]: SECOND }, ...ended(KEPT_LINE) }],
  },
  {
    name: 'remedy (b) deleted in the middle and re-pointed: restored with the dependency',
    before: LINE,
    change: { [BODY]: null, [NOTE]: does([added('note')], ['blog.0001_initial']) },
    existing: { drift: ['Add field body to post'], migrate: 'ok', applied: [] },
    fresh: { migrate: 'ok', tables: { 'blog_post(id, title, note)': [] } },
    next: [{ change: { [BODY]: SECOND, [NOTE]: THIRD }, ...ended(KEPT_LINE) }],
  },
  {
    name: 'remedy (b) another one under the name of a deleted one: restored, and the other under a new name',
    before: PAIR,
    change: {
      [BODY]: does([added('note')], ['blog.0001_initial']),
      'blog/models.py': models(model('Post', ['title', 'note'])),
    },
    existing: { migrate: 'ok', sees: { 'blog.Post': 'OperationalError: no such column: blog_post.note' } },
    fresh: FRESH,
    next: [
      {
        change: { [BODY]: SECOND, [NOTE]: does([added('note')], ['blog.0002_body']), ...NOTED },
        existing: { drift: [], migrate: 'ok', applied: ['blog.0003_note'], tables: KEPT_LINE },
        fresh: FRESH,
      },
    ],
  },
];

/** What messages advise about names: the harm happens, the advice is followed, the harm is gone. */
export const NAME_REMEDIES = [...RENAMED, ...DELETED];
