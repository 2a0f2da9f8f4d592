/** What dependencies make of the graph: what is lost, goes in a circle, or ends in several leaves. */
import type { Files } from './our-answer.ts';
import { after, app, blog, migration, project, settings, two } from './projects-shape.ts';

const FIRST = { '0001_initial': after() };
const NEXT = 'blog.0002_next';
const shows = { edges: [`${NEXT} < blog.0001_initial`] };

/** `blog` with an initial migration and one with these lines in its class. */
const next = (...lines: readonly string[]): Files => blog({ ...FIRST, '0002_next': migration(...lines) });

const LOST = [
  project('a migration that is gone', next('dependencies = [("blog", "0001_gone")]'), {
    error: 'NodeNotFoundError',
  }),
  project('a label of nobody', next('dependencies = [("nope", "0001_initial")]'), {
    error: 'NodeNotFoundError',
    untold: 'the label may be that of a package beside the project',
  }),
  project(
    'an app that is not installed',
    { ...next('dependencies = [("shop", "0001_initial")]'), ...app('shop', FIRST) },
    { error: 'NodeNotFoundError' },
  ),
  project(
    'an app without migrations',
    { ...two(FIRST, {}), 'blog/migrations/0002_next.py': after('shop.0001_initial') },
    { error: 'NodeNotFoundError' },
  ),
  project('a name in another case', next('dependencies = [("blog", "0001_Initial")]'), {
    error: 'NodeNotFoundError',
  }),
  project('a label in another case', next('dependencies = [("Blog", "0001_initial")]'), {
    error: 'NodeNotFoundError',
    untold: 'the label may be that of a package beside the project',
  }),
  project(
    'the folder where the label is another',
    {
      ...next('dependencies = [("blog", "0001_initial")]'),
      'blog/apps.py':
        'from django.apps import AppConfig\n\n\nclass A(AppConfig):\n    name = "blog"\n    label = "store"\n',
    },
    { error: 'NodeNotFoundError' },
  ),
  project(
    "a migration that Django's app does not have",
    {
      ...next('dependencies = [("auth", "9999_gone")]'),
      'settings.py': settings(['django.contrib.contenttypes', 'django.contrib.auth', 'blog']),
    },
    { error: 'NodeNotFoundError', untold: "Django's own migrations are not read" },
  ),
  project(
    "a migration of Django's app",
    {
      ...next('dependencies = [("auth", "0001_initial"), ("blog", "0001_initial")]'),
      'settings.py': settings(['django.contrib.contenttypes', 'django.contrib.auth', 'blog']),
    },
    { shows },
  ),
];

const CYCLES = [
  project('a cycle of two', blog({ '0001_a': after('blog.0002_b'), '0002_b': after('blog.0001_a') }), {
    error: 'CircularDependencyError',
  }),
  project(
    'a cycle of three',
    blog({ '0001_a': after('blog.0003_c'), '0002_b': after('blog.0001_a'), '0003_c': after('blog.0002_b') }),
    { error: 'CircularDependencyError' },
  ),
  project('a migration that depends on itself', blog({ '0001_a': after('blog.0001_a') }), {
    error: 'CircularDependencyError',
  }),
  project(
    'a cycle across apps',
    two({ '0001_a': after('shop.0001_a') }, { '0001_a': after('blog.0001_a') }),
    { error: 'CircularDependencyError' },
  ),
  project(
    'apps that depend on each other, without a cycle',
    two(
      { '0001_a': after(), '0002_b': after('blog.0001_a', 'shop.0001_a') },
      { '0001_a': after('blog.0001_a') },
    ),
    { shows: { leaves: ['blog.0002_b', 'shop.0001_a'] } },
  ),
  project(
    'a cycle through run_before',
    two(
      { '0001_a': migration('run_before = [("shop", "0001_a")]'), '0002_b': after('blog.0001_a') },
      {
        '0001_a': after(),
        '0002_b': migration('dependencies = [("shop", "0001_a")]', 'run_before = [("blog", "0001_a")]'),
      },
    ),
    { error: 'CircularDependencyError' },
  ),
  project(
    'a cycle and a migration that is gone',
    blog({ '0001_a': after('blog.0002_b', 'blog.0000_gone'), '0002_b': after('blog.0001_a') }),
    { error: 'NodeNotFoundError' },
  ),
];

const LEAVES = [
  project(
    'two leaves',
    blog({ ...FIRST, '0002_a': after('blog.0001_initial'), '0002_b': after('blog.0001_initial') }),
    { shows: { leaves: ['blog.0002_a', 'blog.0002_b'] } },
  ),
  project(
    'two leaves, merged',
    blog({
      ...FIRST,
      '0002_a': after('blog.0001_initial'),
      '0002_b': after('blog.0001_initial'),
      '0003_merge': after('blog.0002_a', 'blog.0002_b'),
    }),
    { shows: { leaves: ['blog.0003_merge'] } },
  ),
  project(
    'one number twice in a line',
    blog({ ...FIRST, '0002_a': after('blog.0001_initial'), '0002_b': after('blog.0002_a') }),
    { shows: { leaves: ['blog.0002_b'] } },
  ),
  project(
    'numbers against the order',
    blog({ '0009_initial': after(), '0001_next': after('blog.0009_initial') }),
    { shows: { leaves: ['blog.0001_next'] } },
  ),
  project(
    'two leaves that another app joins are two',
    two(
      { ...FIRST, '0002_a': after('blog.0001_initial'), '0002_b': after('blog.0001_initial') },
      { '0001_initial': after('blog.0002_a', 'blog.0002_b') },
    ),
    { shows: { leaves: ['blog.0002_a', 'blog.0002_b', 'shop.0001_initial'] } },
  ),
];

/** What dependencies make of the graph. */
export const GRAPHS = [...LOST, ...CYCLES, ...LEAVES];
