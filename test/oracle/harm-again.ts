import { KEPT } from './harm-blog.ts';
import {
  added,
  created,
  does,
  field,
  HELLO,
  model,
  models,
  moved,
  ROW,
  type Expected,
  type Scenario,
} from './harm-shape.ts';
import { blog } from './projects-shape.ts';

/** An operation that runs a second time because its migration was renamed. */
interface Again extends Pick<Scenario, 'next' | 'until' | 'since' | 'data'> {
  readonly operation: string;
  readonly name: string;
  /** What the migration before it does; a model with two columns if not given. */
  readonly first?: readonly string[];
  /** `models.py` with both; if not given, that model. */
  readonly models?: string;
  /** What comes of it on the existing database; on a new one, all is well. */
  readonly existing: Expected;
}

const CREATED = created('Post', ['title', 'body']);
const meta = (text: string): string => models(model('Post', ['title', 'body'], 'class Meta:', `    ${text}`));

const renamedLeaf = ({ name, operation, first = [CREATED], existing, ...rest }: Again): Scenario => {
  const before = blog(
    { '0001_initial': does(first), '0002_it': does([operation], ['blog.0001_initial']) },
    { models: rest.models ?? models(model('Post', ['title', 'body'])) },
  );
  return {
    ...rest,
    name: `1a renamed leaf: ${name}`,
    before,
    change: moved(before, 'blog/migrations/0002_it.py', 'blog/migrations/0002_other.py'),
    existing: { check: 'ok', runserver: 'ok', unapplied: ['blog.0002_other'], drift: [], ...existing },
    fresh: { drift: [], migrate: 'ok', applied: ['blog.0001_initial', 'blog.0002_other'] },
  };
};

/** It says that it ran, and the row is as it was. */
const SILENT: Expected = { migrate: 'ok', applied: ['blog.0002_other'], tables: KEPT };
const fails = (migrate: string): Expected => ({ migrate, applied: [], tables: KEPT });

const FIELDS: readonly Again[] = [
  {
    name: 'AddField with a default empties the column',
    first: [created('Post', ['title'])],
    operation: added('body'),
    existing: {
      migrate: 'ok',
      applied: ['blog.0002_other'],
      tables: { 'blog_post(id, title, body)': [[1, 'Hello', 'none']] },
      recorded: ['blog.0001_initial', 'blog.0002_it', 'blog.0002_other'],
      sees: { 'blog.Post': 1 },
    },
    next: [
      {
        migrate: ['blog', '--prune'],
        onward: true,
        existing: { migrate: 'ok', recorded: ['blog.0001_initial', 'blog.0002_other'] },
      },
    ],
  },
  {
    name: 'AddField that may be null',
    first: [created('Post', ['title', 'body'])],
    operation: added('note'),
    models: models(model('Post', ['title', 'body', 'note'])),
    existing: {
      migrate: 'OperationalError: duplicate column name: note',
      tables: { 'blog_post(id, title, body, note)': [[1, 'Hello', 'World', null]] },
    },
  },
  {
    name: 'AddField of a many-to-many field',
    operation: 'migrations.AddField("post", "more", models.ManyToManyField("blog.Post"))',
    models: models(model('Post', ['title', 'body'], 'more = models.ManyToManyField("Post")')),
    existing: {
      migrate: 'OperationalError: table "blog_post_more" already exists',
      tables: { ...KEPT, 'blog_post_more(id, from_post_id, to_post_id)': [] },
    },
  },
  {
    name: 'AddField with db_default resets the column',
    since: '5.0',
    operation: 'migrations.AddField("post", "rank", models.IntegerField(db_default=1))',
    models: models(model('Post', ['title', 'body'], 'rank = models.IntegerField(db_default=1)')),
    data: ["INSERT INTO blog_post (title, body, rank) VALUES ('Hello', 'World', 7)"],
    existing: { migrate: 'ok', tables: { 'blog_post(id, title, body, rank)': [[1, 'Hello', 'World', 1]] } },
  },
  {
    name: 'AlterField',
    first: [created('Post', ['body'], '("title", models.CharField(max_length=5))')],
    operation: `migrations.AlterField("post", "title", ${field('title')})`,
    existing: { ...SILENT, tables: { 'blog_post(id, body, title)': [[1, 'World', 'Hello']] } },
  },
  {
    name: 'RenameField',
    first: [created('Post', ['title'], `("text", ${field('body')})`)],
    operation: 'migrations.RenameField("post", "text", "body")',
    existing: fails('OperationalError: no such column'),
  },
  {
    name: 'RemoveField',
    first: [created('Post', ['title', 'body', 'note'])],
    operation: 'migrations.RemoveField("post", "note")',
    existing: fails('OperationalError: no such column'),
  },
];

const OTHER = 'migrations.CreateModel("Other", [("id", models.AutoField(primary_key=True))])';

const MODELS: readonly Again[] = [
  {
    name: 'CreateModel',
    first: [],
    operation: CREATED,
    existing: fails('OperationalError: table "blog_post" already exists'),
    next: [
      { migrate: ['--fake-initial'], existing: fails('OperationalError: table "blog_post" already exists') },
    ],
  },
  {
    name: 'DeleteModel',
    first: [CREATED, OTHER],
    operation: 'migrations.DeleteModel("Other")',
    existing: fails('OperationalError: no such table: blog_other'),
  },
  {
    name: 'RenameModel',
    first: [created('Text', ['title', 'body'])],
    operation: 'migrations.RenameModel("Text", "Post")',
    existing: fails('OperationalError: no such table: blog_text'),
  },
  {
    name: 'AlterModelTable',
    operation: 'migrations.AlterModelTable("post", "texts")',
    models: meta('db_table = "texts"'),
    data: [HELLO.replace('blog_post', 'texts')],
    existing: {
      migrate: 'OperationalError: no such table: blog_post',
      tables: { 'texts(id, title, body)': [[1, 'Hello', 'World']] },
    },
  },
  {
    name: 'AlterModelOptions',
    operation: 'migrations.AlterModelOptions("post", {"ordering": ["title"]})',
    models: meta('ordering = ["title"]'),
    existing: SILENT,
  },
];

const INDEXES: readonly Again[] = [
  {
    name: 'AddIndex',
    operation: 'migrations.AddIndex("post", models.Index(fields=["title"], name="by_title"))',
    models: meta('indexes = [models.Index(fields=["title"], name="by_title")]'),
    existing: fails('OperationalError: index by_title already exists'),
  },
  {
    name: 'RemoveIndex',
    first: [CREATED, 'migrations.AddIndex("post", models.Index(fields=["title"], name="by_title"))'],
    operation: 'migrations.RemoveIndex("post", "by_title")',
    existing: fails('OperationalError: no such index: by_title'),
  },
  {
    name: 'AlterUniqueTogether',
    operation: 'migrations.AlterUniqueTogether("post", {("title", "body")})',
    models: meta('unique_together = [("title", "body")]'),
    existing: fails('OperationalError: index blog_post_title_body'),
  },
  {
    name: 'AddConstraint',
    operation:
      'migrations.AddConstraint("post", models.UniqueConstraint(fields=["title"], name="one_title"))',
    models: meta('constraints = [models.UniqueConstraint(fields=["title"], name="one_title")]'),
    existing: SILENT,
  },
  {
    name: 'RemoveConstraint',
    first: [
      CREATED,
      'migrations.AddConstraint("post", models.UniqueConstraint(fields=["title"], name="one_title"))',
    ],
    operation: 'migrations.RemoveConstraint("post", "one_title")',
    existing: SILENT,
  },
];

const SPECIAL: readonly Again[] = [
  {
    name: 'RunPython runs twice',
    operation: ROW,
    data: [],
    existing: {
      ...SILENT,
      tables: {
        'blog_post(id, title, body)': [
          [1, 'more', 'none'],
          [2, 'more', 'none'],
        ],
      },
    },
  },
  {
    name: 'RunSQL runs twice',
    operation: `migrations.RunSQL("${HELLO}")`,
    data: [],
    existing: {
      ...SILENT,
      tables: {
        'blog_post(id, title, body)': [
          [1, 'Hello', 'World'],
          [2, 'Hello', 'World'],
        ],
      },
    },
  },
  {
    name: 'SeparateDatabaseAndState of the state only',
    first: [
      created('Post', ['title']),
      `migrations.RunSQL("ALTER TABLE blog_post ADD body varchar(9) NOT NULL DEFAULT ''")`,
    ],
    operation: `migrations.SeparateDatabaseAndState(state_operations=[${added('body')}])`,
    existing: SILENT,
  },
];

/** What each operation does when it runs again on a database that has it. */
export const AGAIN = [...FIELDS, ...MODELS, ...INDEXES, ...SPECIAL].map(renamedLeaf);
