import { WHOLE, SINGLE, folderRenamed } from './harm-blog.ts';
import { created, does, model, models, type Scenario } from './harm-shape.ts';
import type { Files } from './our-answer.ts';
import { installed, app } from './projects-shape.ts';

const POST_WITH = (...lines: readonly string[]): string => models(model('Post', ['title', 'body'], ...lines));
const STRANDED = {
  'blog_post(id, title, body)': [[1, 'Hello', 'World']],
  'weblog_post(id, title, body)': [],
};

const TABLE = ['class Meta:', '    db_table = "blog_post"'];

const PINNED_TABLE: readonly Scenario[] = [
  {
    name: '4c folder renamed, the table pinned in the model and in CreateModel',
    before: SINGLE,
    change: {
      ...folderRenamed(SINGLE),
      'weblog/models.py': POST_WITH(...TABLE),
      'weblog/migrations/0001_initial.py': WHOLE.replace(')])]', ')], options={"db_table": "blog_post"})]'),
    },
    existing: { drift: [], migrate: 'OperationalError: table "blog_post" already exists' },
    fresh: { drift: [], migrate: 'ok' },
    next: [
      {
        migrate: ['--fake-initial'],
        existing: { migrate: 'ok', applied: ['weblog.0001_initial (faked)'], sees: { 'weblog.Post': 1 } },
      },
    ],
  },
  {
    name: '4d folder renamed, the table pinned in the model, and makemigrations run',
    before: SINGLE,
    change: { ...folderRenamed(SINGLE), 'weblog/models.py': POST_WITH(...TABLE) },
    existing: { drift: ['Rename table for post to blog_post'], migrate: 'ok', tables: STRANDED },
    next: [
      {
        run: ['makemigrations', 'weblog', '--noinput', '--name', 'table'],
        existing: {
          drift: [],
          migrate: 'OperationalError: there is already another table or index with this name: blog_post',
          applied: ['weblog.0001_initial'],
          tables: STRANDED,
        },
        fresh: { drift: [], migrate: 'ok' },
      },
    ],
  },
];

const shop = (label: string): Files =>
  app(
    'shop',
    {
      '0001_initial': does(
        [created('Order', [], `("post", models.ForeignKey("${label}.Post", models.CASCADE))`)],
        [`${label}.0001_initial`],
      ),
    },
    { models: models(model('Order', [], `post = models.ForeignKey("${label}.Post", models.CASCADE)`)) },
  );
const REFERRED: Files = { ...SINGLE, ...shop('blog'), ...installed('blog', 'shop') };

const REFERRING: readonly Scenario[] = [
  {
    name: '4e folder renamed, another app has a foreign key to it',
    before: REFERRED,
    change: folderRenamed(SINGLE, 'shop'),
    existing: {
      check: `SystemCheckError: lazy reference to 'blog.post', but app 'blog' isn't installed`,
      drift: `SystemCheckError: (fields.E300) Field defines a relation with model 'blog.Post', which is either not installed, or is abstract.`,
      runserver: `NodeNotFoundError: Migration shop.0001_initial dependencies reference nonexistent parent node ('blog', '0001_initial')`,
      migrate: 'SystemCheckError: (fields.E307)',
    },
    fresh: { migrate: 'SystemCheckError: (fields.E307)' },
    next: [
      {
        change: { 'shop/models.py': shop('weblog')['shop/models.py']! },
        existing: {
          check: 'ok',
          migrate: `NodeNotFoundError: nonexistent parent node ('blog', '0001_initial')`,
        },
        fresh: { migrate: `NodeNotFoundError: nonexistent parent node ('blog', '0001_initial')` },
      },
      {
        change: shop('weblog'),
        existing: {
          migrate: `InconsistentMigrationHistory: Migration shop.0001_initial is applied before its dependency weblog.0001_initial`,
        },
        fresh: { drift: [], migrate: 'ok' },
      },
    ],
  },
];

/** Labels that changed while the table was pinned, or while another app refers to the old one. */
export const LABELS_AND_TABLES = [...PINNED_TABLE, ...REFERRING];
