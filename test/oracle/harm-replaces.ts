import {
  NOTED_POST,
  BODY,
  NOTE,
  INITIAL,
  SECOND,
  THIRD,
  PAIR,
  LINE,
  WITH_SHOP,
  KEPT_LINE,
} from './harm-blog.ts';
import { added, created, does, moved, replaces, type Scenario } from './harm-shape.ts';
import { blog } from './projects-shape.ts';

const TEXT = 'blog/migrations/0002_text.py';
const NAMES = ['blog.0001_initial', 'blog.0002_body', 'blog.0003_note'];
const NOT_FOUND = `NodeNotFoundError: Migration blog.0003_note dependencies reference nonexistent parent node ('blog', '0002_body')`;
const INCONSISTENT = `InconsistentMigrationHistory: Migration blog.0003_note is applied before its dependency blog.0002_text on database 'default'.`;

const everywhere = (outcome: string) => ({
  check: 'ok',
  runserver: outcome,
  unapplied: outcome,
  drift: outcome,
  migrate: outcome,
});

const REPLACING: readonly Scenario[] = [
  {
    name: '1e renamed leaf that replaces its old name',
    before: PAIR,
    change: moved(PAIR, BODY, TEXT, does([added('body')], ['blog.0001_initial'], replaces('blog.0002_body'))),
    existing: {
      drift: [],
      migrate: 'ok',
      applied: [],
      tables: { 'blog_post(id, title, body)': [[1, 'Hello', 'World']] },
      recorded: ['blog.0001_initial', 'blog.0002_body', 'blog.0002_text'],
    },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_initial', 'blog.0002_text'] },
  },
  {
    name: '1e renamed first one that replaces its old name',
    before: PAIR,
    change: moved(
      PAIR,
      'blog/migrations/0001_initial.py',
      'blog/migrations/0001_start.py',
      does([created('Post', ['title'])], [], 'initial = True', replaces('blog.0001_initial')),
    ),
    existing: { drift: [], migrate: 'ok', applied: [], sees: { 'blog.Post': 1 } },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_start', 'blog.0002_body'] },
  },
  {
    name: '1e renamed leaf that replaces its old name, on which another app depends',
    before: WITH_SHOP,
    change: moved(
      WITH_SHOP,
      BODY,
      TEXT,
      does([added('body')], ['blog.0001_initial'], replaces('blog.0002_body')),
    ),
    existing: { drift: [], migrate: 'ok', applied: [], sees: { 'blog.Post': 1 } },
    fresh: {
      drift: [],
      migrate: 'ok',
      applied: ['blog.0001_initial', 'blog.0002_text', 'shop.0001_initial'],
    },
  },
  {
    name: '1f renamed in the middle with replaces, which goes later',
    before: LINE,
    change: moved(LINE, BODY, TEXT, does([added('body')], ['blog.0001_initial'], replaces('blog.0002_body'))),
    existing: {
      drift: [],
      migrate: 'ok',
      applied: [],
      tables: KEPT_LINE,
      recorded: [...NAMES, 'blog.0002_text'].sort(),
    },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_initial', 'blog.0002_text', 'blog.0003_note'] },
    next: [
      {
        change: { [TEXT]: SECOND },
        onward: true,
        existing: everywhere(NOT_FOUND),
        fresh: everywhere(NOT_FOUND),
      },
      {
        change: { [NOTE]: does([added('note')], ['blog.0002_text']) },
        onward: true,
        existing: { drift: [], migrate: 'ok', applied: [], tables: KEPT_LINE },
        fresh: { drift: [], migrate: 'ok', applied: [] },
      },
      // A database that did not migrate while `replaces` was there.
      { existing: { migrate: INCONSISTENT }, fresh: { migrate: 'ok' } },
    ],
  },
];

const WORDS = 'blog/migrations/0002_words.py';
const words = (...old: readonly string[]): string =>
  does([added('body')], ['blog.0001_initial'], replaces(...old));
const AFTER_WORDS = { [NOTE]: does([added('note')], ['blog.0002_words']) };
const NOTHING = { drift: [], migrate: 'ok', applied: [], tables: KEPT_LINE };

const TWICE: readonly Scenario[] = [
  {
    name: '1f renamed twice, where the first new name was never recorded: replaces must name the old one alone',
    before: LINE,
    change: { ...moved(LINE, BODY, WORDS, words('blog.0002_text')), ...AFTER_WORDS },
    existing: { migrate: INCONSISTENT.replace('0002_text', '0002_words') },
    fresh: { drift: [], migrate: 'ok' },
    next: [
      {
        change: { [WORDS]: words('blog.0002_text', 'blog.0002_body') },
        existing: {
          migrate:
            'CommandError: multiple leaf nodes in the migration graph: (0001_initial, 0003_note in blog)',
          tables: KEPT_LINE,
        },
        fresh: { drift: [], migrate: 'ok' },
      },
      {
        change: { [WORDS]: words('blog.0002_body') },
        existing: NOTHING,
        fresh: { drift: [], migrate: 'ok' },
      },
    ],
  },
  {
    name: '1f renamed twice, where both names are recorded: replaces may name either or both',
    before: blog(
      { '0001_initial': INITIAL, '0002_text': words('blog.0002_body'), '0003_note': THIRD },
      { models: NOTED_POST },
    ),
    change: { ...moved({}, TEXT, WORDS, words('blog.0002_text')), ...AFTER_WORDS },
    existing: NOTHING,
    next: [
      { change: { [WORDS]: words('blog.0002_text', 'blog.0002_body') }, existing: NOTHING },
      { change: { [WORDS]: words('blog.0002_body') }, existing: NOTHING },
    ],
  },
];

/** Migrations that got another name, and say which they replace. */
export const REPLACING_SCENARIOS = [...REPLACING, ...TWICE];
