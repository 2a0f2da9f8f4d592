import {
  NOTED,
  PARTLY,
  FIRST,
  BODY,
  NOTE,
  INITIAL,
  SECOND,
  POST,
  WHOLE,
  PAIR,
  WITH_SHOP,
  KEPT,
  KEPT_LINE,
  EMPTIED,
} from './harm-blog.ts';
import { added, created, does, replaces, type Expected, type Scenario } from './harm-shape.ts';
import { installed, two } from './projects-shape.ts';

const INIT = 'blog/migrations/__init__.py';
const TAGS = 'blog/migrations/0002_tags.py';
const SQUASH = 'blog/migrations/0001_squashed_0002_body.py';
const SHOP = 'shop/migrations/0001_initial.py';
const SQUASHED = does(
  [created('Post', ['title', 'body'])],
  [],
  replaces('blog.0001_initial', 'blog.0002_body'),
);
const ORIGINALS = { [FIRST]: INITIAL, [BODY]: SECOND };
const ORIGINALS_GONE = { [FIRST]: null, [BODY]: null };

const FRESH: Expected = { drift: [], migrate: 'ok', sees: { 'blog.Post': 0 } };
const NOTHING: Expected = {
  unapplied: [],
  drift: [],
  migrate: 'ok',
  applied: [],
  tables: KEPT,
  sees: { 'blog.Post': 1 },
};
const EXISTS = 'OperationalError: table "blog_post" already exists';

const SQUASHES: readonly Scenario[] = [
  {
    name: 'remedy (e) replaces dropped beside the originals: put back',
    before: { ...PAIR, [SQUASH]: SQUASHED },
    change: { [SQUASH]: WHOLE },
    existing: { migrate: 'CommandError: (0001_squashed_0002_body, 0002_body in blog)' },
    fresh: { migrate: 'CommandError: (0001_squashed_0002_body, 0002_body in blog)' },
    next: [{ change: { [SQUASH]: SQUASHED }, existing: NOTHING, fresh: FRESH }],
  },
  {
    name: 'remedy (e) replaces dropped beside the originals, partly applied: put back',
    before: PAIR,
    ...PARTLY,
    change: { [SQUASH]: WHOLE },
    existing: { migrate: 'CommandError: (0001_squashed_0002_body, 0002_body in blog)' },
    next: [
      {
        change: { [SQUASH]: SQUASHED },
        existing: { drift: [], migrate: 'ok', applied: ['blog.0002_body'], tables: EMPTIED },
      },
    ],
  },
  {
    name: 'remedy (e) replaces dropped with the originals: put back',
    before: PAIR,
    change: { ...ORIGINALS_GONE, [SQUASH]: WHOLE },
    existing: { migrate: EXISTS },
    fresh: FRESH,
    next: [{ change: { [SQUASH]: SQUASHED }, existing: NOTHING, fresh: FRESH }],
  },
  {
    name: 'remedy (e), (j) the same, partly applied: replaces alone is silent and incomplete, it takes the originals',
    before: PAIR,
    ...PARTLY,
    change: { ...ORIGINALS_GONE, [SQUASH]: WHOLE },
    existing: { migrate: EXISTS },
    fresh: FRESH,
    next: [
      {
        change: { [SQUASH]: SQUASHED },
        existing: {
          unapplied: [],
          migrate: 'ok',
          applied: [],
          sees: { 'blog.Post': 'OperationalError: no such column: blog_post.body' },
        },
        fresh: FRESH,
      },
      {
        change: ORIGINALS,
        existing: { drift: [], migrate: 'ok', applied: ['blog.0002_body'], tables: EMPTIED },
        fresh: { ...FRESH, applied: ['blog.0001_squashed_0002_body'] },
      },
      {
        onward: true,
        change: ORIGINALS_GONE,
        existing: { drift: [], migrate: 'ok', applied: [], tables: EMPTIED },
      },
    ],
  },
];

const NOT_FOUND = `NodeNotFoundError: Migration shop.0001_initial dependencies reference nonexistent parent node ('blog', '0002_body')`;

const DANGLING: readonly Scenario[] = [
  {
    name: 'remedy (f) a dependency on what does not exist: re-pointed to the leaf',
    before: PAIR,
    change: { [NOTE]: does([added('note')], ['blog.0002_nothing']), ...NOTED },
    existing: { migrate: `NodeNotFoundError: ('blog', '0002_nothing')` },
    fresh: { migrate: `NodeNotFoundError: ('blog', '0002_nothing')` },
    next: [
      {
        change: { [NOTE]: does([added('note')], ['blog.0002_body']) },
        existing: { drift: [], migrate: 'ok', applied: ['blog.0003_note'], tables: KEPT_LINE },
        fresh: FRESH,
      },
    ],
  },
  {
    name: 'remedy (f) a dependency on what was squashed, where the squash is recorded: re-pointed to it',
    before: { ...WITH_SHOP, [SQUASH]: SQUASHED },
    change: { ...ORIGINALS_GONE, [SQUASH]: WHOLE },
    existing: { migrate: NOT_FOUND },
    fresh: { migrate: NOT_FOUND },
    next: [
      { change: { [SHOP]: does([], ['blog.0001_squashed_0002_body']) }, existing: NOTHING, fresh: FRESH },
    ],
  },
  {
    name: 'remedy (f) the same where the squash is not recorded: it takes replaces as well',
    before: WITH_SHOP,
    change: { ...ORIGINALS_GONE, [SQUASH]: WHOLE },
    existing: { migrate: NOT_FOUND },
    fresh: { migrate: NOT_FOUND },
    next: [
      {
        change: { [SHOP]: does([], ['blog.0001_squashed_0002_body']) },
        existing: {
          migrate: `InconsistentMigrationHistory: Migration shop.0001_initial is applied before its dependency blog.0001_squashed_0002_body`,
        },
        fresh: FRESH,
      },
      { change: { [SQUASH]: SQUASHED }, existing: NOTHING, fresh: FRESH },
    ],
  },
];

const GRAPHS: readonly Scenario[] = [
  {
    name: 'remedy (g) two leaves: makemigrations --merge --noinput, or the new one behind the other',
    before: PAIR,
    change: { [TAGS]: does([added('note')], ['blog.0001_initial']), ...NOTED },
    existing: { migrate: 'CommandError: (0002_body, 0002_tags in blog)' },
    fresh: { migrate: 'CommandError: (0002_body, 0002_tags in blog)' },
    next: [
      {
        run: ['makemigrations', '--merge', '--noinput', '--name', 'merge'],
        existing: {
          drift: [],
          migrate: 'ok',
          applied: ['blog.0002_tags', 'blog.0003_merge'],
          tables: KEPT_LINE,
        },
        fresh: FRESH,
      },
      {
        change: { 'blog/migrations/0003_merge.py': null, [TAGS]: does([added('note')], ['blog.0002_body']) },
        existing: { drift: [], migrate: 'ok', applied: ['blog.0002_tags'], tables: KEPT_LINE },
        fresh: FRESH,
      },
    ],
  },
  {
    name: 'remedy (h) cycle: without the new dependency',
    before: PAIR,
    change: { [FIRST]: does([created('Post', ['title'])], ['blog.0002_body']) },
    existing: { migrate: 'CircularDependencyError: blog.0001_initial' },
    fresh: { migrate: 'CircularDependencyError: blog.0001_initial' },
    next: [{ change: { [FIRST]: INITIAL }, existing: NOTHING, fresh: FRESH }],
  },
  {
    name: 'remedy (i) migrations/__init__.py is gone: added',
    before: PAIR,
    change: { [INIT]: null },
    existing: { drift: [], migrate: 'ok' },
    fresh: { drift: [], migrate: 'ok', sees: { 'blog.Post': 'OperationalError: no such table: blog_post' } },
    next: [{ change: { [INIT]: '' }, onward: true, existing: NOTHING, fresh: FRESH }],
  },
  {
    name: 'remedy (i) a new app without migrations/__init__.py: added',
    before: { ...two({}, {}), ...installed('shop'), 'blog/models.py': POST },
    data: [],
    change: { ...installed('shop', 'blog'), [INIT]: null, [FIRST]: INITIAL, [BODY]: SECOND },
    existing: { check: 'ok', drift: [], migrate: 'ok', tables: {} },
    fresh: { migrate: 'ok', tables: {} },
    next: [
      {
        change: { [INIT]: '' },
        onward: true,
        existing: { drift: [], migrate: 'ok', applied: ['blog.0001_initial', 'blog.0002_body'] },
        fresh: FRESH,
      },
    ],
  },
  {
    name: 'remedy (j) squashed and the originals deleted at once, partly applied: restored beside the squash',
    before: PAIR,
    ...PARTLY,
    change: { ...ORIGINALS_GONE, [SQUASH]: SQUASHED },
    existing: {
      unapplied: [],
      migrate: 'ok',
      applied: [],
      sees: { 'blog.Post': 'OperationalError: no such column: blog_post.body' },
    },
    fresh: FRESH,
    next: [
      {
        change: ORIGINALS,
        onward: true,
        existing: { drift: [], migrate: 'ok', applied: ['blog.0002_body'], tables: EMPTIED },
        fresh: { ...FRESH, applied: [] },
      },
      { existing: { drift: [], migrate: 'ok', applied: ['blog.0002_body'], tables: EMPTIED }, fresh: FRESH },
    ],
  },
];

/** What messages advise about squashes and the graph: the harm happens, the advice is followed, the harm is gone. */
export const GRAPH_REMEDIES = [...SQUASHES, ...DANGLING, ...GRAPHS];
