import { EMPTIED, PARTLY, FIRST, BODY, NOTE, WHOLE, PAIR, LINE, KEPT, KEPT_LINE } from './harm-blog.ts';
import { added, created, does, model, models, replaces, type Scenario } from './harm-shape.ts';

const SQUASH = 'blog/migrations/0001_squashed_0002_body.py';
const REPLACES_BOTH = replaces('blog.0001_initial', 'blog.0002_body');
const OF_BOTH = does([created('Post', ['title', 'body'])], [], REPLACES_BOTH);
const HALF = { 'blog_post(id, title)': [[1, 'Hello']] };
const EMPTY = { 'blog_post(id, title, body)': [] };
const NO_BODY = { 'blog.Post': 'OperationalError: no such column: blog_post.body' };
const NAMES = ['blog.0001_initial', 'blog.0001_squashed_0002_body', 'blog.0002_body'];
const ORIGINALS_GONE = { [FIRST]: null, [BODY]: null };

const STEP_BY_STEP: readonly Scenario[] = [
  {
    name: '8a squash beside the originals; 8b later without them; 8c later without replaces',
    before: PAIR,
    change: { [SQUASH]: OF_BOTH },
    existing: { drift: [], migrate: 'ok', applied: [], tables: KEPT, recorded: NAMES },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_squashed_0002_body'], tables: EMPTY },
    next: [
      {
        change: ORIGINALS_GONE,
        onward: true,
        existing: { drift: [], migrate: 'ok', applied: [], tables: KEPT },
        fresh: { drift: [], migrate: 'ok', applied: [] },
      },
      {
        change: { [SQUASH]: WHOLE },
        onward: true,
        existing: { drift: [], migrate: 'ok', applied: [], tables: KEPT },
        fresh: { drift: [], migrate: 'ok', applied: [] },
      },
    ],
  },
  {
    name: '8a squash beside the originals where they are partly applied: the originals go on',
    before: PAIR,
    ...PARTLY,
    change: { [SQUASH]: OF_BOTH },
    existing: {
      drift: [],
      migrate: 'ok',
      applied: ['blog.0002_body'],
      tables: EMPTIED,
    },
  },
];

const AT_ONCE: readonly Scenario[] = [
  {
    name: '8d squash, and the originals deleted at once (policy: fully applied)',
    before: PAIR,
    change: { ...ORIGINALS_GONE, [SQUASH]: OF_BOTH },
    existing: { drift: [], migrate: 'ok', applied: [], tables: KEPT, recorded: NAMES },
    fresh: { drift: [], migrate: 'ok', tables: EMPTY },
  },
  {
    name: '8d the same where they are partly applied: nothing happens, and the column is missing (policy)',
    before: PAIR,
    ...PARTLY,
    change: { ...ORIGINALS_GONE, [SQUASH]: OF_BOTH },
    existing: {
      check: 'ok',
      runserver: 'ok',
      unapplied: [],
      drift: [],
      migrate: 'ok',
      applied: [],
      tables: HALF,
      sees: NO_BODY,
    },
  },
  {
    name: '8e squash without replaces, and the originals deleted (policy: reset to a new 0001)',
    before: PAIR,
    change: { ...ORIGINALS_GONE, [SQUASH]: WHOLE },
    existing: { drift: [], migrate: 'OperationalError: table "blog_post" already exists', tables: KEPT },
    fresh: { drift: [], migrate: 'ok', tables: EMPTY },
    next: [
      {
        migrate: ['--fake-initial'],
        existing: { migrate: 'ok', applied: ['blog.0001_squashed_0002_body (faked)'], tables: KEPT },
      },
    ],
  },
  {
    name: '8e reset to a new 0001_initial, of the same name: counts as applied, also where it is only partly',
    before: PAIR,
    ...PARTLY,
    change: { [FIRST]: WHOLE, [BODY]: null },
    existing: { unapplied: [], drift: [], migrate: 'ok', applied: [], tables: HALF, sees: NO_BODY },
    fresh: { drift: [], migrate: 'ok', tables: EMPTY },
  },
  {
    name: '8f partly applied, and a later migration depends on a replaced one',
    before: PAIR,
    ...PARTLY,
    change: {
      ...ORIGINALS_GONE,
      [SQUASH]: OF_BOTH,
      [NOTE]: does([added('note')], ['blog.0002_body']),
      'blog/models.py': models(model('Post', ['title', 'body', 'note'])),
    },
    existing: {
      migrate: `NodeNotFoundError: Migration blog.0003_note depends on nonexistent node ('blog', '0002_body'). Django tried to replace migration blog.0002_body with any of [blog.0001_squashed_0002_body] but wasn't able to because some of the replaced migrations are already applied.`,
      tables: HALF,
    },
    fresh: { drift: [], migrate: 'ok' },
  },
  {
    name: '8f the same, and it depends on the squash',
    before: PAIR,
    ...PARTLY,
    change: {
      ...ORIGINALS_GONE,
      [SQUASH]: OF_BOTH,
      [NOTE]: does([added('note')], ['blog.0001_squashed_0002_body']),
      'blog/models.py': models(model('Post', ['title', 'body', 'note'])),
    },
    existing: { migrate: `KeyError: ('blog', 'post')`, tables: HALF },
    fresh: { drift: [], migrate: 'ok' },
  },
];

const AGAIN = 'blog/migrations/0001_squashed_0003_note.py';
const ALL = [created('Post', ['title', 'body', 'note'])];
const ORIGINAL_NAMES = ['blog.0001_initial', 'blog.0002_body', 'blog.0003_note'];

const NESTED: readonly Scenario[] = [
  {
    name: '8a squash of a squash, the originals and the first squash beside it',
    since: '6.0', // before, it is a matter of luck in which order Django replaces them
    before: { ...LINE, [SQUASH]: OF_BOTH },
    change: { [AGAIN]: does(ALL, [], replaces('blog.0001_squashed_0002_body', 'blog.0003_note')) },
    existing: { drift: [], migrate: 'ok', applied: [], tables: KEPT_LINE },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_squashed_0003_note'] },
  },
  {
    name: '8b squash of a squash without the first one, where that was never recorded: it must name the originals',
    before: LINE,
    change: {
      [AGAIN]: does(ALL, [], replaces('blog.0001_squashed_0002_body', 'blog.0003_note')),
      ...ORIGINALS_GONE,
      [NOTE]: null,
    },
    existing: { drift: [], migrate: 'ok', applied: [], recorded: ORIGINAL_NAMES },
    fresh: { drift: [], migrate: 'ok' },
    next: [
      {
        change: { [AGAIN]: does(ALL, [], replaces(...ORIGINAL_NAMES)) },
        existing: {
          drift: [],
          migrate: 'ok',
          applied: [],
          recorded: [ORIGINAL_NAMES[0]!, 'blog.0001_squashed_0003_note', ...ORIGINAL_NAMES.slice(1)],
        },
        fresh: { drift: [], migrate: 'ok' },
      },
    ],
  },
];

const DROPPED: readonly Scenario[] = [
  {
    name: 'replaces dropped while the originals are still there: two leaves',
    before: { ...PAIR, [SQUASH]: OF_BOTH },
    change: { [SQUASH]: WHOLE },
    existing: {
      drift: 'CommandError: Conflicting migrations',
      migrate: 'CommandError: (0001_squashed_0002_body, 0002_body in blog)',
    },
    fresh: { migrate: 'CommandError: (0001_squashed_0002_body, 0002_body in blog)' },
  },
];

/** Squashed migrations. */
export const SQUASHED = [...STEP_BY_STEP, ...AT_ONCE, ...NESTED, ...DROPPED];
