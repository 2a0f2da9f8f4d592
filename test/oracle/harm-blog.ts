import { added, created, does, model, models, moved, type Changes } from './harm-shape.ts';
import type { Files } from './our-answer.ts';
import { blog, settings, two } from './projects-shape.ts';

/** Where the migrations of `blog` are, and what is in them: a model, a field with a default, one that may be null. */
export const FIRST = 'blog/migrations/0001_initial.py';
export const BODY = 'blog/migrations/0002_body.py';
export const NOTE = 'blog/migrations/0003_note.py';
export const INITIAL = does([created('Post', ['title'])]);
export const SECOND = does([added('body')], ['blog.0001_initial']);
export const THIRD = does([added('note')], ['blog.0002_body']);

/** `models.py` with the first two of them, and with all. */
export const POST = models(model('Post', ['title', 'body']));
export const NOTED_POST = models(model('Post', ['title', 'body', 'note']));
export const NOTED: Changes = { 'blog/models.py': NOTED_POST };

/** Both fields at once. */
export const WHOLE = does([created('Post', ['title', 'body'])]);

/** The app with one migration, with two in a line, and with three. */
export const SINGLE = blog({ '0001_initial': WHOLE }, { models: POST });
export const PAIR = blog({ '0001_initial': INITIAL, '0002_body': SECOND }, { models: POST });
export const LINE = blog(
  { '0001_initial': INITIAL, '0002_body': SECOND, '0003_note': THIRD },
  { models: NOTED_POST },
);

/** The app with two, and another whose only migration depends on the second. */
export const WITH_SHOP = {
  ...two({ '0001_initial': INITIAL, '0002_body': SECOND }, { '0001_initial': does([], ['blog.0002_body']) }),
  'blog/models.py': POST,
};

/** A database on which only the first migration was applied, with a row. */
export const PARTLY = {
  target: ['blog', '0001_initial'],
  data: ["INSERT INTO blog_post (title) VALUES ('Hello')"],
};

/** Tables: as they are with the row that is there when nothing is said, and with the column reset. */
export const KEPT = { 'blog_post(id, title, body)': [[1, 'Hello', 'World']] };
export const KEPT_LINE = { 'blog_post(id, title, body, note)': [[1, 'Hello', 'World', null]] };
export const EMPTIED = { 'blog_post(id, title, body)': [[1, 'Hello', 'none']] };

/** The folder `blog` becomes `weblog`, and is installed under that name; nothing else changes. */
export function folderRenamed(files: Files, ...others: readonly string[]): Changes {
  const paths = Object.keys(files).filter((path) => path.startsWith('blog/'));
  return {
    ...Object.assign({}, ...paths.map((path) => moved(files, path, `we${path}`))),
    'settings.py': settings(['weblog', ...others]),
  };
}
