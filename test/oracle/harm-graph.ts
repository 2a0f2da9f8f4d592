import { NOTED, FIRST, BODY, INITIAL, POST, PAIR, KEPT } from './harm-blog.ts';
import { added, created, does, type Scenario } from './harm-shape.ts';
import { blog, two } from './projects-shape.ts';

const TAGS = 'blog/migrations/0002_tags.py';

const CONFLICT =
  'CommandError: Conflicting migrations detected; multiple leaf nodes in the migration graph: (0002_body, 0002_tags in blog).';
const HOW = `CommandError: To fix them run 'python manage.py makemigrations --merge'`;

const LEAVES: readonly Scenario[] = [
  {
    name: '7 one number twice, in a line: fine',
    before: PAIR,
    change: { [TAGS]: does([added('note')], ['blog.0002_body']), ...NOTED },
    existing: { drift: [], migrate: 'ok', applied: ['blog.0002_tags'] },
    fresh: { drift: [], migrate: 'ok' },
    next: [
      {
        migrate: ['blog', '0002'],
        existing: { migrate: `CommandError: More than one migration matches '0002' in app 'blog'.` },
      },
    ],
  },
  {
    name: '7 two leaves (policy)',
    before: PAIR,
    change: { [TAGS]: does([added('note')], ['blog.0001_initial']), ...NOTED },
    existing: {
      check: 'ok',
      runserver: 'ok',
      unapplied: ['blog.0002_tags'],
      drift: CONFLICT,
      migrate: CONFLICT,
      applied: [],
      tables: KEPT,
    },
    fresh: { check: 'ok', drift: HOW, migrate: HOW, applied: [], tables: {} },
  },
  {
    name: '7 two first ones: two leaves as well',
    before: PAIR,
    change: { 'blog/migrations/0001_other.py': does([]) },
    existing: {
      migrate: 'CommandError: multiple leaf nodes in the migration graph: (0001_other, 0002_body in blog).',
    },
    fresh: {
      migrate: 'CommandError: multiple leaf nodes in the migration graph: (0001_other, 0002_body in blog).',
    },
  },
  {
    name: '7 two leaves of another app stop the migrations of all',
    before: two(
      {
        '0001_initial': INITIAL,
        '0002_body': does([added('body')], ['blog.0001_initial']),
        '../models': POST,
      },
      { '0001_initial': does([]) },
    ),
    change: {
      'shop/migrations/0002_a.py': does([], ['shop.0001_initial']),
      'shop/migrations/0002_b.py': does([], ['shop.0001_initial']),
    },
    existing: {
      drift: 'CommandError: (0002_a, 0002_b in shop)',
      migrate: 'CommandError: (0002_a, 0002_b in shop)',
    },
    fresh: { migrate: 'CommandError: (0002_a, 0002_b in shop)', applied: [] },
    next: [{ migrate: ['blog'], fresh: { migrate: 'CommandError: (0002_a, 0002_b in shop)', applied: [] } }],
  },
];

const NOWHERE = `NodeNotFoundError: Migration blog.0003_note dependencies reference nonexistent parent node ('blog', '0002_nothing')`;

const DANGLING: readonly Scenario[] = [
  {
    name: 'dangling: a new migration depends on one that does not exist',
    before: PAIR,
    change: {
      'blog/migrations/0003_note.py': does([added('note')], ['blog.0002_nothing']),
      ...NOTED,
    },
    existing: { check: 'ok', runserver: NOWHERE, unapplied: NOWHERE, drift: NOWHERE, migrate: NOWHERE },
    fresh: { check: 'ok', drift: NOWHERE, migrate: NOWHERE },
  },
  {
    name: 'dangling: of an app that is not installed, by name and as __first__',
    before: PAIR,
    change: { 'blog/migrations/0003_note.py': does([], ['nope.0001_initial']) },
    existing: { migrate: `NodeNotFoundError: nonexistent parent node ('nope', '0001_initial')` },
    fresh: { migrate: `NodeNotFoundError: nonexistent parent node ('nope', '0001_initial')` },
    next: [
      {
        change: { 'blog/migrations/0003_note.py': does([], ['nope.__first__']) },
        existing: {
          check: 'ok',
          runserver: 'ValueError: Dependency on unknown app: nope',
          migrate: 'ValueError: Dependency on unknown app: nope',
        },
        fresh: { migrate: 'ValueError: Dependency on unknown app: nope' },
      },
    ],
  },
];

/** In which order they are named differs from run to run. */
const CIRCLE = 'CircularDependencyError: blog.0002_body';

const CYCLES: readonly Scenario[] = [
  {
    name: 'cycle within an app',
    before: PAIR,
    change: { [FIRST]: does([created('Post', ['title'])], ['blog.0002_body']) },
    existing: {
      check: 'ok',
      runserver: CIRCLE,
      unapplied: CIRCLE,
      drift: CIRCLE,
      migrate: CIRCLE,
      tables: KEPT,
    },
    fresh: { check: 'ok', drift: CIRCLE, migrate: CIRCLE, tables: {} },
  },
  {
    name: 'cycle through another app',
    before: two(
      {
        '0001_initial': INITIAL,
        '0002_body': does([added('body')], ['blog.0001_initial']),
        '../models': POST,
      },
      { '0001_initial': does([], ['blog.0002_body']) },
    ),
    change: { [BODY]: does([added('body')], ['blog.0001_initial', 'shop.0001_initial']) },
    existing: { check: 'ok', migrate: 'CircularDependencyError: shop.0001_initial' },
    fresh: { migrate: 'CircularDependencyError: shop.0001_initial' },
  },
  {
    name: 'a migration that depends on itself',
    before: blog({ '0001_initial': does([created('Post', ['title', 'body'])]) }, { models: POST }),
    change: { [BODY]: does([], ['blog.0001_initial', 'blog.0002_body']) },
    existing: { migrate: 'CircularDependencyError: blog.0002_body' },
    fresh: { migrate: 'CircularDependencyError: blog.0002_body' },
  },
];

/** Graphs that Django cannot walk, or not to one end. */
export const GRAPH = [...LEAVES, ...DANGLING, ...CYCLES];
